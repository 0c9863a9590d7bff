"""The words of an index: how many passages hold one, which of them a pattern stands for, which look like another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from heapq import nsmallest
from typing import NamedTuple

from tantivy import Query, Schema, Searcher

from searchkit.analysis import is_stop_word, stem
from searchkit.engines.patterns import LINE, alike, decoded, encoded, near
from searchkit.engines.shared import WORDS_OF
from searchkit.engines.tantivy.queries import count
from searchkit.engines.tantivy.wordlist import ABSENT, MARKED, PLAIN, USUAL, WordList
from searchkit.query.nodes import Node, Pattern, Prefix, Wildcard, patterns


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
        expansions: words that a pattern stands for at most.
    """

    def __init__(self, searcher: Searcher, schema: Schema, listed: WordList, *, whole: bool, expansions: int) -> None:
        self._searcher = searcher
        self._schema = schema
        self._listed = listed
        self.whole = whole
        self._expansions = expansions
        self._expansion = cache(self._expand)
        self.frequency = cache(self._frequency)

    def _frequency(self, field: str, term: str) -> int:
        """Return how many passages hold a term, those that are deleted left out."""
        if self.whole:
            return self._searcher.doc_freq(field, term)
        return count(self._searcher, Query.term_query(self._schema, field, term, "basic"))

    def expand(self, node: Pattern) -> tuple[Held, ...]:
        """Return the words of the index that a pattern stands for, of too many the most frequent."""
        return self._expansion(node)[0]

    def limited(self, tree: Node) -> dict[Pattern, int]:
        """Return the patterns of a tree that stand for more words than are looked for, with how many they are."""
        counted = {node: self._expansion(node)[1] for node in patterns(tree)}
        return {node: count for node, count in counted.items() if count > self._expansions}

    def _expand(self, node: Pattern) -> tuple[tuple[Held, ...], int]:
        """Return what `expand` does, and how many words there are."""
        if node.field == "text":
            listed, count = self._listed.expand(node, self._expansions)
            return tuple(_held(word, known) for word, known in listed), count
        field = WORDS_OF[node.field]
        fitting: Sequence[str]
        if isinstance(node, Prefix):
            fitting = self._beginning(field, node.prefix)
        elif isinstance(node, Wildcard):
            lead = re.match(r"[^*?]*", node.pattern)
            fitting = list(filter(node.regex().fullmatch, self._beginning(field, lead.group() if lead else "")))
        else:
            text = LINE + b"".join(encoded(word) + LINE for word in self._beginning(field, node.word[:1]))
            fitting = list(map(decoded, near(text, node.word, node.distance)))
        return tuple(Held(word, field) for word in fitting[: self._expansions]), len(fitting)

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
