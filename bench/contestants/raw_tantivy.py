"""Tantivy through tantivy-py: its English analyzer with stems, its query parser, its snippets, one thread."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.contestants.base import LIMIT, row, typed
from bench.questions import Question
from searchkit.model import Passage

_SEARCHED = ("text", "heading", "title")
_ASKED = ["text", "heading"]
_EXACT = ("id", "kind", "episode", "show", "speaker", "date", "number")
_STORED = ("moment", "idea", "quotes", "url", "headline", "speakers")
_HEAP = 128_000_000  # bytes


class RawTantivy:
    """Tantivy; prefixes, wildcards and fuzzy words are held against its stems, and so find less than they should."""

    def begin(self, folder: Path) -> None:
        """Begin an empty index in a folder."""
        import tantivy  # noqa: PLC0415

        self._tantivy = tantivy
        self._index = tantivy.Index(_schema(tantivy), path=str(folder))
        self._writer = self._index.writer(heap_size=_HEAP, num_threads=1)

    def add(self, passages: tuple[Passage, ...]) -> None:
        """Put an episode's passages in."""
        for passage in passages:
            values = {name: str(value) for name, value in row(passage).items() if value not in ("", None)}
            self._writer.add_document(self._tantivy.Document(**values))

    def finish(self) -> None:
        """Write and close the index."""
        self._writer.commit()
        self._writer.wait_merging_threads()

    def open(self, folder: Path) -> None:
        """Open an index for questions."""
        import tantivy  # noqa: PLC0415

        self._tantivy = tantivy
        self._index = tantivy.Index.open(str(folder))
        self._schema = self._index.schema
        self._searcher = self._index.searcher()

    def ask(self, name: str, question: Question) -> int:
        """Answer a question of a class."""
        query = self._query(name, question)
        found = self._searcher.search(query, LIMIT)
        snippets = self._tantivy.SnippetGenerator.create(self._searcher, query, self._schema, "text")
        for _, address in found.hits:
            document = self._searcher.doc(address)
            document.to_dict()
            snippets.snippet_from_doc(document).highlighted()
        return int(found.count)

    def _query(self, name: str, question: Question) -> Any:
        queries, schema = self._tantivy.Query, self._schema
        word = question.words[0]
        if name == "fuzzy":
            return self._either([queries.fuzzy_term_query(schema, field, word, distance=1) for field in _ASKED])
        if name in {"prefix", "leading", "inner"}:
            pattern = (word if name != "prefix" else word + "*").replace("*", ".*")
            return self._either([queries.regex_query(schema, field, pattern) for field in _ASKED])
        query = self._index.parse_query(typed(name, question), _ASKED, conjunction_by_default=name != "sentence")
        if question.speaker:
            speaker = queries.term_query(schema, "speaker", question.speaker, index_option="basic")
            must = self._tantivy.Occur.Must
            return queries.boolean_query([(must, query), (must, queries.const_score_query(speaker, 0.0))])
        return query

    def _either(self, queries: list[Any]) -> Any:
        return self._tantivy.Query.boolean_query([(self._tantivy.Occur.Should, query) for query in queries])

    def close(self) -> None:
        """Let go of the index."""
        del self._searcher, self._index


def _schema(tantivy: Any) -> Any:
    builder = tantivy.SchemaBuilder()
    for name in _SEARCHED:
        builder.add_text_field(name, stored=True, tokenizer_name="en_stem")
    for name in _EXACT:
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    for name in _STORED:
        builder.add_text_field(name, stored=True, tokenizer_name="raw", index_option="basic")
    return builder.build()
