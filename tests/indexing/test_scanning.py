"""The index in step with the corpus: only what differs is read."""

from __future__ import annotations

import os

import pytest

from searchkit.episode_file import dump_episode
from searchkit.limits import Limits
from tests.building import episode, quotes
from tests.indexing.shelf import Reads, Shelf, differs


def test_a_first_sync_reads_everything(empty: Shelf, reads: Reads) -> None:
    """The first index holds every episode, each file read once."""
    shelf = empty
    for name in ("alder", "birch"):
        shelf.file(episode(name, quotes=quotes(f"Every {name} leans.", "So it does.")))
    report = shelf.library.sync()
    assert differs(report) == (("alder", "birch"), (), ())
    assert (report.generation, report.published, report.unchanged, report.errors) == (1, True, 0, ())
    assert (report.episodes, report.passages) == (2, 4)
    assert reads() == ["show/alder.yaml", "show/birch.yaml"]
    assert shelf.ids() == ["alder", "birch"]


def test_nothing_differs_and_nothing_is_done(shelf: Shelf, reads: Reads) -> None:
    """In step already, no file is read and the generation stays."""
    report = shelf.library.sync()
    assert not report.difference
    assert (report.published, report.generation, report.unchanged) == (False, 1, 3)
    assert (report.episodes, report.passages) == (3, 3)
    assert reads() == []


def test_a_file_added_is_the_only_one_read(shelf: Shelf, reads: Reads) -> None:
    """A new episode comes in, and no other file is opened."""
    shelf.file(episode("dogwood", quotes=quotes("Every dogwood leans.")))
    report = shelf.library.sync()
    assert differs(report) == (("dogwood",), (), ())
    assert (report.generation, report.published, report.unchanged, report.episodes) == (2, True, 3, 4)
    assert set(reads()) == {"show/dogwood.yaml"}
    assert shelf.ids("leans") == ["alder", "birch", "cedar", "dogwood"]


def test_a_file_changed_is_the_only_one_read(shelf: Shelf, reads: Reads) -> None:
    """A changed episode is found by its new words, not by its old ones, and no other file is opened."""
    shelf.file(episode("birch", quotes=quotes("Every birch sways.", "Or stands.")))
    report = shelf.library.sync()
    assert differs(report) == ((), ("birch",), ())
    assert (report.unchanged, report.episodes, report.passages) == (2, 3, 4)
    assert set(reads()) == {"show/birch.yaml"}
    assert shelf.ids("sways") == ["birch"]
    assert shelf.ids("leans") == ["alder", "cedar"]


def test_a_file_removed_is_gone(shelf: Shelf, reads: Reads) -> None:
    """A removed episode is found no more, and no file is opened."""
    shelf.path("birch").unlink()
    report = shelf.library.sync()
    assert differs(report) == ((), (), ("birch",))
    assert (report.unchanged, report.episodes, report.passages) == (2, 2, 2)
    assert reads() == []
    assert shelf.ids() == ["alder", "cedar"]


def test_a_file_renamed_has_its_new_id(shelf: Shelf) -> None:
    """A renamed file is one episode removed and one added."""
    shelf.path("birch").rename(shelf.path("beech"))
    assert differs(shelf.library.sync()) == (("beech",), (), ("birch",))
    assert shelf.ids() == ["alder", "beech", "cedar"]


def test_a_file_may_change_its_suffix(shelf: Shelf) -> None:
    """An episode whose file is renamed from .yaml to .yml stays in the index, once."""
    shelf.path("birch").rename(shelf.path("birch").with_suffix(".yml"))
    report = shelf.library.sync()
    assert differs(report) == ((), ("birch",), ())
    assert report.episodes == 3
    assert shelf.library.search("birch").total == 1


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
@pytest.mark.parametrize("other", ["Every birch sways.", "", "x" * 3000], ids=["another", "no episode", "too large"])
def test_the_second_file_of_an_episode_takes_its_place(empty: Shelf, engine: str, other: str) -> None:
    """Where the first of two files of one name goes, the episode is what the second holds, or gone if it is faulty."""
    shelf = empty
    first = shelf.file(episode("birch", quotes=quotes("Every birch leans.")))
    shelf.file(episode("alder", quotes=quotes("Every alder leans.")))
    second = first.with_suffix(".yml")
    shelf.library.corpus.limits = Limits(episode_bytes=2000)
    second.write_text(dump_episode(episode("birch", quotes=quotes(other))) if other else "", encoding="utf-8")
    shelf.stamp(second)
    shelf.library.sync(engine=engine)
    first.unlink()
    report = shelf.library.sync()
    assert differs(report) == ((), ("birch",), ())
    readable = other.startswith("Every")
    assert len(report.errors) == (not readable)
    assert shelf.ids("leans") == ["alder"]
    assert shelf.ids("sways") == ["birch"] * readable
    assert not shelf.library.sync().published


def test_every_sort_of_change_in_one_go(shelf: Shelf, reads: Reads) -> None:
    """Additions, changes and removals together make one generation."""
    shelf.file(episode("dogwood", quotes=quotes("Every dogwood leans.")))
    shelf.file(episode("alder", quotes=quotes("Every alder sways.")))
    shelf.path("cedar").unlink()
    report = shelf.library.sync()
    assert differs(report) == (("dogwood",), ("alder",), ("cedar",))
    assert (report.generation, report.unchanged) == (2, 1)
    assert set(reads()) == {"show/alder.yaml", "show/dogwood.yaml"}
    assert shelf.ids() == ["alder", "birch", "dogwood"]


