"""An index folder as a row of generations, of which one is current.

    index/
      CURRENT          name of the current generation, and the digest of its manifest
      LOCK             held by the one writer (flock: the system frees it when the writer dies)
      g-7/             a generation: the engine's files, the library's catalogue, MANIFEST.json
      g-7/spoken/      the engine's files for the segments of transcripts, if there are any
      g-6/             the one before, for those who still read it
      new-4711/        a generation being built; left over only by a death, and swept by the next writer

A change is built aside in a new folder, into which the files of the current generation are linked (no file of a
published generation ever changes), then synced, listed with size and checksum in its manifest, and published by
renaming the folder and then the pointer. A reader therefore finds the old state or the new one, never a mixture.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from searchkit.digests import SIZE, blake2b, digest
from searchkit.errors import IndexUnusableError
from searchkit.files import sync_folder
from searchkit.records import dataclass

LAYOUT = 1  # version of what is described above
MANIFEST = "MANIFEST.json"
_POINTER = "CURRENT"
_LOCK = "LOCK"
_REBUILD = "make it anew with “searchkit index --rebuild”"
_OPEN_TRIES = 5


@dataclass(frozen=True, slots=True)
class Generation:
    """A published generation.

    Attributes:
        folder: where its files lie.
        number: counted from 1.
        facts: what the writer said of it: engine, schema, when it was made, and so on.
        files: path within the folder to (size in bytes, checksum).
    """

    folder: Path
    number: int
    facts: Mapping[str, Any]
    files: Mapping[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Draft:
    """A generation being built: write to `folder`; `base` is the one whose files were linked into it, if any."""

    folder: Path
    base: Generation | None


class Generations:
    """The index folder.

    Args:
        root: the folder; made by the first writer, readable by its owner only.
    """

    def __init__(self, root: Path | str) -> None:
        self.root = Path(root)

    def exists(self) -> bool:
        """Whether a generation was ever published here."""
        return (self.root / _POINTER).exists()

    def current(self) -> Generation:
        """Return the current generation, its manifest checked and the sizes of its files compared.

        Raises:
            IndexUnusableError: there is none, or what is there cannot be relied on.
        """
        for _ in range(_OPEN_TRIES):
            name, stated = self._pointer()
            folder = self.root / name
            try:
                manifest = (folder / MANIFEST).read_bytes()
                if digest(manifest) != stated:
                    raise IndexUnusableError(
                        f"the index is damaged: {folder / MANIFEST} is not what was written", _REBUILD
                    )
                generation = _generation(folder, manifest)
                _compare_sizes(generation)
            except FileNotFoundError as error:
                if self._pointer()[0] != name:
                    continue  # a writer published and swept between our two looks
                raise IndexUnusableError(f"the index is damaged: {error.filename} is missing", _REBUILD) from None
            except OSError as error:
                raise IndexUnusableError(f"the index cannot be read: {error.filename}: {error.strerror}") from error
            return generation
        raise IndexUnusableError("the index keeps changing", "try again when the other searchkit is done")

    def _pointer(self) -> tuple[str, str]:
        path = self.root / _POINTER
        try:
            name, digest = path.read_text(encoding="ascii").split()
        except FileNotFoundError:
            raise IndexUnusableError(f"there is no index in {self.root}", "build one with “searchkit index”") from None
        except (ValueError, UnicodeDecodeError):
            raise IndexUnusableError(f"the index is damaged: {path} is not what was written", _REBUILD) from None
        except OSError as error:
            raise IndexUnusableError(f"the index cannot be read: {path}: {error.strerror}") from error
        if not name.startswith("g-") or not name[2:].isdigit():
            raise IndexUnusableError(f"the index is damaged: {path} is not what was written", _REBUILD)
        return name, digest

    @contextmanager
    def change(self, *, keep: bool = True, wait: float = 10.0) -> Iterator[_Change]:
        """Give a change to fill; call its `publish` to make it current, or leave it and nothing has happened.

        Args:
            keep: link the files of the current generation into the new one.
            wait: seconds to wait for another writer to end.

        Raises:
            IndexUnusableError: another writer is at work, the folder cannot be written, or, with `keep`, the current
                generation is damaged.
        """
        try:
            self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(self.root / _LOCK, os.O_CREAT | os.O_RDWR, 0o600)
        except OSError as error:
            raise _unwritable(self.root, error) from error
        try:
            _take(lock, self.root, wait)
            base = self.current() if keep and self.exists() else None
            change = _Change(self.root, base)
            try:
                change.begin(self._newest())
                yield change
            except OSError as error:
                raise _unwritable(self.root, error) from error
            finally:
                shutil.rmtree(change.draft.folder, ignore_errors=True)  # gone already if it was published
        finally:
            os.close(lock)

    def _newest(self) -> int:
        return max((number for entry in self.root.iterdir() if (number := _number(entry.name))), default=0)


class _Change:
    """One writer's change: made by `Generations.change`."""

    def __init__(self, root: Path, base: Generation | None) -> None:
        self.root = root
        self.number = 0
        self.draft = Draft(root / f"new-{os.getpid()}", base)

    def begin(self, newest: int) -> None:
        """Sweep what dead writers left, then make the new folder and link the base's files into it."""
        self.number = newest + 1
        _sweep(self.root, keep={self.draft.base.folder.name} if self.draft.base else _named_by_pointer(self.root))
        self.draft.folder.mkdir(mode=0o700)
        if self.draft.base is not None:
            for name in self.draft.base.files:
                target = self.draft.folder / name
                target.parent.mkdir(mode=0o700, exist_ok=True)
                os.link(self.draft.base.folder / name, target)

    def publish(self, facts: Mapping[str, Any]) -> Generation:
        """Make the new generation the current one, for good, and return it."""
        draft, target = self.draft.folder, self.root / f"g-{self.number}"
        paths = sorted(path for path in draft.rglob("*") if path.is_file() and path.name != MANIFEST)
        files = {name: self._entry(path, name) for path in paths if (name := path.relative_to(draft).as_posix())}
        content = {"layout": LAYOUT, "facts": dict(facts), "files": files}
        manifest = json.dumps(content, ensure_ascii=False, indent=1).encode()
        _write_synced(draft / MANIFEST, manifest)
        for folder in {path.parent for path in paths} - {draft}:
            sync_folder(folder)
        sync_folder(draft)
        draft.rename(target)
        sync_folder(self.root)
        before = _named_by_pointer(self.root)
        aside = self.root / (_POINTER + ".new")
        _write_synced(aside, f"{target.name} {digest(manifest)}\n".encode())
        aside.replace(self.root / _POINTER)
        sync_folder(self.root)
        _sweep(self.root, keep={target.name} | before)
        return _generation(target, manifest)

    def _entry(self, path: Path, name: str) -> tuple[int, str]:
        base = self.draft.base
        if base is not None and name in base.files and path.samefile(base.folder / name):
            return base.files[name]  # linked over, so synced and summed already
        with path.open("rb") as stream:
            checksum = blake2b(digest_size=SIZE)
            while block := stream.read(1 << 20):
                checksum.update(block)
            os.fsync(stream.fileno())
        return path.stat().st_size, checksum.hexdigest()


