"""The words of the index that a pattern stands for, and those that look like a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from heapq import nsmallest

from searchkit.analysis import is_stop_word
from searchkit.engines.patterns import alike, choice
from searchkit.engines.whoosh.schema import WORDS_OF, decoded, encoded
from searchkit.engines.whoosh.segment import Segment
from searchkit.query.nodes import Pattern

_MANY = 100  # words from which on a dictionary is kept whole, so that each is found at once


def expanded(segments: Sequence[Segment], node: Pattern, most: int) -> tuple[list[bytes], int]:
    """Return the words that a pattern stands for, of more than so many the most frequent, and how many there are."""
    field = WORDS_OF[node.field]
    lead, choose = choice(node)
    found = list(dict.fromkeys(term for segment in segments for term in choose(segment.dictionary(field).text(lead))))
    if len(found) > _MANY:
        for segment in segments:
            segment.dictionary(field).keep()
    if len(found) <= most:
        return found, len(found)
    counts = zip(*(segment.dictionary(field).frequencies(found) for segment in segments), strict=True)
    total = dict(zip(found, map(sum, counts), strict=True))
    return [term for term, _ in most_frequent(segments, field, total, most)], len(found)


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
        first = sorted(sorted(words), key=words.__getitem__, reverse=True)[:limit]  # sorts keep the order of equals
        return [(word, words[word]) for word in first]
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


def similar(segments: Sequence[Segment], word: str, limit: int) -> tuple[str, ...]:
    """Return words of the index that look like one that it does not know, the most similar first.

    Likeness is that of `searchkit.engines.patterns.alike`. Of equally similar words those with a
    meaning come first, then the more frequent.
    """
    lead = encoded(word[:1])
    known: set[str] = set()
    for segment in segments:
        known.update(decoded(segment.dictionary("words").text(lead)).split("\n"))
    known.discard("")
    near = alike(sorted(known), word)
    counted = ((off, is_stop_word(other), -frequency(segments, "words", encoded(other)), other) for other, off in near)
    return tuple(entry[-1] for entry in nsmallest(limit, (entry for entry in counted if entry[2])))


def completions(segments: Sequence[Segment], beginning: str, limit: int) -> tuple[str, ...]:
    """Return words of the index that begin so, the most frequent first."""
    found: dict[bytes, int] = {}
    for segment in segments:
        for term, count in zip(*segment.dictionary("words").beginning(encoded(beginning)), strict=True):
            found[term] = found.get(term, 0) + count
    return tuple(decoded(term) for term, _ in most_frequent(segments, "words", found, limit))
