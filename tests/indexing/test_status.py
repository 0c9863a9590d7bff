"""What is indexed, and how the corpus differs from it, is told exactly."""

from __future__ import annotations

import pytest

import searchkit.engines.whoosh
from searchkit import Library, Point
from tests.building import episode, quotes
from tests.indexing.shelf import Shelf


def test_status_without_an_index_lists_all_as_added(empty: Shelf) -> None:
    """Before the first sync the status counts nothing, and every file is one to add."""
    empty.file(episode("alder"))
    status = empty.library.status()
    assert (status.generation, status.engine, status.made, status.episodes, status.size) == (0, "", "", 0, 0)
    assert status.difference.added == ("show/alder",)
    assert not empty.library.generations.root.exists()


def test_status_tells_what_is_there(shelf: Shelf) -> None:
    """In step, the status tells folders, maker and counts, and no difference."""
    shelf.file(episode("dogwood", overview=(Point("One point."),), quotes=quotes("One.", "Two.")))
    shelf.library.sync()
    status = shelf.library.status()
    assert (status.corpus, status.index) == (str(shelf.corpus.root), str(shelf.library.generations.root))
    assert (status.generation, status.engine, status.version) == (2, "whoosh", searchkit.__version__)
    assert status.schema == searchkit.engines.whoosh.SCHEMA
    assert status.made.endswith("+00:00")
    assert (status.episodes, status.passages) == (4, 6)
    assert status.kinds == {"point": 1, "idea": 0, "quote": 5, "segment": 0}
    assert status.size > 0
    assert not status.difference
    assert status.errors == ()


def test_status_tells_exactly_what_differs(shelf: Shelf) -> None:
    """Added, changed and removed episodes and the aliases are told apart, and telling changes nothing."""
    shelf.file(episode("dogwood"))
    shelf.file(episode("alder", quotes=quotes("Every alder sways.")))
    shelf.path("cedar").unlink()
    shelf.stamp(shelf.path("birch"))
    for _ in range(2):
        difference = shelf.library.status().difference
        assert difference.added == ("show/dogwood",)
        assert difference.changed == ("show/alder",)
        assert difference.removed == ("show/cedar",)
        assert not difference.aliases
    shelf.write("speakers.yaml", "Ada Lind: [Countess Linden]\n")
    assert shelf.library.status().difference.aliases
    assert shelf.library.status().generation == 1


def test_status_and_sync_agree(shelf: Shelf) -> None:
    """What the status announces is what the next sync does, after which nothing differs."""
    shelf.file(episode("dogwood"))
    shelf.path("alder").unlink()
    announced = shelf.library.status().difference
    assert shelf.library.sync().difference == announced
    assert not shelf.library.status().difference


@pytest.mark.parametrize("change", ["added", "changed", "removed", "renamed", "aliases"])
def test_the_index_is_stale_from_the_change_to_the_next_sync(shelf: Shelf, change: str) -> None:
    """Every sort of change makes the index and its results stale, until it is brought in step."""
    assert not shelf.library.is_stale()
    assert not shelf.library.search("leans").stale
    if change == "added":
        shelf.file(episode("dogwood"))
    elif change == "changed":
        shelf.file(episode("alder", quotes=quotes("Every alder sways.")))
    elif change == "removed":
        shelf.path("alder").unlink()
    elif change == "renamed":
        shelf.path("alder").rename(shelf.path("elder"))
    else:
        shelf.write("speakers.yaml", "Ada Lind: [Countess Linden]\n")
    assert shelf.library.is_stale()
    with Library(shelf.corpus.root, shelf.library.generations.root) as another:
        assert another.search("leans").stale
    shelf.library.sync()
    assert not shelf.library.is_stale()
    assert not shelf.library.search("leans").stale


def test_other_files_make_nothing_stale(shelf: Shelf) -> None:
    """Whatever is no episode file is left out of account: notes, hidden files, YAML at the root."""
    for path in ("show/notes.txt", "show/.draft.yaml", "README.md", "settings.yaml", ".git/config.yaml"):
        shelf.write(path, "kite")
    assert not shelf.library.is_stale()
    assert not shelf.library.status().difference
    assert not shelf.library.sync().published
