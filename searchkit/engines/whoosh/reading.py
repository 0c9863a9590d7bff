"""Searching an index: the engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from heapq import nlargest
from operator import and_
from pathlib import Path

from searchkit.engines.base import Candidate, Found, Request, TallyField
from searchkit.engines.whoosh import contents, expanding
from searchkit.engines.whoosh.choosing import best
from searchkit.engines.whoosh.evaluating import Evaluation, Index, Rarity
from searchkit.engines.whoosh.ordering import Orders, Place
from searchkit.engines.whoosh.schema import encoded
from searchkit.engines.whoosh.segment import Segment
from searchkit.engines.whoosh.tallying import tallied
from searchkit.limits import USUAL
from searchkit.model import Facets, Passage
from searchkit.query.nodes import Among, Dates, Node, wanted_leaves
from searchkit.text import name_key

_MEMO_LIMIT = 10_000  # episodes whose places are kept


class WhooshEngine:
    """Implements `searchkit.engines.base.Engine`.

    Args:
        folder: where the index lies.
        rarity: how the rarity of a word is counted: as every engine of searchkit does, or as stock Whoosh does.
        expansions: words that a pattern stands for at most.
    """

    def __init__(self, folder: Path, rarity: Rarity = "lucene", *, expansions: int = USUAL.query_expansions) -> None:
        self.segments: list[Segment] = []
        offset = 0
        try:
            for entry in contents.read(folder).segments:
                self.segments.append(Segment(folder, entry, offset))
                offset += entry.documents
        except BaseException:
            self.close()
            raise
        self._index = Index(self.segments, rarity, expansions)
        self._orders = Orders(self.segments)
        self._seen: dict[str, tuple[Segment, int]] = {}  # episodes of passages that were read

    @property
    def size(self) -> int:
        """How many passages it holds."""
        return self._index.size

    def close(self) -> None:
        """Let go of the files."""
        while self.segments:
            self.segments.pop().close()

    # Finding

    def search(self, request: Request) -> Found:
        """Return what a request finds; equal scores come in the order of the episodes and their passages."""
        evaluation = Evaluation(self._index)
        found = [self._found(evaluation, segment, request.tree, request.filters) for segment in self.segments]
        if request.sort == "relevance" and any(wanted_leaves(request.tree)):
            top = self._best(evaluation, request.tree, found, request.limit)
        else:
            top = [(0.0, *place) for place in self._orders.sorted(found, request.sort, request.limit)]
        candidates = tuple(
            Candidate(self._passage(segment, number), score, segment.offset + number) for score, segment, number in top
        )
        total = sum(some.bit_count() for some in found)
        facets = self._facets(found) if request.facets else Facets()
        return Found(total, candidates, facets, evaluation.limited(request.tree))

    def count(self, tree: Node, filters: Sequence[Among | Dates] = ()) -> int:
        """Return how many passages a tree finds."""
        evaluation = Evaluation(self._index)
        return sum(self._found(evaluation, segment, tree, filters).bit_count() for segment in self.segments)

    @staticmethod
    def _found(evaluation: Evaluation, segment: Segment, tree: Node, filters: Iterable[Node]) -> int:
        """Return the documents of a segment that a tree finds and every filter lets pass, as bits."""
        return reduce(and_, [evaluation.find(node, segment) for node in filters], evaluation.find(tree, segment))

    def _best(
        self, evaluation: Evaluation, tree: Node, found: Sequence[int], limit: int | None
    ) -> list[tuple[float, Segment, int]]:
        """Return score, segment and number of the best documents, in order."""
        makers = evaluation.earning(tree)
        scored: list[tuple[float, Segment, int]] = []
        least = 0.0
        for segment, some in zip(self.segments, found, strict=True):
            if not some:
                continue
            earners = [earner for make in makers if (earner := make(segment)) is not None]
            scored += [(score, segment, number) for score, number in best(segment, some, earners, limit, least)]
            if limit is not None and len(scored) > limit:
                least = nlargest(limit, [score for score, _, _ in scored])[-1]
                scored = [entry for entry in scored if entry[0] >= least]
        return self._orders.ranked(scored)[:limit]

    # Counts

    def tally(
        self, tree: Node, filters: Sequence[Among | Dates], fields: Sequence[TallyField]
    ) -> Mapping[tuple[str, ...], int]:
        """Return how many passages found have each combination of the stored values of some fields."""
        evaluation = Evaluation(self._index)
        return tallied(
            ((segment, self._found(evaluation, segment, tree, filters)) for segment in self.segments), fields
        )

    def _facets(self, found: Sequence[int]) -> Facets:
        counted = tallied(zip(self.segments, found, strict=True), ("speaker", "show", "kind"))
        speakers, shows, kinds = Counter[str](), Counter[str](), Counter[str]()
        for (speaker, show, kind), count in counted.items():
            speakers[speaker] += count
            shows[show] += count
            kinds[kind] += count
        del speakers[""]
        return Facets(_merged(speakers), _merged(shows), _merged(kinds))

    # Passages

    def _passage(self, segment: Segment, number: int) -> Passage:
        passage = segment.stored.passage(number)
        if passage.episode.id not in self._seen:
            if len(self._seen) > _MEMO_LIMIT:
                self._seen.clear()
            self._seen[passage.episode.id] = segment, segment.stored.episode_of(number)
        return passage

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Return the passages of some ids, those that there are."""
        places = ((wanted, self._place(wanted)) for wanted in ids)
        return {wanted: self._passage(*place) for wanted, place in places if place is not None}

    def _place(self, passage_id: str) -> Place | None:
        """Return segment and number of the passage with an id."""
        seen = self._seen.get(passage_id.rpartition("#")[0])
        if seen is not None:
            segment, episode = seen
            for number in segment.stored.documents_of(passage_id, (episode,)):
                return segment, number
        for segment in self.segments:
            for number in segment.stored.documents_of(passage_id):
                if segment.everything >> number & 1:
                    return segment, number
        return None

    def episode(self, episode_id: str) -> tuple[Passage, ...]:
        """Return every passage of an episode, points, ideas, quotes and segments in their order."""
        found = [
            (segment.stored.parts[number], segment, number)
            for segment in self.segments
            for number in segment.stored.numbers.get(episode_id, ())
            if number not in segment.deleted
        ]
        return tuple(
            self._passage(segment, document)
            for _, segment, number in sorted(found, key=lambda entry: entry[0])
            for document in range(*segment.stored.range(number))
        )

    # Words

    def frequencies(self, stems: Iterable[str]) -> Mapping[str, int]:
        """Return in how many passages each stem stands in the words."""
        return {stem: self._frequency("text", stem) for stem in stems}

    def _frequency(self, field: str, term: str) -> int:
        return expanding.frequency(self.segments, field, encoded(term))

    def holds_kind(self, kind: str) -> bool:
        """Whether there is any passage of a kind."""
        return self._frequency("kind", kind) > 0

    def speaks(self, word: str) -> bool:
        """Whether a folded word is part of a speaker's name."""
        return self._frequency("by", word) > 0

    def similar_words(self, word: str, limit: int = 3) -> tuple[str, ...]:
        """Return words of the index that look like one that it does not know, the most similar first."""
        return expanding.similar(self.segments, word, limit)

    def complete(self, beginning: str, limit: int = 20) -> tuple[str, ...]:
        """Return words of the index that begin so, the most frequent first."""
        return expanding.completions(self.segments, beginning, limit)


def _merged(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Return counts with the spellings of one name together, under the most frequent of them."""
    spellings: dict[str, list[tuple[str, int]]] = {}
    for name, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        spellings.setdefault(name_key(name), []).append((name, count))
    merged = [(group[0][0], sum(count for _, count in group)) for group in spellings.values()]
    return tuple(sorted(merged, key=lambda item: (-item[1], item[0])))
