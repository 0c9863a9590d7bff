"""The second look: candidates of an engine put in the order that a reader of them would choose.

An engine scores words one by one (BM25F). Here the best of its candidates are read, and what makes a line the one that
somebody half remembers is added: how much of the query it holds, how close together and in which order, the exact
wording before all. The summands are shares of one unit, the sum of the rarity of the query's words, so that they
weigh the same against BM25F for short queries and long ones.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from searchkit.analysis import stem, words
from searchkit.engines.base import Candidate
from searchkit.model import Part, Passage
from searchkit.query.nodes import Term

_WINDOW = 60  # candidates that are read again; those behind keep the engine's order
_WINDOW_OF_ONE = 20  # of a query of one word, for which reading again changes little

_HELD = 0.5  # all words held
_NEAR = 0.6  # every word right behind the one before it in the query
_EXACT = 0.15  # every word in the very form in which it was typed
_HEADING = 0.3  # all words in the heading
_WORDING = 1.0  # the whole query as it stands, stop words too
_WHOLE = 0.5  # and nothing else in the passage
_REVERSED = 0.5  # of the nearness of two words that stand the other way round


def window(terms: Sequence[Term]) -> int:
    """Return how many candidates of a query with these plain words are read again."""
    return _WINDOW if len(terms) > 1 else _WINDOW_OF_ONE


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its final score and what was added to the engine's."""

    candidate: Candidate
    score: float
    added: tuple[Part, ...]


def rarity(frequency: int, size: int) -> float:
    """Return how much a word tells passages apart: the idf of BM25, log(1 + (N - n + 0.5) / (n + 0.5)).

    Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009, with the 1 added by Lucene so that it is never
    negative.

    Args:
        frequency: in how many passages the word stands.
        size: how many passages there are.
    """
    return math.log1p((max(size - frequency, 0) + 0.5) / (frequency + 0.5))


class Ranker:
    """Ranks candidates for the plain words of one query.

    Args:
        terms: the plain words in their order, stop words too, each once.
        wording: the words of the query in a row.
        frequencies: in how many passages each stem stands.
        size: how many passages there are.
    """

    def __init__(
        self, terms: Sequence[Term], wording: Sequence[str], frequencies: Mapping[str, int], size: int
    ) -> None:
        content = [term for term in terms if not term.is_stop] or list(terms)
        self.window = window(terms)
        self.stems = list(dict.fromkeys(term.stem for term in content))
        self.typed = {term.stem: term.word for term in content}
        self.weights = {stem_: rarity(frequencies.get(stem_, 0), size) for stem_ in self.stems}
        self.unit = sum(self.weights.values())
        self.wording = list(wording)
        self.pairs = list(zip(self.stems, self.stems[1:], strict=False))
        self.pair_unit = sum(min(self.weights[one], self.weights[other]) for one, other in self.pairs)

    def rank(self, candidates: Iterable[Candidate]) -> list[Ranked]:
        """Return candidates in their final order; equal ones by the place of their passage."""
        ranked = [self._ranked(candidate) for candidate in candidates]
        ranked.sort(key=lambda entry: (-entry.score, _place(entry.candidate.passage)))
        return ranked

    def _ranked(self, candidate: Candidate) -> Ranked:
        added = tuple(self.added(candidate.passage)) if self.unit else ()
        return Ranked(candidate, candidate.score + sum(part.value for part in added), added)

    def added(self, passage: Passage) -> Iterable[Part]:
        """Yield what the passage earns beside the engine's score."""
        said = words(f"{passage.heading}\n{passage.text}" if passage.heading else passage.text)
        places, exact = self._places(said)
        if len(self.stems) > 1:
            speaker = words(passage.speaker) if len(places) < len(self.stems) else []
            held = sum(self.weights[one] for one in self.stems if one in places or self.typed[one] in speaker)
            yield Part("words held", _HELD * self.unit * (held / self.unit) ** 2)
            if near := self._nearness(places):
                yield Part("near each other", _NEAR * self.unit * near)
        if exact:
            yield Part("in the form typed", _EXACT * exact)
        if passage.heading:
            top = {stem(word) for word in words(passage.heading)}
            if in_heading := sum(self.weights[one] for one in self.stems if one in top):
                yield Part("in the heading", _HEADING * in_heading)
        if len(self.wording) > 1 and _contains(said, self.wording):
            yield Part("the exact wording", _WORDING * self.unit)
            if len(said) == len(self.wording):
                yield Part("and nothing else", _WHOLE * self.unit)

    def _places(self, said: Sequence[str]) -> tuple[dict[str, list[int]], float]:
        """Return where each stem of the query stands, and the rarity of those that stand in the form typed."""
        places: dict[str, list[int]] = {}
        found: set[str] = set()
        for position, word in enumerate(said):
            stem_ = stem(word)
            if stem_ in self.weights:
                places.setdefault(stem_, []).append(position)
                if word == self.typed[stem_]:
                    found.add(stem_)
        return places, sum(self.weights[stem_] for stem_ in self.stems if stem_ in found)

    def _nearness(self, places: Mapping[str, Sequence[int]]) -> float:
        """Return between 0 and 1 how close the words are that follow each other in the query.

        A pair earns the smaller rarity of the two divided by their smallest distance, half of it if they stand the
        other way round: the proximity of Rasolofo and Savoy (ECIR 2003) with 1/d in place of 1/d², for neighbours.
        """
        if not self.pair_unit:
            return 0.0
        earned = 0.0
        for one, other in self.pairs:
            if one in places and other in places:
                earned += min(self.weights[one], self.weights[other]) * _closeness(places[one], places[other])
        return earned / self.pair_unit


def _closeness(one: Sequence[int], other: Sequence[int]) -> float:
    best = 0.0
    for place in one:
        at = bisect_left(other, place)
        if at < len(other) and other[at] > place:
            best = max(best, 1 / (other[at] - place))
        if at > 0:
            best = max(best, _REVERSED / (place - other[at - 1]))
    return best


def _contains(said: Sequence[str], wording: Sequence[str]) -> bool:
    length = len(wording)
    starts = (at for at, word in enumerate(said[: len(said) - length + 1]) if word == wording[0])
    return any(list(said[at : at + length]) == wording for at in starts)


def _place(passage: Passage) -> tuple[str, str, int]:
    kind, _, number = passage.id.rpartition("#")[2].rpartition("-")
    return passage.episode.id, kind, int(number)
