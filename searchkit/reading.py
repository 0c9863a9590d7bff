"""A passage with its words read once, for all who ask where they stand: ranking, highlighting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from searchkit.analysis import stem, terms, words
from searchkit.languages import ENGLISH, IRREGULAR
from searchkit.model import Passage
from searchkit.proximity import PARAGRAPH_GAP

Places = dict[str, list[int]]
Read = tuple[list[str], list[tuple[int, str]]]
_NOWHERE: Sequence[int] = ()


class Wanted:
    """The stems that a query asks for, found in one text after the other.

    Nearly all words of a passage have none of them. So a word is stemmed only if it begins like one of them (an English
    stem begins like its word, but for the forms of the auxiliary verbs), and once a query.

    Args:
        stems: what to find.
    """

    def __init__(self, stems: Iterable[str]) -> None:
        self._stems = frozenset(stems)
        forms = [form for form, verb in IRREGULAR.items() if verb in self._stems]
        self._beginnings = frozenset(word[:1] for word in (*self._stems, *forms))
        self._looked: set[str] = set()
        self._having: dict[str, str] = {}

    def read(self, text: str, language: str) -> Read:
        """Return the folded words of a text, and in their order the places of those asked for, each with its stem."""
        if language != ENGLISH:
            read = terms(text, language)
            without = self._stems.isdisjoint
            asked = [(at, stems) for at, (_, stems) in enumerate(read) if not without(stems)]
            return [word for word, _ in read], [(at, one) for at, stems in asked for one in stems if one in self._stems]
        found = words(text)
        fresh = {*found} - self._looked
        if fresh:
            self._look_at(fresh)
        having = self._having
        if having.keys().isdisjoint(found):
            return found, []
        return found, [(at, having[word]) for at, word in enumerate(found) if word in having]

    def _look_at(self, fresh: set[str]) -> None:
        self._looked |= fresh
        beginnings, stems = self._beginnings, self._stems
        for word in fresh:
            if word[0] in beginnings and (own := stem(word)) in stems:
                self._having[word] = own


class Reading:
    """A passage with its words read.

    Args:
        passage: what to read.
        wanted: the stems whose places are asked for.

    Attributes:
        passage: what was read.
        language: of its episode.
        heading: the words of its heading, and where those asked for stand.
        text: the words of its text, and where those asked for stand.
        length: how many words both have.
        words: the folded words of heading and text in a row.
        places: the positions of each stem asked for, those of the text behind a gap.
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

    def __init__(self, passage: Passage, wanted: Wanted) -> None:
        self.passage = passage
        self._wanted = wanted
        self.language = language = passage.episode.language
        self.text: Read = wanted.read(passage.text, language)
        self.words: list[str] = self.text[0]
        self.heading: Read = ([], [])
        self.places: Places = {}
        self._of_field: dict[str, Places] = {}
        start = 0
        if passage.heading:
            self.heading = wanted.read(passage.heading, language)
            self.words = self.heading[0] + self.words
            _note(self.places, self.heading, 0)
            start = len(self.heading[0]) + PARAGRAPH_GAP
        _note(self.places, self.text, start)
        self.length = len(self.words)
        self.speaker: frozenset[str] = _names(passage.speaker) if passage.speaker else frozenset()

    def places_in(self, field: str) -> Mapping[str, Sequence[int]]:
        """Return the positions of each stem in a field of words."""
        if field == "text":
            return self.places
        found = self._of_field.get(field)
        if found is None:
            title = self.passage.episode.title
            read = self.heading if field == "heading" else self._wanted.read(title, self.language)
            found = self._of_field[field] = {}
            _note(found, read, 0)
        return found

    def words_in(self, field: str) -> Iterable[str]:
        """Return the folded words of a field of words."""
        if field == "title":
            return words(self.passage.episode.title)
        return self.words if field == "text" else self.heading[0]


def places_of(stems: Sequence[str], places: Mapping[str, Sequence[int]]) -> Sequence[int]:
    """Return where a word stands that has some stems, ascending."""
    if len(stems) == 1:
        return places.get(stems[0], _NOWHERE)
    return sorted({place for one in stems for place in places.get(one, _NOWHERE)})


def _note(places: Places, read: Read, start: int) -> None:
    for at, own in read[1]:
        places.setdefault(own, []).append(start + at)


@lru_cache(4096)  # speakers say more than one thing
def _names(speaker: str) -> frozenset[str]:
    return frozenset(words(speaker))
