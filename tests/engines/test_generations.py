"""The index folder: what is published stays whole, what is not leaves nothing, and damage is told with a way out."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from searchkit.engines.generations import MANIFEST, Generation, Generations
from searchkit.errors import ExitCode, IndexUnusableError

HOLD = """
import fcntl, os, sys
lock = os.open(sys.argv[1], os.O_CREAT | os.O_RDWR)
fcntl.flock(lock, fcntl.LOCK_EX)
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    """An index folder that does not exist yet."""
    return Generations(tmp_path / "index")


def publish(generations: Generations, *, keep: bool = True, **files: str) -> Generation:
    """Publish a generation with these files, named without their suffix, and return it."""
    with generations.change(keep=keep) as change:
        for name, text in files.items():
            path = change.draft.folder / f"{name}.txt"
            path.unlink(missing_ok=True)
            path.write_text(text, encoding="utf-8")
        return change.publish({"files": sorted(files)})


def listed(generations: Generations) -> set[str]:
    """Return the names of what lies in the index folder, without the lock."""
    return {path.name for path in generations.root.iterdir()} - {"LOCK"}


def refused(generations: Generations) -> IndexUnusableError:
    """Return the error that opening the current generation raises."""
    with pytest.raises(IndexUnusableError) as caught:
        generations.current()
    assert caught.value.exit_code == ExitCode.NO_INDEX
    return caught.value


@contextmanager
def another_writer(root: Path) -> Iterator[None]:
    """Let another process hold the lock of an index folder."""
    root.mkdir(exist_ok=True)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(root / "LOCK")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        yield
        assert holder.stdin is not None
        holder.stdin.close()


def test_what_is_published_is_read_back(generations: Generations) -> None:
    """A reader finds the number, the facts and the files that the writer published."""
    with generations.change() as change:
        assert change.draft.base is None
        (change.draft.folder / "words.txt").write_text("kite, stone", encoding="utf-8")
        published = change.publish({"engine": "paper", "schema": 3, "kinds": {"quote": 2}, "made": "früh"})
    found = generations.current()
    assert found == published
    assert found.number == 1
    assert found.facts == {"engine": "paper", "schema": 3, "kinds": {"quote": 2}, "made": "früh"}
    assert [(name, size) for name, (size, _) in found.files.items()] == [("words.txt", 11)]
    assert (found.folder / "words.txt").read_text(encoding="utf-8") == "kite, stone"


def test_another_door_to_the_folder_finds_the_same(generations: Generations) -> None:
    """What one object published is there for every other one, named by text or by path."""
    published = publish(generations, a="one")
    assert Generations(str(generations.root)).current() == published


def test_generations_are_numbered_in_their_order(generations: Generations) -> None:
    """Each generation has the number after the one before."""
    assert [publish(generations, a=text).number for text in ("one", "two", "three")] == [1, 2, 3]
    assert generations.current().number == 3


def test_nothing_there_is_told_with_how_to_build_it(generations: Generations) -> None:
    """Without an index the error names the folder, and the hint the command that builds one."""
    assert not generations.exists()
    error = refused(generations)
    assert str(generations.root) in error.message
    assert "“searchkit index”" in error.hint
    assert not generations.root.exists()


def test_a_folder_without_a_pointer_is_no_index(generations: Generations) -> None:
    """A folder in which nothing was ever published counts as no index."""
    generations.root.mkdir()
    assert not generations.exists()
    assert "“searchkit index”" in refused(generations).hint


def test_a_change_that_raises_changes_nothing(generations: Generations) -> None:
    """After an error within a change the old generation is current, and no draft is left."""
    before = publish(generations, a="one")

    def fail() -> None:
        with generations.change() as change:
            (change.draft.folder / "b.txt").write_text("half", encoding="utf-8")
            raise KeyError("invented")

    with pytest.raises(KeyError, match="invented"):
        fail()
    assert generations.current() == before
    assert listed(generations) == {"CURRENT", "g-1"}


def test_an_error_of_the_system_becomes_one_of_the_index(generations: Generations) -> None:
    """An error of the file system within a change is told as one, and says that nothing was changed."""
    before = publish(generations, a="one")

    def fail() -> None:
        with generations.change():
            raise OSError(28, "No space left on device", "invented.pst")

    with pytest.raises(IndexUnusableError, match=r"invented\.pst: No space left") as caught:
        fail()
    assert "nothing was changed" in caught.value.hint
    assert generations.current() == before


