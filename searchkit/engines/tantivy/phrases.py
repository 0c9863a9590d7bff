"""Phrases with other words between theirs, made of phrases that say exactly how many.

Tantivy's own slop allows for other things than ours: it takes words in another order, and counts from word to word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import combinations_with_replacement, islice
from math import comb

from tantivy import Query, Schema, Searcher

from searchkit.analysis import terms
from searchkit.engines.shared import rank_in_episode
from searchkit.engines.tantivy.documents import passage_of
from searchkit.engines.tantivy.queries import all_of, any_of, count
from searchkit.model import Passage
from searchkit.proximity import follow

MAX_SPACINGS = 126  # exact phrases that one is made of: five words with five others between them
MAX_READ = 20_000  # passages that are read for one with more spacings


class Phrases:
    """Makes queries of phrases for one opened index.

    Where a phrase leaves more room than `MAX_SPACINGS`, the passages that hold its words are read; where these are more
    than `MAX_READ`, only the narrowest spacings are looked for.

    Args:
        searcher: the index.
        schema: its schema.
    """

    def __init__(self, searcher: Searcher, schema: Schema) -> None:
        self._searcher = searcher
        self._schema = schema
        self._read = lru_cache(maxsize=64)(self._ranks_and_episodes)

    def query(self, field: str, stems: tuple[str, ...], slop: int) -> Query:
        """Return a query for stems that follow each other in their order, `slop` others between them in all at most."""
        gaps = len(stems) - 1
        if comb(slop + gaps, gaps) > MAX_SPACINGS:
            places = self._read(field, stems, slop)
            if places is not None:
                return any_of([self._at(episode, rank) for episode, rank in places])
        spacings = islice(_spacings(gaps, slop), MAX_SPACINGS)
        return any_of([Query.phrase_query(self._schema, field, _placed(stems, spacing)) for spacing in spacings])

    def _at(self, episode: str, rank: int) -> Query:
        where = Query.term_query(self._schema, "episode", episode, "basic")
        return all_of([where, Query.term_query(self._schema, "rank", rank, "basic")])

    def _ranks_and_episodes(self, field: str, stems: tuple[str, ...], slop: int) -> list[tuple[str, int]] | None:
        """Return episode and rank of the passages that hold the phrase, None if too many would have to be read."""
        query = all_of([Query.term_query(self._schema, field, stem, "basic") for stem in dict.fromkeys(stems)])
        total = count(self._searcher, query)
        if total > MAX_READ:
            return None
        hits = self._searcher.search(query, limit=total, order_by_field="episode").hits if total else []
        found: list[tuple[str, int]] = []
        for episode, address in hits:
            passage = passage_of(self._searcher.doc(address))
            if any(all(places) and follow(places, slop) for places in _places(passage, field, stems)):
                found.append((str(episode), rank_in_episode(passage)))
        return found


def _places(passage: Passage, field: str, stems: Sequence[str]) -> Iterator[list[list[int]]]:
    """Yield for each paragraph of a field where each stem stands."""
    texts = {"text": (passage.heading, passage.text), "heading": (passage.heading,)}
    for text in texts.get(field, (passage.episode.title,)):
        read = [stems_ for _, stems_ in terms(text, passage.episode.language)]
        yield [[position for position, stems_ in enumerate(read) if stem in stems_] for stem in stems]


def _placed(stems: Sequence[str], gaps: Sequence[int]) -> list[str | tuple[int, str]]:
    placed: list[str | tuple[int, str]] = [(0, stems[0])]
    position = 0
    for stem, gap in zip(stems[1:], gaps, strict=True):
        position += 1 + gap
        placed.append((position, stem))
    return placed


def _spacings(gaps: int, slop: int) -> Iterator[tuple[int, ...]]:
    """Yield every way to put up to `slop` words into so many gaps, those with few words first."""
    for total in range(slop + 1):
        for places in combinations_with_replacement(range(gaps - 1, -1, -1), total):
            shared = [0] * gaps
            for place in places:
                shared[place] += 1
            yield tuple(shared)
