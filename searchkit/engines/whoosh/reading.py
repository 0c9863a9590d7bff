"""Searching a Whoosh index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from heapq import nsmallest
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein
from whoosh import query as whoosh
from whoosh.scoring import BM25F

from searchkit.analysis import is_stop_word
from searchkit.engines.base import Candidate, Found, Request
from searchkit.engines.whoosh.compiling import Compiler
from searchkit.engines.whoosh.documents import passage
from searchkit.model import Facets, Part, Passage, Sort
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
    Words,
    wanted_leaves,
)
from searchkit.text import fold, name_key

_LAST = "\U0010ffff"  # sorts behind every name


class WhooshEngine:
    """Implements `searchkit.engines.base.Engine` on an open Whoosh index.

    Args:
        index: a `whoosh.index.FileIndex`.
    """

    def __init__(self, index: Any) -> None:
        self._index = index
        self._searcher = index.searcher(weighting=BM25F())
        self._reader = self._searcher.reader()
        self._compiler = Compiler(self._reader)
        self._columns: dict[str, Any] = {}

    @property
    def size(self) -> int:
        """How many passages it holds."""
        return int(self._reader.doc_count())

    def close(self) -> None:
        """Let go of the files."""
        self._searcher.close()
        self._index.close()

    # Finding

    def search(self, request: Request) -> Found:
        """Return what a request finds; equal scores come in the order in which they were indexed."""
        query = self._compiler.compile(request.tree).normalize()
        allowed = self._allowed(request.filters)
        ranked = request.sort == "relevance" and any(wanted_leaves(request.tree))
        numbers = None
        if ranked and request.limit is not None:
            top = self._top(query, allowed, request.limit)
            total = len(top)
            if total == request.limit or request.facets:
                numbers = self._matching(query, allowed)
                total = len(numbers)
        else:
            numbers = self._matching(query, allowed)
            total = len(numbers)
            if ranked:
                top = self._top(query, allowed, max(total, 1))
            else:
                top = [(0.0, number) for number in self._sorted(numbers, request.sort, request.limit)]
        candidates = tuple(Candidate(self._passage(number), score, number) for score, number in top)
        facets = self._facets(numbers) if request.facets and numbers is not None else Facets()
        return Found(total, candidates, facets)

    def count(self, tree: Node, filters: Sequence[Among | Dates] = ()) -> int:
        """Return how many passages a tree finds."""
        return len(self._matching(self._compiler.compile(tree).normalize(), self._allowed(filters)))

    def _allowed(self, filters: Sequence[Among | Dates]) -> set[int] | None:
        """Return the numbers of the documents that pass every filter, or None if all do."""
        allowed: set[int] | None = None
        for condition in filters:
            passing = set(self._searcher.docs_for_query(self._compiler.condition(condition).normalize()))
            if len(passing) < self.size:
                allowed = passing if allowed is None else allowed & passing
        return allowed

    def _top(self, query: whoosh.Query, allowed: set[int] | None, limit: int) -> list[tuple[float, int]]:
        """Return score and number of the best documents."""
        if query == whoosh.NullQuery or limit < 1 or (allowed is not None and not allowed):
            return []
        return [(score, number) for score, number in self._searcher.search(query, limit=limit, filter=allowed).top_n]

    def _matching(self, query: whoosh.Query, allowed: set[int] | None) -> Sequence[int]:
        """Return the numbers of all documents that a query finds."""
        if isinstance(query, whoosh.Every) and allowed is not None:
            return sorted(allowed)
        numbers = self._searcher.docs_for_query(query)
        return list(numbers) if allowed is None else [number for number in numbers if number in allowed]

    # Order and counts, from the columns

    def _column(self, name: str) -> Any:
        if name not in self._columns:
            self._columns[name] = self._reader.column_reader(name, translate=False)
        return self._columns[name]

    def _values(self, name: str, numbers: Iterable[int]) -> Iterator[bytes]:
        column = self._column(name)
        return (column[number] for number in numbers)

    def _sorted(self, numbers: Sequence[int], sort: Sort, limit: int | None) -> list[int]:
        places = self._values("place", numbers)
        keys: Iterable[tuple[Any, ...]]
        if sort in ("newest", "oldest"):
            days = self._values("date", numbers)
            sign, unknown = (-1, 0) if sort == "newest" else (1, 99_999_999)
            keys = zip((sign * _day(day) if day else unknown for day in days), places, strict=True)
        elif sort == "speaker":
            names = (fold(name.decode()) if name else _LAST for name in self._values("speaker", numbers))
            keys = zip(names, places, strict=True)
        else:
            keys = ((place,) for place in places)
        pairs = zip(keys, numbers, strict=True)
        chosen = sorted(pairs) if limit is None else nsmallest(limit, pairs)
        return [number for _, number in chosen]

    def _facets(self, numbers: Sequence[int]) -> Facets:
        speakers, shows, kinds = (Counter(self._values(name, numbers)) for name in ("speaker", "show", "kind"))
        del speakers[b""]
        return Facets(_merged(speakers), _merged(shows), _merged(kinds))

    # Passages

    def _passage(self, number: int) -> Passage:
        return passage(self._searcher.stored_fields(number))

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Return the passages of some ids, those that there are."""
        found = {}
        for wanted in ids:
            for number in self._searcher.document_numbers(id=wanted):
                found[wanted] = self._passage(number)
        return found

    def episode(self, episode_id: str) -> tuple[Passage, ...]:
        """Return every passage of an episode, points, ideas, quotes and segments in their order."""
        numbers = self._matching(whoosh.Term("episode", episode_id), None)
        return tuple(self._passage(number) for number in self._sorted(numbers, "episode", None))

    # Words

    def frequencies(self, stems: Iterable[str]) -> Mapping[str, int]:
        """Return in how many passages each stem stands in the words."""
        return {stem: int(self._reader.doc_frequency("text", stem)) for stem in stems}

    def holds_kind(self, kind: str) -> bool:
        """Whether there is any passage of a kind."""
        return ("kind", kind) in self._reader

    def speaks(self, word: str) -> bool:
        """Whether a folded word is part of a speaker's name."""
        return ("by", word) in self._reader

    def similar_words(self, word: str, limit: int = 3) -> tuple[str, ...]:
        """Return words of the index that look like one that it does not know, the most similar first.

        Likeness is the Damerau-Levenshtein distance: up to one letter off in words of up to four, two in longer ones.
        Of equally similar words those with a meaning come first, then the more frequent. The first letter is taken as
        right.
        """
        distance = 1 if len(word) < 5 else 2  # noqa: PLR2004
        known = [other.decode() for other in self._reader.expand_prefix("words", word[:1])]
        near = process.extract(word, known, scorer=DamerauLevenshtein.distance, score_cutoff=distance, limit=20)
        frequency = self._reader.doc_frequency
        ranked = sorted(
            near, key=lambda match: (match[1], is_stop_word(match[0]), -frequency("words", match[0]), match[0])
        )
        return tuple(other for other, _, _ in ranked[:limit])

    def complete(self, beginning: str, limit: int = 20) -> tuple[str, ...]:
        """Return words of the index that begin so, the most frequent first."""
        known = self._reader.expand_prefix("words", beginning)
        ranked = nsmallest(limit, ((-self._reader.doc_frequency("words", other), other.decode()) for other in known))
        return tuple(other for _, other in ranked)

    # Why

    def parts(self, candidate: Candidate, tree: Node) -> tuple[Part, ...]:
        """Return the parts that add up to the candidate's score, one for each part of the query that matched."""
        return tuple(Part(label, score) for label, score in self._scored(tree, candidate.handle, 1.0) if score)

    def _scored(self, node: Node, number: int, factor: float) -> Iterator[tuple[str, float]]:
        if isinstance(node, Boost):
            yield from self._scored(node.part, number, factor * node.factor)
        elif isinstance(node, And | Or):
            for part in node.parts:
                yield from self._scored(part, number, factor)
        elif isinstance(node, Words):
            kept = [part for part in node.words if not (isinstance(part, Term) and part.is_stop)]
            for part in (*(kept or node.words), *node.required):
                yield from self._scored(part, number, factor)
        elif not isinstance(node, Not):
            yield self._label(node), factor * self._leaf_score(node, number)

    def _leaf_score(self, node: Node, number: int) -> float:
        searcher, offset = next(
            (leaf, offset) for leaf, offset in reversed(self._searcher.leaf_searchers()) if offset <= number
        )
        local = number - offset
        matcher = self._compiler.compile(node).normalize().matcher(searcher, searcher.context())
        if matcher.is_active() and matcher.id() < local:
            matcher.skip_to(local)
        return float(matcher.score()) if matcher.is_active() and matcher.id() == local else 0.0

    def _label(self, node: Node) -> str:
        if isinstance(node, Term):
            passages = self._reader.doc_frequency(node.field, node.stem)
            whose = ", part of the speaker's name" if node.field == "text" and self.speaks(node.word) else ""
            return f"{node.raw or node.word}, in {passages:,} of {self.size:,} passages{whose}"
        if isinstance(node, Phrase):
            return f"“{node.raw or ' '.join(node.words)}”"
        if isinstance(node, Prefix):
            return f"{node.prefix}*"
        if isinstance(node, Wildcard):
            return node.pattern
        if isinstance(node, Fuzzy):
            return f"{node.word}~{node.distance}"
        if isinstance(node, Among):
            return f"{node.field}:{', '.join(node.values)}"
        return "every passage" if isinstance(node, All) else "date"


@cache
def _day(value: bytes) -> int:
    return int(value.replace(b"-", b"").ljust(8, b"0"))


def _merged(counts: Counter[bytes]) -> tuple[tuple[str, int], ...]:
    """Return counts with the spellings of one name together, under the most frequent of them."""
    spellings: dict[str, list[tuple[str, int]]] = {}
    named = [(name.decode(), count) for name, count in counts.items()]
    for name, count in sorted(named, key=lambda item: (-item[1], item[0])):
        spellings.setdefault(name_key(name), []).append((name, count))
    merged = [(group[0][0], sum(count for _, count in group)) for group in spellings.values()]
    return tuple(sorted(merged, key=lambda item: (-item[1], item[0])))
