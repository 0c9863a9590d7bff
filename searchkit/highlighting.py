"""What of a passage matched: the words of the query found again in the text, for every engine alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from searchkit.analysis import Token, stem, tokens, words
from searchkit.model import Passage, Span
from searchkit.query.nodes import Fuzzy, Node, Phrase, Prefix, Term, Wildcard, WordLeaf, Words, wanted_leaves

Field = Literal["heading", "text"]
_FIELDS: tuple[Field, ...] = ("heading", "text")


class Highlighter:
    """Marks what a query asked for; made once a query, so that a passage is read once whatever the query's length.

    Args:
        tree: the query.
    """

    def __init__(self, tree: Node) -> None:
        leaves = list(shown_leaves(tree))
        self._marks = {field: _Marks([leaf for leaf in leaves if leaf.field in ("text", field)]) for field in _FIELDS}

    def spans(self, passage: Passage) -> tuple[Span, ...]:
        """Return the pieces of a passage's heading and text that were asked for, in order, not overlapping."""
        found: list[Span] = []
        for field, text in (("heading", passage.heading), ("text", passage.text)):
            if text and (marks := self._marks[field]):  # type: ignore[index]
                found += _spans(field, marks.ranges(list(tokens(text))))  # type: ignore[arg-type]
        return tuple(found)


def highlight(tree: Node, passage: Passage) -> tuple[Span, ...]:
    """Return the pieces of a passage's heading and text that a query asked for, in order, not overlapping."""
    return Highlighter(tree).spans(passage)


def holds(leaf: WordLeaf, passage: Passage) -> bool:
    """Whether a passage has what a leaf of the query asks for, in its words or in its speaker's name."""
    return bool(highlight(leaf, passage)) or (isinstance(leaf, Term) and leaf.word in words(passage.speaker))


def shown_leaves(tree: Node) -> Iterator[WordLeaf]:
    """Yield the leaves that a search matches on: stop words only where they stand alone."""
    leaves = list(wanted_leaves(tree))
    content = [leaf for leaf in leaves if not (isinstance(leaf, Term) and leaf.is_stop)]
    yield from content if isinstance(tree, Words) and content else leaves


class _Marks:
    """The leaves that look in one field, sorted by how they are found."""

    def __init__(self, leaves: Iterable[WordLeaf]) -> None:
        self.stems: set[str] = set()
        self.phrases: list[tuple[list[str], int]] = []
        self.patterns: list[Callable[[str], object]] = []
        for leaf in leaves:
            if isinstance(leaf, Term):
                self.stems.add(leaf.stem)
            elif isinstance(leaf, Phrase):
                self.phrases.append(([stem(word) for word in leaf.words], leaf.slop))
            elif isinstance(leaf, Prefix):
                self.patterns.append(_begins_with(leaf.prefix))
            elif isinstance(leaf, Wildcard):
                self.patterns.append(leaf.regex().fullmatch)
            else:
                self.patterns.append(_is_near(leaf))

    def __bool__(self) -> bool:
        return bool(self.stems or self.phrases or self.patterns)

    def ranges(self, found: Sequence[Token]) -> Iterator[tuple[int, int]]:
        """Yield the character ranges of what matches, in no order, perhaps overlapping."""
        present = [stem(token.word) for token in found]
        for token, stem_ in zip(found, present, strict=True):
            if stem_ in self.stems or any(matches(token.word) for matches in self.patterns):
                yield token.start, token.end
        for stems, slop in self.phrases:
            yield from _phrase_ranges(stems, slop, found, present)


def _begins_with(prefix: str) -> Callable[[str], bool]:
    return lambda word: word.startswith(prefix)


def _is_near(leaf: Fuzzy) -> Callable[[str], bool]:
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 -- start-up time

    def is_near(word: str) -> bool:
        distance = Levenshtein.distance(leaf.word, word, score_cutoff=leaf.distance)
        return word[:1] == leaf.word[:1] and distance <= leaf.distance

    return is_near


def _phrase_ranges(
    stems: Sequence[str], slop: int, found: Sequence[Token], present: Sequence[str]
) -> Iterator[tuple[int, int]]:
    """Yield the whole of each place where the words follow each other, or where others stand between them each word."""
    for start, first in enumerate(present):
        if first != stems[0]:
            continue
        places = [start]
        behind = min(start + len(stems) + slop, len(present))  # of the last position that a word may have
        for wanted in stems[1:]:
            nearest = next((at for at in range(places[-1] + 1, behind) if present[at] == wanted), None)
            if nearest is None:
                break
            places.append(nearest)
        if len(places) < len(stems):
            continue
        if places[-1] - places[0] == len(stems) - 1:
            yield found[places[0]].start, found[places[-1]].end
        else:
            yield from ((found[at].start, found[at].end) for at in places)


def _spans(field: Field, ranges: Iterable[tuple[int, int]]) -> Iterator[Span]:
    behind = -1
    for start, end in sorted(set(ranges), key=lambda mark: (mark[0], -mark[1])):
        if start >= behind:
            yield Span(start, end, field)
            behind = end
