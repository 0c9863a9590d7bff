"""Where some words stand in a long text, however many of them are wrong: candidates by rare words, then alignment.

No text is scanned. The rarest words that both have vote for stretches of the text; only the best of these are aligned
word by word: RapidFuzz finds the part that is most like the words (the least edits of words put in and taken out), and
the part is then trimmed to where its words stand densely.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_MOST_VOTES = 600  # places of rare words that are looked at
_FEWEST_VOTERS = 4  # words that vote, however frequent they are
_MOST_STRETCHES = 6  # that are aligned
_LOOSE = 1.4  # how many times as long as the words a stretch may be
_SLACK = 8  # words more on each side of it
_GAP = 0.34  # of a word that fits is lost for each word of the text between two that fit


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a text that is like some words.

    Attributes:
        start: its first word.
        end: the word behind its last.
        fitting: how many of the words stand in it in the same order.
    """

    start: int
    end: int
    fitting: int


class Text:
    """The words of a text and where each of them stands.

    Args:
        words: the folded words in their order.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self.words = words
        self._positions: dict[str, list[int]] = {}
        for at, word in enumerate(words):
            try:
                self._positions[word].append(at)
            except KeyError:
                self._positions[word] = [at]

    def bits(self, word: str) -> float:
        """Return how much a word tells: log2 of (words of the text / times that it stands there), in bits.

        A word that stands nowhere in it tells as much as one that stands there once.
        """
        return math.log2(max(2, len(self.words)) / len(self._positions.get(word, (0,))))

    def count(self, word: str) -> int:
        """Return how often a word stands in the text."""
        return len(self._positions.get(word, ()))

    def find(self, words: Sequence[str], start: int = 0, end: int | None = None) -> Iterator[int]:
        """Yield where exactly these words stand one after the other, from one word of the text up to another."""
        end = len(self.words) if end is None else end
        rarest = min(range(len(words)), key=lambda at: self.count(words[at]))
        wanted = list(words)
        for position in self._positions.get(words[rarest], ()):
            first = position - rarest
            if start <= first and first + len(words) <= end and list(self.words[first : first + len(words)]) == wanted:
                yield first

    def places(self, words: Sequence[str], start: int = 0, end: int | None = None) -> list[Place]:
        """Return the parts of the text that are most like some words, the one with most of them first.

        Args:
            words: at least one.
            start: the first word of the text to look at.
            end: the one behind the last.
        """
        end = len(self.words) if end is None else end
        found: dict[tuple[int, int], Place] = {}
        for first, last in self._stretches(words, start, end):
            place = self._aligned(words, first, last)
            if place is not None:
                found[place.start, place.end] = place
        return sorted(found.values(), key=lambda place: (-place.fitting, place.end - place.start, place.start))

    def _stretches(self, words: Sequence[str], start: int, end: int) -> list[tuple[int, int]]:
        """Return the stretches that hold most of the rare words, by the sum of their bits, with slack around."""
        votes = self._votes(words, start, end)
        reach = int(len(words) * _LOOSE) + _SLACK
        sums: list[tuple[float, int]] = []
        within: dict[str, int] = {}
        total, tail = 0.0, 0
        for position, word, worth in votes:  # a window that ends with each vote
            count = within.get(word, 0)
            within[word] = count + 1
            total += 0.0 if count else worth
            while votes[tail][0] < position - reach:
                _, gone, lost = votes[tail]
                within[gone] -= 1
                total -= 0.0 if within[gone] else lost
                tail += 1
            sums.append((total, votes[tail][0]))
        taken: list[int] = []
        for _, first in sorted(sums, key=lambda one: (-one[0], one[1])):
            if all(abs(first - other) > reach // 2 for other in taken):
                taken.append(first)
                if len(taken) == _MOST_STRETCHES:
                    break
        margin = len(words) // 2 + _SLACK
        return [(max(start, first - margin), min(end, first + reach + margin)) for first in taken]

    def _votes(self, words: Sequence[str], start: int, end: int) -> list[tuple[int, str, float]]:
        votes: list[tuple[int, str, float]] = []
        known = sorted({word for word in words if word in self._positions}, key=lambda word: (self.count(word), word))
        for number, word in enumerate(known):
            places = self._positions[word]
            if number >= _FEWEST_VOTERS and len(votes) + len(places) > _MOST_VOTES:
                break
            worth = self.bits(word)
            votes += [(position, word, worth) for position in places if start <= position < end]
        votes.sort()
        return votes

    def _aligned(self, words: Sequence[str], first: int, last: int) -> Place | None:
        from rapidfuzz import fuzz  # noqa: PLC0415 -- start-up time

        stretch = self.words[first:last]
        if len(stretch) > len(words):
            best = fuzz.partial_ratio_alignment(words, stretch)
            if best is None:
                return None
            margin = len(words) // 3 + 2
            low = max(0, best.dest_start - margin)
            first, stretch = first + low, stretch[low : best.dest_end + margin]
        return dense(words, stretch, first)


def dense(words: Sequence[str], stretch: Sequence[str], first: int = 0) -> Place | None:
    """Return the part of a stretch of text in which some words stand most densely; None if none of them does.

    Of the words that stand in both in the same order (a longest common subsequence) the run is taken that has the
    largest sum, each worth 1, each word between two of them costing a third (Kadane's maximal sum of a run). Where
    words at its ends do not fit, the words in their place belong to the part.

    Args:
        words: what is looked for.
        stretch: the text.
        first: the number of its first word.
    """
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415 -- start-up time

    best, best_at = 0.0, (0, 0, 0, 0)
    total, begun = 0.0, (0, 0)
    before = (-1, -1)  # ends of the block before, in words and stretch
    fitting, best_fitting = 0, 0
    for op in LCSseq.opcodes(words, stretch):
        if op.tag != "equal":
            continue
        gap = max(0, op.dest_start - before[1] - max(0, op.src_start - before[0])) if fitting else 0
        total -= _GAP * gap
        if total <= 0.0:
            total, begun, fitting = 0.0, (op.src_start, op.dest_start), 0
        size = op.src_end - op.src_start
        total, fitting = total + size, fitting + size
        before = (op.src_end, op.dest_end)
        if total > best:
            best, best_at, best_fitting = total, (*begun, *before), fitting
    if not best_fitting:
        return None
    src_start, low, src_end, high = best_at
    # Of two equal words the subsequence may have taken the one that stands further away.
    core = words[src_start:src_end]
    while LCSseq.similarity(core, stretch[low + 1 : high]) == best_fitting:
        low += 1
    while LCSseq.similarity(core, stretch[low : high - 1]) == best_fitting:
        high -= 1
    start, end = max(0, low - src_start), min(len(stretch), high + len(words) - src_end)
    return Place(first + start, first + end, best_fitting)
