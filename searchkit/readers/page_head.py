"""What stands above the first section of a page: show, title, number, date, address."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from searchkit.episode_file import EPISODE_KEYS
from searchkit.errors import InputError
from searchkit.readers.base import Hints
from searchkit.readers.boilerplate import is_boilerplate
from searchkit.readers.fields import any_date, first_url, is_number, is_url, labelled, names_in, split_number
from searchkit.readers.layout import Wrap, joined
from searchkit.readers.markup import has_words, plain
from searchkit.readers.sections import heading
from searchkit.readers.title_line import (
    ShowAndTitle,
    split_at_title,
    split_by_case,
    split_by_known_show,
    split_by_show_word,
    split_by_speaker,
)
from searchkit.text import fold

_DURATION = re.compile(
    r"(?:\d{1,3} ?(?:h|hrs?|hours?|m|mins?|minutes?|s|secs?|seconds?)(?: |$)){1,3}(?:read|listen|watch|long)?"
    r"|(?:\d{1,2}:)?\d{1,3}:\d{2}",
    re.IGNORECASE,
)
_DOTS = re.compile(r" *[•·|] *")
_LONGEST_FACT = 80
_LONGEST_TITLE = 1000
_SHOWN = 80


@dataclass(slots=True)
class PageHead:
    """What the lines above the first section say; "" for what they do not."""

    show: str = ""
    title: str = ""
    number: str = ""
    published: str = ""
    url: str = ""
    speakers: list[str] = field(default_factory=list)
    facts: dict[str, str] = field(default_factory=dict)  # what else it says of itself
    rest: list[str] = field(default_factory=list)  # lines that are none of these
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Evidence:
    """What the rest of the page tells about its title line.

    Attributes:
        speakers: names that its attributions give, and the caller.
        body: gives its text, which is looked at only when nothing else helps.
    """

    speakers: Sequence[str] = ()
    body: Callable[[], Iterable[str]] = tuple

    @cached_property
    def words(self) -> Collection[str]:
        """Every word of the page below the title, as it is written."""
        return {word for line in self.body() for word in re.findall(r"[^\W_]+", line)}


def read_head(lines: Sequence[str], *, name: str, hints: Hints, evidence: Evidence) -> PageHead:
    """Return what the lines above the first section say, overruled by what the caller says.

    Args:
        lines: the lines above the first section.
        name: name of the input, for the errors.
        hints: what the caller knows.
        evidence: what the page below says.

    Raises:
        InputError: there is no title, or the show cannot be told from it.
    """
    head = PageHead()
    shown = [line for line in map(_shown_text, lines) if line]
    titles = [line for line in shown if len(line) <= _LONGEST_TITLE and not _take_facts(line, head)]
    head.rest += [line for line in shown if len(line) > _LONGEST_TITLE]
    _tell_apart(_unwrapped(titles), head, hints, evidence, name)
    if head.rest:
        more = f" and {len(head.rest) - 1} more" if len(head.rest) > 1 else ""
        head.warnings.append(f"above the first section, kept but not searched: “{head.rest[0][:_SHOWN]}”{more}")
    head.number = hints.number or head.number
    head.url = hints.url or head.url
    return head


def _shown_text(line: str) -> str:
    stripped = line.strip()
    found = heading(stripped)
    text = found[1] if found else stripped if stripped.startswith("|") else plain(stripped)
    return text if has_words(text) and not is_boilerplate(text) else ""


def _take_facts(line: str, head: PageHead) -> bool:
    """Put what a line says about itself into `head`; False for a line that may be show or title."""
    if found := labelled(line):
        return _fill(head, found.field, found.value)
    if line.startswith("|"):
        return _keep_row(line, head)
    if is_url(line):
        return _fill(head, "url", line)
    parts = _DOTS.split(line) if len(line) <= _LONGEST_FACT else []
    return bool(parts) and all(_take_fact(part, head) for part in parts)


def _keep_row(line: str, head: PageHead) -> bool:
    """Keep another row of the table beside the episode: `| Topic | Paper |`."""
    cells = [plain(cell) for cell in line.strip("| ").split("|")]
    label, value = cells[0], " | ".join(cells[1:])
    if label and has_words(value) and label not in EPISODE_KEYS:
        head.facts.setdefault(label, value)
    return True


def _take_fact(part: str, head: PageHead) -> bool:
    if is_number(part) and not part.isdigit():
        head.number = head.number or part
        return True
    if _DURATION.fullmatch(part):
        head.facts.setdefault("duration", part)
        return True
    try:
        head.published = any_date(part)
    except ValueError:
        return False
    return True


def _fill(head: PageHead, what: str, value: str) -> bool:
    if what == "speakers":
        head.speakers += [each for each in names_in(plain(value)) if each not in head.speakers]
    elif what == "published":
        try:
            head.published = head.published or any_date(value)
        except ValueError:
            head.warnings.append(f"cannot read the date “{plain(value)[:_SHOWN]}”")
    elif what == "url":
        if not (url := first_url(value)):
            return False
        head.url = head.url or url
    else:
        setattr(head, what, getattr(head, what) or plain(value))
    return True


def _unwrapped(lines: list[str]) -> list[str]:
    """Return the lines with those joined that an editor wrapped in mid-title."""
    titles: list[list[str]] = []
    loose = Wrap(0, certain=False)
    for line in lines:
        if titles and loose.continues(titles[-1][-1], line):
            titles[-1].append(line)
        else:
            titles.append([line])
    return [joined(parts) for parts in titles]


def _tell_apart(titles: list[str], head: PageHead, hints: Hints, evidence: Evidence, name: str) -> None:
    head.show, head.title = hints.show or head.show, hints.title or head.title
    lines = []
    for line in titles:
        text, number = split_number(line)
        head.number = head.number or number
        lines.append(text)
    if not (head.show and head.title):
        found = _found(lines, titles, head, hints, evidence)
        if found is None:
            raise _untold(titles, head, name)
        head.show, head.title = found.show, found.title
        head.number = head.number or found.number
        if not found.sure:
            told = f"took “{found.show[:_SHOWN]}” for the show and “{found.title[:_SHOWN]}” for the title"
            head.warnings.append(f"{told}: {found.reason}")
    _keep_the_rest(lines, head, hints)


def _keep_the_rest(lines: list[str], head: PageHead, hints: Hints) -> None:
    used = fold(f"{head.show} {head.title} {hints.title}")
    head.rest += [
        line
        for line in lines
        if fold(line) not in used and head.title not in line and not split_by_known_show(line, [head.show])
    ]


def _untold(titles: list[str], head: PageHead, name: str) -> InputError:
    if not titles:
        return InputError("no title stands above the first section", 'name them with --show "…" --title "…"', path=name)
    if head.show:
        return InputError("no title stands beside the show", 'name it with --title "…"', path=name)
    return InputError(
        f"cannot tell the show from the title in “{titles[0][:_SHOWN]}”", 'name it with --show "…"', path=name
    )


def _found(
    lines: list[str], titles: list[str], head: PageHead, hints: Hints, evidence: Evidence
) -> ShowAndTitle | None:
    if head.show:
        return _beside_show(lines, head.show)
    if head.title:
        return _beside_title(lines, head.title, hints, evidence)
    if found := _surely(lines, hints, evidence):
        return found
    numbered = [text != title for text, title in zip(lines, titles, strict=True)]
    guess = (split_by_case(lines[0], evidence.words) or split_by_show_word(lines[0])) if lines else None
    if len(lines) == 1:
        return guess
    if len(lines) > 1 and numbered[0] and not any(numbered[1:]):
        return guess or ShowAndTitle(lines[1], lines[0])
    return ShowAndTitle(lines[0], lines[1]) if lines else None


def _beside_show(lines: list[str], show: str) -> ShowAndTitle | None:
    for line in lines:
        if found := split_by_known_show(line, [show]):
            return found
    others = [line for line in lines if fold(line) != fold(show)]
    return ShowAndTitle(show, others[0]) if others else None


def _beside_title(lines: list[str], title: str, hints: Hints, evidence: Evidence) -> ShowAndTitle | None:
    for line in lines:
        if show := split_at_title(line, title):
            return ShowAndTitle(show, title)
    others = [line for line in lines if fold(line) != fold(title)]
    found = _surely(others, hints, evidence)
    if found is None and len(others) < len(lines):
        found = ShowAndTitle(others[0], title) if others else None
    elif found is None and others:
        found = ShowAndTitle(others[0], title) if len(others) > 1 else split_by_case(others[0], evidence.words)
    return ShowAndTitle(found.show, title, found.number, found.sure) if found else None


def _surely(lines: list[str], hints: Hints, evidence: Evidence) -> ShowAndTitle | None:
    """Return what a known show or a speaker's name tells."""
    known = {fold(show): show for show in hints.known_shows}
    for line in lines:
        others = [each for each in lines if each is not line]
        if (show := known.get(fold(line))) and others:
            return ShowAndTitle(show, others[0])
    for line in lines:
        if found := split_by_known_show(line, hints.known_shows):
            return found
    for line in lines:
        if found := split_by_speaker(line, evidence.speakers):
            return found
    return None
