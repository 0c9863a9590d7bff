"""Reads searchkit's own YAML: the text of a corpus file, which the corpus code itself parses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from searchkit.episode_file import EPISODE_KEYS, parse_episode
from searchkit.model import Episode, Idea, Point, Quote
from searchkit.readers.base import Hints, Reading
from searchkit.readers.fields import hinted_date
from searchkit.text import fold

_SHORT_KEY = 5  # letters up to which only one slip is likely
_MOST_KEYS = 200  # unknown ones that are looked at: a file with more is none that a person mistyped
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
    episode = parse_episode(text.removeprefix("\ufeff"), path=name, limits=hints.limits)
    return Reading(_overruled(episode, hints), tuple(_misspelt(episode)))


def _misspelt(episode: Episode) -> Iterator[str]:
    """Yield a warning for each key that is not known but looks like one that is: what it holds is not searched."""
    parts: list[tuple[str, Sequence[Point | Idea | Quote], tuple[str, ...]]] = [
        ("overview", episode.overview, ("text",)),
        ("ideas", episode.ideas, ("heading", "text")),
        ("quotes", episode.quotes, ("text", "speaker", "at")),
    ]
    yield from _alike("", episode.extra, EPISODE_KEYS)
    for name, records, known in parts:
        told: set[str] = set()
        for index, record in enumerate(records):
            fresh = [key for key in record.extra if key not in told]
            told.update(fresh)
            yield from _alike(f"{name}[{index}].", fresh, known)


def _alike(place: str, keys: Iterable[str], known: Sequence[str]) -> Iterator[str]:
    for key in islice(keys, _MOST_KEYS):
        if name := _meant(key, known):
            yield f"{place}{key} is no key that is known, and is kept but not searched: did you mean {name}?"


def _meant(key: str, known: Sequence[str]) -> str:
    """Return the known key from which one differs by a slip or two, "" if it is another word."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 -- start-up time

    folded = fold(key).strip()
    slips = {name: OSA.distance(folded, name) for name in known}
    name = min(slips, key=slips.__getitem__)
    return name if slips[name] <= (1 if len(folded) <= _SHORT_KEY else 2) < len(folded) else ""


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
