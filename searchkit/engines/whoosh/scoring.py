"""What earns a document its score, segment by segment.

An earner is one part of a query in one segment: a word, a name, a phrase, a pattern, a condition. A posting list keeps
the length of each document beside its number, and nearly all documents hold a word once. So what most postings of a
word earn is told by one byte, and those that earn enough are found by searching bytes, not by looking at each.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from heapq import nlargest
from itertools import compress
from typing import Protocol

from searchkit.engines.whoosh import bits
from searchkit.engines.whoosh.postings import Postings
from searchkit.engines.whoosh.schema import LENGTHS, saturations
from searchkit.engines.whoosh.segment import Segment
from searchkit.scoring import K1, B

_CODES = 256
_ALL = bytes(range(_CODES))
_UP_TO = tuple(_ALL[: code + 1] for code in range(_CODES))
_MASKS = tuple(b"\1" * code + b"\0" * (_CODES - code) for code in range(_CODES + 1))
_SPARSE = 4  # times fewer the documents asked for must be for looking them up to be faster than sifting the list
_FIND = 16  # times fewer the hits must be for finding each to be faster than going through all


class Curve:
    """What BM25 makes of frequencies and lengths in one field: tf / (tf + k1 (1 - b + b length / average)).

    Args:
        average: number of words in the field of a document.
    """

    def __init__(self, average: float) -> None:
        self._norms = [K1 * ((1 - B) + B * max(length, 1) / (average or 1.0)) for length in LENGTHS]
        self._rows: dict[int, list[float]] = {}
        self.once = self.of(1)
        self.falling = [-value for value in self.once]

    def of(self, frequency: int) -> list[float]:
        """Return for each length code what a document earns that holds a word so often."""
        row = self._rows.get(frequency)
        if row is None:
            row = self._rows[frequency] = saturations(self._norms, frequency)
        return row


class Earner(Protocol):
    """One part of a query in one segment.

    Attributes:
        bits: the documents that earn anything by it.
    """

    bits: int

    @property
    def bound(self) -> float:
        """What no document earns more than."""

    def documents(self) -> Sequence[int]:
        """Return the documents that earn anything by it."""

    def within(self, found: int) -> Earner:
        """Return what it is among some documents."""

    def least(self, count: int) -> float:
        """Return what so many documents earn by it at least; 0 if fewer earn anything."""

    def above(self, value: float) -> Iterable[int]:
        """Return the documents that earn so much or more."""

    def values(self, documents: Sequence[int]) -> list[float]:
        """Return what some documents earn, 0 for those that earn nothing."""


class WordEarner:
    """A word: BM25.

    Args:
        segment: where.
        lengths: the length code of each document of the segment.
        postings: of the word.
        holding: the documents that hold it, as bits.
        weight: what a document would earn that consisted of the word alone, without end.
        curve: of the field.
    """

    def __init__(
        self, segment: Segment, lengths: bytes, postings: Postings, *, holding: int, weight: float, curve: Curve
    ) -> None:
        self.bits = holding
        self._segment, self._lengths, self._postings = segment, lengths, postings
        self._weight, self._curve = weight, curve

    @property
    def bound(self) -> float:
        """What no document earns more than."""
        codes, more = self._postings.lengths, self._postings.more
        shortest = next((code for code in range(_CODES) if code in codes), 0)
        return self._weight * self._curve.of(max(more.values(), default=1))[shortest]

    def documents(self) -> Sequence[int]:
        """Return the documents that earn anything by it."""
        return self._postings.ids

    def within(self, found: int) -> WordEarner:
        """Return what it is among some documents."""
        both = self.bits & found
        if both == self.bits:
            return self
        count, size = both.bit_count(), self._segment.documents
        if count * _SPARSE < len(self._postings.ids):
            ids = bits.numbers_of(both)
            more = self._postings.more
            kept = {one: more[one] for one in ids if one in more} if more else {}
            postings = Postings(bits.as_array(ids), bytes(map(self._lengths.__getitem__, ids)), kept)
        else:
            postings = self._postings.among(bits.packed(both, size))
        return WordEarner(self._segment, self._lengths, postings, holding=both, weight=self._weight, curve=self._curve)

    def least(self, count: int) -> float:
        """Return what so many documents earn by it at least; 0 if fewer earn anything."""
        codes = self._postings.lengths
        if len(codes) < count:
            return 0.0
        low, high = 0, _CODES - 1
        while low < high:
            middle = (low + high) // 2
            if len(codes) - len(codes.translate(None, _UP_TO[middle])) >= count:
                high = middle
            else:
                low = middle + 1
        return self._weight * self._curve.once[low]

    def above(self, value: float) -> Iterable[int]:
        """Return the documents that earn so much or more."""
        ids, codes, more = self._postings
        if value <= 0:
            return ids
        weight, once, lengths = self._weight, self._curve.once, self._lengths
        if not weight:
            return ()
        last = min(bisect_right(self._curve.falling, -value / weight * (1 - 1e-12)) + 1, _CODES)
        while last and weight * once[last - 1] < value:
            last -= 1
        found: list[int] = []
        if last:
            mask = codes.translate(_MASKS[last])
            count = mask.count(1)
            if count * _FIND < len(mask):
                at = mask.find(1)
                while at >= 0:
                    found.append(ids[at])
                    at = mask.find(1, at + 1)
            else:
                found.extend(compress(ids, mask))
        curve = self._curve.of
        found += [
            one for one, times in more.items() if lengths[one] >= last and weight * curve(times)[lengths[one]] >= value
        ]
        return found

    def values(self, documents: Sequence[int]) -> list[float]:
        """Return what some documents earn, 0 for those that earn nothing."""
        lengths, more = self._lengths, self._postings.more
        weight, once, curve = self._weight, self._curve.once, self._curve.of
        if documents is self._postings.ids:
            scores = [weight * once[code] for code in self._postings.lengths]
            for one, times in more.items():
                scores[bisect_left(documents, one)] = weight * curve(times)[lengths[one]]
            return scores
        held = bits.packed(self.bits, self._segment.documents)
        if not more:
            return [weight * once[lengths[one]] if held[one >> 3] >> (one & 7) & 1 else 0.0 for one in documents]
        return [
            (weight * (curve(more[one]) if one in more else once)[lengths[one]])
            if held[one >> 3] >> (one & 7) & 1
            else 0.0
            for one in documents
        ]


class EqualEarner:
    """What earns every document that has it the same: a name, a condition.

    Args:
        holding: the documents, as bits.
        value: what each earns.
    """

    def __init__(self, holding: int, value: float) -> None:
        self.bits = holding
        self.bound = value

    def documents(self) -> Sequence[int]:
        """Return the documents that earn anything by it."""
        return bits.numbers_of(self.bits)

    def within(self, found: int) -> EqualEarner:
        """Return what it is among some documents."""
        return EqualEarner(self.bits & found, self.bound)

    def least(self, count: int) -> float:
        """Return what so many documents earn by it at least; 0 if fewer earn anything."""
        return self.bound if self.bits.bit_count() >= count else 0.0

    def above(self, value: float) -> Iterable[int]:
        """Return the documents that earn so much or more."""
        return bits.numbers_of(self.bits) if self.bound >= value else ()

    def values(self, documents: Sequence[int]) -> list[float]:
        """Return what some documents earn, 0 for those that earn nothing."""
        value, held = self.bound, self.bits.to_bytes((self.bits.bit_length() + 7) // 8 + 8192, "little")
        return [value if held[one >> 3] >> (one & 7) & 1 else 0.0 for one in documents]


class ListedEarner:
    """What earns each document something of its own: a phrase, a pattern.

    Args:
        holding: the documents, as bits.
        earned: what each earns.
        factor: of all of it.
    """

    def __init__(self, holding: int, earned: Mapping[int, float], factor: float = 1.0) -> None:
        self.bits = holding
        self._earned, self._factor = earned, factor

    @property
    def bound(self) -> float:
        """What no document earns more than."""
        return self._factor * max(self._earned.values(), default=0.0)

    def documents(self) -> Sequence[int]:
        """Return the documents that earn anything by it."""
        return list(self._earned)

    def within(self, found: int) -> ListedEarner:
        """Return what it is among some documents."""
        both = self.bits & found
        if both == self.bits:
            return self
        return ListedEarner(both, {one: self._earned[one] for one in bits.numbers_of(both)}, self._factor)

    def least(self, count: int) -> float:
        """Return what so many documents earn by it at least; 0 if fewer earn anything."""
        if len(self._earned) < count:
            return 0.0
        return self._factor * nlargest(count, self._earned.values())[-1]

    def above(self, value: float) -> Iterable[int]:
        """Return the documents that earn so much or more."""
        return [one for one, earned in self._earned.items() if self._factor * earned >= value]

    def values(self, documents: Sequence[int]) -> list[float]:
        """Return what some documents earn, 0 for those that earn nothing."""
        get, factor = self._earned.get, self._factor
        return [factor * get(one, 0.0) for one in documents]


Make = Callable[[Segment], Earner | None]
