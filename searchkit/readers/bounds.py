"""Whether a page, and what was made of it, keeps within the limits."""

from __future__ import annotations

from collections.abc import Iterator

from searchkit.errors import InputError
from searchkit.limits import Limits, beyond, check_lines, raising
from searchkit.model import Episode


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
        InputError: it has too many passages, or one is too long.
    """
    passages = len(episode.overview) + len(episode.ideas) + len(episode.quotes) + len(episode.chapters)
    _check("passages", passages + len(episode.transcript), "passages", name, limits)
    longest = max(map(len, _texts(episode)))
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
    for segment in episode.transcript:
        yield from (segment.text, segment.speaker)


def _check(limit: str, there: int, what: str, name: str, limits: Limits) -> None:
    if there > getattr(limits, limit):
        raise InputError(f"has {there:,} {what}; {beyond(limit, limits)}", raising(limit, there), path=name)
