"""Posting lists: which documents hold a term, how often, where, and how long those documents are.

A list of `n` numbers lies in the file as (docs/index-format.md)

    checksum of what follows up to the bits                      4
    checksum of the bits, and one of the positions               4 each, where there are such and the list is long
    the numbers, ascending                                       2 n
    the length code of each document, where lengths are kept     1 n
    how many documents hold the term more than once, which, and how often      2 + 4 m, where there are any
    the same numbers as bits, where they are many                one for each document of the segment
    positions, document by document                              1 each, or 2 if one is above 255
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate, compress
from pathlib import Path
from typing import NamedTuple

from searchkit.engines.whoosh import bits
from searchkit.engines.whoosh.container import Container, as_bytes, damaged, numbers
from searchkit.engines.whoosh.dictionary import Entry

LENGTHS, REPEATS, BITS, POSITIONS, WIDE = 1, 2, 4, 8, 16  # the parts that a list may have
_TOGETHER = 32  # numbers of a list below which one checksum stands for all of it
_DENSE = 128  # a list may have bits if it holds more than one document in so many
_SUM = 4  # bytes of a checksum


def packed(
    documents: array[int],
    repeats: dict[int, int],
    lengths: bytes,
    positions: array[int] | None,
    size: int,
    *,
    start: int,
    dense: bool = True,
) -> tuple[bytes, int, int]:
    """Return a posting list as it lies in the file, how many numbers it has, and which parts.

    Args:
        documents: the numbers, ascending.
        repeats: how often documents hold the term, of those that do more than once.
        lengths: the length code of each document, b"" to keep none.
        positions: where the term stands, document by document; None to keep none.
        size: of the segment in documents.
        start: where in its section it will lie; checksums are started from that, so that no list passes for another.
        dense: whether to keep bits too if they are many.
    """
    count, parts = len(documents), 0
    head = [as_bytes(documents)]
    if lengths:
        parts |= LENGTHS
        head.append(lengths)
    if repeats:
        parts |= REPEATS
        head += [
            len(repeats).to_bytes(2, "little"), as_bytes(array("H", repeats)), as_bytes(array("H", repeats.values()))
        ]  # fmt: skip
    tails: list[bytes] = []
    if dense and count >= _TOGETHER and count * _DENSE > size:
        parts |= BITS
        tails.append(bits.packed(bits.of_numbers(documents, size), size))
    if positions is not None:
        wide = max(positions) > 255  # noqa: PLR2004 -- what a byte holds
        parts |= POSITIONS | WIDE if wide else POSITIONS
        tails.append(as_bytes(positions)[:: 1 if wide else 2])
    if count < _TOGETHER:
        return _summed(b"".join(head + tails), start), count, parts
    first = b"".join(head)
    sums = [zlib.crc32(part, start).to_bytes(_SUM, "little") for part in (first, *tails)]
    return b"".join((*sums, first, *tails)), count, parts


def _summed(content: bytes, start: int) -> bytes:
    return zlib.crc32(content, start).to_bytes(_SUM, "little") + content


class Postings(NamedTuple):
    """What scoring needs of a posting list.

    Attributes:
        ids: the numbers of the documents, ascending.
        lengths: the length code of each.
        more: how often a document holds the term, of those that do more than once.
    """

    ids: array[int]
    lengths: bytes
    more: dict[int, int]

    def without(self, gaps: Sequence[tuple[int, int]]) -> Postings:
        """Return the postings without the documents in some ascending ranges."""
        ids, kept, at = self.ids, [], 0
        for first, last in gaps:
            start = bisect_left(ids, first, at)
            end = bisect_left(ids, last, start)
            if end > start:
                kept.append((at, start))
                at = end
        if not kept:
            return self
        kept.append((at, len(ids)))
        rest = array("H")
        for start, end in kept:
            rest.extend(ids[start:end])
        lengths = b"".join([self.lengths[start:end] for start, end in kept])
        there = set(rest) if self.more else ()
        return Postings(rest, lengths, {one: times for one, times in self.more.items() if one in there})

    def among(self, allowed: bytes) -> Postings:
        """Return the postings of the documents in a set of bits, given as bytes."""
        mask = [allowed[number >> 3] >> (number & 7) & 1 for number in self.ids]
        more = {one: times for one, times in self.more.items() if allowed[one >> 3] >> (one & 7) & 1}
        return Postings(array("H", compress(self.ids, mask)), bytes(compress(self.lengths, mask)), more)


def _checked(content: memoryview, entry: Entry, path: Path) -> tuple[int, int, int]:
    """Return where the numbers of a list begin, and where what tells of repeats begins and ends."""
    count, parts = entry.frequency, entry.parts
    together = count < _TOGETHER
    begin = _SUM if together else _SUM * (1 + bool(parts & BITS) + bool(parts & POSITIONS))
    end = middle = begin + count * (3 if parts & LENGTHS else 2)
    if parts & REPEATS:
        end += 2 + 4 * int.from_bytes(content[middle : middle + 2], "little")
    told = content[begin:] if together else content[begin:end]
    if zlib.crc32(told, entry.start) != int.from_bytes(content[:_SUM], "little"):
        damaged(path)
    return begin, middle, end


def ids_of(container: Container, section: memoryview, entries: Iterable[tuple[int, int, int, int]]) -> array[int]:
    """Return the numbers of several lists, one list behind the other."""
    found, checksum = [], zlib.crc32
    for start, length, count, parts in entries:
        content = section[start : start + length]
        if count < _TOGETHER:  # as nearly all are; what `_checked` does, without its calls
            begin = _SUM
            if checksum(content[_SUM:], start) != int.from_bytes(content[:_SUM], "little"):
                damaged(container.path)
        else:
            begin = _checked(content, Entry(start, length, count, parts), container.path)[0]
        found.append(content[begin : begin + 2 * count])
    return numbers("H", b"".join(found))


class PostingList:
    """A posting list; what is asked for is read and checked when it is.

    Attributes:
        ids: the numbers of the documents, ascending.
        lengths: the length code of each, b"" where none are kept.
    """

    __slots__ = ("_content", "_entry", "_head", "_more", "_path", "_size", "ids", "lengths")

    def __init__(self, container: Container, section: memoryview, entry: Entry, size: int) -> None:
        self._path, self._entry, self._size = container.path, entry, size
        self._content = content = section[entry.start : entry.start + entry.length]
        count, parts = entry.frequency, entry.parts
        begin, middle, end = _checked(content, entry, container.path)
        self.ids = numbers("H", content[begin : begin + 2 * count])
        self.lengths = bytes(content[begin + 2 * count : middle]) if parts & LENGTHS else b""
        self._head = middle, end
        self._more: dict[int, int] | None = None if parts & REPEATS else {}

    @property
    def more(self) -> dict[int, int]:
        """How often a document holds the term, of those that do more than once."""
        if self._more is None:
            middle, end = self._head
            half = (end - middle - 2) // 2
            told = self._content[middle + 2 : end]
            self._more = dict(zip(numbers("H", told[:half]), numbers("H", told[half:]), strict=True))
        return self._more

    def has(self, part: int) -> bool:
        """Whether the list has a part."""
        return bool(self._entry.parts & part)

    def bits(self) -> int:
        """Return the documents as a set of bits."""
        if not self._entry.parts & BITS:
            return bits.of_numbers(self.ids, self._size)
        end = self._head[1]
        stored = self._content[end : end + (self._size + 7) // 8]
        self._check(stored, 1)
        return int.from_bytes(stored, "little")

    def _check(self, content: bytes | memoryview, place: int) -> None:
        if self._entry.frequency >= _TOGETHER and zlib.crc32(content, self._entry.start) != int.from_bytes(
            self._content[_SUM * place : _SUM * (place + 1)], "little"
        ):
            damaged(self._path)

    def among(self, documents: Sequence[int], *, look_up: bool) -> list[int]:
        """Return those of some documents that are in the list; `look_up` if they are much fewer than it has."""
        if self._entry.parts & BITS:
            end = self._head[1]
            stored = bytes(self._content[end : end + (self._size + 7) // 8])
            self._check(stored, 1)
            return [one for one in documents if stored[one >> 3] >> (one & 7) & 1]
        ids = self.ids
        if look_up:
            return [one for one in documents if (at := bisect_left(ids, one)) < len(ids) and ids[at] == one]
        there = set(ids)
        return [one for one in documents if one in there]

    def positions(self, documents: Sequence[int]) -> list[Sequence[int]]:
        """Return where the term stands in each of some documents that hold it."""
        parts, ids, more = self._entry.parts, self.ids, self.more
        wide = bool(parts & WIDE)
        count = len(ids) + sum(more.values()) - len(more)
        stored = self._content[len(self._content) - count * (1 + wide) :]
        self._check(stored, 1 + bool(parts & BITS))
        places: Sequence[int] = numbers("H", stored) if wide else bytes(stored)
        if not more:
            return [places[at : at + 1] for at in (bisect_left(ids, document) for document in documents)]
        repeating = list(more)
        before = [0, *accumulate(times - 1 for times in more.values())]
        found = []
        for document in documents:
            start = bisect_left(ids, document) + before[bisect_left(repeating, document)]
            found.append(places[start : start + more.get(document, 1)])
        return found

    def postings(self) -> Postings:
        """Return what scoring needs of the list."""
        return Postings(self.ids, self.lengths, self.more)
