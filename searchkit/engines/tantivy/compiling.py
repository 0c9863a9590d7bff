"""The query tree as a query of Tantivy: what is found, and what each document earns.

A document earns for each word, phrase or pattern of the query that it holds, wherever in the tree that stands, which is
`searchkit.scoring`'s rule too. Tantivy adds up what the parts of a query earn where they match: for a flat tree that is
the same. A deeper one becomes two parts, one that must match and earns nothing, and its leaves, which need not match.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from tantivy import FieldType, Occur, Query, Schema

from searchkit.engines.shared import LAST_DAY, only_stop_words, rank_of
from searchkit.engines.tantivy.phrases import Phrases
from searchkit.engines.tantivy.queries import Shortcut, all_of, any_of, unscored
from searchkit.engines.tantivy.schema import key
from searchkit.engines.tantivy.vocabulary import Held, Vocabulary
from searchkit.model import KINDS
from searchkit.query.nodes import (
    All,
    Among,
    And,
    Boost,
    Dates,
    Fuzzy,
    Leaf,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Wildcard,
    Words,
    ranking_parts,
    scored_leaves,
    sought,
)
from searchkit.scoring import K1, OFF_WEIGHT, SPEAKER_WEIGHT, rarity

Clause: TypeAlias = tuple[Occur, Query]

_SLACK = 1.01  # for what Tantivy rounds


class Compiler:
    """Compiles trees for one opened index.

    Args:
        schema: the schema of the index.
        vocabulary: its words.
        phrases: makes its queries of phrases.
    """

    def __init__(self, schema: Schema, vocabulary: Vocabulary, phrases: Phrases) -> None:
        self._schema = schema
        self._vocabulary = vocabulary
        self._phrases = phrases
        self._everything = unscored(Query.all_query())

    # What is found

    def finding(self, node: Node, filters: Iterable[Among | Dates] = ()) -> Query:
        """Return a query that finds what a tree finds within filters; what it earns means nothing."""
        return self._within(self._find(node), filters)

    def _within(self, query: Query, filters: Iterable[Among | Dates]) -> Query:
        conditions = [clause for condition in filters for clause in self._condition(condition)]
        return Query.boolean_query([(Occur.Must, query), *conditions]) if conditions else query

    def _condition(self, condition: Among | Dates) -> list[Clause]:
        """Return the clauses of a filter. Kinds have long posting lists: those that are not wanted are left out."""
        if isinstance(condition, Among) and condition.field == "kind":
            others = [kind for kind in KINDS if kind not in condition.values]
            there = (kind for kind in others if self._vocabulary.frequency("kind", kind))
            return [(Occur.MustNot, self._exactly("kind", kind)) for kind in there]
        return [(Occur.Must, unscored(self._find(condition)))]

    def _find(self, node: Node) -> Query:
        if isinstance(node, And):
            clauses = [
                (Occur.MustNot, self._find(part.part)) if isinstance(part, Not) else (Occur.Must, self._find(part))
                for part in node.parts
            ]
            return self._boolean(clauses)
        if isinstance(node, Or):
            return any_of([self._find(part) for part in node.parts])
        if isinstance(node, Not):
            return self._boolean([(Occur.MustNot, self._find(node.part))])
        if isinstance(node, Boost):
            return self._find(node.part)
        if isinstance(node, Words):
            return self._find_words(node)
        return self._find_leaf(node)

    def _find_words(self, node: Words) -> Query:
        wanted = [self._find(part) for part in node.required]
        if not (wanted and node.need == "any"):  # otherwise what is required decides, and the words only rank
            plain = [self._find(part) for part in sought(node)]
            wanted += [any_of(plain)] if plain and node.need == "any" and not only_stop_words(node) else plain
        clauses = [(Occur.Must, query) for query in wanted]
        return self._boolean([*clauses, *((Occur.MustNot, self._find(part)) for part in node.excluded)])

    def _find_leaf(self, node: Leaf) -> Query:
        if isinstance(node, Term):
            found = [self._exactly(node.field, stem) for stem in node.stems]
            if self._is_named(node):
                found.append(self._exactly("by", node.word))
            return any_of(found)
        if isinstance(node, Phrase):
            return any_of([self._phrases.query(node.field, row, node.slop) for row in node.variants])
        if isinstance(node, Prefix | Wildcard | Fuzzy):
            return self._any_word(self._vocabulary.expand(node))
        if isinstance(node, Among):
            return self._find_among(node)
        if isinstance(node, Dates):
            first, last = max(node.first, 1), node.last or LAST_DAY  # 0 is the day of those that have none
            if first > last:
                return Query.empty_query()
            return Query.range_query(self._schema, "date", FieldType.Unsigned, first, last)
        if isinstance(node, All):
            return Query.all_query()
        raise TypeError(f"{node} must be resolved before an engine sees it")

    def _find_among(self, node: Among) -> Query:
        if node.field == "id":
            return any_of([self.passage(passage_id) for passage_id in node.values])
        return self._one_of(node.field, [key(value) for value in node.values])

    def known_total(self, node: Node, filters: Sequence[Among | Dates]) -> int | None:
        """Return how many documents a tree finds, if that takes no counting: those of one word, without filters."""
        if isinstance(node, Words) and len(node.words) == 1 and not node.required and not node.excluded:
            node = node.words[0]
        if not isinstance(node, Term) or any(self._condition(condition) for condition in filters):
            return None
        if len(node.stems) != 1 or (self._is_named(node)):
            return None
        return self._vocabulary.frequency(node.field, node.stems[0])

    def passage(self, passage_id: str) -> Query:
        """Return a query that finds the passage with an id."""
        episode, _, own = passage_id.rpartition("#")
        kind, _, number = own.rpartition("-")
        if kind not in KINDS or not (number.isascii() and number.isdigit()):
            return Query.empty_query()
        rank = Query.term_query(self._schema, "rank", rank_of(kind, int(number)))
        return all_of([self._exactly("episode", key(episode)), rank])

    def _exactly(self, field: str, term: str) -> Query:
        return Query.term_query(self._schema, field, term, "basic")

    def _one_of(self, field: str, terms: Sequence[str]) -> Query:
        if len(terms) == 1:
            return self._exactly(field, terms[0])
        return Query.term_set_query(self._schema, field, list(terms)) if terms else Query.empty_query()

    def _any_word(self, words: Sequence[Held]) -> Query:
        """Return a query that finds what holds any of some words."""
        together: dict[str, list[str]] = {}
        apart: list[Query] = []
        for held in words:
            if held.field:
                together.setdefault(held.field, []).append(held.word)
            if held.mark:
                apart.append(self._usual(held))
            elif held.stem:
                together.setdefault("text", []).append(held.stem)
        return any_of([*(self._one_of(field, terms) for field, terms in together.items()), *apart])

    def _usual(self, held: Held) -> Query:
        """Return a query that finds what holds the usual word of a stem."""
        stem = self._exactly("text", held.stem)
        if not held.mark:
            return stem
        return Query.boolean_query([(Occur.Must, stem), (Occur.MustNot, self._exactly("words", held.mark))])

    def _word(self, held: Held) -> Query:
        """Return a query that finds what holds a word."""
        plain = [self._exactly(held.field, held.word)] if held.field else []
        return any_of([*plain, *([self._usual(held)] if held.stem else [])])

    def _speaks(self, word: str) -> bool:
        return self._vocabulary.frequency("by", word) > 0

    def _boolean(self, clauses: list[Clause]) -> Query:
        if len(clauses) == 1 and clauses[0][0] == Occur.Must:
            return clauses[0][1]
        if not any(occur == Occur.Must for occur, _ in clauses):  # Tantivy finds nothing for what only excludes
            clauses = [*clauses, (Occur.Must, self._everything)]
        return Query.boolean_query(clauses)

    # What is earned

    def ranking(self, node: Node, filters: Iterable[Among | Dates] = ()) -> Query:
        """Return a query that finds what a tree finds within filters, and scores it."""
        clauses = self._flat(node)
        if clauses is None:
            earning = (query for leaf, factor in scored_leaves(node) for query in self._earn(leaf, factor))
            clauses = [(Occur.Must, unscored(self._find(node))), *((Occur.Should, query) for query in earning)]
        return self._within(self._boolean_ranked(clauses), filters)

    def shortcut(self, node: Node, filters: Sequence[Among | Dates], size: int) -> Shortcut | None:
        """Return a shortcut for plain words of which any may be held, where others beside them earn too.

        It takes them all as alternatives: Tantivy then passes over the many documents that hold frequent words only.
        What earns more than these can earn all together holds one of the others. That is not so sure where deleted
        documents count in what Tantivy takes for rare.
        """
        if not isinstance(node, Words) or node.need == "all" or node.required or node.excluded:
            return None
        if (
            not self._vocabulary.whole
            or only_stop_words(node)
            or any(self._condition(condition) for condition in filters)
        ):
            return None
        wanted = sought(node)
        terms = [part for part in ranking_parts(node) if isinstance(part, Term) and not self._is_named(part)]
        more = [term for term in terms if not any(term is part for part in wanted)]
        if not more or len(terms) < len(ranking_parts(node)):
            return None
        frequency = self._vocabulary.frequency
        most = sum(rarity(frequency(term.field, stem), size) for term in more for stem in term.stems) * (K1 + 1)
        scored = [(Occur.Should, self._scored(term.field, stem)) for term in terms for stem in term.stems]
        return Shortcut(Query.boolean_query(scored), most * _SLACK)

    def _is_named(self, term: Term) -> bool:
        return term.field == "text" and self._speaks(term.word)

    def _boolean_ranked(self, clauses: list[Clause]) -> Query:
        if clauses and all(occur == Occur.Should for occur, _ in clauses):
            return clauses[0][1] if len(clauses) == 1 else Query.boolean_query(clauses)
        return self._boolean(clauses)

    def _flat(self, node: Node) -> list[Clause] | None:
        """Return the clauses of a tree in which every leaf that a document holds counts anyway, None for others."""
        if isinstance(node, And):
            wanted = [part for part in node.parts if not isinstance(part, Not)]
            excluded = [part.part for part in node.parts if isinstance(part, Not)]
            return self._clauses(must=wanted, must_not=excluded)
        if isinstance(node, Or):
            return self._clauses(should=node.parts) if node.parts else None
        if isinstance(node, Words):
            return self._flat_words(node)
        return self._clauses(should=(node,))

    def _flat_words(self, node: Words) -> list[Clause] | None:
        wanted = sought(node)
        needed = {id(part) for part in (*wanted, *node.required)}
        more = [part for part in ranking_parts(node) if id(part) not in needed]  # that only earn
        if node.need == "all" or (only_stop_words(node) and not node.required):
            return self._clauses(must=(*node.required, *wanted), should=more, must_not=node.excluded)
        if node.required or not (more or node.excluded):
            return self._clauses(must=node.required, should=(*wanted, *more), must_not=node.excluded)
        clauses = self._clauses(should=wanted)  # of which one at least must be there
        others = self._clauses(should=more, must_not=node.excluded)
        if clauses is None or others is None:
            return None
        return [(Occur.Must, self._boolean_ranked(clauses)), *others]

    def _clauses(
        self, *, must: Sequence[Node] = (), should: Sequence[Node] = (), must_not: Sequence[Node] = ()
    ) -> list[Clause] | None:
        clauses: list[Clause] = []
        for occur, parts in ((Occur.Must, must), (Occur.Should, should)):
            for part in parts:
                leaf, factor = _weighed(part)
                if leaf is None:
                    return None
                earned = self._earn(leaf, factor)
                clauses += [(occur, any_of(earned))] if occur == Occur.Must else [(occur, query) for query in earned]
        return [*clauses, *((Occur.MustNot, self._find(part)) for part in must_not)]

    def _earn(self, leaf: Leaf, factor: float) -> list[Query]:
        """Return what a document that holds a leaf earns, as queries of which it fulfils at least one."""
        earned = self._earn_once(leaf)
        return earned if factor == 1.0 else [Query.boost_query(query, factor) for query in earned]

    def _earn_once(self, leaf: Leaf) -> list[Query]:
        if isinstance(leaf, Term):
            earned = [self._scored(leaf.field, stem) for stem in leaf.stems]
            if self._is_named(leaf):
                earned.append(Query.const_score_query(self._exactly("by", leaf.word), SPEAKER_WEIGHT))
            return earned
        if isinstance(leaf, Phrase):  # a phrase earns what its words earn
            words = [(Occur.Should, self._scored(leaf.field, stem)) for stem in leaf.variants[0]]
            return [Query.boolean_query([(Occur.Must, unscored(self._find_leaf(leaf))), *words])]
        if isinstance(leaf, Prefix | Wildcard | Fuzzy):
            weighed = ((held, _weight(leaf, held.word)) for held in self._vocabulary.expand(leaf))
            earned = [Query.const_score_query(self._word(held), weight) for held, weight in weighed]
            return earned or [Query.empty_query()]
        return [Query.const_score_query(self._find_leaf(leaf), 1.0)]

    def _scored(self, field: str, stem: str) -> Query:
        return Query.term_query(self._schema, field, stem, "freq")


def _weighed(node: Node) -> tuple[Leaf | None, float]:
    """Return a leaf with what boosts around it make of it, or None for another part of a tree."""
    factor = 1.0
    while isinstance(node, Boost):
        factor *= node.factor
        node = node.part
    return (None, factor) if isinstance(node, And | Or | Not | Words) else (node, factor)


def _weight(leaf: Prefix | Wildcard | Fuzzy, word: str) -> float:
    return OFF_WEIGHT if isinstance(leaf, Fuzzy) and word != leaf.word else 1.0
