"""How much room text takes on a terminal, and how it is broken to fit: without Rich, for what is told in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_ROW = re.compile(r"( *\S.*?  +)(\S.*)")
_HANGING = 6  # columns of an explanation that has to stand below what it explains


def columns_of(text: str) -> int:
    """Return how many columns a text takes: two for each wide letter, none for combining marks and joiners."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def beginning(text: str, most: int) -> str:
    """Return as much of a text as fits into `most` columns."""
    taken = 0
    for place, char in enumerate(text):
        taken += _columns(char)
        if taken > most:
            return text[:place]
    return text


def wrapped(text: str, width: int, indent: str = "") -> str:
    """Return a text broken between words into lines of at most `width` columns; a word that is longer stays whole.

    Args:
        text: one paragraph.
        width: columns.
        indent: what every line but the first begins with.
    """
    if columns_of(text) <= width:
        return text
    lines: list[str] = []
    line = text[: len(text) - len(text.lstrip())]
    for word in text.split():
        if line.strip() and columns_of(line) + 1 + columns_of(word) > width:
            lines.append(line)
            line = indent + word
        else:
            line = f"{line} {word}" if line.strip() else line + word
    return "\n".join((*lines, line))


def laid_out(text: str, width: int) -> str:
    """Return a text of paragraphs and of rows (`name   what it is`) made to fit into `width` columns.

    Lines that begin at the margin and hold no run of blanks are a paragraph together with those that follow.
    """
    return "".join(f"{line}\n" for line in _fitted(text, width))


def _fitted(text: str, width: int) -> Iterator[str]:
    paragraph: list[str] = []
    for line in text.splitlines():
        row = _ROW.fullmatch(line)
        if line and row is None and not line.startswith(" "):
            paragraph.append(line)
            continue
        if paragraph:
            yield wrapped(" ".join(paragraph), width)
            paragraph = []
        if row is None:
            yield wrapped(line, width)
        else:
            yield from _row(row.group(1), row.group(2), width)
    if paragraph:
        yield wrapped(" ".join(paragraph), width)


def _row(name: str, what: str, width: int) -> Iterator[str]:
    start = columns_of(name)
    if start > width // 2:  # no room beside it
        yield name.rstrip()
        name, start = " " * _HANGING, _HANGING
    yield name + wrapped(what, width - start).replace("\n", "\n" + " " * start)
