"""Several voices on one subject: what each said of it, in the order of time, and how often."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from searchkit.errors import UsageError
from searchkit.model import Hit, Match, Query, Results, Sort

if TYPE_CHECKING:
    from searchkit.names import Names

_UNDATED = "9999-99"  # sorts behind every date


@dataclass(frozen=True, slots=True)
class Voice:
    """What one speaker said of the subject.

    Attributes:
        name: the canonical name.
        hits: the best passages, in the order of their dates; those without a date come last.
        total: how many passages of theirs match, whatever the limit.
        of: how many passages of theirs there are, matching or not, with the other options the same.
    """

    name: str
    hits: tuple[Hit, ...]
    total: int
    of: int

    @property
    def share(self) -> float:
        """The part of what they said that is about the subject, from 0.0 to 1.0."""
        return self.total / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """Several voices on one subject: iterate it for the voices.

    Attributes:
        query: the question that each was asked, without a speaker.
        voices: one for each speaker, in the order asked for.
        engine: name of the engine that answered.
        partial: True if no voice has a passage with all the words; the hits hold some of them.
        corrected: for each word that the index does not know, the one that was looked for in its place.
        suggestions: for each word that it does not know and that was not corrected, known ones that look like it.
        limited: for each pattern that stands for too many words, how many; the most frequent were searched for.
        stale: True if the corpus has changed since the index was built.
    """

    query: Query
    voices: tuple[Voice, ...]
    engine: str
    partial: bool = False
    corrected: Mapping[str, str] = field(default_factory=dict)
    suggestions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    limited: Mapping[str, int] = field(default_factory=dict)
    stale: bool = False

    def __iter__(self) -> Iterator[Voice]:
        return iter(self.voices)

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The hits of all voices, voice by voice, each passage once."""
        return tuple({hit.passage.id: hit for voice in self.voices for hit in voice.hits}.values())


def compare(search: Callable[[Query], Results], names: Names, speakers: Sequence[str], query: Query) -> Comparison:
    """Return what each of some speakers said of a subject.

    All are asked in the same way, so that their counts can be compared: for all words if any of them has a passage with
    all, for some of them otherwise.

    Args:
        search: the ordinary search.
        names: the known speakers.
        speakers: two or more names, parts of names or aliases.
        query: the subject and what narrows it; quotes are asked for unless it names kinds. Without a text the newest
            passages of each are taken.

    Raises:
        UsageError: there are fewer than two, a name may mean several, or two names mean one speaker.
        NotFoundError: there is no such speaker.
    """
    people = _resolved(names, speakers)
    query = replace(query, speaker="", kinds=query.kinds or ("quote",), facets=False)
    order: Sort = "relevance" if query.text.strip() else "newest"

    def ask(match: Match) -> list[Results]:
        return [search(replace(query, speaker=name, match=match, sort=order)) for name in people]

    wanted: Match = "all" if query.match == "auto" else query.match
    answers = ask(wanted)
    partial = False
    if query.match == "auto" and not any(answer.total for answer in answers):
        others = ask("any")
        if partial := any(answer.total for answer in others):
            answers = others
    everything = [search(replace(query, text="", speaker=name, limit=1, offset=0, context=0)) for name in people]
    return Comparison(
        query=query,
        voices=tuple(
            Voice(name, _by_date(answer.hits), answer.total, whole.total)
            for name, answer, whole in zip(people, answers, everything, strict=True)
        ),
        engine=answers[0].engine,
        partial=partial,
        corrected={word: known for answer in answers for word, known in answer.corrected.items()},
        suggestions={word: known for answer in answers for word, known in answer.suggestions.items()},
        limited={pattern: count for answer in answers for pattern, count in answer.limited.items()},
        stale=any(answer.stale for answer in answers),
    )


def _resolved(names: Names, speakers: Sequence[str]) -> list[str]:
    if len(speakers) < 2:  # noqa: PLR2004 -- a comparison needs two
        raise UsageError("a comparison needs two speakers", "“searchkit speakers” lists them")
    asked: dict[str, str] = {}  # name: how it was asked for
    for text in speakers:
        name = names.canonical(names.resolve(text)[0])
        if name in asked:
            raise UsageError(f"“{asked[name]}” and “{text}” are both {name}", "name two different speakers")
        asked[name] = text
    return list(asked)


def _by_date(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """Return hits in the order of their dates, then of their places in the episode."""

    def key(hit: Hit) -> tuple[str, str, str, int]:
        head, _, number = hit.passage.id.rpartition("-")
        return hit.passage.episode.published or _UNDATED, hit.passage.episode.id, head, int(number)

    return tuple(sorted(hits, key=key))
