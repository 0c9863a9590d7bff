"""Whether the files of a generation are what was written: by their digests in the manifest.

The Whoosh engine checks what it reads when it reads it. Tantivy does not, so its files are read through before it opens
them. For a big index that takes longer than a search, so what was found good is noted beside the generations, for each
folder of files in a note of its own (`CHECKED`, `CHECKED-spoken`), since one is opened without the other: as long as a
file keeps its number (inode), size and time it is taken to be the one that was read, for a week at most. The note is a
help and nothing more: where it cannot be read or written, every opening checks.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from searchkit.digests import SIZE, blake2b, digest
from searchkit.engines.generations import Generation
from searchkit.errors import REBUILD, IndexUnusableError

NOTE = "CHECKED"
_SMALL = 2_000_000  # bytes that are read through at every opening, in a few milliseconds
_BLOCK = 1 << 20
_WEEK = 7 * 24 * 3600.0  # seconds after which even a file that looks the same is read through again
_SETTLED = 2_000_000_000  # nanoseconds; a file younger than this could change again without another time


def faults(generation: Generation, names: Iterable[str] | None = None) -> Iterator[str]:
    """Yield in what way each file that is not what was written differs, with its path.

    Args:
        generation: whose files.
        names: which of them; all if None.
    """
    for name in generation.files if names is None else names:
        path = generation.folder / name
        size, stated = generation.files[name]
        try:
            if path.stat().st_size != size:
                yield f"{path} does not have the size that was written"
            elif _digest(path) != stated:
                yield f"{path} is not what was written"
        except FileNotFoundError:
            yield f"{path} is missing"
        except OSError as error:
            yield f"{path} cannot be read: {error.strerror}"


def _digest(path: Path) -> str:
    made = blake2b(digest_size=SIZE)
    with path.open("rb", buffering=0) as stream:
        while block := stream.read(_BLOCK):
            made.update(block)
    return made.hexdigest()


def ensure(generation: Generation, names: Iterable[str]) -> None:
    """Make sure that files are what was written, without reading again what a note says was found so.

    Raises:
        IndexUnusableError: one is not.
    """
    folders: dict[str, list[str]] = {}
    for name in sorted(names):
        folders.setdefault(name.rpartition("/")[0], []).append(name)
    for folder, listed in folders.items():
        _ensure(generation, listed, _note_of(generation, folder))


def _note_of(generation: Generation, folder: str) -> Path:
    """Return where it is noted that the files of a folder of a generation, "" for its own, were found good."""
    return generation.folder.parent / "-".join(filter(None, (NOTE, *folder.split("/"))))


def _ensure(generation: Generation, listed: list[str], note: Path) -> None:
    remember = sum(generation.files[name][0] for name in listed) > _SMALL
    states = _states(generation, listed) if remember else ""
    if remember and _noted(note) == states:
        return
    for fault in faults(generation, listed):
        raise IndexUnusableError(f"the index is damaged: {fault}", REBUILD)
    if remember and _states(generation, listed) == states:
        _write(note, states)


def _states(generation: Generation, names: Iterable[str]) -> str:
    """Return one text that is another as soon as a file looks changed; "" where one may change without it."""
    settled = time.time_ns() - _SETTLED
    told: list[list[object]] = []
    for name in names:
        try:
            state = (generation.folder / name).stat()
        except OSError:
            return ""
        if state.st_mtime_ns > settled:
            return ""
        told.append([name, generation.files[name][1], state.st_ino, state.st_size, state.st_mtime_ns])
    return digest(json.dumps(told).encode())


def _noted(note: Path) -> str | None:
    """Return the states that were found good within the last week, None if there are none."""
    try:
        age = time.time() - note.stat().st_mtime
        states, checksum = note.read_text(encoding="ascii").split()
    except (OSError, ValueError):
        return None
    return states if 0 <= age < _WEEK and digest(states.encode()) == checksum else None


def _write(note: Path, states: str) -> None:
    if not states:
        return
    with suppress(OSError):  # not ours, or a medium that cannot be written
        descriptor = os.open(note, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
        with open(descriptor, "wb") as stream:  # noqa: PTH123 -- a descriptor
            stream.write(f"{states} {digest(states.encode())}\n".encode())
