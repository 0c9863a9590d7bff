"""How a corpus differs from the files on record: only those that look changed are opened."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from searchkit.catalog import FileRecord
from searchkit.corpus import Corpus
from searchkit.corpus_files import ALIASES_FILE, SUFFIXES, TRANSCRIPT, FileState, content_digest, may_trust
from searchkit.errors import InputError
from searchkit.model import Episode


@dataclass(frozen=True, slots=True)
class Difference:
    """How the corpus differs from what was indexed: ids of episodes, and whether the aliases changed."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    aliases: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.aliases)


class Scan:
    """The files of a corpus, sorted by what has to be done with them.

    Args:
        corpus: whose files.
        known: the files on record, by path.

    Attributes:
        records: what is to be on record now, by path.
        new: path to content, of episode files to be read.
        aliases: whether the file of aliases differs.
        touched: whether something else has to go on record, such as another time of the same content.
    """

    def __init__(self, corpus: Corpus, known: Mapping[str, FileRecord]) -> None:
        self._corpus, self._known = corpus, known
        self._looked = time.time_ns()
        self._added: list[str] = []
        self._changed: list[str] = []
        self._removed: list[str] = []
        self._transcripts: list[str] = []  # that were added, changed or removed
        self.records: dict[str, FileRecord] = {}
        self.new: dict[str, bytes] = {}
        self.aliases = False
        self.touched = False
        self._compare()

    def difference(self) -> Difference:
        """Return it by episodes; one whose file has another suffix now has changed."""
        changed = _ids(self._changed)
        added = [episode_id for episode_id in _ids(self._added) if episode_id not in changed]
        return Difference(tuple(added), tuple(changed), tuple(_ids(self._removed)), self.aliases)

    def outdated(self) -> list[str]:
        """Return the ids of the episodes that the index holds as they are no more."""
        return list(_ids((*self._changed, *self._removed)))

    def read(self, path: str) -> Episode | None:
        """Return the episode of a new file, None if it is faulty; without its transcript if only that is."""
        try:
            episode = self._corpus.parse(path, self.new[path], transcript=False)
        except InputError as error:
            self._blame(path, error)
            return None
        transcript = episode.id + TRANSCRIPT
        if transcript not in self.records or not self.records[transcript].digest:
            return episode
        try:
            return replace(episode, transcript=self._corpus.transcript(episode.id))
        except InputError as error:
            self._blame(transcript, error)
            return episode

    def read_aliases(self) -> dict[str, tuple[str, ...]]:
        """Return the aliases of the corpus, none if their file is faulty."""
        try:
            return self._corpus.aliases()
        except InputError as error:
            if ALIASES_FILE in self.records:
                self._blame(ALIASES_FILE, error)
            return {}

    def errors(self) -> Iterator[InputError]:
        """Yield what is wrong with each file that cannot be read."""
        for path, record in self.records.items():
            if record.error:
                name = str(self._corpus.root / path)
                yield InputError(record.error, record.hint, path=name, line=record.line, key=record.key)

    def unchanged(self) -> int:
        """Return how many episode files are as they were."""
        return sum(record.state.is_episode and bool(record.digest) for record in self.records.values()) - len(self.new)

    def _compare(self) -> None:
        first: dict[str, str] = {}  # path of the file that gives each episode
        transcripts = []
        for state in self._corpus.scan():
            if state.path.endswith(TRANSCRIPT):
                transcripts.append(state)
            elif (twin := first.setdefault(state.episode_id, state.path)) != state.path:
                message = f"names the same episode as {twin}"
                self._refuse(state, InputError(message, "rename one of the two", path=self._name(state.path)))
            elif (content := self._content_of(state)) is not None:
                self._take(state.path, content)
        for state in transcripts:  # which may be large: their content is not kept
            if self._content_of(state) is not None:
                self._transcripts.append(state.path)
        self._note_removed(first)
        self._read_again()

    def _content_of(self, state: FileState) -> bytes | None:
        """Put a file on record; return its content if it is another than before, None if it cannot be read either."""
        before = self._known.get(state.path)
        if before is not None and _is_settled(before, state):
            self.records[state.path] = before
            return None
        try:
            content = self._corpus.read_bytes(state.path)
        except InputError as error:
            self._refuse(state, error)
            return None
        digest = content_digest(content)
        if before is not None and before.digest == digest and not self._is_mended(before, content):
            self.records[state.path] = replace(before, state=state, looked=self._looked)
            self.touched = self.touched or before.state != state
            return None
        self.records[state.path] = FileRecord(state, digest, self._looked)
        return content

    def _take(self, path: str, content: bytes) -> None:
        """Note a file with another content than before."""
        if path == ALIASES_FILE:
            self.aliases = True
            return
        self.new[path] = content
        (self._changed if path in self._known else self._added).append(path)

    def _refuse(self, state: FileState, error: InputError) -> None:
        """Note a file that cannot be read; what the index has of it has to go."""
        before = self._known.get(state.path)
        self.records[state.path] = FileRecord(state, "", self._looked)
        self._blame(state.path, error)
        if before is None or not before.digest:
            self.touched = self.touched or before is None or before.state != state
        elif state.path == ALIASES_FILE:
            self.aliases = True
        elif state.path.endswith(TRANSCRIPT):
            self._transcripts.append(state.path)
        else:
            self._changed.append(state.path)

    def _note_removed(self, first: Mapping[str, str]) -> None:
        """Note the files on record that are gone.

        An episode that another file gives now is not removed: it stays where that file counted before and is as it was,
        and has changed otherwise.
        """
        for path in sorted(self._known.keys() - self.records.keys()):
            if path == ALIASES_FILE:
                self.aliases = True
            elif path.endswith(TRANSCRIPT):
                self._transcripts.append(path)
            elif (other := first.get(_id(path))) is None:
                self._removed.append(path)
            elif self.records[other].digest and other not in self.new:
                self.touched = True
            else:
                self._changed.append(path)

    def _read_again(self) -> None:
        """Read the episodes again whose transcripts were added, changed or removed."""
        for transcript in self._transcripts:
            for path in (_id(transcript) + suffix for suffix in SUFFIXES):
                record = self.records.get(path)
                if record is None or not record.digest or path in self.new:
                    continue
                try:
                    self.new[path] = self._corpus.read_bytes(path)
                except InputError as error:
                    self._refuse(record.state, error)
                else:
                    self._changed.append(path)

    def _is_mended(self, before: FileRecord, content: bytes) -> bool:
        """Whether a refused file is read although it is as it was: a limit was raised, or searchkit reads more."""
        path = before.state.path
        if not before.error or path == ALIASES_FILE:
            return False
        try:
            if path.endswith(TRANSCRIPT):
                self._corpus.transcript(_id(path))
            else:
                self._corpus.parse(path, content, transcript=False)
        except InputError:
            return False
        return True

    def _blame(self, path: str, error: InputError) -> None:
        self.records[path] = replace(
            self.records[path], error=error.bare, hint=error.hint, line=error.line, key=error.key
        )

    def _name(self, path: str) -> str:
        return str(self._corpus.root / path)


def _is_settled(before: FileRecord, state: FileState) -> bool:
    """Whether a file must be as it was when it was read, and could be."""
    readable = bool(before.digest) and not before.error
    return readable and before.state == state and may_trust(state, before.looked)


def _id(path: str) -> str:
    return FileState(path, 0, 0).episode_id


def _ids(paths: Iterable[str]) -> dict[str, None]:
    """Return the episodes of files, each once, in their order."""
    return dict.fromkeys(map(_id, paths))
