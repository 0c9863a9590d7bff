"""Which segments become one, and how.

A change adds a segment. Segments of about one size are merged when there are several of them, so that each passage is
written anew about once each time that its segment grows fourfold, and there are few segments; a segment much of which
is deleted is written anew without that. Passages are indexed anew from their text, which takes less time than reading
them from YAML did.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from searchkit.engines.whoosh.contents import SegmentEntry
from searchkit.engines.whoosh.segment import Segment
from searchkit.model import Passage

_TOGETHER = 4  # segments of one size that are merged
_SMALLEST = 250  # documents; what is smaller is of the same size
_SPARSE = 0.2  # share of deleted documents from which on a segment is written anew


def choose(segments: Sequence[SegmentEntry], limit: int) -> list[SegmentEntry]:
    """Return the segments to be merged next, none if all is well.

    Args:
        segments: of the index.
        limit: documents of a segment at most.
    """
    sparse = [entry for entry in segments if entry.gone > _SPARSE * entry.documents]
    if sparse:
        return sparse
    sizes: dict[int, list[SegmentEntry]] = defaultdict(list)
    for entry in segments:
        left = entry.documents - entry.gone
        size = 0
        while left > _SMALLEST * _TOGETHER**size:
            size += 1
        sizes[size].append(entry)
    for size in sorted(sizes):
        chosen: list[SegmentEntry] = []
        for entry in sizes[size]:
            if sum(one.documents - one.gone for one in (*chosen, entry)) <= limit:
                chosen.append(entry)
        if len(chosen) >= _TOGETHER:
            return chosen
    return []


def episodes(segments: Sequence[Segment]) -> Iterator[tuple[list[Passage], int]]:
    """Yield the passages of each episode that is not deleted, and which part of it they are."""
    listed = [
        (segment.stored.ids[number], segment.stored.parts[number], order, number)
        for order, segment in enumerate(segments)
        for number in segment.episodes
    ]
    for _, part, order, number in sorted(listed):
        stored = segments[order].stored
        yield [stored.passage(document) for document in range(*stored.range(number))], part
