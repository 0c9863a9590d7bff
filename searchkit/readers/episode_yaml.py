"""Reads searchkit's own YAML: the text of a corpus file, which the corpus code itself parses."""

from __future__ import annotations

import re
from dataclasses import replace

from searchkit.episode_file import parse_episode
from searchkit.model import Episode
from searchkit.readers.base import Hints, Reading
from searchkit.readers.fields import hinted_date

_SUFFIXES = (".yaml", ".yml")
_TOP_KEY = re.compile(r"^(show|title)[ \t]*:(?=\s|\Z)", re.MULTILINE)
_FENCE = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)


def claims(text: str, suffix: str) -> bool:
    """Return True for a YAML file, and for any text with `show:` and `title:` at its top level.

    Text that goes on behind a second `---` is Markdown with front matter, which another reader takes.
    """
    if suffix in _SUFFIXES:
        return True
    start = text.removeprefix("\ufeff").lstrip()
    fence = _FENCE.match(start)
    closing = _FENCE.search(start, fence.end()) if fence else None
    if closing and (closing[0].startswith("---") or start[closing.end() :].strip()):
        return False
    first = start[fence.end() :].lstrip() if fence else start
    keys = {match[1] for match in _TOP_KEY.finditer(start)}
    return keys == {"show", "title"} and re.match(r"\w+[ \t]*:", first) is not None


def read(text: str, *, name: str, hints: Hints) -> Reading:
    """Return the episode that the YAML holds, with what the caller knows better put in.

    Raises:
        InputError: with file, line and key of the first fault.
    """
    return Reading(_overruled(parse_episode(text.removeprefix("\ufeff"), path=name, limits=hints.limits), hints))


def _overruled(episode: Episode, hints: Hints) -> Episode:
    quotes = tuple(quote if quote.speaker else replace(quote, speaker=hints.speaker) for quote in episode.quotes)
    return replace(
        episode,
        show=hints.show or episode.show,
        title=hints.title or episode.title,
        number=hints.number or episode.number,
        published=hinted_date(hints) or episode.published,
        url=hints.url or episode.url,
        quotes=quotes,
    )
