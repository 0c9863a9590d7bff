"""What an engine must answer, worked out by reading every passage: slow, and too plain to be wrong."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations

from searchkit.analysis import stem, terms, words
from searchkit.engines.whoosh.schema import LENGTHS, length_code
from searchkit.model import Episode, Facets, Passage
from searchkit.passages import cut
from searchkit.query.nodes import (
    All,
    Among,
    And,
    Boost,
    Dates,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Wildcard,
    Words,
)
from searchkit.text import name_key


@dataclass(frozen=True, eq=False)
class Row:
    """A passage, and what it is cut into."""

    passage: Passage

    @cache  # noqa: B019 -- the rows of a test live as long as it
    def paragraphs(self, field: str) -> list[list[str]]:
        """Return the words of a field, those of heading and text apart."""
        passage = self.passage
        texts = {"text": (passage.heading, passage.text), "heading": (passage.heading,)}
        return [words(text) for text in texts.get(field, (passage.episode.title,))]

    @cache  # noqa: B019
    def words(self, field: str) -> list[str]:
        """Return the words of a field."""
        return [word for paragraph in self.paragraphs(field) for word in paragraph]

    @cache  # noqa: B019
    def stems(self, field: str) -> list[str]:
        """Return the stems of a field."""
        language = self.passage.episode.language
        texts = {"text": (self.passage.heading, self.passage.text), "heading": (self.passage.heading,)}
        read = [terms(text, language) for text in texts.get(field, (self.passage.episode.title,))]
        return [stem_ for paragraph in read for _, stems in paragraph for stem_ in stems]


class Oracle:
    """Some episodes, read through for every question."""

    def __init__(self, episodes: Iterable[Episode]) -> None:
        self.rows = [Row(passage) for episode in episodes for passage in cut(episode)]
        self._average = cache(lambda field: sum(_stored_length(row, field) for row in self.rows) / len(self.rows))

    def find(self, tree: Node, filters: Iterable[Among | Dates] = ()) -> list[Row]:
        """Return what a tree finds."""
        conditions = list(filters)
        return [row for row in self.rows if all(holds(part, row) for part in (tree, *conditions))]

    def facets(self, rows: Iterable[Row]) -> Facets:
        """Return the counts over some rows."""
        passages = [row.passage for row in rows]
        return Facets(
            _counted(passage.speaker for passage in passages if passage.speaker),
            _counted(passage.episode.show for passage in passages),
            _counted(passage.kind for passage in passages),
        )

    def score(self, tree: Node, row: Row) -> float:
        """Return what a row earns for a tree: BM25F for words, 1 for each word of a pattern."""
        return sum(self._leaf_score(leaf, row) * factor for leaf, factor in _leaves(tree, 1.0))

    def _leaf_score(self, leaf: Node, row: Row) -> float:
        if not holds(leaf, row):
            return 0.0
        if isinstance(leaf, Term):
            by_name = 2.0 if leaf.field == "text" and leaf.word in words(row.passage.speaker) else 0.0
            return self._bm25(leaf.field, leaf.stems, row) + by_name
        if isinstance(leaf, Phrase):
            return sum(self._bm25(leaf.field, (stem_,), row) for stem_ in leaf.variants[0])
        if isinstance(leaf, Prefix | Wildcard):
            return sum(_fits(leaf, word) for word in set(row.words(leaf.field)))
        if isinstance(leaf, Fuzzy):
            fitting = {word for word in row.words(leaf.field) if _fits(leaf, word)}
            return sum(1.0 if word == leaf.word else 0.5 for word in fitting)
        return 1.0

    def _bm25(self, field: str, stems: tuple[str, ...], row: Row) -> float:
        return sum(self._bm25_of(field, stem_, row) for stem_ in stems)

    def _bm25_of(self, field: str, stem_: str, row: Row) -> float:
        size = len(self.rows)
        frequency = sum(stem_ in other.stems(field) for other in self.rows)
        count = row.stems(field).count(stem_)
        norm = 1.2 * (0.25 + 0.75 * _stored_length(row, field) / self._average(field))
        rarity = math.log1p((size - frequency + 0.5) / (frequency + 0.5))
        return rarity * 2.2 * count / (count + norm) if count else 0.0


def holds(node: Node, row: Row) -> bool:
    """Whether a row is what a tree looks for."""
    if isinstance(node, And):
        return all(holds(part, row) for part in node.parts)
    if isinstance(node, Or):
        return any(holds(part, row) for part in node.parts)
    if isinstance(node, Not):
        return not holds(node.part, row)
    if isinstance(node, Boost):
        return holds(node.part, row)
    if isinstance(node, Words):
        return _holds_words(node, row)
    if isinstance(node, Among):
        return bool({value.lower() for value in _values(node.field, row)} & {value.lower() for value in node.values})
    if isinstance(node, Dates):
        day = row.passage.episode.published.replace("-", "").ljust(8, "0")
        return day != "00000000" and node.first <= int(day) <= (node.last or 99_999_999)
    return isinstance(node, All) or _holds_leaf(node, row)


def _holds_words(node: Words, row: Row) -> bool:
    if any(holds(part, row) for part in node.excluded) or not all(holds(part, row) for part in node.required):
        return False
    if node.every:
        held = [holds(part, row) for part in node.words]
        return (all if node.need == "all" else any)(held) or (node.need == "any" and bool(node.required))
    content = [part for part in node.words if not (isinstance(part, Term) and part.is_stop)]
    if node.need == "all" or not content:
        return (node.need == "any" and bool(node.required)) or all(holds(part, row) for part in content or node.words)
    return bool(node.required) or any(holds(part, row) for part in content)


def _holds_leaf(node: Node, row: Row) -> bool:
    if isinstance(node, Term):
        by_name = node.field == "text" and node.word in words(row.passage.speaker)
        return by_name or any(stem_ in row.stems(node.field) for stem_ in node.stems)
    if isinstance(node, Phrase):
        return any(_follow(node, [stem(word) for word in found]) for found in row.paragraphs(node.field))
    assert isinstance(node, Prefix | Wildcard | Fuzzy)
    return any(_fits(node, word) for word in row.words(node.field))


def _follow(node: Phrase, present: list[str]) -> bool:
    stems = [stem(word) for word in node.words]
    widest = len(stems) - 1 + node.slop
    places = [at for at, word in enumerate(present) if word in stems]
    return any(
        chosen[-1] - chosen[0] <= widest and [present[at] for at in chosen] == stems
        for chosen in combinations(places, len(stems))
    )


def _fits(node: Node, word: str) -> bool:
    if isinstance(node, Prefix):
        return word.startswith(node.prefix)
    if isinstance(node, Wildcard):
        return _matches(node.pattern, word)
    assert isinstance(node, Fuzzy)
    return word[:1] == node.word[:1] and _distance(node.word, word) <= node.distance


def _matches(pattern: str, word: str) -> bool:
    if not pattern:
        return not word
    if pattern[0] == "*":
        return any(_matches(pattern[1:], word[skipped:]) for skipped in range(len(word) + 1))
    return bool(word) and pattern[0] in ("?", word[0]) and _matches(pattern[1:], word[1:])


def _distance(one: str, other: str) -> int:
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        before, row = row, [at]
        for to, counterpart in enumerate(other, start=1):
            row.append(min(before[to] + 1, row[-1] + 1, before[to - 1] + (letter != counterpart)))
    return row[-1]


def _values(field: str, row: Row) -> list[str]:
    passage = row.passage
    return {
        "speaker": [name_key(passage.speaker)],
        "voice": [name_key(name) for name in passage.episode.speakers],
        "show": [name_key(passage.episode.show)],
        "episode": [passage.episode.id],
        "kind": [passage.kind],
        "number": [name_key(passage.episode.number)],
    }[field]


def _leaves(node: Node, factor: float) -> Iterator[tuple[Node, float]]:
    if isinstance(node, Boost):
        yield from _leaves(node.part, factor * node.factor)
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from _leaves(part, factor)
    elif isinstance(node, Words):
        for part in (*node.words, *node.required):
            yield from _leaves(part, factor)
    elif not isinstance(node, Not):
        yield node, factor


def _stored_length(row: Row, field: str) -> int:
    length = len(row.stems(field))
    return LENGTHS[length_code(length)]


def _counted(names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Return counts with the spellings of a name together, under the most frequent or else the first of them."""
    counts = Counter(names)
    groups: dict[str, list[str]] = {}
    for name in sorted(counts, key=lambda name: (-counts[name], name)):
        groups.setdefault(name_key(name), []).append(name)
    merged = [(group[0], sum(counts[name] for name in group)) for group in groups.values()]
    return tuple(sorted(merged, key=lambda item: (-item[1], item[0])))
