"""Reading episodes and passages as `searchkit.engines.whoosh.storing` wrote them."""

from __future__ import annotations

import json
import struct
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from heapq import nsmallest
from typing import Any

from searchkit.engines.whoosh.container import Container, damaged
from searchkit.engines.whoosh.schema import decoded
from searchkit.model import KINDS, EpisodeRef, Passage, Verified

_RECORD = struct.Struct("<IHHH")  # checksum, number of the speaker, bytes of the heading, bytes of the links
_KINDS = len(KINDS)
_NO_QUOTES: tuple[str, ...] = ()
_MEMO_LIMIT = 4_096  # episodes that are kept
_decode = json.JSONDecoder().raw_decode  # without looking for blanks and encodings first


def _long(told: int | str, episode_id: str, kind: str) -> str:
    return f"{episode_id}#{kind}-{told}" if isinstance(told, int) else told


class Stored:
    """The episodes and passages of a segment, read when they are asked for.

    Args:
        container: the segment's file.
        size: how many documents it holds.
    """

    def __init__(self, container: Container, size: int) -> None:
        self._container, self.size = container, size
        self._passages, self._ends = container.part("passages"), container.offsets("passages.ends")
        self._episodes, self._episode_ends = container.part("episodes"), container.offsets("episodes.ends")
        self.starts = container.column("episodes.starts", "H")
        self._counts = container.column("episodes.counts", "H")
        self._firsts = container.column("episodes.firsts", "I")
        self._refs: dict[int, EpisodeRef] = {}

    @cached_property
    def ids(self) -> list[str]:
        """The ids of the episodes."""
        return list(json.loads(self._container.whole("episodes.ids")))

    @cached_property
    def numbers(self) -> dict[str, list[int]]:
        """The numbers of the episodes of each id; nearly always one."""
        found: dict[str, list[int]] = {}
        for number, episode_id in enumerate(self.ids):
            found.setdefault(episode_id, []).append(number)
        return found

    @cached_property
    def days(self) -> array[int]:
        """The days of the episodes, `YYYYMMDD`, 0 if unknown."""
        return self._container.column("episodes.days", "I")

    @cached_property
    def parts(self) -> array[int]:
        """How many segments before this one hold a part of each episode."""
        return self._container.column("episodes.parts", "H")

    @cached_property
    def ranks(self) -> array[int]:
        """The place of each episode in the order of their ids."""
        return self._container.column("episodes.ranks", "H")

    @cached_property
    def ordered(self) -> bool:
        """Whether the documents stand in the order of the ids of their episodes."""
        return self.ranks == array("H", range(len(self.ranks)))

    def first(self, documents: Iterable[int], limit: int) -> list[int]:
        """Return the first of some documents, by episode and place in it."""
        if self.ordered:
            return nsmallest(limit, documents)
        listed = sorted(documents)
        found: list[int] = []
        for episode in self._by_rank:
            start, end = self.range(episode)
            at = bisect_left(listed, start)
            found += listed[at : bisect_left(listed, end, at)]
            if len(found) >= limit:
                break
        return found[:limit]

    @cached_property
    def _by_rank(self) -> list[int]:
        """The numbers of the episodes in the order of their ids."""
        return sorted(range(len(self.ranks)), key=self.ranks.__getitem__)

    @cached_property
    def speakers(self) -> array[int]:
        """The number of the speaker of each document."""
        return self._container.column("speakers", "H")

    @cached_property
    def names(self) -> list[str]:
        """The names of the speakers; the first is that of nobody."""
        return list(json.loads(self._container.whole("speakers.names")))

    def range(self, episode: int) -> tuple[int, int]:
        """Return the first document of an episode, and the one behind its last."""
        start = self.starts[episode]
        return start, self.starts[episode + 1] if episode + 1 < len(self.starts) else self.size

    def kind_counts(self, episode: int) -> array[int]:
        """Return how many passages of each kind an episode has here."""
        return self._counts[episode * _KINDS : (episode + 1) * _KINDS]

    def document(self, episode: int, kind: str, number: int) -> int | None:
        """Return the document of a passage of an episode, None if it is not here."""
        if kind not in KINDS:
            return None
        at = KINDS.index(kind)
        counts = self.kind_counts(episode)
        place = number - self._firsts[episode * _KINDS + at]
        return self.starts[episode] + sum(counts[:at]) + place if 0 <= place < counts[at] else None

    def documents_of(self, passage_id: str, episodes: Iterable[int] | None = None) -> list[int]:
        """Return the documents of a passage: none or one, or several if its episode was added more than once.

        Args:
            passage_id: of the passage.
            episodes: the numbers of its episode, if they are known.
        """
        episode_id, _, place = passage_id.rpartition("#")
        kind, _, number = place.rpartition("-")
        if not (number.isascii() and number.isdigit()) or number.startswith("0"):
            return []
        if episodes is None:
            episodes = self.numbers.get(episode_id, ())
        found = (self.document(episode, kind, int(number)) for episode in episodes)
        return [document for document in found if document is not None]

    def episode_of(self, document: int) -> int:
        """Return the number of a document's episode."""
        return bisect_right(self.starts, document) - 1

    def told(self, episode: int) -> dict[str, Any]:
        """Return what is stored of an episode."""
        content = self._checked(self._episodes, self._episode_ends, episode)
        return dict(json.loads(bytes(content)))

    def _checked(self, section: memoryview, ends: Sequence[int], number: int) -> memoryview:
        content = section[ends[number] : ends[number + 1]]
        if zlib.crc32(content[4:], number + 1) != int.from_bytes(content[:4], "little"):
            damaged(self._container.path)
        return content[4:]

    def episode(self, number: int) -> EpisodeRef:
        """Return an episode as its passages name it."""
        ref = self._refs.get(number)
        if ref is None:
            told = self.told(number)
            told["speakers"] = tuple(told.get("speakers", ()))
            for name in ("show", "title", "id"):
                told.setdefault(name, "")
            ref = EpisodeRef(**told)
            if len(self._refs) > _MEMO_LIMIT:
                self._refs.clear()
            self._refs[number] = ref
        return ref

    def passage(self, document: int) -> Passage:
        """Return a passage."""
        content = bytes(self._passages[self._ends[document] : self._ends[document + 1]])
        if len(content) < _RECORD.size or zlib.crc32(content[4:], document + 1) != int.from_bytes(
            content[:4], "little"
        ):
            damaged(self._container.path)
        _, speaker, heading_size, links_size = _RECORD.unpack_from(content)
        number = bisect_right(self.starts, document) - 1
        episode = self._refs.get(number) or self.episode(number)
        place, at = document - self.starts[number], number * _KINDS
        while place >= self._counts[at]:
            place -= self._counts[at]
            at += 1
        kind = KINDS[at - number * _KINDS]
        links = _RECORD.size + heading_size
        text = links + links_size
        heading = decoded(content[_RECORD.size : links]) if heading_size else ""
        moment: float | None = None
        idea, quotes = "", _NO_QUOTES
        verified: Verified = ""
        if links_size:
            moment, idea, quotes, heading, verified = _linked(content[links:text], episode.id, heading)
        return Passage(
            f"{episode.id}#{kind}-{place + self._firsts[at]}",
            kind,
            decoded(content[text:]),
            episode,
            self.names[speaker] if speaker else "",
            heading,
            moment,
            idea,
            quotes,
            verified,
        )


def _linked(links: bytes, episode_id: str, heading: str) -> tuple[float | None, str, tuple[str, ...], str, Verified]:
    told = _decode(links.decode("ascii"))[0]
    idea = _long(told[1], episode_id, "idea") if len(told) > 1 else ""
    quotes = tuple([_long(quote, episode_id, "quote") for quote in told[2]]) if len(told) > 2 else ()  # noqa: PLR2004
    heading = (told[3] if len(told) > 3 else "") or heading  # noqa: PLR2004
    return told[0], idea, quotes, heading, told[4] if len(told) > 4 else ""  # noqa: PLR2004
