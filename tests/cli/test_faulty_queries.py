"""Queries that cannot be read, and odd ones that can."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rich.cells import cell_len

from .conftest import Done

Run = Callable[..., Done]
pytestmark = pytest.mark.usefixtures("sample")


def marked(done: Done) -> tuple[str, int, int]:
    """Return the query as an error shows it, the column of the mark below it, and the length of the mark."""
    lines = done.err.splitlines()
    at = next(number for number, line in enumerate(lines) if line and not line.strip(" ^"))
    mark = lines[at]
    return lines[at - 1][2:], mark.index("^") - 2, mark.count("^")


@pytest.mark.parametrize(
    ("query", "message", "fault"),
    [
        ('"a', "the quotation mark is never closed", '"'),
        ("(a", "the bracket is never closed", "("),
        ("a)", "the bracket closes nothing", ")"),
        ("a AND", "AND has nothing after it", "AND"),
        ("OR a", "OR has nothing before it", "OR"),
        ("NOT", "NOT has nothing after it", "NOT"),
        ("foo:bar", "there is no field foo:", "foo:"),
        ("speakr:lind", "there is no field speakr:", "speakr:"),
        ("kind:quot", "there is no kind quot", "quot"),
        ("date:banana", "banana is not a date", "banana"),
        ("date:[2024 TO 2023]", "the range ends before it begins", "[2024 TO 2023]"),
        ("speaker:falcoeiro", "may be any of 2 speakers", "falcoeiro"),
        ("map~9", "asks for too many words", "map"),
        ("a*", "asks for too many words", "a*"),
        ('日本語 "a', "the quotation mark is never closed", '"'),
        ("日本語 map foo:志津", "there is no field foo:", "foo:"),
        ("e\u0301te\u0301 foo:bar", "there is no field foo:", "foo:"),
        ("é foo:bar", "there is no field foo:", "foo:"),
        ("🙂 foo:bar", "there is no field foo:", "foo:"),
        ("\t\tfoo:bar", "there is no field foo:", "foo:"),
        ("日本\tfoo:bar", "there is no field foo:", "foo:"),
        ("map\nfoo:bar", "there is no field foo:", "foo:"),
        ("kind:日本語", "there is no kind 日本語", "日本語"),
    ],
)
def test_a_fault_is_marked_where_it_stands(run: Run, query: str, message: str, fault: str) -> None:
    """A query that cannot be read ends in 2, says why, and has carets below the columns of the fault."""
    done = run("search", query)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: ")
    assert message in done.err.splitlines()[0]
    shown, column, length = marked(done)
    assert column == cell_len(shown[: shown.index(fault)])
    assert length == cell_len(fault)


@pytest.mark.parametrize("before", ["", "letter " * 90, "鳥羽 " * 40])
@pytest.mark.parametrize("behind", ["", " letter" * 50])
@pytest.mark.parametrize("columns", ["40", "80"])
def test_a_long_query_is_cut_around_the_fault(
    run: Run, monkeypatch: pytest.MonkeyPatch, before: str, behind: str, columns: str
) -> None:
    """Of a query that is longer than a line, what stands around the fault is shown, and the carets fit."""
    monkeypatch.setenv("COLUMNS", columns)
    done = run("search", f"{before}foo:bar{behind}")
    assert done.code == 2
    shown, column, length = marked(done)
    assert cell_len(shown) <= int(columns) - 2
    assert column == cell_len(shown[: shown.index("foo:")])
    assert length == 4
    assert shown.startswith("…") == bool(before)
    assert shown.endswith("…") == bool(behind)


@pytest.mark.parametrize(
    "query",
    [
        '"a',
        "(a",
        "a)",
        "a AND",
        "NOT",
        "foo:bar",
        "speakr:benedita",
        "kind:quot",
        "map~9",
        'date:2021 AND (map "flood',
        "a AND OR",
    ],
)
def test_what_is_suggested_can_be_read(run: Run, query: str) -> None:
    """The query that an error suggests runs."""
    done = run("search", query)
    suggested = next(line for line in done.err.splitlines() if line.startswith("  try: "))
    assert run("search", suggested.removeprefix("  try: ")).code in (0, 1)


@pytest.mark.parametrize(
    ("query", "code", "holds"),
    [
        ("*", 0, ""),
        ("", 0, ""),
        ("[laughter]", 0, "[laughter]"),
        ("AT&T", 1, ""),
        ("C++", 0, "C++"),
        ("it's", 0, "it"),
        ("résumé", 0, "résumé"),
        ("well-known?", 0, "well-known"),
        ("https://qqq.zzzz/xqz", 1, ""),
    ],
)
def test_signs_that_are_no_operators_are_text(run: Run, query: str, code: int, holds: str) -> None:
    """Punctuation, brackets and an empty query never fail; what is found holds the signs as they were written."""
    done = run("search", query, "--limit", "1")
    assert done.code == code, done.err
    assert holds in done.out
    assert "error" not in done.err


@pytest.mark.parametrize("query", ["?!", "...", "&&", "-", '""'])
def test_a_query_without_any_word_is_told(run: Run, query: str) -> None:
    """A query that holds signs and no word finds everything or says that it holds no word; it never fails otherwise."""
    done = run("search", "--", query)
    assert done.code in (0, 2)
    assert done.code == 0 or done.err.startswith("error: ")


@pytest.mark.parametrize("words", [("word",) * 10_000, ("word " * 10_000,), ("x" * 30_000,)])
def test_ten_thousand_words_are_refused_in_a_few_lines(run: Run, words: tuple[str, ...]) -> None:
    """Ten thousand words end in 2 with how long a query is and may be, and are not repeated whole."""
    done = run("search", *words)
    assert done.code == 2
    assert "at most" in done.err
    assert len(done.err) < 500


def test_control_characters_of_a_query_are_not_printed(run: Run) -> None:
    """An escape sequence in a query comes back harmless, in errors and in counts."""
    for query in ("\x1b[31m foo:bar", "zz\x1b]0;title\x07zz", "\u202efoo:bar", "\udcff foo:bar"):
        done = run("search", query)
        assert done.code in (0, 1, 2)
        assert not set("\x1b\x07\u202e\udcff") & set(done.err)
