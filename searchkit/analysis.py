"""The analyzer: text to tokens, the same for every engine, for queries, highlights and ranking.

A token is a word as it stands in the text (its characters `start` to `end`), its folded form, and its stem. Words of
scripts written without blanks (Chinese, Japanese) are single characters, so that any run of them is found as a phrase.
Stop words are tokens like the others; it is the query that leaves them out where they would only cost time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

from searchkit.text import fold

# A letter or digit, or a mark that belongs to the letter before it (accents written apart, Hebrew and Arabic points,
# the vowel signs of India and South-East Asia, joiners and soft hyphens).
_MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff\u0e00-\u0eff\u1000-\u109f"
    "\u00ad\u200c\u200d"
)
_IDEOGRAPH = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
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

# Function words of English: too frequent to tell passages apart, so a query of other words leaves them out.
STOP_WORDS = frozenset(
    """
    a about above after again all also am an and any are as at be because been before being below between both
    but by can could did do does doing down during each few for from further had has have having he her here
    hers him his how i if in into is it its just me more most my nor not of off on once only or other our out
    over own same she should so some such than that the their theirs them then there these they this those
    through to too under until up very was we were what when where which while who whom why will with would
    you your yours im ive youre youve dont doesnt didnt isnt wasnt arent werent cant couldnt wouldnt
    shouldnt wont hasnt havent hadnt thats theres lets were
    """.split()  # noqa: SIM905 -- a list of quoted words is harder to read
)


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


def words(text: str) -> list[str]:
    """Return the folded words of a text in order: `[token.word for token in tokens(text)]`, faster."""
    found = (_ASCII_WORD if text.isascii() else _any_word()).findall(text)
    memo = _folded
    try:
        return [word for raw in found if (word := memo[raw])]
    except KeyError:
        return [word for raw in found if (word := memo[raw] if raw in memo else _remember(raw))]


def _remember(raw: str) -> str:
    if len(_folded) > _MEMO_LIMIT:
        _folded.clear()
    word = _folded[raw] = fold_word(raw)
    return word


class Stemmer:
    """The English Snowball stemmer (Porter 2) with a memory; call `stem` with folded words.

    The library behind it, PyStemmer, is loaded with the first word.
    """

    def __init__(self) -> None:
        self._memo: dict[str, str] = {}
        self._stem_word: Callable[[str], str] | None = None

    def stem(self, word: str) -> str:
        """Return the stem of a folded word; words with digits or of other scripts come back as they are.

        >>> Stemmer().stem("indexes")
        'index'
        """
        stem = self._memo.get(word)
        if stem is None:
            stem = self._look_up(word)
        return stem

    def _look_up(self, word: str) -> str:
        if self._stem_word is None:
            import Stemmer as snowball  # noqa: N813, PLC0415 -- start-up time

            self._stem_word = snowball.Stemmer("english").stemWord
        if len(self._memo) > _MEMO_LIMIT:
            self._memo.clear()
        stem = self._memo[word] = self._stem_word(word) if word.isalpha() and word.isascii() else word
        return stem


stem = Stemmer().stem


def is_stop_word(word: str) -> bool:
    """Whether a folded word is too frequent to tell passages apart."""
    return word in STOP_WORDS
