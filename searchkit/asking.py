"""What a library is asked: searches, passages and episodes, what is alike, lists.

Nothing here opens a corpus file; only their names and times are looked at, to tell whether the index is behind.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from searchkit import searching
from searchkit.corpus import Corpus
from searchkit.engines.base import TallyField
from searchkit.engines.generations import Generation, Generations
from searchkit.errors import NotFoundError, UsageError
from searchkit.limits import Limits
from searchkit.model import Hit, Kind, Passage, Query, Results
from searchkit.opening import Opened, question
from searchkit.records import dataclass, replace
from searchkit.text import fold, name_key, visible

if TYPE_CHECKING:
    from searchkit.catalog import EpisodeEntry
    from searchkit.comparing import Comparison
    from searchkit.names import Name, Names
    from searchkit.trends import By, Per, Trends
    from searchkit.whosaid import WhoSaid

# A search loads nothing that only listing or an error needs: those modules are imported where they are used.

_MOST_LISTED = 4
_LOOK_AGAIN = 1.0  # seconds after which a search looks again whether the corpus has changed


@dataclass(frozen=True, slots=True)
class WholeEpisode:
    """An episode as the index holds it: its entry, and its points, ideas and quotes in their order."""

    entry: EpisodeEntry
    passages: tuple[Passage, ...]


class Questions(Opened):
    """The questions that an index answers.

    Args:
        corpus: what the index was made of.
        generations: the index folder.
        limits: how much a query may ask for.
    """

    def __init__(self, corpus: Corpus, generations: Generations, limits: Limits) -> None:
        super().__init__(generations, expansions=limits.query_expansions)
        self.corpus = corpus
        self.limits = limits
        self._looked = (-math.inf, False)  # when the corpus was last compared with the index, and how it came out

    def close(self) -> None:
        """Let go of the index; the next question opens it again."""
        super().close()
        self._looked = (-math.inf, False)

    @question
    def is_stale(self) -> bool:
        """Whether the corpus has changed since the index was brought in step with it."""
        return self.corpus.differs_from(self._open()[0].facts["signature"])

    @question
    def search(self, query: Query | str = "", **options: Any) -> Results:
        """Return what a query finds.

        Args:
            query: a `Query`, or its text with its other fields as keyword arguments.
            options: fields of `Query`; they replace those of a `Query` given.

        Raises:
            QueryError: the text of the query cannot be read.
            UsageError: an option cannot be what it is, or a name may mean several.
            NotFoundError: a speaker, show or episode that is not in the index.
            IndexUnusableError: there is no index, or it is damaged or of another version.
        """
        return self._search(replace(query, **options) if isinstance(query, Query) else Query(text=query, **options))

    def _search(self, query: Query, without: Sequence[str] = ()) -> Results:
        generation, every = self._open()
        kinds = searching.kinds_asked(query)
        facts = _facts(generation, kinds)
        results = searching.search(
            every.within(kinds, facts.average_length),
            query,
            self._resolver(),
            facts,
            self._groups.of,
            engine_name=str(generation.facts["engine"]),
            without=without,
            limits=self.limits,
        )
        return replace(results, stale=self._looks_stale(generation))

    @question
    def get(self, passage_or_episode: str) -> Passage | WholeEpisode:
        """Return a passage or a whole episode by its id.

        Raises:
            NotFoundError: the index holds neither; the hint suggests ids that do exist.
        """
        wanted = passage_or_episode.strip()
        if "#" in wanted:
            return self.passage(wanted)
        return self.episode(wanted)

    @question
    def passage(self, passage_id: str) -> Passage:
        """Return a passage by its id.

        Raises:
            NotFoundError: there is none.
        """
        found = self._open()[1].passages([passage_id]).get(passage_id)
        if found is not None:
            return found
        episode_id, _, _ = passage_id.partition("#")
        every = self._open()[1]
        looked = (every.transcript, every.episode) if "#segment-" in passage_id else (every.episode, every.transcript)
        if there := looked[0](episode_id) or looked[1](episode_id):
            first, last = there[0].id.partition("#")[2], there[-1].id.partition("#")[2]
            hint = f"its passages are #{first} to #{last}"
        else:
            hint = self._suggested_episodes(episode_id)
        raise NotFoundError(f"there is no passage {passage_id}", hint)

    @question
    def episode(self, episode: str) -> WholeEpisode:
        """Return a whole episode by its id, or by what `--episode` takes: number or words of the title.

        Raises:
            NotFoundError: there is none.
            UsageError: there are several; the hint lists them.
        """
        (found,) = self._find_episodes(episode)[:1]
        entry = next(entry for entry in self._episodes if entry.id == found)
        return WholeEpisode(entry, self._open()[1].episode(found))

    @question
    def transcript(self, episode: str) -> tuple[Passage, ...]:
        """Return the segments of an episode in their order, () if it has no transcript; errors as in `episode`."""
        (found,) = self._find_episodes(episode)[:1]
        return self._open()[1].transcript(found)

    @question
    def hit(self, passage: Passage, *, context: int = 0) -> Hit:
        """Return a passage with what stands around it, as a search gives it."""
        return Hit(passage, context=searching.contexts(self._open()[1], [passage], context)[0])

    @question
    def random(self, query: Query | None = None, *, seed: int | None = None) -> Results:
        """Return one hit by chance, a quote unless the query asks for other kinds.

        Args:
            query: what to choose among.
            seed: for the same choice from the same index.

        Raises:
            NotFoundError: there is nothing to choose from.
        """
        import random  # noqa: PLC0415

        question = replace(query or Query(), sort="episode", limit=None, duplicates=True)
        if not question.kinds:
            question = replace(question, kinds=("quote",))
        found = self.search(question)
        if not found.hits:
            raise NotFoundError("there is nothing to choose from", "ask for less, or look with “searchkit quotes”")
        chosen = random.Random(seed).choice(found.hits)  # a quote, no key  # noqa: S311  # nosec B311
        return replace(found, hits=(chosen,))

    # Relating

    @question
    def similar(self, passage_id: str, *, elsewhere: bool = False, **options: Any) -> Results:
        """Return passages that are about the same as one; see `searchkit.similar.similar`.

        Args:
            passage_id: the passage; errors as in `passage`.
            elsewhere: leave out its episode.
            options: fields of `Query` that narrow what is found; `text`, `sort` and `match` do not matter.
        """
        from searchkit import similar  # noqa: PLC0415

        passage = self.passage(passage_id)
        left_out = (passage_id, *self._groups.of(passage_id))
        query = Query(**options)
        return similar.similar(
            lambda asked: self._search(asked, left_out),
            self._open()[1].within(searching.kinds_asked(query)),
            passage,
            query,
            elsewhere=elsewhere,
        )

    @question
    def compare(self, speakers: Sequence[str], text: str = "", **options: Any) -> Comparison:
        """Return what each of some speakers said of a subject; see `searchkit.comparing.compare`.

        Args:
            speakers: two or more names, parts of names or aliases.
            text: the subject, in the query language.
            options: other fields of `Query`; `limit` is how many hits each speaker has at most.
        """
        from searchkit import comparing  # noqa: PLC0415

        return comparing.compare(self.search, self._names[0], speakers, Query(text=text, **options))

    @question
    def whosaid(self, text: str, *, limit: int = 5) -> WhoSaid:
        """Return the quotes and segments most like a line that somebody half remembers; see `searchkit.whosaid`.

        Args:
            text: the words as somebody remembers them: plain words, no query.
            limit: how many answers at most.

        Raises:
            QueryError: there is no word in the line, or too many, or it is too long.
            UsageError: the limit is below 1.
        """
        from searchkit import whosaid  # noqa: PLC0415

        generation, every = self._open()
        kinds: tuple[Kind, ...] = ("quote", "segment")
        engines = {kind: engine for kind in kinds if (engine := every.within((kind,))).holds_kind(kind)}
        found = whosaid.whosaid(
            engines,
            text,
            limit=limit,
            languages=_facts(generation, ()).languages,
            engine=str(generation.facts["engine"]),
            limits=self.limits,
        )
        return replace(found, stale=self._looks_stale(generation))

    @question
    def trends(self, text: str = "", *, by: By = "auto", per: Per = "", top: int = 5, **options: Any) -> Trends:
        """Return how often a query finds something over time; see `searchkit.trends.trends`.

        Args:
            text: the query.
            by: "month", "year", or "auto".
            per: count apart by "speaker", "show" or "kind".
            top: how many of them to tell apart.
            options: other fields of `Query` that narrow what is counted.
        """
        from searchkit import trends  # noqa: PLC0415

        query = Query(text=text, limit=None, **options)
        canonical = self._names[per == "show"].canonical if per else str
        made = trends.trends(self._tally, query, by=by, per=per, top=top, canonical=canonical)
        asked = self.search(query, limit=1, match="any" if query.match == "any" else "all")
        return replace(
            made,
            corrected=asked.corrected,
            suggestions=asked.suggestions,
            limited=asked.limited,
            stale=asked.stale,
        )

    # Lists

    @question
    def episodes(self, text: str = "", *, chapters: bool = False) -> tuple[EpisodeEntry, ...]:
        """Return the episodes whose id, show, title, number, date or speakers hold every word of `text`.

        The newest come first.

        Args:
            text: words, or parts of them.
            chapters: whether to look in the titles of chapters too.
        """
        wanted = fold(text).split()
        found = [entry for entry in self._episodes if all(word in _searched(entry, chapters) for word in wanted)]
        return tuple(sorted(found, key=lambda entry: (entry.published, entry.id), reverse=True))

    @question
    def speakers(self, text: str = "") -> tuple[Name, ...]:
        """Return the speakers of the index, or those that `text` may mean, those with most quotes first."""
        return _listed(self._names[0], text)

    @question
    def longer_names(self, speaker: str) -> tuple[Name, ...]:
        """Return the speakers who may be meant too where `speaker` is the whole name of one and a part of theirs."""
        return self._names[0].longer(speaker)

    @question
    def shows(self, text: str = "") -> tuple[Name, ...]:
        """Return the shows of the index, or those that `text` may mean, those with most passages first."""
        return _listed(self._names[1], text)

    @question
    def words(self, beginning: str, limit: int = 20) -> tuple[str, ...]:
        """Return words of the index that begin so, the most frequent first."""
        return self._open()[1].complete(fold(beginning), limit)

    # Inside

    def _tally(self, query: Query, fields: Sequence[TallyField]) -> Mapping[tuple[str, ...], int]:
        generation, every = self._open()
        kinds = searching.kinds_asked(query)
        facts = _facts(generation, kinds)
        return searching.tally(every.within(kinds), query, self._resolver(), facts, fields, limits=self.limits)

    def _resolver(self) -> searching.Resolver:
        return searching.Resolver(names=lambda: self._names, episodes=self._find_episodes)

    def _looks_stale(self, generation: Generation) -> bool:
        """Whether the corpus has changed, as of at most a second ago: a look takes longer than most searches."""
        now = time.monotonic()
        if now - self._looked[0] > _LOOK_AGAIN:
            self._looked = now, self.corpus.differs_from(generation.facts["signature"])
        return self._looked[1]

    def _find_episodes(self, text: str) -> tuple[str, ...]:
        """Return the id of the episode that a text names: its id, the end of it, its number, or words of its title.

        Raises:
            NotFoundError: there is none.
            UsageError: there are several; the hint lists them.
        """
        wanted = text.strip().strip("/")
        entries = self._episodes
        key = name_key(wanted)
        for matches in (
            lambda entry: entry.id in (text, wanted),
            lambda entry: entry.id.endswith("/" + wanted),
            lambda entry: bool(entry.number) and name_key(entry.number) == key,
            lambda entry: name_key(entry.title) == key,
            lambda entry: all(word in fold(f"{entry.id} {entry.title}") for word in fold(wanted).split()),
        ):
            found = [entry.id for entry in entries if wanted and matches(entry)]
            if len(found) == 1:
                return (found[0],)
            if found:
                import shlex  # noqa: PLC0415 -- start-up time

                more = len(found) - _MOST_LISTED
                listed = ", ".join(found[:_MOST_LISTED]) + (f" and {more} more" if more > 0 else "")
                raise UsageError(
                    f"“{text}” may be any of {len(found)} episodes: {listed}",
                    f"write more of the id; “searchkit episodes {shlex.quote(visible(wanted))}” lists them",
                )
        raise NotFoundError(f"there is no episode “{text}”", self._suggested_episodes(wanted))

    def _suggested_episodes(self, text: str) -> str:
        from searchkit.suggest import nearest  # noqa: PLC0415

        close = nearest(text, [entry.id for entry in self._episodes])
        return f"did you mean {' or '.join(close)}?" if close else "“searchkit episodes” lists them"


def _facts(generation: Generation, kinds: Sequence[Kind]) -> searching.Facts:
    """Return what the manifest tells of the passages of some kinds, of the plain ones for ()."""
    facts = generation.facts
    segments = facts["kinds"].get("segment", 0)
    words = passages = 0
    if not kinds or any(kind != "segment" for kind in kinds):
        words, passages = facts["words"], sum(facts["kinds"].values()) - segments
    if "segment" in kinds:
        words, passages = words + facts.get("spoken", 0), passages + segments
    return searching.Facts(words / passages if passages else 1.0, tuple(facts["languages"]))


def _searched(entry: EpisodeEntry, chapters: bool) -> str:
    titles = [chapter.title for chapter in entry.chapters] if chapters else []
    parts = (entry.id, entry.show, entry.title, entry.number, entry.published, *entry.speakers, *titles)
    return fold(" ".join(parts))


def _listed(names: Names, text: str) -> tuple[Name, ...]:
    found: Iterable[Name] = names.find(text) if text.strip() else names.present()
    return tuple(name for name in found if name.episodes)
