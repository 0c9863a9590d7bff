"""What hits tell, for tests to compare."""

from __future__ import annotations

from collections.abc import Iterable


def ids(results: Iterable[object]) -> list[str]:
    """Return the ids of hits without the name of the show."""
    return [hit.passage.id.partition("/")[2] for hit in results]  # type: ignore[attr-defined]


def texts(results: Iterable[object]) -> list[str]:
    """Return the texts of hits."""
    return [hit.passage.text for hit in results]  # type: ignore[attr-defined]
