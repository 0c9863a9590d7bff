"""The words of the index that a pattern stands for, and those that look like a misspelt one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from heapq import nsmallest

from searchkit.analysis import is_stop_word
from searchkit.engines.whoosh.schema import WORDS_OF, decoded, encoded
from searchkit.engines.whoosh.segment import Segment
from searchkit.query.nodes import Fuzzy, Prefix, Wildcard

MAX_EXPANSIONS = 500  # the most frequent words that a pattern may stand for
Pattern = Prefix | Wildcard | Fuzzy


def expanded(segments: Sequence[Segment], node: Pattern) -> list[bytes]:
    """Return the words that a pattern stands for: of more than `MAX_EXPANSIONS` the most frequent."""
    field = WORDS_OF[node.field]
    lead, choose = _choice(node)
    found: dict[bytes, int] = {}
    for segment in segments:
        terms, counts = segment.dictionary(field).beginning(lead)
        for at in choose(terms):
            found[terms[at]] = found.get(terms[at], 0) + counts[at]
    if len(found) <= MAX_EXPANSIONS:
        return list(found)
    return [term for term, _ in most_frequent(segments, field, found, MAX_EXPANSIONS)]


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


def _choice(node: Pattern) -> tuple[bytes, Callable[[Sequence[bytes]], Iterable[int]]]:
    """Return how the words of a pattern begin, and what gives the places of those that fit among all that do."""
    if isinstance(node, Prefix):
        return encoded(node.prefix), lambda terms: range(len(terms))
    if isinstance(node, Fuzzy):  # the first letter is taken as right
        return encoded(node.word[:1]), lambda terms: _near(terms, node.word, node.distance)
    lead = re.match(r"[^*?]*", node.pattern)
    return encoded(lead.group() if lead else ""), lambda terms: _fitting(terms, node)


def _fitting(terms: Sequence[bytes], node: Wildcard) -> Iterable[int]:
    pattern = node.pattern
    runs = [encoded(run) for run in re.split(r"[*?]+", pattern)]
    if "?" not in pattern and pattern.count("*") == 1:
        lead, tail = runs
        size = len(lead) + len(tail)
        return [at for at, term in enumerate(terms) if term.endswith(tail) and len(term) >= size]
    longest = max(runs[1:], key=len, default=b"")  # the first one is how they begin
    some = [at for at, term in enumerate(terms) if longest in term] if longest else range(len(terms))
    if len(runs) == 3 and "?" not in pattern and not runs[0] and not runs[2]:  # noqa: PLR2004 -- *run*
        return some
    matches = node.regex().fullmatch
    return [at for at in some if matches(decoded(terms[at]))]


def _near(terms: Sequence[bytes], word: str, distance: int) -> Iterable[int]:
    from rapidfuzz import process  # noqa: PLC0415 -- start-up time
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

    known = decoded(b"\n".join(terms)).split("\n")  # in one go; no term holds a line feed
    near = process.extract(word, known, scorer=Levenshtein.distance, score_cutoff=distance, limit=None)
    return sorted(at for _, _, at in near) if terms else ()


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
        terms = segment.dictionary("words").beginning(lead)[0]
        known.update(decoded(b"\n".join(terms)).split("\n") if terms else ())
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
