"""Passages that say nearly the same, found when the index is made, so that a search shows them once.

Two passages of one kind are duplicates if of their words in order at least `SIMILAR` are the same (the normalised Indel
similarity of RapidFuzz). Not every pair is compared: a passage has four keys, one for each three of its four longest
words, and only passages with a key in common are candidates. That is linear in the corpus, does not depend on the order
of arrival, and misses only those that differ in two of their longest words. A group is all that such pairs join.

Two files of a generation, beside those of `searchkit.catalog`:

    keys.bin           four unsigned 32-bit numbers (little-endian) a passage, zeros for one without keys: the episodes
                       in the order of their ids, of each its points, ideas and quotes in their order
    duplicates.json    the groups: lists of passage ids, the earliest first
"""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from searchkit.analysis import is_stop_word, words
from searchkit.errors import REBUILD, IndexUnusableError
from searchkit.files import written_anew
from searchkit.model import Kind, Passage
from searchkit.passages import passage_id

if TYPE_CHECKING:
    from searchkit.catalog import EpisodeEntry, Read

KEYS = "keys.bin"
GROUPS = "duplicates.json"
SIMILAR = 0.85  # share of the words of both that must be the same, in order
KEYS_EACH = 4
_LONGEST = 4  # words of which the keys are made
_IN_A_KEY = 3
_CROWD = 64  # passages under one key beyond which only those that say the very same are compared
_PARTS = 16  # in which keys are compared, one after the other, so that the memory that this takes is bounded
_NEVER = "~"  # sorts behind every day
_KINDS: tuple[Kind, ...] = (
    "point",
    "idea",
    "quote",
)  # of segments, which are spoken as they come, there are far too many

Fetch = Callable[[Sequence[str]], Mapping[str, Passage]]


def keys_of(passages: Iterable[Passage]) -> bytes:
    """Return the keys of an episode's points, ideas and quotes, as `keys.bin` has them."""
    keys = array("I")
    for passage in passages:
        if passage.kind in _KINDS:
            keys.extend(_keys(_said(passage)))
    return _little(keys).tobytes()


def _said(passage: Passage) -> list[str]:
    return words(f"{passage.heading}\n{passage.text}" if passage.heading else passage.text)


def _keys(said: Sequence[str]) -> tuple[int, ...]:
    telling = sorted({word for word in said if not is_stop_word(word)}, key=lambda word: (-len(word), word))[:_LONGEST]
    if len(telling) < _IN_A_KEY:  # too little to tell by parts: only the very same words count, and not if they are few
        return (_digest(said), 0, 0, 0) if len(said) >= _IN_A_KEY else (0, 0, 0, 0)
    made = [_digest(sorted(some)) for some in combinations(telling, _IN_A_KEY)]
    return (*made, *[0] * (KEYS_EACH - len(made)))


def _digest(some: Sequence[str]) -> int:
    return crc32("\0".join(some).encode("utf-8", "surrogatepass")) or 1


def _little(keys: array[int]) -> array[int]:
    if sys.byteorder == "big":
        keys.byteswap()
    return keys


def read_keys(read: Read, entries: Iterable[EpisodeEntry]) -> dict[str, bytes]:
    """Return the keys of each of the episodes of a generation, which `read` reads.

    Raises:
        IndexUnusableError: the file is damaged.
    """
    content = read(KEYS)
    keys, start = {}, 0
    for entry in sorted(entries, key=lambda entry: entry.id):
        end = start + 4 * KEYS_EACH * (entry.points + entry.ideas + entry.quotes)
        keys[entry.id] = content[start:end]
        start = end
    return keys


def write(folder: Path, keys: Mapping[str, bytes], entries: Iterable[EpisodeEntry], fetch: Fetch) -> None:
    """Find the duplicates and write both files to a generation being built.

    Args:
        folder: the generation.
        keys: those of each episode.
        entries: the episodes.
        fetch: gives passages by their ids.
    """
    ordered = sorted(entries, key=lambda entry: entry.id)
    content = b"".join(keys[entry.id] for entry in ordered)
    every = array("I")
    every.frombytes(content)
    ids = [passage_id for entry in ordered for passage_id in _ids(entry)]
    days = {entry.id: entry.published or _NEVER for entry in ordered}
    groups = find(_little(every), ids, fetch)
    for group in groups:
        group.sort(key=lambda passage_id: (days[passage_id.partition("#")[0]], passage_id))
    written_anew(folder / KEYS, content)
    written_anew(folder / GROUPS, json.dumps(sorted(groups), ensure_ascii=True, indent=0).encode())


