"""Files written whole or not at all."""

from __future__ import annotations

import os
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
    one. A file that exists keeps its permissions, and a link to one stays a link.

    Args:
        path: where the file is to be; its folder must exist.
        overwrite: False to leave a file that is already there alone.

    Raises:
        InputError: the file exists and may not be overwritten, or the system refuses to write.
    """
    if not overwrite and path.exists():
        raise InputError("exists already", "name another file, or overwrite it with --force", path=str(path))
    target = Path(os.path.realpath(path))
    # Named before it is made: an interrupt on the way back from making it would otherwise leave it behind.
    aside = target.with_name(f".{target.name[:40]}.{os.urandom(6).hex()}.part")
    try:
        # Lone surrogates cannot be UTF-8; they become question marks rather than an error half-way through.
        with aside.open("x", encoding="utf-8", errors="replace", newline="") as stream:
            aside.chmod(0o600)
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        _publish(aside, target, overwrite=overwrite)
    except BaseException as error:
        with suppress(OSError):
            aside.unlink()
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


def written_anew(path: Path, content: bytes) -> None:
    """Write a file of a generation being built.

    One linked over from the generation before must not be written through: the name is replaced, not the content.
    """
    path.unlink(missing_ok=True)
    path.write_bytes(content)
