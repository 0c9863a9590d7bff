"""What differs between languages: their codes, stemmers and stop words."""

from __future__ import annotations

import pytest

from searchkit.languages import code, is_stop_word, stemmer


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ("", ""),
        ("en", ""),
        ("en-GB", ""),
        ("English", ""),
        ("de", "de"),
        ("Deutsch", "de"),
        ("pt_BR", "pt"),
        ("Français", "fr"),
        ("jpn", "ja"),
        ("xx", "xx"),
        (" d e:\n", "de"),
    ],
)
def test_code(named: str, expected: str) -> None:
    """A language is known by its code with or without a region, and by a few names."""
    assert code(named) == expected


def test_a_language_without_a_stemmer_leaves_words_as_they_are() -> None:
    """Where there is no stemmer a word is its own stem."""
    assert stemmer("xx").stem("maps") == "maps"
    assert stemmer("de").stem("karten") == stemmer("de").stem("karte")


def test_stop_words_are_those_of_the_language() -> None:
    """A word is a stop word in its own language only."""
    assert is_stop_word("und", "de")
    assert not is_stop_word("und")
    assert not is_stop_word("the", "ja")


def test_a_stemmer_with_a_full_memory_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the memory is full it is emptied, and stems stay what they are."""
    monkeypatch.setattr("searchkit.languages._MEMO_LIMIT", 2)
    assert [stemmer("nl").stem(word) for word in ("kaarten", "boeken", "dagen", "kaarten")] == [
        "kaart", "boek", "daag", "kaart"
    ]  # fmt: skip
