"""Locks that end with whoever holds them (`flock`), on files that tell those who wait who that is."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from searchkit.errors import SearchkitError
from searchkit.files import PRIVATE_FILE

WAIT = 10.0  # seconds for which a writer waits for another one unless told otherwise
_PAUSE = 0.05
_LONGEST_NOTE = 300


@contextmanager
def locked(
    path: Path, *, wait: float, busy: Callable[[str], SearchkitError], temporary: bool = False
) -> Iterator[None]:
    """Hold a lock while the block runs; the system frees it when the process dies, so that no lock is ever stale.

    Args:
        path: the file of the lock, made where it is missing.
        wait: seconds to wait for another holder.
        busy: makes the error to raise after that, of words that say who holds the lock.
        temporary: whether the file goes when the lock is freed.

    Raises:
        OSError: the file cannot be made, or there are no locks on its file system.
        SearchkitError: what `busy` made.
    """
    descriptor = _taken(path, wait, busy)
    try:
        yield
    finally:
        if temporary:
            with suppress(OSError):
                path.unlink()
        os.close(descriptor)


def _taken(path: Path, wait: float, busy: Callable[[str], SearchkitError]) -> int:
    until = time.monotonic() + wait
    while True:
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW, PRIVATE_FILE)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _still_there(path, descriptor):
                _note(descriptor)
                return descriptor
            os.close(descriptor)  # whoever held it has removed it: what we locked is nobody's lock any more
        except BlockingIOError:
            holder = os.pread(descriptor, _LONGEST_NOTE, 0).decode("utf-8", "replace").strip()
            os.close(descriptor)
            if time.monotonic() >= until:
                raise busy(holder or "another process") from None
            time.sleep(_PAUSE)
        except BaseException:
            os.close(descriptor)
            raise


def _still_there(path: Path, descriptor: int) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _note(descriptor: int) -> None:
    """Say who holds the lock; a disk too full to say so does not matter."""
    since = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime())
    with suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()} on {os.uname().nodename} since {since}\n".encode(), 0)


def share(folder: Path) -> int | None:
    """Hold a folder together with others who do; return the descriptor whose closing ends that.

    None where the file system has no locks on folders.

    Raises:
        FileNotFoundError: the folder is gone, or is about to be removed.
        OSError: it cannot be opened.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        raise FileNotFoundError(2, "is being removed", str(folder)) from None
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


@contextmanager
def unshared(folder: Path) -> Iterator[bool]:
    """Tell whether nobody shares a folder, and keep it so while the block runs.

    Raises:
        OSError: the folder cannot be opened.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            alone = False
        except OSError:  # no locks on folders here: nobody shares one
            alone = True
        else:
            alone = True
        yield alone
    finally:
        os.close(descriptor)
