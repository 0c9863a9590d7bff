"""A passage with its words read once, for all who ask where they stand: ranking, highlighting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from searchkit.analysis import Terms, terms, words
from searchkit.model import Passage
from searchkit.proximity import PARAGRAPH_GAP

Places = dict[str, list[int]]
_NOWHERE: Sequence[int] = ()


class Reading:
    """A passage with its words read.

    Args:
        passage: what to read.
        wanted: the stems whose places are asked for, None for all.

    Attributes:
        passage: what was read.
        language: of its episode.
        heading: the words of its heading with their stems.
        text: the words of its text with their stems.
        length: how many words both have.
        words: the folded words of heading and text in a row.
        places: the positions of each stem, those of the text behind a gap.
        speaker: the folded words of the speaker's name.
    """

    __slots__ = (
        "_of_field",
        "_wanted",
        "heading",
        "language",
        "length",
        "passage",
        "places",
        "speaker",
        "text",
        "words",
    )

    def __init__(self, passage: Passage, wanted: AbstractSet[str] | None = None) -> None:
        self.passage = passage
        self._wanted = wanted
        self.language = language = passage.episode.language
        self.text: Terms = terms(passage.text, language)
        self.words: list[str] = [word for word, _ in self.text]
        self.heading: Terms = []
        self.places: Places = {}
        self._of_field: dict[str, Places] = {}
        start = 0
        if passage.heading:
            self.heading = terms(passage.heading, language)
            self.words = [word for word, _ in self.heading] + self.words
            _note(self.places, self.heading, 0, wanted)
            start = len(self.heading) + PARAGRAPH_GAP
        _note(self.places, self.text, start, wanted)
        self.length = len(self.words)
        self.speaker: frozenset[str] = _names(passage.speaker) if passage.speaker else frozenset()

    def places_in(self, field: str) -> Mapping[str, Sequence[int]]:
        """Return the positions of each stem in a field of words."""
        if field == "text":
            return self.places
        found = self._of_field.get(field)
        if found is None:
            found = self._of_field[field] = {}
            read = self.heading if field == "heading" else terms(self.passage.episode.title, self.language)
            _note(found, read, 0, self._wanted)
        return found

    def words_in(self, field: str) -> Iterable[str]:
        """Return the folded words of a field of words."""
        if field == "title":
            return words(self.passage.episode.title)
        return self.words if field == "text" else [word for word, _ in self.heading]


def places_of(stems: Sequence[str], places: Mapping[str, Sequence[int]]) -> Sequence[int]:
    """Return where a word stands that has some stems, ascending."""
    if len(stems) == 1:
        return places.get(stems[0], _NOWHERE)
    return sorted({place for stem in stems for place in places.get(stem, _NOWHERE)})


def _note(places: Places, read: Terms, start: int, wanted: AbstractSet[str] | None) -> None:
    if wanted is None:
        for position, (_, stems) in enumerate(read, start):
            for stem in stems:
                places.setdefault(stem, []).append(position)
        return
    without = wanted.isdisjoint  # most words are not asked for, and this passes over them fast
    for position, stems in [(at, stems) for at, (_, stems) in enumerate(read, start) if not without(stems)]:
        for stem in stems:
            if stem in wanted:
                places.setdefault(stem, []).append(position)


@lru_cache(4096)  # speakers say more than one thing
def _names(speaker: str) -> frozenset[str]:
    return frozenset(words(speaker))
