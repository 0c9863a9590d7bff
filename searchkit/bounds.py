"""Whether a page, an episode or a transcript keeps within the limits."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from searchkit.errors import InputError
from searchkit.limits import HEADING_BYTES, Limits, beyond, check_lines, raising
from searchkit.model import Episode, Segment


def check_text(text: str, name: str, limits: Limits) -> None:
    """Make sure that a page is not too long for the readers.

    Raises:
        InputError: it is, or a line of it is.
    """
    _check("page_bytes", len(text), "characters", name, limits)
    lines = 1 + max(text.count("\n"), text.count("\r"), text.count("\u2028"))
    _check("page_lines", lines, "lines", name, limits)
    check_lines(text, name, limits)


def check_episode(episode: Episode, name: str, limits: Limits) -> None:
    """Make sure that an episode can be filed, so that what is added can always be read again.

    Raises:
        InputError: it has too many passages, or one or a heading is too long.
    """
    passages = len(episode.overview) + len(episode.ideas) + len(episode.quotes) + len(episode.chapters)
    _check("passages", passages + len(episode.transcript), "passages", name, limits)
    _check_longest(_texts(episode), name, limits)
    for number, idea in enumerate(episode.ideas):
        check_heading(idea.heading, name, f"ideas[{number}].heading")


def check_segments(segments: Collection[Segment], name: str, limits: Limits) -> None:
    """Make sure that a transcript of the corpus keeps within the limits.

    Raises:
        InputError: it has too many segments, or one is too long.
    """
    _check("passages", len(segments), "segments", name, limits)
    _check_longest(_said(segments), name, limits)


def check_heading(heading: str, name: str, key: str, line: int | None = None) -> None:
    """Make sure that an index can hold the heading of an idea.

    Raises:
        InputError: it is too long, whatever the limits.
    """
    if len(heading) > HEADING_BYTES // 4 and (size := len(heading.encode("utf-8", "surrogatepass"))) > HEADING_BYTES:
        message = f"has {size:,} bytes; a heading has at most {HEADING_BYTES:,}"
        raise InputError(message, "put the words into the text of the idea", path=name, line=line, key=key)


def _check_longest(texts: Iterator[str], name: str, limits: Limits) -> None:
    longest = max(map(len, texts), default=0)
    if longest > limits.text_characters:
        message = f"one of its texts has {longest:,} characters; {beyond('text_characters', limits)}"
        raise InputError(message, raising("text_characters", longest), path=name)


def _texts(episode: Episode) -> Iterator[str]:
    yield from (episode.show, episode.title, episode.number, episode.url, episode.headline, *episode.speakers)
    yield from (point.text for point in episode.overview)
    for idea in episode.ideas:
        yield from (idea.heading, idea.text)
    for quote in episode.quotes:
        yield from (quote.text, quote.speaker)
    yield from (chapter.title for chapter in episode.chapters)
    yield from _said(episode.transcript)


def _said(segments: Collection[Segment]) -> Iterator[str]:
    for segment in segments:
        yield from (segment.text, segment.speaker)


def _check(limit: str, there: int, what: str, name: str, limits: Limits) -> None:
    if there > getattr(limits, limit):
        raise InputError(f"has {there:,} {what}; {beyond(limit, limits)}", raising(limit, there), path=name)
