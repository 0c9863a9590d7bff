"""The fields of the index, and how lengths are coded: one document a passage.

`text` and `words` are two views of the same words. Stems, with their positions, answer words and phrases; the folded
words as they stand, without positions, answer prefixes, wildcards and fuzzy words, which a stem would answer wrongly,
and know how a misspelt word could have been meant.

What belongs to an episode is indexed once an episode: its lists hold numbers of episodes, not of documents.
"""

from __future__ import annotations

from collections.abc import Sequence

from searchkit.query.nodes import WordField

SCHEMA = 3

STEMS = ("text", "heading", "title")  # stems with positions; `text` is heading and text together
WORDS_OF: dict[WordField, str] = {"text": "words", "heading": "heading_words", "title": "title_words"}
OF_EPISODES = frozenset(("title", "title_words", "voice", "show", "number", "episode"))
FIELDS = (
    *STEMS,
    *WORDS_OF.values(),
    "by",  # words of the speaker's name
    "speaker",  # name key of who said it
    "kind",
    "voice",  # name keys of all who speak in the episode
    "show",  # its name key
    "number",  # key of the episode's number
)

MAX_DOCUMENTS = 65_535  # of a segment, so that a number and a count have 16 bits
LAST_POSITION = 65_535  # what lies behind stands there too


def encoded(term: str) -> bytes:
    """Return a term as the index holds it; half a character, which a file's name may bring in, is one of its own."""
    return term.encode("utf-8", "surrogatepass")


def decoded(term: bytes) -> str:
    """Return a term of the index as text."""
    return term.decode("utf-8", "surrogatepass")


def _decode_length(code: int) -> int:
    if code < _EXACT:
        return code
    shift, mantissa = divmod(code - _EXACT, 8)
    return _EXACT + (mantissa if not shift else (mantissa | 8) << (shift - 1))


_EXACT = 24
# Lucene's code for lengths (org.apache.lucene.util.SmallFloat.intToByte4, which Tantivy uses too): exact up to 40, with
# four significant bits above, rounded down.
LENGTHS: tuple[int, ...] = tuple(_decode_length(code) for code in range(256))
_SHORT = tuple(
    next(code for code in range(255, -1, -1) if LENGTHS[code] <= length) for length in range(256)
)  # code of each length below 256
CODES = bytes(_SHORT)


def length_code(length: int) -> int:
    """Return the byte that stands for a number of words."""
    if length < len(_SHORT):
        return _SHORT[length]
    low, high = 0, 255
    while low < high:
        middle = (low + high + 1) // 2
        if LENGTHS[middle] <= length:
            low = middle
        else:
            high = middle - 1
    return low


def saturations(norms: Sequence[float], frequency: int) -> list[float]:
    """Return for each length code what BM25 makes of a frequency: tf / (tf + norm)."""
    return [frequency / (frequency + norm) for norm in norms]
