"""What a passage earns for a query, told by its words alone: the same whichever engine found it.

A passage earns for each word, phrase or pattern of the query that it holds, wherever in the tree that stands (but never
for what the query excludes): a word by BM25, a phrase what its words earn, a pattern 1 for each word it stands for,
a condition in an alternative 1.

BM25 is that of Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009, with the idf of
Lucene, which is never negative.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import TypeAlias

from searchkit.model import Passage
from searchkit.proximity import follow
from searchkit.query.nodes import (
    All,
    Among,
    Dates,
    Fuzzy,
    Leaf,
    Node,
    Phrase,
    Prefix,
    Term,
    Wildcard,
    scored_leaves,
    wanted_leaves,
)
from searchkit.reading import Reading, places_of
from searchkit.records import dataclass
from searchkit.text import name_key

K1, B = 1.2, 0.75  # of BM25, the usual ones
SPEAKER_WEIGHT = 2.0  # of a word of the query that is part of the speaker's name
OFF_WEIGHT = 0.5  # of a fuzzy word that is not the word itself

Earn: TypeAlias = Callable[[Reading], float]


def rarity(frequency: int, size: int) -> float:
    """Return how much a word tells passages apart: its idf, log(1 + (N - n + 0.5) / (n + 0.5)).

    Args:
        frequency: in how many passages the word stands.
        size: how many passages there are.
    """
    return math.log1p((max(size - frequency, 0) + 0.5) / (frequency + 0.5))


def bm25(count: int, length: int, average: float) -> float:
    """Return what a word of rarity 1 earns: (k1 + 1) tf / (tf + k1 (1 - b + b length / average)).

    Args:
        count: tf, how often it stands in the passage.
        length: words of the passage.
        average: words of a passage on average.
    """
    return (K1 + 1) * count / (count + K1 * (1 - B + B * length / average))


@dataclass(frozen=True, slots=True)
class Statistics:
    """What scores need to know of an index.

    Attributes:
        size: how many passages it holds.
        average_length: words of a passage on average, headings among them.
        frequencies: in how many passages each stem of the query stands.
    """

    size: int
    average_length: float
    frequencies: Mapping[str, int]

    def frequency(self, stems: Iterable[str]) -> int:
        """Return in how many passages a word with these stems stands."""
        return min(sum(self.frequencies.get(stem, 0) for stem in stems), self.size)

    def rarity(self, stems: Iterable[str]) -> float:
        """Return the rarity of a word with these stems."""
        return rarity(self.frequency(stems), self.size)


class Scorer:
    """Scores passages for one query.

    Args:
        tree: the query.
        statistics: of the index.
    """

    def __init__(self, tree: Node, statistics: Statistics) -> None:
        self.statistics = statistics
        self._rarity: Callable[[tuple[str, ...]], float] = cache(statistics.rarity)
        self._earners = [
            (leaf, factor, self._earner(leaf)) for leaf, factor in scored_leaves(tree) if not isinstance(leaf, All)
        ]

    def parts(self, reading: Reading) -> list[tuple[Leaf, float]]:
        """Return what a passage earns for each leaf that it holds."""
        return [(leaf, factor * earned) for leaf, factor, earn in self._earners if (earned := earn(reading))]

    def score(self, reading: Reading) -> float:
        """Return what a passage earns in all."""
        return sum([factor * earn(reading) for _, factor, earn in self._earners])

    # What a leaf earns is worked out once a query as far as it does not depend on the passage.

    def _earner(self, leaf: Leaf) -> Earn:
        if isinstance(leaf, Term):
            return self._named(leaf, self._word(leaf.field, leaf.stems, cache(leaf.stems_in)))
        if isinstance(leaf, Phrase):
            return self._phrase(leaf)
        if isinstance(leaf, Prefix | Wildcard | Fuzzy):
            weight = cache(partial(_pattern_weight, leaf, leaf.matcher()))
            return lambda reading: sum(map(weight, set(reading.words_in(leaf.field))))
        if isinstance(leaf, Among | Dates):
            return lambda reading: 1.0 if fulfils(leaf, reading.passage) else 0.0
        return lambda reading: 0.0  # noqa: ARG005 -- what is to be resolved first

    def _named(self, leaf: Term, earn: Earn) -> Earn:
        if leaf.field != "text":
            return earn
        word = leaf.word
        return lambda reading: earn(reading) + SPEAKER_WEIGHT if word in reading.speaker else earn(reading)

    def _word(self, field: str, stems: tuple[str, ...], stems_in: Callable[[str], tuple[str, ...]]) -> Earn:
        weight, average = self._rarity(stems), self.statistics.average_length

        def of_text(reading: Reading) -> float:
            count = len(places_of(stems_in(reading.language), reading.places))
            return weight * bm25(count, reading.length, average) if count else 0.0

        def of_short(reading: Reading) -> float:  # headings and titles are short, all alike
            count = len(places_of(stems_in(reading.language), reading.places_in(field)))
            return weight * (K1 + 1) * count / (count + K1)

        return of_text if field == "text" else of_short

    def _phrase(self, leaf: Phrase) -> Earn:
        rows: Callable[[str], tuple[tuple[str, ...], ...]] = cache(leaf.variants_in)
        of_stem: Callable[[str], Earn] = cache(lambda stem: self._word(leaf.field, (stem,), lambda _: (stem,)))

        def earned(reading: Reading) -> float:
            places = reading.places_in(leaf.field)
            for row in rows(reading.language):
                if all(stem in places for stem in row) and follow([places[stem] for stem in row], leaf.slop):
                    return sum(of_stem(stem)(reading) for stem in row)
            return 0.0

        return earned


def fulfils(leaf: Among | Dates, passage: Passage) -> bool:
    """Whether a passage fulfils a condition."""
    episode = passage.episode
    if isinstance(leaf, Dates):
        day = int(episode.published.replace("-", "").ljust(8, "0") or 0)
        return bool(day) and leaf.first <= day <= (leaf.last or 99_999_999)
    values: Callable[[], Iterable[str]] = {
        "speaker": lambda: (name_key(passage.speaker),),
        "voice": lambda: map(name_key, episode.speakers),
        "show": lambda: (name_key(episode.show),),
        "episode": lambda: (episode.id,),
        "kind": lambda: (passage.kind,),
        "number": lambda: (name_key(episode.number),),
        "id": lambda: (passage.id,),
    }[leaf.field]
    return any(value in leaf.values for value in values())


def _pattern_weight(leaf: Prefix | Wildcard | Fuzzy, matches: Callable[[str], bool], word: str) -> float:
    if not matches(word):
        return 0.0
    return OFF_WEIGHT if isinstance(leaf, Fuzzy) and word != leaf.word else 1.0


def stems_of(tree: Node) -> set[str]:
    """Return the stems whose frequencies the scores of a query need."""
    found: set[str] = set()
    for leaf in wanted_leaves(tree):
        if isinstance(leaf, Term):
            found.update(leaf.stems)
        elif isinstance(leaf, Phrase):
            found.update(stem for row in leaf.variants for stem in row)
    return found
