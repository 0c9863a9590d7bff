"""Quotes out of the lines under their head: which lines are words, who said them, and where one quote ends.

An attribution ends a quote. Where one is missing, what stands before the next may be one quote of several lines or
several quotes: bullets and quotation marks tell, then the count that the page states, then its blank lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import IntEnum

from searchkit.model import Quote
from searchkit.readers.attribution import Attribution, attribution_line, split_attribution, split_label
from searchkit.readers.fields import take_moment
from searchkit.readers.layout import Wrap, joined
from searchkit.readers.markup import bullet_text, has_words, plain, unquoted
from searchkit.readers.sections import heading

_BLOCK_QUOTE = re.compile(r"\s*>[> ]*")
_LEADING_MOMENT = re.compile(r"[\[(](?:\d{1,3}:)?\d{1,3}:\d{2}[\])]\s*(?=\S)")
_OPENING = '"“„«'
_CLOSING = '"”“»'
_SHOWN = 60


class Break(IntEnum):
    """How sure it is that a new quote begins with a line."""

    NONE = 0
    LINE = 1
    GAP = 2
    SURE = 3


@dataclass(slots=True)
class Unit:
    """Lines that are certainly of one quote."""

    parts: list[str]
    before: Break
    bullet: bool = False

    @property
    def text(self) -> str:
        """The lines joined, as plain text."""
        return plain(joined(self.parts))


@dataclass(slots=True)
class Block:
    """What stands between two attributions, and the one that ends it, None at the end of the page."""

    units: list[Unit] = field(default_factory=list)
    credit: Attribution | None = None


@dataclass(frozen=True, slots=True)
class QuotesRead:
    """The quotes of a section, the lines that are none, and what a person should look at."""

    quotes: list[Quote]
    left: list[str]
    warnings: list[str]


def read_quotes(lines: Sequence[str], stated: int | None = None) -> QuotesRead:
    """Return the quotes that stand in `lines`.

    Args:
        lines: what stands under the head, blank lines kept.
        stated: how many quotes the page says there are, None if it does not say.
    """
    parts = _topics(lines)
    if len(parts) == 1:
        return _read(parts[0][1], stated)
    read = QuotesRead([], [], [])
    for topic, below in parts:
        found = _read(below, None)
        read.quotes.extend(
            replace(quote, extra={**quote.extra, "topic": topic} if topic else quote.extra) for quote in found.quotes
        )
        read.left.extend([f"### {topic}"] * (not found.quotes and bool(topic)) + found.left)
        read.warnings.extend(found.warnings)
    return read


def _topics(lines: Sequence[str]) -> list[tuple[str, list[str]]]:
    """Return the Markdown headings among lines with what stands under each; "" heads what stands above the first."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    for line in lines:
        if found := heading(line.strip()):
            parts.append((found[1], []))
        else:
            parts[-1][1].append(line)
    return parts


def _read(lines: Sequence[str], stated: int | None) -> QuotesRead:
    warnings: list[str] = []
    quoted, left = _quoted_lines(lines)
    blocks = _blocks(quoted)
    if orphans := [
        block.credit.speaker for block in blocks if not block.units and block.credit and block.credit.speaker
    ]:
        more = f" and {len(orphans) - 1} more" if len(orphans) > 1 else ""
        warnings.append(f"an attribution without words before it: {_shown(orphans[0])}{more}")
    blocks = [block for block in blocks if block.units]
    tail = blocks[-1] if blocks and blocks[-1].credit is None else None
    if tail and stated and len(blocks) - 1 >= stated and not _looks_quoted(tail):
        blocks.pop()
        left += [joined(unit.parts) for unit in tail.units]
    quotes = [quote for block in _split(blocks, stated) if (quote := _quote(block))]
    return QuotesRead(quotes, left, warnings)


def last_attribution(lines: Sequence[str]) -> int:
    """Return the index of the last line that is, or ends in, an attribution; -1 if there is none."""
    for index in range(len(lines) - 1, -1, -1):
        line = _BLOCK_QUOTE.sub("", lines[index], count=1).strip()
        if line and (attribution_line(line, behind_words=index > 0) or split_attribution(plain(line))):
            return index
    return -1


def _shown(text: str) -> str:
    return f"“{text[:_SHOWN].rstrip()}…”" if len(text) > _SHOWN else f"“{text}”"


