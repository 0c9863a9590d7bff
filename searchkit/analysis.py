"""The analyzer: text to tokens, the same for every engine, for queries, highlights and ranking.

A token is a word as it stands in the text (its characters `start` to `end`), its folded form, and its stem. Words of
scripts written without blanks between words that mean something by themselves (Chinese, Japanese, Korean) are single
characters, so that any run of them is found as a phrase.
Stop words are tokens like the others; it is the query that leaves them out where they would only cost time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from searchkit.languages import ENGLISH, IRREGULAR, is_stop_word, stemmer, stop_words
from searchkit.text import PLAIN_PUNCTUATION, fold

# A letter or digit, or a mark that belongs to the letter before it (accents written apart, Hebrew and Arabic points,
# the vowel signs of India and South-East Asia, joiners and soft hyphens).
_MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff\u1000-\u109f"
    "\u00ad\u200c\u200d"
)
_IDEOGRAPH = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003134f"
_LETTER = f"(?:[^\\W_{_IDEOGRAPH}]|[{_MARKS}])"
_JOINER = "['\u2018\u2019\u02bc&]"
_ANY_WORD = (
    f"[{_IDEOGRAPH}]"
    f"|(?<![^\\W_])(?:[^\\W\\d_{_IDEOGRAPH}]\\.){{2,}}"  # an acronym written with dots: U.S.
    f"|{_LETTER}+(?:(?:{_JOINER}|(?<=[0-9])[.,](?=[0-9])){_LETTER}+)*"  # don't, AT&T, 40,000, 3.5
    f"(?:(?<=[A-Za-z])(?:\\+\\+|\\#)(?![\\w+#]))?"  # C++, C#
)
# The same for text of ASCII alone, which is most of it, without the classes that make matching slow.
_ASCII_WORD = re.compile(
    r"(?<![A-Za-z0-9])(?:[A-Za-z]\.){2,}"
    r"|[A-Za-z0-9]+(?:(?:['&]|(?<=[0-9])[.,](?=[0-9]))[A-Za-z0-9]+)*(?:(?<=[A-Za-z])(?:\+\+|\#)(?![\w+#]))?"
)
_ELISION = re.compile(r"\A(?:[cdjlmnst]|qu)'(?=\w\w)")
_THOUSANDS = re.compile(r",(?=[0-9]{3}(?![0-9]))")
_DOTTED = re.compile(r"(?:[^\W\d_]\.){2,}")


# Most text needs no pattern: it is cut at what is no letter, digit or apostrophe. Where a sign may belong to a word, or
# a stop or comma stands in the middle of one, the pattern decides.
_UNPLAIN = re.compile(r"[&+#.,](?:(?<=[&+#])|[A-Za-z0-9])")  # one class in front, which is found fast
_TYPOGRAPHIC = (("’", "'"), ("“", " "), ("”", " "), ("‘", "'"), ("—", " "), ("–", " "), ("…", " "))
_CUT = bytes(ord(char.lower()) if char.isalnum() or char == "'" else 32 for char in map(chr, range(128))) + b" " * 128


class Token(NamedTuple):
    """A word in a text.

    Attributes:
        word: folded form: lower case, no accents, no apostrophe.
        start: offset of its first character.
        end: offset behind its last one.
    """

    word: str
    start: int
    end: int


def fold_word(word: str) -> str:
    """Return the folded form of one word as the text has it; "" if nothing is left of it.

    Possessive `'s` and the elided articles of the Romance languages go, other apostrophes close up, the commas between
    thousands go.

    >>> [fold_word(word) for word in ("Everybody’s", "don't", "l’idée", "40,000", "U.S.")]
    ['everybody', 'dont', 'idee', '40000', 'us']
    """
    folded = fold(word)
    if folded.isalnum():
        return folded
    folded = folded.replace(" ", "")  # compatibility forms of marks stand on one, and some ligatures hold words
    if "'" in folded:
        folded = _ELISION.sub("", folded.removesuffix("'s")).replace("'", "")
    if "," in folded:
        folded = _THOUSANDS.sub("", folded)
    if _DOTTED.fullmatch(folded):
        folded = folded.replace(".", "")
    return folded


@cache
def _any_word() -> re.Pattern[str]:
    """Return the pattern of a word in any script; compiling it takes as long as a short search."""
    return re.compile(_ANY_WORD)


_folded: dict[str, str] = {}
_MEMO_LIMIT = 500_000  # words; a memo is emptied when it holds more, so that a long run does not grow without bound


def tokens(text: str) -> Iterator[Token]:
    """Yield the tokens of a text in order."""
    memo = _folded
    for match in (_ASCII_WORD if text.isascii() else _any_word()).finditer(text):
        raw = match.group()
        word = memo.get(raw)
        if word is None:
            word = _remember(raw)
        if word:
            start, end = match.span()
            yield Token(word, start, end)


def spans(text: str, count: int) -> list[tuple[int, int]]:
    """Return where each token of a text stands: `[(token.start, token.end) for token in tokens(text)]`, faster.

    Args:
        text: the text.
        count: how many tokens it has.
    """
    found = [match.span() for match in (_ASCII_WORD if text.isascii() else _any_word()).finditer(text)]
    if len(found) != count:  # something that looks like a word folds to nothing
        return [(start, end) for _, start, end in tokens(text)]
    return found


def words(text: str) -> list[str]:
    """Return the folded words of a text in order: `[token.word for token in tokens(text)]`, faster."""
    plain = _plain_words(text)
    if plain is not None:
        return plain
    found = (_ASCII_WORD if text.isascii() else _any_word()).findall(text)
    memo = _folded
    try:
        return [word for raw in found if (word := memo[raw])]
    except KeyError:
        return [word for raw in found if (word := memo[raw] if raw in memo else _remember(raw))]


def _plain_words(text: str) -> list[str] | None:
    """Return the folded words of a text that can be had without a pattern, None for another text."""
    if not text.isascii():
        for sign, plain in _TYPOGRAPHIC:
            text = text.replace(sign, plain)
        if not text.isascii():
            return None
    if _UNPLAIN.search(text):
        return None
    found = text.encode().translate(_CUT).decode().split()
    if "'" not in text:
        return found
    return [word for raw in found for word in (_with_apostrophes(raw) if "'" in raw else (raw,))]


def _with_apostrophes(raw: str) -> Iterator[str]:
    for match in _ASCII_WORD.findall(raw):
        if word := _folded[match] if match in _folded else _remember(match):
            yield word


def _remember(raw: str) -> str:
    if len(_folded) > _MEMO_LIMIT:
        _folded.clear()
    word = _folded[raw] = fold_word(raw)
    return word


def stem(word: str, language: str = ENGLISH) -> str:
    """Return the stem of a folded word; of what has digits or signs it is the word itself.

    Stems of languages other than English begin with the language, so that those of two never meet. The forms of the
    English auxiliary verbs have the verb as their stem, which no rule of a stemmer finds.

    >>> stem("indexes"), stem("letter", "fr"), stem("was")
    ('index', 'fr:let', 'be')
    """
    if language != ENGLISH:
        return f"{language}:{stemmer(language).stem(word)}"
    return IRREGULAR.get(word) or stemmer(language).stem(word)


def stems(text: str, language: str = ENGLISH) -> tuple[str, ...]:
    """Return the stems of a text that is one word; see `terms`."""
    found = terms(text, language)
    return found[0][1] if len(found) == 1 else tuple(dict.fromkeys(stem(word, language) for word in words(text)))


Terms = list[tuple[str, tuple[str, ...]]]


def terms(text: str, language: str = ENGLISH) -> Terms:
    """Return for each word of a text, in order, its folded form and its stems.

    An English word has one stem. Stemmers of other languages know the accents that folding takes away: there a word has
    the folded stem of the word as it is written, and that of the word without accents where it differs, so that it is
    found however it is typed.

    >>> terms("Écoles rêvées", "fr")
    [('ecoles', ('fr:ecol',)), ('revees', ('fr:rev', 'fr:reve'))]
    """
    found = _plain_words(text)
    if found is None:
        found = (_ASCII_WORD if text.isascii() else _any_word()).findall(text)
    memo = _terms_memo.setdefault(language, {})
    try:
        return [term for raw in found if (term := memo[raw])]
    except KeyError:
        return [term for raw in found if (term := memo[raw] if raw in memo else _remember_term(raw, language, memo))]


_terms_memo: dict[str, dict[str, tuple[str, tuple[str, ...]] | None]] = {}


def _remember_term(
    raw: str, language: str, memo: dict[str, tuple[str, tuple[str, ...]] | None]
) -> tuple[str, tuple[str, ...]] | None:
    if len(memo) > _MEMO_LIMIT:
        memo.clear()
    word = _folded[raw] if raw in _folded else _remember(raw)
    term = memo[raw] = (word, _stems_of(raw, word, language)) if word else None
    return term


def _stems_of(raw: str, word: str, language: str) -> tuple[str, ...]:
    plain = stem(word, language)
    if language == ENGLISH or raw.isascii():
        return (plain,)
    written = raw.translate(PLAIN_PUNCTUATION).lower()
    if "'" in written:
        written = _ELISION.sub("", written.removesuffix("'s")).replace("'", "")
    stemmed = fold(stemmer(language).stem(written)).replace(" ", "")  # as in `fold_word`
    return tuple(dict.fromkeys((f"{language}:{stemmed}", plain)))


__all__ = [
    "Terms",
    "Token",
    "fold_word",
    "is_stop_word",
    "spans",
    "stem",
    "stems",
    "stop_words",
    "terms",
    "tokens",
    "words",
]
