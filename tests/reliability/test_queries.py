"""No query makes a traceback, and none takes long, on either engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.reliability import queries


@pytest.mark.parametrize("count", [500, pytest.param(20_000, marks=pytest.mark.thorough)])
@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
def test_hostile_queries_are_answered_or_refused(tmp_path: Path, engine: str, count: int) -> None:
    """Drawn queries and those known to break others are answered or refused with a place, within a quarter second."""
    with queries.make_library(tmp_path, engine) as library:
        made = queries.run(library, count, seed=1)
    assert made.broken == []
    assert made.wrong == []
    assert [(query[:200], seconds) for query, seconds in made.slow] == []
    assert made.refused < made.asked
