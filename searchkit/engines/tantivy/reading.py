"""Searching a Tantivy index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from tantivy import Index, Query

from searchkit.engines.base import Candidate, Found, Request, TallyField
from searchkit.engines.tantivy.choosing import Chooser
from searchkit.engines.tantivy.columns import Columns
from searchkit.engines.tantivy.compiling import Compiler
from searchkit.engines.tantivy.documents import passage_of
from searchkit.engines.tantivy.guarding import guarded
from searchkit.engines.tantivy.phrases import Phrases
from searchkit.engines.tantivy.queries import count, unscored
from searchkit.engines.tantivy.schema import register
from searchkit.engines.tantivy.segments import count_documents
from searchkit.engines.tantivy.vocabulary import Vocabulary
from searchkit.engines.tantivy.wordlist import WordList
from searchkit.limits import USUAL
from searchkit.model import Facets, Passage
from searchkit.query.nodes import Among, Dates, Node, wanted_leaves


@guarded
class TantivyEngine:
    """Implements `searchkit.engines.base.Engine` on an open Tantivy index.

    Args:
        folder: where it lies.
        index: the index, opened.
        expansions: words that a pattern stands for at most.
    """

    def __init__(self, folder: Path, index: Index, *, expansions: int = USUAL.query_expansions) -> None:
        schema = index.schema
        self._searcher = register(index).searcher()
        self._whole = not count_documents(folder)[1]
        self._vocabulary = Vocabulary(
            self._searcher, schema, WordList(folder), whole=self._whole, expansions=expansions
        )
        self._compiler = Compiler(schema, self._vocabulary, Phrases(self._searcher, schema))
        self._columns = Columns(self._searcher)
        self._chooser = Chooser(self._searcher, schema, self._columns)

    @property
    def size(self) -> int:
        """How many passages it holds."""
        return self._searcher.num_docs

    def close(self) -> None:
        """Let go of the files: they are mapped as long as this object lives."""

    # Finding

    def search(self, request: Request) -> Found:
        """Return what a request finds; equal scores come in the order of the episodes and their passages."""
        tree, filters = request.tree, request.filters
        if request.sort == "relevance" and any(wanted_leaves(tree)):
            chosen, total = self._best(tree, filters, request.limit)
        else:
            chosen, total = self._chooser.sorted(self._compiler.finding(tree, filters), request.sort, request.limit)
        facets = self._columns.facets(unscored(self._compiler.finding(tree, filters))) if request.facets else Facets()
        return Found(total, tuple(chosen), facets, self._vocabulary.limited(tree))

    def _best(self, tree: Node, filters: Sequence[Among | Dates], limit: int | None) -> tuple[Sequence[Candidate], int]:
        shortcut = self._compiler.shortcut(tree, filters, self.size) if limit is not None else None
        if shortcut is not None and limit is not None:
            chosen = self._chooser.best_of(shortcut, limit)
            if chosen is not None:
                return chosen, self.count(tree, filters)
        known = self._compiler.known_total(tree, filters)
        return self._chooser.best(self._compiler.ranking(tree, filters), limit, known)

    def count(self, tree: Node, filters: Sequence[Among | Dates] = ()) -> int:
        """Return how many passages a tree finds."""
        return count(self._searcher, self._compiler.finding(tree, filters))

    def tally(
        self, tree: Node, filters: Sequence[Among | Dates], fields: Sequence[TallyField]
    ) -> Mapping[tuple[str, ...], int]:
        """Return how many passages found have each combination of the stored values of some fields."""
        return self._columns.tally(unscored(self._compiler.finding(tree, filters)), fields)

    # Passages

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Return the passages of some ids, those that there are."""
        found: dict[str, Passage] = {}
        for wanted in ids:
            for passage in self._read(self._compiler.passage(wanted), 1):
                found[wanted] = passage
        return found

    def episode(self, episode_id: str) -> tuple[Passage, ...]:
        """Return every passage of an episode, points, ideas, quotes and segments in their order."""
        query = self._compiler.finding(Among("episode", (episode_id,)))
        return tuple(one.passage for one in self._chooser.sorted(query, "episode", None)[0])

    def _read(self, query: Query, limit: int) -> Iterable[Passage]:
        for _, address in self._searcher.search(query, limit=limit, count=False).hits:
            yield passage_of(self._searcher.doc(address))

    # Words

    def frequencies(self, stems: Iterable[str]) -> Mapping[str, int]:
        """Return in how many passages each stem stands in the words."""
        return {stem: self._vocabulary.frequency("text", stem) for stem in stems}

    def holds_kind(self, kind: str) -> bool:
        """Whether there is any passage of a kind."""
        return self._vocabulary.frequency("kind", kind) > 0

    def speaks(self, word: str) -> bool:
        """Whether a folded word is part of a speaker's name."""
        return self._vocabulary.frequency("by", word) > 0

    def similar_words(self, word: str, limit: int = 3) -> tuple[str, ...]:
        """Return words of the index that look like one that it does not know, the most similar first."""
        return self._vocabulary.similar(word, limit)

    def complete(self, beginning: str, limit: int = 20) -> tuple[str, ...]:
        """Return words of the index that begin so, the most frequent first."""
        return self._vocabulary.complete(beginning, limit)
