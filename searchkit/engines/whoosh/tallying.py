"""How many documents have each combination of stored values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from itertools import chain
from operator import itemgetter

from searchkit.engines.base import TallyField
from searchkit.engines.whoosh import bits
from searchkit.engines.whoosh.segment import Segment
from searchkit.model import KINDS

_FIELDS = {"date": "published", "show": "show"}  # what episodes store them under


def tallied(found: Iterable[tuple[Segment, int]], fields: Sequence[TallyField]) -> Counter[tuple[str, ...]]:
    """Return how many documents have each combination of values.

    Args:
        found: the documents of each segment, as bits.
        fields: whose values to tell, in this order.
    """
    counts: Counter[tuple[str, ...]] = Counter()
    for segment, some in found:
        if some:
            columns = {"speaker": _speakers, "kind": _kinds}
            # Episodes are counted by number, and their values read once each.
            asked = ["episode" if field in _FIELDS else field for field in fields]
            rows = {name: columns.get(name, _episodes)(segment) for name in asked}
            numbers = bits.numbers_of(some)
            gathered = zip(*(_gathered(rows[name], numbers) for name in rows), strict=True)
            named = list(rows)
            values: dict[str, Callable[[int], str]] = {
                "speaker": segment.stored.names.__getitem__,
                "kind": KINDS.__getitem__,
                **{field: _told(segment, name) for field, name in _FIELDS.items()},
            }
            places = [(values[field], named.index(asked[at])) for at, field in enumerate(fields)]
            for row, count in Counter(gathered).items():
                counts[tuple([value(row[place]) for value, place in places])] += count
    return counts


def _told(segment: Segment, name: str) -> Callable[[int], str]:
    return lambda episode: str(getattr(segment.stored.episode(episode), name))


def _gathered(column: Sequence[int], numbers: Sequence[int]) -> Sequence[int]:
    return itemgetter(*numbers)(column) if len(numbers) > 1 else [column[number] for number in numbers]


def _speakers(segment: Segment) -> Sequence[int]:
    return segment.stored.speakers


def _episodes(segment: Segment) -> Sequence[int]:
    return segment.episode_numbers


def _kinds(segment: Segment) -> Sequence[int]:
    """Return the kind of each document, as its place in `KINDS`."""
    stored = segment.stored
    counts = [stored.kind_counts(episode) for episode in range(len(stored.starts))]
    return bytes(chain.from_iterable(bytes([kind]) * count for some in counts for kind, count in enumerate(some)))
