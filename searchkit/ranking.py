"""The second look: candidates of an engine put in the order that a reader of them would choose.

An engine chooses candidates word by word. Here the best of them are read, and scored anew: what each word earns
(`searchkit.scoring`), and what makes a line the one that somebody half remembers: how much of the query it holds, how
close together and in which order, the exact wording before all. The summands are shares of one unit, the sum of the
rarity of the query's words, so that they weigh the same for short queries and long ones. Every engine's candidates are
scored so, so that all give the same answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise

from searchkit.engines.base import Candidate
from searchkit.model import Part, Passage
from searchkit.proximity import closeness
from searchkit.query.nodes import Among, Fuzzy, Leaf, Node, Phrase, Prefix, Term, Wildcard, plain_terms, wording
from searchkit.reading import Reading, Wanted, places_of
from searchkit.records import dataclass
from searchkit.scoring import Scorer, Statistics, stems_of

WINDOW = 60  # candidates that are read again; those behind keep the engine's order
WINDOW_OF_ONE = 20  # of a query of one word, for which reading again changes little

# What a passage earns beside its words, as shares of the unit.
HELD = 0.25  # all words held
NEAR = 0.6  # every word right behind the one before it in the query
EXACT = 0.15  # every word in the very form in which it was typed
HEADING = 0.3  # all words in the heading
WORDING = 1.0  # the whole query as it stands, stop words too
WHOLE = 0.5  # and nothing else in the passage


def window(terms: Sequence[Term]) -> int:
    """Return how many candidates of a query with these plain words are read again."""
    return WINDOW if len(terms) > 1 else WINDOW_OF_ONE


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its final score, the parts that add up to it where they are asked for, and its words if read."""

    candidate: Candidate
    score: float
    parts: tuple[Part, ...] = ()
    reading: Reading | None = None


