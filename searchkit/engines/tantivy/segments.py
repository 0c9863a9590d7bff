"""What Tantivy's own list of segments, `meta.json`, says of deleted documents; its Python interface does not tell."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Segments:
    """The segments of an index together.

    Attributes:
        ids: their names, with which the names of their files begin.
        documents: how many they hold, those that are marked as deleted too.
        deleted: how many are marked as deleted. Tantivy drops them when it merges segments, and not before.
    """

    ids: tuple[str, ...]
    documents: int
    deleted: int


def read_segments(folder: Path) -> Segments:
    """Return what the list in a folder says."""
    listed = json.loads((folder / "meta.json").read_bytes())["segments"]
    deleted = (segment["deletes"]["num_deleted_docs"] for segment in listed if segment["deletes"])
    return Segments(
        tuple(segment["segment_id"].replace("-", "") for segment in listed),
        sum(segment["max_doc"] for segment in listed),
        sum(deleted),
    )
