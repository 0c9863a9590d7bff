"""Files are written whole or not at all."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import TextIO

import pytest

from searchkit import InputError
from searchkit.files import remove_folder, sync_folder, written_whole


def stop_writing(stream: TextIO, error: type[BaseException]) -> None:
    """Write something, and stop."""
    stream.write("new")
    stream.flush()
    raise error


def test_writes_the_text(tmp_path: Path) -> None:
    """What was written is the file, in UTF-8, line ends as they were given, and nothing else lies beside it."""
    path = tmp_path / "a.txt"
    with written_whole(path) as stream:
        stream.write("é\r\nb\n漢")
    assert path.read_bytes() == "é\r\nb\n漢".encode()
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, GeneratorExit])
def test_an_exception_leaves_the_old_file(tmp_path: Path, error: type[BaseException]) -> None:
    """A block that ends with an exception changes nothing and leaves nothing behind."""
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(error), written_whole(path) as stream:
        stop_writing(stream, error)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_exception_leaves_no_new_file(tmp_path: Path) -> None:
    """A block that ends with an exception makes no file."""
    with pytest.raises(ZeroDivisionError), written_whole(tmp_path / "a.txt") as stream:
        stream.write(str(1 / 0))
    assert list(tmp_path.iterdir()) == []


def test_readers_see_the_old_file_until_the_end(tmp_path: Path) -> None:
    """While the block runs the old content stands, whole."""
    path = tmp_path / "a.txt"
    path.write_text("old")
    with written_whole(path) as stream:
        stream.write("new")
        stream.flush()
        assert path.read_text() == "old"
    assert path.read_text() == "new"


def test_keeps_permissions(tmp_path: Path) -> None:
    """A file that was there keeps its permissions; a new one gets those that the umask leaves."""
    path = tmp_path / "a.txt"
    path.write_text("old")
    path.chmod(0o640)
    with written_whole(path) as stream:
        stream.write("new")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    before = os.umask(0o027)
    try:
        with written_whole(tmp_path / "b.txt"):
            pass
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "b.txt").stat().st_mode) == 0o640


def test_refuses_to_overwrite(tmp_path: Path) -> None:
    """Asked not to overwrite, a file that is there stays, and the error names it."""
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(InputError, match="exists already") as caught, written_whole(path, overwrite=False) as stream:
        stream.write("new")
    assert caught.value.path == str(path)
    assert path.read_text() == "old"


def test_refuses_to_overwrite_what_appears_meanwhile(tmp_path: Path) -> None:
    """A file that appears while the block runs is not overwritten either."""
    path = tmp_path / "a.txt"
    with pytest.raises(InputError, match="exists already"), written_whole(path, overwrite=False):
        path.write_text("other")
    assert path.read_text() == "other"
    assert list(tmp_path.iterdir()) == [path]


def test_a_new_file_is_made_without_overwriting(tmp_path: Path) -> None:
    """Asked not to overwrite, a file that is not there is made."""
    with written_whole(tmp_path / "a.txt", overwrite=False) as stream:
        stream.write("new")
    assert (tmp_path / "a.txt").read_text() == "new"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("name", ["missing/a.txt", "file/a.txt", "x" * 300])
def test_where_nothing_can_be_written(tmp_path: Path, name: str) -> None:
    """A folder that is missing, a file in its place, and a name too long are errors that name the file."""
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be written") as caught, written_whole(tmp_path / name) as stream:
        stream.write("new")
    assert caught.value.path == str(tmp_path / name)
    assert caught.value.hint


def test_what_no_encoding_takes_becomes_a_question_mark(tmp_path: Path) -> None:
    """Half a character does not stop a file half-way."""
    with written_whole(tmp_path / "a.txt") as stream:
        stream.write("a\ud83db")
    assert (tmp_path / "a.txt").read_text() == "a?b"


def test_sync_folder(tmp_path: Path) -> None:
    """A folder can be synced; one that is not there is an OSError."""
    sync_folder(tmp_path)
    with pytest.raises(FileNotFoundError):
        sync_folder(tmp_path / "missing")


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """A file that is reached through a link is exchanged where it lies."""
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to("real.txt")
    with written_whole(tmp_path / "link.txt") as stream:
        stream.write("new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


@pytest.mark.parametrize("late", [1, 3, 100])
def test_a_folder_goes_with_what_is_still_put_into_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, late: int
) -> None:
    """A file that a thread makes while a folder is being removed goes too, unless they keep coming."""
    folder = tmp_path / "folder"
    folder.mkdir()
    real, times = os.rmdir, iter(range(late))

    def beaten(path: str, **options: int) -> None:
        if next(times, None) is not None:
            (folder / ".lock").touch()
        real(path, **options)

    monkeypatch.setattr(os, "rmdir", beaten)
    if late < 100:
        remove_folder(folder)
        assert not folder.exists()
    else:
        with pytest.raises(OSError, match="not empty") as told:
            remove_folder(folder)
        assert told.value.errno == errno.ENOTEMPTY
