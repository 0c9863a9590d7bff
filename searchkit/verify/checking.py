"""The quotes of an episode checked against its transcript, and what was found kept in its file."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from searchkit.corpus import Corpus
from searchkit.errors import InputError
from searchkit.model import VERDICTS, Episode, Quote, Segment, Verified
from searchkit.seals import fingerprint, seal
from searchkit.verify.judging import Verdict, judge
from searchkit.verify.transcript import Transcript

_AROUND = 60.0  # seconds around a transcript in which the last of its words may be said
_VAGUE = 120.0  # seconds between two known times, beyond which a moment in between is not written down


@dataclass(frozen=True, slots=True)
class CheckedQuote:
    """A quote and what its transcript says of it.

    Attributes:
        id: of its passage.
        quote: as the file has it.
        verdict: what the transcript says.
        at: the moment that `write` would give it, None where it has one or none can be told well enough.
        outside: whether it was not found and its own moment lies outside of the transcript, which may be an excerpt.
    """

    id: str
    quote: Quote
    verdict: Verdict
    at: float | None = None
    outside: bool = False


@dataclass(frozen=True, slots=True)
class CheckedEpisode:
    """An episode whose quotes were checked.

    Attributes:
        id, show, title, url: as in `Episode`.
        has_transcript: whether it has one; without it nothing is checked.
        quotes: its quotes in order, () without a transcript.
        written: whether its file was changed.
    """

    id: str
    show: str
    title: str
    url: str
    has_transcript: bool
    quotes: tuple[CheckedQuote, ...] = ()
    written: bool = False


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer of `Library.verify`.

    Attributes:
        episodes: in the order of their ids, those without a transcript too.
        errors: what is wrong with files that could not be read.
    """

    episodes: tuple[CheckedEpisode, ...]
    errors: tuple[InputError, ...] = ()

    @property
    def counts(self) -> dict[Verified, int]:
        """How many quotes have each verdict."""
        names = [checked.verdict.name for episode in self.episodes for checked in episode.quotes]
        return {name: names.count(name) for name in VERDICTS}

    @property
    def moments(self) -> int:
        """How many quotes without a moment were found to have one."""
        return sum(checked.at is not None for episode in self.episodes for checked in episode.quotes)


def check(episode: Episode, aliases: Mapping[str, Sequence[str]] | None = None) -> CheckedEpisode:
    """Return what the transcript of an episode says of its quotes.

    Args:
        episode: with its transcript.
        aliases: other spellings of names, as in `speakers.yaml`.
    """
    about = (episode.id, episode.show, episode.title, episode.url)
    if not episode.transcript:
        return CheckedEpisode(*about, has_transcript=False)
    transcript = Transcript(episode.transcript, aliases)
    span = _span(episode.transcript)
    quotes = []
    for number, quote in enumerate(episode.quotes, start=1):
        verdict = judge(transcript, quote.text, quote.speaker)
        outside = verdict.name == "not found" and quote.at is not None and not _is_within(quote.at, span)
        quotes.append(CheckedQuote(f"{episode.id}#quote-{number}", quote, verdict, _moment(quote, verdict), outside))
    return CheckedEpisode(*about, has_transcript=True, quotes=tuple(quotes))


def _span(transcript: Sequence[Segment]) -> tuple[float, float] | None:
    """Return the first and the last moment that a transcript has, None if it has none."""
    known = [moment for segment in transcript for moment in (segment.start, segment.end) if moment is not None]
    return (min(known), max(known)) if known else None


def _is_within(at: float, span: tuple[float, float] | None) -> bool:
    """Whether a moment lies in a transcript, or so near that its words may; so it does where that has no moments."""
    return span is None or span[0] - _AROUND <= at <= span[1] + _AROUND


def _moment(quote: Quote, verdict: Verdict) -> float | None:
    """Return the moment for a quote that has none: in whole seconds, rather too early than too late."""
    sure = verdict.name in ("verbatim", "near") and verdict.places == 1
    if quote.at is not None or not sure or verdict.at is None or verdict.within is None or verdict.within > _VAGUE:
        return None
    return float(math.floor(verdict.at))


def noted(episode: Episode, checked: CheckedEpisode) -> Episode:
    """Return an episode with the verdicts and the missing moments of its quotes."""
    said = fingerprint(episode.transcript)
    quotes = (
        replace(
            quote,
            at=found.at if quote.at is None else quote.at,
            verified=seal(found.verdict.name, quote, said),
        )
        for quote, found in zip(episode.quotes, checked.quotes, strict=True)
    )
    return replace(episode, quotes=tuple(quotes))


def _written(
    corpus: Corpus, episode: Episode, checked: CheckedEpisode, aliases: Mapping[str, Sequence[str]]
) -> CheckedEpisode | InputError:
    """Keep in an episode's file what was found; what somebody has changed since it was read is checked anew.

    Raises:
        InputError: the file cannot be written.
    """
    if not checked.quotes or noted(episode, checked) == episode:
        return checked
    with corpus.locked():
        there = _load(corpus, episode.id)
        if isinstance(there, InputError):
            return there
        if there != episode:
            checked = check(there, aliases)
        if not checked.quotes or (made := noted(there, checked)) == there:
            return checked
        corpus.save(made, transcript=False)
    return replace(checked, written=True)


def verify(corpus: Corpus, ids: Sequence[str] | None = None, *, write: bool = False) -> Verification:
    """Return what the transcripts of a corpus say of its quotes.

    Args:
        corpus: the corpus.
        ids: of the episodes to check, None for all.
        write: keep the verdicts, and the moments that were missing, in the files.

    Raises:
        InputError: there is no corpus, its aliases cannot be read, or a file cannot be written.
    """
    aliases = corpus.aliases()
    episodes: list[CheckedEpisode] = []
    errors: list[InputError] = []
    for episode in corpus.episodes() if ids is None else (_load(corpus, one) for one in ids):
        found: CheckedEpisode | InputError
        if isinstance(episode, InputError):
            found = episode
        else:
            found = check(episode, aliases)
            if write:
                found = _written(corpus, episode, found, aliases)
        if isinstance(found, InputError):
            errors.append(found)
        else:
            episodes.append(found)
    return Verification(tuple(episodes), tuple(errors))


def _load(corpus: Corpus, episode_id: str) -> Episode | InputError:
    try:
        found = corpus.load(episode_id)
    except InputError as error:
        return error
    return found or InputError(
        "there is no such episode file", "“searchkit index” brings the index in step", path=episode_id
    )
