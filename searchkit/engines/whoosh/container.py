"""One file of the index: named sections, each with a checksum, mapped into memory (docs/index-format.md)."""

from __future__ import annotations

import json
import mmap
import os
import struct
import sys
import zlib
from array import array
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from searchkit.engines.whoosh.schema import SCHEMA
from searchkit.errors import REBUILD, IndexUnusableError

Buffer = bytes | bytearray | memoryview

_MAGIC = b"skwhoosh"
_HEADER = struct.Struct("<8sI")
_TRAILER = struct.Struct("<II8s")  # length and checksum of the list of sections


def damaged(path: Path | str) -> NoReturn:
    """Raise the error of a file that is not what was written.

    Raises:
        IndexUnusableError: always.
    """
    raise IndexUnusableError(f"the index is damaged: {path} is not what was written", REBUILD) from None


def numbers(code: str, content: Buffer) -> array[int]:
    """Return little-endian numbers as an array."""
    made = array(code)
    made.frombytes(content)
    if sys.byteorder == "big":
        made.byteswap()
    return made


def as_bytes(values: array[int]) -> bytes:
    """Return an array as little-endian bytes."""
    if sys.byteorder == "big":
        values = values[:]
        values.byteswap()
    return values.tobytes()


def write(path: Path, sections: Mapping[str, Buffer]) -> tuple[int, int]:
    """Write a file of sections and return its size and the checksum of its directory; `engines.publishing` syncs it."""
    directory: dict[str, tuple[int, int, int]] = {}
    with path.open("xb") as stream:
        stream.write(_HEADER.pack(_MAGIC, SCHEMA))
        for name, content in sections.items():
            directory[name] = (stream.tell(), len(memoryview(content)), zlib.crc32(content))
            stream.write(content)
        listed = json.dumps(directory).encode("ascii")
        checksum = zlib.crc32(listed)
        stream.write(listed + _TRAILER.pack(len(listed), checksum, _MAGIC))
        return stream.tell(), checksum


class Container:
    """A file of sections, opened for reading.

    Args:
        path: where it lies.
        size: how many bytes it must have: reading beyond the end of a mapped file would kill the process.
        checksum: which its directory must have: another file of that size would be as good by itself.
    """

    def __init__(self, path: Path, size: int, checksum: int) -> None:
        self.path = path
        try:
            with path.open("rb") as stream:
                if os.fstat(stream.fileno()).st_size != size or size < _HEADER.size + _TRAILER.size:
                    damaged(path)
                self._map = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        except OSError as error:
            raise IndexUnusableError(f"the index cannot be read: {path}: {error.strerror}", REBUILD) from error
        self._view = memoryview(self._map)
        length, stated, magic = _TRAILER.unpack_from(self._view, size - _TRAILER.size)
        end = size - _TRAILER.size
        listed = self._view[max(end - length, 0) : end]
        good = magic == _MAGIC and _HEADER.unpack_from(self._view) == (_MAGIC, SCHEMA)
        if not good or not checksum == stated == zlib.crc32(listed):
            damaged(path)
        self._directory: dict[str, tuple[int, int, int]] = json.loads(bytes(listed))

    def part(self, name: str) -> memoryview:
        """Return a section as it lies there: whoever reads it checks what is read."""
        start, length, _ = self._directory.get(name, (0, 0, 0))
        return self._view[start : start + length]

    def whole(self, name: str) -> bytes:
        """Return a section, checked; an empty one if there is none."""
        content = bytes(self.part(name))
        if name in self._directory and zlib.crc32(content) != self._directory[name][2]:
            damaged(self.path)
        return content

    def column(self, name: str, code: str) -> array[int]:
        """Return a section of numbers, checked."""
        return numbers(code, self.whole(name))

    def offsets(self, name: str) -> Sequence[int]:
        """Return a section of 32-bit numbers as it lies there: a wrong one leads to what fails its own check."""
        part = self.part(name)
        return part.cast("I") if sys.byteorder == "little" else numbers("I", part)

    def close(self) -> None:
        """Let go of the file; what was read of it must not be used any more."""
        with suppress(BufferError):  # of what still looks into it the last one closes it
            self._view.release()
            self._map.close()
