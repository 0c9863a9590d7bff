"""searchkit: written by its engine's writer, asked through `Library.search`; the corpus lies beside the index."""

from __future__ import annotations

from pathlib import Path

from bench.contestants.base import LIMIT, typed
from bench.questions import Question
from searchkit.model import Passage


class Searchkit:
    """searchkit with one of its engines."""

    engine = "whoosh"

    def begin(self, folder: Path) -> None:
        """Begin an empty index in a folder."""
        from searchkit.engines import load_engine  # noqa: PLC0415

        self._writer = load_engine(self.engine).open_writer(folder, fresh=True)

    def add(self, passages: tuple[Passage, ...]) -> None:
        """Put an episode's passages in."""
        self._writer.add(passages)

    def finish(self) -> None:
        """Write and close the index."""
        self._writer.finish()

    def open(self, folder: Path) -> None:
        """Open an index for questions."""
        from searchkit.library import Library  # noqa: PLC0415

        self._library = Library(folder.parent / "corpus", folder)

    def ask(self, name: str, question: Question) -> int:
        """Answer a question of a class."""
        results = self._library.search(typed(name, question), speaker=question.speaker, limit=LIMIT)
        return results.total

    def close(self) -> None:
        """Let go of the index."""
        self._library.close()


class SearchkitOnTantivy(Searchkit):
    """searchkit with its engine for big corpora."""

    engine = "tantivy"
