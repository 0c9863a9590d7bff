"""How much room text takes, and how it is broken to fit."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from searchkit.terminal.layout import beginning, columns_of, laid_out, wrapped

TEXT = st.text(alphabet="ab é日本鳥 -—“”x", max_size=80)


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("abc", 3), ("日本", 4), ("e\u0301", 1), ("é", 1), ("ｆ", 2), ("🙂", 2), ("a\u200db", 2), ("Пеевска", 7)],
)
def test_wide_letters_take_two_columns_and_marks_none(text: str, columns: int) -> None:
    """A text takes as many columns as a terminal gives it."""
    assert columns_of(text) == columns


@given(TEXT)
def test_columns_are_those_that_rich_counts(text: str) -> None:
    """Letters of the usual scripts take the columns that Rich draws them in."""
    assert columns_of(text) == cell_len(text)


@given(TEXT, st.integers(0, 40))
def test_a_beginning_is_the_longest_that_fits(text: str, most: int) -> None:
    """The beginning fits, and with one more letter it would not."""
    start = beginning(text, most)
    assert text.startswith(start)
    assert columns_of(start) <= most
    assert start == text or columns_of(text[: len(start) + 1]) > most


@given(TEXT, st.integers(10, 40))
def test_wrapping_keeps_the_words_and_the_width(text: str, width: int) -> None:
    """Broken between words, a text keeps them in order, and no line is too long that holds more than one."""
    lines = wrapped(text, width, "  ").split("\n")
    assert " ".join(lines).split() == text.split()
    for line in lines:
        assert columns_of(line) <= width or len(line.split()) == 1
    for line in lines[1:]:
        assert line.startswith("  ")


def test_a_text_that_fits_is_left_as_it_is() -> None:
    """A text that fits keeps its blanks; one that is broken keeps those before its first word."""
    assert wrapped("a  b", 10) == "a  b"
    assert wrapped("  one two three", 9, "    ") == "  one two\n    three"


def test_paragraphs_are_joined_and_rows_hang() -> None:
    """Lines of a paragraph flow together; the explanation of a row stands beside its name, or below where none fits."""
    text = "one two\nthree four\n\n  name     what it is\n  a longer name     it\n"
    assert laid_out(text, 80) == "one two three four\n\n  name     what it is\n  a longer name     it\n"
    assert laid_out(text, 22) == "one two three four\n\n  name     what it is\n  a longer name\n      it\n"
    assert laid_out("label  one two three\n", 16) == "label  one two\n       three\n"


@given(st.lists(TEXT, max_size=6), st.integers(20, 60))
def test_laying_out_loses_no_word(lines: list[str], width: int) -> None:
    """Whatever the text, every word of it is still there, in order."""
    text = "\n".join(lines)
    assert laid_out(text, width).split() == text.split()
