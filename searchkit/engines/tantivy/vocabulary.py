"""The words of an index: how many passages hold one, which of them a pattern stands for, which look like another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from heapq import nsmallest
from typing import NamedTuple

from tantivy import Query, Schema, Searcher

from searchkit.analysis import is_stop_word, stem
from searchkit.engines.patterns import LINE, Pattern, alike, decoded, encoded, near
from searchkit.engines.shared import MAX_EXPANSIONS, WORDS_OF
from searchkit.engines.tantivy.queries import count
from searchkit.engines.tantivy.wordlist import ABSENT, MARKED, PLAIN, USUAL, WordList
from searchkit.query.nodes import Prefix, Wildcard


class Held(NamedTuple):
    """How documents hold a word.

    Attributes:
        word: the word.
        field: where it stands as it is, "" for nowhere.
        stem: the stem in `text` that stands for it, "" for none.
        mark: what those have in `words` that hold the stem without the word, "" if none has.
    """

    word: str
    field: str
    stem: str = ""
    mark: str = ""


class Vocabulary:
    """Reads the word list and the term dictionaries of an opened index.

    Args:
        searcher: the index.
        schema: its schema.
        listed: its word list.
        whole: whether no document of it is deleted, so that the dictionaries count right.
    """

    def __init__(self, searcher: Searcher, schema: Schema, listed: WordList, *, whole: bool) -> None:
        self._searcher = searcher
        self._schema = schema
        self._listed = listed
        self.whole = whole
        self.expand = cache(self._expand)
        self.frequency = cache(self._frequency)

    def _frequency(self, field: str, term: str) -> int:
        """Return how many passages hold a term, those that are deleted left out."""
        if self.whole:
            return self._searcher.doc_freq(field, term)
        return count(self._searcher, Query.term_query(self._schema, field, term, "basic"))

    def _expand(self, node: Pattern) -> tuple[Held, ...]:
        """Return the words of the index that a pattern stands for: of more than `MAX_EXPANSIONS` the most frequent."""
        if node.field == "text":
            return tuple(_held(word, known) for word, known in self._listed.expand(node, MAX_EXPANSIONS))
        field = WORDS_OF[node.field]
        fitting: Iterable[str]
        if isinstance(node, Prefix):
            fitting = self._beginning(field, node.prefix)
        elif isinstance(node, Wildcard):
            lead = re.match(r"[^*?]*", node.pattern)
            fitting = filter(node.regex().fullmatch, self._beginning(field, lead.group() if lead else ""))
        else:
            text = LINE + b"".join(encoded(word) + LINE for word in self._beginning(field, node.word[:1]))
            fitting = map(decoded, near(text, node.word, node.distance))
        return tuple(Held(word, field) for _, word in zip(range(MAX_EXPANSIONS), fitting, strict=False))

    def _beginning(self, field: str, beginning: str) -> list[str]:
        """Return the words that begin so: the most frequent first, then by the alphabet."""
        return [word for word, _ in self._searcher.terms_with_prefix(field, beginning)]

    def similar(self, word: str, limit: int) -> tuple[str, ...]:
        """Return words that look like one that the index does not know; see `Engine.similar_words`.

        Of equally similar words those with a meaning come first, then the more frequent. The first letter is taken as
        right.
        """
        counts = dict(self._listed.beginning(word[:1]))
        counted = ((off, is_stop_word(other), -counts[other], other) for other, off in alike(counts, word))
        return tuple(entry[-1] for entry in nsmallest(limit, counted))

    def complete(self, beginning: str, limit: int) -> tuple[str, ...]:
        """Return words that begin so, the most frequent first."""
        counted = ((-number, word) for word, number in self._listed.beginning(beginning))
        return tuple(word for _, word in nsmallest(limit, counted))


def _held(word: str, known: int) -> Held:
    field = "words" if known & PLAIN else ""
    if not known & USUAL:
        return Held(word, field)
    found = stem(word)
    return Held(word, field, found, ABSENT + found if known & MARKED else "")
