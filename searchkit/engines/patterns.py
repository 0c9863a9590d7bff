"""Which words of a dictionary a pattern stands for, or look like another, found in one text of lines.

The words stand in their order, each with a line feed before and behind it, as UTF-8. Looking for a piece of the pattern
in the whole text is many times faster than looking at each word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from searchkit.query.nodes import Fuzzy, Pattern, Prefix, Wildcard

LINE = b"\n"

_OFTEN = 80  # a piece that stands more than once in so many bytes is found faster by going through all lines
_SAMPLE = 50_000  # bytes in the middle that tell how often a piece stands
_SHORT = 5  # letters from which on two of them may be wrong


def choice(node: Pattern) -> tuple[bytes, Callable[[bytes], Iterable[bytes]]]:
    """Return how the words of a pattern begin, and what finds those that fit in the text of all that do."""
    if isinstance(node, Prefix):
        return encoded(node.prefix), lines
    if isinstance(node, Fuzzy):  # the first letter is taken as right
        return encoded(node.word[:1]), lambda text: near(text, node.word, node.distance)
    lead = re.match(r"[^*?]*", node.pattern)
    return encoded(lead.group() if lead else ""), lambda text: _fitting(text, node)


def lines(text: bytes) -> list[bytes]:
    """Return the words of a text in order."""
    return text.split(LINE)[1:-1]


def _is_frequent(text: bytes, piece: bytes) -> bool:
    """Whether going through all lines is faster than looking for a piece."""
    start = len(text) // 2
    return text.count(piece, start, start + _SAMPLE) * _OFTEN > min(_SAMPLE, len(text) - start)


def _holding(text: bytes, piece: bytes) -> list[bytes]:
    """Return the lines that hold a piece, which may begin or end with the line feed around them."""
    if _is_frequent(text, piece):
        inner = piece.strip(LINE)
        return [line for line in lines(text) if inner in line]
    return _found(text, piece)


def _found(text: bytes, piece: bytes) -> list[bytes]:
    """Return the same by looking for the piece from one to the next."""
    found = []
    at = text.find(piece)
    while at >= 0:
        start = text.rfind(LINE, 0, at + 1) + 1
        end = text.index(LINE, start)
        found.append(text[start:end])
        at = text.find(piece, end)
    return found


def _beginning(text: bytes, piece: bytes) -> list[bytes]:
    """Return the lines that begin with a piece: in their order they stand together."""
    first = text.find(LINE + piece)
    if first < 0:
        return []
    return lines(text[first : text.index(LINE, text.rindex(LINE + piece) + 1) + 1])


def _fitting(text: bytes, node: Wildcard) -> Iterable[bytes]:
    pattern = node.pattern
    runs = [encoded(run) for run in re.split(r"[*?]+", pattern)]
    # The first run is how they begin. The last one stands before the end of the line.
    longest = max((*runs[1:-1], runs[-1] + LINE if runs[-1] else b""), key=len)
    if "?" not in pattern and pattern.count("*") == 1:
        lead, tail = runs
        some = _holding(text, longest) if longest else lines(text)
        return [term for term in some if term.endswith(tail) and len(term) >= len(lead) + len(tail)]
    if "?" not in pattern and len(runs) == 3 and not runs[0] and not runs[2]:  # noqa: PLR2004 -- *run*
        return _holding(text, longest)
    some = lines(text) if not longest or _is_frequent(text, longest) else _found(text, longest)
    if "?" not in pattern or text.isascii():  # then a byte is a letter, or it does not matter
        return filter(re.compile(encoded(node.regex().pattern), re.DOTALL).fullmatch, some)
    matches = node.regex().fullmatch
    return [term for term in some if matches(decoded(term))]


def near(text: bytes, word: str, distance: int) -> list[bytes]:
    """Return the words that are at most so many letters off.

    Of a word cut into one piece more than letters may be off, one piece is whole in every such word (the pigeonhole
    principle, as in Navarro, A Guided Tour to Approximate String Matching, 2001): the first as its beginning, others
    anywhere.
    """
    from rapidfuzz import process  # noqa: PLC0415 -- start-up time
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    cuts = [len(word) * piece // (distance + 1) for piece in range(distance + 2)]
    pieces = [encoded(word[start:end]) for start, end in pairwise(cuts)]
    if all(pieces):
        some = dict.fromkeys(_beginning(text, pieces[0]))
        for piece in pieces[1:]:
            some |= dict.fromkeys(_holding(text, piece))
        text = b"".join([LINE, *(term + LINE for term in some)])
    known = decoded(text).split("\n")[1:-1]
    found = process.extract(word, known, scorer=Levenshtein.distance, score_cutoff=distance, limit=None)
    return [encoded(other) for other, _, _ in found]


def alike(known: Iterable[str], word: str) -> list[tuple[str, float]]:
    """Return the words that look like another, each with how many letters it is off, the same first letter given.

    Likeness is the Damerau-Levenshtein distance: up to one letter off in words of up to four, two in longer ones.
    """
    from rapidfuzz import process  # noqa: PLC0415 -- start-up time
    from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415

    distance = 1 if len(word) < _SHORT else 2
    found = process.extract(word, list(known), scorer=DamerauLevenshtein.distance, score_cutoff=distance, limit=None)
    return [(other, off) for other, off, _ in found]


def encoded(term: str) -> bytes:
    """Return a term as a text of lines holds it."""
    return term.encode("utf-8", "surrogatepass")


def decoded(term: bytes) -> str:
    """Return a term of a text of lines."""
    return term.decode("utf-8", "surrogatepass")
