"""Passages that say nearly the same: which are found, and that the order in which they come does not matter."""

from __future__ import annotations

import random
from array import array

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.duplicates import find, is_same, keys_of
from searchkit.model import EpisodeRef, Kind, Passage

from .building import phrases_from

EPISODE = EpisodeRef("show/e", "The Workbench", "Of stones")
LINE = "The cartographer never trusted a river that stayed inside its banks."


def passage(text: str, number: int = 1, kind: Kind = "quote") -> Passage:
    """Return a passage with these words."""
    return Passage(f"show/e#{kind}-{number}", kind, text, EPISODE)


def groups(*passages: Passage) -> list[list[str]]:
    """Return the groups among passages, sorted."""
    keys = array("I")
    keys.frombytes(keys_of(passages))
    there = {one.id: one for one in passages}
    found = find(keys, [one.id for one in passages], lambda ids: {one: there[one] for one in ids})
    return sorted(sorted(group) for group in found)


@pytest.mark.parametrize(
    "other",
    [
        LINE,
        "“The cartographer never trusted a river that stayed inside its banks”",
        "THE CARTOGRAPHER NEVER TRUSTED A RIVER THAT STAYED INSIDE ITS BANKS!",
        "The cartographer never trusted any river that stayed inside its banks.",
        "The old cartographer never trusted a river that stayed inside its banks.",
        "The cartographer never trusted a river that stayed in its banks.",
    ],
)
def test_nearly_the_same_is_found(other: str) -> None:
    """Case, punctuation, a word more, less or in the place of another make no new quote."""
    assert groups(passage(LINE), passage(other, 2)) == [["show/e#quote-1", "show/e#quote-2"]]


@pytest.mark.parametrize(
    "other",
    [
        "The cartographer never trusted a bridge.",
        "A river that stayed inside its banks never trusted the cartographer.",
        "The cartographer drank.",
        "",
    ],
)
def test_other_words_are_not_taken_for_the_same(other: str) -> None:
    """Words in another order, or few in common, are something else."""
    assert groups(passage(LINE), passage(other, 2)) == []


def test_kinds_are_kept_apart() -> None:
    """A point that says what a quote says is no duplicate of it, and segments have none."""
    assert groups(passage(LINE), passage(LINE, kind="point")) == []
    assert keys_of([passage(LINE, kind="segment")]) == b""


def test_a_few_function_words_are_duplicates_only_if_they_are_the_same() -> None:
    """Passages with too few telling words are joined by the very same words, and not at all if they are very short."""
    assert groups(passage("That is what we did."), passage("that is what we did", 2)) != []
    assert groups(passage("That is what we did."), passage("That is how we did.", 2)) == []
    assert groups(passage("Oh no."), passage("Oh no.", 2)) == []


def test_a_crowd_of_the_same_is_one_group() -> None:
    """Very many passages under one key are still joined where they say the very same."""
    crowd = [passage(LINE, number) for number in range(1, 300)]
    assert len(groups(*crowd)) == 1
    different = [passage(f"{LINE} {'x' * (number % 3)}{number}", number) for number in range(1, 300)]
    assert all(len(group) <= 299 for group in groups(*different))


@given(st.lists(phrases_from(most=9), max_size=12), st.integers(0, 10))
def test_the_order_of_arrival_does_not_matter(texts: list[str], seed: int) -> None:
    """The groups are the same however the passages come."""
    passages = [passage(text, number) for number, text in enumerate(texts, start=1)]
    shuffled = random.Random(seed).sample(passages, len(passages))  # noqa: S311 -- an order, not a key
    assert groups(*passages) == groups(*shuffled)


@given(phrases_from(most=12))
def test_the_same_words_are_always_duplicates(text: str) -> None:
    """Whatever is long enough to have keys is a duplicate of its copy."""
    one, other = passage(text), passage(text.upper(), 2)
    assert is_same(one, other)
    assert bool(groups(one, other)) == any(keys_of([one]))
