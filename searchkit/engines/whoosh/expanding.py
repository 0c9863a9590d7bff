"""The words of the index that a pattern stands for, and those that look like a misspelt one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from heapq import nsmallest
from itertools import pairwise

from searchkit.analysis import is_stop_word
from searchkit.engines.whoosh.schema import WORDS_OF, decoded, encoded
from searchkit.engines.whoosh.segment import Segment
from searchkit.query.nodes import Fuzzy, Prefix, Wildcard

MAX_EXPANSIONS = 500  # the most frequent words that a pattern may stand for
_LINE = b"\n"
_FEW = 32  # times fewer words than there are all in all are looked up one by one
_OFTEN = 80  # a piece that stands more than once in so many bytes is found faster by going through all lines
Pattern = Prefix | Wildcard | Fuzzy


def expanded(segments: Sequence[Segment], node: Pattern) -> list[bytes]:
    """Return the words that a pattern stands for: of more than `MAX_EXPANSIONS` the most frequent."""
    field = WORDS_OF[node.field]
    lead, choose = _choice(node)
    found = list(dict.fromkeys(term for segment in segments for term in choose(segment.dictionary(field).text(lead))))
    if len(found) <= MAX_EXPANSIONS:
        return found
    total: dict[bytes, int] = dict.fromkeys(found, 0)
    for segment in segments:
        dictionary = segment.dictionary(field)
        if len(found) * _FEW < len(dictionary):
            for term in sorted(found):
                entry = dictionary.get(term)
                total[term] += entry.frequency if entry is not None else 0
            continue
        for term, count in zip(*dictionary.beginning(lead), strict=True):
            if term in total:
                total[term] += count
    return [term for term, _ in most_frequent(segments, field, total, MAX_EXPANSIONS)]


def most_frequent(
    segments: Sequence[Segment], field: str, words: dict[bytes, int], limit: int
) -> list[tuple[bytes, int]]:
    """Return the words that most passages hold, with how many; equal ones by the alphabet.

    Args:
        segments: of the index.
        field: of the words.
        words: in how many passages each stands, deleted ones too.
        limit: how many words to return at most.
    """
    if not any(segment.gaps for segment in segments):
        return nsmallest(limit, words.items(), key=lambda item: (-item[1], item[0]))
    ranked = sorted(words.items(), key=lambda item: -item[1])
    best: list[tuple[int, bytes]] = []
    for start in range(0, len(ranked), limit):  # no word has more passages left than it had
        if len(best) == limit and -best[-1][0] > ranked[start][1]:
            break
        counted = [(-frequency(segments, field, word), word) for word, _ in ranked[start : start + limit]]
        best = nsmallest(limit, best + [entry for entry in counted if entry[0]])
    return [(word, -negative) for negative, word in best]


def frequency(segments: Iterable[Segment], field: str, term: bytes) -> int:
    """Return how many passages hold a term."""
    return sum(segment.frequency(field, term) for segment in segments)


def _choice(node: Pattern) -> tuple[bytes, Callable[[bytes], Iterable[bytes]]]:
    """Return how the words of a pattern begin, and what finds those that fit in the text of all that do."""
    if isinstance(node, Prefix):
        return encoded(node.prefix), _lines
    if isinstance(node, Fuzzy):  # the first letter is taken as right
        return encoded(node.word[:1]), lambda text: _near(text, node.word, node.distance)
    lead = re.match(r"[^*?]*", node.pattern)
    return encoded(lead.group() if lead else ""), lambda text: _fitting(text, node)


def _lines(text: bytes) -> list[bytes]:
    return text.split(_LINE)[1:-1]


def _holding(text: bytes, piece: bytes) -> list[bytes]:
    """Return the lines that hold a piece, which may begin or end with the line feed around them."""
    if text.count(piece) * _OFTEN > len(text):
        inner = piece.strip(_LINE)
        return [line for line in _lines(text) if inner in line]
    found = []
    at = text.find(piece)
    while at >= 0:
        start = text.rfind(_LINE, 0, at + 1) + 1
        end = text.index(_LINE, start)
        found.append(text[start:end])
        at = text.find(piece, end)
    return found


def _fitting(text: bytes, node: Wildcard) -> Iterable[bytes]:
    pattern = node.pattern
    runs = [encoded(run) for run in re.split(r"[*?]+", pattern)]
    # The first run is how they begin. The last one stands before the end of the line.
    longest = max((*runs[1:-1], runs[-1] + _LINE if runs[-1] else b""), key=len)
    some = _holding(text, longest) if longest else _lines(text)
    if "?" not in pattern and pattern.count("*") == 1:
        lead, tail = runs
        return [term for term in some if term.endswith(tail) and len(term) >= len(lead) + len(tail)]
    if "?" not in pattern and len(runs) == 3 and not runs[0] and not runs[2]:  # noqa: PLR2004 -- *run*
        return some
    matches = node.regex().fullmatch
    return [term for term in some if matches(decoded(term))]


def _near(text: bytes, word: str, distance: int) -> Iterable[bytes]:
    """Return the words at most so many letters off.

    Of a word cut into one piece more than letters may be off, one piece is whole in every such word (the pigeonhole
    principle, as in Navarro, A Guided Tour to Approximate String Matching, 2001): the first as its beginning, others
    anywhere.
    """
    from rapidfuzz import process  # noqa: PLC0415 -- start-up time
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    cuts = [len(word) * piece // (distance + 1) for piece in range(distance + 2)]
    pieces = [encoded(word[start:end]) for start, end in pairwise(cuts)]
    if all(pieces):
        some = dict.fromkeys(_holding(text, _LINE + pieces[0]))
        for piece in pieces[1:]:
            some |= dict.fromkeys(_holding(text, piece))
        known = [decoded(term) for term in some]
    else:
        known = [decoded(term) for term in _lines(text)]
    near = process.extract(word, known, scorer=Levenshtein.distance, score_cutoff=distance, limit=None)
    return [encoded(other) for other, _, _ in near]


def similar(segments: Sequence[Segment], word: str, limit: int) -> tuple[str, ...]:
    """Return words of the index that look like one that it does not know, the most similar first.

    Likeness is the Damerau-Levenshtein distance: up to one letter off in words of up to four, two in longer ones. Of
    equally similar words those with a meaning come first, then the more frequent. The first letter is taken as right.
    """
    from rapidfuzz import process  # noqa: PLC0415 -- start-up time
    from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415

    distance = 1 if len(word) < 5 else 2  # noqa: PLR2004
    lead = encoded(word[:1])
    known: set[str] = set()
    for segment in segments:
        known.update(decoded(segment.dictionary("words").text(lead)).split("\n"))
    known.discard("")
    near = process.extract(word, sorted(known), scorer=DamerauLevenshtein.distance, score_cutoff=distance, limit=None)
    counted = (
        (off, is_stop_word(other), -frequency(segments, "words", encoded(other)), other) for other, off, _ in near
    )
    return tuple(entry[-1] for entry in nsmallest(limit, (entry for entry in counted if entry[2])))


def completions(segments: Sequence[Segment], beginning: str, limit: int) -> tuple[str, ...]:
    """Return words of the index that begin so, the most frequent first."""
    found: dict[bytes, int] = {}
    for segment in segments:
        for term, count in zip(*segment.dictionary("words").beginning(encoded(beginning)), strict=True):
            found[term] = found.get(term, 0) + count
    return tuple(decoded(term) for term, _ in most_frequent(segments, "words", found, limit))
