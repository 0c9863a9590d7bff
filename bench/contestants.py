"""The contestants: searchkit, plain Whoosh and SQLite FTS5, each as its own manual would have it.

All hold the same passages with the same stored fields, answer each question with the best ten, where in their text it
matched, and how many there are in all. Their modules are loaded when they are used, so that memory and time are theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from bench.questions import Question
from searchkit.model import Passage

LIMIT = 10


class Contestant(Protocol):
    """One engine; its index lies in a folder of its own."""

    def begin(self, folder: Path) -> None:
        """Begin an empty index in a folder."""

    def add(self, passages: tuple[Passage, ...], voices: tuple[str, ...]) -> None:
        """Put an episode's passages in."""

    def finish(self) -> None:
        """Write and close the index."""

    def open(self, folder: Path) -> None:
        """Open an index for questions."""

    def ask(self, name: str, question: Question) -> int | None:
        """Answer a question of a class, and return how many passages were found; None if it cannot be asked."""

    def close(self) -> None:
        """Let go of the index."""


class Searchkit:
    """searchkit: written by its engine's writer, asked through `Library.search`; the corpus lies beside the index."""

    def begin(self, folder: Path) -> None:
        """Begin an empty index in a folder."""
        from searchkit.engines import DEFAULT_ENGINE, load_engine  # noqa: PLC0415

        self._writer = load_engine(DEFAULT_ENGINE).open_writer(folder, fresh=True)

    def add(self, passages: tuple[Passage, ...], voices: tuple[str, ...]) -> None:
        """Put an episode's passages in."""
        self._writer.add(passages, voices)

    def finish(self) -> None:
        """Write and close the index."""
        self._writer.finish()

    def open(self, folder: Path) -> None:
        """Open an index for questions."""
        from searchkit.library import Library  # noqa: PLC0415

        self._library = Library(folder.parent / "corpus", folder)

    def ask(self, name: str, question: Question) -> int:
        """Answer a question of a class."""
        results = self._library.search(_typed(name, question), speaker=question.speaker, limit=LIMIT)
        return results.total

    def close(self) -> None:
        """Let go of the index."""
        self._library.close()


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

    def add(self, passages: tuple[Passage, ...], voices: tuple[str, ...]) -> None:  # noqa: ARG002
        """Put an episode's passages in."""
        for passage in passages:
            self._writer.add_document(**{name: value for name, value in _row(passage).items() if value})

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
        parser = self._or_parser if name == "sentence" else self._parser
        speaker = self._term("speaker", question.speaker) if question.speaker else None
        results = self._searcher.search(parser.parse(_typed(name, question)), limit=LIMIT, filter=speaker)
        for hit in results:
            hit.fields()
            hit.highlights("text")
        return len(results)

    def close(self) -> None:
        """Let go of the index."""
        self._searcher.close()
        self._index.close()


class Fts5:
    """SQLite FTS5 with the Porter tokenizer; it has no fuzzy search."""

    _columns = (
        *("text", "heading", "title", "id", "kind", "episode", "show", "speaker", "date", "number"),
        *("moment", "idea", "quotes", "url", "headline", "speakers"),
    )
    _indexed = 3  # of the columns

    def begin(self, folder: Path) -> None:
        """Begin an empty index in a folder."""
        self._connect(folder)
        columns = [*self._columns[: self._indexed], *(f"{name} UNINDEXED" for name in self._columns[self._indexed :])]
        self._database.execute(f"CREATE VIRTUAL TABLE passages USING fts5({', '.join(columns)}, tokenize = 'porter')")
        self._insert = f"INSERT INTO passages VALUES ({', '.join('?' * len(self._columns))})"  # noqa: S608

    def _connect(self, folder: Path) -> None:
        import sqlite3  # noqa: PLC0415

        self._database = sqlite3.connect(folder / "passages.db")

    def add(self, passages: tuple[Passage, ...], voices: tuple[str, ...]) -> None:  # noqa: ARG002
        """Put an episode's passages in."""
        rows: Iterator[dict[str, Any]] = map(_row, passages)
        self._database.executemany(self._insert, [[row[name] for name in self._columns] for row in rows])

    def finish(self) -> None:
        """Write and close the index."""
        self._database.commit()
        self._database.close()

    def open(self, folder: Path) -> None:
        """Open an index for questions."""
        self._connect(folder)

    def ask(self, name: str, question: Question) -> int | None:
        """Answer a question of a class."""
        if name == "fuzzy":
            return None
        match = f"{{text heading}} : ({self._match(name, question)})"
        where = "passages MATCH ?" + (" AND speaker = ?" if question.speaker else "")
        values = (match, question.speaker) if question.speaker else (match,)
        self._database.execute(
            f"SELECT *, highlight(passages, 0, '<b>', '</b>') FROM passages WHERE {where} ORDER BY rank LIMIT {LIMIT}",  # noqa: S608
            values,
        ).fetchall()
        return int(self._database.execute(f"SELECT count(*) FROM passages WHERE {where}", values).fetchone()[0])  # noqa: S608

    def _match(self, name: str, question: Question) -> str:
        quoted = [f'"{word}"' for word in question.words]
        if name == "phrase":
            return " + ".join(quoted)
        if name == "prefix":
            return f"{quoted[0]} *"
        return (" AND " if name == "and" else " OR ").join(quoted)

    def close(self) -> None:
        """Let go of the index."""
        self._database.close()


CONTESTANTS: dict[str, type[Contestant]] = {"searchkit": Searchkit, "whoosh": PlainWhoosh, "fts5": Fts5}
LABELS = {"searchkit": "searchkit", "whoosh": "plain Whoosh", "fts5": "SQLite FTS5"}


def _typed(name: str, question: Question) -> str:
    """Return a question as somebody types it, which is the same in searchkit's language and in Whoosh's."""
    if name == "phrase":
        return f'"{" ".join(question.words)}"'
    if name == "prefix":
        return question.words[0] + "*"
    if name == "fuzzy":
        return question.words[0] + "~1"
    return {"and": " AND ", "or": " OR "}.get(name, " ").join(question.words)


def _row(passage: Passage) -> dict[str, Any]:
    """Return what is stored of a passage: as much as searchkit stores."""
    episode = passage.episode
    return {
        "text": passage.text,
        "heading": passage.heading,
        "title": episode.title,
        "id": passage.id,
        "kind": passage.kind,
        "episode": episode.id,
        "show": episode.show,
        "speaker": passage.speaker,
        "date": episode.published,
        "number": episode.number,
        "moment": passage.at,
        "idea": passage.idea,
        "quotes": "\n".join(passage.quotes),
        "url": episode.url,
        "headline": episode.headline,
        "speakers": "\n".join(episode.speakers),
    }
