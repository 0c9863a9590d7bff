"""The engines: indexes that store passages and answer queries. One is loaded when it is used, never before."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from searchkit.engines.base import EngineModule
from searchkit.errors import UsageError

ENGINES = {"whoosh": "searchkit.engines.whoosh", "tantivy": "searchkit.engines.tantivy"}
DEFAULT_ENGINE = "whoosh"


def load_engine(name: str) -> EngineModule:
    """Return an engine's module.

    Raises:
        UsageError: there is no such engine.
    """
    if name not in ENGINES:
        raise UsageError(f"there is no engine {name}", "the engines are " + ", ".join(ENGINES))
    return cast("EngineModule", import_module(ENGINES[name]))


__all__ = ["DEFAULT_ENGINE", "ENGINES", "load_engine"]
