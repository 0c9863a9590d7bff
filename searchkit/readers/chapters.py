"""Chapters: lines that name a moment and what begins there, as show notes and video descriptions list them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from searchkit.model import Chapter
from searchkit.readers.fields import seconds
from searchkit.readers.markup import bullet_text, has_words, plain

_STAMP = r"(?:\d{1,3}:)?\d{1,3}:\d{1,2}"
_LEADING = re.compile(rf"(?a)[\[(]?({_STAMP})[\])]?(?![\d:.,])\s*[-–—:·]*\s*(.*)")
_TRAILING = re.compile(rf"(?a)(.*?)\s*[-–—:·]*\s*(?:\(({_STAMP})\)|\[({_STAMP})\])")
_LONGEST = 200


def chapter_of(line: str) -> Chapter | None:
    """Return the chapter that a line names, its moment before or in brackets behind the title; None for other lines."""
    if len(line) > 3 * _LONGEST or "-->" in line:
        return None
    text = plain(bullet_text(line) or line.strip())
    if len(text) > _LONGEST or "|" in text[:20]:
        return None
    if match := _LEADING.fullmatch(text):
        stamp, title = match[1], match[2]
    elif match := _TRAILING.fullmatch(text):
        stamp, title = match[2] or match[3], match[1]
    else:
        return None
    at = seconds(stamp)
    return Chapter(at, title) if at is not None and has_words(title) else None


def read_chapters(lines: Sequence[str]) -> tuple[list[Chapter], list[str]]:
    """Return the chapters that stand in `lines`, and the other lines."""
    chapters: list[Chapter] = []
    rest: list[str] = []
    for line in lines:
        if chapter := chapter_of(line):
            chapters.append(chapter)
        else:
            rest.append(line)
    return chapters, rest
