from __future__ import annotations

import csv
import io
import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit import formats
from searchkit.text import visible

from .conftest import HOSTILE, IDEA, QUOTE, everywhere, hit, results

TABLES = {"csv": ",", "tsv": "\t", "readwise": ","}
HEADER = (
    *("id", "kind", "text", "speaker", "heading", "at", "show", "title", "number", "published", "url"),
    *("episode", "headline", "idea", "score", "also", "link", "verified"),
)
# As docs/formats.md has it: an apostrophe before any number of apostrophes and blanks and then one of these.
NEUTRALISED = re.compile("'(?='*\\s*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b])")


def read(made: str, name: str) -> list[dict[str, str]]:
    """Return the rows as a strict reader of CSV reads them."""
    return list(csv.DictReader(io.StringIO(made, newline=""), delimiter=TABLES[name], strict=True))


def original(cell: str) -> str:
    """Return the text of a cell, as the documentation tells readers to get it."""
    return NEUTRALISED.sub("", cell, count=1) if NEUTRALISED.match(cell) else cell


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_the_columns_are_those_of_the_documentation(name: str, full):
    """The first row names the columns, and each hit is a row below."""
    made = formats.render(full, name)
    assert made.split("\n", 1)[0].split(TABLES[name]) == list(HEADER)
    quote, idea, *_ = read(made, name)
    assert quote["at"] == "00:12:31"
    assert quote["idea"] == IDEA.heading
    assert quote["episode"] == "the-workbench/mending-is-thinking"
    assert (idea["text"], idea["at"], idea["idea"]) == (IDEA.text, "", "")


def test_a_negative_score_stays_a_number(full):
    """What we calculate is never neutralised."""
    assert read(formats.render(full, "csv"), "csv")[1]["score"] == "-0.5"


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t", "\n", "  =", "\u00a0=", "＝", "＋", "－", "＠"])
@pytest.mark.parametrize("name", TABLES)
def test_a_formula_gets_an_apostrophe(name: str, lead: str):
    """A cell that a spreadsheet could take for a formula begins with an apostrophe, in every column."""
    for row in read(formats.render(everywhere(f"{lead}1+1"), name), name):
        assert not any(re.match(r"\s*[=+\-@\t\n＝＋－＠]", value) for key, value in row.items() if key != "score")


@pytest.mark.parametrize("text", ["'=1", "''=1", "' =1", "'it", "it's", "'", "''"])
def test_an_apostrophe_of_the_corpus_is_not_lost(text: str):
    """A cell that looks neutralised already gets another apostrophe, so that taking one away gives the original."""
    row = read(formats.render(results(replace(QUOTE, text=text)), "csv"), "csv")[0]
    assert original(row["text"]) == text


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_hostile_text_stays_in_its_cell(name: str, text: str):
    """Delimiters, quotes and line ends do not break out, and taking the apostrophe away gives the text."""
    rows = read(formats.render(everywhere(text), name), name)
    assert len(rows) == 3
    for row in rows:
        assert None not in row
        assert original(row["text"]) == original(row["title"]) == visible(text)


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())), st.sampled_from(["csv", "tsv"]))
def test_any_text_reads_back(text: str, name: str):
    """The same for whatever Hypothesis finds."""
    for row in read(formats.render(everywhere(text), name), name):
        assert original(row["text"]) == original(row["headline"]) == visible(text)


@given(st.text("'=+-@ \t\na＝"))
def test_neutralising_is_reversible(text: str):
    """The same for text that is nothing but apostrophes, blanks and signs."""
    row = read(formats.render(results(replace(QUOTE, text=text)), "tsv"), "tsv")[0]
    assert original(row["text"]) == text


def test_readwise_gets_its_columns(full):
    """The header is the one of Readwise's import, the author is the show, and the location is a whole number."""
    made = formats.render(full, "readwise")
    assert made.startswith("Highlight,Title,Author,URL,Note,Location,Date\n")
    quote, idea, _, segment = read(made, "readwise")
    assert quote["Highlight"] == QUOTE.text
    assert (quote["Title"], quote["Author"]) == ("Mending is thinking", "The Workbench")
    assert (quote["Location"], segment["Location"], idea["Location"]) == ("751", "3723", "")
    assert quote["Note"] == "Said by Anneke van der Meer, at 00:12:31, no. E12, 2023-06-19\nIdea: Repair is research"
    assert idea["Highlight"] == f"{IDEA.heading}\n{IDEA.text}"
    assert {row["Date"] for row in read(made, "readwise")} == {""}


@pytest.mark.parametrize("text", HOSTILE)
def test_a_readwise_note_is_no_tag(text: str):
    """Readwise takes a note that begins with a full stop for tags; ours never does."""
    for row in read(formats.render(everywhere(f".{text}"), "readwise"), "readwise"):
        assert row["Note"].startswith(("Said by ", "Idea", "Point"))


def test_readwise_gets_no_url_that_is_none():
    """Only http and https go into the column of URLs."""
    passage = replace(QUOTE, episode=replace(QUOTE.episode, url="javascript:alert(1)"))
    assert read(formats.render(results(hit(passage)), "readwise"), "readwise")[0]["URL"] == ""
