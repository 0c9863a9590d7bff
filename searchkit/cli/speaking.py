"""A transcript shown, whole or from one moment to another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from searchkit.cli.session import Session
from searchkit.errors import NotFoundError, UsageError
from searchkit.times import parse_moment

if TYPE_CHECKING:
    from searchkit.catalog import EpisodeEntry
    from searchkit.model import Passage


def show_transcript(
    session: Session, entry: EpisodeEntry, segments: Sequence[Passage], name: str, *, since: str, until: str
) -> None:
    """Print the segments of an episode.

    Args:
        session: where to.
        entry: the episode.
        segments: all that it has, in their order.
        name: of the output format, "" for a terminal.
        since: the moment to begin at, "" for the start.
        until: the moment to end at, "" for the end.

    Raises:
        NotFoundError: the episode has no transcript, or none at that time.
        UsageError: a moment is none, or the end stands before the beginning.
    """
    first, last = _moment("from", since), _moment("to", until)
    if first is not None and last is not None and last < first:
        raise UsageError(f"--to {until} stands before --from {since}", "exchange the two moments")
    if not segments:
        raise NotFoundError(
            f"{entry.id} has no transcript", "add one: searchkit add FILE takes SRT, WebVTT, JSON, HTML and text"
        )
    chosen = list(_between(segments, first, last)) if since or until else list(segments)
    if not chosen:
        raise NotFoundError("nothing was said then", "leave --from or --to out; moments are hours:minutes:seconds")
    if name in ("", "plain"):
        session.terminal.tell("".join(_turns(chosen)))
        return
    from searchkit import formats  # noqa: PLC0415 -- start-up time
    from searchkit.model import Hit, Query, Results  # noqa: PLC0415

    hits = tuple(map(Hit, chosen))
    formats.write(Results(Query(), len(hits), hits, ""), name, session.terminal.out)


def _moment(option: str, text: str) -> float | None:
    try:
        return parse_moment(text) if text else None
    except ValueError as error:
        raise UsageError(f"--{option}: {error}") from None


def _between(segments: Sequence[Passage], first: float | None, last: float | None) -> Iterator[Passage]:
    """Yield the segments between two moments; one without a moment stands with the one before it."""
    inside = first is None
    for number, segment in enumerate(segments):
        if segment.at is not None:
            following = next((other.at for other in segments[number + 1 : number + 2] if other.at is not None), None)
            begun = first is None or segment.at >= first or (following is not None and following > first)
            inside = begun and (last is None or segment.at <= last)
        if inside:
            yield segment


def _turns(segments: Sequence[Passage]) -> Iterator[str]:
    """Yield each turn: its moment and speaker, and below them what was said."""
    from searchkit.formats.parts import clean, short_clock  # noqa: PLC0415 -- start-up time

    between = ""
    for speaker, turn in groupby(segments, key=lambda segment: segment.speaker):
        said = list(turn)
        moment = "" if said[0].at is None else short_clock(said[0].at)
        head = "  ".join(filter(None, (moment, clean(speaker))))
        yield between + (f"{head}\n" if head else "")
        for segment in said:
            yield f"{clean(segment.text)}\n"
        between = "\n"
