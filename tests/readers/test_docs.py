"""docs/readers.md says what is true."""

from __future__ import annotations

import re

import pytest

from searchkit import readers
from searchkit.readers.sections import HEADS

from .conftest import PROJECT, read

TEXT = (PROJECT / "docs" / "readers.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "reader", "ideas", "quotes"),
    [("text", "summary-page", 2, 2), ("markdown", "front-matter", 2, 2), ("yaml", "episode-yaml", 0, 1)],
)
def test_the_examples_are_read_as_the_page_says(language: str, reader: str, ideas: int, quotes: int) -> None:
    """Each example goes to its reader and is read whole, without a warning."""
    example, *_ = re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
    reading = read(example)
    assert (reading.reader, reading.warnings) == (reader, ())
    assert (len(reading.episode.ideas), len(reading.episode.quotes)) == (ideas, quotes)
    assert (reading.episode.show, reading.episode.quotes[-1].at) == ("The Evening Kite", 751.0)


def test_the_example_of_show_notes_is_read_as_the_page_says() -> None:
    """Three chapters, a headline and a point; the books are kept."""
    _, example = re.findall(r"^```text\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
    reading = read(example)
    assert (reading.reader, reading.warnings) == ("show-notes", ("kept but not searched: “Books mentioned”",))
    assert (reading.episode.show, reading.episode.title) == ("The Evening Kite", "Why maps lie")
    assert len(reading.episode.chapters) == 3


def test_every_reader_is_described() -> None:
    """The table of the page is the table of the code."""
    for name, takes in readers.names_and_descriptions().items():
        assert f"| `{name}` | {takes} |" in TEXT


def test_every_kind_of_head_is_described() -> None:
    """The page has a row for each kind of section that holds passages."""
    for kind in set(HEADS.values()) - {"headline"}:
        assert f"| {kind} |" in TEXT
