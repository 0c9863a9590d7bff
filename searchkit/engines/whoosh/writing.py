"""Building and changing an index, in a folder that nobody reads yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from searchkit.engines.whoosh import contents, merging
from searchkit.engines.whoosh.contents import Contents, SegmentEntry
from searchkit.engines.whoosh.inverting import Inverter
from searchkit.engines.whoosh.schema import MAX_DOCUMENTS
from searchkit.engines.whoosh.segment import Segment
from searchkit.model import KINDS, Passage

_MAX_TOKENS = 6_000_000  # words in memory after which a segment is written, which bounds what a build takes
_SUFFIX = ".segment"


class WhooshWriter:
    """Implements `searchkit.engines.base.Writer`.

    Args:
        folder: where to write.
        fresh: whether there is nothing in it yet.
        limit: documents of a segment at most.
    """

    def __init__(self, folder: Path, *, fresh: bool, limit: int = MAX_DOCUMENTS) -> None:
        self.folder = folder
        self._limit = min(limit, MAX_DOCUMENTS)
        self._contents = Contents() if fresh else contents.read(folder)
        self._segments = list(self._contents.segments)
        self._next = self._contents.next
        self._inverter = Inverter()
        self._waiting: set[str] = set()  # ids of the episodes that are in memory

    def remove(self, episode_ids: Iterable[str]) -> None:
        """Take every passage of these episodes out."""
        wanted = set(episode_ids)
        if not wanted:
            return
        if wanted & self._waiting:
            self._flush()
        self._segments = [self._without(entry, wanted) for entry in self._segments]

    def _without(self, entry: SegmentEntry, episode_ids: set[str]) -> SegmentEntry:
        with closing(open_segment(self.folder, entry)) as segment:
            numbers = segment.stored.numbers
            found = {number for one in episode_ids & numbers.keys() for number in numbers[one]}
            if found <= segment.deleted:
                return entry
            deleted = sorted(found | segment.deleted)
            ranges = [segment.stored.range(number) for number in deleted]
        return replace(entry, deleted=tuple(deleted), gone=sum(end - start for start, end in ranges))

    def add(self, passages: Iterable[Passage]) -> int:
        """Put the passages of one episode in, and return how many words they have."""
        pieces = sorted(passages, key=_place)
        count = 0
        if not pieces:
            return count
        if self._inverter.size + len(pieces) > self._limit or self._inverter.tokens > _MAX_TOKENS:
            self._flush()
        for part, start in enumerate(range(0, len(pieces), self._limit)):
            if part:
                self._flush()
            count += self._inverter.add(pieces[start : start + self._limit], part)
            self._waiting.add(pieces[0].episode.id)
        return count

    def _flush(self) -> None:
        """Write what is in memory as a segment."""
        if not self._inverter.size:
            return
        name = f"{self._next:06}{_SUFFIX}"
        documents = self._inverter.size
        size, checksum = self._inverter.write(self.folder / name)
        self._segments.append(SegmentEntry(name, size, checksum, documents))
        self._next += 1
        self._inverter = Inverter()
        self._waiting.clear()

    def finish(self) -> None:
        """Write everything to the folder, complete and closed."""
        self._flush()
        while chosen := merging.choose(self._segments, self._limit):
            self._merge(chosen)
        contents.write(self.folder, Contents(tuple(self._segments), self._next))
        self._tidy()

    def _merge(self, chosen: Sequence[SegmentEntry]) -> None:
        """Put what is left of some segments into one of its own."""
        self._segments = [entry for entry in self._segments if entry not in chosen]
        opened = [open_segment(self.folder, entry) for entry in chosen]
        try:
            for passages, part in merging.episodes(opened):
                if self._inverter.size + len(passages) > self._limit:
                    self._flush()
                self._inverter.add(passages, part)
        finally:
            for segment in opened:
                segment.close()
        self._flush()

    def abandon(self) -> None:
        """Let go of the files; the folder may be left in any state."""
        self._inverter = Inverter()

    def _tidy(self) -> None:
        kept = contents.names(self._segments)
        for path in self.folder.glob(f"*{_SUFFIX}"):
            if path.name not in kept:
                path.unlink()


def open_segment(folder: Path, entry: SegmentEntry, offset: int = 0) -> Segment:
    """Open a segment of a folder; `offset` is what is added to its numbers of documents."""
    return Segment(folder, entry, offset)


def _place(passage: Passage) -> tuple[int, int]:
    return KINDS.index(passage.kind), int(passage.id.rpartition("-")[2])
