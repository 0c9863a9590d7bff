"""The terms of a field in their order, and where the posting list of each lies.

Terms stand in blocks. The first terms of all blocks are read once, and then one block for a term that is looked up; a
block is checked whenever it is read. What goes over all terms (wildcards, fuzzy words) reads the blocks in one piece.
"""

from __future__ import annotations

import struct
import sys
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from searchkit.engines.whoosh.container import Container, as_bytes, damaged, numbers
from searchkit.records import dataclass

BLOCK = 128  # terms
_BETWEEN = b"\n"  # terms; none holds one
_ENTRY = 4 + 4 + 2 + 1  # bytes of an entry: where the list begins, how long it is, how many numbers, which parts
_COUNTS = struct.Struct("<II")
_BEYOND = b"\xff" * 5  # no term holds such a byte


class Entry(NamedTuple):
    """What the dictionary says of a term: place and length of its list, how many numbers it has, which parts."""

    start: int
    length: int
    frequency: int
    parts: int


def written(name: str, terms: Sequence[bytes], entries: Sequence[Entry]) -> dict[str, bytes]:
    """Return the sections of a dictionary.

    Args:
        name: of the field.
        terms: ascending.
        entries: one for each.

    Raises:
        ValueError: a term holds a line feed.
    """
    blob = b"".join(term + _BETWEEN for term in terms)
    if blob.count(_BETWEEN) != len(terms):
        raise ValueError(f"a term of {name} holds a line feed")
    starts, checksums, firsts, packed = array("I"), array("I"), [], []
    place = 0
    for at in range(0, len(terms), BLOCK):
        block, some = terms[at : at + BLOCK], entries[at : at + BLOCK]
        size = sum(map(len, block)) + len(block)
        told = b"".join(
            (
                as_bytes(array("I", (entry.start for entry in some))),
                as_bytes(array("I", (entry.length for entry in some))),
                as_bytes(array("H", (entry.frequency for entry in some))),
                bytes(entry.parts for entry in some),
            )
        )
        starts.append(place)
        checksums.append(zlib.crc32(told, zlib.crc32(blob[place : place + size])))
        firsts.append(block[0])
        packed.append(told)
        place += size
    head = _COUNTS.pack(len(terms), len(starts)) + as_bytes(starts) + as_bytes(checksums) + _BETWEEN.join(firsts)
    return {f"{name}.terms": blob, f"{name}.entries": b"".join(packed), f"{name}.index": head}


@dataclass(frozen=True, slots=True)
class _Index:
    """The beginnings of the blocks."""

    size: int
    starts: array[int]  # of each block among the terms, and the end of the last
    checksums: array[int]
    firsts: list[bytes]


