"""What an index knows beside its passages: the episodes, the names, and the files that it was made of.

Three small files of each generation, apart from the engine's own and the same for every engine. A plain search reads
none of them.

    files.json      for each corpus file its size, time, digest, and the error if it could not be read
    episodes.json   for each episode what a list of episodes shows
    names.json      spellings of speakers and shows with their counts, and the aliases
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from searchkit.corpus_files import FileState
from searchkit.errors import REBUILD, IndexUnusableError
from searchkit.files import written_anew
from searchkit.model import Chapter, Episode
from searchkit.names import Names
from searchkit.passages import credited
from searchkit.text import fold

FILES = "files.json"
EPISODES = "episodes.json"
NAMES = "names.json"

Read = Callable[[str], bytes]  # gives the content of a file of a generation, checked: `Generation.read`


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A corpus file as it was when the index was brought in step.

    Attributes:
        state: its path, size and time.
        digest: fingerprint of its content, "" if that could not be had.
        looked: when it was looked at, nanoseconds since 1970.
        error: why it could not be read, "" if it could; hint, line and key as in `InputError`.
    """

    state: FileState
    digest: str
    looked: int
    error: str = ""
    hint: str = ""
    line: int | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class EpisodeEntry:
    """An episode as a list shows it: fields as in `Episode`, and how many passages of each kind it has."""

    id: str
    show: str
    title: str
    number: str = ""
    published: str = ""
    url: str = ""
    language: str = ""
    headline: str = ""
    speakers: tuple[str, ...] = ()
    said: tuple[tuple[str, int], ...] = ()  # quotes of each speaker
    chapters: tuple[Chapter, ...] = ()
    points: int = 0
    ideas: int = 0
    quotes: int = 0
    segments: int = 0
    words: int = 0  # of its points, ideas and quotes, headings among them
    spoken: int = 0  # words of its segments

    @property
    def passages(self) -> int:
        """How many points, ideas and quotes it has."""
        return self.points + self.ideas + self.quotes

    def chapters_with(self, words: str) -> tuple[Chapter, ...]:
        """Return the chapters whose title holds one of some words, or parts of them."""
        wanted = fold(words).split()
        return tuple(chapter for chapter in self.chapters if any(word in fold(chapter.title) for word in wanted))


def entry_of(episode: Episode, words: int = 0, spoken: int = 0) -> EpisodeEntry:
    """Return the entry of an episode whose points, ideas and quotes have so many words, and its segments so many."""
    said: dict[str, int] = {}
    for quote in episode.quotes:
        if quote.speaker:
            said[quote.speaker] = said.get(quote.speaker, 0) + 1
    return EpisodeEntry(
        id=episode.id,
        show=episode.show,
        title=episode.title,
        number=episode.number,
        published=episode.published,
        url=episode.url,
        language=episode.language,
        headline=episode.headline,
        speakers=credited(episode),
        said=tuple(said.items()),
        chapters=episode.chapters,
        points=len(episode.overview),
        ideas=len(episode.ideas),
        quotes=len(episode.quotes),
        segments=len(episode.transcript),
        words=words,
        spoken=spoken,
    )


def write_files(folder: Path, records: Iterable[FileRecord]) -> None:
    """Write the records of the corpus files to a generation being built."""
    rows = {}
    for record in records:
        row: list[Any] = [record.state.size, record.state.modified, record.digest, record.looked]
        if record.error:
            row += [record.error, record.hint, record.line, record.key]
        rows[record.state.path] = row
    _write(folder / FILES, rows)


def read_files(read: Read) -> dict[str, FileRecord]:
    """Return the records of the corpus files of a generation, by path.

    Raises:
        IndexUnusableError: the file is damaged.
    """
    return {
        path: FileRecord(FileState(path, size, modified), *noted)
        for path, (size, modified, *noted) in load(read, FILES).items()
    }


def load(read: Read, name: str) -> Any:
    """Return what a JSON file of a generation holds.

    Raises:
        IndexUnusableError: it is damaged, or no JSON although its digest is right.
    """
    try:
        return json.loads(read(name))
    except (ValueError, RecursionError) as error:
        raise IndexUnusableError(f"the index is damaged: {name} cannot be read", REBUILD) from error


def write_episodes(folder: Path, entries: Iterable[EpisodeEntry], aliases: Mapping[str, Iterable[str]]) -> None:
    """Write the episodes, and the names that stand in them, to a generation being built."""
    listed = sorted(entries, key=lambda entry: entry.id)
    _write(folder / EPISODES, [_filled(asdict(entry)) for entry in listed])
    speakers: dict[str, list[int]] = {}
    shows: dict[str, list[int]] = {}
    for entry in listed:
        _count(shows, entry.show, entry.passages)
        said = dict(entry.said)
        for name in dict.fromkeys((*entry.speakers, *said)):
            _count(speakers, name, said.get(name, 0))
    names = {"speakers": speakers, "shows": shows, "aliases": {name: list(other) for name, other in aliases.items()}}
    _write(folder / NAMES, names)


def read_episodes(read: Read) -> tuple[EpisodeEntry, ...]:
    """Return the episodes of a generation, sorted by id.

    Raises:
        IndexUnusableError: the file is damaged.
    """
    return tuple(_entry(row) for row in load(read, EPISODES))


def read_names(read: Read) -> tuple[Names, Names]:
    """Return the speakers and the shows of a generation.

    Raises:
        IndexUnusableError: the file is damaged.
    """
    content = load(read, NAMES)
    speakers = {name: (counts[0], counts[1]) for name, counts in content["speakers"].items()}
    shows = {name: (counts[0], counts[1]) for name, counts in content["shows"].items()}
    return Names("speaker", speakers, content["aliases"]), Names("show", shows)


def _count(counts: dict[str, list[int]], name: str, passages: int) -> None:
    count = counts.setdefault(name, [0, 0])
    count[0] += 1
    count[1] += passages


def _entry(row: dict[str, Any]) -> EpisodeEntry:
    entry = EpisodeEntry(**row)
    return replace(
        entry,
        speakers=tuple(entry.speakers),
        said=tuple((name, count) for name, count in entry.said),
        chapters=tuple(Chapter(**chapter) for chapter in row.get("chapters", ())),
    )


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value}


def _write(path: Path, content: Any) -> None:
    written_anew(path, json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode())
