"""A sync tells its progress, may be interrupted, and its outcome is seen by the next search."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from searchkit import InputError, Library
from tests.building import episode, quotes
from tests.indexing.shelf import Shelf, differs


def test_progress_is_told(shelf: Shelf) -> None:
    """The progress counts the files read, up to their number, and stays silent when there are none."""
    told: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        told.append((done, total))

    shelf.library.sync(progress=progress)
    assert told == []
    shelf.file(episode("dogwood"))
    shelf.write("show/elm.yaml", "faulty")
    shelf.library.sync(progress=progress)
    assert told == [(1, 2), (2, 2)]
    told.clear()
    shelf.library.sync(rebuild=True, progress=progress)
    assert told == [(number, 5) for number in range(1, 6)]


def test_an_interrupted_sync_changes_nothing(shelf: Shelf) -> None:
    """An interruption in the middle leaves the index as it was, and the next sync does all of the work."""
    for name in ("dogwood", "elm"):
        shelf.file(episode(name, quotes=quotes(f"Every {name} leans.")))

    def interrupt(done: int, _: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        shelf.library.sync(progress=interrupt)
    assert shelf.library.status().generation == 1
    assert shelf.ids() == ["alder", "birch", "cedar"]
    assert {path.name for path in shelf.library.generations.root.iterdir()} == {"CURRENT", "LOCK", "g-1"}
    assert differs(shelf.library.sync()) == (("dogwood", "elm"), (), ())
    assert shelf.ids() == ["alder", "birch", "cedar", "dogwood", "elm"]


def test_a_missing_corpus_is_an_input_error(tmp_path: Path) -> None:
    """Without a corpus neither sync nor status works; the error names the folder and makes no index."""
    library = Library(tmp_path / "nowhere", tmp_path / "index")
    for ask in (library.sync, library.status):
        with pytest.raises(InputError, match="no corpus here") as caught:
            ask()
        assert str(tmp_path / "nowhere") in caught.value.message
        assert "searchkit add" in caught.value.hint
    assert not (tmp_path / "index").exists()


def test_an_index_outlives_its_corpus(shelf: Shelf) -> None:
    """With the corpus away, searching goes on, not stale; a sync empties nothing."""
    shelf.corpus.root.rename(shelf.corpus.root.with_name("away"))
    assert shelf.ids("leans") == ["alder", "birch", "cedar"]
    assert not shelf.library.is_stale()
    with pytest.raises(InputError):
        shelf.library.sync()
    assert shelf.ids("leans") == ["alder", "birch", "cedar"]


def test_a_reader_sees_the_new_index_on_its_next_search(shelf: Shelf) -> None:
    """A library that stays open answers from the state that is current when it is asked."""
    with Library(shelf.corpus.root, shelf.library.generations.root) as reader:
        assert reader.search("leans").total == 3
        shelf.file(episode("dogwood", quotes=quotes("Every dogwood leans.")))
        assert reader.search("leans").total == 3
        shelf.library.sync()
        assert reader.search("leans").total == 4


def test_an_edit_by_hand_reaches_the_search(shelf: Shelf) -> None:
    """A changed heading, speaker or date of an episode is what the search then gives."""
    before = shelf.corpus.load("show/alder")
    assert before is not None
    shelf.file(replace(before, published="2021-04-01", quotes=quotes("Every alder leans.", speaker="Bo Stone")))
    shelf.library.sync()
    (hit,) = shelf.library.search("alder").hits
    assert (hit.passage.speaker, hit.passage.episode.published) == ("Bo Stone", "2021-04-01")
    assert shelf.ids(since="2021") == ["alder"]
