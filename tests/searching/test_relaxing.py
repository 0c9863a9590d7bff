"""What is done when the words as typed would find nothing, and how it is said."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from searchkit import Episode, Library, Quote
from tests.building import episode, quotes

Make = Callable[[Iterable[Episode]], Library]


@pytest.fixture
def library(make_library: Make) -> Library:
    """A library of a few lines."""
    return make_library(
        [
            episode(
                "e",
                quotes=(
                    Quote("The cartographer drew the kettle first.", "Ada Lind"),
                    *quotes("A kettle sings at dawn.", "Nobody trusts a quiet river.", "Maps remember rivers."),
                ),
            )
        ]
    )


@pytest.mark.parametrize(
    ("typed", "corrected"),
    [
        ("ketle", {"ketle": "kettle"}),
        ("kettel dawn", {"kettel": "kettle"}),
        ("+ketle sings", {"ketle": "kettle"}),
        ("ketle AND dawn", {"ketle": "kettle"}),
        ("cartgrapherr", {"cartgrapherr": "cartographer"}),
        ("kettle", {}),
        ("xyz", {}),
        ("lnid", {}),
        ("dwn", {}),
        ("ketle*", {}),
        ('"ketle sings"', {}),
        ("river -ketle", {}),
    ],
)
def test_misspelt_words_are_corrected(library: Library, typed: str, corrected: dict[str, str]) -> None:
    """A word that nothing holds is taken for one that looks like it, unless it is short, quoted or excluded."""
    found = library.search(typed)
    assert found.corrected == corrected
    if corrected:
        assert found.hits
        assert not set(found.suggestions) & set(corrected)


def test_what_was_corrected_is_marked(library: Library) -> None:
    """The word that was searched for instead is what is marked."""
    (hit,) = library.search("cartgrapher").hits
    assert [hit.passage.text[span.start : span.end] for span in hit.highlights] == ["cartographer"]


def test_the_corrected_wording_counts_as_the_exact_one(library: Library) -> None:
    """A line that was typed with a slip comes first, with the score of its wording."""
    found = library.search("nobody trusts a quite rivver", explain=True)
    assert found.hits[0].passage.text == "Nobody trusts a quiet river."


def test_strict_corrects_nothing_and_drops_nothing(library: Library) -> None:
    """A strict search finds what holds every word as it was typed."""
    assert library.search("ketle", strict=True).hits == ()
    assert library.search("kettle river", strict=True).hits == ()
    assert library.search("kettle river").dropped != ()
    assert len(library.search("kettle dawn", strict=True)) == 1
    assert library.search("ketle", strict=True).suggestions == {"ketle": ("kettle",)}


def test_a_name_is_no_misspelt_word(library: Library) -> None:
    """A word that only a speaker's name holds is known."""
    assert library.search("lind kettle").corrected == {}
