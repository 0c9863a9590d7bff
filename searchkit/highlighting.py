"""What of a passage matched: the words of the query found again in the text, for every engine alike."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Literal

from searchkit.analysis import spans, words
from searchkit.model import Passage, Span
from searchkit.query.nodes import Node, Phrase, Term, WordLeaf, Words, wanted_leaves
from searchkit.reading import Places, Read, Reading, Wanted

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
            read = reading.heading if reading else marks["heading"].wanted.read(passage.heading, language)
            found += _spans("heading", marks["heading"].ranges(passage.heading, read))
        if marks["text"]:
            read = reading.text if reading else marks["text"].wanted.read(passage.text, language)
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

    @cached_property
    def wanted(self) -> Wanted:
        """What reads passages that nobody has read before."""
        return Wanted(self.stems.union(*(row for row, _ in self.phrases)))

    def ranges(self, text: str, read: Read) -> Iterator[tuple[int, int]]:
        """Yield the character ranges of what matches in a text, in no order, perhaps overlapping.

        Args:
            text: the text.
            read: its words, and where those stand that the leaves ask for.
        """
        said, asked = read
        marked = [at for at, stem in asked if stem in self.stems]
        if self.patterns:
            wanted = {word for word in {*said} if any(matches(word) for matches in self.patterns)}
            marked += [at for at, word in enumerate(said) if word in wanted]
        if not marked and not self.phrases:
            return  # and where the words stand need not be known
        found = spans(text, len(said))
        for at in marked:
            yield found[at]
        places: Places = {}
        for at, stem in asked:
            places.setdefault(stem, []).append(at)
        for row, slop in self.phrases:
            yield from _phrase_ranges(row, slop, found, places)


def _phrase_ranges(
    stems: Sequence[str], slop: int, found: Sequence[tuple[int, int]], places: Places
) -> Iterator[tuple[int, int]]:
    """Yield the whole of each place where the words follow each other, or where others stand between them each word."""
    for start in places.get(stems[0], ()):
        row = [start]
        behind = start + len(stems) + slop  # of the last position that a word may have
        for wanted in stems[1:]:
            others = places.get(wanted, [])
            nearest = bisect_right(others, row[-1])
            if nearest == len(others) or others[nearest] >= behind:
                break
            row.append(others[nearest])
        if len(row) < len(stems):
            continue
        if row[-1] - row[0] == len(stems) - 1:
            yield found[row[0]][0], found[row[-1]][1]
        else:
            yield from (found[at] for at in row)


def _spans(field: Field, ranges: Iterable[tuple[int, int]]) -> Iterator[Span]:
    behind = -1
    for start, end in sorted(set(ranges), key=lambda mark: (mark[0], -mark[1])):
        if start >= behind:
            yield Span(start, end, field)
            behind = end
