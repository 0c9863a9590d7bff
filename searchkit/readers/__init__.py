"""Readers: each turns one input form into an episode. This table says which there are and which takes what.

A reader is a module with two functions: `claims(text, suffix)` says whether a text is its form, and
`read(text, name=…, hints=…)` gives the `Reading` or raises `InputError`. A module is imported when it is first tried.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import PurePath
from types import MappingProxyType
from typing import Protocol, cast

from searchkit.bounds import check_episode, check_text
from searchkit.errors import InputError, UsageError
from searchkit.readers.base import Decoded, Hints, Reading, decode, decoded

__all__ = ["Decoded", "Hints", "Reading", "decode", "decoded", "names_and_descriptions", "read", "suffixes"]


_HELP = "“searchkit help readers” tells which forms are taken; --reader NAME reads it as one of them"
_VISIBLE = re.compile("[^\\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2060\ufeff]")


@dataclass(frozen=True, slots=True)
class _Row:
    """One reader.

    Attributes:
        module: its module in this package.
        takes: the form it takes, in one line.
        suffixes: file suffixes that its form usually has: a hint for those who look for pages in a folder.
    """

    module: str
    takes: str
    suffixes: tuple[str, ...]


class _Reader(Protocol):
    def claims(self, text: str, suffix: str) -> bool: ...

    def read(self, text: str, *, name: str, hints: Hints) -> Reading: ...


# Asked from top to bottom: the form that says most plainly what it is comes first.
_READERS: Mapping[str, _Row] = MappingProxyType(
    {
        "episode-yaml": _Row("episode_yaml", "an episode in searchkit's own YAML", (".yaml", ".yml")),
        "subtitles": _Row("transcripts.subtitle_file", "subtitles or captions: SRT, WebVTT", (".srt", ".vtt")),
        "transcript-json": _Row(
            "transcripts.json_file", "a transcript in JSON: Whisper's, Podcasting 2.0's, lines with moments", (".json",)
        ),
        "transcript-html": _Row(
            "transcripts.html_file", "a transcript in HTML: names in <cite>, moments in <time>", (".html", ".htm")
        ),
        "transcript": _Row(
            "transcripts.text_file",
            "a transcript as text or Markdown: lines begin with names or moments",
            (".txt", ".md", ".markdown"),
        ),
        "front-matter": _Row(
            "front_matter",
            "Markdown with the episode in its front matter, or in its body below one",
            (".md", ".markdown"),
        ),
        "summary-page": _Row(
            "summary_page", "a summary page pasted as text: overview, ideas and quotes under headings", (".txt", ".md")
        ),
        "show-notes": _Row("show_notes", "show notes: a title, and moments with what begins there", (".txt", ".md")),
        "quotes-json": _Row(
            "collections.json_file",
            "a collection of quotes in JSON or JSON Lines: words, and who said them",
            (".json", ".jsonl", ".ndjson"),
        ),
        "quotes-table": _Row(
            "collections.table",
            "a collection of quotes in CSV or TSV, whose first line names the columns",
            (".csv", ".tsv", ".tab"),
        ),
        "quotes-fortune": _Row("collections.fortune", "a fortune file: quotes between lines of %", ()),
    }
)


def names_and_descriptions() -> dict[str, str]:
    """Return every reader's name and the form that it takes in one line, in the order in which they are asked."""
    return {name: row.takes for name, row in _READERS.items()}


def suffixes() -> frozenset[str]:
    """Return the file suffixes that some reader's form usually has, in lower case, with the dot."""
    return frozenset(suffix for row in _READERS.values() for suffix in row.suffixes)


def read(text: str, *, name: str, hints: Hints | None = None, reader: str = "") -> Reading:
    """Return what the right reader makes of a text.

    Args:
        text: the input, as `decode` gives it.
        name: name of its file, "-" for standard input; a reader may take its suffix for a hint.
        hints: what the caller knows, which overrules the text.
        reader: name of the reader to use; "" for the first that claims the text.

    Raises:
        InputError: the text is empty or too long, no reader takes it, or its reader finds a fault or no passage in it.
        UsageError: there is no reader of that name.
    """
    if _VISIBLE.search(text) is None:
        raise InputError("is empty", "give it a page with ideas or quotes", path=name)
    hints = hints or Hints()
    check_text(text, name, hints.limits)
    chosen = _named(reader) if reader else _claiming(text, name)
    reading = _module(chosen).read(text, name=name, hints=hints)
    episode = reading.episode
    if not (episode.overview or episode.ideas or episode.quotes or episode.transcript):
        raise InputError("holds no point, idea or quote, and no transcript", _HELP, path=name)
    check_episode(episode, name, hints.limits)
    return replace(reading, reader=chosen)


def _named(reader: str) -> str:
    if reader not in _READERS:
        raise UsageError(f"there is no reader {reader!r}", "the readers are " + ", ".join(_READERS))
    return reader


def _claiming(text: str, name: str) -> str:
    suffix = PurePath(name).suffix.lower()
    for reader in _READERS:
        if _module(reader).claims(text, suffix):
            return reader
    raise InputError("no reader takes this", _HELP, path=name)


def _module(reader: str) -> _Reader:
    return cast("_Reader", import_module(f"{__name__}.{_READERS[reader].module}"))
