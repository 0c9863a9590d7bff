"""A segment made in memory: each word of each passage is noted once, and turned into posting lists at the end."""

from __future__ import annotations

import sys
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from searchkit.analysis import stem, terms, words
from searchkit.engines.whoosh import container, dictionary
from searchkit.engines.whoosh.container import Buffer
from searchkit.engines.whoosh.dictionary import Entry
from searchkit.engines.whoosh.postings import packed
from searchkit.engines.whoosh.schema import LAST_POSITION, STEMS, WORDS_OF, encoded, length_code
from searchkit.engines.whoosh.storing import StoredWriter
from searchkit.languages import ENGLISH
from searchkit.model import Passage
from searchkit.text import name_key

_HIGH, _LOW = (1, 0) if sys.byteorder == "little" else (0, 1)  # halves of a 32-bit number
_LENGTHS_FROM = 32  # numbers from which on a list keeps the lengths of its documents
_MEMO_LIMIT = 100_000  # names whose keys are kept


Word = str | tuple[str, tuple[str, ...]]  # of English, whose stem is known, or of another language with its stems


class _Lexicon(dict[Word, Callable[[int], None]]):
    """Words, each with what notes a place of it: `document << 16 | position`.

    Attributes:
        places: the places of each word, ascending.
    """

    def __init__(self) -> None:
        self.places: dict[Word, array[int]] = {}

    def __missing__(self, word: Word) -> Callable[[int], None]:
        places = self.places[word] = array("I")
        append = self[word] = places.append
        return append

    def note(self, said: Sequence[Word], number: int) -> None:
        """Note the words of a document or episode in a row."""
        first = number << 16
        places: Iterable[int] = range(first, first + len(said))
        if len(said) > LAST_POSITION:  # what lies behind is found, but in no phrase
            rest = dict.fromkeys(said[LAST_POSITION - 1 :])
            said = [*said[: LAST_POSITION - 1], *rest]
            places = chain(range(first, first + LAST_POSITION - 1), repeat(first + LAST_POSITION, len(rest)))
        for append, place in zip(map(self.__getitem__, said), places, strict=True):
            append(place)


