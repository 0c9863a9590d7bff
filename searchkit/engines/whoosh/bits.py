"""Sets of document numbers as the bits of one integer: what is both, either or not is a matter of microseconds."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable
from itertools import compress

_CHUNK = 128  # bytes that are passed over at once where no bit is set
_EMPTY = bytes(_CHUNK)
_FEW = 512  # numbers up to which setting bits one by one is the faster way
_PLACES = tuple(tuple(place for place in range(8) if byte >> place & 1) for byte in range(256))
_BIT = tuple(1 << place for place in range(8))
_OFF, _ON = b"0", b"1"


def of_numbers(numbers: Collection[int], size: int) -> int:
    """Return the set of some numbers below `size`."""
    if len(numbers) <= _FEW:
        packed = bytearray((size + 7) // 8)
        for number in numbers:
            packed[number >> 3] |= _BIT[number & 7]
        return int.from_bytes(packed, "little")
    digits = bytearray(_OFF) * size
    for number in numbers:
        digits[number] = 49  # the digit 1
    digits.reverse()
    return int(digits, 2)


def of_runs(runs: Iterable[tuple[int, bool]]) -> int:
    """Return the set that holds, one after the other, so many numbers or leaves them out."""
    digits = b"".join([(_ON if there else _OFF) * length for length, there in runs])
    return int(digits[::-1], 2) if digits else 0


def numbers_of(bits: int) -> list[int]:
    """Return the numbers of a set, ascending."""
    packed = bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    found: list[int] = []
    for start in range(0, len(packed), _CHUNK):
        chunk = packed[start : start + _CHUNK]
        if chunk == _EMPTY:
            continue
        base = start * 8
        found += [
            base + (at << 3) + place
            for at, byte in zip(compress(range(_CHUNK), chunk), filter(None, chunk), strict=False)
            for place in _PLACES[byte]
        ]
    return found


def packed(bits: int, size: int) -> bytes:
    """Return a set as bytes, in which number `n` is bit `n & 7` of byte `n >> 3`."""
    return bits.to_bytes((size + 7) // 8, "little")


def as_array(numbers: Iterable[int]) -> array[int]:
    """Return document numbers as a posting list holds them."""
    return array("H", numbers)