def _quoted_lines(lines: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the lines that can be quotes, and the others.

    Where there are block quotes of Markdown, those are the lines within them and the attributions below.
    """
    if not any(_BLOCK_QUOTE.match(line) for line in lines):
        return list(lines), []
    kept: list[str] = []
    left: list[str] = []
    for line in lines:
        if match := _BLOCK_QUOTE.match(line):
            kept.append(line[match.end() :])
        elif not line.strip() or attribution_line(line.strip(), behind_words=True):
            kept.append(line)
        elif has_words(plain(line)):
            left.append(line)
    return kept, left


def _blocks(lines: list[str]) -> list[Block]:
    speakers = {found.speaker for line in lines if (found := attribution_line(line.strip(), behind_words=False))}
    wrap = Wrap.of(lines)
    blocks = [Block()]
    gap = False
    for line in map(str.strip, lines):
        if not has_words(line):
            gap = True
            continue
        block = blocks[-1]
        credit = attribution_line(line, behind_words=bool(block.units))
        inline = None if credit else _inline(line, speakers)
        if credit is None:
            _add(block, inline[0] if inline else line, wrap, gap=gap)
        block.credit = credit or (inline[1] if inline else None)
        if block.credit:
            blocks.append(Block())
        gap = False
    return blocks if blocks[-1].units else blocks[:-1]


def _inline(line: str, speakers: set[str]) -> tuple[str, Attribution] | None:
    text = plain(line)
    if found := split_attribution(text, speakers):
        return found
    label = split_label(text)
    return (label[1], Attribution(label[0])) if label else None


def _add(block: Block, line: str, wrap: Wrap, *, gap: bool) -> None:
    inner = bullet_text(line)
    text = line if inner is None else inner
    last = block.units[-1] if block.units else None
    if last is None:
        block.units.append(Unit([text], Break.GAP if gap else Break.LINE, inner is not None))
        return
    how = _break(last, text, wrap, gap=gap, bullet=inner is not None)
    if how is Break.NONE:
        last.parts.append(text)
    else:
        block.units.append(Unit([text], how, inner is not None))


def _break(last: Unit, text: str, wrap: Wrap, *, gap: bool, bullet: bool) -> Break:
    if bullet:
        return Break.SURE
    if last.parts[0][0] in _OPENING:
        if last.parts[-1][-1] not in _CLOSING:
            return Break.GAP if gap else Break.NONE
        if text[0] in _OPENING:
            return Break.SURE
    if gap:
        return Break.GAP
    return Break.NONE if last.bullet or wrap.continues(last.parts[-1], text) else Break.LINE


def _looks_quoted(block: Block) -> bool:
    return any(unit.text[:1] in _OPENING and unit.text[-1:] in _CLOSING for unit in block.units if unit.text)


def _split(blocks: list[Block], stated: int | None) -> Iterator[Block]:
    """Yield one block a quote; of a block that holds several, the last keeps the attribution."""
    chosen = _chosen_by_count(blocks, stated) if stated else _chosen_by_look(blocks)
    for number, block in enumerate(blocks):
        part = Block()
        for index, unit in enumerate(block.units):
            if part.units and (number, index) in chosen:
                yield part
                part = Block()
            part.units.append(unit)
        part.credit = block.credit
        yield part


def _places(blocks: list[Block], how: Break) -> list[tuple[int, int]]:
    """Return block and unit of every break within a block that is as sure as `how`."""
    return [
        (number, index)
        for number, block in enumerate(blocks)
        for index, unit in enumerate(block.units)
        if index and unit.before is how
    ]


def _chosen_by_count(blocks: list[Block], stated: int) -> set[tuple[int, int]]:
    chosen = _places(blocks, Break.SURE)
    missing = stated - len(blocks) - len(chosen)
    for how in (Break.GAP, Break.LINE):
        # Those behind the last attribution first: nothing else can have ended a quote there.
        places = sorted(_places(blocks, how), key=lambda place: blocks[place[0]].credit is not None)
        chosen += places[: max(0, missing)]
        missing -= len(places)
    return set(chosen)


def _chosen_by_look(blocks: list[Block]) -> set[tuple[int, int]]:
    gaps = any(unit.before is Break.GAP for block in blocks[1:] for unit in block.units) or bool(
        _places(blocks, Break.GAP)
    )
    chosen = set(_places(blocks, Break.SURE)) | set(_places(blocks, Break.GAP))
    if gaps:
        return chosen
    credited = [block for block in blocks if block.credit]
    of_one_line = sum(1 for block in credited if len(block.units) == 1)
    if not credited or (of_one_line > 1 and 2 * of_one_line > len(credited)):
        chosen |= set(_places(blocks, Break.LINE))
    return chosen


def _quote(block: Block) -> Quote | None:
    text = " ".join(unit.text for unit in block.units).strip()
    credit = block.credit or Attribution("")
    at = credit.at
    if at is None and (match := _LEADING_MOMENT.match(text)):
        at = take_moment(match[0])[1]
        text = text[match.end() :]
    words = unquoted(text)
    extra = {"attribution": credit.whole} if credit.whole else {}
    return Quote(words, credit.speaker, at, extra) if words else None
