"""What comes first: exact wording, nearness, order, headings; other sorts, and pages of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from searchkit import Episode, Idea, Library
from searchkit.text import fold
from tests.building import episode, many, quotes
from tests.searching.telling import ids, texts

Make = Callable[[Iterable[Episode]], Library]


def test_exact_wording_then_nearness_then_order(make_library: Make) -> None:
    """The wording as typed comes before words near each other, those before words far apart."""
    exact, near = "a brown kettle sings at the river", "a brown old kettle sings at the river"
    turned = "a kettle sings, brown at the river side"
    far = "a brown river sings at the side of every kettle"
    library = make_library([episode("e", quotes=quotes(far, turned, near, exact))])
    found = texts(library.search("brown kettle", duplicates=True))
    assert found[0] == exact
    assert found[1] == near
    assert set(found) == {exact, near, turned, far}


def test_words_in_order_before_words_turned_round(make_library: Make) -> None:
    """Of two lines with the same words the one that has them in the order of the query comes first."""
    turned, ordered = "stone over the quiet river", "quiet over the stone river"
    library = make_library([episode("e", quotes=quotes(turned, ordered))])
    assert texts(library.search("quiet stone")) == [ordered, turned]


def test_the_exact_wording_has_its_stop_words(make_library: Make) -> None:
    """Stop words tell the line that was meant from one with the same other words."""
    other, meant = "Maps and a river at night.", "Maps of the river at night."
    library = make_library([episode("e", quotes=quotes(other, meant))])
    assert texts(library.search("maps of the river"))[0] == meant
    assert texts(library.search("maps and a river"))[0] == other


def test_more_words_before_fewer(make_library: Make) -> None:
    """Where no passage holds all words, those that hold more come first."""
    library = make_library(
        [episode("e", quotes=quotes("a quiet kite", "a quiet kite over stone", "kite", "an anvil", "a glass bottle"))]
    )
    found = texts(library.search("quiet kite stone lantern"))
    assert found == ["a quiet kite over stone", "a quiet kite", "kite"]


def test_a_word_in_the_heading_counts_more(make_library: Make) -> None:
    """An idea whose heading has the word comes before one that only explains with it."""
    library = make_library(
        [
            episode(
                "e",
                ideas=(
                    Idea("Small things matter", "Glue and lanterns hold a house."),
                    Idea("Lanterns matter", "Glue and small things hold a house."),
                ),
            )
        ]
    )
    found = library.search("lantern", explain=True)
    assert ids(found) == ["e#idea-2", "e#idea-1"]
    assert "in the heading" in {part.what for part in found.hits[0].explanation}
    assert "in the heading" not in {part.what for part in found.hits[1].explanation}


# Which passages


def test_scores_fall(sample: Library) -> None:
    """Hits by relevance come with scores that never rise."""
    for typed in ("map", "map river", "bridge OR map"):
        scores = [hit.score for hit in sample.search(typed, limit=60)]
        assert scores == sorted(scores, reverse=True)


def test_sort_orders(walks: Library) -> None:
    """Hits come newest or oldest first, by speaker, or as the episodes have them."""
    newest = [hit.passage.episode.published for hit in walks.search(sort="newest", limit=None)]
    assert newest == sorted(newest, reverse=True)
    oldest = [hit.passage.episode.published for hit in walks.search(sort="oldest", limit=None)]
    assert oldest == sorted(oldest)
    speakers = [hit.passage.speaker for hit in walks.search(sort="speaker", kinds=("quote",), limit=None)]
    named = [fold(name) for name in speakers if name]
    assert named == sorted(named)
    assert ids(walks.search(sort="episode", kinds=("quote",), episode="one")) == [
        *("one#quote-1", "one#quote-2", "one#quote-3")
    ]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "speaker", "episode"])
@pytest.mark.parametrize("typed", ["map", "map river", "", "stone OR walk"])
def test_pages_partition_the_hits(make_library: Make, sort: str, typed: str) -> None:
    """Page after page gives every hit once, in the order of the whole list."""
    library = make_library(many(7, 12))
    whole = library.search(typed, sort=sort, limit=None)
    assert len(whole) == whole.total
    paged: list[str] = []
    for offset in range(0, whole.total + 7, 7):
        page = library.search(typed, sort=sort, limit=7, offset=offset)
        assert page.total == whole.total
        paged += [hit.passage.id for hit in page]
    assert paged == [hit.passage.id for hit in whole]


def test_two_runs_are_equal(sample: Library) -> None:
    """The same question gets the same answer."""
    for typed in ("map", "map of the river", '"the map" OR bridge', ""):
        assert sample.search(typed, explain=True, facets=True) == sample.search(typed, explain=True, facets=True)