class Dictionary:
    """The terms of one field of a segment.

    Args:
        container: the segment's file.
        name: of the field.
    """

    def __init__(self, container: Container, name: str) -> None:
        self._container, self._name = container, name
        self._terms = container.part(f"{name}.terms")
        self._entries = container.part(f"{name}.entries")
        self._last: tuple[int, tuple[bytes, memoryview, int]] = -1, (b"", self._entries, 0)
        self._places: dict[bytes, int] = {}  # of the terms, once they were read whole,
        self._columns = array("I"), array("I"), array("H"), bytearray()  # and what the entries say, as in `Entry`

    @cached_property
    def _index(self) -> _Index:
        content = self._container.whole(f"{self._name}.index")
        size, blocks = _COUNTS.unpack_from(content) if content else (0, 0)
        if not blocks:
            return _Index(0, array("I", (0,)), array("I"), [])
        ends = [_COUNTS.size, _COUNTS.size + 4 * blocks, _COUNTS.size + 8 * blocks]
        starts = numbers("I", content[ends[0] : ends[1]])
        starts.append(len(self._terms))
        return _Index(size, starts, numbers("I", content[ends[1] : ends[2]]), content[ends[2] :].split(_BETWEEN))

    def __len__(self) -> int:
        return self._index.size

    def _block(self, at: int) -> tuple[bytes, memoryview, int]:
        """Return the terms of a block, its entries, and how many there are; checked."""
        if self._last[0] == at:
            return self._last[1]
        index = self._index
        terms = bytes(self._terms[index.starts[at] : index.starts[at + 1]])
        count = min(BLOCK, index.size - at * BLOCK)
        entries = self._entries[at * BLOCK * _ENTRY : (at * BLOCK + count) * _ENTRY]
        if zlib.crc32(entries, zlib.crc32(terms)) != index.checksums[at]:
            damaged(self._container.path)
        self._last = at, (terms, entries, count)
        return terms, entries, count

    def get(self, term: bytes) -> Entry | None:
        """Return the entry of a term, None if the field does not have it."""
        if self._places:
            place = self._places.get(term, -1)
            return None if place < 0 else Entry(*[column[place] for column in self._columns])
        at = bisect_right(self._index.firsts, term) - 1
        if at < 0 or _BETWEEN in term:
            return None
        terms, entries, count = self._block(at)
        if terms.startswith(term + _BETWEEN):
            return _entry(entries, count, 0)
        found = terms.find(_BETWEEN + term + _BETWEEN)
        return None if found < 0 else _entry(entries, count, terms.count(_BETWEEN, 0, found + 1))

    def keep(self) -> None:
        """Read the dictionary whole and keep it: for who looks up terms by the hundred."""
        if self._places:
            return
        # Put in place when all is read: whoever goes on after an interrupt must not find half of it.
        starts, lengths, frequencies, parts = columns = array("I"), array("I"), array("H"), bytearray()
        for _, entries, count in map(self._block, self._blocks(b"")):
            starts.frombytes(entries[: 4 * count])
            lengths.frombytes(entries[4 * count : 8 * count])
            frequencies.frombytes(entries[8 * count : 10 * count])
            parts += entries[10 * count :]
        if sys.byteorder == "big":
            for column in (starts, lengths, frequencies):
                column.byteswap()
        self._columns = columns
        self._places = {term: place for place, term in enumerate(self._text.split(_BETWEEN)[1:-1])}

    def frequency(self, term: bytes) -> int:
        """Return how many numbers the list of a term has, 0 if the field does not have it."""
        entry = self.get(term)
        return 0 if entry is None else entry.frequency

    def entries(self, terms: Iterable[bytes]) -> Iterator[tuple[int, int, int, int]]:
        """Yield what the entries say of those of some terms that the field has."""
        if not self._places:
            return filter(None, map(self.get, terms))
        places = [place for place in map(self._places.get, terms) if place is not None]
        return zip(*[map(column.__getitem__, places) for column in self._columns], strict=True)

    def frequencies(self, terms: Sequence[bytes]) -> list[int]:
        """Return what `frequency` gives for each of some terms."""
        if not self._places:
            return [self.frequency(term) for term in terms]
        counts, place = self._columns[2], self._places.get
        return [0 if (at := place(term)) is None else counts[at] for term in terms]

    def since(self, term: bytes) -> Iterator[tuple[bytes, Entry]]:
        """Yield the terms from one on, in order, with their entries."""
        for at in range(max(bisect_right(self._index.firsts, term) - 1, 0), len(self._index.firsts)):
            terms, entries, count = self._block(at)
            for place, other in enumerate(terms.split(_BETWEEN)[:-1]):
                if other >= term:
                    yield other, _entry(entries, count, place)

    def _blocks(self, prefix: bytes) -> range:
        """Return the numbers of the blocks that may hold terms that begin so."""
        firsts = self._index.firsts
        first = max(bisect_right(firsts, prefix) - 1, 0)
        return range(first, bisect_right(firsts, prefix + _BEYOND) if prefix else len(firsts))

    def beginning(self, prefix: bytes) -> tuple[list[bytes], array[int]]:
        """Return the terms that begin so, in order, and how many numbers the list of each has."""
        found, counts = [], array("H")
        for at in self._blocks(prefix):
            block, entries, count = self._block(at)
            found.append(block)
            counts.frombytes(entries[8 * count : 10 * count])
        if sys.byteorder == "big":
            counts.byteswap()
        terms = b"".join(found).split(_BETWEEN)[:-1]
        if not prefix:
            return terms, counts
        start, end = bisect_left(terms, prefix), bisect_left(terms, prefix + _BEYOND)
        return terms[start:end], counts[start:end]

    @cached_property
    def _text(self) -> bytes:
        """All terms, kept once they were asked for: what begins with a star goes through all of them."""
        return b"".join([_BETWEEN, *(self._block(at)[0] for at in self._blocks(b""))])

    def text(self, prefix: bytes) -> bytes:
        """Return the terms that begin so, in order, each with a line feed before and behind it."""
        if not prefix:
            return self._text
        text = b"".join([_BETWEEN, *(self._block(at)[0] for at in self._blocks(prefix))])
        start = text.find(_BETWEEN + prefix)
        if start < 0:
            return _BETWEEN
        last = text.rfind(_BETWEEN + prefix)
        return text[start : text.index(_BETWEEN, last + 1) + 1]


def _entry(entries: memoryview | bytes, count: int, place: int) -> Entry:
    return Entry(
        int.from_bytes(entries[4 * place : 4 * place + 4], "little"),
        int.from_bytes(entries[4 * (count + place) : 4 * (count + place) + 4], "little"),
        int.from_bytes(entries[8 * count + 2 * place : 8 * count + 2 * place + 2], "little"),
        entries[10 * count + place],
    )
