"""What every form of a quote collection becomes: records made quotes, and all quotes of a file one episode.

A collection has no show, title or speakers of its own. It is filed as one episode: the show is “Quotations”, the title
the name of the file. Each quote keeps its own speaker; the work that it stands in, its tags and whatever else the
record holds stay beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from searchkit.errors import InputError
from searchkit.model import Episode, Quote
from searchkit.passages import COLLECTIONS
from searchkit.readers.base import Hints, Reading, prepare
from searchkit.readers.fields import hinted_date, name_of_file, seconds
from searchkit.readers.passages import counted, unattributed
from searchkit.text import fold, one_line

MAX_QUOTES = 20_000  # of one file: more would make an episode file that nobody wants to open

# The keys under which collections keep the words, who said them, and where; folded, letters and digits only. Of
# several that a record holds, the first in these lists counts. A new one is a new word here.
_TEXTS = "text quote quotetext quotation body content words saying line q"
_SPEAKERS = "speaker author quoteauthor authorname speakername by saidby attribution attributedto person who character"
_WORKS = "source work book booktitle worktitle publication reference origin title"
TEXT_KEYS = tuple(_TEXTS.split())
SPEAKER_KEYS = (*_SPEAKERS.split(), "name", "a")
WORK_KEYS = tuple(_WORKS.split())
_MOMENT_KEYS = ("at", "timestamp", "moment", "time")
_TAG_KEYS = ("tags", "tag", "categories", "category", "topics", "topic", "keywords")
_RESERVED = frozenset(("text", "speaker", "at"))  # what an episode file itself calls the parts of a quote
_NOBODY = frozenset(("", "-", "?", "n/a", "na", "none", "null", "unknown", "unknown author", "author unknown"))
_EDGES = re.compile(r"^[\s\-–—―~]+|[\s,;]+$")


@lru_cache(maxsize=1024)  # a file has few keys and many records
def key_of(name: str) -> str:
    """Return a key as the tables have it: `quoteText` and `Quote Text` are `quotetext`."""
    return "".join(char for char in fold(name) if char.isalnum())


@dataclass(slots=True)
class Collected:
    """The quotes of a file as they are read, and what was left out."""

    quotes: list[Quote] = field(default_factory=list)
    wordless: int = 0
    warnings: list[str] = field(default_factory=list)

    def add(self, record: Mapping[str, Any], *, speaker: str = "", topic: str = "") -> None:
        """Take one record; one without words is counted and left out.

        Args:
            record: its keys and values: text, lists and mappings.
            speaker: who said it, if the record does not say.
            topic: the heading that it stands under, kept beside it.
        """
        left = {key: value for key, value in record.items() if value not in (None, "", [], {})}
        words = prepared(_taken(left, TEXT_KEYS))
        if not words:
            self.wordless += 1
            return
        named = _EDGES.sub("", prepared(_taken(left, SPEAKER_KEYS)))
        extra: dict[str, Any] = {}
        at = _moment(left)
        if left and (work := prepared(_taken(left, WORK_KEYS))):
            extra["source"] = work
        tags = [one for key in _TAG_KEYS for one in _names(_taken(left, (key,)))] if left else []
        if topic and topic not in tags:
            tags.append(topic)
        if tags:
            extra["tags"] = tags
        for key, value in left.items():
            name = f"{key}_" if key in _RESERVED or key in extra else key
            extra[one_line(prepare(name))] = kept(value)
        who = "" if fold(named) in _NOBODY else named
        self.quotes.append(Quote(words, who or speaker, at, extra))


def _taken(left: dict[str, Any], keys: Iterable[str]) -> Any:
    """Take the value of the first of `keys` out of a record, "" if it has none of them."""
    there = {key_of(key): key for key in reversed(left)}
    found = next((there[key] for key in keys if key in there), None)
    return "" if found is None else left.pop(found)


def _moment(left: dict[str, Any]) -> float | None:
    """Take the moment out of a record; what is no moment stays in it."""
    for key in list(left):
        if key_of(key) in _MOMENT_KEYS and (at := seconds(prepared(left[key]))) is not None:
            del left[key]
            return at
    return None


def prepared(value: Any) -> str:
    """Return text, a list of names or a mapping with a name as text on one line."""
    if isinstance(value, str):
        return one_line(value if value.isascii() and value.isprintable() else prepare(value))
    if isinstance(value, Mapping):
        named = {key_of(str(key)): each for key, each in value.items()}
        return prepared(next((named[key] for key in ("name", "fullname", *TEXT_KEYS) if key in named), ""))
    if isinstance(value, list):
        return ", ".join(filter(None, map(prepared, value)))
    return ""  # true, false and null are nothing that anybody said


def _names(value: Any) -> list[str]:
    if not value:
        return []
    if isinstance(value, str):
        value = re.split(r"[,;|]", value)
    found = map(prepared, value if isinstance(value, list) else [value])
    return list(dict.fromkeys(filter(None, found)))


def kept(value: Any) -> Any:
    """Return a value as an episode file keeps it: text, lists and mappings of text."""
    if isinstance(value, Mapping):
        return {one_line(prepare(str(key))): kept(each) for key, each in value.items()}
    if isinstance(value, list):
        return [kept(each) for each in value]
    return {True: "true", False: "false", None: ""}[value] if value is None or value in (True, False) else _text(value)


def _text(value: Any) -> str:
    return prepare(str(value)).strip()


def episode_of(collected: Collected, *, name: str, hints: Hints, title: str = "") -> Reading:
    """Return all quotes of a file as one episode.

    Args:
        collected: what was read.
        name: name of the file, which gives the title if neither caller nor file does.
        hints: what the caller knows.
        title: what the file calls itself, "" if it does not.

    Raises:
        InputError: there is no quote in it, there are too many, or it has no name.
    """
    quotes = collected.quotes
    if not quotes:
        raise InputError("holds no quote with words", path=name)
    if len(quotes) > MAX_QUOTES:
        hint = "cut it into several files, and give each a --title"
        raise InputError(f"holds {len(quotes):,} quotes; of a file at most {MAX_QUOTES:,} are read", hint, path=name)
    title = hints.title or title or name_of_file(name)
    if not title:
        raise InputError("a collection of quotes needs a title", 'name it with --title "…"', path=name)
    if hints.speaker:
        quotes = [Quote(one.text, one.speaker or hints.speaker, one.at, one.extra) for one in quotes]
    if collected.wordless:
        verb = "was" if collected.wordless == 1 else "were"
        collected.warnings.append(f"{counted(collected.wordless, 'record')} without words {verb} left out")
    episode = Episode(
        show=hints.show or COLLECTIONS,
        title=title,
        number=hints.number,
        published=hinted_date(hints),
        url=hints.url,
        quotes=tuple(quotes),
    )
    return Reading(episode, (*collected.warnings, *unattributed(quotes)))
