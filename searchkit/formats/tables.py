"""Rows of text for programs that calculate: CSV and its relatives, with nothing in them that is a formula.

A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a line end for a formula or for something to
split (OWASP, "CSV Injection"). Such a cell gets an apostrophe before it, which spreadsheets take as "this is text".
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from typing import TextIO

from searchkit.formats.parts import moment_url
from searchkit.model import Hit, Results
from searchkit.text import visible
from searchkit.times import format_moment

COLUMNS = (
    *("id", "kind", "text", "speaker", "heading", "at", "show", "title", "number", "published", "url"),
    *("episode", "headline", "idea", "score", "also", "link", "verified"),
)
# Apostrophes come first so that a cell which already looks neutralised gets another one: that makes it reversible.
_FORMULA = re.compile("'*\\s*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b]")


def cell(text: str) -> str:
    """Return text as a cell that no spreadsheet takes for a formula.

    To get the text back, strip one apostrophe where blanks, further apostrophes or nothing, and then one of
    `= + - @`, a tab or a line end follow it.

    >>> cell("=1+1"), cell("'=1+1"), cell("it's 1+1")
    ("'=1+1", "''=1+1", "it's 1+1")
    """
    text = visible(text)
    return "'" + text if _FORMULA.match(text) else text


def write_rows(stream: TextIO, header: Sequence[str], rows: Iterable[Sequence[str]], delimiter: str = ",") -> None:
    """Write rows as RFC 4180 has it but with LF line ends: what holds a delimiter, quote or line end is quoted."""
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)


def write_table(results: Results, stream: TextIO, delimiter: str) -> None:
    """Write one row a hit under `COLUMNS`."""
    write_rows(stream, COLUMNS, map(_row, results), delimiter)


def _row(hit: Hit) -> tuple[str, ...]:
    passage, episode, idea = hit.passage, hit.passage.episode, hit.context.idea
    text = (passage.id, passage.kind, passage.text, passage.speaker, passage.heading)
    source = (episode.show, episode.title, episode.number, episode.published, episode.url)
    around = (episode.id, episode.headline, idea.heading if idea else "")
    # The moment and the score are ours: a negative score is a number and stays one.
    at = "" if passage.at is None else format_moment(passage.at)
    others = cell(" ".join(duplicate.passage.id for duplicate in hit.duplicates))
    return (
        *map(cell, text),
        at,
        *map(cell, source),
        *map(cell, around),
        repr(hit.score),
        others,
        cell(moment_url(episode.url, passage.at)),
        passage.verified,
    )