def _ids(entry: EpisodeEntry) -> Iterator[str]:
    for kind, count in zip(_KINDS, (entry.points, entry.ideas, entry.quotes), strict=True):
        for number in range(1, count + 1):
            yield passage_id(entry.id, kind, number)


def find(keys: Sequence[int], ids: Sequence[str], fetch: Fetch) -> list[list[str]]:
    """Return the groups of passages that say nearly the same, in no order.

    Args:
        keys: `KEYS_EACH` for each passage.
        ids: of each passage.
        fetch: gives passages by their ids.
    """
    crowds = list(_sharing(keys))
    wanted = sorted({number for crowd in crowds for number in crowd})
    said: dict[int, tuple[str, tuple[str, ...]]] = {}
    for at in range(0, len(wanted), 10_000):
        some = wanted[at : at + 10_000]
        there = fetch([ids[number] for number in some])
        for number in some:
            passage = there[ids[number]]
            said[number] = passage.kind, tuple(_said(passage))
    joined = _Joined()
    for crowd in crowds:
        for one, other in _alike(crowd, said):
            joined.join(one, other)
    return [[ids[number] for number in group] for group in joined.groups()]


def _sharing(keys: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield each set of passages that have a key in common, once."""
    seen: set[tuple[int, ...]] = set()
    for part in range(_PARTS):
        first: dict[int, int] = {}
        crowds: dict[int, list[int]] = {}
        for at, key in enumerate(keys):
            if key and key % _PARTS == part:
                number = at // KEYS_EACH
                if key not in first:
                    first[key] = number
                elif key in crowds:
                    crowds[key].append(number)
                else:
                    crowds[key] = [first[key], number]
        for crowd in map(tuple, crowds.values()):
            if crowd not in seen:
                seen.add(crowd)
                yield crowd


def _alike(crowd: Sequence[int], said: Mapping[int, tuple[str, tuple[str, ...]]]) -> Iterator[tuple[int, int]]:
    """Yield pairs of a crowd that join those who say nearly the same."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 -- start-up time

    same: dict[tuple[str, tuple[str, ...]], int] = {}
    for number in crowd:
        first = same.setdefault(said[number], number)
        if first != number:
            yield first, number
    if len(same) > _CROWD:
        return
    for (one, first), (other, second) in combinations(same.items(), 2):
        if one[0] == other[0] and Indel.normalized_similarity(one[1], other[1], score_cutoff=SIMILAR) >= SIMILAR:
            yield first, second


class _Joined:
    """Numbers that are joined by pairs: a forest in which each points to another of its group (union-find)."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}

    def join(self, one: int, other: int) -> None:
        """Put two numbers, and all that they are joined with, into one group."""
        self._above[self._top(other)] = self._top(one)

    def _top(self, number: int) -> int:
        above = self._above.setdefault(number, number)
        while above != number:
            self._above[number] = self._above[above]
            number, above = above, self._above[above]
        return number

    def groups(self) -> list[list[int]]:
        """Return the groups, each in ascending order."""
        groups: dict[int, list[int]] = {}
        for number in sorted(self._above):
            groups.setdefault(self._top(number), []).append(number)
        return list(groups.values())


class Groups:
    """The groups of a generation, read with the first question.

    Args:
        read: gives the content of its files, checked.
    """

    def __init__(self, read: Read) -> None:
        self._read = read

    def of(self, passage_id: str) -> Sequence[str]:
        """Return the ids of the group that a passage belongs to, the earliest first; () if it has no duplicates."""
        return self._groups.get(passage_id, ())

    @cached_property
    def _groups(self) -> dict[str, list[str]]:
        try:
            listed = json.loads(self._read(GROUPS))
        except (ValueError, RecursionError) as error:
            raise IndexUnusableError(f"the index is damaged: {GROUPS} cannot be read", REBUILD) from error
        return {passage_id: group for group in listed for passage_id in group}


def is_same(one: Passage, other: Passage) -> bool:
    """Whether two passages say the very same words after folding."""
    return _said(one) == _said(other)
