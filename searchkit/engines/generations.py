"""An index folder as a row of generations, of which one is current.

    index/
      CURRENT          name of the current generation, and the digest of its manifest
      LOCK             held by the one writer (flock: the system frees it when the writer dies); says who that is
      g-7/             a generation: the engine's files, the library's catalogue, MANIFEST.json
      g-7/spoken/      the engine's files for the segments of transcripts, if there are any
      g-6/             the one before, and any that somebody still reads
      new-4711-0a1b/   a generation being built; left over only by a death, and swept by the next writer

A change is built aside in a new folder, into which the files of the current generation are linked (no file of a
published generation ever changes), then synced, listed with size and checksum in its manifest, and published by
renaming the folder and then the pointer. A reader therefore finds the old state or the new one, never a mixture. While
it reads it shares a lock on the folder of the generation, which no writer sweeps then.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from searchkit import locks
from searchkit.digests import digest
from searchkit.errors import REBUILD as _REBUILD
from searchkit.errors import IndexUnusableError, OutdatedIndexError
from searchkit.records import dataclass

if TYPE_CHECKING:
    from searchkit.engines.publishing import Change

LAYOUT = 1  # version of what is described above
MANIFEST = "MANIFEST.json"
POINTER = "CURRENT"
LOCK = "LOCK"
_OPEN_TRIES = 5
_POINTER_BYTES = 200  # more than a pointer ever has


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

    def read(self, name: str) -> bytes:
        """Return the content of one of its files, compared whole with what was written.

        Raises:
            IndexUnusableError: it is another, or cannot be read.
        """
        path = self.folder / name
        try:
            content = path.read_bytes()
        except OSError as error:
            raise IndexUnusableError(
                f"the index is damaged: {path} cannot be read: {error.strerror}", _REBUILD
            ) from error
        if self.files.get(name) != (len(content), digest(content)):
            raise IndexUnusableError(f"the index is damaged: {path} is not what was written", _REBUILD)
        return content


class Hold:
    """A generation that no writer sweeps until it is released.

    Attributes:
        generation: the generation.
    """

    def __init__(self, generation: Generation, mark: tuple[int, ...], descriptor: int | None) -> None:
        self.generation = generation
        self._pointer = str(generation.folder.parent / POINTER)
        self._mark = mark
        self._descriptor = descriptor

    def is_current(self) -> bool:
        """Whether no other generation has been published since."""
        try:
            status = os.stat(self._pointer)  # noqa: PTH116 -- asked before every search
        except OSError:
            return False  # whoever opens the index again is told what is wrong
        return _mark(status) == self._mark

    def release(self) -> None:
        """Let go of it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __del__(self) -> None:
        self.release()


