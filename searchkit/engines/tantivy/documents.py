"""A passage as a document of the index, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import lru_cache
from typing import Any

from tantivy import Document, PreTokenizedString, Token

from searchkit.analysis import stem, terms, words
from searchkit.engines.shared import day_number, rank_in_episode
from searchkit.engines.tantivy.schema import key, make_schema
from searchkit.engines.tantivy.wordlist import WordChange
from searchkit.languages import ENGLISH
from searchkit.model import VERDICTS, EpisodeRef, Passage
from searchkit.proximity import PARAGRAPH_GAP
from searchkit.text import name_key

_BETWEEN = "\x1f"  # the fields of a stored row: the unit separator of ASCII
_joined = " ".join
_dumps = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


class _Cut:
    """A text cut into words.

    Attributes:
        words: the folded words in order.
        stems: the stems of each; where every word has one, as in English, one after the other.
        single: whether that is so.
    """

    __slots__ = ("single", "stems", "words")

    def __init__(self, text: str, language: str, stem_of: Callable[[str], str] = stem) -> None:
        self.stems: Sequence[str] | Sequence[tuple[str, ...]]
        self.single = language == ENGLISH
        if self.single:
            self.words = words(text)
            self.stems = list(map(stem_of, self.words))
            return
        found = terms(text, language)
        self.words = [word for word, _ in found]
        self.single = all(len(stems) == 1 for _, stems in found)
        self.stems = [stems[0] for _, stems in found] if self.single else [stems for _, stems in found]

    def placed(self, start: int) -> PreTokenizedString:
        """Return the stems from a position on; those of one word stand at one."""
        placed = enumerate(self.stems, start)
        tokens = (
            [Token(found, place, 0, 0) for place, found in placed]  # type: ignore[arg-type]
            if self.single
            else [Token(found, place, 0, 0) for place, of_word in placed for found in of_word]
        )
        return PreTokenizedString("", tokens)


class EpisodeDocuments:
    """Makes the documents of one episode; what they share is made once.

    Args:
        episode: the episode.
        listed: gets the words of the passages.
    """

    def __init__(self, episode: EpisodeRef, listed: WordChange) -> None:
        self.language = episode.language
        self._listed = listed
        self._stem_of = listed.stem_of
        self._title = _Cut(episode.title, self.language)
        self._shared: dict[str, Any] = {
            "title_words": _joined(set(self._title.words)),
            "episode": key(episode.id),
            "show": name_key(episode.show),
            "show_name": _whole(episode.show),
            "voice": [name_key(name) for name in episode.speakers],
            "date": day_number(episode.published),
            "about": _dumps(asdict(episode)).encode("utf-8", "surrogatepass"),
        }
        if episode.number:
            self._shared["number"] = name_key(episode.number)
        if self._title.single:
            self._shared["title"] = _joined(self._title.stems)  # type: ignore[arg-type]

    def document(self, passage: Passage) -> tuple[Document, int]:
        """Return a passage of the episode as a document, and how many words it has."""
        fields = self._shared.copy()
        language = self.language
        text = _Cut(passage.text, language, self._stem_of)
        if text.single:
            fields["text"] = _joined(text.stems)  # type: ignore[arg-type]
        said = text.words
        heading = _Cut(passage.heading, language, self._stem_of) if passage.heading else None
        if heading is not None:
            if heading.single:
                fields["heading"] = _joined(heading.stems)  # type: ignore[arg-type]
            fields["heading_words"] = _joined(set(heading.words))
            said = said + heading.words
        listed = self._listed
        unusual = listed.add(said) if language == ENGLISH else listed.add_foreign(said)
        if unusual:
            fields["words"] = _joined(unusual)
        fields["kind"] = passage.kind
        fields |= _speaker_fields(passage.speaker)
        fields["rank"] = rank_in_episode(passage)
        fields["row"] = _row(passage)
        made: Document = Document.from_dict(fields, make_schema())
        if not self._title.single:
            made.add_pre_tokenized_text("title", self._title.placed(0))
        if not text.single:
            made.add_pre_tokenized_text("text", text.placed(0))
        if heading is not None:
            if not heading.single:
                made.add_pre_tokenized_text("heading", heading.placed(0))
            # The heading stands a gap behind the text: what order they have does not matter to a phrase, and handing
            # positions over takes long, so that the shorter of the two has them.
            made.add_pre_tokenized_text("text", heading.placed(PARAGRAPH_GAP))
        return made, len(said)


def words_of(passage: Passage) -> set[str]:
    """Return the folded words of a passage."""
    return {word for text in (passage.heading, passage.text) for word, _ in terms(text, passage.episode.language)}


@lru_cache(maxsize=1_000)
def _speaker_fields(speaker: str) -> dict[str, str]:
    if not speaker:
        return {"speaker_name": ""}
    return {"speaker_name": _whole(speaker), "speaker": name_key(speaker), "by": _joined(words(speaker))}


def _whole(name: str) -> str:
    """Return a name as it is counted: half a character in it is a question mark."""
    return name if name.isascii() else name.encode("utf-8", "replace").decode()


def _row(passage: Passage) -> bytes:
    """Return what is stored of a passage: its fields with a separator between them, or JSON behind one."""
    at = "" if passage.at is None else repr(passage.at)
    row = (passage.id, passage.kind, passage.text, passage.speaker, passage.heading, at, passage.idea, *passage.quotes)
    if passage.verified:
        row = (*row, passage.verified)
    joined = _BETWEEN.join(row)
    if joined.count(_BETWEEN) >= len(row):  # a field holds one itself
        joined = _BETWEEN + _dumps(row)
    return joined.encode("utf-8", "surrogatepass")


def passage_of(document: Document) -> Passage:
    """Return the passage of a stored document."""
    row = _stored(document, "row").decode("utf-8", "surrogatepass").split(_BETWEEN)
    if not row[0]:
        row = json.loads(row[1])
    passage_id, kind, text, speaker, heading, at, idea, *ends = row
    moment = float(at) if at else None
    verified = ends.pop() if ends and ends[-1] in VERDICTS else ""  # no id of a quote is one
    ref = _about(_stored(document, "about"))
    return Passage(passage_id, kind, text, ref, speaker, heading, moment, idea, tuple(ends), verified)  # type: ignore[arg-type]


@lru_cache(maxsize=1_000)
def _about(stored: bytes) -> EpisodeRef:
    episode = json.loads(stored.decode("utf-8", "surrogatepass"))
    return EpisodeRef(**episode | {"speakers": tuple(episode["speakers"])})


def _stored(document: Document, name: str) -> bytes:
    value: bytes = document.get_first(name)  # type: ignore[assignment]  # every document has both
    return value
