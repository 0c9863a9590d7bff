"""The sections of a page made points, ideas and quotes, and what the page states checked against what was read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from searchkit.model import Idea, Quote
from searchkit.readers import ideas as idea_lines
from searchkit.readers.boilerplate import without_tail
from searchkit.readers.markup import headline_of
from searchkit.readers.quotes import last_attribution, read_quotes
from searchkit.readers.sections import Page, Section

_MOST_SHOWN = 3
_SHOWN = 50


@dataclass(slots=True)
class Passages:
    """What the sections of a page hold, in its order, and what a person should look at."""

    headline: str = ""
    points: list[str] = field(default_factory=list)
    ideas: list[Idea] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def speakers(self) -> list[str]:
        """The attributed names, in the order in which they appear."""
        return list(dict.fromkeys(quote.speaker for quote in self.quotes if quote.speaker))


def read_sections(page: Page) -> Passages:
    """Return what the sections of `page` hold."""
    read = Passages()
    for section in page.sections:
        _trim(section, last=section is page.sections[-1])
        _read(section, read)
    _check(page, "idea", len(read.ideas), read.warnings)
    _check(page, "quote", len(read.quotes), read.warnings)
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
    elif section.kind == "other":
        if not section.empty:
            read.warnings.append(f"left out the section “{section.title}”")
    else:
        _read_overview(section, read)


def _read_overview(section: Section, read: Passages) -> None:
    points: list[str] = []
    ideas: list[Idea] = []
    headline = ""
    if section.kind == "about":
        headline, points = idea_lines.read_headline_and_points(section.lines)
    elif section.kind == "takeaways":
        points, ideas = idea_lines.read_takeaways(section.lines)
    else:
        points = idea_lines.read_points(section.lines)
    if section.kind in ("summary", "headline") and points:
        headline = headline_of(points[0])
        if headline == points[0]:  # one sentence is a headline and no point
            del points[0]
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
