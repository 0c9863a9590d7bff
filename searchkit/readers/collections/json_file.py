"""Reads quote collections in JSON and JSON Lines, however their records are nested and their keys are called.

Taken are a list of records, of plain texts, or of pairs of words and name; a mapping that wraps one of these; a mapping
of names, or of topics, to them; and one record a line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from searchkit.errors import InputError
from searchkit.readers.attribution import is_name
from searchkit.readers.base import Hints, Reading
from searchkit.readers.collections.records import SPEAKER_KEYS, TEXT_KEYS, Collected, episode_of, key_of, prepared

_SUFFIXES = (".json", ".jsonl", ".ndjson")
_LOOKED_AT = 50_000  # characters, for a claim
_MAX_DEPTH = 20
_KEY = re.compile(r'"([^"\\]{1,40})"\s*:')
# What a transcript or a description of a video has, and a collection of quotes has not.
_OF_RECORDINGS = frozenset(("segments", "start", "starttime", "startms", "end", "endtime", "offset", "utterances"))
_WRAPPERS = frozenset(("quotes", "quotations", "data", "results", "items", "records", "entries", "list", "docs"))
_TITLES = ("title", "collection", "name")
_PAIR = 2
_MOST_SHOWN = 3


def claims(text: str, suffix: str) -> bool:
    """Return True for JSON that holds a key for words, or lists of plain text, and nothing that recordings have."""
    start = text.removeprefix("\ufeff").lstrip()[:_LOOKED_AT]
    if not start.startswith(("[", "{")):
        return False
    keys = {key_of(match[1]) for match in _KEY.finditer(start)}
    if keys & _OF_RECORDINGS:
        return False
    if keys & set(TEXT_KEYS) and keys & set(SPEAKER_KEYS):
        return True
    lists = re.match(r'(?:\{\s*"[^"]*"\s*:\s*)?\[\s*["{\[]', start)
    return suffix in _SUFFIXES and bool(keys & set(TEXT_KEYS) or lists)


def read(text: str, *, name: str, hints: Hints) -> Reading:
    """Return the collection as an episode.

    Raises:
        InputError: it is not JSON (with the line), or holds no quote.
    """
    collected = Collected()
    values = list(_values(text.removeprefix("\ufeff"), name, collected))
    title = ""
    for value in values:
        if isinstance(value, Mapping) and len(values) == 1:
            title = _title(value)
        _take(value, collected, name, _Place())
    return episode_of(collected, name=name, hints=hints, title=title)


def _values(text: str, name: str, collected: Collected) -> Iterator[Any]:
    """Yield the document, or each line of JSON Lines; a line that is no JSON is left out with a warning."""
    lines = text.split("\n")
    try:
        yield _loaded(text)
    except ValueError as error:
        whole = error
    else:
        return
    if not _is_value(lines[0]) and not any(map(_is_value, lines[1:_MOST_SHOWN])):
        raise _fault(whole, name)
    wrong: list[int] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield _loaded(line)
        except ValueError:
            wrong.append(number)
    if wrong:
        shown = ", ".join(map(str, wrong[:_MOST_SHOWN])) + (" …" if len(wrong) > _MOST_SHOWN else "")
        what = "line that is no JSON was" if len(wrong) == 1 else "lines that are no JSON were"
        collected.warnings.append(f"{len(wrong):,} {what} left out: line {shown}")


def _is_value(line: str) -> bool:
    try:
        return isinstance(_loaded(line), dict | list)
    except ValueError:
        return False


def _loaded(text: str) -> Any:
    """Return a JSON document with its numbers as they are written.

    Raises:
        ValueError: it is none, or nests too deeply for the parser.
    """
    try:
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except RecursionError:
        raise ValueError("it nests too deeply") from None


def _fault(error: ValueError, name: str) -> InputError:
    if isinstance(error, json.JSONDecodeError):
        place = f"column {error.colno}: {error.msg}"
        return InputError(f"cannot be read as JSON: {place}", "mend that line", path=name, line=error.lineno)
    return InputError(f"cannot be read as JSON: {error}", path=name)


def _title(document: Mapping[str, Any]) -> str:
    """Return what a mapping that wraps a list calls itself."""
    if _words_key(document) or not any(isinstance(value, list | dict) for value in document.values()):
        return ""
    named = {key_of(key): value for key, value in document.items()}
    return next((prepared(named[key]) for key in _TITLES if isinstance(named.get(key), str)), "")


def _words_key(record: Mapping[str, Any]) -> str | None:
    """Return the key under which a record holds its words, None if it is no record of a quote."""
    there = {key_of(key): key for key, value in record.items() if isinstance(value, str)}
    return next((there[key] for key in TEXT_KEYS if key in there), None)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the document something stands: how deep, under whose name, under which topic."""

    depth: int = 0
    speaker: str = ""
    topic: str = ""

    def below(self, *, speaker: str = "", topic: str = "") -> _Place:
        """Return a place one level deeper, under a name or a topic of its own."""
        return _Place(self.depth + 1, speaker or self.speaker, topic or self.topic)


def _take(value: Any, collected: Collected, name: str, place: _Place) -> None:
    """Take the quotes out of a value of the document, whatever wraps them."""
    if place.depth > _MAX_DEPTH:
        raise InputError(f"nests more than {_MAX_DEPTH} levels deep", path=name)
    if isinstance(value, str):
        collected.add({"text": value}, speaker=place.speaker, topic=place.topic)
    elif isinstance(value, list):
        if pair := _pair(value):
            collected.add({"text": pair[0], "speaker": pair[1]}, topic=place.topic)
            return
        for each in value:
            _take(each, collected, name, place.below())
    elif isinstance(value, Mapping):
        _take_mapping(value, collected, name, place)
    elif value is not None:
        collected.wordless += 1


def _take_mapping(value: Mapping[str, Any], collected: Collected, name: str, place: _Place) -> None:
    if _words_key(value):
        collected.add(value, speaker=place.speaker, topic=place.topic)
        return
    inner = {key: each for key, each in value.items() if isinstance(each, list | dict)}
    if not inner:
        collected.wordless += 1
        return
    own = {key_of(key): each for key, each in value.items() if isinstance(each, str)}
    speaker = next((prepared(own[key]) for key in SPEAKER_KEYS if own.get(key)), "")
    others = [key for key in inner if key_of(key) not in _WRAPPERS and key_of(key) not in TEXT_KEYS]
    people = bool(others) and sum(is_name(key) and " " in key.strip() for key in others) * 2 > len(others)
    for key, each in inner.items():
        if key not in others:
            _take(each, collected, name, place.below(speaker=speaker))
        elif people:
            _take(each, collected, name, place.below(speaker=prepared(key)))
        else:
            _take(each, collected, name, place.below(speaker=speaker, topic=prepared(key)))


def _pair(value: list[Any]) -> tuple[str, str] | None:
    """Return words and name of `["Paper is patient.", "Ben Ito"]`."""
    if len(value) != _PAIR or not all(isinstance(each, str) for each in value):
        return None
    words, who = value
    return (words, who) if is_name(who) and not is_name(words) else None