def _take(lock: int, root: Path, wait: float) -> None:
    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                writer = os.pread(lock, 100, 0).decode("ascii", "replace").strip() or "another process"
                raise IndexUnusableError(
                    f"the index in {root} is being written by {writer}", "try again when it is done"
                ) from None
            time.sleep(0.05)
        else:
            os.ftruncate(lock, 0)
            os.pwrite(lock, f"process {os.getpid()}\n".encode(), 0)
            return


def _unwritable(root: Path, error: OSError) -> IndexUnusableError:
    where = error.filename or root
    return IndexUnusableError(
        f"the index cannot be written: {where}: {error.strerror or error}",
        "nothing was changed; make room or give yourself the right to write, and try again",
    )


def _generation(folder: Path, manifest: bytes) -> Generation:
    content = json.loads(manifest)
    if content["layout"] != LAYOUT:
        raise IndexUnusableError(
            f"the index is laid out as version {content['layout']}; this searchkit reads {LAYOUT}", _REBUILD
        )
    files = {name: (size, checksum) for name, (size, checksum) in content["files"].items()}
    return Generation(folder, _number(folder.name), content["facts"], files)


def _compare_sizes(generation: Generation) -> None:
    for name, (size, _) in generation.files.items():
        path = generation.folder / name
        if path.stat().st_size != size:
            raise IndexUnusableError(f"the index is damaged: {path} does not have the size that was written", _REBUILD)


def _number(name: str) -> int:
    return int(name[2:]) if name.startswith("g-") and name[2:].isdigit() else 0


def _named_by_pointer(root: Path) -> set[str]:
    try:
        return {(root / _POINTER).read_text(encoding="ascii").split()[0]}
    except (FileNotFoundError, IndexError, UnicodeDecodeError):
        return set()


def _sweep(root: Path, keep: set[str]) -> None:
    for entry in list(root.iterdir()):
        if entry.name.startswith(("new-", "g-")) and entry.is_dir() and entry.name not in keep:
            shutil.rmtree(entry, ignore_errors=True)
        elif entry.name == _POINTER + ".new":
            entry.unlink(missing_ok=True)


def _write_synced(path: Path, content: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
