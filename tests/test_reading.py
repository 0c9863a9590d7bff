"""Passages with their words read for a query: only what it asks for is stemmed."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from searchkit.analysis import stem, terms
from searchkit.languages import IRREGULAR
from searchkit.reading import Wanted
from tests.building import phrases_from

LETTERS = st.text(string.ascii_lowercase, min_size=1, max_size=12)
ENDINGS = st.sampled_from(["", "y", "ies", "ied", "ying", "ing", "ed", "s", "ly", "ational", "eed", "e"])


@given(LETTERS, ENDINGS)
def test_an_english_stem_begins_like_its_word(beginning: str, ending: str) -> None:
    """No rule of the stemmer changes how a word begins; only the forms of the auxiliary verbs are known by heart."""
    word = beginning + ending
    assert word in IRREGULAR or stem(word)[0] == word[0]


@given(st.lists(phrases_from(), min_size=1, max_size=4), phrases_from(most=5), st.sampled_from(["", "fr"]))
def test_what_is_asked_for_is_found_where_it_stands(texts: list[str], typed: str, language: str) -> None:
    """The words and places read for some stems are those that reading every stem gives."""
    stems = {one for _, some in terms(typed, language) for one in some}
    wanted = Wanted(stems)
    for text in texts:
        every = terms(text, language)
        places = [(at, one) for at, (_, some) in enumerate(every) for one in some if one in stems]
        assert wanted.read(text, language) == ([word for word, _ in every], places)


def test_the_forms_of_an_auxiliary_verb_are_found() -> None:
    """“was” and “is” are found by the stem of “be”, though they do not begin like it."""
    assert Wanted({stem("been")}).read("It was, it is", "") == (["it", "was", "it", "is"], [(1, "be"), (3, "be")])
