"""A passage as a document of the index, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from tantivy import Document, PreTokenizedString, Token

from searchkit.analysis import stem, terms, words
from searchkit.engines.shared import day_number, rank_in_episode
from searchkit.engines.tantivy.schema import key
from searchkit.languages import ENGLISH
from searchkit.model import EpisodeRef, Passage
from searchkit.proximity import PARAGRAPH_GAP
from searchkit.text import name_key

_MEMO_LIMIT = 500_000  # words; a memory is emptied when it holds more, so that it does not grow without bound
_joined = " ".join
_dumps = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


class _EnglishStems(dict[str, str]):
    """Stems of words, looked up faster than the analyzer can be asked."""

    def __missing__(self, word: str) -> str:
        if len(self) > _MEMO_LIMIT:
            self.clear()
        found = self[word] = stem(word)
        return found


_stem_of = _EnglishStems().__getitem__


class _Cut:
    """A text cut into words.

    Attributes:
        words: the folded words in order.
        stems: the stems of each; where every word has one, as in English, one after the other.
        single: whether that is so.
    """

    __slots__ = ("single", "stems", "words")

    def __init__(self, text: str, language: str) -> None:
        self.stems: Sequence[str] | Sequence[tuple[str, ...]]
        self.single = language == ENGLISH
        if self.single:
            self.words = words(text)
            self.stems = list(map(_stem_of, self.words))
            return
        found = terms(text, language)
        self.words = [word for word, _ in found]
        self.single = all(len(stems) == 1 for _, stems in found)
        self.stems = [stems[0] for _, stems in found] if self.single else [stems for _, stems in found]

    def add_stems(self, made: Document, field: str) -> None:
        """Add the stems to a field of a document."""
        if self.single:
            made.add_text(field, _joined(self.stems))  # type: ignore[arg-type]
        else:
            self.add_behind(made, field, 0)

    def add_behind(self, made: Document, field: str, start: int) -> None:
        """Add the stems so many positions behind what the field holds; those of one word stand at one."""
        placed = enumerate(self.stems, start)
        tokens = (
            [Token(found, place, 0, 0) for place, found in placed]  # type: ignore[arg-type]
            if self.single
            else [Token(found, place, 0, 0) for place, of_word in placed for found in of_word]
        )
        made.add_pre_tokenized_text(field, PreTokenizedString("", tokens))


class EpisodeDocuments:
    """Makes the documents of one episode; what they share is made once.

    Args:
        episode: the episode.
        voices: all who speak in it.
    """

    def __init__(self, episode: EpisodeRef, voices: Sequence[str]) -> None:
        self.language = episode.language
        self._title = _Cut(episode.title, self.language)
        self._keys = [
            ("title_words", _joined(set(self._title.words))),
            ("episode", key(episode.id)),
            ("show", name_key(episode.show)),
            ("show_name", _whole(episode.show)),
            *(("voice", name_key(name)) for name in voices),
        ]
        if episode.number:
            self._keys.append(("number", name_key(episode.number)))
        self._day = day_number(episode.published)
        self._about = _bytes([asdict(episode), voices])

    def document(self, passage: Passage) -> tuple[Document, int]:
        """Return a passage of the episode as a document, and how many words it has."""
        made = Document()
        add = made.add_text
        for name, value in self._keys:
            add(name, value)
        self._title.add_stems(made, "title")
        text = _Cut(passage.text, self.language)
        text.add_stems(made, "text")
        said = text.words
        if passage.heading:
            heading = _Cut(passage.heading, self.language)
            heading.add_stems(made, "heading")
            # The heading stands a gap behind the text: what order they have does not matter to a phrase, and handing
            # positions over takes long, so that the shorter of the two has them.
            heading.add_behind(made, "text", PARAGRAPH_GAP)
            add("heading_words", _joined(set(heading.words)))
            said = said + heading.words
        add("words", _joined(set(said)))
        add("kind", passage.kind)
        for name, value in _speaker_fields(passage.speaker):
            add(name, value)
        made.add_unsigned("date", self._day)
        made.add_unsigned("rank", rank_in_episode(passage))
        row = [passage.id, passage.kind, passage.text, passage.speaker, passage.heading, passage.at, passage.idea]
        made.add_bytes("row", _bytes([*row, passage.quotes]))
        made.add_bytes("about", self._about)
        return made, len(said)


@lru_cache(maxsize=1_000)
def _speaker_fields(speaker: str) -> tuple[tuple[str, str], ...]:
    if not speaker:
        return (("speaker_name", ""),)
    return ("speaker_name", _whole(speaker)), ("speaker", name_key(speaker)), ("by", _joined(words(speaker)))


def _whole(name: str) -> str:
    """Return a name as it is counted: half a character in it is a question mark."""
    return name if name.isascii() else name.encode("utf-8", "replace").decode()


def _bytes(row: list[Any]) -> bytes:
    return _dumps(row).encode("utf-8", "surrogatepass")


def _loads(stored: bytes) -> list[Any]:
    row: list[Any] = json.loads(stored.decode("utf-8", "surrogatepass"))
    return row


def passage_of(document: Document) -> Passage:
    """Return the passage of a stored document."""
    passage_id, kind, text, speaker, heading, at, idea, quotes = _loads(_stored(document, "row"))
    return Passage(passage_id, kind, text, about(document)[0], speaker, heading, at, idea, tuple(quotes))


def about(document: Document) -> tuple[EpisodeRef, tuple[str, ...]]:
    """Return the episode of a stored document, and all who speak in it."""
    return _about(_stored(document, "about"))


@lru_cache(maxsize=1_000)
def _about(stored: bytes) -> tuple[EpisodeRef, tuple[str, ...]]:
    episode, voices = _loads(stored)
    return EpisodeRef(**episode | {"speakers": tuple(episode["speakers"])}), tuple(voices)


def _stored(document: Document, name: str) -> bytes:
    value: bytes = document.get_first(name)  # type: ignore[assignment]  # every document has both
    return value