def test_the_last_episode_may_go(shelf: Shelf) -> None:
    """An index of nothing is an index."""
    for name in ("alder", "birch", "cedar"):
        shelf.path(name).unlink()
    report = shelf.library.sync()
    assert (report.episodes, report.passages) == (0, 0)
    assert shelf.library.search("leans").total == 0
    assert shelf.library.episodes() == ()


def test_a_change_that_keeps_size_and_time_is_seen_while_the_file_is_young(shelf: Shelf) -> None:
    """A file changed at once after the look, in the same tick and to the same size, is not taken for the old one."""
    path = shelf.file(episode("birch", quotes=quotes("Every birch leans once.")))
    now = path.stat().st_ctime_ns
    os.utime(path, ns=(now, now))
    shelf.library.sync()
    shelf.file(episode("birch", quotes=quotes("Every birch leans less.")))
    os.utime(path, ns=(now, now))
    assert differs(shelf.library.sync()) == ((), ("birch",), ())


def test_a_touched_file_is_not_a_changed_one(shelf: Shelf, reads: Reads) -> None:
    """A file with another time and the same content is looked at once, and counts as unchanged."""
    shelf.stamp(shelf.path("birch"))
    assert shelf.library.is_stale()
    report = shelf.library.sync()
    assert not report.difference
    assert report.unchanged == 3
    assert reads() == ["show/birch.yaml"]
    assert not shelf.library.is_stale()
    assert not shelf.library.sync().published
    assert reads() == []
    assert shelf.ids() == ["alder", "birch", "cedar"]


def test_only_the_aliases_differ(shelf: Shelf, reads: Reads) -> None:
    """New aliases make names findable without an episode being read, and their removal undoes it."""
    shelf.write("speakers.yaml", "Ada Lind: [Countess Linden]\n")
    report = shelf.library.sync()
    assert differs(report) == ((), (), ())
    assert report.difference.aliases
    assert bool(report.difference)
    assert (report.published, report.unchanged) == (True, 3)
    assert set(reads()) == {"speakers.yaml"}
    assert shelf.library.search(speaker="countess linden").total == 3
    shelf.write("speakers.yaml", "Ada Lind: [Doctor Linden]\n")
    assert shelf.library.sync().difference.aliases
    assert [name.name for name in shelf.library.speakers("doctor")] == ["Ada Lind"]
    assert shelf.library.speakers("countess") == ()
    (shelf.corpus.root / "speakers.yaml").unlink()
    assert shelf.library.sync().difference.aliases
    assert shelf.library.speakers("doctor") == ()
    assert not shelf.library.sync().difference


def test_faulty_aliases_are_told_each_time_and_stop_nothing(shelf: Shelf) -> None:
    """While speakers.yaml is faulty the index goes without aliases and every sync says so."""
    shelf.write("speakers.yaml", "Ada Lind: {a: b}\n")
    for _ in range(2):
        (error,) = shelf.library.sync().errors
        assert error.path.endswith("speakers.yaml")
        assert shelf.ids() == ["alder", "birch", "cedar"]
    shelf.write("speakers.yaml", "Ada Lind: [Countess Linden]\n")
    assert shelf.library.sync().errors == ()
    assert shelf.library.search(speaker="countess linden").total == 3


def test_a_faulty_file_is_told_each_time_and_stops_nothing(shelf: Shelf, reads: Reads) -> None:
    """A file that cannot be read is out of the index and named by every sync; the others are in; mended, it is back."""
    good = shelf.path("birch").read_text(encoding="utf-8")
    shelf.write("show/birch.yaml", "show: The Workbench\n")
    shelf.file(episode("dogwood", quotes=quotes("Every dogwood leans.")))
    report = shelf.library.sync()
    assert differs(report) == (("dogwood",), ("birch",), ())
    (error,) = report.errors
    assert "birch.yaml" in error.message
    assert report.episodes == 3
    assert shelf.ids("leans") == ["alder", "cedar", "dogwood"]
    reads()
    again = shelf.library.sync()
    assert (again.published, reads()) == (False, ["show/birch.yaml"])  # it may be within the limits now
    assert [(told.message, told.hint) for told in again.errors] == [(error.message, error.hint)]
    assert [told.message for told in shelf.library.status().errors] == [error.message]
    shelf.write("show/birch.yaml", good)
    report = shelf.library.sync()
    assert (report.errors, report.episodes) == ((), 4)
    assert shelf.ids("leans") == ["alder", "birch", "cedar", "dogwood"]


def test_a_faulty_file_that_is_removed_is_told_no_more(shelf: Shelf) -> None:
    """With the faulty file its error goes."""
    shelf.write("show/birch.yaml", "- no mapping\n")
    assert len(shelf.library.sync().errors) == 1
    shelf.path("birch").unlink()
    assert shelf.library.sync().errors == ()


@pytest.mark.parametrize("content", [b"show: \xff\xfe", b"", b"show: [", b"\0"])
def test_no_content_stops_the_others(shelf: Shelf, content: bytes) -> None:
    """Whatever bytes a file holds, it is one error and the other episodes are found."""
    shelf.path("birch").write_bytes(content)
    shelf.stamp(shelf.path("birch"))
    assert len(shelf.library.sync().errors) == 1
    assert shelf.ids() == ["alder", "cedar"]


def test_two_files_of_one_episode_are_one_episode(shelf: Shelf) -> None:
    """When a file lies there as .yaml and as .yml and one of them goes, the episode stays in the index."""
    other = shelf.path("birch").with_suffix(".yml")
    other.write_bytes(shelf.path("birch").read_bytes())
    shelf.stamp(other)
    shelf.library.sync()
    assert shelf.library.search("leans").total == 3
    other.unlink()
    report = shelf.library.sync()
    assert report.episodes == 3
    assert shelf.ids("leans") == ["alder", "birch", "cedar"]
    assert shelf.library.search("leans").total == 3
