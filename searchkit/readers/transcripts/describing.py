"""What is known of a recording beside its words: from the caller, the file's header, yt-dlp's description, its name."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any

from searchkit import yaml_text
from searchkit.captions.stamps import rounded
from searchkit.errors import InputError
from searchkit.model import Chapter
from searchkit.readers import front_matter, values
from searchkit.readers.base import Hints
from searchkit.readers.fields import any_date, hinted_date, split_number
from searchkit.readers.values import Values
from searchkit.text import one_line, visible

INFO_SUFFIX = ".info.json"
_SUFFIXES = (".transcript", ".captions", ".subtitles", ".transcription", ".diarized")
_LANGUAGE = re.compile(r"\.([a-z]{2,3}(?:-[A-Za-z]{2,4})?(?:-orig)?)$")
_VIDEO_ID = re.compile(r"\s*\[[\w-]{6,20}\]$")
_FENCE = re.compile(r"(?:\A|\n)---[ \t]*(?:\n|\Z)")


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a recording; "" and () for what is not. Fields as in `Episode`."""

    show: str = ""
    title: str = ""
    number: str = ""
    published: str = ""
    url: str = ""
    language: str = ""
    speakers: tuple[str, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    warnings: tuple[str, ...] = field(default=())

    def over(self, other: Facts) -> Facts:
        """Return these facts, and those of another where these say nothing."""
        return Facts(*(getattr(self, name) or getattr(other, name) for name in self.__slots__))


def of_hints(hints: Hints) -> Facts:
    """Return what the caller says.

    Raises:
        UsageError: the date is none.
    """
    speakers = (hints.speaker,) if hints.speaker else ()
    return Facts(hints.show, hints.title, hints.number, hinted_date(hints), hints.url, speakers=speakers)


def stem_of(name: str) -> str:
    """Return the name of a file without what tools add to it: suffixes, the language, the id of a video.

    >>> stem_of("talks/Why maps lie [dQw4w9WgXcQ].en.vtt")
    'Why maps lie'
    """
    stem = PurePath(name).name
    if stem.endswith(INFO_SUFFIX):
        stem = stem.removesuffix(INFO_SUFFIX)
    elif "." in stem[1:]:
        stem = stem.rpartition(".")[0]
    stem = _LANGUAGE.sub("", stem)
    for suffix in _SUFFIXES:
        stem = stem.removesuffix(suffix)
    return _VIDEO_ID.sub("", stem).strip() or stem


def of_name(name: str) -> Facts:
    """Return what the name of a file tells: the title."""
    if name in ("", "-"):
        return Facts()
    stem = stem_of(name)
    return Facts(title=one_line(visible(stem if " " in stem else stem.replace("_", " ").replace("-", " "))))


def of_info(text: str, name: str) -> Facts:
    """Return what yt-dlp's `*.info.json` tells.

    Raises:
        InputError: it is no JSON.
    """
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(f"is not JSON: {error}", "fetch it again with yt-dlp --write-info-json", path=name) from None
    if not isinstance(told, Mapping):
        return Facts()
    said = Values(told)
    day = said.line("upload_date", "release_date")
    number = said.line("episode_number") or str(told.get("episode_number") or "")
    return Facts(
        show=said.line("series", "channel", "uploader", "album", "playlist_title"),
        title=said.line("episode", "title", "fulltitle"),
        number=number,
        published=f"{day[:4]}-{day[4:6]}-{day[6:]}" if re.fullmatch(r"\d{8}", day) else "",
        url=said.line("webpage_url", "original_url"),
        language=said.line("language"),
        chapters=_chapters(told.get("chapters")),
    )


def is_info(document: Any) -> bool:
    """Whether JSON is yt-dlp's description of a recording."""
    return isinstance(document, Mapping) and bool({"extractor", "webpage_url", "_type"} & document.keys())


def _chapters(listed: Any) -> tuple[Chapter, ...]:
    made = []
    for item in listed if isinstance(listed, list) else ():
        if isinstance(item, Mapping) and isinstance(item.get("start_time"), int | float):
            at, title = rounded(item["start_time"]), one_line(str(item.get("title") or ""))
            if at is not None and title:
                made.append(Chapter(at, title))
    return tuple(made)


def split_header(text: str) -> tuple[str, str]:
    """Return the YAML header of a text, with as many line feeds before it as stand there, and what stands below it."""
    opening = _FENCE.match(text)
    closing = _FENCE.search(text, opening.end() - 1) if opening else None
    if opening is None or closing is None:
        return "", text
    return text[opening.end() : closing.start()], text[closing.end() :]


def of_header(header: str, known_shows: Sequence[str], name: str) -> Facts:
    """Return what a YAML header tells.

    Raises:
        InputError: it is no YAML.
    """
    loaded = yaml_text.load(header, path=name) if header.strip() else None
    if not isinstance(loaded, Mapping):
        return Facts()
    said = Values(loaded)
    told = front_matter.facts(said, known_shows)
    title, number = split_number(told.title)
    warnings: list[str] = []
    return Facts(
        show=told.show,
        title=title,
        number=said.line("number", "episode", "episode_number") or number,
        published=told.published,
        url=told.url,
        language=said.line("language", "lang"),
        speakers=told.speakers,
        chapters=tuple(values.chapters(said.first("chapters"), warnings)),
        warnings=(*told.warnings, *warnings),
    )


def of_json(document: Any) -> Facts:
    """Return what JSON beside its lines tells: Whisper's language, a title, a date."""
    if not isinstance(document, Mapping):
        return Facts()
    said = Values(document)
    try:
        day = any_date(said.line("date", "published")) if said.line("date", "published") else ""
    except ValueError:
        day = ""
    return Facts(
        show=said.line("show", "podcastName", "podcast"),
        title=said.line("title"),
        published=day,
        url=said.line("url"),
        language=said.line("language"),
    )


def plain_language(facts: Facts) -> Facts:
    """Return facts in which English, which is what nobody has to say, is not said."""
    english = facts.language.lower().partition("-")[0] in ("en", "eng", "english")
    return replace(facts, language="") if english else facts
