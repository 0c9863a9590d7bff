"""The first so many of what a query finds, in an order in which no two passages stand at the same place.

Tantivy orders by one key and leaves equal ones as they lie in its segments. Here equal ones stand by episode and by
their place in it, and no more are read than it takes: the columns tell which dates, speakers and episodes the first
ones have.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from tantivy import DocAddress, FieldType, Query, Schema, Searcher

from searchkit.engines.base import Candidate
from searchkit.engines.shared import order_key, speaker_key
from searchkit.engines.tantivy.columns import Columns
from searchkit.engines.tantivy.documents import passage_of
from searchkit.engines.tantivy.queries import Shortcut, all_of, any_of, count, unscored
from searchkit.model import Sort

_DECIMALS = 5  # of a score; what Tantivy adds up in another order may differ behind them
_MARGIN = 16  # documents looked at beyond those asked for, in case they earn the same
_MOST_READ = 100  # documents of one score that are read to put them in order


class Chooser:
    """Chooses documents of one opened index.

    Args:
        searcher: the index.
        schema: its schema.
        columns: its columns.
    """

    def __init__(self, searcher: Searcher, schema: Schema, columns: Columns) -> None:
        self._searcher = searcher
        self._schema = schema
        self._columns = columns

    # By score

    def best(self, query: Query, limit: int | None, total: int | None = None) -> tuple[list[Candidate], int]:
        """Return the documents that earn most, and how many there are in all.

        Args:
            query: what to find.
            limit: how many documents at most, None for all.
            total: how many there are, if that is known: not having to count, Tantivy passes over what earns too little.
        """
        found = self._searcher.search(query, limit=(limit or 0) + _MARGIN, count=total is None)
        if total is None:
            total = int(found.count)  # type: ignore[attr-defined]  # the stub lacks it
        hits = found.hits
        if limit is None or total <= limit:
            hits = hits if len(hits) == total else self._hits(query, total)
            return self._ordered(hits, "relevance"), total
        edge = _rounded(hits[limit - 1])
        if _rounded(hits[-1]) == edge and len(hits) < total:
            hits = self._hits(query, min(total, limit + _MOST_READ))
        earned = [hit[0] for hit in hits]
        above = bisect_left(earned, -edge, key=lambda score: -round(score, _DECIMALS))
        behind = bisect_right(earned, -edge, key=lambda score: -round(score, _DECIMALS))
        sure, tied = hits[:above], hits[above:behind]
        wanted = limit - len(sure)
        if (behind < len(hits) or behind == total) and len(tied) <= max(wanted, _MOST_READ):
            last = self._ordered(tied, "relevance")
        else:
            last = self._first_tied(query, edge, wanted)
        return [*self._ordered(sure, "relevance"), *last[:wanted]], total

    def _first_tied(self, query: Query, score: float, wanted: int) -> list[Candidate]:
        """Return at least so many documents of one score from the first episodes that have some."""
        episodes = 8
        while True:
            listed = self._columns.first(query, "episode", episodes)
            within = self._with(query, "episode", [name for name, _ in listed])
            hits = self._hits(within, sum(number for _, number in listed))
            tied = [hit for hit in hits if _rounded(hit) == score]
            if len(tied) >= wanted or len(listed) < episodes:
                return self._ordered(tied, "relevance")
            likely = episodes * wanted // len(tied) if tied else 0  # that hold as many, if all are as these
            episodes = max(episodes * (2 if tied else 8), likely + likely // 4)

    def best_of(self, shortcut: Shortcut, limit: int) -> list[Candidate] | None:
        """Return the documents that earn most by a shortcut, None where it does not lead there."""
        hits = self._searcher.search(shortcut.query, limit=limit, count=False).hits
        if len(hits) < limit or hits[-1][0] <= shortcut.floor:
            return None
        return self.best(shortcut.query, limit, total=self._searcher.num_docs)[0]

    # By date, name or place

    def sorted(self, query: Query, sort: Sort, limit: int | None) -> tuple[list[Candidate], int]:
        """Return the first documents in an order, without scores, and how many there are in all."""
        query = unscored(query)
        total = count(self._searcher, query)
        if limit is not None and limit < total:
            query = self._beginning(query, sort, limit)
        hits = self._hits(query, total if limit is None else count(self._searcher, query))
        return self._ordered(hits, sort)[:limit], total

    def _beginning(self, query: Query, sort: Sort, limit: int) -> Query:
        """Return a query for the first so many documents in an order, and few more."""
        if sort in ("newest", "oldest"):
            known = self._between(query, 1)
            days = self._columns.first(known, "date", limit, descending=sort == "newest")
            groups = [([int(day)], number) for day, number in days]
            found = sum(number for _, number in groups)
            if found < limit:
                undated = self._by_place(self._on(query, [0]), limit - found)
                return any_of([known, undated]) if found else undated
            chosen, edge, rest = _cut(groups, limit)
            last = self._by_place(self._on(query, edge), rest)
            return any_of([self._on(query, chosen), last]) if chosen else last
        if sort == "speaker":
            chosen, edge, rest = _cut(self._speakers(query), limit)
            last = self._by_place(self._with(query, "speaker_name", edge), rest)
            return any_of([self._with(query, "speaker_name", chosen), last]) if chosen else last
        return self._by_place(query, limit)

    def _speakers(self, query: Query) -> list[tuple[list[str], int]]:
        """Return the speakers in their order, the spellings of one together, and how many documents each has."""
        together: dict[str, tuple[list[str], int]] = {}
        for name, number in self._columns.all(query, ("speaker_name",))[0]:
            names, counted = together.get(speaker_key(name), ([], 0))
            together[speaker_key(name)] = ([*names, name], counted + number)
        return [together[key] for key in sorted(together)]

    def _by_place(self, query: Query, limit: int) -> Query:
        """Return a query for the documents of the first episodes that have so many."""
        chosen: list[str] = []
        for episode, number in self._columns.first(query, "episode", limit):
            chosen.append(episode)
            limit -= number
            if limit <= 0:
                break
        return self._with(query, "episode", chosen)

    # Parts

    def _with(self, query: Query, field: str, values: Sequence[str]) -> Query:
        return self._also(query, Query.term_set_query(self._schema, field, list(values)))

    def _on(self, query: Query, days: Sequence[int]) -> Query:
        return self._also(query, Query.term_set_query(self._schema, "date", list(days)))

    def _between(self, query: Query, first: int) -> Query:
        return self._also(query, Query.range_query(self._schema, "date", FieldType.Unsigned, first, None))

    def _also(self, query: Query, condition: Query) -> Query:
        return all_of([query, unscored(condition)])

    def _hits(self, query: Query, limit: int) -> list[tuple[float, DocAddress]]:
        return self._searcher.search(query, limit=limit, count=False).hits if limit else []

    def _ordered(self, hits: Iterable[tuple[Any, DocAddress]], sort: Sort) -> list[Candidate]:
        """Return documents with their passages in their final order."""
        doc = self._searcher.doc
        chosen = [Candidate(passage_of(doc(hit[1])), _rounded(hit), _handle(hit[1])) for hit in hits]
        return sorted(chosen, key=lambda one: (-one.score, order_key(one.passage, sort)))


def _handle(address: DocAddress) -> int:
    return address.segment_ord << 32 | address.doc


def _rounded(hit: tuple[float, DocAddress]) -> float:
    return round(hit[0], _DECIMALS)


def _cut(groups: Sequence[tuple[list[Any], int]], limit: int) -> tuple[list[Any], list[Any], int]:
    """Return the values of the groups that are wanted whole, those of the next one, and how many are wanted of it."""
    whole: list[Any] = []
    for values, number in groups:
        if number >= limit:
            return whole, values, limit
        whole += values
        limit -= number
    return whole, [], 0