class Inverter:
    """Gathers the passages of a segment.

    Attributes:
        tokens: how many words were noted, which is what memory goes by.
    """

    def __init__(self) -> None:
        self.stored = StoredWriter()
        self.tokens = 0
        # By field, then language: what a word's stem is goes by the language of its episode.
        self._lexicons: dict[str, dict[str, _Lexicon]] = {field: {} for field in STEMS}
        self._keys: dict[str, dict[str, array[int]]] = {
            name: {} for name in ("by", "speaker", "kind", "voice", "show", "number")
        }
        self._names: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._codes = bytearray()  # length of each passage
        self._headings = array("H")  # words in each heading
        self._titles = array("H")
        self._totals, self._heading_totals = array("I"), array("I")  # words of each episode's passages

    @property
    def size(self) -> int:
        """How many passages it holds."""
        return self.stored.size

    def add(self, passages: Sequence[Passage], part: int = 0) -> int:
        """Take passages of one episode, in order of kind and number, and return how many words they have.

        See `StoredWriter.add`.
        """
        number, document = len(self.stored.ids), self.stored.size
        self.stored.add(passages, part)
        episode = passages[0].episode
        language = episode.language
        read: Callable[[str], list[Any]] = words if language == ENGLISH else partial(terms, language=language)
        text, headings = self._lexicon("text", language), self._lexicon("heading", language)
        title = read(episode.title)
        self._lexicon("title", language).note(title, number)
        self._titles.append(min(len(title), LAST_POSITION))
        self._note_keys("voice", {name_key(name) for name in episode.speakers}, number)
        self._note_keys("show", (name_key(episode.show),), number)
        if episode.number:
            self._note_keys("number", (name_key(episode.number),), number)
        total, heading_total = 0, 0
        for passage in passages:
            said = read(passage.text)
            if passage.heading:
                head = read(passage.heading)
                headings.note(head, document)
                heading_total += len(head)
                self._headings.append(min(len(head), LAST_POSITION))
                said = head + said
            else:
                self._headings.append(0)
            text.note(said, document)
            self._codes.append(length_code(len(said)))
            total += len(said)
            self._note_keys("kind", (passage.kind,), document)
            if passage.speaker:
                key, by = self._name(passage.speaker)
                self._note_keys("speaker", (key,), document)
                self._note_keys("by", by, document)
            document += 1
        self._totals.append(total)
        self._heading_totals.append(heading_total)
        self.tokens += total
        return total

    def _lexicon(self, field: str, language: str) -> _Lexicon:
        return self._lexicons[field].setdefault(language, _Lexicon())

    def _note_keys(self, field: str, keys: Iterable[str], number: int) -> None:
        noted = self._keys[field]
        for key in keys:
            if key not in noted:
                noted[key] = array("H")
            noted[key].append(number)

    def _name(self, name: str) -> tuple[str, tuple[str, ...]]:
        """Return the key and the distinct words of a speaker's name."""
        known = self._names.get(name)
        if known is None:
            if len(self._names) > _MEMO_LIMIT:
                self._names.clear()
            known = self._names[name] = name_key(name), tuple(dict.fromkeys(words(name)))
        return known

    def write(self, path: Path) -> tuple[int, int]:
        """Write the segment, let go of what was noted, and return size and checksum of the file."""
        sections: dict[str, Buffer] = {
            **self.stored.sections(),
            "lengths.text": bytes(self._codes),
            "headings": container.as_bytes(self._headings),
            "titles": container.as_bytes(self._titles),
            "totals.text": container.as_bytes(self._totals),
            "totals.heading": container.as_bytes(self._heading_totals),
        }
        for field in STEMS:
            lexicons = self._lexicons.pop(field)
            size = len(self.stored.ids) if field == "title" else self.size
            sections |= self._lists(field, _by_stem(lexicons.values()), size, places=True)
            sections |= self._lists(WORDS_OF[field], _by_word(lexicons.values()), size)  # type: ignore[index]
        for field, noted in self._keys.items():
            size = self.size if field in ("by", "speaker", "kind") else len(self.stored.ids)
            sections |= _written(field, noted, partial(_key_list, size=size))
        self._keys = {}
        return container.write(path, sections)

    def _lists(
        self, field: str, noted: Mapping[str, array[int]], size: int, *, places: bool = False
    ) -> dict[str, Buffer]:
        """Return the sections of a field whose words have places."""
        code_of = self._codes.__getitem__

        def list_of(noted_places: array[int], start: int) -> tuple[bytes, int, int]:
            halves = array("H", noted_places.tobytes())
            holding = halves[_HIGH::2]
            documents = array("H", dict.fromkeys(holding))
            if not places:
                return packed(documents, {}, b"", None, size, start=start, dense=False)
            repeats: dict[int, int] = {}
            if len(documents) < len(holding):
                repeats = {one: min(times, LAST_POSITION) for one, times in Counter(holding).items() if times > 1}
            long = field == "text" and len(documents) >= _LENGTHS_FROM
            codes = bytes(map(code_of, documents)) if long else b""
            return packed(documents, repeats, codes, halves[_LOW::2], size, start=start)

        return _written(field, noted, list_of)


def _key_list(numbers: array[int], start: int, size: int) -> tuple[bytes, int, int]:
    return packed(numbers, {}, b"", None, size, start=start)


def _by_word(lexicons: Iterable[_Lexicon]) -> dict[str, array[int]]:
    """Return the places of each word, whatever its language."""
    return _merged(
        (word if isinstance(word, str) else word[0], places)
        for lexicon in lexicons
        for word, places in lexicon.places.items()
    )


def _by_stem(lexicons: Iterable[_Lexicon]) -> dict[str, array[int]]:
    """Return the places of each stem."""
    return _merged(
        (one, places)
        for lexicon in lexicons
        for word, places in lexicon.places.items()
        for one in ((stem(word),) if isinstance(word, str) else word[1])
    )


def _merged(noted: Iterable[tuple[str, array[int]]]) -> dict[str, array[int]]:
    groups: dict[str, list[array[int]]] = {}
    for term, places in noted:
        groups.setdefault(term, []).append(places)
    return {
        term: places[0] if len(places) == 1 else array("I", sorted(set().union(*places)))
        for term, places in groups.items()
    }


def _written(
    field: str, noted: Mapping[str, array[int]], list_of: Callable[[array[int], int], tuple[bytes, int, int]]
) -> dict[str, Buffer]:
    """Return the sections of a field: its dictionary and its lists."""
    terms = sorted((encoded(term), term) for term in noted)
    lists = bytearray()
    entries = []
    for _, term in terms:
        content, count, parts = list_of(noted[term], len(lists))
        entries.append(Entry(len(lists), len(content), count, parts))
        lists += content
    return {**dictionary.written(field, [term for term, _ in terms], entries), f"{field}.lists": lists}
