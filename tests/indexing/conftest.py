"""Shelves: a corpus and its index, empty or with three episodes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from searchkit.corpus import Corpus
from tests.building import episode, quotes
from tests.indexing.shelf import Reads, Shelf


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Shelf]:
    """A corpus of nothing, without an index."""
    shelf = Shelf(tmp_path)
    yield shelf
    shelf.library.close()


@pytest.fixture
def shelf(empty: Shelf) -> Shelf:
    """Three episodes, in the index already."""
    shelf = empty
    for name in ("alder", "birch", "cedar"):
        shelf.file(episode(name, quotes=quotes(f"Every {name} leans a little.", speaker="Ada Lind")))
    shelf.library.sync()
    return shelf


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Reads:
    """A function that tells which files of a corpus were read since it was last asked."""
    seen: list[str] = []
    original = Corpus.read_bytes

    def counted(self: Corpus, path: str) -> bytes:
        seen.append(path)
        return original(self, path)

    def told() -> list[str]:
        found, seen[:] = sorted(seen), []
        return found

    monkeypatch.setattr(Corpus, "read_bytes", counted)
    return told
