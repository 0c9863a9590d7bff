"""Hits that say nearly the same shown as one, with the others beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from searchkit import duplicates
from searchkit.model import Duplicate, Passage
from searchkit.ranking import Ranked

Group = Callable[[str], Sequence[str]]  # of the id of a passage: those that say nearly the same, the earliest first


def one_of_each(ranked: Sequence[Ranked], group: Group, *, earliest: bool) -> list[Ranked]:
    """Return ranked passages with one of each group.

    Args:
        ranked: in order.
        group: gives the group of a passage.
        earliest: the earliest of a group stands for it, where its own score puts it; otherwise the first in the order.
    """
    groups = [group(entry.candidate.passage.id) for entry in ranked]
    if not any(groups):
        return list(ranked)
    stands: dict[str, str] = {}  # for a group, known by its first member
    if earliest:
        there = {entry.candidate.passage.id for entry in ranked}
        stands = {ids[0]: next(one for one in ids if one in there) for ids in groups if ids}
    kept = []
    for entry, ids in zip(ranked, groups, strict=True):
        own = entry.candidate.passage.id
        if not ids or stands.setdefault(ids[0], own) == own:
            kept.append(entry)
    return kept


def duplicates_of(
    passage: Passage, ids: Iterable[str], there: dict[str, Passage], same_voice: Callable[[str, str], bool]
) -> tuple[Duplicate, ...]:
    """Return the others of a passage's group.

    Args:
        passage: the one that is shown.
        ids: of its group.
        there: the passages by their ids.
        same_voice: whether two names are those of one speaker.
    """
    return tuple(
        Duplicate(
            other,
            exact=duplicates.is_same(passage, other),
            other_speaker=bool(passage.speaker and other.speaker and not same_voice(passage.speaker, other.speaker)),
        )
        for other in (there[one] for one in ids if one != passage.id and one in there)
    )
