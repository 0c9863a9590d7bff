"""The fields of the index, and how lengths are coded: one document a passage.

`text` and `words` are two views of the same words. Stems, with their positions, answer words and phrases; the folded
words as they stand, without positions, answer prefixes, wildcards and fuzzy words, which a stem would answer wrongly,
and know how a misspelt word could have been meant.

What belongs to an episode is indexed once an episode: its lists hold numbers of episodes, not of documents.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

from searchkit.query.nodes import WordField

SCHEMA = 6

STEMS = ("text", "heading", "title")  # stems with positions; `text` is heading and text together
WORDS_OF: dict[WordField, str] = {"text": "words", "heading": "heading_words", "title": "title_words"}
OF_EPISODES = frozenset(("title", "title_words", "voice", "show", "number", "episode"))
FIELDS = (
    *STEMS,
    *WORDS_OF.values(),
    "by",  # words of the speaker's name
    "speaker",  # name key of who said it
    "kind",
    "voice",  # name keys of all who are named with the episode
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


_EXACT = 160
_STEP = 1.0625
# What the byte that is kept of each length stands for: the length itself up to 159 words, then steps of a sixteenth.
LENGTHS: tuple[int, ...] = tuple(
    code if code < _EXACT else int(_EXACT * _STEP ** (code - _EXACT)) for code in range(256)
)
CODES = bytes(bisect_right(LENGTHS, length) - 1 for length in range(256))  # of each length below 256


def length_code(length: int) -> int:
    """Return the byte that stands for a number of words, rounded down."""
    return bisect_right(LENGTHS, length) - 1


def saturations(norms: Sequence[float], frequency: int) -> list[float]:
    """Return for each length code what BM25 makes of a frequency: tf / (tf + norm)."""
    return [frequency / (frequency + norm) for norm in norms]
