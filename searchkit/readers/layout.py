"""Lines put together to the items that a person sees: bullets, paragraphs, lines that an editor wrapped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from searchkit.model import Idea
from searchkit.readers.fields import MOMENT, take_moment
from searchkit.readers.markup import bullet_text, ends_sentence, has_words, plain
from searchkit.readers.sections import heading
from searchkit.times import format_moment

_WIDEST_WRAP = 120  # nobody wraps by hand behind this column; longer lines are whole paragraphs
_NARROWEST_WRAP = 50
_SURE_WRAPS = 2
_BROKEN_AT_HYPHEN = re.compile(r"(?<=\w)- (?=[^\W\d_])(?!(?:and|or|to|und|oder|et|ou)\b)")
_WORD = re.compile(r"\S+")
_OPEN_ENDS = (",", ";", "–", "—", "(", "&", "/")
_LEAD_SEPARATOR = re.compile(r"\s*[:：]\s*|\s+[–—-]+\s+|\s*—\s*")
_ASIDE = re.compile(r"\s*(\((?:[^()]|\([^()]{0,80}\)){1,80}\))")


def joined(parts: Sequence[str]) -> str:
    """Return lines as one; where an editor broke a line behind a hyphen (`long-` `term`), no blank comes between."""
    text = " ".join(parts)
    return _BROKEN_AT_HYPHEN.sub("-", text) if len(parts) > 1 and any(part.endswith("-") for part in parts) else text


@dataclass(slots=True)
class Item:
    """One bullet, heading or paragraph, its markup kept.

    Attributes:
        parts: its lines.
        gap: True if a blank line stands before it.
        bullet: "mark" or "number" for an item of a list, "heading" for a Markdown heading, "" for the rest.
        indent: blanks before its bullet.
    """

    parts: list[str]
    gap: bool = False
    bullet: str = ""
    indent: int = 0
    _text: str | None = field(default=None, repr=False)

    @property
    def raw(self) -> str:
        """Its lines joined, markup and all."""
        return joined(self.parts)

    @property
    def text(self) -> str:
        """Its lines joined, as plain text."""
        if self._text is None:
            self._text = plain(self.raw)
        return self._text


@dataclass(frozen=True, slots=True)
class Wrap:
    """How the lines of a section are wrapped.

    Attributes:
        width: length of the longest line.
        certain: True if several lines end in mid-sentence near that width, so that one that ends a sentence there
            may go on as well.
    """

    width: int
    certain: bool

    @classmethod
    def of(cls, lines: Sequence[str]) -> Wrap:
        """Return how `lines` are wrapped."""
        width = max(map(len, lines), default=0)
        if not _NARROWEST_WRAP <= width <= _WIDEST_WRAP:
            return cls(width, certain=False)
        loose = cls(width, certain=False)
        pairs = pairwise(lines)
        sure = sum(1 for line, after in pairs if line and loose.full(line, after) and not ends_sentence(line))
        return cls(width, certain=sure >= _SURE_WRAPS)

    def full(self, line: str, after: str) -> bool:
        """Return True if the first word of `after` had no room at the end of `line`."""
        word = _WORD.search(after)
        return (
            word is not None
            and _NARROWEST_WRAP <= self.width <= _WIDEST_WRAP
            and len(line) + 1 + len(word[0]) > self.width
        )

    def continues(self, line: str, after: str) -> bool:
        """Return True if `after` goes on with the sentence or paragraph of `line`."""
        if ends_sentence(line):
            return self.certain and self.full(line, after)
        return line.endswith(_OPEN_ENDS) or _begins_small(after) or self.full(line, after)


def _begins_small(line: str) -> bool:
    """Return True if `line` begins in lower case, and not with a name such as iPhone."""
    word = _WORD.search(line)
    return word is not None and word[0][0].islower() and not any(char.isupper() for char in word[0][1:3])


def items_of(lines: Sequence[str], *, bullets_absorb: bool = True) -> list[Item]:
    """Return the items that `lines` are.

    Args:
        lines: lines of one section, blank ones included.
        bullets_absorb: True if a line without bullet right below one belongs to it, and one below a full line that
            ends a sentence may; False to leave both to the caller.
    """
    wrap = Wrap.of(lines) if bullets_absorb else replace(Wrap.of(lines), certain=False)
    items: list[Item] = []
    gap = False
    for line in lines:
        if not has_words(line):
            gap = bool(items)
            continue
        item = _begun(line, gap=gap)
        last = items[-1] if items else None
        if last and not gap and not item.bullet and _goes_on(last, line, wrap, bullets_absorb=bullets_absorb):
            last.parts.append(line.strip())
        else:
            items.append(item)
        gap = False
    return items


def _goes_on(last: Item, line: str, wrap: Wrap, *, bullets_absorb: bool) -> bool:
    if last.bullet == "heading":
        return False
    return (bool(last.bullet) and bullets_absorb) or wrap.continues(last.parts[-1], line)


def _begun(line: str, *, gap: bool) -> Item:
    stripped = line.strip()
    if found := heading(stripped):
        return Item([found[1]], gap, "heading")
    inner = bullet_text(stripped)
    if inner is None:
        return Item([stripped], gap)
    kind = "number" if stripped.lstrip("(")[0].isdigit() else "mark"
    return Item([inner], gap, kind, len(line) - len(line.lstrip()))


@dataclass(frozen=True, slots=True)
class Lead:
    """Bold words at the start of an item, and what follows them.

    Attributes:
        heading: the bold words with an aside in brackets behind them, without colon.
        text: what follows.
        separated: True if a colon or dash stands between the two.
        at: the moment that stands in brackets between them, in seconds, None without one.
    """

    heading: str
    text: str
    separated: bool
    at: float | None = None

    @property
    def idea(self) -> Idea:
        """The idea that it is; a moment stays beside it."""
        return Idea(self.heading, self.text, {} if self.at is None else {"at": format_moment(self.at)})


def bold_lead(raw: str) -> Lead | None:
    """Return what `**Heading:** explanation` or `**Heading** (aside) — explanation` is made of, None for other text."""
    mark = next((each for each in ("**", "__") if raw.startswith(each)), "")
    end = raw.find(mark, len(mark)) if mark else -1
    if end < 0:
        return None
    title, rest = raw[len(mark) : end].strip(), raw[end + len(mark) :]
    separated = title.endswith((":", "："))
    aside, at = _ASIDE.match(rest), None
    if aside and not separated and _LEAD_SEPARATOR.match(rest, aside.end()):
        inner = plain(aside[1])
        at = take_moment(inner)[1] if MOMENT.fullmatch(inner) else None
        if at is None:
            title = f"{title} {aside[1]}"
        rest = rest[aside.end() :]
    separator = _LEAD_SEPARATOR.match(rest)
    if separator and not (separated and separator[0].isspace()):
        separated, rest = True, rest[separator.end() :]
    heading_text = plain(title).rstrip(" :：")
    return Lead(heading_text, plain(rest), separated, at) if heading_text else None
