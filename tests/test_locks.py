"""Locks end with whoever holds them, and say who that is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from searchkit import UsageError
from searchkit.errors import SearchkitError
from searchkit.locks import locked, share, unshared

HOLD = """
import sys
from pathlib import Path
from searchkit.locks import locked
with locked(Path(sys.argv[1]), wait=0, busy=Exception, temporary=sys.argv[2] == "temporary"):
    print("held", flush=True)
    sys.stdin.read()
"""


def refusal(path: Path, wait: float = 0.0) -> str:
    """Return who holds a lock, "" if nobody does."""
    try:
        with locked(path, wait=wait, busy=UsageError):
            return ""
    except SearchkitError as error:
        return error.message


@pytest.fixture
def holder(tmp_path: Path, request: pytest.FixtureRequest):
    """Another process that holds the lock `lock`."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path / "lock"), getattr(request, "param", "lasting")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[1],
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_who_waits_in_vain_is_told_for_whom(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    """The refusal names process, machine and since when; it comes after the wait."""
    told = refusal(tmp_path / "lock", wait=0.1)
    assert told.startswith(f"process {holder.pid} on {os.uname().nodename} since 20")
    assert told.endswith(" UTC")


@pytest.mark.parametrize("holder", ["lasting", "temporary"], indirect=True)
def test_death_frees_the_lock(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    """A lock whose holder was killed is free at once, whatever its file says."""
    assert refusal(tmp_path / "lock")
    holder.kill()
    holder.wait()
    assert (tmp_path / "lock").read_text().startswith("process")
    assert refusal(tmp_path / "lock") == ""


def test_a_temporary_lock_leaves_no_file(tmp_path: Path) -> None:
    """The file of a temporary lock is gone when the lock is."""
    with locked(tmp_path / "lock", wait=0, busy=UsageError, temporary=True):
        assert refusal(tmp_path / "lock") != ""
    assert list(tmp_path.iterdir()) == []


def test_a_lock_whose_file_was_exchanged_is_nobodys(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    """Who locks a file that is not there any more has no lock: it is taken anew, on the file that is."""
    del holder
    (tmp_path / "lock").unlink()
    with locked(tmp_path / "lock", wait=0, busy=UsageError):
        assert (tmp_path / "lock").exists()


def test_a_full_disk_does_not_keep_from_locking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A lock is taken although nobody can be told by whom."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.pwrite", full)
    with locked(tmp_path / "lock", wait=0, busy=UsageError):
        assert refusal(tmp_path / "lock") == "another process"


def test_a_shared_folder_is_not_alone(tmp_path: Path) -> None:
    """While somebody shares a folder nobody has it alone; what is gone cannot be shared."""
    shared = share(tmp_path)
    assert shared is not None
    with unshared(tmp_path) as alone:
        assert not alone
    os.close(shared)
    with unshared(tmp_path) as alone:
        assert alone
        with pytest.raises(FileNotFoundError):
            share(tmp_path)
    with pytest.raises(FileNotFoundError):
        share(tmp_path / "missing")
