"""The sections of a page made points, ideas, quotes and chapters, and what it states checked against what was read.

Nothing is dropped in silence: what is none of these is kept beside the episode as a note, and a transcript is named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from searchkit.model import Chapter, Idea, Point, Quote
from searchkit.readers import ideas as idea_lines
from searchkit.readers.boilerplate import without_tail
from searchkit.readers.chapters import read_chapters
from searchkit.readers.markup import has_words, headline_of, plain
from searchkit.readers.quotes import last_attribution, read_quotes
from searchkit.readers.sections import Page, Section

_MOST_SHOWN = 3
_SHOWN = 50


@dataclass(slots=True)
class Passages:
    """What the sections of a page hold, in its order, and what a person should look at."""

    headline: str = ""
    points: list[Point] = field(default_factory=list)
    ideas: list[Idea] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    chapters: list[Chapter] = field(default_factory=list)
    notes: list[dict[str, str]] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def speakers(self) -> list[str]:
        """The attributed names, in the order in which they appear."""
        return list(dict.fromkeys(quote.speaker for quote in self.quotes if quote.speaker))

    @property
    def extra(self) -> dict[str, Any]:
        """What is kept beside the episode."""
        return {"notes": self.notes} if self.notes else {}

    def note(self, title: str, lines: Sequence[str]) -> None:
        """Keep what was under a head, or above all of them, as it stands there."""
        text = "\n".join(line.rstrip() for line in lines).strip("\n")
        kept = {"heading": title, "text": text if has_words(plain(text)) else ""}
        if any(map(has_words, kept.values())):
            self.notes.append({key: value for key, value in kept.items() if value})


def read_sections(page: Page) -> Passages:
    """Return what the sections of `page` hold."""
    read = Passages()
    for section in page.sections:
        _trim(section, last=section is page.sections[-1])
        _read(section, read)
    _check(page, "idea", len(read.ideas), read.warnings)
    _check(page, "quote", len(read.quotes), read.warnings)
    if heads := [f"“{note['heading']}”" for note in read.notes if "heading" in note]:
        read.warnings.append("kept but not searched: " + ", ".join(dict.fromkeys(heads)))
    return read


def _trim(section: Section, *, last: bool) -> None:
    """Cut off what the site writes below the last passage."""
    if section.kind == "quotes":
        section.lines = without_tail(section.lines, last_attribution(section.lines) + 1)
    elif last:
        section.lines = without_tail(section.lines)


def _read(section: Section, read: Passages) -> None:
    lines = section.lines
    if section.kind == "ideas":
        read.ideas += idea_lines.read_ideas(lines, section.stated)
    elif section.kind == "quotes":
        found = read_quotes(lines, section.stated)
        read.quotes += found.quotes
        read.warnings += found.warnings
        if found.left:
            read.note("", found.left)
            read.warnings.append(f"no quote, kept but not searched: “{plain(found.left[0])[:_SHOWN]}”")
    elif section.kind == "chapters":
        chapters, rest = read_chapters(lines)
        read.chapters += chapters
        if any(map(has_words, rest)):
            read.note(section.title, rest)
    elif section.kind == "transcript":
        if count := len(" ".join(lines).split()):
            read.warnings.append(f"left out the section “{section.title}” ({count:,} words)")
    elif section.kind == "notes":
        read.note(section.title, lines)
    elif section.kind == "more":
        read.points += [
            replace(point, extra={"section": section.title, **point.extra}) for point in idea_lines.read_points(lines)
        ]
    else:
        _read_overview(section, read)


def _read_overview(section: Section, read: Passages) -> None:
    points: list[Point] = []
    ideas: list[Idea] = []
    headline = ""
    if section.kind == "about":
        headline, points = idea_lines.read_headline_and_points(section.lines)
    elif section.kind == "takeaways":
        points, ideas = idea_lines.read_takeaways(section.lines)
    else:
        points = idea_lines.read_points(section.lines)
    if section.kind in ("summary", "headline") and points:
        headline = headline_of(points[0].text)
        if points[0] == Point(headline) and not read.headline:  # one sentence is a headline and no point
            del points[0]
    elif headline and read.headline:
        points.insert(0, Point(headline))
    read.headline = read.headline or headline
    read.points += points
    read.ideas += ideas


def _check(page: Page, what: str, count: int, warnings: list[str]) -> None:
    sections = page.of("ideas") if what == "idea" else page.of("quotes")
    stated = [section.stated for section in sections if section.stated is not None]
    if stated and len(stated) == len(sections) and sum(stated) != count:
        verb = "was" if count == 1 else "were"
        warnings.append(f"the page states {counted(sum(stated), what)}, {count} {verb} read")


def counted(number: int, what: str) -> str:
    """Return `1 quote`, `5 quotes`."""
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def unattributed(quotes: Sequence[Quote]) -> list[str]:
    """Return a warning that names the quotes without speaker, or nothing."""
    nameless = [quote.text for quote in quotes if not quote.speaker]
    if not nameless:
        return []
    shown = ", ".join(
        f"“{text[:_SHOWN].rstrip()}…”" if len(text) > _SHOWN else f"“{text}”" for text in nameless[:_MOST_SHOWN]
    )
    more = f" and {len(nameless) - _MOST_SHOWN} more" if len(nameless) > _MOST_SHOWN else ""
    verb = "has" if len(nameless) == 1 else "have"
    return [f"{counted(len(nameless), 'quote')} {verb} no attribution: {shown}{more}"]
