"""The engines: indexes that store passages and answer queries. One is loaded when it is used, never before."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, cast

from searchkit.engines.base import EngineModule
from searchkit.errors import IndexUnusableError, OutdatedIndexError, UsageError

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


def engine_of(facts: Mapping[str, Any]) -> EngineModule:
    """Return the module of the engine that made a generation, told by its facts.

    Raises:
        OutdatedIndexError: an older searchkit made it, in a way that is no longer read.
        IndexUnusableError: a newer one did.
    """
    name, schema = str(facts["engine"]), int(facts["schema"])
    module = load_engine(name) if name in ENGINES else None
    if module is None or schema > module.SCHEMA:
        raise IndexUnusableError(
            f"the index was made by searchkit {facts['version']}, which is newer than this one "
            f"(schema {schema} of {name})",
            "update searchkit, or make the index anew with “searchkit index --rebuild”",
        )
    if schema < module.SCHEMA:
        raise OutdatedIndexError(
            f"the index was made by an older searchkit ({facts['version']}: schema {schema} of {name}, now "
            f"{module.SCHEMA})",
            "“searchkit index” makes it anew from the corpus",
        )
    return module


__all__ = ["DEFAULT_ENGINE", "ENGINES", "engine_of", "load_engine"]
