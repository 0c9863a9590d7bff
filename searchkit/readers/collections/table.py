"""Reads quote collections in CSV and TSV with a header that names the columns."""

from __future__ import annotations

import csv
import io

from searchkit.errors import InputError
from searchkit.readers.base import Hints, Reading
from searchkit.readers.collections.records import SPEAKER_KEYS, TEXT_KEYS, Collected, episode_of, key_of

_DELIMITERS = (",", "\t", ";", "|")
_SUFFIXES = (".csv", ".tsv", ".tab")
_LONGEST_HEADER = 2000
_LONGEST_FIELD = 1_000_000
_MOST_SHOWN = 3


def claims(text: str, suffix: str) -> bool:
    """Return True if the first line names a column of words and one of names, for .csv and .tsv one of words."""
    found = _header(text)
    if found is None:
        return False
    keys = {key_of(column) for column in found[1]}
    return suffix in _SUFFIXES or bool(keys & set(SPEAKER_KEYS) and all(keys))


def read(text: str, *, name: str, hints: Hints) -> Reading:
    """Return the collection as an episode.

    Raises:
        InputError: the header names no column of words, a quotation mark is never closed, or there is no quote.
    """
    found = _header(text)
    if found is None:
        hint = "begin with a line such as text,author; known columns of words are " + ", ".join(TEXT_KEYS[:4])
        raise InputError("the first line names no column of words", hint, path=name, line=1)
    delimiter, columns = found
    collected = Collected()
    odd: list[int] = []
    for line, row in _rows(text, delimiter, name):
        if len(row) > len(columns) and any(map(str.strip, row[len(columns) :])):
            odd.append(line)
        elif any(map(str.strip, row)):
            collected.add(dict(zip(columns, row, strict=False)))
    if odd:
        shown = ", ".join(map(str, odd[:_MOST_SHOWN])) + (" …" if len(odd) > _MOST_SHOWN else "")
        what = "row with more fields than columns was" if len(odd) == 1 else "rows with more fields than columns were"
        collected.warnings.append(f"{len(odd):,} {what} left out (line {shown}): put quotation marks around such words")
    return episode_of(collected, name=name, hints=hints)


def _header(text: str) -> tuple[str, list[str]] | None:
    """Return the delimiter and the columns, None if the first line names no column of words."""
    start = text[: _LONGEST_HEADER * 2].removeprefix("\ufeff").lstrip("\r\n")
    first = start.partition("\n")[0].partition("\r")[0]
    if not first.strip() or len(first) > _LONGEST_HEADER:
        return None
    best: tuple[str, list[str]] | None = None
    for delimiter in _DELIMITERS:
        columns = [column.strip() for column in next(csv.reader([first], delimiter=delimiter))]
        known = any(key_of(column) in TEXT_KEYS for column in columns)
        if known and (best is None or len(columns) > len(best[1])):
            best = (delimiter, _distinct(columns))
    return best


def _distinct(columns: list[str]) -> list[str]:
    """Return names of columns, each once and none empty."""
    named: list[str] = []
    for number, column in enumerate(columns, start=1):
        name = column or f"column {number}"
        named.append(f"{name} {number}" if name in named else name)
    return named


def _rows(text: str, delimiter: str, name: str) -> list[tuple[int, list[str]]]:
    """Return each row behind the header with the line on which it begins."""
    body = text.removeprefix("\ufeff").lstrip("\r\n")
    line = 1 + text.count("\n", 0, len(text) - len(body))
    rows: list[tuple[int, list[str]]] = []
    limit = csv.field_size_limit(_LONGEST_FIELD)
    try:
        reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter)
        for row in reader:
            rows.append((line, row))
            line = 1 + reader.line_num
    except csv.Error as error:
        raise InputError(f"cannot be read as a table: {error}", path=name, line=line) from None
    finally:
        csv.field_size_limit(limit)
    if rows:
        _check_end(body, rows[-1][0], delimiter, name)
    return rows[1:]


def _check_end(body: str, line: int, delimiter: str, name: str) -> None:
    """Refuse a table whose last row opens a quotation mark that nothing closes: it has swallowed what follows.

    Raises:
        InputError: it does so; names the line on which the row begins.
    """
    last = "".join(body.splitlines(keepends=True)[line - 1 :])
    try:
        list(csv.reader(io.StringIO(last, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        if "end of data" in str(error):
            hint = "close it, or double it if it belongs to the words"
            raise InputError("a quotation mark is never closed", hint, path=name, line=line) from None
