"""Small steps that the modules of the engine share: queries made of others, and what is asked with them."""

from __future__ import annotations

from collections.abc import Sequence

from tantivy import Occur, Query, Searcher

from searchkit.records import dataclass


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A query that also finds what is not wanted, but is answered faster.

    What it finds is wanted if it earns more than `floor`, and then earns what it should.
    """

    query: Query
    floor: float


def unscored(query: Query) -> Query:
    """Return a query that finds the same and earns nothing."""
    return Query.const_score_query(query, 0.0)


def any_of(queries: Sequence[Query]) -> Query:
    """Return a query that finds what any of some finds, nothing if there are none."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Should, query) for query in queries]) if queries else Query.empty_query()


def all_of(queries: Sequence[Query]) -> Query:
    """Return a query that finds what each of some finds, one at least."""
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, query) for query in queries])


def count(searcher: Searcher, query: Query) -> int:
    """Return how many documents a query finds."""
    found: int = searcher.search(unscored(query), limit=1).count  # type: ignore[attr-defined]  # the stub lacks it
    return found
