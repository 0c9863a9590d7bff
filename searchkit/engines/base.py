"""What the library asks of an engine: store passages, find those that a tree wants, in a given order.

An engine compiles the one tree of `searchkit.query.nodes`; it knows nothing of names, contexts or output. Its files lie
in one folder, which it reads and writes but never publishes: that is done by `searchkit.engines.generations`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Literal, Protocol

from searchkit.model import Facets, Passage, Sort
from searchkit.query.nodes import Among, Dates, Node, Pattern
from searchkit.records import dataclass, field

TallyField = Literal["date", "speaker", "show", "kind"]


@dataclass(frozen=True, slots=True)
class Request:
    """A search, as an engine sees it.

    Attributes:
        tree: what to find; every name in it is resolved.
        filters: what every hit must fulfil besides; they earn no score.
        sort: order of the candidates.
        limit: how many candidates at most, None for all.
        facets: whether to count speakers, shows and kinds over everything found.
    """

    tree: Node
    filters: tuple[Among | Dates, ...] = ()
    sort: Sort = "relevance"
    limit: int | None = 10
    facets: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A passage that an engine found.

    Attributes:
        passage: the passage.
        score: BM25 as `searchkit.ranking.bm25` has it, up to the rounding of lengths; 0.0 unless sorted by relevance.
            It chooses the candidates; the final score is `searchkit.ranking`'s.
        handle: what the engine knows the passage by until it is closed.
    """

    passage: Passage
    score: float
    handle: int


@dataclass(frozen=True, slots=True)
class Found:
    """What an engine found: all in all, the best candidates in order, and the counts asked for.

    `limited` holds the patterns that stand for more words than are looked for, each with how many they are.
    """

    total: int
    candidates: tuple[Candidate, ...]
    facets: Facets = field(default_factory=Facets)
    limited: Mapping[Pattern, int] = field(default_factory=dict)


class Engine(Protocol):
    """An index opened for reading."""

    @property
    def size(self) -> int:
        """How many passages it holds."""

    def search(self, request: Request) -> Found:
        """Return what a request finds."""

    def count(self, tree: Node, filters: Sequence[Among | Dates] = ()) -> int:
        """Return how many passages a tree finds."""

    def tally(
        self, tree: Node, filters: Sequence[Among | Dates], fields: Sequence[TallyField]
    ) -> Mapping[tuple[str, ...], int]:
        """Return how many passages found have each combination of the stored values of some fields, "" for none."""

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Return the passages of some ids, those that there are."""

    def episode(self, episode_id: str) -> tuple[Passage, ...]:
        """Return every passage of an episode, points, ideas, quotes and segments in their order."""

    def frequencies(self, stems: Iterable[str]) -> Mapping[str, int]:
        """Return in how many passages each stem stands in the words."""

    def holds_kind(self, kind: str) -> bool:
        """Whether there is any passage of a kind."""

    def speaks(self, word: str) -> bool:
        """Whether a folded word is part of a speaker's name."""

    def similar_words(self, word: str, limit: int = 3) -> tuple[str, ...]:
        """Return words of the index that look like one that it does not know, the most similar first."""

    def complete(self, beginning: str, limit: int = 20) -> tuple[str, ...]:
        """Return words of the index that begin so, the most frequent first."""

    def close(self) -> None:
        """Let go of the files."""


class Writer(Protocol):
    """A change to an index, being built in a folder of its own."""

    def remove(self, episode_ids: Iterable[str]) -> None:
        """Take every passage of these episodes out."""

    def add(self, passages: Iterable[Passage]) -> int:
        """Put the passages of one episode in, and return how many words their headings and texts have."""

    def finish(self) -> None:
        """Write everything to the folder, complete and closed."""

    def abandon(self) -> None:
        """Let go of the files; the folder may be left in any state."""


class EngineModule(Protocol):
    """What an engine's module offers."""

    SCHEMA: int
    """Version of what it writes; an index of another one is not opened."""

    def unguarded(self, names: Iterable[str]) -> list[str]:
        """Return those of the files of a generation that the engine reads without checking them itself."""

    def open_engine(self, folder: Path, *, expansions: int = ...) -> Engine:
        """Open the index in a folder for reading; a pattern stands for so many of its words at most."""

    def open_writer(self, folder: Path, *, fresh: bool) -> Writer:
        """Begin a change in a folder, which holds an index unless `fresh`."""
