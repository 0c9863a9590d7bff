"""What of a passage matched: the words of the query found again in the text, for every engine alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal

from searchkit.analysis import Terms, spans, terms, words
from searchkit.model import Passage, Span
from searchkit.query.nodes import Node, Phrase, Term, WordLeaf, Words, wanted_leaves
from searchkit.reading import Reading

Field = Literal["heading", "text"]
_FIELDS: tuple[Field, ...] = ("heading", "text")


class Highlighter:
    """Marks what a query asked for; made once a query, so that a passage is read once whatever the query's length.

    Args:
        tree: the query.
    """

    def __init__(self, tree: Node) -> None:
        self._leaves = list(shown_leaves(tree))
        self._marks: dict[str, dict[Field, _Marks]] = {}  # of each language

    def spans(self, passage: Passage, reading: Reading | None = None) -> tuple[Span, ...]:
        """Return the pieces of a passage's heading and text that were asked for, in order, not overlapping.

        Args:
            passage: the passage.
            reading: its words, if they were read already.
        """
        language = passage.episode.language
        if language not in self._marks:
            self._marks[language] = {
                field: _Marks([leaf for leaf in self._leaves if leaf.field in ("text", field)], language)
                for field in _FIELDS
            }
        marks = self._marks[language]
        found: list[Span] = []
        if passage.heading and marks["heading"]:
            read = reading.heading if reading else terms(passage.heading, language)
            found += _spans("heading", marks["heading"].ranges(passage.heading, read))
        if marks["text"]:
            read = reading.text if reading else terms(passage.text, language)
            found += _spans("text", marks["text"].ranges(passage.text, read))
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
    """The leaves that look in one field of passages of one language, sorted by how they are found."""

    def __init__(self, leaves: Iterable[WordLeaf], language: str) -> None:
        self.language = language
        self.stems: set[str] = set()
        self.phrases: list[tuple[tuple[str, ...], int]] = []
        self.patterns: list[Callable[[str], bool]] = []
        for leaf in leaves:
            if isinstance(leaf, Term):
                self.stems.update(leaf.stems_in(language))
            elif isinstance(leaf, Phrase):
                self.phrases += [(row, leaf.slop) for row in leaf.variants_in(language)]
            else:
                self.patterns.append(leaf.matcher())

    def __bool__(self) -> bool:
        return bool(self.stems or self.phrases or self.patterns)

    def ranges(self, text: str, read: Terms) -> Iterator[tuple[int, int]]:
        """Yield the character ranges of what matches in a text, in no order, perhaps overlapping.

        Args:
            text: the text.
            read: `analysis.terms` of it.
        """
        without = self.stems.isdisjoint
        marked = [at for at, (_, stems) in enumerate(read) if not without(stems)]
        if self.patterns:
            wanted = {word for word, _ in read}
            wanted = {word for word in wanted if any(matches(word) for matches in self.patterns)}
            marked += [at for at, (word, _) in enumerate(read) if word in wanted]
        if not marked and not self.phrases:
            return  # and where the words stand need not be known
        found = spans(text, len(read))
        for at in marked:
            yield found[at]
        present = [stems for _, stems in read] if self.phrases else []
        for row, slop in self.phrases:
            yield from _phrase_ranges(row, slop, found, present)


def _phrase_ranges(
    stems: Sequence[str], slop: int, found: Sequence[tuple[int, int]], present: Sequence[Sequence[str]]
) -> Iterator[tuple[int, int]]:
    """Yield the whole of each place where the words follow each other, or where others stand between them each word."""
    for start, first in enumerate(present):
        if stems[0] not in first:
            continue
        places = [start]
        behind = min(start + len(stems) + slop, len(present))  # of the last position that a word may have
        for wanted in stems[1:]:
            nearest = next((at for at in range(places[-1] + 1, behind) if wanted in present[at]), None)
            if nearest is None:
                break
            places.append(nearest)
        if len(places) < len(stems):
            continue
        if places[-1] - places[0] == len(stems) - 1:
            yield found[places[0]][0], found[places[-1]][1]
        else:
            yield from (found[at] for at in places)


def _spans(field: Field, ranges: Iterable[tuple[int, int]]) -> Iterator[Span]:
    behind = -1
    for start, end in sorted(set(ranges), key=lambda mark: (mark[0], -mark[1])):
        if start >= behind:
            yield Span(start, end, field)
            behind = end
