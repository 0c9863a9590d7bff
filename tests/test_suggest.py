"""Did you mean: the nearest of some known names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.suggest import nearest

from .building import any_text

NAMES = ("Yann LeCun", "Ada Lind", "Zoë van der Meer", "speaker", "show", "episode")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lecunn", ["Yann LeCun"]),
        ("YANN LECUM", ["Yann LeCun"]),
        ("zoe van der mer", ["Zoë van der Meer"]),
        ("speeker", ["speaker"]),
        ("shwo", ["show"]),
        ("epsiode", ["episode"]),
        ("van der", ["Zoë van der Meer"]),
        ("epis", ["episode"]),
        ("sho", ["show"]),
        ("xyz", []),
        ("meers", ["Zoë van der Meer"]),
        ("Leo", []),
        ("Dan Hanlin", []),
        ("reader", []),
        ("Anne Cunard", []),
        ("", []),
    ],
)
def test_nearest(typed: str, meant: list[str]) -> None:
    """What looks like a known name gives that name first, what looks like none gives nothing."""
    assert nearest(typed, NAMES)[:1] == meant


@given(any_text, st.lists(any_text, max_size=6), st.integers(1, 4))
def test_suggestions_are_known_names(typed: str, known: list[str], limit: int) -> None:
    """No more are given than asked for, each is a known one, each once, the same each time."""
    found = nearest(typed, known, limit)
    assert len(found) <= limit
    assert len(set(found)) == len(found)
    assert set(found) <= set(known)
    assert nearest(typed, known, limit) == found


@given(st.lists(st.text(st.characters(categories=("L",)), min_size=4), min_size=1, max_size=5))
def test_a_known_name_is_its_own_nearest(known: list[str]) -> None:
    """A name that is known is among its own suggestions, if it has a word."""
    assert not any(map(str.isalnum, known[0])) or known[0] in nearest(known[0], known, limit=len(set(known)))
