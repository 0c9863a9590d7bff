"""One segment, opened.

Its lists are given without the documents that are deleted, so that an index that was edited scores and counts like one
that was built anew.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property
from itertools import chain
from pathlib import Path

from searchkit.engines.whoosh import bits
from searchkit.engines.whoosh.container import Container, as_bytes
from searchkit.engines.whoosh.contents import SegmentEntry
from searchkit.engines.whoosh.dictionary import Dictionary
from searchkit.engines.whoosh.postings import PostingList, Postings, ids_of
from searchkit.engines.whoosh.schema import CODES, OF_EPISODES, length_code
from searchkit.engines.whoosh.stored import Stored

_NONE = Postings(array("H"), b"", {})


class Segment:
    """One segment of an index.

    Args:
        folder: where it lies.
        entry: what the table of contents says of it.
        offset: what is added to its document numbers to make them those of the index.
    """

    def __init__(self, folder: Path, entry: SegmentEntry, offset: int = 0) -> None:
        documents, deleted = entry.documents, entry.deleted
        self.container = Container(folder / entry.name, entry.size, entry.checksum)
        self.documents, self.deleted, self.offset = documents, frozenset(deleted), offset
        self.stored = Stored(self.container, documents)
        self.gaps = [self.stored.range(episode) for episode in deleted]
        self.size = documents - sum(end - start for start, end in self.gaps)
        self.dictionary: Callable[[str], Dictionary] = cache(self._dictionary)
        self.lengths: Callable[[str], bytes] = cache(self._lengths)

    def close(self) -> None:
        """Let go of the file."""
        del self.stored
        self.dictionary.cache_clear()  # type: ignore[attr-defined]
        self.container.close()

    def _dictionary(self, field: str) -> Dictionary:
        return Dictionary(self.container, field)

    # Documents

    @cached_property
    def everything(self) -> int:
        """All documents that are not deleted, as bits."""
        whole = (1 << self.documents) - 1
        for start, end in self.gaps:
            whole &= ~(((1 << (end - start)) - 1) << start)
        return whole

    @cached_property
    def episodes(self) -> list[int]:
        """The numbers of the episodes that are not deleted."""
        return [number for number in range(len(self.stored.starts)) if number not in self.deleted]

    def of_episodes(self, episodes: Iterable[int]) -> int:
        """Return the documents of some episodes that are not deleted, as bits."""
        wanted = set(episodes) - self.deleted
        sizes = self._episode_sizes
        if len(wanted) < 8:  # noqa: PLR2004 -- where shifting is faster
            return sum(((1 << sizes[episode]) - 1) << self.stored.starts[episode] for episode in wanted)
        return bits.of_runs((size, episode in wanted) for episode, size in enumerate(sizes))

    @cached_property
    def _episode_sizes(self) -> list[int]:
        starts = self.stored.starts
        return [end - start for start, end in zip(starts, [*starts[1:], self.documents], strict=True)]

    @cached_property
    def episode_numbers(self) -> array[int]:
        """The number of the episode of each document."""
        return array("H", chain.from_iterable([n] * size for n, size in enumerate(self._episode_sizes)))

    # Lists

    def list(self, field: str, term: bytes) -> PostingList | None:
        """Return the posting list of a term as it is stored, None if the segment does not hold it."""
        entry = self.dictionary(field).get(term)
        if entry is None:
            return None
        size = len(self.stored.starts) if field in OF_EPISODES else self.documents
        return PostingList(self.container, self.container.part(f"{field}.lists"), entry, size)

    def bits(self, field: str, found: PostingList | None) -> int:
        """Return the documents of a field's list as bits."""
        if found is None:
            return 0
        if field in OF_EPISODES:
            return self.of_episodes(found.ids)
        return found.bits() & self.everything if self.gaps else found.bits()

    def postings(self, field: str, found: PostingList | None) -> Postings:
        """Return the documents of a field's list, with their frequencies and lengths."""
        if found is None:
            return _NONE
        if field in OF_EPISODES:
            return self._of_documents(field, found)
        made = found.postings()
        if not made.lengths:
            lengths = self.lengths(field)
            made = made._replace(lengths=bytes(map(lengths.__getitem__, made.ids)) if lengths else bytes(len(made.ids)))
        return made.without(self.gaps) if self.gaps else made

    def _of_documents(self, field: str, found: PostingList) -> Postings:
        ranges = {episode: range(*self.stored.range(episode)) for episode in found.ids if episode not in self.deleted}
        ids = array("H", chain.from_iterable(ranges.values()))
        lengths = self.lengths(field)
        more = {
            document: times for episode, times in found.more.items() for document in ranges.get(episode, ())
        }  # ascending, as the episodes are
        return Postings(ids, bytes(map(lengths.__getitem__, ids)) if lengths else bytes(len(ids)), more)

    def ids(self, field: str, found: PostingList | None) -> Sequence[int]:
        """Return the numbers of the documents of a field's list."""
        if found is None:
            return ()
        if field in OF_EPISODES:
            return self._of_documents("", found).ids
        return found.postings().without(self.gaps).ids if self.gaps else found.ids

    def ids_of_all(self, field: str, terms: Iterable[bytes]) -> Iterable[int]:
        """Return the numbers of the documents of several terms, one list behind the other."""
        if self.gaps or field in OF_EPISODES:
            return chain.from_iterable([self.ids(field, self.list(field, term)) for term in terms])
        return ids_of(self.container, self.container.part(f"{field}.lists"), self.dictionary(field).entries(terms))

    def count(self, field: str, found: PostingList | None) -> int:
        """Return how many documents a field's list has."""
        if found is None:
            return 0
        return len(self.ids(field, found)) if self.gaps or field in OF_EPISODES else len(found.ids)

    def frequency(self, field: str, term: bytes) -> int:
        """Return how many documents hold a term."""
        if self.gaps or field in OF_EPISODES:
            return self.count(field, self.list(field, term))
        return self.dictionary(field).frequency(term)

    # Lengths

    def _lengths(self, field: str) -> bytes:
        """Return the length code of each document in a field; b"" if the field is not scored."""
        if field == "text":
            return self.container.whole("lengths.text")
        if field == "heading":
            if not any(self.headings):
                return bytes(self.documents)
            if max(self.headings) < len(CODES):
                return as_bytes(self.headings)[::2].translate(CODES)
            return bytes(map(length_code, self.headings))
        if field == "title":
            codes = [bytes((length_code(length),)) for length in self.titles]
            return b"".join(code * size for code, size in zip(codes, self._episode_sizes, strict=True))
        return b""

    @cached_property
    def headings(self) -> array[int]:
        """The number of words in the heading of each document."""
        return self.container.column("headings", "H")

    @cached_property
    def titles(self) -> array[int]:
        """The number of words in the title of each episode."""
        return self.container.column("titles", "H")

    def total_length(self, field: str) -> int:
        """Return the number of words in a field of all documents together."""
        if field == "title":
            return sum(self.titles[episode] * self._episode_sizes[episode] for episode in self.episodes)
        totals = self.container.column(f"totals.{field}", "I")
        return sum(totals) - sum(totals[episode] for episode in self.deleted)
