"""The one door for what is written: files whole or not at all, and names that outlast a loss of power."""

from __future__ import annotations

import errno
import fcntl
import os
import re
import shutil
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

from searchkit.errors import InputError, UnwritableError

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
# What file systems without hard links say to one, and those that allow only so many or none across a mount.
_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EXDEV})
_ATTEMPTS = 10  # to remove a folder into which something is put meanwhile
_LEFTOVER = re.compile(r"\..*\.[0-9a-f]{12}\.part", re.DOTALL)


def sync(descriptor: int) -> None:
    """Make what was written to a file last through a loss of power.

    Raises:
        OSError: the system cannot.
    """
    full = getattr(fcntl, "F_FULLFSYNC", None)  # on macOS fsync leaves it in the cache of the disk
    if full is not None:
        with suppress(OSError):  # not every file system there knows it
            fcntl.fcntl(descriptor, full)
            return
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last through a loss of power.

    Raises:
        OSError: the folder cannot be opened or synced.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        sync(descriptor)
    finally:
        os.close(descriptor)


def make_folder(folder: Path, mode: int = 0o777) -> tuple[Path, ...]:
    """Make a folder and those above it that are missing, each synced into the one that names it.

    Args:
        folder: the one wanted.
        mode: permissions of those that are made, less the umask.

    Returns:
        The folders that were made, the topmost first.

    Raises:
        OSError: the system refuses; what was made is removed again.
    """
    missing = [folder]
    while not missing[-1].exists() and missing[-1] != missing[-1].parent:
        missing.append(missing[-1].parent)
    made: list[Path] = []
    try:
        for path in reversed(missing):
            try:
                path.mkdir(mode=mode)
            except FileExistsError:
                if not path.is_dir():
                    raise
            else:
                made.append(path)
                sync_folder(path.parent)
    except BaseException:
        unmake_folders(made)
        raise
    return tuple(made)


def unmake_folders(made: Sequence[Path]) -> None:
    """Remove folders that `make_folder` made, as far as nobody has put anything into them."""
    with suppress(OSError):
        for path in reversed(made):
            path.rmdir()


def remove_folder(folder: Path) -> None:
    """Remove a folder with everything in it, also with what a thread still puts into it, as those of Tantivy may.

    Raises:
        OSError: the system refuses, or something keeps coming.
    """
    for _ in range(_ATTEMPTS):
        try:
            shutil.rmtree(folder)
        except OSError as error:
            if error.errno != errno.ENOTEMPTY:
                raise
        else:
            return
    shutil.rmtree(folder)


@contextmanager
def written_whole(path: Path, *, overwrite: bool = True, parents: bool = False) -> Iterator[TextIO]:
    """Give a UTF-8 text stream whose content becomes `path` when the block ends well, and vanishes when it does not.

    The text is written aside in the same folder, synced, and renamed, so that a reader sees the old file or the new
    one, and so does whoever looks after a loss of power. A file that exists keeps its owner and permissions, and a
    link to one stays a link. What a process leaves aside when it is killed, `sweep` removes.

    Args:
        path: where the file is to be.
        overwrite: False to leave a file that is already there alone.
        parents: make its folder where it is missing.

    Raises:
        InputError: the file exists and may not be overwritten, or the system refuses to write.
    """
    if not overwrite and path.exists():
        raise _exists(path)
    made: Sequence[Path] = ()
    try:
        target = _behind_links(path)
        made = make_folder(target.parent) if parents else ()
        with _aside(target) as stream:
            yield stream
            stream.flush()
            _dress(stream, target)
            sync(stream.fileno())
            try:
                _put(Path(stream.name), target, overwrite=overwrite)
            except FileExistsError:
                raise _exists(path) from None
    except BaseException as error:
        unmake_folders(made)
        if isinstance(error, OSError):
            raise UnwritableError("cannot be written", error, path=str(path)) from error
        raise
    try:
        sync_folder(target.parent)
    except OSError as error:
        lead, hint = "is written, but may not outlast a loss of power", "look to the disk, then write it again"
        raise UnwritableError(lead, error, hint, path=str(path)) from error


def _exists(path: Path) -> InputError:
    return InputError("exists already", "name another file, or overwrite it with --force", path=str(path))


def _behind_links(path: Path) -> Path:
    """Return where a file lies, whatever links lead there.

    Somebody else's link is not followed: in a folder like /tmp anybody can lay one that leads to a file of ours.
    """
    with suppress(FileNotFoundError):
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode) and status.st_uid not in (os.geteuid(), 0):
            raise PermissionError(errno.EPERM, "it is a link that belongs to somebody else")
    return Path(os.path.realpath(path))


