"""A passage as a document of the index, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from tantivy import Document, PreTokenizedString, Token

from searchkit.analysis import Terms, terms, words
from searchkit.engines.shared import day_number, rank_in_episode
from searchkit.engines.tantivy.schema import key
from searchkit.model import EpisodeRef, Passage
from searchkit.proximity import PARAGRAPH_GAP
from searchkit.text import name_key

_joined = " ".join
_dumps = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


class EpisodeDocuments:
    """Makes the documents of one episode; what they share is made once.

    Args:
        episode: the episode.
        voices: all who speak in it.
    """

    def __init__(self, episode: EpisodeRef, voices: Sequence[str]) -> None:
        self.language = episode.language
        self._title = terms(episode.title, self.language)
        self._keys = [
            ("title_words", _joined({word for word, _ in self._title})),
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
        _add_stems(made, "title", self._title)
        said = terms(passage.text, self.language)
        _add_stems(made, "text", said)
        if passage.heading:
            heading = terms(passage.heading, self.language)
            _add_stems(made, "heading", heading)
            # The heading stands a gap behind the text: what order they have does not matter to a phrase, and handing
            # positions over takes long, so that the shorter of the two has them.
            _add_with_positions(made, "text", heading, PARAGRAPH_GAP)
            add("heading_words", _joined({word for word, _ in heading}))
            said += heading
        add("words", _joined({word for word, _ in said}))
        add("kind", passage.kind)
        add("speaker_name", _whole(passage.speaker))
        if passage.speaker:
            add("speaker", name_key(passage.speaker))
            add("by", _joined(words(passage.speaker)))
        made.add_unsigned("date", self._day)
        made.add_unsigned("rank", rank_in_episode(passage))
        row = [passage.id, passage.kind, passage.text, passage.speaker, passage.heading, passage.at, passage.idea]
        made.add_bytes("row", _bytes([*row, passage.quotes]))
        made.add_bytes("about", self._about)
        return made, len(said)


def _add_stems(made: Document, field: str, found: Terms) -> None:
    stems = [stems_[0] for _, stems_ in found]
    if any(len(stems_) > 1 for _, stems_ in found):
        _add_with_positions(made, field, found, 0)
    else:
        made.add_text(field, _joined(stems))


def _add_with_positions(made: Document, field: str, found: Terms, start: int) -> None:
    """Add stems, several of one word at one position."""
    tokens = [Token(stem, position, 0, 0) for position, (_, stems) in enumerate(found, start) for stem in stems]
    made.add_pre_tokenized_text(field, PreTokenizedString("", tokens))


def _whole(name: str) -> str:
    """Return a name as it is counted: half a character in it is a question mark."""
    return name if name.isascii() else name.encode("utf-8", "replace").decode()


def _bytes(row: list[Any]) -> bytes:
    return _dumps(row).encode("utf-8", "surrogatepass")


def passage_of(document: Document) -> Passage:
    """Return the passage of a stored document."""
    passage_id, kind, text, speaker, heading, at, idea, quotes = json.loads(_stored(document, "row"))
    return Passage(passage_id, kind, text, about(document)[0], speaker, heading, at, idea, tuple(quotes))


def about(document: Document) -> tuple[EpisodeRef, tuple[str, ...]]:
    """Return the episode of a stored document, and all who speak in it."""
    return _about(_stored(document, "about"))


@lru_cache(maxsize=1_000)
def _about(stored: bytes) -> tuple[EpisodeRef, tuple[str, ...]]:
    episode, voices = json.loads(stored)
    return EpisodeRef(**episode | {"speakers": tuple(episode["speakers"])}), tuple(voices)


def _stored(document: Document, name: str) -> bytes:
    value: bytes = document.get_first(name)  # type: ignore[assignment]  # every document has both
    return value
