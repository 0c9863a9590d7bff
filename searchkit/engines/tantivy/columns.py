"""What is counted over everything that a query finds, from the columns of the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tantivy import Query, Searcher

from searchkit.engines.base import TallyField
from searchkit.engines.shared import merged, published_of
from searchkit.engines.tantivy.queries import count
from searchkit.model import Facets

COLUMN_OF: Mapping[TallyField, str] = {
    "date": "date",
    "speaker": "speaker_name",
    "show": "show_name",
    "kind": "kind",
}
_MOST = 60_000  # values that Tantivy counts in one go; it gives up at 65,000
_PAGE = 10_000


class Columns:
    """Counts the values of columns.

    Args:
        searcher: the index.
    """

    def __init__(self, searcher: Searcher) -> None:
        self._searcher = searcher

    def first(self, query: Query, column: str, limit: int, *, descending: bool = False) -> list[tuple[Any, int]]:
        """Return the first values of a column, in their order, and how many of the documents found have each."""
        order = {"_key": "desc" if descending else "asc"}
        asked = {"terms": {"field": column, "size": limit, "segment_size": limit, "order": order}}
        return _counts(self._searcher.aggregate(query, {"values": asked})["values"])

    def all(self, query: Query, columns: Sequence[str]) -> list[list[tuple[Any, int]]]:
        """Return for each column every value, and how many of the documents found have it, in no order."""
        asked = {column: {"terms": {"field": column, "size": _MOST, "segment_size": _MOST}} for column in columns}
        try:
            told = self._searcher.aggregate(query, asked)
        except ValueError:  # there are more
            told = {column: {"sum_other_doc_count": 1} for column in columns}
        return [
            [(value, found) for (value,), found in self.combinations(query, (column,)).items()]
            if told[column]["sum_other_doc_count"]
            else _counts(told[column])
            for column in columns
        ]

    def combinations(self, query: Query, columns: Sequence[str]) -> dict[tuple[Any, ...], int]:
        """Return how many of the documents found have each combination of values."""
        sources = [{column: {"terms": {"field": column}}} for column in columns]
        counted: dict[tuple[Any, ...], int] = {}
        behind: dict[str, Any] = {}
        while True:
            asked = {"composite": {"size": _PAGE, "sources": sources, **behind}}
            told = self._searcher.aggregate(query, {"page": asked})["page"]
            for bucket in told["buckets"]:
                counted[tuple(bucket["key"][column] for column in columns)] = bucket["doc_count"]
            if len(told["buckets"]) < _PAGE:
                return counted
            behind = {"after": told["after_key"]}

    def facets(self, query: Query) -> Facets:
        """Return the counts of speakers, shows and kinds."""
        return Facets(*(merged(counts) for counts in self.all(query, ("speaker_name", "show_name", "kind"))))

    def tally(self, query: Query, fields: Sequence[TallyField]) -> dict[tuple[str, ...], int]:
        """Return how many of the documents found have each combination of stored values."""
        if not fields:
            found = count(self._searcher, query)
            return {(): found} if found else {}
        counted = self.combinations(query, [COLUMN_OF[name] for name in fields])
        shown = [(lambda day: published_of(int(day))) if name == "date" else str for name in fields]
        rows = ((zip(shown, row, strict=True), found) for row, found in counted.items())
        return {tuple(show(value) for show, value in row): found for row, found in rows}


def _counts(told: Mapping[str, Any]) -> list[tuple[Any, int]]:
    return [(bucket["key"], bucket["doc_count"]) for bucket in told["buckets"]]
