"""Whoosh's posting lists read whole: one segment at a time, block by block, without its matchers.

A matcher walks a list number by number through layers of Python calls. Read block by block a list is ten times as fast,
and sets and dictionaries do the rest. Deleted documents are left out here, and so are they from every count: an index
that was edited scores like one that was built anew.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, cached_property, lru_cache
from typing import Any

from whoosh.codec.whoosh3 import LENGTHS_COLUMN, W3LeafMatcher
from whoosh.matching import FilterMatcher
from whoosh.util.numeric import byte_to_length

from searchkit.engines.whoosh.schema import PackedPositions
from searchkit.proximity import PARAGRAPH_GAP, follow

LENGTHS: tuple[int, ...] = tuple(byte_to_length(byte) for byte in range(256))  # what a stored length stands for
_MEMO_LIMIT = 2_000_000  # postings kept in memory, of 8 bytes each
_PHRASES = 32  # whose documents are kept: a phrase is asked for twice in a search, to find and to rank
_FEW = 16  # times shorter a list of documents must be for looking each up to be faster than reading all postings

Numbers = AbstractSet[int]


class PostingList:
    """The documents of a segment that hold a term, in their order.

    Attributes:
        ids: their numbers.
        weights: how often each holds it.
    """

    __slots__ = ("_numbers", "ids", "weights")

    def __init__(self, ids: array[int], weights: array[float]) -> None:
        self.ids = ids
        self.weights = weights
        self._numbers: frozenset[int] | None = None

    @property
    def numbers(self) -> frozenset[int]:
        """The numbers of the documents, as a set."""
        if self._numbers is None:
            self._numbers = frozenset(self.ids)
        return self._numbers

    def among(self, documents: Collection[int]) -> Iterator[tuple[int, float]]:
        """Yield number and weight of those of some documents that hold the term."""
        ids, weights = self.ids, self.weights
        if len(documents) * _FEW > len(ids):
            yield from (pair for pair in zip(ids, weights, strict=True) if pair[0] in documents)
            return
        for number in documents:
            at = bisect_left(ids, number)
            if at < len(ids) and ids[at] == number:
                yield number, weights[at]


_NOTHING = PostingList(array("I"), array("f"))


class Segment:
    """One segment of an index.

    Args:
        reader: its `whoosh.reading.SegmentReader`.
        offset: what is added to its document numbers to make them those of the index.
    """

    def __init__(self, reader: Any, offset: int) -> None:
        self.reader = reader
        self.offset = offset
        self.lengths: Callable[[str], bytes] = cache(self._lengths)
        self.phrase: Callable[[str, tuple[bytes, ...], int], Numbers] = lru_cache(_PHRASES)(self._phrase)
        self._memo: dict[tuple[str, bytes], PostingList] = {}
        self._kept = 0

    @cached_property
    def everything(self) -> Numbers:
        """The numbers of all documents that are not deleted."""
        return frozenset(self.reader.all_doc_ids())

    @cached_property
    def _deleted(self) -> Numbers:
        if not self.reader.has_deletions():
            return frozenset()
        return frozenset(range(self.reader.doc_count_all())) - self.everything

    def _lengths(self, field: str) -> bytes:
        """Return for each document the byte that stands for the number of words in a field; see `LENGTHS`."""
        # Whoosh gives them one by one only, which takes longer than all the rest of a search.
        column = self.reader._perdoc._cached_reader(f"_{field}_len", LENGTHS_COLUMN)  # noqa: SLF001
        stored = bytes(column._dbfile.get(column._basepos, column._count)) if column is not None else b""  # noqa: SLF001
        return stored.ljust(self.reader.doc_count_all(), b"\0")

    def total_length(self, field: str) -> int:
        """Return the number of words in a field of all documents together."""
        stored = self.lengths(field)
        total = sum(length * stored.count(byte) for byte, length in enumerate(LENGTHS) if length)
        return total - sum(LENGTHS[stored[number]] for number in self._deleted)

    def postings(self, field: str, term: bytes) -> PostingList:
        """Return the posting list of a term, an empty one if the segment does not hold it."""
        key = field, term
        found = self._memo.get(key)
        if found is None:
            found = self._read(field, term)
            if self._kept > _MEMO_LIMIT:
                self._memo.clear()
                self._kept = 0
            self._memo[key] = found
            self._kept += len(found.ids)
        return found

    def numbers(self, field: str, term: bytes) -> Numbers:
        """Return the numbers of the documents that hold a term."""
        return self.postings(field, term).numbers

    def _read(self, field: str, term: bytes) -> PostingList:
        matcher = self._matcher(field, term)
        if matcher is None:
            return _NOTHING
        ids, weights = array("I"), array("f")
        for block in _blocks(matcher):
            ids.extend(block._ids)  # noqa: SLF001
            weights.extend(block._weights)  # noqa: SLF001
        if self._deleted:
            kept = [at for at, number in enumerate(ids) if number not in self._deleted]
            ids, weights = array("I", (ids[at] for at in kept)), array("f", (weights[at] for at in kept))
        return PostingList(ids, weights)

    def _matcher(self, field: str, term: bytes) -> Any | None:
        if (field, term) not in self.reader:
            return None
        matcher = self.reader.postings(field, term)
        if isinstance(matcher, FilterMatcher):  # which leaves deleted documents out, one call each
            matcher = matcher.child
            matcher.reset()
        return matcher

    def _phrase(self, field: str, stems: tuple[bytes, ...], slop: int) -> Numbers:
        """Return the documents that hold stems in this order, at most `slop` other words between them in all."""
        distinct = set(stems)
        holding = sorted((self.numbers(field, stem) for stem in distinct), key=len)
        documents = set(holding[0]).intersection(*holding[1:])
        if not documents:
            return documents
        places = {stem: self._places(field, stem, documents) for stem in distinct}
        reach = min(slop, PARAGRAPH_GAP - 1)  # a phrase does not go on from the heading into the text
        return {number for number in documents if follow([places[stem][number] for stem in stems], reach)}

    def _places(self, field: str, term: bytes, documents: Collection[int]) -> Mapping[int, Sequence[int]]:
        """Return the positions of a term in some documents that hold it."""
        decode = PackedPositions().decode_positions
        return {
            number: decode(value)
            for block in _blocks(self._matcher(field, term), values=True)
            for number, value in zip(block._ids, block._values, strict=True)  # noqa: SLF001
            if number in documents
        }

    def terms(self, field: str, first: bytes, last: bytes) -> Iterator[bytes]:
        """Yield the terms of a field from one to another, both included."""
        for name, term in self.reader.terms_from(field, first):
            if name != field or term > last:
                return
            yield term


def _blocks(matcher: Any, *, values: bool = False) -> Iterator[Any]:
    """Yield a fresh matcher once a block, with what is asked for of the block in its `_ids`, `_weights`, `_values`."""
    if not isinstance(matcher, W3LeafMatcher):  # a short list, kept with the term: one block, read already
        if matcher._weights is None:  # noqa: SLF001
            matcher._weights = [1.0] * len(matcher._ids)  # noqa: SLF001
        yield matcher
        return
    while matcher.is_active():
        matcher._read_ids()  # noqa: SLF001
        if values:
            matcher._read_values()  # noqa: SLF001
        else:
            matcher._read_weights()  # noqa: SLF001
        yield matcher
        matcher._next_block()  # noqa: SLF001
