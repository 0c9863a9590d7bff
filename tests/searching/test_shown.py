"""What a hit shows: explanation, highlights, and what stands around it."""

from __future__ import annotations

import pytest

from searchkit import Library


@pytest.mark.parametrize(
    "typed",
    [
        *("kettle", "kettle sings", "the bridge carries news before it carries goods", "bridge AND news"),
        *(
            '"bridge carries" goods',
            "kettle^3 map",
            "kett*",
            "ketle~ sings",
            "(map OR walk) kettle",
            "glue is patience",
        ),
    ],
)
def test_an_explanation_adds_up_to_its_score(walks: Library, typed: str) -> None:
    """The parts of a score are there when asked for and sum to it to the last digit."""
    found = walks.search(typed, explain=True, match="any", limit=None)
    assert found.hits
    for hit in found:
        assert hit.explanation
        assert round(sum(part.value for part in hit.explanation), 4) == hit.score
    assert all(not hit.explanation for hit in walks.search(typed))


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("carry", ["carries", "carries"]),
        ("bridges", ["bridge"]),
        ('"bridge carries"', ["bridge carries"]),
        ("good*", ["goods"]),
        ("n?ws", ["news"]),
        ("brigde~2", ["bridge"]),
        ("the news", ["news"]),
        ("news -kettle", ["news"]),
        ('news "carries news" speaker:"Ada Lind"', ["carries news"]),
    ],
)
def test_highlights_mark_what_matched(walks: Library, typed: str, marked: list[str]) -> None:
    """What is marked in a hit is what the query matched there."""
    (hit,) = (hit for hit in walks.search(typed) if hit.passage.id.endswith("one#quote-1"))
    assert [hit.passage.text[span.start : span.end] for span in hit.highlights] == marked


def test_headings_are_marked_too(walks: Library) -> None:
    """A word in an idea's heading is marked there, one in its explanation there."""
    (hit,) = walks.search("bridge carry", kinds=("idea",))
    fields = [(span.field, getattr(hit.passage, span.field)[span.start : span.end]) for span in hit.highlights]
    assert fields == [("heading", "Bridges"), ("heading", "carry"), ("text", "bridge"), ("text", "carries")]


# Context


def test_a_quote_has_its_idea_and_an_idea_its_quotes(walks: Library) -> None:
    """What belongs together in an episode comes with the hit."""
    (quote,) = walks.search("kettle map", kinds=("quote",))
    assert quote.context.idea is not None
    assert quote.context.idea.heading == "Maps lie"
    (idea,) = walks.search("heading:lie", kinds=("idea",))
    assert [other.id for other in idea.context.quotes] == [quote.passage.id]
    assert quote.context.before == quote.context.after == ()


def test_neighbours_stand_before_and_after(walks: Library) -> None:
    """As many neighbours of the same kind as asked for come on each side, in the order of the episode."""
    (hit,) = walks.search("kettle map", kinds=("quote",), context=1)
    assert [other.id[-7:] for other in hit.context.before] == ["quote-1"]
    assert [other.id[-7:] for other in hit.context.after] == ["quote-3"]
    (first,) = walks.search("news", kinds=("quote",), context=5)
    assert first.context.before == ()
    assert [other.id[-7:] for other in first.context.after] == ["quote-2", "quote-3"]


# Filters