def test_a_change_left_without_publishing_does_nothing(generations: Generations) -> None:
    """A change that is not published leaves the old generation current, and no draft."""
    before = publish(generations, a="one")
    with generations.change() as change:
        (change.draft.folder / "b.txt").write_text("idle", encoding="utf-8")
    assert generations.current() == before
    assert listed(generations) == {"CURRENT", "g-1"}


def test_a_first_change_left_without_publishing_makes_no_index(generations: Generations) -> None:
    """When the first change is not published there is still no index."""
    with generations.change():
        pass
    assert not generations.exists()
    assert listed(generations) == set()


def test_a_change_may_be_tried_again_after_one_that_failed(generations: Generations) -> None:
    """A failed change does not stand in the way of the next one."""
    with generations.change():
        pass
    assert publish(generations, a="one").number == 1


def test_the_generation_before_is_kept_and_older_ones_go(generations: Generations) -> None:
    """Beside the current generation the folder holds the one before, and none older."""
    for text in ("one", "two", "three", "four"):
        publish(generations, a=text)
    assert listed(generations) == {"CURRENT", "g-3", "g-4"}


def test_a_generation_made_anew_keeps_the_one_before(generations: Generations) -> None:
    """A change that starts from nothing leaves the generation before to those who still read it."""
    opened = publish(generations, a="one")
    publish(generations, keep=False, b="two")
    assert listed(generations) == {"CURRENT", "g-1", "g-2"}
    assert (opened.folder / "a.txt").read_text(encoding="utf-8") == "one"


def test_an_opened_generation_outlives_one_publication(generations: Generations) -> None:
    """A reader that opened a generation still reads it when the next one is published and another is being built."""
    opened = publish(generations, a="one")
    publish(generations, a="two")
    assert (opened.folder / "a.txt").read_text(encoding="utf-8") == "one"
    assert (opened.folder / MANIFEST).exists()


def test_an_open_file_outlives_every_publication(generations: Generations) -> None:
    """A file that a reader has open keeps its content, however many generations follow."""
    opened = publish(generations, a="one")
    with (opened.folder / "a.txt").open(encoding="utf-8") as stream:
        publish(generations, a="two")
        publish(generations, a="three")
        assert not opened.folder.exists()
        assert stream.read() == "one"


def test_leftovers_are_swept_by_the_next_writer(generations: Generations) -> None:
    """Drafts, orphaned generations and half a pointer go with the next change; what is not ours stays."""
    publish(generations, a="one")
    publish(generations, a="two")
    for name in ("new-4711", "g-9"):
        (generations.root / name).mkdir()
        (generations.root / name / "half.txt").write_text("half", encoding="utf-8")
    (generations.root / "CURRENT.new").write_text("g-9 ", encoding="utf-8")
    (generations.root / "notes.md").write_text("mine", encoding="utf-8")
    assert generations.current().number == 2
    published = publish(generations, a="three")
    assert published.number == 10  # behind every folder that was there, so that no name means two things
    assert listed(generations) == {"CURRENT", "notes.md", "g-2", "g-10"}


def test_leftovers_do_not_disturb_a_reader(generations: Generations) -> None:
    """A reader sees the current generation, whatever a dead writer left beside it."""
    before = publish(generations, a="one")
    (generations.root / "g-2").mkdir()
    (generations.root / "new-1").mkdir()
    (generations.root / "CURRENT.new").write_text("g-2 0", encoding="utf-8")
    assert generations.current() == before


def test_a_changed_manifest_is_damage(generations: Generations) -> None:
    """A manifest with one other byte is refused, and the error names it and the way out."""
    path = publish(generations, a="one").folder / MANIFEST
    path.write_bytes(path.read_bytes().replace(b'"a"', b'"b"'))
    error = refused(generations)
    assert str(path) in error.message
    assert "searchkit index --rebuild" in error.hint


@pytest.mark.parametrize("text", ["", "on", "one and more"])
def test_a_file_of_another_size_is_damage(generations: Generations, text: str) -> None:
    """A file that was cut or grew is refused by name."""
    path = publish(generations, a="one", b="two").folder / "a.txt"
    path.write_text(text, encoding="utf-8")
    error = refused(generations)
    assert str(path) in error.message
    assert "searchkit index --rebuild" in error.hint


