"""Tokens: what is a word, where it stands, and what it is folded and stemmed to."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from searchkit.analysis import fold_word, is_stop_word, spans, stem, stop_words, terms, tokens, words

from .building import any_text

# Text in which the signs that join words are frequent.
knotty = st.text(st.sampled_from("aAbzé5&'’.,+#-_ \n“漢かカрю\u0301\u00ad\u200d"), max_size=40)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hello, World!", "hello world"),
        ("don't can’t", "dont cant"),
        ("Everybody’s dog's the dogs' bone", "everybody dog the dogs bone"),
        ("l’idée d'or qu’elle j'ai", "idee or elle ai"),
        ("Renée naïve Łódź", "renee naive lodz"),
        ("e\u0301cole", "ecole"),
        ("AT&T R&D a & b", "at&t r&d a b"),
        ("C++ C# c++, F#.", "c++ c# c++ f#"),
        ("a+b 1++ x#y", "a b 1 x y"),
        ("40,000 3.5 1,000,000 1,2 v2.0", "40000 3.5 1000000 1,2 v2.0"),
        ("U.S. U.S.A. e.g. i.e", "us usa eg i e"),
        ("well-known twenty–five a—b", "well known twenty five a b"),
        ("snake_case __init__", "snake case init"),
        ("COVID-19 B2B 4th", "covid 19 b2b 4th"),
        ("地図は遅い", "地 図 は 遅 い"),
        ("ガラス カラス", "ガ ラ ス カ ラ ス"),
        ("東京tokyo", "東 京 tokyo"),
        ("карта Ёлка мой", "карта елка мой"),
        ("كِتاب", "كتاب"),
        ("한국어 text", "한 국 어 text"),
        ("so\u00adft", "soft"),
        ("“quoted” (bracketed) [laughter]", "quoted bracketed laughter"),
        ("rock 'n' roll", "rock n roll"),
        ("https://example.org/a?b=c", "https example org a b c"),
        ("…—‘’“”", ""),
        ("", ""),
    ],
)
def test_words(text: str, expected: str) -> None:
    """A text is cut into words as readers mean them, folded."""
    assert words(text) == expected.split()


@given(st.one_of(any_text, knotty))
@example("\ud800a\udfff")
def test_words_are_the_words_of_tokens(text: str) -> None:
    """Both ways to the words of a text agree, whatever the text."""
    assert words(text) == [token.word for token in tokens(text)]
    assert spans(text, len(words(text))) == [(token.start, token.end) for token in tokens(text)]


@given(st.one_of(any_text, knotty))
def test_tokens_stand_in_the_text(text: str) -> None:
    """Tokens stand in order without touching each other's characters, and what stands there folds to their word."""
    behind = 0
    for token in tokens(text):
        assert behind <= token.start < token.end <= len(text)
        assert fold_word(text[token.start : token.end]) == token.word != ""
        behind = token.end


@given(st.text(st.sampled_from("aAbzé5&'’.,+#-_ “漢カюعि"), max_size=40))
@example("don't AT&T R&D U.S. 40,000 3.5 C++ l’idée Zoë’s")
def test_words_are_words(text: str) -> None:
    """A folded word read again is that word: what the index holds can be asked for."""
    for word in words(text):
        assert words(word) == [word]


@given(knotty)
def test_ascii_text_is_cut_like_any_other(text: str) -> None:
    """A letter beyond ASCII elsewhere in a text does not change how the rest is cut."""
    plain = text.encode("ascii", "ignore").decode()
    assert list(tokens(plain)) == list(tokens(f"{plain} é"))[:-1]


@given(
    st.lists(
        st.sampled_from(("don’t", "C++", "AT&T", "U.S.", "40,000", "café", "地図", "l’idée", "a", "’")), max_size=8
    )
)
def test_words_joined_are_the_words_of_each(parts: list[str]) -> None:
    """Words between blanks do not change each other."""
    assert words(" ".join(parts)) == [word for part in parts for word in words(part)]


@pytest.mark.parametrize(
    ("one", "other"), [("walk", "walking"), ("map", "maps"), ("memory", "memories"), ("remember", "remembered")]
)
def test_stem(one: str, other: str) -> None:
    """Inflections of an English word have one stem."""
    assert stem(one) == stem(other)


@pytest.mark.parametrize("word", ["c++", "at&t", "4000s", "地", "картами", "x86", ""])
def test_stem_leaves_other_words(word: str) -> None:
    """Words with signs or digits, and those of other scripts, are their own stem."""
    assert stem(word) == word


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@given(st.text(st.sampled_from("aé \u00b4\u037a\u1fbe\u309b\ufc5e\ufdfa\ufdfb\ufe70\ufe7c\u0301\u200d"), max_size=20))
def test_no_word_or_stem_holds_a_blank(language: str, text: str) -> None:
    """Characters that fold to a blank and a mark, or to several words, are one word: engines cut at blanks."""
    for word, stems_ in terms(text, language):
        assert len(word.split()) == 1
        assert all(len(found.split()) == 1 for found in stems_)


def test_stop_words() -> None:
    """Every stop word is one in the form in which the analyzer gives it, accents and apostrophes gone."""
    assert is_stop_word("the")
    assert not is_stop_word("map")
    for language in ("", "de", "es", "fr", "it", "nl", "pt"):
        assert [word for word in stop_words(language) if words(word) != [word]] == []
    assert all(is_stop_word(word) for word in words("don't you’re it isn’t weren't"))


def test_a_text_of_many_new_words_is_read_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """When the memory of folded words is full it is emptied, and no word is lost or changed."""
    monkeypatch.setattr("searchkit.analysis._MEMO_LIMIT", 10)
    text = " ".join(f"Word{number}" for number in range(100))
    assert words(text) == [f"word{number}" for number in range(100)]
    assert [stem(word) for word in words(text)] == words(text)


@given(st.one_of(any_text, knotty), st.sampled_from(("", "de", "fr", "ru", "ja")))
def test_terms_are_the_words_with_their_stems(text: str, language: str) -> None:
    """Each word comes with at least one stem, the first of which may keep what accents tell the stemmer."""
    read = terms(text, language)
    assert [word for word, _ in read] == words(text)
    assert all(stem(word, language) in stems for word, stems in read)


def test_stems_of_two_languages_never_meet() -> None:
    """A stem says of which language it is, so that one language's stem is not taken for another's word."""
    assert not {stem("letter", "fr"), stem("letter", "de")} & {stem("let"), stem("letter"), stem("let", "de")}


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "Häuser", "hauses"),
        ("fr", "rêvées", "rêver"),
        ("es", "canciones", "canción"),
        ("pt", "livros", "livro"),
        ("ru", "карты", "картой"),
        ("", "maps", "map"),
    ],
)
def test_stems_of_a_language(language: str, one: str, other: str) -> None:
    """Inflections have a stem in common, with their accents and without."""
    (_, stems), (_, others) = terms(one, language) + terms(other, language)
    assert set(stems) & set(others)
    assert set(stems) & set(terms(fold_word(one), language)[0][1])


@pytest.mark.parametrize(
    ("verb", "forms"),
    [("be", "is are was were been being am"), ("have", "has had having"), ("do", "does did done doing")],
)
def test_auxiliary_verbs_are_one_word(verb: str, forms: str) -> None:
    """Who remembers “had” for “have” finds the line."""
    assert {stem(form) for form in (verb, *forms.split())} == {verb}
    assert stem("was", "de") == "de:was"
