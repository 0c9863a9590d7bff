"""A corpus and its index, with the files under the test's hand."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from searchkit import Episode, Library, SyncReport
from searchkit.corpus import Corpus

PAST = 1_600_000_000  # seconds; files from then are old enough for their times to be trusted

Reads = Callable[[], list[str]]


class Shelf:
    """A corpus and its index, with the files under the test's hand."""

    def __init__(self, root: Path) -> None:
        self.corpus = Corpus(root / "corpus")
        self.corpus.root.mkdir()
        self.library = Library(self.corpus.root, root / "index")
        self._clock = PAST

    def file(self, one: Episode) -> Path:
        """File an episode, at a time that no other file has."""
        return self.stamp(self.corpus.save(one))

    def write(self, path: str, text: str) -> Path:
        """Write a file of the corpus, at a time that no other file has."""
        target = self.corpus.root / path
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")
        return self.stamp(target)

    def stamp(self, path: Path) -> Path:
        """Give a file a time of its own, long past."""
        self._clock += 1
        os.utime(path, (self._clock, self._clock))
        return path

    def path(self, name: str) -> Path:
        """Return the path of an episode's file."""
        return self.corpus.root / "show" / f"{name}.yaml"

    def ids(self, query: str = "", **options: object) -> list[str]:
        """Return the ids of the episodes that a query finds, without repeating one."""
        hits = self.library.search(query, limit=None, sort="episode", **options).hits
        return list(dict.fromkeys(hit.passage.episode.id.removeprefix("show/") for hit in hits))


def differs(report: SyncReport) -> tuple[tuple[str, ...], ...]:
    """Return the ids added, changed and removed, without the show."""
    difference = report.difference
    parts = (difference.added, difference.changed, difference.removed)
    return tuple(tuple(one.removeprefix("show/") for one in part) for part in parts)
