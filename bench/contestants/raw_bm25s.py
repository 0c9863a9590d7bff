"""bm25s: scores of every word computed beforehand, in sparse matrices; no phrases, prefixes, fuzzy words or filters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.contestants.base import LIMIT, NotAskedError, row
from bench.questions import Question
from searchkit.model import Passage

_ANSWERED = frozenset({"rare", "common", "or", "sentence"})


class RawBm25s:
    """bm25s with its English stop words and PyStemmer, its index mapped; it does not count what it finds."""

    def begin(self, folder: Path) -> None:
        """Begin an empty index in a folder."""
        self._folder = folder
        self._texts: list[str] = []
        self._rows: list[dict[str, Any]] = []

    def add(self, passages: tuple[Passage, ...]) -> None:
        """Put an episode's passages in."""
        for passage in passages:
            self._texts.append(f"{passage.heading}\n{passage.text}" if passage.heading else passage.text)
            self._rows.append(row(passage))

    def finish(self) -> None:
        """Write and close the index."""
        import bm25s  # noqa: PLC0415
        import Stemmer  # noqa: PLC0415

        tokens = bm25s.tokenize(self._texts, stopwords="en", stemmer=Stemmer.Stemmer("english"), show_progress=False)
        retriever = bm25s.BM25()
        retriever.index(tokens, show_progress=False)
        retriever.save(self._folder, corpus=self._rows, show_progress=False)

    def open(self, folder: Path) -> None:
        """Open an index for questions."""
        import bm25s  # noqa: PLC0415
        import Stemmer  # noqa: PLC0415

        self._tokenize, self._stemmer = bm25s.tokenize, Stemmer.Stemmer("english")
        self._retriever = bm25s.BM25.load(folder, mmap=True, load_corpus=True, show_progress=False)

    def ask(self, name: str, question: Question) -> None:
        """Answer a question of a class."""
        if name not in _ANSWERED:
            raise NotAskedError
        text = " ".join(question.words)
        tokens = self._tokenize(text, stopwords="en", stemmer=self._stemmer, return_ids=False, show_progress=False)
        self._retriever.retrieve(tokens, k=LIMIT, show_progress=False)

    def close(self) -> None:
        """Let go of the index."""
        del self._retriever