class Generations:
    """The index folder.

    Args:
        root: the folder; made by the first writer, readable by its owner only.
        wait: seconds for which a writer waits for another one.
        trusted: users, by name or number, whose index is opened besides one's own and root's.
    """

    def __init__(self, root: Path | str, *, wait: float = locks.WAIT, trusted: Collection[str] = ()) -> None:
        self.root = Path(root)
        self.wait = wait
        self._trusted = trusted

    def exists(self) -> bool:
        """Whether a generation was ever published here, as far as can be seen."""
        try:
            return (self.root / POINTER).exists()
        except PermissionError:  # something is there; opening it tells more
            return True

    def current(self) -> Generation:
        """Return the current generation, its manifest checked and the sizes of its files compared.

        It may be swept when two more were published; `hold` prevents that.

        Raises:
            IndexUnusableError: there is none, it is somebody else's, or what is there cannot be relied on.
        """
        hold = self.hold()
        hold.release()
        return hold.generation

    def hold(self) -> Hold:
        """Return the current generation as `current` does, held: never waits for a writer, and keeps none waiting.

        Raises:
            IndexUnusableError: as `current`.
        """
        for _ in range(_OPEN_TRIES):
            name, stated, mark = self._pointer()
            folder, descriptor = self.root / name, None
            try:
                descriptor = locks.share(folder)
                hold = Hold(self._opened(folder, stated), mark, descriptor)
                if hold.is_current():  # what is so now, with the lock, is not swept from now on
                    return hold
                hold.release()
                continue
            except FileNotFoundError as error:
                _close(descriptor)
                if self._pointer()[0] != name:
                    continue  # a writer published and swept between our two looks
                raise IndexUnusableError(f"the index is damaged: {error.filename} is missing", _REBUILD) from None
            except NotADirectoryError:
                _close(descriptor)
                raise _damaged(folder) from None
            except OSError as error:
                _close(descriptor)
                raise _unreadable(error, folder) from error
            except BaseException:
                _close(descriptor)
                raise
        raise IndexUnusableError("the index keeps changing", "try again when the other searchkit is done")

    def _opened(self, folder: Path, stated: str) -> Generation:
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode):  # a link leads to what no writer of this index made
            raise _damaged(folder)
        self._require_trust(status)
        manifest = (folder / MANIFEST).read_bytes()
        if digest(manifest) != stated:
            raise _damaged(folder / MANIFEST)
        generation = parse_manifest(folder, manifest)
        _compare_sizes(generation)
        return generation

    def engines(self) -> Iterator[str]:
        """Yield the names of the engines that the manifests here tell of, the newest first, however damaged all is."""
        folders = sorted(self.root.glob("g-*"), key=lambda folder: number_of(folder.name), reverse=True)
        for folder in folders:
            with suppress(OSError, ValueError, LookupError, TypeError):
                yield str(json.loads((folder / MANIFEST).read_bytes())["facts"]["engine"])

    def _pointer(self) -> tuple[str, str, tuple[int, ...]]:
        """Return the name of the current generation, the digest of its manifest, and what changes with the next one."""
        path = self.root / POINTER
        try:
            self._require_trust(self.root.stat())
            with path.open("rb") as stream:
                status = os.fstat(stream.fileno())
                self._require_trust(status)
                name, stated = stream.read(_POINTER_BYTES).decode("ascii").split()
        except FileNotFoundError:
            raise IndexUnusableError(f"there is no index in {self.root}", "build one with “searchkit index”") from None
        except ValueError:
            raise _damaged(path) from None
        except OSError as error:
            raise _unreadable(error, path) from error
        if not number_of(name):
            raise _damaged(path)
        return name, stated, _mark(status)

    def _require_trust(self, status: os.stat_result) -> None:
        """Refuse what somebody else laid there: an index decides what is found, and who made it what is read.

        Root could do as it likes anyway; whoever became root by sudo is still who they were.
        """
        user = os.geteuid()
        if status.st_uid in (user, 0) or (user == 0 and os.environ.get("SUDO_UID") == str(status.st_uid)):
            return
        name = _user_name(status.st_uid)
        if name not in self._trusted and str(status.st_uid) not in self._trusted:
            raise IndexUnusableError(
                f"the index in {self.root} belongs to {name}, not to you",
                f"name another folder with --index, or trust what {name} lays there: SEARCHKIT_TRUST={name}",
            )

    @contextmanager
    def change(self, *, keep: bool = True, wait: float | None = None) -> Iterator[Change]:
        """Give a change to fill; call its `publish` to make it current, or leave it and nothing has happened.

        Args:
            keep: link the files of the current generation into the new one.
            wait: seconds to wait for another writer to end; None for as long as usual.

        Raises:
            IndexUnusableError: another writer is at work, the folder cannot be written, or, with `keep`, the current
                generation is damaged.
        """
        from searchkit.engines import publishing  # noqa: PLC0415 -- start-up time: a search writes nothing

        with publishing.locked_folder(self.root, self.wait if wait is None else wait, self._require_trust):
            base = self.current() if keep and self.exists() else None
            with publishing.change(self.root, base) as made:
                yield made


def parse_manifest(folder: Path, manifest: bytes) -> Generation:
    """Return the generation that a manifest describes.

    Raises:
        IndexUnusableError: it is of another layout, or names a file outside of the folder.
    """
    content = json.loads(manifest)
    layout = content["layout"]
    if layout < LAYOUT:
        raise OutdatedIndexError(
            f"the index was made by an older searchkit (layout {layout}, now {LAYOUT})",
            "“searchkit index” makes it anew from the corpus",
        )
    if layout > LAYOUT:
        raise IndexUnusableError(
            f"the index was made by a newer searchkit (layout {layout}; this one reads {LAYOUT})",
            "update searchkit, or make the index anew with “searchkit index --rebuild”",
        )
    files = {name: (size, checksum) for name, (size, checksum) in content["files"].items()}
    if any(name.startswith("/") or not {"", ".", ".."}.isdisjoint(name.split("/")) for name in files):
        raise _damaged(folder / MANIFEST)
    return Generation(folder, number_of(folder.name), content["facts"], files)


def number_of(name: str) -> int:
    """Return the number of the generation that a folder of this name is, 0 if it is none."""
    digits = name.removeprefix("g-")
    return int(digits) if digits != name and digits.isascii() and digits.isdigit() and len(digits) < 20 else 0  # noqa: PLR2004


def _compare_sizes(generation: Generation) -> None:
    for name, (size, _) in generation.files.items():
        path = generation.folder / name
        if path.stat().st_size != size:
            raise IndexUnusableError(f"the index is damaged: {path} does not have the size that was written", _REBUILD)


def _mark(status: os.stat_result) -> tuple[int, ...]:
    return status.st_dev, status.st_ino, status.st_mtime_ns, status.st_ctime_ns


def _close(descriptor: int | None) -> None:
    if descriptor is not None:
        os.close(descriptor)


def _damaged(path: Path) -> IndexUnusableError:
    return IndexUnusableError(f"the index is damaged: {path} is not what was written", _REBUILD)


def _unreadable(error: OSError, path: Path) -> IndexUnusableError:
    return IndexUnusableError(
        f"the index cannot be read: {error.filename or path}: {error.strerror or error}",
        "give yourself the right to read it, or name another folder with --index",
    )


def _user_name(number: int) -> str:
    import pwd  # noqa: PLC0415 -- start-up time

    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)
