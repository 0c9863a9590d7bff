"""Marks: the pieces of a passage that a query asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.analysis import stem, words
from searchkit.errors import QueryError
from searchkit.highlighting import Highlighter, highlight, holds
from searchkit.model import EpisodeRef, Passage
from searchkit.query import parse
from searchkit.query.nodes import Fuzzy, Phrase, Prefix, Term, Wildcard
from tests.building import VOCABULARY, phrases_from

EPISODE = EpisodeRef("show/e", "The Workbench", "e")


def passage(text: str, heading: str = "", speaker: str = "") -> Passage:
    """Return a passage with these words."""
    return Passage("show/e#quote-1", "idea" if heading else "quote", text, EPISODE, speaker=speaker, heading=heading)


def marked(typed: str, text: str, heading: str = "") -> list[str]:
    """Return the pieces that a query marks."""
    one = passage(text, heading)
    return [getattr(one, span.field)[span.start : span.end] for span in highlight(parse(typed), one)]


@pytest.mark.parametrize(
    ("typed", "text", "expected"),
    [
        ("walk", "He walks; she walked. A sidewalk?", ["walks", "walked"]),
        ("cafe", "The Café of Zoë’s", ["Café"]),
        ("zoe", "The Café of Zoë’s", ["Zoë’s"]),
        ("the walk", "the walk of the year", ["walk"]),
        ("the", "The walk of the year", ["The", "the"]),
        ('"the walk"', "the walk of the year", ["the walk"]),
        ('"stone walls"', "Stone, wall; stone walls. stone", ["Stone, wall", "stone walls"]),
        ('"stone wall"~2', "stone and quiet wall", ["stone", "wall"]),
        ('"stone wall"~1', "stone and quiet wall", []),
        ('"wall stone"', "stone wall", []),
        ("well-known", "a well known and well-known map, known well", ["well known", "well-known"]),
        ("地図", "古い地図", ["地図"]),
        ("map*", "Maps, mapping and a roadmap", ["Maps", "mapping"]),
        ("m?ps", "maps mops mps", ["maps", "mops"]),
        ("*map", "map roadmap maps", ["map", "roadmap"]),
        ("mapz~", "map maps mapping", ["map", "maps"]),
        ("stone OR wall", "a wall, a stone", ["wall", "stone"]),
        ("stone -wall", "a wall, a stone", ["stone"]),
        ("stone NOT wall", "a wall, a stone", ["stone"]),
        ("NOT wall", "a wall, a stone", []),
        ("stone^3", "a wall, a stone", ["stone"]),
        ('stone "stone wall"', "stone wall, stone", ["stone wall", "stone"]),
        ("speaker:stone wall", "stone wall", ["wall"]),
        ("title:stone", "stone wall", []),
        ("heading:stone", "stone wall", []),
        ("C++", "C and C++", ["C++"]),
        ("*", "stone wall", []),
        ("stone", "", []),
    ],
)
def test_what_is_marked(typed: str, text: str, expected: list[str]) -> None:
    """These pieces of the text are marked, in its order."""
    assert marked(typed, text) == expected


def test_headings_are_marked_before_the_text() -> None:
    """Marks in the heading come first; a query in the heading alone marks nothing else."""
    assert marked("stone", "the stones", heading="Stone walls") == ["Stone", "stones"]
    assert marked("heading:stone", "the stones", heading="Stone walls") == ["Stone"]


def test_a_highlighter_serves_many_passages() -> None:
    """One highlighter gives for each passage what it would give alone."""
    tree = parse('stone "quiet wall"')
    several = [passage("a stone"), passage("the quiet wall", "Stones"), passage("nothing")]
    one = Highlighter(tree)
    assert [one.spans(each) for each in several] == [highlight(tree, each) for each in several]


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [
        (Term("stone"), True),
        (Term("lind"), True),
        (Term("kite"), False),
        (Phrase(("a", "stone")), True),
        (Phrase(("stone", "a")), False),
        (Prefix("sto"), True),
        (Wildcard("st?n*"), True),
        (Fuzzy("stome"), True),
        (Fuzzy("xtone"), False),
    ],
    ids=repr,
)
def test_holds(leaf: Term | Phrase | Prefix | Wildcard | Fuzzy, *, expected: bool) -> None:
    """A passage holds what its words have, and a word of its speaker's name."""
    assert holds(leaf, passage("a stone in the wall", speaker="Ada Lind")) is expected


@given(phrases_from(most=3), phrases_from(), phrases_from())
def test_marked_words_are_those_of_the_query(typed: str, text: str, heading: str) -> None:
    """Whatever plain words are asked for, each mark has only their stems, and no two marks overlap."""
    one = passage(text, heading)
    asked = {stem(word) for word in words(typed)}
    behind = {"heading": 0, "text": 0}
    for span in highlight(parse(typed.lower()), one):
        assert behind[span.field] <= span.start < span.end <= len(getattr(one, span.field))
        behind[span.field] = span.end
        assert {stem(word) for word in words(getattr(one, span.field)[span.start : span.end])} <= asked


@given(st.lists(st.sampled_from((*VOCABULARY, "AND", "OR", "-", '"', "*", "~2", "(", ")")), max_size=8), st.text())
def test_any_query_marks_valid_pieces_of_any_text(pieces: list[str], text: str) -> None:
    """Whatever the query and the text, marks lie inside of the text, in order, without overlap."""
    try:
        tree = parse("".join(pieces) if len(pieces) % 2 else " ".join(pieces))
    except QueryError:
        return
    one = passage(f"{text} {' '.join(pieces)}")
    behind = 0
    for span in highlight(tree, one):
        assert behind <= span.start < span.end <= len(one.text)
        behind = span.end
