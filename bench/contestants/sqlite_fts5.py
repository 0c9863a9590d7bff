"""SQLite FTS5 as its manual has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.contestants.base import LIMIT, NotAskedError, row
from bench.questions import Question
from searchkit.model import Passage


class Fts5:
    """SQLite FTS5 with the Porter tokenizer; it has no fuzzy search and no wildcards but at the end."""

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

    def add(self, passages: tuple[Passage, ...]) -> None:
        """Put an episode's passages in."""
        rows: Iterator[dict[str, Any]] = map(row, passages)
        self._database.executemany(self._insert, [[values[name] for name in self._columns] for values in rows])

    def finish(self) -> None:
        """Write and close the index."""
        self._database.commit()
        self._database.close()

    def open(self, folder: Path) -> None:
        """Open an index for questions."""
        self._connect(folder)

    def ask(self, name: str, question: Question) -> int:
        """Answer a question of a class."""
        if name in {"fuzzy", "leading", "inner"}:
            raise NotAskedError
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
