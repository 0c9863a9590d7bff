"""Documents of several segments in order: by score, by day, by speaker, by place."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from heapq import nsmallest

from searchkit.engines.whoosh import bits
from searchkit.engines.whoosh.segment import Segment
from searchkit.model import Sort
from searchkit.text import fold

Place = tuple[Segment, int]
_LAST_DAY = 99_999_999  # behind every known one
_MANY = 2_000  # documents from which on going through the episodes in order is the faster way


class Orders:
    """The orders of an index; each is worked out when it is first asked for.

    Args:
        segments: of the index.
    """

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._by_day: dict[Sort, list[tuple[int, int]]] = {}

    def ranked(self, scored: list[tuple[float, Segment, int]]) -> list[tuple[float, Segment, int]]:
        """Return documents by score, equal ones by place."""
        equal = {score for score, count in Counter(score for score, _, _ in scored).items() if count > 1}

        def key(entry: tuple[float, Segment, int]) -> tuple[float, str, int, int]:
            score, segment, number = entry
            if score not in equal:
                return -score, "", 0, 0
            stored = segment.stored
            episode = stored.episode_of(number)
            return -score, stored.ids[episode], stored.parts[episode], number

        return sorted(scored, key=key)

    def sorted(self, found: Sequence[int], sort: Sort, limit: int | None) -> list[Place]:
        """Return the first of the documents found, as bits in each segment, in some order, equal ones by place."""
        if sort != "speaker" and limit is not None and sum(some.bit_count() for some in found) > _MANY:
            return self._first(found, sort, limit)
        keys = self._keys(found, sort)
        chosen = sorted(keys) if limit is None else nsmallest(limit, keys)
        return [(self._segments[order], number) for _, _, order, number in chosen]

    def _keys(self, found: Sequence[int], sort: Sort) -> Iterator[tuple[int, int, int, int]]:
        """Yield for each document what it is sorted by, the rank of its episode, and its segment and number."""
        ranks: dict[tuple[int, int], int] = {}
        if any(found):
            ranks = {place: rank for rank, place in enumerate(self._episodes("episode"))}
        for order, (segment, some) in enumerate(zip(self._segments, found, strict=True)):
            stored, episodes = segment.stored, segment.episode_numbers
            speakers = self._speaker_ranks[order] if sort == "speaker" and some else array("I")
            for number in bits.numbers_of(some):
                episode = episodes[number]
                by_name = sort == "speaker"
                first = speakers[stored.speakers[number]] if by_name else _day_key(stored.days[episode], sort)
                yield first, ranks[order, episode], order, number

    def _first(self, found: Sequence[int], sort: Sort, limit: int) -> list[Place]:
        places: list[Place] = []
        for order, episode in self._episodes(sort):
            segment = self._segments[order]
            start, end = segment.stored.range(episode)
            there = found[order] >> start & ((1 << (end - start)) - 1)
            if there:
                places += [(segment, start + number) for number in bits.numbers_of(there)]
                if len(places) >= limit:
                    break
        return places[:limit]

    def _episodes(self, sort: Sort) -> list[tuple[int, int]]:
        """Return segment and number of every episode in an order."""
        made = self._by_day.get(sort)
        if made is None:
            keyed = [
                (_day_key(segment.stored.days[number], sort), episode_id, segment.stored.parts[number], order, number)
                for order, segment in enumerate(self._segments)
                for number, episode_id in enumerate(segment.stored.ids)
            ]
            made = self._by_day[sort] = [(order, number) for *_, order, number in sorted(keyed)]
        return made

    @cached_property
    def _speaker_ranks(self) -> list[array[int]]:
        """The rank of each speaker of each segment; nobody comes last, and spellings of one name are equal."""
        folded = [[fold(name) for name in segment.stored.names] for segment in self._segments]
        ordered = sorted({name for names in folded for name in names if name})
        ranks = {name: rank for rank, name in enumerate(ordered)}
        made = [array("I", (ranks.get(name, len(ranks)) for name in names)) for names in folded]
        for some in made:
            some[0] = len(ranks)
        return made


def _day_key(day: int, sort: Sort) -> int:
    if sort == "newest":
        return _LAST_DAY - day
    if sort == "oldest":
        return day or _LAST_DAY
    return 0
