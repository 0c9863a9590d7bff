"""The index in step with the corpus: only what differs is read, and the outcome is as if all had been read anew."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import searchkit.engines.whoosh
from searchkit import Episode, IndexUnusableError, InputError, Library, Point, Query, SyncReport
from searchkit.corpus import Corpus
from searchkit.episode_file import dump_episode
from searchkit.limits import Limits
from tests.building import drawn, episode, many, quotes

PAST = 1_600_000_000  # seconds; files from then are old enough for their times to be trusted
QUERIES = ("map", "walking", "river bridge", '"the map"', "wal*", "quiet OR stone", "kit -wall", "")

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


def differs(report: SyncReport) -> tuple[tuple[str, ...], ...]:
    """Return the ids added, changed and removed, without the show."""
    difference = report.difference
    parts = (difference.added, difference.changed, difference.removed)
    return tuple(tuple(one.removeprefix("show/") for one in part) for part in parts)


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
