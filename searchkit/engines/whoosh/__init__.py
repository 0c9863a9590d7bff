"""The Whoosh engine: pure Python, one folder, no server."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING


def _load_whoosh_lightly() -> None:
    """Import `whoosh.compat` without `urllib.request`, which it wants for one name that nothing uses.

    That takes half of the time of loading Whoosh. While Whoosh is loaded an empty module stands in its place.
    """
    if "urllib.request" in sys.modules or "whoosh.compat" in sys.modules:
        return
    stand_in = ModuleType("urllib.request")
    stand_in.urlretrieve = None  # type: ignore[attr-defined]
    sys.modules["urllib.request"] = stand_in
    try:
        import whoosh.compat  # noqa: F401, PLC0415
    finally:
        del sys.modules["urllib.request"]


_load_whoosh_lightly()

from whoosh.filedb.filestore import FileStorage  # noqa: E402
from whoosh.index import FileIndex  # noqa: E402

from searchkit.engines.whoosh.reading import WhooshEngine  # noqa: E402
from searchkit.engines.whoosh.schema import SCHEMA  # noqa: E402

if TYPE_CHECKING:
    from searchkit.engines.whoosh.writing import WhooshWriter


def open_engine(folder: Path) -> WhooshEngine:
    """Open the index in a folder for reading."""
    return WhooshEngine(FileIndex(FileStorage(str(folder), readonly=True)))


def open_writer(folder: Path, *, fresh: bool) -> WhooshWriter:
    """Begin a change in a folder, which holds an index unless `fresh`."""
    from searchkit.engines.whoosh.writing import WhooshWriter  # noqa: PLC0415 -- start-up time: a search writes nothing

    return WhooshWriter(folder, fresh=fresh)


__all__ = ["SCHEMA", "open_engine", "open_writer"]
