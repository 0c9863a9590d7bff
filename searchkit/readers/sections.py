"""A page cut at its section heads, those that `heads` knows and any Markdown heading.

Heads stand alone or glued to the text behind them, as pages paste whose blocks lose their line ends; in any case,
with or without Markdown marks, colon and count (`IDEAS WORTH REMEMBERING5 ideasOpen models win.`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from searchkit.readers.base import prepare
from searchkit.readers.boilerplate import unglued
from searchkit.readers.fields import labelled
from searchkit.readers.heads import HEADS, SectionKind
from searchkit.readers.markup import bullet_text, plain, without_hidden_parts
from searchkit.text import fold, one_line

PROBED = 20_000  # lines that tell what form a text has
_PASSAGE_KINDS = frozenset(("about", "ideas", "quotes", "takeaways"))
BARE_KINDS = frozenset(("more", "notes", "chapters", "transcript"))  # an article or a transcript has these as well
_HEADS_OF_A_PAGE = 2
_LONGEST_HEAD = 60
_MARKS = re.compile(r"(#{1,6})\s*")
_HEADING = re.compile(r"(#{1,6})\s+(?=\S)")
_TRAILING_COUNT = re.compile(r"\s{0,3}[(\[]?(\d{1,3})[)\]]?$")
_COUNT = re.compile(r"(\d{1,3})\s?(?:key |big |main )?(idea|insight|quote|point|takeaway)", re.IGNORECASE)
_COUNTED: Mapping[str, SectionKind] = MappingProxyType(
    {"idea": "ideas", "insight": "ideas", "quote": "quotes", "point": "overview", "takeaway": "takeaways"}
)
_POINT_KINDS = frozenset(("about", "overview", "summary", "takeaways"))

# Heads that nobody writes by chance may have text glued to them, in any case; the short ones only in capitals.
_GLUED = re.compile(
    r"(?i:what(?: it['’ʼ`]?s| it is) really about|ideas worth remembering|words worth saving|at a glance)"
    r"|(?P<short>(?:KEY )?(?:IDEAS|QUOTES|INSIGHTS|TAKEAWAYS)|OVERVIEW|SUMMARY)"
)
# What every head begins with, drawings aside: most lines of a page are told from heads by this alone.
_FIRST_WORDS = sorted({re.split(r"[ ;-]", head)[0] for head in HEADS} | {"what"})
_MAYBE_HEAD = re.compile(rf"[\W_]{{0,12}}(?:{'|'.join(_FIRST_WORDS)})", re.IGNORECASE)
_BEFORE_COLON = re.compile(r"([A-Z][A-Z '’-]{2,40}): +(?=\S)")
_OPENERS = "\"'“‘«([•·*-–"


@dataclass(frozen=True, slots=True)
class Head:
    """A line that begins a section.

    Attributes:
        kind: what it announces; the table in `heads` says what stands under each.
        title: the head as it is written.
        level: number of Markdown's marks before it, 0 without.
        rest: text glued to it.
        stated: how many ideas or quotes it says there are, None if it does not.
    """

    kind: SectionKind
    title: str
    level: int = 0
    rest: str = ""
    stated: int | None = None


@dataclass(slots=True)
class Section:
    """A head, and the lines between it and the next one, blank lines kept."""

    kind: SectionKind
    title: str
    level: int = 0
    stated: int | None = None
    lines: list[str] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """True if nothing stands under the head."""
        return not any(self.lines)


@dataclass(slots=True)
class Page:
    """A page in parts: the lines before the first head, then the sections."""

    preamble: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)

    def of(self, *kinds: SectionKind) -> list[Section]:
        """Return the sections of some kinds, in the order of the page."""
        return [section for section in self.sections if section.kind in kinds]


def looks_like_a_page(text: str) -> bool:
    """Return True if `text` has at least two heads of different kinds, one of them over passages."""
    kinds: set[SectionKind] = set()
    for line in text.splitlines()[:PROBED]:
        head = find_head(line)
        if head is not None and head.kind not in BARE_KINDS:
            kinds.add(head.kind)
            if len(kinds) >= _HEADS_OF_A_PAGE and kinds & _PASSAGE_KINDS:
                return True
    return False


def find_head(line: str) -> Head | None:
    """Return the known head that a line is, or begins with, or None."""
    if _MAYBE_HEAD.match(line) is None:
        return None
    line = line.strip()
    marks = _MARKS.match(line)
    level = len(marks[1]) if marks else 0
    if not level and bullet_text(line) is not None:
        return None
    body = line[marks.end() :].rstrip("# ") if marks else line
    alone = _alone(body, level) if len(body) <= _LONGEST_HEAD else None
    return alone or _glued(body, level) or _before_colon(body, level)


def heading(line: str) -> tuple[int, str] | None:
    """Return level and text of a Markdown heading, None for any other line."""
    match = _HEADING.match(line)
    return (len(match[1]), plain(line[match.end() :].rstrip("# "))) if match else None


def _alone(body: str, level: int) -> Head | None:
    title = plain(body).strip(" :")
    if kind := HEADS.get(_key(title)):
        return Head(kind, title, level)
    count = _TRAILING_COUNT.search(title)
    kind = HEADS.get(_key(title[: count.start()])) if count else None
    return Head(kind, title[: count.start()], level, stated=int(count[1])) if count and kind else None


def _key(title: str) -> str:
    """Return a head as the table has it; what is drawn before it (an emoji, a bar) does not matter."""
    folded = one_line(fold(title).replace("'", "")).strip(" :.*_-=|")
    start = next((index for index, char in enumerate(folded) if char.isalnum()), 0)
    return folded[start:]


def _glued(body: str, level: int) -> Head | None:
    match = _GLUED.match(body)
    if match is None:
        return None
    rest = body[match.end() :].removeprefix(":")
    if not (_begins_text(rest, short=bool(match["short"])) or take_count(rest.lstrip())):
        return None
    kind = HEADS.get(_key(match[0]))
    return Head(kind, match[0], level, rest.strip()) if kind else None


def _begins_text(rest: str, *, short: bool) -> bool:
    """Return True if `rest`, right behind a head, begins a text of its own and does not go on with the head's word.

    Behind a short head in capitals (`IDEAS`) a single capital must follow: `IDEASOpen models`, never `IDEASHARE`.
    """
    first, second = rest[:1], rest[1:2]
    if short and first.isupper():
        return second.islower() or second.isspace()
    return first.isupper() or first.isdigit() or (bool(first) and first in _OPENERS)


def _before_colon(body: str, level: int) -> Head | None:
    """Return the head of `OVERVIEW: They talk about maps.`; in capitals only, others are sentences."""
    match = _BEFORE_COLON.match(body)
    kind = HEADS.get(_key(match[1])) if match else None
    return Head(kind, match[1], level, body[match.end() :]) if match and kind else None


@dataclass(frozen=True, slots=True)
class Count:
    """What `5 ideasOpen models win.` begins with: how many, of what, whether glued to the text, and that text."""

    number: int
    kind: SectionKind
    glued: bool
    rest: str


def take_count(line: str) -> Count | None:
    """Return the count that a line is or begins with, None if it begins with an ordinary sentence.

    One idea is `1 idea`: an s behind it belongs to the text, as in `1 ideaships`, unless it stands alone.
    """
    match = _COUNT.match(line)
    if match is None:
        return None
    number, rest = int(match[1]), line[match.end() :]
    plural = rest[:1] in ("s", "S") and (number != 1 or not rest[1:2].islower())
    if number != 1 and not plural:
        return None
    rest = (rest[1:] if plural else rest).removeprefix(":")
    rest = rest.removeprefix("…").removeprefix("...")  # sites shorten a list so
    glued, begun = bool(rest) and not rest[0].isspace(), rest.strip()
    lower_case = begun[:1].islower()
    if begun and not (begun[0].isalnum() or begun[0] in _OPENERS):
        return None
    if lower_case and (not glued or number == 1):
        return None
    return Count(number, _COUNTED[match[2].lower()], glued or not begun, begun)


def split_page(text: str) -> Page:
    """Return a page, as it came, in parts: preamble and sections, with the counts that it states."""
    page = Page()
    for raw in unglued(without_hidden_parts(prepare(text))).split("\n"):
        line = raw.rstrip()
        head = find_head(line)
        while head:  # two heads may be glued to each other
            page.sections.append(Section(head.kind, head.title, head.level, head.stated))
            line = head.rest
            head = find_head(line)
        if _begins_foreign_section(page, line):
            level, title = heading(line) or (0, "")
            page.sections.append(Section("notes", title, level))
        else:
            _add(page, line)
    _take_back_title(page)
    return page


def _take_back_title(page: Page) -> None:
    """Make a second heading part of the preamble if no text follows it: `# The Evening Kite`, `## Why maps lie`."""
    first = page.sections[0] if page.sections else None
    if first and first.kind == "notes" and first.level and all(not line or labelled(line) for line in first.lines):
        page.preamble += [f"{'#' * first.level} {first.title}", *first.lines]
        del page.sections[0]


def _begins_foreign_section(page: Page, line: str) -> bool:
    """Return True for a Markdown heading that no table knows and that ends the section before it."""
    found = heading(line) if line.startswith("#") else None
    if found is None:
        return False
    if not page.sections:  # the first heading of a page is its title
        return any(heading(before) for before in page.preamble)
    return found[0] <= page.sections[-1].level


def _add(page: Page, line: str) -> None:
    section = page.sections[-1] if page.sections else None
    count = take_count(line.lstrip())
    if count and section and section.empty and _same_kind(section.kind, count.kind):
        section.stated = count.number
        line = count.rest
    elif count and count.glued and count.kind in ("ideas", "quotes") and not (section and section.kind == count.kind):
        section = Section(count.kind, line[: len(line) - len(count.rest)], stated=count.number)
        page.sections.append(section)
        line = count.rest
    (section.lines if section else page.preamble).append(line)


def _same_kind(kind: SectionKind, counted: SectionKind) -> bool:
    return kind == counted or (counted == "overview" and kind in _POINT_KINDS)
