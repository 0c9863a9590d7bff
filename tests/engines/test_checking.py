"""Files of a generation compared with what was written: what is damaged is named, a note saves reading them again."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from searchkit.engines import checking
from searchkit.engines.checking import NOTE, ensure, faults
from searchkit.engines.generations import Generation, Generations
from searchkit.errors import IndexUnusableError

NAMES = ("a", "b")


@pytest.fixture
def generation(tmp_path: Path) -> Generation:
    """A generation of two files that were written an hour ago."""
    with Generations(tmp_path / "index").change() as change:
        for name in NAMES:
            path = change.draft.folder / name
            path.write_text(name * 9, encoding="ascii")
            os.utime(path, (time.time() - 3600,) * 2)
        return change.publish({})


def spoil(generation: Generation, name: str, content: bytes) -> None:
    """Write another content to a file, which keeps its time and number."""
    path = generation.folder / name
    state = path.stat()
    path.write_bytes(content)
    os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))


@pytest.mark.parametrize(
    ("content", "what"),
    [(b"bbbbabbbb", "is not what was written"), (b"b", "does not have the size"), (None, "is missing")],
)
def test_what_is_damaged_is_named(generation: Generation, content: bytes | None, what: str) -> None:
    """A file that was changed, cut or taken away is named with its path, by reading one and by checking all."""
    path = generation.folder / "b"
    path.unlink() if content is None else path.write_bytes(content)
    (fault,) = faults(generation)
    assert str(path) in fault
    assert what in fault
    with pytest.raises(IndexUnusableError, match="the index is damaged") as caught:
        ensure(generation, NAMES)
    assert "--rebuild" in caught.value.hint
    with pytest.raises(IndexUnusableError, match="the index is damaged"):
        generation.read("b")
    assert generation.read("a") == b"a" * 9


def test_swapped_files_are_damage(generation: Generation) -> None:
    """Two files of one size whose contents were exchanged are both named."""
    spoil(generation, "a", b"b" * 9)
    spoil(generation, "b", b"a" * 9)
    assert len(list(faults(generation))) == 2


def test_small_files_are_read_at_every_opening(generation: Generation) -> None:
    """What is small is compared each time, and nothing is noted."""
    ensure(generation, NAMES)
    assert not (generation.folder.parent / NOTE).exists()
    spoil(generation, "a", b"b" * 9)
    with pytest.raises(IndexUnusableError):
        ensure(generation, NAMES)


def test_what_was_read_is_noted(generation: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
    """Big files that look as they did when they were found good are not read again; the full check still sees all."""
    monkeypatch.setattr(checking, "_SMALL", 1)
    ensure(generation, NAMES)
    spoil(generation, "a", b"b" * 9)
    ensure(generation, NAMES)
    assert len(list(faults(generation))) == 1
    os.utime(generation.folder / "a")
    with pytest.raises(IndexUnusableError):
        ensure(generation, NAMES)


@pytest.mark.parametrize("spoiled", ["old", "cut", "missing", "nonsense"])
def test_a_note_is_a_help_and_nothing_more(
    generation: Generation, monkeypatch: pytest.MonkeyPatch, spoiled: str
) -> None:
    """Without a note, with one that is damaged, or with one of last month, everything is read."""
    monkeypatch.setattr(checking, "_SMALL", 1)
    ensure(generation, NAMES)
    note = generation.folder.parent / NOTE
    spoil(generation, "a", b"b" * 9)
    if spoiled == "old":
        os.utime(note, (time.time() - 30 * 24 * 3600,) * 2)
    elif spoiled == "missing":
        note.unlink()
    else:
        note.write_bytes(note.read_bytes()[:20] if spoiled == "cut" else b"\xff\x00 \x01")
    with pytest.raises(IndexUnusableError):
        ensure(generation, NAMES)


def test_a_file_that_was_just_written_is_not_noted(generation: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file so young that it could change again within the same tick of the clock is read each time."""
    monkeypatch.setattr(checking, "_SMALL", 1)
    os.utime(generation.folder / "a")
    ensure(generation, NAMES)
    assert not (generation.folder.parent / NOTE).exists()


def test_locks_of_an_engine_are_no_content(tmp_path: Path) -> None:
    """A lock that an engine leaves behind where it reads is not part of the index: it may be missing."""
    with Generations(tmp_path / "index").change() as change:
        (change.draft.folder / "a").touch()
        (change.draft.folder / ".some-engine.lock").touch()
        made = change.publish({})
    assert set(made.files) == {"a"}
    (made.folder / ".some-engine.lock").unlink()
    assert Generations(tmp_path / "index").current() == made


def test_each_folder_has_a_note_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither of two sets of files that are opened one after the other, apart or together, is read a second time."""
    monkeypatch.setattr(checking, "_SMALL", 1)
    with Generations(tmp_path / "index").change() as change:
        for name in ("a", "spoken/a"):
            path = change.draft.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text("a" * 9, encoding="ascii")
            os.utime(path, (time.time() - 3600,) * 2)
        made = change.publish({})
    ensure(made, ["a"])
    ensure(made, ["spoken/a"])
    monkeypatch.setattr(checking, "faults", lambda *_: pytest.fail("read again"))
    ensure(made, ["a"])
    ensure(made, ["spoken/a"])
    ensure(made, ["a", "spoken/a"])
