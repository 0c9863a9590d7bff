"""One index of what is summed up and one of what was said, seen as one engine, or as either.

A generation holds two indexes of one engine: points, ideas and quotes in its folder, the segments of transcripts in the
folder `SPOKEN` inside. An hour that is summed up in twenty passages has two hundred segments: in one index they would
make the statistics (how rare a word is, how long a passage), and every plain search would pay for them. So a plain
search opens the first alone, and scores as if there were no transcripts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain

from searchkit.engines import engine_of
from searchkit.engines.base import Candidate, Engine, EngineModule, Found, Request, TallyField
from searchkit.engines.checking import ensure
from searchkit.engines.generations import Generation
from searchkit.engines.shared import merged, order_key
from searchkit.model import Facets, Kind, Passage
from searchkit.query.nodes import Among, Dates, Node, Pattern, wanted_leaves
from searchkit.reading import Reading, Wanted
from searchkit.scoring import Scorer, Statistics, stems_of

SPOKEN = "spoken"  # folder within a generation
PLAIN_KINDS: tuple[Kind, ...] = ("point", "idea", "quote")
_MARK = "#segment-"


class _Pair:
    """Both indexes; that of the segments is opened when it is first needed."""

    def __init__(self, plain: Engine, open_spoken: Callable[[], Engine | None]) -> None:
        self.plain = plain
        self._open_spoken = open_spoken
        self._opened: list[Engine | None] = []

    @property
    def spoken(self) -> Engine | None:
        """The index of the segments, None if there are none."""
        if not self._opened:
            self._opened.append(self._open_spoken())
        return self._opened[0]

    def close(self) -> None:
        self.plain.close()
        for engine in self._opened:
            if engine is not None:
                engine.close()


class ScopedEngine:
    """Implements `searchkit.engines.base.Engine`: finds passages of some kinds, and gives those of all.

    Args:
        plain: the index of points, ideas and quotes.
        open_spoken: opens that of the segments, and gives None if there is none.
    """

    def __init__(self, plain: Engine, open_spoken: Callable[[], Engine | None]) -> None:
        self._pair = _Pair(plain, open_spoken)
        self._asked: tuple[Engine, ...] = (plain,)
        self._average_length = 1.0

    def within(self, kinds: Sequence[Kind], average_length: float = 1.0) -> ScopedEngine:
        """Return the engine that finds passages of these kinds, plain ones for (); it is closed with this one.

        Args:
            kinds: what to look for.
            average_length: words of such a passage on average, for scores where both indexes are asked.
        """
        made = ScopedEngine.__new__(ScopedEngine)
        made._average_length = average_length  # noqa: SLF001
        made._pair = self._pair  # noqa: SLF001 -- of the same class
        wanted = [self._pair.plain] if not kinds or any(kind in PLAIN_KINDS for kind in kinds) else []
        if "segment" in kinds and self._pair.spoken is not None:
            wanted.append(self._pair.spoken)
        made._asked = tuple(wanted) or (self._pair.plain,)  # noqa: SLF001
        return made

    def close(self) -> None:
        """Let go of the files of both."""
        self._pair.close()

    # Finding

    @property
    def size(self) -> int:
        """How many passages are looked through."""
        return sum(engine.size for engine in self._asked)

    def search(self, request: Request) -> Found:
        """Return what a request finds."""
        if len(self._asked) == 1:
            return self._asked[0].search(request)
        found = [engine.search(request) for engine in self._asked]
        earned = self._scores(request)
        candidates = [
            Candidate(one.passage, earned(one), one.handle * len(found) + number)
            for number, some in enumerate(found)
            for one in some.candidates
        ]
        candidates.sort(key=lambda one: (-one.score, order_key(one.passage, request.sort)))
        facets = Facets(
            *(
                merged(chain.from_iterable(getattr(some.facets, name) for some in found))
                for name in ("speakers", "shows", "kinds")
            )
        )
        limited: dict[Pattern, int] = {}
        for some in found:
            limited |= {node: max(count, limited.get(node, 0)) for node, count in some.limited.items()}
        return Found(sum(some.total for some in found), tuple(candidates[: request.limit]), facets, limited)

    def _scores(self, request: Request) -> Callable[[Candidate], float]:
        """Return what scores a candidate of either index as if both were one."""
        if request.sort != "relevance" or not any(wanted_leaves(request.tree)):
            return lambda one: one.score
        stems = stems_of(request.tree)
        scorer = Scorer(request.tree, Statistics(self.size, self._average_length, self.frequencies(stems)))
        wanted = Wanted(stems)
        return lambda one: scorer.score(Reading(one.passage, wanted))

    def count(self, tree: Node, filters: Sequence[Among | Dates] = ()) -> int:
        """Return how many passages a tree finds."""
        return sum(engine.count(tree, filters) for engine in self._asked)

    def tally(
        self, tree: Node, filters: Sequence[Among | Dates], fields: Sequence[TallyField]
    ) -> Mapping[tuple[str, ...], int]:
        """Return how many passages found have each combination of the stored values of some fields."""
        counts: Counter[tuple[str, ...]] = Counter()
        for engine in self._asked:
            counts.update(engine.tally(tree, filters, fields))
        return counts

    def frequencies(self, stems: Iterable[str]) -> Mapping[str, int]:
        """Return in how many passages each stem stands in the words."""
        wanted = list(stems)
        counts: Counter[str] = Counter(dict.fromkeys(wanted, 0))
        for engine in self._asked:
            counts.update(engine.frequencies(wanted))
        return counts

    def holds_kind(self, kind: str) -> bool:
        """Whether any passage of a kind is looked through."""
        return any(engine.holds_kind(kind) for engine in self._asked)

    def speaks(self, word: str) -> bool:
        """Whether a folded word is part of a speaker's name."""
        return any(engine.speaks(word) for engine in self._asked)

    def similar_words(self, word: str, limit: int = 3) -> tuple[str, ...]:
        """Return words that look like one that is not known, the most similar first."""
        found = dict.fromkeys(chain.from_iterable(engine.similar_words(word, limit) for engine in self._asked))
        return tuple(found)[:limit]

    def complete(self, beginning: str, limit: int = 20) -> tuple[str, ...]:
        """Return words that begin so, the most frequent first."""
        found = dict.fromkeys(chain.from_iterable(engine.complete(beginning, limit) for engine in self._asked))
        return tuple(found)[:limit]

    # Passages, whatever is looked through

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Return the passages of some ids, those that there are."""
        said = [one for one in ids if _MARK in one]
        if not said:
            return self._pair.plain.passages(ids)
        found = self._pair.plain.passages([one for one in ids if _MARK not in one])
        if self._pair.spoken is not None:
            found |= self._pair.spoken.passages(said)
        return {one: found[one] for one in ids if one in found}

    def episode(self, episode_id: str) -> tuple[Passage, ...]:
        """Return every passage of an episode but its segments, in their order."""
        return self._pair.plain.episode(episode_id)

    def transcript(self, episode_id: str) -> tuple[Passage, ...]:
        """Return the segments of an episode, in their order."""
        return () if self._pair.spoken is None else self._pair.spoken.episode(episode_id)


def open_pair(generation: Generation, *, expansions: int) -> ScopedEngine:
    """Open both indexes of a generation; what an engine does not check itself is checked before it opens it.

    Args:
        generation: the generation, which is to stay until the engine is closed.
        expansions: of how many words at most a pattern stands.

    Raises:
        IndexUnusableError: it is damaged, or another searchkit made it.
    """
    module = engine_of(generation.facts)

    def open_spoken() -> Engine | None:
        there = any(name.startswith(f"{SPOKEN}/") for name in generation.files)
        return opened(f"{SPOKEN}/") if there else None

    def opened(lead: str) -> Engine:
        ensure(generation, unguarded(module, generation, lead))
        return module.open_engine(generation.folder / lead, expansions=expansions)

    return ScopedEngine(opened(""), open_spoken)


def unguarded(module: EngineModule, generation: Generation, lead: str = "") -> list[str]:
    """Return the files of a generation that its engine reads without checking them itself.

    Args:
        module: the engine.
        generation: the generation.
        lead: which index: "" for what is summed up, the folder with its slash for what was said.
    """
    own = [name.removeprefix(lead) for name in generation.files if name.startswith(lead)]
    return [lead + name for name in module.unguarded([name for name in own if "/" not in name])]


def splits(passages: Iterable[Passage]) -> tuple[list[Passage], list[Passage]]:
    """Return passages for either index: those that sum up, and those that were said."""
    listed = list(passages)
    return [one for one in listed if one.kind != "segment"], [one for one in listed if one.kind == "segment"]
