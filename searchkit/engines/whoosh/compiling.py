"""The query tree as a Whoosh query.

Conditions (names, dates) that every hit must fulfil come as filters and never reach this; one that stands inside of an
alternative earns a constant score of 1, because Whoosh's matchers skip what can earn nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from heapq import nlargest

from rapidfuzz.distance import Levenshtein
from whoosh import query as whoosh
from whoosh.reading import IndexReader

from searchkit.analysis import stem
from searchkit.query.nodes import (
    All,
    Among,
    And,
    Boost,
    Dates,
    Fuzzy,
    Named,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Wildcard,
    WordLeaf,
    Words,
)

MAX_EXPANSIONS = 500  # the most frequent words that a pattern may stand for
_SPEAKER_WEIGHT = 2.0  # of a word of the query that is part of the speaker's name
_OFF_WEIGHT = 0.5  # of a fuzzy word that is not the word itself


class Compiler:
    """Compiles trees for one reader, whose words decide what a pattern stands for."""

    def __init__(self, reader: IndexReader) -> None:
        self.reader = reader

    def compile(self, node: Node) -> whoosh.Query:
        """Return the Whoosh query of a tree."""
        if isinstance(node, Term | Phrase | Prefix | Wildcard | Fuzzy):
            return self.leaf(node)
        if isinstance(node, And):
            return self._all(node.parts)
        if isinstance(node, Or):
            return whoosh.Or([self.compile(part) for part in node.parts])
        if isinstance(node, Not):
            return whoosh.And([whoosh.Every(), whoosh.Not(self.compile(node.part))])
        if isinstance(node, Boost):
            return _boosted(self.compile(node.part), node.factor)
        if isinstance(node, Words):
            return self._words(node)
        return self.condition(node)

    def condition(self, node: Among | Dates | All | Named) -> whoosh.Query:
        """Return the query of a condition, as a filter takes it."""
        if isinstance(node, Among):
            terms = [whoosh.Term(node.field, value) for value in node.values]
            return terms[0] if len(terms) == 1 else whoosh.Or(terms) if terms else whoosh.NullQuery
        if isinstance(node, Dates):
            first = f"{node.first:08}" if node.first else "0"
            return whoosh.TermRange("date", first, f"{node.last:08}" if node.last else "99999999")
        if isinstance(node, All):
            return whoosh.Every()
        raise TypeError(f"{node} must be resolved before an engine sees it")

    def _all(self, parts: Iterable[Node]) -> whoosh.Query:
        """Return the query of parts that must all match; a part that excludes becomes Whoosh's own Not beside them."""
        compiled = [
            whoosh.Not(self.compile(part.part)) if isinstance(part, Not) else self.compile(part) for part in parts
        ]
        if all(isinstance(part, whoosh.Not) for part in compiled):
            compiled.append(whoosh.Every())
        return compiled[0] if len(compiled) == 1 else whoosh.And(compiled)

    def _words(self, node: Words) -> whoosh.Query:
        # Stop words only cost time beside others. Alone they are what is meant: then all are wanted.
        kept = [part for part in node.words if not (isinstance(part, Term) and part.is_stop)]
        compiled = [self.compile(part) for part in kept or node.words]
        parts: list[whoosh.Query] = []
        if len(compiled) == 1:
            parts = compiled
        elif compiled:
            parts = [whoosh.And(compiled) if node.need == "all" or not kept else whoosh.Or(compiled)]
        if parts and node.required and node.need == "any":
            # What is required decides; the words beside it only rank.
            parts = [whoosh.AndMaybe(self._all(node.required), parts[0])]
        else:
            parts += [self.compile(part) for part in node.required]
        if node.excluded:
            parts += [whoosh.Not(self.compile(part)) for part in node.excluded]
        return parts[0] if len(parts) == 1 else whoosh.And(parts)

    def leaf(self, node: WordLeaf) -> whoosh.Query:
        """Return the query of words in a field."""
        if isinstance(node, Term):
            term = whoosh.Term(node.field, node.stem)
            if node.field == "text" and ("by", node.word) in self.reader:
                return whoosh.Or([term, whoosh.Term("by", node.word, boost=_SPEAKER_WEIGHT)])
            return term
        if isinstance(node, Phrase):
            return whoosh.Phrase(node.field, [stem(word) for word in node.words], slop=node.slop + 1)
        field = "words" if node.field == "text" else node.field
        return self._any_of(field, self.expand(node), node.word if isinstance(node, Fuzzy) else "")

    def _any_of(self, field: str, found: list[str], word: str) -> whoosh.Query:
        if not found:
            return whoosh.NullQuery
        terms = [whoosh.Term(field, other, boost=1.0 if not word or other == word else _OFF_WEIGHT) for other in found]
        return terms[0] if len(terms) == 1 else whoosh.Or(terms)

    def expand(self, node: Prefix | Wildcard | Fuzzy) -> list[str]:
        """Return the words of the index that a pattern stands for, at most `MAX_EXPANSIONS`, most frequent first."""
        field = "words" if node.field == "text" else node.field
        reader = self.reader
        if isinstance(node, Prefix):
            found = reader.expand_prefix(field, node.prefix)
        elif isinstance(node, Wildcard):
            lead = re.match(r"[^*?]*", node.pattern).group()  # type: ignore[union-attr]
            matches = node.regex().fullmatch
            found = (word for word in reader.expand_prefix(field, lead) if matches(word.decode()))
        else:
            found = self._near(field, node.word, node.distance)
        return [word.decode() for word in nlargest(MAX_EXPANSIONS, found, key=lambda w: reader.doc_frequency(field, w))]

    def _near(self, field: str, word: str, distance: int) -> list[bytes]:
        """Return the words that are at most so many letters off; the first letter is taken as right."""
        lead = word[:1]
        shortest, longest = len(word) - distance, len(word) + distance
        near = []
        for other in self.reader.expand_prefix(field, lead):
            text = other.decode()
            if shortest <= len(text) <= longest and Levenshtein.distance(word, text, score_cutoff=distance) <= distance:
                near.append(other)
        return near


def _boosted(query: whoosh.Query, factor: float) -> whoosh.Query:
    """Return the query with the boost of every term in it multiplied."""

    def multiply(leaf: whoosh.Query) -> whoosh.Query:
        if not hasattr(leaf, "boost"):
            return leaf
        leaf = leaf.copy()
        leaf.boost *= factor
        return leaf

    return query.accept(multiply)