class Ranker:
    """Ranks candidates for one query.

    Args:
        tree: the query, resolved.
        statistics: of the index, with the frequencies of `searchkit.scoring.stems_of` the query.
        explain: whether to give the parts of each score.
    """

    def __init__(self, tree: Node, statistics: Statistics, *, explain: bool = True) -> None:
        self.explain = explain
        self.scorer = Scorer(tree, statistics)
        self.statistics = statistics
        terms = plain_terms(tree)
        self.window = window(terms)
        self.row = list({term.stems: term for term in terms}.values())
        every = range(len(self.row))
        self.content = [at for at in every if not self.row[at].is_stop] or list(every)  # places in the row
        self.words = [self.row[at] for at in self.content]
        self.rarities = [statistics.rarity(term.stems) for term in self.words]
        self.unit = sum(self.rarities)
        self._wanted = Wanted(stems_of(tree) | {stem for term in self.row for stem in term.stems})
        self.pairs = self._weighted_pairs()
        self.pair_unit = sum(weight for _, _, weight in self.pairs)
        self.wording = list(wording(tree))
        self._stems_of: Callable[[Term, str], tuple[str, ...]] = cache(Term.stems_in)

    def rank(self, candidates: Iterable[Candidate]) -> list[Ranked]:
        """Return candidates in their final order; equal ones by the place of their passage."""
        ranked = [self._ranked(candidate) for candidate in candidates]
        ranked.sort(key=lambda entry: (-entry.score, _place(entry.candidate.passage)))
        return ranked

    def _ranked(self, candidate: Candidate) -> Ranked:
        reading = Reading(candidate.passage, self._wanted)
        if not self.explain:
            score = self.scorer.score(reading)
            if self.unit:
                score += sum([value for _, value in self.added(reading)])
            return Ranked(candidate, score, (), reading)
        parts = [Part(self._label(leaf, reading), value) for leaf, value in self.scorer.parts(reading)]
        parts += [Part(what, value) for what, value in self.added(reading)] if self.unit else []
        return Ranked(candidate, sum(part.value for part in parts), tuple(parts), reading)

    def added(self, reading: Reading) -> list[tuple[str, float]]:
        """Return what a passage earns beside what its words earn each by itself, and for what."""
        row = self._places(self.row, reading.places, reading.language)
        said = reading.words
        held = exact = 0.0
        for term, rarity, at in zip(self.words, self.rarities, self.content, strict=True):
            if row[at]:
                held += rarity
                if term.word in said:
                    exact += rarity
            elif term.word in reading.speaker:
                held += rarity
        earned = []
        if len(self.words) > 1:
            earned.append(("words held", HELD * self.unit * (held / self.unit) ** 2))
            earned.append(("near each other", NEAR * self.unit * self._nearness(row)))
        earned.append(("in the form typed", EXACT * exact))
        if reading.heading:
            top = self._places(self.words, reading.places_in("heading"), reading.language)
            in_heading = sum([rarity for rarity, found in zip(self.rarities, top, strict=True) if found])
            earned.append(("in the heading", HEADING * in_heading))
        if len(self.wording) > 1 and _contains(said, self.wording):
            earned.append(("the exact wording", WORDING * self.unit))
            if len(said) == len(self.wording):
                earned.append(("and nothing else", WHOLE * self.unit))
        return [(what, value) for what, value in earned if value or what == "words held"]

    def _places(self, terms: Sequence[Term], places: Mapping[str, Sequence[int]], language: str) -> list[Sequence[int]]:
        """Return where each of some words of the query stands."""
        stems = self._stems_of
        return [places_of(stems(term, language), places) for term in terms]

    def _nearness(self, places: Sequence[Sequence[int]]) -> float:
        """Return between 0 and 1 how close the neighbours of the query are, stop words too.

        A pair earns the smaller rarity of the two divided by their smallest distance, half of it if they stand the
        other way round: the proximity of Rasolofo and Savoy (ECIR 2003) with 1/d in place of 1/d², for neighbours.
        """
        if not self.pair_unit:
            return 0.0
        earned = 0.0
        for one, other, weight in self.pairs:
            if places[one] and places[other]:
                earned += weight * closeness(places[one], places[other])
        return earned / self.pair_unit

    def _weighted_pairs(self) -> list[tuple[int, int, float]]:
        """Return which words of the row are neighbours, by their places in it, and the smaller rarity of the two.

        Neighbours are those that stand side by side, and those between which only stop words stand.
        """
        rarities = [self.statistics.rarity(term.stems) for term in self.row]
        pairs = dict.fromkeys((*pairwise(range(len(self.row))), *pairwise(self.content)))
        return [(one, other, min(rarities[one], rarities[other])) for one, other in pairs]

    def _label(self, leaf: Leaf, reading: Reading) -> str:
        if isinstance(leaf, Term):
            passages, size = self.statistics.frequency(leaf.stems), self.statistics.size
            whose = ", part of the speaker's name" if leaf.field == "text" and leaf.word in reading.speaker else ""
            return f"{leaf.raw or leaf.word}, in {passages:,} of {size:,} passages{whose}"
        if isinstance(leaf, Phrase):
            return f"“{leaf.raw or ' '.join(leaf.words)}”"
        if isinstance(leaf, Prefix):
            return f"{leaf.prefix}*"
        if isinstance(leaf, Wildcard):
            return leaf.pattern
        if isinstance(leaf, Fuzzy):
            return f"{leaf.word}~{leaf.distance}"
        return f"{leaf.field}:{', '.join(leaf.values)}" if isinstance(leaf, Among) else "date"


def _contains(said: list[str], wording: list[str]) -> bool:
    length, first, at = len(wording), wording[0], -1
    for _ in range(said.count(first)):
        at = said.index(first, at + 1)
        if said[at : at + length] == wording:
            return True
    return False


def _place(passage: Passage) -> tuple[str, str, int]:
    kind, _, number = passage.id.rpartition("#")[2].rpartition("-")
    return passage.episode.id, kind, int(number)
