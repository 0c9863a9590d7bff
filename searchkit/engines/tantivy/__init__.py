"""The Tantivy engine: a search library in Rust, for big corpora; `pip install 'searchkit[fast]'` brings it.

A module of the engine imports the library as `tantivy`, which is not this package but the one that it is made for.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from searchkit.errors import REBUILD, IndexUnusableError

try:
    import tantivy
except ImportError as error:
    raise IndexUnusableError(
        "the engine tantivy needs a package that is not there", "install it: pip install 'searchkit[fast]'"
    ) from error

from searchkit.engines.tantivy.reading import TantivyEngine
from searchkit.engines.tantivy.schema import SCHEMA
from searchkit.engines.tantivy.segments import is_own
from searchkit.limits import USUAL

if TYPE_CHECKING:
    from searchkit.engines.tantivy.writing import TantivyWriter


def unguarded(names: Iterable[str]) -> list[str]:
    """Return all files of the engine: Tantivy maps them into memory and believes what stands in them."""
    return list(filter(is_own, names))


def open_engine(folder: Path, *, expansions: int = USUAL.query_expansions) -> TantivyEngine:
    """Open the index in a folder for reading; a pattern stands for so many of its words at most.

    Raises:
        IndexUnusableError: what lies there is no index that Tantivy can read.
    """
    try:
        return TantivyEngine(folder, tantivy.Index.open(str(folder)), expansions=expansions)
    except (ValueError, OSError) as error:
        raise IndexUnusableError(f"the index in {folder} cannot be read: {error}", REBUILD) from error


def open_writer(folder: Path, *, fresh: bool) -> TantivyWriter:
    """Begin a change in a folder, which holds an index unless `fresh`."""
    from searchkit.engines.tantivy.writing import TantivyWriter  # noqa: PLC0415 -- start-up time: a search writes nothing

    return TantivyWriter(folder, fresh=fresh)


__all__ = ["SCHEMA", "open_engine", "open_writer", "unguarded"]
