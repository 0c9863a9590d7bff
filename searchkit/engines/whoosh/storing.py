"""Writing episodes and passages as a segment keeps them: what belongs to an episode stands there once."""

from __future__ import annotations

import json
import struct
import zlib
from array import array
from collections.abc import Sequence
from typing import Any

from searchkit.engines.whoosh.container import as_bytes
from searchkit.engines.whoosh.schema import encoded
from searchkit.model import KINDS, EpisodeRef, Passage

_FIELDS = tuple(EpisodeRef.__dataclass_fields__)
_LONGEST = 0xFFFF  # bytes of a heading or of links, as their lengths have 16 bits


class StoredWriter:
    """Gathers the episodes and passages of a segment; they are added in the order of their documents."""

    def __init__(self) -> None:
        self.size = 0
        self.ids: list[str] = []
        self.starts, self.counts, self.firsts, self.parts = array("H"), array("H"), array("I"), array("H")
        self.days = array("I")
        self._episodes = bytearray()
        self._episode_ends = array("I", (0,))
        self._passages = bytearray()
        self._passage_ends = array("I", (0,))
        self._speakers: dict[str, int] = {"": 0}
        self.speakers = array("H")  # of each passage

    def add(self, passages: Sequence[Passage], part: int) -> None:
        """Take passages of one episode, in order of kind and number.

        Args:
            passages: the passages, one at least.
            part: how many segments hold passages of it already that were added with these.

        Raises:
            ValueError: a passage is not named after its episode, kind and number, or the numbers leave gaps.
        """
        episode = passages[0].episode
        told: dict[str, Any] = {name: value for name in _FIELDS if (value := getattr(episode, name))}
        number = len(self.ids)
        content = json.dumps(told, separators=(",", ":")).encode("ascii")
        self._episodes += zlib.crc32(content, number + 1).to_bytes(4, "little") + content
        self._episode_ends.append(len(self._episodes))
        self.ids.append(episode.id)
        self.starts.append(self.size)
        self.parts.append(part)
        self.days.append(_day(episode.published))
        for kind in KINDS:
            of_kind = [passage.id for passage in passages if passage.kind == kind]
            first = int(of_kind[0].rpartition("-")[2]) if of_kind else 1
            if of_kind != [f"{episode.id}#{kind}-{at}" for at in range(first, first + len(of_kind))]:
                raise ValueError(f"the passages of {episode.id} are not numbered one by one")
            self.counts.append(len(of_kind))
            self.firsts.append(first)
        for passage in passages:
            self._add_passage(passage)

    def _add_passage(self, passage: Passage) -> None:
        speaker = self._speakers.setdefault(passage.speaker, len(self._speakers))
        heading, links = encoded(passage.heading), _links(passage)
        if len(heading) > _LONGEST:  # it stands among the links then
            heading, links = b"", _links(passage, passage.heading)
        if len(links) > _LONGEST:  # readers and corpus refuse such headings, and `cut` ties no more quotes to an idea
            raise ValueError(f"{passage.id} has too long a heading or too many quotes")
        body = struct.pack("<HHH", speaker, len(heading), len(links)) + heading + links + encoded(passage.text)
        self._passages += zlib.crc32(body, self.size + 1).to_bytes(4, "little") + body
        self._passage_ends.append(len(self._passages))
        self.speakers.append(speaker)
        self.size += 1

    def sections(self) -> dict[str, bytes | bytearray]:
        """Return the sections of the file."""
        return {
            "passages": self._passages,
            "passages.ends": as_bytes(self._passage_ends),
            "episodes": self._episodes,
            "episodes.ends": as_bytes(self._episode_ends),
            "episodes.ids": json.dumps(self.ids).encode("ascii"),
            "episodes.starts": as_bytes(self.starts),
            "episodes.counts": as_bytes(self.counts),
            "episodes.firsts": as_bytes(self.firsts),
            "episodes.parts": as_bytes(self.parts),
            "episodes.ranks": as_bytes(_ranks(self.ids)),
            "episodes.days": as_bytes(self.days),
            "speakers": as_bytes(self.speakers),
            "speakers.names": json.dumps(list(self._speakers)).encode("ascii"),
        }


def _ranks(ids: Sequence[str]) -> array[int]:
    """Return the place of each episode in the order of their ids."""
    ranks = array("H", bytes(2 * len(ids)))
    for rank, number in enumerate(sorted(range(len(ids)), key=ids.__getitem__)):
        ranks[number] = rank
    return ranks


def _day(published: str) -> int:
    """Return a date as a number `YYYYMMDD`, with 00 for what is unknown; 0 if it is no date."""
    digits = published.replace("-", "")
    return int(digits.ljust(8, "0")[:8]) if digits.isascii() and digits.isdigit() else 0


def _links(passage: Passage, heading: str = "") -> bytes:
    """Return moment, idea, quotes and verdict of a passage; numbers stand for ids of its own episode."""
    if passage.at is None and not (passage.idea or passage.quotes or heading or passage.verified):
        return b""
    own = passage.episode.id
    told: list[Any] = [passage.at, _short(passage.idea, own, "idea")]
    told += [[_short(quote, own, "quote") for quote in passage.quotes], heading, passage.verified]
    while len(told) > 1 and not told[-1]:
        told.pop()
    return json.dumps(told, separators=(",", ":")).encode("ascii")


def _short(passage_id: str, episode_id: str, kind: str) -> int | str:
    number = passage_id.rpartition("-")[2]
    if number.isascii() and number.isdigit() and passage_id == f"{episode_id}#{kind}-{int(number)}":
        return int(number)
    return passage_id
