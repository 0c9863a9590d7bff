"""What stands around a passage: its idea or its quotes, and its neighbours."""

from __future__ import annotations

import math
from collections.abc import Sequence

from searchkit.engines.base import Engine
from searchkit.model import Context, Passage

_ROUNDED = 1.0  # seconds: the moment of a quote is often given in whole ones


def contexts(engine: Engine, passages: Sequence[Passage], around: int) -> list[Context]:
    """Return what stands around each passage, everything fetched from the index at once."""
    wanted: dict[str, None] = {}
    for passage in passages:
        wanted |= dict.fromkeys((passage.idea, *passage.quotes, *neighbours(passage, around)))
    wanted.pop("", None)
    there = engine.passages(list(wanted))
    return [_context_of(passage, there, around, turns(engine, passage, around)) for passage in passages]


def _context_of(passage: Passage, there: dict[str, Passage], around: int, said: tuple[Passage, ...]) -> Context:
    """Return the context of a passage from the passages that were fetched for it."""
    beside = [there[other] for other in neighbours(passage, around) if other in there]
    own = number_of(passage.id)
    return Context(
        idea=there.get(passage.idea),
        quotes=tuple(there[quote] for quote in passage.quotes if quote in there),
        before=tuple(other for other in beside if number_of(other.id) < own),
        after=tuple(other for other in beside if number_of(other.id) > own),
        turns=said,
    )


def turns(engine: Engine, passage: Passage, around: int) -> tuple[Passage, ...]:
    """Return the segment in which a quote was said, and those around it; () where its moment or theirs is not known."""
    if not around or passage.kind != "quote" or passage.at is None:
        return ()
    own = _segment_at(engine, passage.episode.id, passage.at)
    ids = [f"{passage.episode.id}#segment-{number}" for number in range(max(1, own - around), own + around + 1)]
    there = engine.passages(ids) if own else {}
    return tuple(there[one] for one in ids if one in there)


def _segment_at(engine: Engine, episode_id: str, at: float) -> int:
    """Return the number of the last segment that begins by a moment, 0 if there is none.

    Segments are numbered as they were said, so that halving finds it: some twenty are read of an hour's transcript.
    """

    def begins_by(number: int) -> bool | None:
        found = engine.passages([f"{episode_id}#segment-{number}"])
        start = next(iter(found.values())).at if found else math.inf
        return None if start is None else start <= at + _ROUNDED

    if not begins_by(1):
        return 0
    low, high = 1, 2
    while begins_by(high):
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        told = begins_by(middle)
        if told:
            low = middle
        else:  # one without a moment is left out with what is behind it
            high = middle
    return low


def neighbours(passage: Passage, around: int) -> list[str]:
    """Return the ids that the passages of its kind on each side of a passage have, whether they exist or not."""
    head, _, number = passage.id.rpartition("-")
    own = int(number)
    return [f"{head}-{other}" for other in range(max(1, own - around), own + around + 1) if other != own]


def number_of(passage_id: str) -> int:
    """Return the number of a passage within its kind."""
    return int(passage_id.rpartition("-")[2])
