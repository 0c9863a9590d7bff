"""What searchkit is compared with: Whoosh with its defaults and SQLite FTS5, each asked for any of the words."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol


class Peer(Protocol):
    """An engine that is asked for any of the words of a text."""

    def best(self, text: str, limit: int) -> Sequence[str]:
        """Return the ids of the best texts."""


class PlainWhoosh:
    """Whoosh: BM25F over one field with its stemming analyzer, the words joined by OR.

    Args:
        folder: of the index; made if it is not there.
        texts: ids and texts.
    """

    def __init__(self, folder: Path, texts: Iterable[tuple[str, str]]) -> None:
        from whoosh import fields, index, query  # noqa: PLC0415
        from whoosh.analysis import StemmingAnalyzer  # noqa: PLC0415

        if not folder.exists():
            aside = folder.with_name("making-" + folder.name)
            shutil.rmtree(aside, ignore_errors=True)
            aside.mkdir(parents=True)
            schema = fields.Schema(id=fields.STORED(), text=fields.TEXT(analyzer=StemmingAnalyzer()))
            writer = index.create_in(str(aside), schema).writer(limitmb=512)
            for text_id, text in texts:
                writer.add_document(id=text_id, text=text)
            writer.commit()
            aside.rename(folder)
        self._searcher = index.open_dir(str(folder)).searcher()
        self._analyzer = StemmingAnalyzer()
        self._query: Any = query

    def best(self, text: str, limit: int) -> Sequence[str]:
        """Return the ids of the best texts."""
        words = dict.fromkeys(token.text for token in self._analyzer(text, mode="query"))
        asked = self._query.Or([self._query.Term("text", word) for word in words])
        return [hit["id"] for hit in self._searcher.search(asked, limit=limit)]


class Fts5:
    """SQLite FTS5 with the Porter stemmer: `bm25` over one column, the words joined by OR; held in memory.

    Args:
        texts: ids and texts.
    """

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE texts USING fts5(id UNINDEXED, text, tokenize = 'porter')")
        self._database.executemany("INSERT INTO texts VALUES (?, ?)", texts)

    def best(self, text: str, limit: int) -> Sequence[str]:
        """Return the ids of the best texts."""
        match = " OR ".join(f'"{word}"' for word in re.findall(r"\w+", text))
        if not match:
            return []
        rows = self._database.execute("SELECT id FROM texts WHERE texts MATCH ? ORDER BY rank LIMIT ?", (match, limit))
        return [row[0] for row in rows]
