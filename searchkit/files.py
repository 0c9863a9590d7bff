"""Files written whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from searchkit.errors import InputError


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last through a loss of power.

    Raises:
        OSError: the folder cannot be opened or synced.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def written_whole(path: Path, *, overwrite: bool = True) -> Iterator[TextIO]:
    """Give a UTF-8 text stream whose content becomes `path` when the block ends well, and vanishes when it does not.

    The text is written aside in the same folder, synced, and renamed, so that a reader sees the old file or the new
    one. A file that exists keeps its permissions.

    Args:
        path: where the file is to be; its folder must exist.
        overwrite: False to leave a file that is already there alone.

    Raises:
        InputError: the file exists and may not be overwritten, or the system refuses to write.
    """
    if not overwrite and path.exists():
        raise InputError("exists already", "name another file, or overwrite it with --force", path=str(path))
    aside = ""
    try:
        descriptor, aside = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".part", dir=path.parent)
        # Lone surrogates cannot be UTF-8; they become question marks rather than an error half-way through.
        with open(descriptor, "w", encoding="utf-8", errors="replace", newline="") as stream:  # noqa: PTH123
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _publish(Path(aside), path, overwrite=overwrite)
    except BaseException as error:
        if aside:
            with suppress(FileNotFoundError):
                os.unlink(aside)  # noqa: PTH108
        if isinstance(error, OSError):
            reason = error.strerror or str(error)
            raise InputError(f"cannot be written: {reason}", "nothing was changed", path=str(path)) from error
        raise


def _publish(aside: Path, path: Path, *, overwrite: bool) -> None:
    try:
        mode = path.stat().st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        mode = 0o666 & ~mask
    aside.chmod(mode)
    if overwrite:
        aside.replace(path)
    else:
        os.link(aside, path)  # unlike a rename, this refuses a file that has appeared in the meantime
        aside.unlink()
    sync_folder(path.parent)
