"""The words of an index: how many passages hold one, which of them a pattern stands for, which look like another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from heapq import nsmallest

from tantivy import Query, Schema, Searcher

from searchkit.analysis import is_stop_word
from searchkit.engines.shared import MAX_EXPANSIONS, WORDS_OF
from searchkit.engines.tantivy.queries import count
from searchkit.query.nodes import Fuzzy, Prefix, Wildcard

_SHORT = 5  # letters from which on two of them may be wrong


class Vocabulary:
    """Reads the term dictionaries of an opened index.

    Args:
        searcher: the index.
        schema: its schema.
        whole: whether no document of it is deleted, so that the dictionaries count right.
    """

    def __init__(self, searcher: Searcher, schema: Schema, *, whole: bool) -> None:
        self._searcher = searcher
        self._schema = schema
        self._whole = whole
        self.expand = cache(self._expand)
        self._beginning = cache(self._words_beginning)

    def frequency(self, field: str, term: str) -> int:
        """Return how many passages hold a term, those that are deleted left out."""
        if self._whole:
            return self._searcher.doc_freq(field, term)
        return count(self._searcher, Query.term_query(self._schema, field, term, "basic"))

    def _words_beginning(self, field: str, beginning: str) -> list[tuple[str, int]]:
        """Return the words that begin so with their counts: the most frequent first, then by the alphabet."""
        return self._searcher.terms_with_prefix(field, beginning)

    def _expand(self, node: Prefix | Wildcard | Fuzzy) -> tuple[str, ...]:
        """Return the words of the index that a pattern stands for: of more than `MAX_EXPANSIONS` the most frequent."""
        field = WORDS_OF[node.field]
        if isinstance(node, Prefix):
            found = self._searcher.terms_with_prefix(field, node.prefix, limit=MAX_EXPANSIONS)
            return tuple(word for word, _ in found)
        fitting: Iterable[str]
        if isinstance(node, Wildcard):
            lead = re.match(r"[^*?]*", node.pattern).group()  # type: ignore[union-attr]
            matches = node.regex().fullmatch
            fitting = (word for word, _ in self._beginning(field, lead) if matches(word))
        else:
            fitting = self._near(field, node)
        return tuple(word for _, word in zip(range(MAX_EXPANSIONS), fitting, strict=False))

    def _near(self, field: str, node: Fuzzy) -> list[str]:
        """Return the words that are at most so many letters off; the first letter is taken as right."""
        from rapidfuzz import process  # noqa: PLC0415 -- start-up time
        from rapidfuzz.distance import Levenshtein  # noqa: PLC0415

        known = [word for word, _ in self._beginning(field, node.word[:1])]
        near = process.extract(node.word, known, scorer=Levenshtein.distance, score_cutoff=node.distance, limit=None)
        return [word for _, word in sorted((at, word) for word, _, at in near)]

    def similar(self, word: str, limit: int) -> tuple[str, ...]:
        """Return words that look like one that the index does not know; see `Engine.similar_words`.

        Likeness is the Damerau-Levenshtein distance: up to one letter off in words of up to four, two in longer ones.
        Of equally similar words those with a meaning come first, then the more frequent. The first letter is taken as
        right.
        """
        from rapidfuzz import process  # noqa: PLC0415 -- start-up time
        from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415

        distance = 1 if len(word) < _SHORT else 2
        known = [other for other, _ in self._beginning("words", word[:1])]
        near = process.extract(word, known, scorer=DamerauLevenshtein.distance, score_cutoff=distance, limit=None)
        counted = ((off, is_stop_word(other), -self.frequency("words", other), other) for other, off, _ in near)
        return tuple(entry[-1] for entry in nsmallest(limit, (entry for entry in counted if entry[2])))

    def complete(self, beginning: str, limit: int) -> tuple[str, ...]:
        """Return words that begin so, the most frequent first."""
        if self._whole:
            return tuple(word for word, _ in self._searcher.terms_with_prefix("words", beginning, limit=limit))
        counted = ((-self.frequency("words", word), word) for word, _ in self._beginning("words", beginning))
        return tuple(word for _, word in nsmallest(limit, (entry for entry in counted if entry[0])))