@contextmanager
def _aside(target: Path) -> Iterator[TextIOWrapper]:
    """Give a file beside a target, locked while its writer lives; whatever becomes of it, the name goes."""
    mode = PRIVATE_FILE if target.exists() else 0o666  # one that may not be read by all must not be so while it is made
    while True:
        # Named before it is made: an interrupt on the way back from making it would otherwise leave it behind.
        path = target.with_name(f".{target.name[:40]}.{os.urandom(6).hex()}.part")
        try:
            # Lone surrogates cannot be UTF-8; they become question marks rather than an error half-way through.
            with open(
                path,
                "x",
                encoding="utf-8",
                errors="replace",
                newline="",
                opener=lambda name, flags: os.open(name, flags, mode),
            ) as stream:
                if _is_ours(stream.fileno()):
                    yield stream
                    return
        finally:
            with suppress(OSError):
                path.unlink(missing_ok=True)


def _is_ours(descriptor: int) -> bool:
    """Lock a file that was just made, against `sweep`; whether that has not been here before us."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # no locks here: then nobody sweeps either
        return True
    return os.fstat(descriptor).st_nlink > 0


def _dress(stream: TextIO, target: Path) -> None:
    """Give what was written the owner and permissions of the file that it replaces."""
    with suppress(FileNotFoundError):
        there = target.stat()
        if there.st_uid != os.geteuid():
            with suppress(PermissionError):  # only root may; anybody else replaces it by a file of their own
                os.fchown(stream.fileno(), there.st_uid, there.st_gid)
        os.fchmod(stream.fileno(), stat.S_IMODE(there.st_mode))


def _put(aside: Path, target: Path, *, overwrite: bool) -> None:
    if not overwrite:
        try:
            os.link(aside, target)  # unlike a rename, this refuses a file that has appeared in the meantime
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            if target.exists():
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from error
        else:
            return
    aside.replace(target)


def sweep(folder: Path, *more: str) -> None:
    """Remove what killed processes left aside in a folder and those in it; what is still being written stays.

    What cannot be removed is left for the next time.

    Args:
        folder: where to look.
        more: names of files in it that nobody needs who does not lock them.
    """
    for name in more:
        with suppress(OSError):
            _sweep_file(os.path.join(folder, name))  # noqa: PTH118 -- as below
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if _LEFTOVER.fullmatch(name):
                with suppress(OSError):
                    _sweep_file(os.path.join(place, name))  # noqa: PTH118 -- many files


def sweep_beside(path: Path) -> None:
    """Remove what killed processes left aside of the file at a path."""
    path = Path(os.path.realpath(path))
    with suppress(OSError), os.scandir(path.parent) as entries:
        for entry in entries:
            if _LEFTOVER.fullmatch(entry.name) and entry.name.startswith(f".{path.name[:40]}."):
                with suppress(OSError):
                    _sweep_file(entry.path)


def _sweep_file(path: str) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.unlink(path)  # noqa: PTH108 -- as above
    finally:
        os.close(descriptor)


def written_anew(path: Path, content: bytes, *, synced: bool = False) -> None:
    """Write a file that nobody reads yet, for its owner alone.

    One linked over from another folder must not be written through: the name is replaced, not the content.

    Args:
        path: where to.
        content: all of it.
        synced: whether it must be on the disk before anything names it.

    Raises:
        OSError: the system refuses.
    """
    path.unlink(missing_ok=True)
    with open(path, "xb", opener=lambda name, flags: os.open(name, flags, PRIVATE_FILE)) as stream:
        stream.write(content)
        if synced:
            stream.flush()
            sync(stream.fileno())


def remove(path: Path) -> None:
    """Remove a file for good, also through a loss of power; one that is not there is no error.

    Raises:
        UnwritableError: the system refuses.
    """
    try:
        path.unlink(missing_ok=True)
        sync_folder(path.parent)
    except FileNotFoundError:  # nor is its folder there
        return
    except OSError as error:
        raise UnwritableError("cannot be removed", error, path=str(path)) from error


def link_or_copy(source: Path, target: Path) -> None:
    """Give a file that never changes a second name; a copy where the file system has no hard links.

    Raises:
        OSError: the system refuses.
    """
    try:
        os.link(source, target)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        import shutil  # noqa: PLC0415 -- start-up time

        shutil.copyfile(source, target)
