"""The contestants: searchkit on each engine, and others, each as its own manual would have it.

All hold the same passages with the same stored fields, answer each question with the best ten, where in their text it
matched, and how many there are in all, as far as they can. Their modules are loaded when they are used, so that memory
and time are theirs; one whose package is missing is left out.
"""

from __future__ import annotations

from importlib.util import find_spec

from bench.contestants.base import Contestant
from bench.contestants.own import Searchkit, SearchkitOnTantivy
from bench.contestants.plain_whoosh import PlainWhoosh
from bench.contestants.raw_bm25s import RawBm25s
from bench.contestants.raw_tantivy import RawTantivy
from bench.contestants.sqlite_fts5 import Fts5
from searchkit.engines import load_engine
from searchkit.errors import SearchkitError

CONTESTANTS: dict[str, type[Contestant]] = {
    "searchkit": Searchkit,
    "searchkit-tantivy": SearchkitOnTantivy,
    "whoosh": PlainWhoosh,
    "fts5": Fts5,
    "tantivy": RawTantivy,
    "bm25s": RawBm25s,
}
LABELS = {
    "searchkit": "searchkit",
    "searchkit-tantivy": "searchkit, tantivy",
    "whoosh": "plain Whoosh",
    "fts5": "SQLite FTS5",
    "tantivy": "raw tantivy-py",
    "bm25s": "bm25s",
}
ENGINES = {"searchkit": "whoosh", "searchkit-tantivy": "tantivy"}  # of searchkit's own
UP_TO = {"whoosh": 100_000}  # passages beyond which a contestant takes too long


def missing() -> dict[str, str]:
    """Return the contestants that cannot run here, each with the reason."""
    reasons: dict[str, str] = {}
    for name, engine in ENGINES.items():
        try:
            load_engine(engine)
        except (SearchkitError, ImportError) as error:
            reasons[name] = str(error)
    for name in ("tantivy", "bm25s"):
        if find_spec(name) is None:
            reasons[name] = f"the package {name} is not installed"
    return reasons


def contestants(passages: int) -> dict[str, type[Contestant]]:
    """Return the contestants that are there, for so many passages."""
    away = missing()
    return {
        name: made for name, made in CONTESTANTS.items() if name not in away and passages <= UP_TO.get(name, passages)
    }


__all__ = ["CONTESTANTS", "ENGINES", "LABELS", "UP_TO", "Contestant", "contestants", "missing"]
