"""The query tree answered from posting lists: which documents it finds, and what each of them earns.

Whoosh's own query objects are left alone. In 2.7.4 their normalising makes `NOT x` and `* AND x` find everything and
drops from an AND what no document holds; a boost is applied once more for each level around it; and the skipping of
blocks that can earn too little loses some of the best documents where a union stands inside of an AND. A set for each
part of the tree has none of that, and is faster.

A document earns for each word, phrase or pattern of the query that it holds, wherever in the tree that stands (but
never for what the query excludes): a word by BM25F, a phrase what its words earn, a pattern 1 for each word that it
stands for, a condition in an alternative 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from heapq import nlargest
from typing import Any

from searchkit.engines.whoosh.postings import LENGTHS, Numbers, Segment
from searchkit.engines.whoosh.schema import encoded
from searchkit.query.nodes import (
    All,
    Among,
    And,
    Boost,
    Dates,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Wildcard,
    WordField,
    Words,
    ranking_parts,
    sought,
)
from searchkit.scoring import K1, OFF_WEIGHT, SPEAKER_WEIGHT, B, rarity

MAX_EXPANSIONS = 500  # the most frequent words that a pattern may stand for
_WORDS_OF: dict[WordField, str] = {"text": "words", "heading": "heading_words", "title": "title_words"}

Scores = dict[int, float]


class Evaluator:
    """Answers trees from one opened index.

    Args:
        reader: a `whoosh.reading.IndexReader`.
    """

    def __init__(self, reader: Any) -> None:
        self.reader = reader
        self.size = int(self.reader.doc_count())
        leaves = reader.leaf_readers() if self.size else ()
        self.segments = [Segment(leaf, offset) for leaf, offset in leaves]
        self.expand: Callable[[Prefix | Wildcard | Fuzzy], list[bytes]] = cache(self._expand)
        self._norms: Callable[[str], Sequence[float]] = cache(self._length_norms)

    def numbers(self, node: Node) -> Numbers:
        """Return the numbers of the documents that a tree finds."""
        return self._together(lambda segment: self._find(node, segment))

    def holding(self, field: str, term: str) -> Numbers:
        """Return the numbers of the documents that hold a term."""
        return self._together(lambda segment: segment.numbers(field, encoded(term)))

    def _together(self, find: Callable[[Segment], Numbers]) -> Numbers:
        if len(self.segments) == 1:
            return find(self.segments[0])
        return {number + segment.offset for segment in self.segments for number in find(segment)}

    def scores(self, node: Node, allowed: Numbers | None = None) -> Scores:
        """Return what each document that a tree finds earns.

        Args:
            node: the tree.
            allowed: the documents to look at, None for all.
        """
        scores: Scores = {}
        for segment in self.segments:
            offset = segment.offset
            found = self._find(node, segment)
            if allowed is not None:
                found = {number for number in found if number + offset in allowed}
            earned = dict.fromkeys(found, 0.0)
            self._earn(node, segment, earned, 1.0)
            scores |= {number + offset: score for number, score in earned.items()} if offset else earned
        return scores

    def frequency(self, field: str, term: str) -> int:
        """Return how many documents hold a term, those that are deleted left out."""
        if not self.reader.has_deletions():
            return int(self.reader.doc_frequency(field, term))
        return sum(len(segment.postings(field, encoded(term)).ids) for segment in self.segments)

    # What is found

    def _find(self, node: Node, segment: Segment) -> Numbers:
        if isinstance(node, And):
            return _both(
                [self._find(part, segment) for part in node.parts if not isinstance(part, Not)],
                [self._find(part.part, segment) for part in node.parts if isinstance(part, Not)],
                segment,
            )
        if isinstance(node, Or):
            return _any([self._find(part, segment) for part in node.parts])
        if isinstance(node, Not):
            return segment.everything - self._find(node.part, segment)
        if isinstance(node, Boost):
            return self._find(node.part, segment)
        if isinstance(node, Words):
            return self._find_words(node, segment)
        return self._find_leaf(node, segment)

    def _find_words(self, node: Words, segment: Segment) -> Numbers:
        wanted = [self._find(part, segment) for part in node.required]
        if not (wanted and node.need == "any"):  # otherwise what is required decides, and the words only rank
            plain = [self._find(part, segment) for part in sought(node)]
            wanted += [_any(plain)] if plain and node.need == "any" and not _only_stop_words(node) else plain
        return _both(wanted, [self._find(part, segment) for part in node.excluded], segment)

    def _find_leaf(self, node: Node, segment: Segment) -> Numbers:
        if isinstance(node, Term):
            found = _any([segment.numbers(node.field, encoded(stem)) for stem in node.stems])
            named = segment.numbers("by", encoded(node.word)) if node.field == "text" else None
            return found | named if named else found
        if isinstance(node, Phrase):
            return _any([segment.phrase(node.field, _encoded(row), node.slop) for row in node.variants])
        if isinstance(node, Prefix | Wildcard | Fuzzy):
            field = _WORDS_OF[node.field]
            return _any([segment.numbers(field, word) for word in self.expand(node)])
        if isinstance(node, Among):
            return _any([segment.numbers(node.field, encoded(value)) for value in node.values])
        if isinstance(node, Dates):
            first, last = b"%08d" % node.first, b"%08d" % (node.last or 99_999_999)
            return _any([segment.numbers("date", day) for day in segment.terms("date", first, last)])
        if isinstance(node, All):
            return segment.everything
        raise TypeError(f"{node} must be resolved before an engine sees it")

    # What is earned

    def _earn(self, node: Node, segment: Segment, earned: Scores, factor: float) -> None:
        """Add to the score of each document in `earned` what it earns for a tree."""
        if isinstance(node, Boost):
            self._earn(node.part, segment, earned, factor * node.factor)
        elif isinstance(node, And | Or | Words):
            for part in ranking_parts(node):
                self._earn(part, segment, earned, factor)
        elif isinstance(node, Term):
            for stem in node.stems:
                self._earn_term(node.field, encoded(stem), segment, earned, factor)
            if node.field == "text":
                _earn_each(segment.numbers("by", encoded(node.word)), earned, factor * SPEAKER_WEIGHT)
        elif isinstance(node, Phrase):
            self._earn_phrase(node, segment, earned, factor)
        elif isinstance(node, Prefix | Wildcard | Fuzzy):
            self._earn_pattern(node, segment, earned, factor)
        elif not isinstance(node, Not):
            _earn_each(self._find_leaf(node, segment), earned, factor)

    def _earn_phrase(self, node: Phrase, segment: Segment, earned: Scores, factor: float) -> None:
        held = dict.fromkeys(earned.keys() & self._find_leaf(node, segment), 0.0)
        for word in node.variants[0]:
            self._earn_term(node.field, encoded(word), segment, held, factor)
        for number, score in held.items():
            earned[number] += score

    def _earn_pattern(self, node: Prefix | Wildcard | Fuzzy, segment: Segment, earned: Scores, factor: float) -> None:
        typed = encoded(node.word) if isinstance(node, Fuzzy) else None
        for word in self.expand(node):
            weight = 1.0 if typed is None or word == typed else OFF_WEIGHT
            _earn_each(segment.numbers(_WORDS_OF[node.field], word), earned, factor * weight)

    def _earn_term(self, field: str, term: bytes, segment: Segment, earned: Scores, factor: float) -> None:
        postings = segment.postings(field, term)
        if not postings.ids or not earned:
            return
        norms, lengths = self._norms(field), segment.lengths(field)
        factor *= self._rarity(field, term) * (K1 + 1)
        for number, weight in postings.among(earned):
            earned[number] += factor * weight / (weight + norms[lengths[number]])

    def _rarity(self, field: str, term: bytes) -> float:
        frequency = self.frequency(field, term.decode("utf-8", "surrogatepass"))
        return rarity(frequency, self.size)

    def _length_norms(self, field: str) -> Sequence[float]:
        """Return for each stored length what BM25 adds to the frequency of a word below the line."""
        average = sum(segment.total_length(field) for segment in self.segments) / max(self.size, 1) or 1.0
        return [K1 * ((1 - B) + B * max(length, 1) / average) for length in LENGTHS]

    # Patterns

    def _expand(self, node: Prefix | Wildcard | Fuzzy) -> list[bytes]:
        """Return the words of the index that a pattern stands for: of more than `MAX_EXPANSIONS` the most frequent."""
        field, reader = _WORDS_OF[node.field], self.reader
        found: Iterable[bytes]
        if isinstance(node, Prefix):
            found = reader.expand_prefix(field, node.prefix)
        elif isinstance(node, Wildcard):
            lead = re.match(r"[^*?]*", node.pattern).group()  # type: ignore[union-attr]
            matches = node.regex().fullmatch
            found = (word for word in reader.expand_prefix(field, lead) if matches(word.decode()))
        else:
            found = self._near(field, node.word, node.distance)
        listed = list(found)
        if len(listed) <= MAX_EXPANSIONS:
            return listed
        return nlargest(MAX_EXPANSIONS, listed, key=lambda word: reader.doc_frequency(field, word))

    def _near(self, field: str, word: str, distance: int) -> list[bytes]:
        """Return the words that are at most so many letters off; the first letter is taken as right."""
        from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 -- start-up time

        shortest, longest = len(word) - distance, len(word) + distance
        near = []
        for other in self.reader.expand_prefix(field, word[:1]):
            text = other.decode()
            if shortest <= len(text) <= longest and Levenshtein.distance(word, text, score_cutoff=distance) <= distance:
                near.append(other)
        return near


def _only_stop_words(node: Words) -> bool:
    return all(isinstance(part, Term) and part.is_stop for part in node.words)


def _encoded(stems: Iterable[str]) -> tuple[bytes, ...]:
    return tuple(map(encoded, stems))


def _both(wanted: Sequence[Numbers], excluded: Sequence[Numbers], segment: Segment) -> Numbers:
    """Return what is in all of the wanted sets and in none of the excluded ones."""
    if len(wanted) == 1 and not excluded:
        return wanted[0]
    smallest, *others = sorted(wanted, key=len) or [segment.everything]
    return set(smallest).intersection(*others).difference(*excluded)


def _any(found: Sequence[Numbers]) -> Numbers:
    return found[0] if len(found) == 1 else set().union(*found)


def _earn_each(documents: Numbers, earned: Scores, score: float) -> None:
    for number in documents & earned.keys():
        earned[number] += score
