"""What of a passage matched: the words of the query found again in the text, for every engine alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from searchkit.analysis import Token, stem, tokens, words
from searchkit.model import Passage, Span
from searchkit.query.nodes import Fuzzy, Node, Phrase, Prefix, Term, Wildcard, WordLeaf, Words, wanted_leaves


def highlight(tree: Node, passage: Passage) -> tuple[Span, ...]:
    """Return the pieces of a passage's heading and text that a query asked for, in order, not overlapping."""
    leaves = list(shown_leaves(tree))
    spans: list[Span] = []
    for field, text in (("heading", passage.heading), ("text", passage.text)):
        if text:
            found = list(tokens(text))
            marks = {mark for leaf in leaves if _looks_in(leaf, field) for mark in _marks(leaf, found)}
            spans += _spans(field, marks)  # type: ignore[arg-type]
    return tuple(spans)


def holds(leaf: WordLeaf, passage: Passage) -> bool:
    """Whether a passage has what a leaf of the query asks for, in its words or in its speaker's name."""
    for field, text in (("heading", passage.heading), ("text", passage.text)):
        if _looks_in(leaf, field) and any(_marks(leaf, list(tokens(text)))):
            return True
    return isinstance(leaf, Term) and leaf.word in words(passage.speaker)


def shown_leaves(tree: Node) -> Iterator[WordLeaf]:
    """Yield the leaves that a search matches on: stop words only where they stand alone."""
    leaves = list(wanted_leaves(tree))
    content = [leaf for leaf in leaves if not (isinstance(leaf, Term) and leaf.is_stop)]
    yield from content if isinstance(tree, Words) and content else leaves


def _looks_in(leaf: WordLeaf, field: str) -> bool:
    return leaf.field in ("text", field)


def _marks(leaf: WordLeaf, found: Sequence[Token]) -> Iterable[tuple[int, int]]:
    """Return the character ranges that a leaf matches."""
    if isinstance(leaf, Phrase):
        return _phrase_marks(leaf, found)
    if isinstance(leaf, Term):
        wanted = leaf.stem
        return [(token.start, token.end) for token in found if stem(token.word) == wanted]
    if isinstance(leaf, Prefix):
        return [(token.start, token.end) for token in found if token.word.startswith(leaf.prefix)]
    if isinstance(leaf, Wildcard):
        matches = leaf.regex().fullmatch
        return [(token.start, token.end) for token in found if matches(token.word)]
    return [(token.start, token.end) for token in found if _is_near(leaf, token.word)]


def _is_near(leaf: Fuzzy, word: str) -> bool:
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 -- start-up time

    return word[:1] == leaf.word[:1] and bool(
        Levenshtein.distance(leaf.word, word, score_cutoff=leaf.distance) <= leaf.distance
    )


def _phrase_marks(leaf: Phrase, found: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the whole of each place where the words follow each other, or with slop each word of it."""
    stems = [stem(word) for word in leaf.words]
    present = [stem(token.word) for token in found]
    for start, first in enumerate(present):
        if first != stems[0]:
            continue
        places = [start]
        for wanted in stems[1:]:
            last = start + len(stems) - 1 + leaf.slop
            nearby = next(
                (at for at in range(places[-1] + 1, min(last + 1, len(present))) if present[at] == wanted), None
            )
            if nearby is None or (not leaf.slop and nearby != places[-1] + 1):
                break
            places.append(nearby)
        if len(places) < len(stems):
            continue
        if places[-1] - places[0] == len(stems) - 1:
            yield found[places[0]].start, found[places[-1]].end
        else:
            yield from ((found[at].start, found[at].end) for at in places)


def _spans(field: Literal["text", "heading"], marks: Iterable[tuple[int, int]]) -> Iterator[Span]:
    behind = -1
    for start, end in sorted(marks, key=lambda mark: (mark[0], -mark[1])):
        if start >= behind:
            yield Span(start, end, field)
            behind = end
