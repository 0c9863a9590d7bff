"""Whoosh with its defaults: its stemming analyzer, its writer, its query parser, its highlighter."""

from __future__ import annotations

from pathlib import Path

from bench.contestants.base import LIMIT, NotAskedError, row, typed
from bench.questions import Question
from searchkit.model import Passage

_LEADING_UP_TO = 10_000  # passages: beyond, a leading wildcard takes ten seconds


class PlainWhoosh:
    """Whoosh with its defaults: its stemming analyzer, its writer, its query parser, its highlighter."""

    def begin(self, folder: Path) -> None:
        """Begin an empty index in a folder."""
        from whoosh import fields, index  # noqa: PLC0415
        from whoosh.analysis import StemmingAnalyzer  # noqa: PLC0415

        schema = fields.Schema(
            text=fields.TEXT(stored=True, analyzer=StemmingAnalyzer()),
            heading=fields.TEXT(stored=True),
            title=fields.TEXT(stored=True),
            **{name: fields.ID(stored=True) for name in ("id", "kind", "episode", "show", "speaker", "date", "number")},
            **{name: fields.STORED() for name in ("moment", "idea", "quotes", "url", "headline", "speakers")},
        )
        self._writer = index.create_in(str(folder), schema).writer()

    def add(self, passages: tuple[Passage, ...]) -> None:
        """Put an episode's passages in."""
        for passage in passages:
            self._writer.add_document(**{name: value for name, value in row(passage).items() if value})

    def finish(self) -> None:
        """Write and close the index."""
        self._writer.commit()

    def open(self, folder: Path) -> None:
        """Open an index for questions."""
        from whoosh import index, qparser, query  # noqa: PLC0415

        self._index = index.open_dir(str(folder))
        self._searcher = self._index.searcher()
        self._parser = qparser.QueryParser("text", self._index.schema)
        self._parser.add_plugin(qparser.FuzzyTermPlugin())
        self._or_parser = qparser.QueryParser("text", self._index.schema, group=qparser.OrGroup)
        self._term = query.Term

    def ask(self, name: str, question: Question) -> int:
        """Answer a question of a class."""
        if name == "leading" and self._index.doc_count() > _LEADING_UP_TO:
            raise NotAskedError
        parser = self._or_parser if name == "sentence" else self._parser
        speaker = self._term("speaker", question.speaker) if question.speaker else None
        results = self._searcher.search(parser.parse(typed(name, question)), limit=LIMIT, filter=speaker)
        for hit in results:
            hit.fields()
            hit.highlights("text")
        return len(results)

    def close(self) -> None:
        """Let go of the index."""
        self._searcher.close()
        self._index.close()
