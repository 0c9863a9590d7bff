"""The Whoosh engine: pure Python, one folder, no server."""

from __future__ import annotations

from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from searchkit.engines.whoosh.reading import WhooshEngine
from searchkit.engines.whoosh.schema import SCHEMA
from searchkit.engines.whoosh.writing import WhooshWriter


def open_engine(folder: Path) -> WhooshEngine:
    """Open the index in a folder for reading."""
    return WhooshEngine(FileIndex(FileStorage(str(folder), readonly=True)))


def open_writer(folder: Path, *, fresh: bool) -> WhooshWriter:
    """Begin a change in a folder, which holds an index unless `fresh`."""
    return WhooshWriter(folder, fresh=fresh)


__all__ = ["SCHEMA", "open_engine", "open_writer"]
