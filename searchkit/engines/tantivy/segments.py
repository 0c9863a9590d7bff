"""What Tantivy's own list of segments, `meta.json`, tells; its Python interface does not."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from searchkit.engines.tantivy import wordlist

SEGMENT_FILE = re.compile(r"[0-9a-f]{32}\..*")
_META = "meta.json"
_OTHERS = (_META, ".managed.json", wordlist.NAME)


def is_own(name: str) -> bool:
    """Whether a file of a generation is one of the engine's."""
    return name in _OTHERS or SEGMENT_FILE.fullmatch(name) is not None


def segment_names(folder: Path) -> tuple[str, ...]:
    """Return the names of the segments of an index, with which the names of their files begin."""
    return tuple(segment["segment_id"].replace("-", "") for segment in _segments(folder))


def count_documents(folder: Path) -> tuple[int, int]:
    """Return how many documents the segments of an index hold, and how many of them are marked as deleted.

    Tantivy drops those when it merges segments, and not before.
    """
    listed = _segments(folder)
    deleted = (segment["deletes"]["num_deleted_docs"] for segment in listed if segment["deletes"])
    return sum(segment["max_doc"] for segment in listed), sum(deleted)


def _segments(folder: Path) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = json.loads((folder / _META).read_bytes())["segments"]
    return listed
