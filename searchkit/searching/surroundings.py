"""What stands around a passage: its idea or its quotes, and its neighbours."""

from __future__ import annotations

from collections.abc import Sequence

from searchkit.engines.base import Engine
from searchkit.model import Context, Passage


def contexts(engine: Engine, passages: Sequence[Passage], around: int) -> list[Context]:
    """Return what stands around each passage, everything fetched from the index at once."""
    wanted: dict[str, None] = {}
    for passage in passages:
        wanted |= dict.fromkeys((passage.idea, *passage.quotes, *neighbours(passage, around)))
    wanted.pop("", None)
    there = engine.passages(list(wanted))
    return [context_of(passage, there, around) for passage in passages]


def context_of(passage: Passage, there: dict[str, Passage], around: int) -> Context:
    """Return the context of a passage from the passages that were fetched for it."""
    beside = [there[other] for other in neighbours(passage, around) if other in there]
    own = number_of(passage.id)
    return Context(
        idea=there.get(passage.idea),
        quotes=tuple(there[quote] for quote in passage.quotes if quote in there),
        before=tuple(other for other in beside if number_of(other.id) < own),
        after=tuple(other for other in beside if number_of(other.id) > own),
    )


def neighbours(passage: Passage, around: int) -> list[str]:
    """Return the ids that the passages of its kind on each side of a passage have, whether they exist or not."""
    head, _, number = passage.id.rpartition("-")
    own = int(number)
    return [f"{head}-{other}" for other in range(max(1, own - around), own + around + 1) if other != own]


def number_of(passage_id: str) -> int:
    """Return the number of a passage within its kind."""
    return int(passage_id.rpartition("-")[2])
