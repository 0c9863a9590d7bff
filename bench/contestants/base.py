"""What a contestant is asked for, and what all of them hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from bench.questions import Question
from searchkit.model import Passage

LIMIT = 10


class NotAskedError(Exception):
    """A contestant has nothing that answers questions of this class."""


class Contestant(Protocol):
    """One engine; its index lies in a folder of its own."""

    def begin(self, folder: Path) -> None:
        """Begin an empty index in a folder."""

    def add(self, passages: tuple[Passage, ...]) -> None:
        """Put an episode's passages in."""

    def finish(self) -> None:
        """Write and close the index."""

    def open(self, folder: Path) -> None:
        """Open an index for questions."""

    def ask(self, name: str, question: Question) -> int | None:
        """Answer a question of a class, and return how many passages were found; None if it does not say.

        Raises:
            NotAskedError: it cannot be asked.
        """

    def close(self) -> None:
        """Let go of the index."""


def typed(name: str, question: Question) -> str:
    """Return a question as somebody types it, which is the same in the languages of searchkit, Whoosh and Tantivy."""
    if name == "phrase":
        return f'"{" ".join(question.words)}"'
    if name == "prefix":
        return question.words[0] + "*"
    if name == "fuzzy":
        return question.words[0] + "~1"
    return {"and": " AND ", "or": " OR "}.get(name, " ").join(question.words)


def row(passage: Passage) -> dict[str, Any]:
    """Return what is stored of a passage: as much as searchkit stores."""
    episode = passage.episode
    return {
        "text": passage.text,
        "heading": passage.heading,
        "title": episode.title,
        "id": passage.id,
        "kind": passage.kind,
        "episode": episode.id,
        "show": episode.show,
        "speaker": passage.speaker,
        "date": episode.published,
        "number": episode.number,
        "moment": passage.at,
        "idea": passage.idea,
        "quotes": "\n".join(passage.quotes),
        "url": episode.url,
        "headline": episode.headline,
        "speakers": "\n".join(episode.speakers),
    }
