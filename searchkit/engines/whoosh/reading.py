"""Searching a Whoosh index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from heapq import nlargest, nsmallest
from typing import Any

from whoosh.columns import MultiColumnReader

from searchkit.analysis import is_stop_word
from searchkit.engines.base import Candidate, Found, Request, TallyField
from searchkit.engines.whoosh.documents import passage
from searchkit.engines.whoosh.evaluating import Evaluator
from searchkit.engines.whoosh.postings import Numbers
from searchkit.model import Facets, Passage, Sort
from searchkit.query.nodes import Among, Dates, Node, wanted_leaves
from searchkit.text import fold, name_key

_LAST = "\U0010ffff"  # sorts behind every name


class WhooshEngine:
    """Implements `searchkit.engines.base.Engine` on an open Whoosh index.

    Args:
        index: a `whoosh.index.FileIndex`.
    """

    def __init__(self, index: Any) -> None:
        self._index = index
        # Of Whoosh only the reader is used: its searcher brings the query and sorting machinery, which takes longer to
        # load than a search takes.
        self._reader = index.reader()
        self._evaluator = Evaluator(self._reader)
        self._columns: dict[str, Any] = {}

    @property
    def size(self) -> int:
        """How many passages it holds."""
        return int(self._reader.doc_count())

    def close(self) -> None:
        """Let go of the files."""
        self._reader.close()
        self._index.close()

    # Finding

    def search(self, request: Request) -> Found:
        """Return what a request finds; equal scores come in the order of the episodes and their passages."""
        allowed = self._allowed(request.filters)
        if request.sort == "relevance" and any(wanted_leaves(request.tree)):
            scores = self._evaluator.scores(request.tree, allowed)
            numbers: Collection[int] = scores.keys()
            top = self._best(scores, request.limit)
        else:
            numbers = self._matching(request.tree, allowed)
            top = [(0.0, number) for number in self._sorted(numbers, request.sort, request.limit)]
        candidates = tuple(Candidate(self._passage(number), score, number) for score, number in top)
        return Found(len(numbers), candidates, self._facets(numbers) if request.facets else Facets())

    def count(self, tree: Node, filters: Sequence[Among | Dates] = ()) -> int:
        """Return how many passages a tree finds."""
        return len(self._matching(tree, self._allowed(filters)))

    def _allowed(self, filters: Sequence[Among | Dates]) -> Numbers | None:
        """Return the numbers of the documents that pass every filter, or None if all do."""
        allowed: Numbers | None = None
        for condition in filters:
            passing = self._evaluator.numbers(condition)
            if len(passing) < self.size:
                allowed = passing if allowed is None else allowed & passing
        return allowed

    def _matching(self, tree: Node, allowed: Numbers | None) -> Numbers:
        """Return the numbers of all documents that a tree finds."""
        numbers = self._evaluator.numbers(tree)
        return numbers if allowed is None else numbers & allowed

    def _best(self, scores: Mapping[int, float], limit: int | None) -> list[tuple[float, int]]:
        """Return score and number of the best documents."""
        chosen: Collection[int] = scores.keys()
        if limit is not None and limit < len(scores):
            least = nlargest(limit, scores.values())[-1]
            chosen = [number for number, score in scores.items() if score >= least]
        ranked = sorted(zip((-scores[number] for number in chosen), self._values("place", chosen), chosen, strict=True))
        return [(-negative, number) for negative, _, number in ranked[:limit]]

    # Order and counts, from the columns

    def _values(self, name: str, numbers: Iterable[int]) -> Iterator[bytes]:
        for number in numbers:  # an index without documents has no columns, so none is asked for before
            if name not in self._columns:
                self._columns[name] = self._column(name)
            yield self._columns[name][number]

    def _column(self, name: str) -> Any:
        """Return a column of the whole index; Whoosh's own leaves out the segments in which nobody has a value."""
        leaves = self._reader.leaf_readers()
        readers = [leaf.column_reader(name, translate=False) for leaf, _ in leaves]
        return readers[0] if len(readers) == 1 else MultiColumnReader(readers, [offset for _, offset in leaves])

    def _sorted(self, numbers: Collection[int], sort: Sort, limit: int | None) -> list[int]:
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

    def tally(
        self, tree: Node, filters: Sequence[Among | Dates], fields: Sequence[TallyField]
    ) -> Mapping[tuple[str, ...], int]:
        """Return how many passages found have each combination of the stored values of some fields."""
        numbers = self._matching(tree, self._allowed(filters))
        rows: Iterable[tuple[bytes, ...]] = zip(*(self._values(name, numbers) for name in fields), strict=True)
        return {tuple(value.decode() for value in row): count for row, count in Counter(rows).items()}

    def _facets(self, numbers: Collection[int]) -> Facets:
        speakers, shows, kinds = (Counter(self._values(name, numbers)) for name in ("speaker", "show", "kind"))
        del speakers[b""]
        return Facets(_merged(speakers), _merged(shows), _merged(kinds))

    # Passages

    def _passage(self, number: int) -> Passage:
        return passage(self._reader.stored_fields(number))

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Return the passages of some ids, those that there are."""
        numbers = ((wanted, self._number(wanted)) for wanted in ids)
        return {wanted: self._passage(number) for wanted, number in numbers if number is not None}

    def _number(self, passage_id: str) -> int | None:
        """Return the number of the document with an id; the terms tell it, no posting is read."""
        for reader, offset in self._reader.leaf_readers():
            if ("id", passage_id) in reader:
                number: int = reader.term_info("id", passage_id).min_id()
                if not reader.is_deleted(number):
                    return int(offset + number)
        return None

    def episode(self, episode_id: str) -> tuple[Passage, ...]:
        """Return every passage of an episode, points, ideas, quotes and segments in their order."""
        numbers = self._evaluator.holding("episode", episode_id)
        return tuple(self._passage(number) for number in self._sorted(numbers, "episode", None))

    # Words

    def frequencies(self, stems: Iterable[str]) -> Mapping[str, int]:
        """Return in how many passages each stem stands in the words."""
        return {stem: self._evaluator.frequency("text", stem) for stem in stems}

    def holds_kind(self, kind: str) -> bool:
        """Whether there is any passage of a kind."""
        return self._evaluator.frequency("kind", kind) > 0

    def speaks(self, word: str) -> bool:
        """Whether a folded word is part of a speaker's name."""
        return self._evaluator.frequency("by", word) > 0

    def similar_words(self, word: str, limit: int = 3) -> tuple[str, ...]:
        """Return words of the index that look like one that it does not know, the most similar first.

        Likeness is the Damerau-Levenshtein distance: up to one letter off in words of up to four, two in longer ones.
        Of equally similar words those with a meaning come first, then the more frequent. The first letter is taken as
        right.
        """
        from rapidfuzz import process  # noqa: PLC0415 -- start-up time
        from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415

        distance = 1 if len(word) < 5 else 2  # noqa: PLR2004
        known = [other.decode() for other in self._reader.expand_prefix("words", word[:1])]
        near = process.extract(word, known, scorer=DamerauLevenshtein.distance, score_cutoff=distance, limit=None)
        counted = ((off, is_stop_word(other), -self._holding(other), other) for other, off, _ in near)
        return tuple(entry[-1] for entry in nsmallest(limit, (entry for entry in counted if entry[2])))

    def complete(self, beginning: str, limit: int = 20) -> tuple[str, ...]:
        """Return words of the index that begin so, the most frequent first."""
        known = self._reader.expand_prefix("words", beginning)
        counted = ((-self._holding(other.decode()), other.decode()) for other in known)
        return tuple(other for _, other in nsmallest(limit, (entry for entry in counted if entry[0])))

    def _holding(self, word: str) -> int:
        """Return how many passages hold a word as it stands; a word whose passages are all deleted is held by none."""
        return self._evaluator.frequency("words", word)


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
