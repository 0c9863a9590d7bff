"""A passage as a document of the index, and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from searchkit.model import KINDS, EpisodeRef, Passage
from searchkit.text import name_key

_BREAK = "\n"  # between the names and ids of a stored list: none of them holds a line feed


def document(passage: Passage, voices: Sequence[str]) -> dict[str, Any]:
    """Return the fields of a passage as `Writer.add_document` takes them.

    Args:
        passage: the passage.
        voices: all who speak in its episode.
    """
    episode = passage.episode
    words = (passage.heading, passage.text) if passage.heading else (passage.text,)
    fields: dict[str, Any] = {
        "text": (episode.language, *words),
        "_stored_text": passage.text,
        "words": words,
        "id": passage.id,
        "kind": passage.kind,
        "episode": episode.id,
        "show": name_key(episode.show),
        "_stored_show": episode.show,
        "title": (episode.language, episode.title),
        "title_words": (episode.title,),
        "_stored_title": episode.title,
        "place": place(passage),
    }
    if voices:
        fields["voice"] = tuple(name_key(name) for name in voices)
    if passage.heading:
        heading = (passage.heading,)
        fields |= {
            "heading": (episode.language, *heading),
            "heading_words": heading,
            "_stored_heading": passage.heading,
        }
    if passage.speaker:
        fields |= {
            "speaker": name_key(passage.speaker),
            "_stored_speaker": passage.speaker,
            "by": (passage.speaker,),
        }
    if episode.number:
        fields |= {"number": name_key(episode.number), "_stored_number": episode.number}
    if episode.published:
        fields |= {"date": episode.published.replace("-", "").ljust(8, "0"), "_stored_date": episode.published}
    stored = {
        "moment": passage.at,
        "idea": passage.idea,
        "quotes": _BREAK.join(passage.quotes),
        "url": episode.url,
        "headline": episode.headline,
        "speakers": _BREAK.join(episode.speakers),
        "language": episode.language,
    }
    return fields | {name: value for name, value in stored.items() if value not in ("", None)}


def place(passage: Passage) -> str:
    """Return what sorts passages by episode, kind and number."""
    _, _, number = passage.id.rpartition("-")
    return f"{passage.episode.id}\0{KINDS.index(passage.kind)}{int(number):07}"


def passage(stored: Mapping[str, Any]) -> Passage:
    """Return the passage of a document's stored fields."""
    get = stored.get
    return Passage(
        id=stored["id"],
        kind=stored["kind"],
        text=stored["text"],
        speaker=get("speaker", ""),
        heading=get("heading", ""),
        at=get("moment"),
        idea=get("idea", ""),
        quotes=_split(get("quotes", "")),
        episode=EpisodeRef(
            id=stored["episode"],
            show=stored["show"],
            title=stored["title"],
            number=get("number", ""),
            published=get("date", ""),
            url=get("url", ""),
            headline=get("headline", ""),
            speakers=_split(get("speakers", "")),
            language=get("language", ""),
        ),
    )


def _split(joined: str) -> tuple[str, ...]:
    return tuple(joined.split(_BREAK)) if joined else ()
