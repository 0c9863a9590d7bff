"""Every output form of results: a table that names them, and one module each that is imported when it is used.

A format's module has one public function, `write(results, stream)`, which writes hit by hit where the form allows.
What it writes depends on the results alone: no clock, no environment. Lines end in LF, the text can always be encoded
as UTF-8, and text from the corpus is never markup, formula or escape sequence in it (docs/formats.md).
"""

from __future__ import annotations

import importlib
import io
import json
import os
from pathlib import PurePath
from typing import Any, TextIO

from searchkit.formats.parts import unknown
from searchkit.model import Results
from searchkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Format:
    """A row of the table.

    Attributes:
        name: as in `--format`.
        module: where it lives, a module of `searchkit.formats`.
        description: what it is for, one line.
        suffixes: endings of file names that mean it; an ending stands in one row only.
        media_type: as registered with IANA, or the one in common use.
    """

    name: str
    module: str
    description: str
    suffixes: tuple[str, ...]
    media_type: str


_TABLE = (
    Format("json", "as_json", "one object with everything, for programs", (".json",), "application/json"),
    Format("jsonl", "as_jsonl", "one object a line, for pipes", (".jsonl", ".ndjson"), "application/x-ndjson"),
    Format("csv", "as_csv", "a table for spreadsheets", (".csv",), "text/csv"),
    Format("tsv", "as_tsv", "the same, with tabs", (".tsv", ".tab"), "text/tab-separated-values"),
    Format("yaml", "as_yaml", "the same as json, for reading", (".yaml", ".yml"), "application/yaml"),
    Format(
        "markdown", "as_markdown", "block quotes with their source, for notes", (".md", ".markdown"), "text/markdown"
    ),
    Format("html", "as_html", "a page that needs nothing else", (".html", ".htm"), "text/html"),
    Format("bibtex", "as_bibtex", "entries for BibTeX and biblatex", (".bib",), "application/x-bibtex"),
    Format(
        "csl-json",
        "as_csl",
        "items for Zotero, Pandoc and other citation processors",
        (".csl.json", ".csljson"),
        "application/vnd.citationstyles.csl+json",
    ),
    Format(
        "ris", "as_ris", "records for EndNote, Zotero and Mendeley", (".ris",), "application/x-research-info-systems"
    ),
    Format("readwise", "as_readwise", "a CSV file for Readwise's import", (".readwise.csv",), "text/csv"),
    Format("anki", "as_anki", "flash cards for Anki's text import", (".anki.txt", ".anki"), "text/plain"),
    Format("plain", "as_plain", "a few labelled lines a hit, for people and pipes", (".txt",), "text/plain"),
)
_BY_NAME = {row.name: row for row in _TABLE}

FORMATS: tuple[str, ...] = tuple(_BY_NAME)
"""Names of the formats, in the order in which they are listed."""


def describe() -> tuple[Format, ...]:
    """Return the rows of the table, in the order of `FORMATS`."""
    return _TABLE


def find(name: str) -> Format:
    """Return the row of a format.

    Raises:
        UsageError: there is no such format; the hint lists them and names the nearest.
    """
    row = _BY_NAME.get(name)
    if row is None:
        raise unknown("format", name, FORMATS, guess=by_suffix(f"x.{name}"))
    return row


def by_suffix(path: str | os.PathLike[str]) -> str | None:
    """Return the name of the format that the ending of a file name means, or None.

    The longest ending wins; case does not matter.

    >>> by_suffix("best.BIB"), by_suffix("best.csl.json"), by_suffix("best")
    ('bibtex', 'csl-json', None)
    """
    file = PurePath(path).name.lower()
    endings = {suffix: row.name for row in _TABLE for suffix in row.suffixes}
    matching = [suffix for suffix in endings if file.endswith(suffix)]
    return endings[max(matching, key=len)] if matching else None


def write(results: Results, name: str, stream: TextIO) -> None:
    """Write results to a text stream in the format called `name`.

    The stream should be UTF-8 and leave line ends as they are (opened with `newline=""`).

    Raises:
        UsageError: there is no such format.
        OSError: the stream cannot be written to.
    """
    module = importlib.import_module(f"{__name__}.{find(name).module}")
    module.write(results, stream)


def render(results: Results, name: str) -> str:
    """Return results as text in the format called `name`.

    Raises:
        UsageError: there is no such format.
    """
    stream = io.StringIO()
    write(results, name, stream)
    return stream.getvalue()


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of the `json` format; `#/$defs/line` is a line of `jsonl`."""
    from importlib import resources  # noqa: PLC0415 -- start-up time

    text = resources.files(__name__).joinpath("schema/results-1.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
