"""Reads show notes: a title, perhaps a description, and a list of moments with what begins there.

Bullets below a moment are points of that part. Lists of links and books are kept beside the episode.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from searchkit.errors import InputError
from searchkit.model import Chapter, Episode, Point
from searchkit.readers.base import UNKNOWN_SHOW, Hints, Reading, prepare, unknown_show
from searchkit.readers.chapters import chapter_of
from searchkit.readers.fields import hinted_date, labelled, name_of_file
from searchkit.readers.ideas import read_points
from searchkit.readers.markup import bullet_text, ends_sentence, has_words, headline_of, without_hidden_parts
from searchkit.readers.page_head import Evidence, PageHead, read_head
from searchkit.readers.passages import Passages
from searchkit.readers.sections import PROBED, find_head, heading
from searchkit.text import fold
from searchkit.times import format_moment

_CUE = re.compile(r"\s*[\[(]?(?:\d{1,3}:)?\d{1,3}:\d{2}[.,]\d")  # of a transcript: nobody notes fractions of a second
_FEWEST = 2  # moments that make a list
_SHARE = 0.1  # of the lines: much stands between the moments of a transcript
_LONGEST_TITLE = 150  # a longer first line is a description
_LONGEST_HEAD = 60
_DISTINCT = 0.8  # of the titles: the labels of a transcript are the same few names again and again


@dataclass(slots=True)
class _Part:
    """A piece of the page: above the list, under a moment, or under a head."""

    chapter: Chapter | None = None
    head: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        return not any(map(has_words, self.lines))


def claims(text: str, suffix: str) -> bool:  # noqa: ARG001 - show notes come in files of any name
    """Return True for a list of moments in their order, each with a title of its own, and little else."""
    lines = [line for line in text.splitlines()[:PROBED] if has_words(line)]
    read = [(line, chapter) for line in lines if (chapter := chapter_of(line))]
    chapters, timed = [chapter for _, chapter in read], [line.strip() for line, _ in read]
    if len(chapters) < _FEWEST or chapter_of(lines[0]) or any(map(_CUE.match, lines)):
        return False
    moments = [chapter.at for chapter in chapters]
    titles = {fold(chapter.title) for chapter in chapters}
    spoken = sum(ends_sentence(line) and not line.rstrip().endswith(("?", "!", ")", "]")) for line in timed)
    return (
        moments == sorted(moments)
        and len(chapters) >= _SHARE * len(lines)
        and len(titles) >= _DISTINCT * len(chapters)
        and spoken * 2 < len(chapters)
        and not any(title.endswith(":") for title in titles)
    )


def read(text: str, *, name: str, hints: Hints) -> Reading:
    """Return the episode that the notes describe.

    Raises:
        InputError: there is no list of moments, or it has no title.
    """
    lines = without_hidden_parts(prepare(text)).split("\n")
    above, *parts = _parts(lines)
    if not any(part.chapter for part in parts):
        raise InputError("names no moment with what begins there", "write lines such as 12:31 The map room", path=name)
    titles, description = _head_and_description(above.lines)
    head = _read_head(titles, name, hints)
    read = Passages()
    read.points += read_points(description)
    if read.points:
        read.headline = headline_of(read.points[0].text)
        if read.headline == read.points[0].text:
            del read.points[0]
    for part in parts:
        _take(part, read)
    if head.rest:
        read.note("", head.rest)
    if kept := [f"“{note['heading']}”" for note in read.notes if "heading" in note]:
        read.warnings.append("kept but not searched: " + ", ".join(dict.fromkeys(kept)))
    episode = Episode(
        show=head.show,
        title=head.title,
        number=head.number,
        published=hinted_date(hints) or head.published,
        url=head.url,
        speakers=tuple(head.speakers),
        headline=read.headline,
        overview=tuple(read.points),
        chapters=tuple(read.chapters),
        extra={**head.facts, **read.extra},
    )
    return Reading(episode, (*head.warnings, *read.warnings))


def _parts(lines: Sequence[str]) -> list[_Part]:
    parts = [_Part()]
    for index, line in enumerate(lines):
        if chapter := chapter_of(line):
            parts.append(_Part(chapter))
        elif head := find_head(line):
            parts.append(_Part(head=head.title, lines=[head.rest] if head.rest else []))
        elif title := _foreign_head(line, lines, index, parts):
            parts.append(_Part(head=title))
        else:
            parts[-1].lines.append(line)
    return parts


def _foreign_head(line: str, lines: Sequence[str], index: int, parts: list[_Part]) -> str:
    """Return the text of a line that heads another list: one behind the moments, or a second Markdown heading."""
    found = heading(line.strip())
    if found:
        return found[1] if len(parts) > 1 or not parts[0].empty else ""
    stripped = line.strip()
    bare = bool(stripped) and bullet_text(line) is None and len(stripped) <= _LONGEST_HEAD
    set_off = index > 0 and not has_words(lines[index - 1])
    if not bare or not set_off or ends_sentence(stripped):
        return ""
    after_moments = any(part.chapter for part in parts) and parts[-1].empty
    return stripped.rstrip(":") if stripped.endswith(":") or after_moments else ""


def _head_and_description(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the lines that hold show, title and facts, and those that describe the episode."""
    start = next((index for index, line in enumerate(lines) if has_words(line)), len(lines))
    end = start
    while end < len(lines) and has_words(lines[end]) and len(lines[end]) <= _LONGEST_TITLE:
        if end > start and ends_sentence(lines[end]) and not labelled(lines[end].strip()):
            break
        end += 1
    while end < len(lines) and (labelled(lines[end].strip()) or not has_words(lines[end])):
        end += 1
    return [line for line in lines[start:end] if has_words(line)], list(lines[end:])


def _read_head(titles: list[str], name: str, hints: Hints) -> PageHead:
    if not titles and not hints.title and (title := name_of_file(name)):
        hints = replace(hints, title=title)
    try:
        return read_head(titles, name=name, hints=hints, evidence=Evidence())
    except InputError:
        if hints.show:
            raise
        head = read_head(titles, name=name, hints=replace(hints, show=UNKNOWN_SHOW), evidence=Evidence())
        head.warnings.append(unknown_show())
        return head


def _take(part: _Part, read: Passages) -> None:
    if part.chapter is None:
        read.note(part.head, part.lines)
        return
    read.chapters.append(part.chapter)
    at = format_moment(part.chapter.at)
    read.points += [Point(point.text, {"at": at, **point.extra}) for point in read_points(part.lines)]
