"""What a passage earns for a query, told by its words alone: the same whichever engine found it.

A passage earns for each word, phrase or pattern of the query that it holds, wherever in the tree that stands (but never
for what the query excludes): a word by BM25, a phrase what its words earn, a pattern 1 for each word it stands for,
a condition in an alternative 1.

BM25 is that of Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009, with the idf of
Lucene, which is never negative.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, cached_property

from searchkit.analysis import Terms, terms, words
from searchkit.model import Passage
from searchkit.proximity import PARAGRAPH_GAP, follow
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
from searchkit.records import dataclass
from searchkit.text import name_key

K1, B = 1.2, 0.75  # of BM25, the usual ones
SPEAKER_WEIGHT = 2.0  # of a word of the query that is part of the speaker's name
OFF_WEIGHT = 0.5  # of a fuzzy word that is not the word itself


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


class Reading:
    """A passage with its words read.

    Args:
        passage: what to read.
        wanted: the stems whose places are asked for, None for all.
    """

    def __init__(self, passage: Passage, wanted: AbstractSet[str] | None = None) -> None:
        self.passage = passage
        self._wanted = wanted
        self.language = passage.episode.language
        self.heading: Terms = terms(passage.heading, self.language) if passage.heading else []
        self.text: Terms = terms(passage.text, self.language)
        self.length = len(self.heading) + len(self.text)

    @cached_property
    def words(self) -> list[str]:
        """The folded words of heading and text in a row."""
        return [word for word, _ in self.heading] + [word for word, _ in self.text]

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """The positions of each stem, those of the text behind a gap."""
        places: dict[str, list[int]] = {}
        self._note(places, self.heading, 0)
        self._note(places, self.text, len(self.heading) + PARAGRAPH_GAP if self.heading else 0)
        return places

    @cached_property
    def heading_places(self) -> dict[str, list[int]]:
        """The positions of each stem of the heading."""
        places: dict[str, list[int]] = {}
        self._note(places, self.heading, 0)
        return places

    @cached_property
    def title_places(self) -> dict[str, list[int]]:
        """The positions of each stem of the episode's title."""
        places: dict[str, list[int]] = {}
        self._note(places, terms(self.passage.episode.title, self.language), 0)
        return places

    @cached_property
    def speaker(self) -> frozenset[str]:
        """The folded words of the speaker's name."""
        return frozenset(words(self.passage.speaker)) if self.passage.speaker else frozenset()

    def _note(self, places: dict[str, list[int]], read: Terms, start: int) -> None:
        wanted = self._wanted
        for position, (_, stems) in enumerate(read, start):
            for stem in stems:
                if wanted is None or stem in wanted:
                    places.setdefault(stem, []).append(position)

    def places_in(self, field: str) -> Mapping[str, Sequence[int]]:
        """Return the positions of each stem in a field of words."""
        if field == "text":
            return self.places
        return self.heading_places if field == "heading" else self.title_places

    def words_in(self, field: str) -> Iterable[str]:
        """Return the folded words of a field of words."""
        if field == "title":
            return words(self.passage.episode.title)
        return self.words if field == "text" else [word for word, _ in self.heading]


class Scorer:
    """Scores passages for one query.

    Args:
        tree: the query.
        statistics: of the index.
    """

    def __init__(self, tree: Node, statistics: Statistics) -> None:
        self.statistics = statistics
        self._rarity: Callable[[tuple[str, ...]], float] = cache(statistics.rarity)
        self.leaves = [(leaf, factor) for leaf, factor in scored_leaves(tree) if not isinstance(leaf, All)]

    def parts(self, reading: Reading) -> Iterator[tuple[Leaf, float]]:
        """Yield what a passage earns for each leaf that it holds."""
        for leaf, factor in self.leaves:
            if earned := self._earned(leaf, reading):
                yield leaf, factor * earned

    def score(self, reading: Reading) -> float:
        """Return what a passage earns in all."""
        return sum(earned for _, earned in self.parts(reading))

    def _earned(self, leaf: Leaf, reading: Reading) -> float:
        if isinstance(leaf, Term):
            named = leaf.field == "text" and leaf.word in reading.speaker
            earned = self._word(leaf.stems_in(reading.language), leaf.field, leaf.stems, reading)
            return earned + SPEAKER_WEIGHT if named else earned
        if isinstance(leaf, Phrase):
            return self._phrase(leaf, reading)
        if isinstance(leaf, Prefix | Wildcard | Fuzzy):
            return sum(_pattern_weight(leaf, word) for word in set(reading.words_in(leaf.field)))
        return 1.0 if isinstance(leaf, Among | Dates) and fulfils(leaf, reading.passage) else 0.0

    def _word(self, stems: Sequence[str], field: str, everywhere: tuple[str, ...], reading: Reading) -> float:
        places = reading.places_in(field)
        if len(stems) == 1:
            count = len(places.get(stems[0], ()))
        else:
            count = len({place for stem in stems for place in places.get(stem, ())})
        if not count:
            return 0.0
        if field != "text":
            return self._rarity(everywhere) * (K1 + 1) * count / (count + K1)  # short as they are, all alike
        return self._rarity(everywhere) * bm25(count, reading.length, self.statistics.average_length)

    def _phrase(self, leaf: Phrase, reading: Reading) -> float:
        places = reading.places_in(leaf.field)
        for row in leaf.variants_in(reading.language):
            if all(stem in places for stem in row) and follow([places[stem] for stem in row], leaf.slop):
                return sum(self._word((stem,), leaf.field, (stem,), reading) for stem in row)
        return 0.0


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


def _pattern_weight(leaf: Prefix | Wildcard | Fuzzy, word: str) -> float:
    if not leaf.matches(word):
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
