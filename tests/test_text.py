"""Folding, keys, slugs, and text made safe to show."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.text import fold, name_key, normalise_input, one_line, slug, visible

from .building import any_text


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("RÉSUMÉ", "resume"),
        ("Łódź", "lodz"),
        ("straße", "strasse"),
        ("Ærø Œuvre Þór", "aero oeuvre thor"),
        ("don’t `quote´", "don't 'quote'"),
        ("“so” «so» „so‟", '"so" "so" "so"'),
        ("a–b—c‐d−e", "a-b-c-d-e"),
        ("ﬁne ﬂow", "fine flow"),
        ("ＦＵＬＬ　ｗｉｄｔｈ", "full width"),
        ("so\u00adft hy\u200bphen", "soft hyphen"),
        ("e\u0301", "e"),
        ("ℂ ℝ ™", "c r tm"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("鳥羽 志津", "鳥羽 志津"),
        ("한국어", "한국어"),
        ("Й й", "й й"),
        ("ガ が", "ガ が"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    """Case, accents, ligatures, quote marks, dashes, full-width forms and soft hyphens make no difference."""
    assert fold(text) == folded


@given(any_text)
def test_fold_is_idempotent(text: str) -> None:
    """Folding what is folded changes nothing, whatever the text."""
    assert fold(fold(text)) == fold(text)


def test_fold_is_idempotent_for_every_character() -> None:
    """Folding twice is folding once for each single character that there is."""
    assigned = (char for char in map(chr, range(0x30000)) if unicodedata.category(char) not in ("Cn", "Co"))
    assert [char for char in assigned if fold(folded := fold(char)) != folded] == []


@given(any_text)
def test_fold_ignores_case_and_form(text: str) -> None:
    """Canonically equal texts fold to the same."""
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


@given(any_text)
def test_folding_of_ascii_agrees_with_that_of_the_rest(text: str) -> None:
    """A text folds to the same whether or not a character beyond ASCII stands elsewhere in it."""
    ascii_only = text.encode("ascii", "ignore").decode()
    assert fold(ascii_only) == fold(ascii_only + "é")[:-1]


def test_name_key() -> None:
    """Spellings of a name that differ in blanks, case, accents and punctuation have one key."""
    spellings = ("Yann Le Cun", "yann lecun", "YANN LÉCUN", "Yann  Le-Cun", "Yann Le’Cun.")
    assert {name_key(spelling) for spelling in spellings} == {"yannlecun"}
    assert name_key("鳥羽 志津") == "鳥羽志津"
    assert name_key("?!") == ""


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("The Card That Lied", "the-card-that-lied"),
        ("Mind, there's a door", "mind-theres-a-door"),
        ("E12: Łukasz — “Why?”", "e12-lukasz-why"),
        ("鳥羽 志津", "鳥羽-志津"),
        ("a/../b\\c", "a-b-c"),
        ("snake_case", "snake-case"),
    ],
)
def test_slug(text: str, made: str) -> None:
    """A slug is the folded words joined by hyphens."""
    assert slug(text) == made


@given(any_text, st.integers(1, 100))
def test_slug_is_a_name_for_a_file(text: str, limit: int) -> None:
    """A slug is never empty, hidden, or a path, is the same each time, and keeps to its limit."""
    made = slug(text, limit)
    assert made == slug(text, limit)
    assert made
    assert not made.startswith(".")
    assert not set(made) & set("/\\ \0")
    assert len(made) <= max(limit, 17)


def test_slug_cuts_between_words() -> None:
    """A long title is cut behind a word, and only a single word longer than the limit inside of one."""
    assert slug("one two three", 9) == "one-two"
    assert slug("extraordinarily", 5) == "extra"


def test_slugs_of_texts_without_letters_differ() -> None:
    """Two texts without a letter or digit do not fall together."""
    assert slug("?!") != slug("…")
    assert slug("?!").startswith("untitled-")


@given(any_text)
def test_visible(text: str) -> None:
    """Nothing that a terminal acts on is left, the length stays, and ordinary text stays as it is."""
    shown = visible(text)
    assert len(shown) == len(text)
    assert not any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\t\n" for char in shown)
    assert visible(shown) == shown
    shown.encode()


@pytest.mark.parametrize("char", [*"\x1b\x9b\x07\r\x00\u202e\u2066\u2028\ufeff\ud800"])
def test_visible_replaces(char: str) -> None:
    """Escapes, controls, overrides of the direction and lone surrogates become the replacement character."""
    assert visible(f"a{char}b") == "a\ufffdb"


def test_visible_keeps() -> None:
    """Tabs, line feeds, accents, joiners and pictures stay."""
    text = "a\tb\nc é \u200d 👩\u200d🚀 [b] &"
    assert visible(text) == text


def test_one_line() -> None:
    """White space of any kind and length becomes one blank, and goes at the ends."""
    assert one_line("\t a \r\n b\u00a0\u2003c \n") == "a b c"


def test_normalise_input() -> None:
    """Line ends become line feeds, fixed blanks blanks, and marks without width go."""
    text = "\ufeffa\r\nb\rc\x85d\u2028e\u00a0f\u3000g\u200bh"
    assert normalise_input(text) == "a\nb\nc\nd\ne f gh"


@given(any_text)
def test_normalise_input_is_idempotent(text: str) -> None:
    """Normalising what is normal changes nothing."""
    once = normalise_input(text)
    assert normalise_input(once) == once
