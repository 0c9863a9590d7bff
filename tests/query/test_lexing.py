"""Tokens: which signs are operators where they stand, and that places are those of the query as typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.errors import QueryError
from searchkit.query import FIELDS
from searchkit.query.lexing import check, scan


def kinds(typed: str) -> list[tuple[str, str]]:
    """Return kind and text of every token."""
    return [(token.kind, token.text) for token in scan(typed, FIELDS.__contains__)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("stone-wall", [("word", "stone-wall")]),
        ("-stone", [("sign", "-"), ("word", "stone")]),
        ("stone -wall", [("word", "stone"), ("sign", "-"), ("word", "wall")]),
        ("stone - wall", [("word", "stone"), ("word", "wall")]),
        ("+stone", [("sign", "+"), ("word", "stone")]),
        ("C++", [("word", "C++")]),
        ("ANDes", [("word", "ANDes")]),
        ("a AND b", [("word", "a"), ("operator", "AND"), ("word", "b")]),
        ("a && b", [("word", "a"), ("operator", "AND"), ("word", "b")]),
        ("a and b", [("word", "a"), ("word", "and"), ("word", "b")]),
        ("speaker:ada", [("field", "speaker"), ("word", "ada")]),
        ("TITLE:ada", [("field", "title"), ("word", "ada")]),
        ("note: ada", [("word", "note"), ("word", "ada")]),
        ("https://x.org", [("word", "https"), ("word", "//x.org")]),
        ("that?", [("word", "that")]),
        ("th?t", [("word", "th?t")]),
        ("[laughter]", [("word", "laughter")]),
        ("[2023 TO 2024]", [("range", "[2023 TO 2024]")]),
        ("date:>=2023", [("field", "date"), ("compare", ">=2023")]),
        ("a >=2", [("word", "a"), ("word", ">=2")]),
        ("a~2", [("word", "a"), ("near", "~2")]),
        ("~2", []),
        ("a^2", [("word", "a"), ("boost", "^2")]),
        ("(a)", [("open", "("), ("word", "a"), ("close", ")")]),
        ("a () (…) b", [("word", "a"), ("word", "b")]),
        ("“a b”", [("phrase", '"a b"')]),
        ("", []),
        (" \t\n\u200b\x00", []),
    ],
)
def test_a_sign_is_an_operator_only_where_it_can_be_one(typed: str, expected: list[tuple[str, str]]) -> None:
    """The tokens of a query are these, signs that cannot be meant as operators left out or part of words."""
    assert kinds(typed) == expected


@pytest.mark.parametrize("typed", ["stone (bridge OR wall) -map", "speaker:ada “stone bridge”~2", "NOT (a b)^2"])
def test_good_order_passes(typed: str) -> None:
    """Tokens in an order that makes sense raise nothing."""
    check(typed, scan(typed, FIELDS.__contains__))


@pytest.mark.parametrize("typed", ["(", ")", "a OR", "(OR a)", "speaker:)", "NOT", "title: AND a"])
def test_bad_order_is_refused(typed: str) -> None:
    """Tokens in an order that makes no sense raise a fault with a place inside of the query."""
    with pytest.raises(QueryError) as caught:
        check(typed, scan(typed, FIELDS.__contains__))
    assert 0 <= caught.value.start < caught.value.end <= len(typed)


@given(st.text(st.characters() | st.sampled_from('"()[]{}+-*?~^:<>\\& |“”'), max_size=40))
def test_tokens_stand_in_order_without_overlap(typed: str) -> None:
    """Every token has a place in the query as typed, behind the one before it."""
    try:
        found = scan(typed, FIELDS.__contains__)
    except QueryError:
        return
    behind = 0
    for token in found:
        assert behind <= token.start < token.end <= len(typed)
        behind = token.end
