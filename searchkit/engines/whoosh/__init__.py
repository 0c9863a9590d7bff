"""The Whoosh engine: pure Python, one folder, no server.

Whoosh's files are written and read by searchkit's own modules, over a codec that stock Whoosh can open too
(`searchkit.engines.whoosh.codec`); a search loads nothing of Whoosh itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from searchkit.engines.whoosh import contents
from searchkit.engines.whoosh.reading import WhooshEngine
from searchkit.engines.whoosh.schema import SCHEMA
from searchkit.limits import USUAL

if TYPE_CHECKING:
    from searchkit.engines.whoosh.writing import WhooshWriter


def unguarded(names: Iterable[str]) -> list[str]:
    """Return the table of contents, which leads to all other checksums; its own fits that of another generation too."""
    return [name for name in names if name == contents.NAME]


def open_engine(folder: Path, *, expansions: int = USUAL.query_expansions) -> WhooshEngine:
    """Open the index in a folder for reading; a pattern stands for so many of its words at most."""
    return WhooshEngine(folder, expansions=expansions)


def open_writer(folder: Path, *, fresh: bool) -> WhooshWriter:
    """Begin a change in a folder, which holds an index unless `fresh`."""
    from searchkit.engines.whoosh.writing import WhooshWriter  # noqa: PLC0415 -- start-up time: a search writes nothing

    return WhooshWriter(folder, fresh=fresh)


__all__ = ["SCHEMA", "open_engine", "open_writer", "unguarded"]
