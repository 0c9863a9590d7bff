"""The query tree answered: which documents it finds, and what each part of it earns them.

Whoosh's own query objects are left alone. In 2.7.4 their normalising makes `NOT x` and `* AND x` find everything and
drops from an AND what no document holds; a boost is applied once more for each level around it; and the skipping of
blocks that can earn too little loses some of the best documents where a union stands inside of an AND. Sets of bits
have none of that, and are faster.

A document earns for each word, phrase or pattern of the query that it holds, wherever in the tree that stands (but
never for what the query excludes): a word by BM25, a phrase what its words earn, a pattern 1 for each word that it
stands for, a condition in an alternative 1.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, reduce
from itertools import chain
from operator import and_, or_
from typing import Literal

from searchkit.engines.shared import only_stop_words
from searchkit.engines.whoosh import bits
from searchkit.engines.whoosh.expanding import expanded
from searchkit.engines.whoosh.phrases import phrase
from searchkit.engines.whoosh.postings import PostingList, Postings
from searchkit.engines.whoosh.schema import WORDS_OF, encoded
from searchkit.engines.whoosh.scoring import Curve, Earner, EqualEarner, ListedEarner, Make, WordEarner
from searchkit.engines.whoosh.segment import Segment
from searchkit.limits import USUAL
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
    Pattern,
    Phrase,
    Prefix,
    Term,
    Wildcard,
    WordField,
    Words,
    patterns,
    ranking_parts,
    sought,
)
from searchkit.scoring import K1, OFF_WEIGHT, SPEAKER_WEIGHT, rarity

_LAST_DAY = 99_999_999

Rarity = Literal["lucene", "whoosh"]
Stems = tuple[bytes, ...]


class Index:
    """The segments of an index, and what their documents have in common.

    Args:
        segments: in their order.
        rarity: how the rarity of a word is counted: as Lucene and Tantivy do, or as Whoosh does.
        expansions: words that a pattern stands for at most.
    """

    def __init__(
        self, segments: Sequence[Segment], rarity: Rarity = "lucene", expansions: int = USUAL.query_expansions
    ) -> None:
        self.segments = segments
        self.expansions = expansions
        self.size = sum(segment.size for segment in segments)
        self._rarity = rarity
        self.curve: Callable[[str], Curve] = cache(self._curve)

    def _curve(self, field: str) -> Curve:
        return Curve(sum(segment.total_length(field) for segment in self.segments) / max(self.size, 1))

    def rarity(self, frequency: int) -> float:
        """Return how much a word tells that so many documents hold."""
        if self._rarity == "whoosh":
            return math.log(self.size / (frequency + 1)) + 1
        return rarity(frequency, self.size)


class Evaluation:
    """The answer to one question; what is read for it is kept until it is answered.

    Args:
        index: what to ask.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        self._leaf: Callable[[Node, Segment], int] = cache(self._find_leaf)
        self._list: Callable[[Segment, str, bytes], PostingList | None] = cache(Segment.list)
        self._counts: Callable[[Pattern, Segment], Counter[int]] = cache(self._count_words)
        self._expansion: Callable[[Pattern], tuple[list[bytes], int]] = cache(
            lambda node: expanded(index.segments, node, index.expansions)
        )

    def _expanded(self, node: Pattern) -> list[bytes]:
        return self._expansion(node)[0]

    def limited(self, tree: Node) -> dict[Pattern, int]:
        """Return the patterns of a tree that stand for more words than are looked for, with how many they are."""
        counted = {node: self._expansion(node)[1] for node in patterns(tree)}
        return {node: count for node, count in counted.items() if count > self.index.expansions}

    # What is found

    def find(self, node: Node, segment: Segment) -> int:
        """Return the documents of a segment that a tree finds, as bits."""
        if isinstance(node, And):
            return reduce(and_, [self.find(part, segment) for part in node.parts])
        if isinstance(node, Or):
            return reduce(or_, [self.find(part, segment) for part in node.parts])
        if isinstance(node, Not):
            return segment.everything & ~self.find(node.part, segment)
        if isinstance(node, Boost):
            return self.find(node.part, segment)
        if isinstance(node, Words):
            return self._find_words(node, segment)
        return self._leaf(node, segment)

    def _find_words(self, node: Words, segment: Segment) -> int:
        found = reduce(and_, [self.find(part, segment) for part in node.required], segment.everything)
        if not (node.required and node.need == "any"):  # otherwise what is required decides, and the words only rank
            plain = [self.find(part, segment) for part in sought(node)]
            any_of_them = node.need == "any" and not only_stop_words(node)
            if plain:
                found &= reduce(or_ if any_of_them else and_, plain)
        for part in node.excluded:
            found &= ~self.find(part, segment)
        return found

    def _find_leaf(self, node: Node, segment: Segment) -> int:
        if isinstance(node, Term):
            found = self._any(segment, node.field, _stems(node))
            return found | self._any(segment, "by", (encoded(node.word),)) if node.field == "text" else found
        if isinstance(node, Phrase):
            return reduce(or_, [phrase(segment, node.field, stems, node.slop) for stems in _variants(node)], 0)
        if isinstance(node, Prefix | Wildcard | Fuzzy):
            return bits.of_numbers(self._counts(node, segment), segment.documents)
        if isinstance(node, Among):
            return self._find_among(node, segment)
        if isinstance(node, Dates):
            first, last = max(node.first, 1), node.last or _LAST_DAY
            days = segment.stored.days
            return segment.of_episodes(episode for episode, day in enumerate(days) if first <= day <= last)
        if isinstance(node, All):
            return segment.everything
        raise TypeError(f"{node} must be resolved before an engine sees it")

    def _find_among(self, node: Among, segment: Segment) -> int:
        stored = segment.stored
        if node.field == "episode":
            return segment.of_episodes(
                chain.from_iterable(stored.numbers.get(episode_id, ()) for episode_id in node.values)
            )
        if node.field == "id":
            numbers = [number for passage_id in node.values for number in stored.documents_of(passage_id)]
            return bits.of_numbers(numbers, segment.documents) & segment.everything
        return self._any(segment, node.field, map(encoded, node.values))

    def _any(self, segment: Segment, field: str, terms: Iterable[bytes]) -> int:
        return reduce(or_, [segment.bits(field, self._list(segment, field, term)) for term in terms], 0)

    def _count_words(self, node: Pattern, segment: Segment) -> Counter[int]:
        """Return how many words of a pattern each document holds."""
        return Counter(segment.ids_of_all(WORDS_OF[node.field], self._expanded(node)))

    # What is earned

    def earning(self, node: Node) -> list[Make]:
        """Return what makes the earners of a tree in a segment, in the order in which their scores are added up.

        That is from the weightiest to the lightest, whatever segment they lie in: the order of a sum changes its last
        digits.
        """
        weighted = list(self._weighted(node, 1.0))
        weighted.sort(key=lambda entry: -entry[0])
        return [make for _, make in weighted]

    def _weighted(self, node: Node, factor: float) -> Iterator[tuple[float, Make]]:
        if isinstance(node, Boost):
            yield from self._weighted(node.part, factor * node.factor)
        elif isinstance(node, And | Or | Words):
            for part in ranking_parts(node):
                yield from self._weighted(part, factor)
        elif isinstance(node, Term):
            stems = _stems(node)
            weight = factor * self._word_weight(node.field, stems)
            yield weight, lambda segment: self._word(segment, node.field, stems, weight)
            if node.field == "text":
                name, value = encoded(node.word), factor * SPEAKER_WEIGHT
                yield value, lambda segment: _equal(self._any(segment, "by", (name,)), value)
        elif isinstance(node, Phrase):
            weights = [
                [(stem, factor * self._word_weight(node.field, (stem,))) for stem in stems] for stems in _variants(node)
            ]
            most = max((sum(weight for _, weight in variant) for variant in weights), default=0.0)
            yield most, lambda segment: self._phrase(segment, node, weights)
        elif isinstance(node, Prefix | Wildcard | Fuzzy):
            yield factor, lambda segment: self._pattern(segment, node, factor)
        elif not isinstance(node, Not):
            yield factor, lambda segment: _equal(self._leaf(node, segment), factor)

    def _word_weight(self, field: WordField, stems: Stems) -> float:
        segments = self.index.segments
        if len(stems) == 1:
            frequency = sum(segment.count(field, self._list(segment, field, stems[0])) for segment in segments)
        else:
            frequency = sum(self._any(segment, field, stems).bit_count() for segment in segments)
        return self.index.rarity(frequency) * (K1 + 1)

    def _word(self, segment: Segment, field: WordField, stems: Stems, weight: float) -> WordEarner | None:
        holding = self._any(segment, field, stems)
        if not holding:
            return None
        postings = [segment.postings(field, self._list(segment, field, stem)) for stem in stems]
        lengths = segment.lengths(field)
        merged = postings[0] if len(postings) == 1 else _merged(postings, lengths)
        return WordEarner(segment, lengths, merged, holding=holding, weight=weight, curve=self.index.curve(field))

    def _phrase(
        self, segment: Segment, node: Phrase, weights: Sequence[Sequence[tuple[bytes, float]]]
    ) -> ListedEarner | None:
        holding = self._leaf(node, segment)
        if not holding:
            return None
        documents = bits.numbers_of(holding)
        best = [0.0] * len(documents)
        for variant in weights:
            earned = [0.0] * len(documents)
            for stem, weight in variant:
                word = self._word(segment, node.field, (stem,), weight)
                if word is not None:
                    earned = [score + value for score, value in zip(earned, word.values(documents), strict=True)]
            best = list(map(max, best, earned))
        return ListedEarner(holding, dict(zip(documents, best, strict=True)))

    def _pattern(self, segment: Segment, node: Pattern, factor: float) -> ListedEarner | None:
        counts = self._counts(node, segment)
        if not counts:
            return None
        if not isinstance(node, Fuzzy):
            return ListedEarner(self._leaf(node, segment), counts, factor)
        field, typed = WORDS_OF[node.field], encoded(node.word)
        if typed not in self._expanded(node):
            return ListedEarner(self._leaf(node, segment), counts, factor * OFF_WEIGHT)
        earned = {one: count * OFF_WEIGHT for one, count in counts.items()}
        for one in segment.ids(field, self._list(segment, field, typed)):
            earned[one] += 1.0 - OFF_WEIGHT
        return ListedEarner(self._leaf(node, segment), earned, factor)


def _equal(holding: int, value: float) -> Earner | None:
    return EqualEarner(holding, value) if holding else None


def _merged(postings: Sequence[Postings], lengths: bytes) -> Postings:
    """Return the postings of several stems as if they were one."""
    times: Counter[int] = Counter()
    for one in postings:
        times.update(one.ids)
        for document, more in one.more.items():
            times[document] += more - 1
    ids = sorted(times)
    codes = bytes(map(lengths.__getitem__, ids))
    return Postings(bits.as_array(ids), codes, {one: times[one] for one in ids if times[one] > 1})


def _stems(node: Term) -> Stems:
    return tuple(map(encoded, node.stems))


def _variants(node: Phrase) -> tuple[Stems, ...]:
    return tuple(tuple(map(encoded, row)) for row in node.variants)
