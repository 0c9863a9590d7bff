"""The table of contents: which segments an index has, and which of their episodes are deleted.

No file of a published index ever changes: the table is written to a file of its own, and an older generation keeps its
own.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from pathlib import Path

from searchkit.engines.whoosh.container import damaged
from searchkit.engines.whoosh.schema import SCHEMA
from searchkit.errors import REBUILD, IndexUnusableError
from searchkit.files import written_anew
from searchkit.records import dataclass

NAME = "segments.json"


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """A segment.

    Attributes:
        name: of its file.
        size: bytes of the file.
        checksum: of its directory, which has those of its sections.
        documents: how many it holds, deleted ones too.
        deleted: numbers of its deleted episodes, ascending.
        gone: how many documents these have.
    """

    name: str
    size: int
    checksum: int
    documents: int
    deleted: tuple[int, ...] = ()
    gone: int = 0


@dataclass(frozen=True, slots=True)
class Contents:
    """The segments of an index, the oldest first; `next` is the number of the next one to be written."""

    segments: tuple[SegmentEntry, ...] = ()
    next: int = 1


def read(folder: Path) -> Contents:
    """Return the table of contents of a folder.

    Raises:
        IndexUnusableError: there is none, or it is not what was written.
    """
    path = folder / NAME
    try:
        checksum, _, content = path.read_bytes().partition(b"\n")
    except OSError as error:
        raise IndexUnusableError(f"the index cannot be read: {path}: {error.strerror}", REBUILD) from error
    if checksum != b"%08x" % zlib.crc32(content):
        damaged(path)
    told = json.loads(content)
    if told["version"] != SCHEMA:
        raise IndexUnusableError(f"{path} is of version {told['version']}; this searchkit reads {SCHEMA}", REBUILD)
    entries = [SegmentEntry(**entry | {"deleted": tuple(entry["deleted"])}) for entry in told["segments"]]
    return Contents(tuple(entries), told["next"])


def write(folder: Path, contents: Contents) -> None:
    """Write a table of contents in place of the one that is there."""
    from dataclasses import asdict  # noqa: PLC0415 -- start-up time: a search writes nothing

    told = {"version": SCHEMA, "segments": [asdict(entry) for entry in contents.segments], "next": contents.next}
    content = json.dumps(told, separators=(",", ":")).encode("ascii")
    written_anew(folder / NAME, b"%08x\n" % zlib.crc32(content) + content)


def names(segments: Sequence[SegmentEntry]) -> set[str]:
    """Return the names of the files of some segments."""
    return {entry.name for entry in segments}
