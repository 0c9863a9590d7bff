"""An index made anew gives the same answers, and mends one that is damaged or of another schema."""

from __future__ import annotations

import random

import pytest

import searchkit.engines.whoosh
from searchkit import IndexUnusableError, Library, Query
from tests.building import drawn, episode, many
from tests.indexing.shelf import Reads, Shelf

QUERIES = ("map", "walking", "river bridge", '"the map"', "wal*", "quiet OR stone", "kit -wall", "")


def answers(library: Library) -> list[list[tuple[str, float]]]:
    """Return ids and scores of what several queries find, relevance first, all hits."""
    found = []
    for query in QUERIES:
        results = library.search(Query(text=query, limit=None))
        found.append([(hit.passage.id, round(hit.score, 9)) for hit in results])
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_a_rebuild_gives_the_same_answers(empty: Shelf, seed: int) -> None:
    """After edits, additions and deletions the index answers as one that was made anew: same passages, same scores."""
    shelf = empty
    chance = random.Random(seed)  # noqa: S311 -- the same every time is what is wanted
    for one in many(seed, 16):
        shelf.file(one)
    shelf.library.sync()
    for step in range(3):
        there = sorted(shelf.corpus.root.glob("show/*.yaml"))
        for path in chance.sample(there, 2):
            path.unlink()
        for path in chance.sample([path for path in there if path.exists()], 3):
            shelf.file(drawn(chance, path.stem))
        shelf.file(drawn(chance, f"new{step}"))
        shelf.library.sync()
    grown = answers(shelf.library)
    names = (shelf.library.speakers(), shelf.library.shows(), shelf.library.episodes())
    report = shelf.library.sync(rebuild=True)
    assert report.published
    assert answers(shelf.library) == grown
    assert (shelf.library.speakers(), shelf.library.shows(), shelf.library.episodes()) == names
    assert grown[0]


def test_a_rebuild_reads_every_file(shelf: Shelf, reads: Reads) -> None:
    """Made anew, the index reads every file though none has changed."""
    report = shelf.library.sync(rebuild=True)
    assert (report.published, report.generation, report.episodes) == (True, 2, 3)
    assert {"show/alder.yaml", "show/birch.yaml", "show/cedar.yaml"} <= set(reads())


@pytest.mark.parametrize("damage", ["pointer", "manifest", "file", "folder"])
def test_a_rebuild_mends_a_damaged_index(shelf: Shelf, damage: str) -> None:
    """A damaged index refuses to sync and to answer, with the way out; made anew, it answers."""
    root = shelf.library.generations.root
    shelf.library.close()
    if damage == "pointer":
        (root / "CURRENT").write_text("", encoding="utf-8")
    elif damage == "manifest":
        (root / "g-1" / "MANIFEST.json").write_text("{}", encoding="utf-8")
    elif damage == "file":
        (root / "g-1" / "files.json").unlink()
    else:
        (root / "g-1").rename(root / "elsewhere")
    for ask in (shelf.library.sync, shelf.library.search, shelf.library.status):
        with pytest.raises(IndexUnusableError, match="damaged") as caught:
            ask()
        assert "searchkit index --rebuild" in caught.value.hint
    assert shelf.library.sync(rebuild=True).episodes == 3
    assert shelf.ids("leans") == ["alder", "birch", "cedar"]


def test_an_index_of_a_newer_schema_is_refused(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index that a newer searchkit made is neither read nor written, unless it is made anew."""
    monkeypatch.setattr(searchkit.engines.whoosh, "SCHEMA", searchkit.engines.whoosh.SCHEMA - 1)
    shelf.file(episode("dogwood"))
    with pytest.raises(IndexUnusableError, match="newer") as caught:
        shelf.library.sync()
    assert "--rebuild" in caught.value.hint
    with pytest.raises(IndexUnusableError, match="schema"):
        shelf.library.search("leans")
    assert shelf.library.status().generation == 1
    assert shelf.library.sync(rebuild=True).episodes == 4
    assert shelf.library.search("leans").total == 3


def test_an_index_of_an_older_schema_is_rebuilt(shelf: Shelf, reads: Reads, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index that an older searchkit made is not read, and the next sync makes it anew by itself."""
    monkeypatch.setattr(searchkit.engines.whoosh, "SCHEMA", searchkit.engines.whoosh.SCHEMA + 1)
    with pytest.raises(IndexUnusableError, match="schema") as caught:
        shelf.library.search("leans")
    assert "searchkit index" in caught.value.hint
    report = shelf.library.sync()
    assert (report.published, report.episodes) == (True, 3)
    assert {"show/alder.yaml", "show/birch.yaml", "show/cedar.yaml"} <= set(reads())
    assert shelf.library.search("leans").total == 3
    assert not shelf.library.sync().published
