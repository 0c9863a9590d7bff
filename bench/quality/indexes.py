"""Indexes of searchkit that are asked: built once for each state of the code that writes them, and watched."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar

from bench import made_corpus
from bench.measuring import ROOT
from searchkit.engines.base import Found, Request
from searchkit.engines.generations import Generation
from searchkit.library import Library
from searchkit.model import Episode

_WRITTEN_BY = ("analysis.py", "text.py", "passages.py", "model.py", "indexing.py", "catalog.py", "engines")
_Item = TypeVar("_Item")


def built(
    folder: Path, name: str, engine: str, items: Mapping[str, _Item], as_episode: Callable[[str, _Item], Episode]
) -> Path:
    """Return the folder of an index of some items, made if it is not there or was made by other code.

    Args:
        folder: where indexes are kept.
        name: of the items.
        engine: name of the engine.
        items: by the ids of the episodes that they become.
        as_episode: makes an episode of an id and an item.
    """
    state = blake2b(digest_size=6)
    for part in _WRITTEN_BY:
        place = ROOT / "searchkit" / part
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            state.update(path.read_bytes())
    for item in items.values():
        state.update(repr(item).encode("utf-8", "surrogatepass"))
    target = folder / f"{name}-{engine}-{state.hexdigest()}"
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"{name}-{engine}-*"):
            shutil.rmtree(old, ignore_errors=True)
        aside = folder / f"making-{name}-{engine}"
        made_corpus.index(list(items), lambda episode_id: as_episode(episode_id, items[episode_id]), aside, engine)
        aside.rename(target)
    return target


class WatchedLibrary(Library):
    """A library that tells what its engine found, in the engine's own order, and need not search again for a trial.

    Args:
        index: folder of the index.
        remember: keep what the engine found, for further trials with other weights.
    """

    def __init__(self, index: Path, *, remember: bool = False) -> None:
        super().__init__(index / "no-corpus", index)
        self._watched: _Watched | None = None
        self._remember = remember

    @property
    def candidates(self) -> Found:
        """What the engine found last."""
        assert self._watched is not None  # noqa: S101 -- asked for after a search only
        return self._watched.last

    def _open(self) -> tuple[Generation, Any]:
        generation, engine = super()._open()
        if self._watched is None or self._watched.engine is not engine:
            self._watched = _Watched(engine, remember=self._remember)
        return generation, self._watched


class _Watched:
    def __init__(self, engine: Any, *, remember: bool) -> None:
        self.engine = engine
        self.last = Found(0, ())
        self._kept: dict[Request, Found] | None = {} if remember else None

    def __getattr__(self, name: str) -> Any:
        return getattr(self.engine, name)

    def within(self, *scope: Any) -> _Within:
        return _Within(self, self.engine.within(*scope))

    def found(self, engine: Any, request: Request) -> Found:
        """Return what an engine finds, kept if this is to be."""
        if self._kept is None:
            self.last = engine.search(request)
        else:
            if request not in self._kept:
                self._kept[request] = engine.search(request)
            self.last = self._kept[request]
        return self.last


class _Within:
    """The engine of a search, which finds passages of some kinds."""

    def __init__(self, watched: _Watched, engine: Any) -> None:
        self._watched, self._engine = watched, engine

    def __getattr__(self, name: str) -> Any:
        return getattr(self._engine, name)

    def search(self, request: Request) -> Found:
        return self._watched.found(self._engine, request)