@pytest.mark.parametrize("name", ["a.txt", MANIFEST])
def test_a_missing_file_is_damage(generations: Generations, name: str) -> None:
    """A file that is gone is refused by name."""
    path = publish(generations, a="one", b="two").folder / name
    path.unlink()
    error = refused(generations)
    assert str(path) in error.message
    assert "missing" in error.message
    assert "searchkit index --rebuild" in error.hint


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"g-1", b"g-1 0 0", b"\xff\xfe\x00", b"../elsewhere 00", b"g-one 00", b"g- 00", b"kite stone"],
)
def test_a_pointer_that_was_not_written_so_is_damage(generations: Generations, content: bytes) -> None:
    """An empty pointer, or one that holds anything else, is refused by name."""
    publish(generations, a="one")
    path = generations.root / "CURRENT"
    path.write_bytes(content)
    error = refused(generations)
    assert str(path) in error.message
    assert "searchkit index --rebuild" in error.hint


def test_a_pointer_to_nothing_is_damage(generations: Generations) -> None:
    """A pointer to a generation that is gone is refused, and the missing file named."""
    publish(generations, a="one")
    (generations.root / "CURRENT").write_text("g-7 00", encoding="ascii")
    error = refused(generations)
    assert str(generations.root / "g-7") in error.message
    assert "searchkit index --rebuild" in error.hint


@pytest.mark.parametrize("content", [b"", b"\xff", b"g-7 00", b"kite"])
def test_a_damaged_index_is_made_anew(generations: Generations, content: bytes) -> None:
    """A change that starts from nothing works over a damaged index, one that builds on it does not."""
    publish(generations, a="one")
    (generations.root / "CURRENT").write_bytes(content)
    with pytest.raises(IndexUnusableError, match="damaged"):
        publish(generations, a="two")
    publish(generations, keep=False, a="three")
    assert (generations.current().folder / "a.txt").read_text(encoding="utf-8") == "three"


def test_one_writer_at_a_time(generations: Generations) -> None:
    """While another process writes, a change is refused after the wait, and readers read on."""
    before = publish(generations, a="one")
    with another_writer(generations.root):
        with pytest.raises(IndexUnusableError, match="is being written by") as caught, generations.change(wait=0.1):
            pass
        assert "try again" in caught.value.hint
        assert generations.current() == before
    assert publish(generations, a="two").number == 2


def test_a_writer_that_is_refused_leaves_the_other_one_its_draft(generations: Generations) -> None:
    """A change that has to wait in vain sweeps nothing."""
    with another_writer(generations.root):
        (generations.root / "new-1").mkdir()
        with pytest.raises(IndexUnusableError), generations.change(wait=0):
            pass
        assert listed(generations) == {"new-1"}


def test_two_changes_in_one_process_exclude_each_other(generations: Generations) -> None:
    """A second change inside of a first one is refused, and the first is not harmed."""
    with generations.change() as change:
        with pytest.raises(IndexUnusableError, match="is being written"), generations.change(wait=0):
            pass
        change.publish({})
    assert generations.current().number == 1


def test_the_folder_is_the_owners_alone(generations: Generations) -> None:
    """The index folder and each generation are closed to other users."""
    published = publish(generations, a="one")
    assert generations.root.stat().st_mode & 0o777 == 0o700
    assert published.folder.stat().st_mode & 0o777 == 0o700


def test_unchanged_files_are_linked(generations: Generations) -> None:
    """A file that a change does not touch is the same file in both generations, with the same checksum."""
    before = publish(generations, a="one", b="two")
    after = publish(generations, b="three")
    assert (before.folder / "a.txt").samefile(after.folder / "a.txt")
    assert not (before.folder / "b.txt").samefile(after.folder / "b.txt")
    assert before.files["a.txt"] == after.files["a.txt"]
    assert before.files["b.txt"] != after.files["b.txt"]
    assert (before.folder / "b.txt").read_text(encoding="utf-8") == "two"


def test_a_change_that_keeps_nothing_starts_empty(generations: Generations) -> None:
    """Without keeping, the draft holds no file and no base."""
    publish(generations, a="one")
    with generations.change(keep=False) as change:
        assert change.draft.base is None
        assert list(change.draft.folder.iterdir()) == []


def test_a_file_removed_from_the_draft_is_gone_from_the_generation(generations: Generations) -> None:
    """What a change removes is missing from the new generation only."""
    before = publish(generations, a="one", b="two")
    with generations.change() as change:
        (change.draft.folder / "a.txt").unlink()
        after = change.publish({})
    assert set(after.files) == {"b.txt"}
    assert generations.current() == after
    assert (before.folder / "a.txt").exists()


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """Where a file stands in the way of the index folder, the error names it."""
    (tmp_path / "index").write_text("not a folder", encoding="utf-8")
    generations = Generations(tmp_path / "index")
    with pytest.raises(IndexUnusableError, match="cannot be written") as caught, generations.change():
        pass
    assert str(tmp_path / "index") in caught.value.message
    assert caught.value.hint
