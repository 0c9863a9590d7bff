"""The writing side of an index folder: a change is built aside, made to last, and published by one rename."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from searchkit.digests import SIZE, blake2b, digest
from searchkit.engines.generations import LAYOUT, LOCK, MANIFEST, POINTER, Generation, number_of, parse_manifest
from searchkit.errors import IndexUnusableError
from searchkit.files import (
    PRIVATE_FILE,
    PRIVATE_FOLDER,
    link_or_copy,
    make_folder,
    remove_folder,
    sync,
    sync_folder,
    written_anew,
)
from searchkit.locks import locked, unshared

_DRAFT = "new-"
_NEXT_POINTER = POINTER + ".new"


@dataclass(frozen=True, slots=True)
class Draft:
    """A generation being built: write to `folder`; `base` is the one whose files were linked into it, if any."""

    folder: Path
    base: Generation | None


class Change:
    """One writer's change: made by `Generations.change`.

    Attributes:
        draft: what to fill.
    """

    def __init__(self, root: Path, base: Generation | None) -> None:
        self._root = root
        self._target = root / "g-0"
        self.draft = Draft(root / f"{_DRAFT}{os.getpid()}-{os.urandom(4).hex()}", base)

    def begin(self) -> None:
        """Sweep what dead writers left, then make the new folder and link the base's files into it."""
        newest = max((number_of(entry.name) for entry in self._root.iterdir()), default=0)
        self._target = self._root / f"g-{newest + 1}"
        # The last writer may have died between its rename and this: what it left behind must last before ours can.
        sync_folder(self._root)
        base = self.draft.base
        _sweep(self._root, keep={base.folder.name} if base else _named_by_pointer(self._root))
        self.draft.folder.mkdir(mode=PRIVATE_FOLDER)
        _give(self.draft.folder, self._root)
        if base is not None:
            for name in base.files:
                target = self.draft.folder / name
                if not target.parent.is_dir():
                    target.parent.mkdir(mode=PRIVATE_FOLDER)
                    _give(target.parent, self._root)
                link_or_copy(base.folder / name, target)

    def publish(self, facts: Mapping[str, Any]) -> Generation:
        """Make the new generation the current one, for good, and return it.

        Raises:
            IndexUnusableError: it is current, but may not outlast a loss of power.
            OSError: the system refuses, and nothing has happened.
        """
        draft, target = self.draft.folder, self._target
        paths = [path for path in sorted(draft.rglob("*")) if path.is_file() and not is_no_content(path.name)]
        files = {name: self._entry(path, name) for path in paths if (name := path.relative_to(draft).as_posix())}
        content = {"layout": LAYOUT, "facts": dict(facts), "files": files}
        manifest = json.dumps(content, ensure_ascii=False, indent=1).encode()
        self._write(draft / MANIFEST, manifest)
        for folder in sorted({path.parent for path in paths} - {draft}):
            _give(folder, self._root)
            sync_folder(folder)
        sync_folder(draft)
        before = _named_by_pointer(self._root)
        draft.rename(target)
        sync_folder(self._root)
        aside = self._root / _NEXT_POINTER
        self._write(aside, f"{target.name} {digest(manifest)}\n".encode())
        aside.replace(self._root / POINTER)
        try:
            sync_folder(self._root)
        except OSError as error:
            raise IndexUnusableError(
                f"the index is written, but may not outlast a loss of power: {error.strerror or error}",
                "look to the disk, then run it again",
            ) from error
        with suppress(OSError):  # what is published stays so, tidy or not; the next writer tries again
            _sweep(self._root, keep={target.name} | before)
        return parse_manifest(target, manifest)

    def drop(self) -> None:
        """Remove what was not published; what cannot be removed is swept by the next writer."""
        with suppress(OSError):
            named = _named_by_pointer(self._root)  # not noted by `publish`: an interrupt may come before it could
            for folder in (self.draft.folder, self._target):
                if folder.name not in named:
                    with suppress(OSError):
                        remove_folder(folder)
            (self._root / _NEXT_POINTER).unlink(missing_ok=True)

    def _write(self, path: Path, content: bytes) -> None:
        written_anew(path, content, synced=True)
        _give(path, self._root)

    def _entry(self, path: Path, name: str) -> tuple[int, str]:
        base = self.draft.base
        if base is not None and name in base.files and path.samefile(base.folder / name):
            return base.files[name]  # linked over, so synced and summed already
        with path.open("rb") as stream:
            checksum = blake2b(digest_size=SIZE)
            while block := stream.read(1 << 20):
                checksum.update(block)
            os.fchmod(stream.fileno(), PRIVATE_FILE)
            _give(path, self._root)
            sync(stream.fileno())
        return path.stat().st_size, checksum.hexdigest()


def is_no_content(name: str) -> bool:
    """Whether a file is the manifest, or a lock that an engine leaves where it reads and that may be missing."""
    return name == MANIFEST or (name.startswith(".") and name.endswith(".lock"))


@contextmanager
def locked_folder(root: Path, wait: float, check: Callable[[os.stat_result], None]) -> Iterator[None]:
    """Hold the lock of an index folder, which is made where it is missing.

    Raises:
        IndexUnusableError: another writer has it for longer than `wait` seconds, or the folder cannot be written.
    """
    try:
        make_folder(root, PRIVATE_FOLDER)
        check(root.stat())
        with locked(root / LOCK, wait=wait, busy=lambda writer: _busy(root, writer)):
            _give(root / LOCK, root)
            yield
    except OSError as error:
        raise _unwritable(root, error) from error


@contextmanager
def change(root: Path, base: Generation | None) -> Iterator[Change]:
    """Give a change to an index folder whose lock is held."""
    made = Change(root, base)
    try:
        made.begin()
        yield made
    finally:
        made.drop()


def _busy(root: Path, writer: str) -> IndexUnusableError:
    return IndexUnusableError(f"the index in {root} is being written by {writer}", "try again when it is done")


def _unwritable(root: Path, error: OSError) -> IndexUnusableError:
    where = error.filename or root
    return IndexUnusableError(
        f"the index cannot be written: {where}: {error.strerror or error}",
        "nothing was changed; make room or give yourself the right to write, and try again",
    )


def _give(path: Path, root: Path) -> None:
    """Let what root writes into somebody's index belong to them, who could not read it otherwise."""
    if os.geteuid() == 0:
        owner = root.stat()
        if owner.st_uid != 0:
            os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def _named_by_pointer(root: Path) -> set[str]:
    try:
        return {(root / POINTER).read_text(encoding="ascii").split()[0]}
    except (FileNotFoundError, IndexError, UnicodeDecodeError):
        return set()


def _sweep(root: Path, keep: set[str]) -> None:
    """Remove every draft and generation but those to keep and those that somebody reads."""
    for entry in list(root.iterdir()):
        if entry.name == _NEXT_POINTER:
            entry.unlink(missing_ok=True)
        elif entry.name not in keep and (entry.name.startswith(_DRAFT) or number_of(entry.name)):
            with suppress(OSError):  # the next writer tries again
                _remove(entry)


def _remove(folder: Path) -> None:
    if folder.is_symlink():
        folder.unlink()
        return
    with unshared(folder) as alone:
        if alone:
            remove_folder(folder)
