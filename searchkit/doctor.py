"""Whether corpus, index and their agreement are sound, and what to do where they are not.

A search checks what it reads, and bringing the index in step believes the sizes and times of files. Here everything is
read: every corpus file, every file of the index, and every passage of both.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from typing import Literal

from searchkit import catalog
from searchkit.corpus import Corpus
from searchkit.corpus_files import ALIASES_FILE, TRANSCRIPT, FileState, content_digest
from searchkit.engines.checking import faults
from searchkit.engines.generations import Generation, Generations
from searchkit.engines.scoped import ScopedEngine, open_pair
from searchkit.errors import REBUILD, IndexUnusableError, InputError, OutdatedIndexError, SearchkitError
from searchkit.indexing import Progress
from searchkit.limits import USUAL
from searchkit.model import KINDS, Episode, Passage
from searchkit.passages import cut

Area = Literal["settings", "corpus", "index", "agreement"]
Remedy = Literal["", "sync", "rebuild"]

_SYNC = "bring the index in step with “searchkit index”"
_MARK = "#"  # between an episode's id and the rest of a passage's
_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be.

    Attributes:
        area: where it was found.
        message: what is wrong, one line.
        hint: what to do, one line.
        remedy: what `Library.doctor` does about it: bring the index in step, make it anew, or "" for nothing, where a
            person has to decide.
    """

    area: Area
    message: str
    hint: str
    remedy: Remedy = ""


@dataclass(frozen=True, slots=True)
class Checkup:
    """What an examination found.

    Attributes:
        corpus, index: the folders.
        findings: what is wrong, in the order in which it was found; () if all is well.
        done: what was done about it, one line each.
        files: corpus files that were read.
        index_files, size: files of the index that were compared with their checksums, and their bytes.
        passages: passages of the index that were compared with the corpus.
    """

    corpus: str
    index: str
    findings: tuple[Finding, ...] = ()
    done: tuple[str, ...] = ()
    files: int = 0
    index_files: int = 0
    size: int = 0
    passages: int = 0

    @property
    def remedy(self) -> Remedy:
        """What mends most of what was found: the strongest remedy of any finding."""
        remedies = {finding.remedy for finding in self.findings}
        return "rebuild" if "rebuild" in remedies else "sync" if "sync" in remedies else ""


def examine(corpus: Corpus, generations: Generations, progress: Progress | None = None) -> Checkup:
    """Read everything and return what is wrong; changes nothing.

    Args:
        corpus: the corpus.
        generations: the index folder.
        progress: called with the number of corpus files done and in all.
    """
    found: list[Finding] = []
    states = _states(corpus, found)
    checked: _Agreement | None = None
    read = 0
    with ExitStack() as stack:  # the generation is held, so that nobody who writes meanwhile takes it away
        generation = _generation(generations, found, stack)
        if generation is not None and (engine := _opened(generation, found)) is not None:
            checked = _Agreement(generation, stack.enter_context(closing(engine)))
        for done, state in enumerate(states or (), start=1):
            content, episode = _read(corpus, state, found)
            read += content is not None
            if checked is not None and content is not None:
                checked.compare(state, content, episode)
            if progress is not None:
                progress(done, len(states or ()))
        if checked is not None and states is not None:  # a corpus that is not there agrees with nothing
            found += checked.findings()
    sizes = () if generation is None else [size for size, _ in generation.files.values()]
    return Checkup(
        corpus=str(corpus.root),
        index=str(generations.root),
        findings=tuple(found),
        files=read,
        index_files=len(sizes),
        size=sum(sizes),
        passages=checked.passages if checked else 0,
    )


# The corpus


def _states(corpus: Corpus, found: list[Finding]) -> list[FileState] | None:
    """Return the corpus files but those whose name another has; None if there is no corpus."""
    try:
        states = corpus.scan()
    except InputError as error:
        found.append(_fault("corpus", error))
        return None
    first: dict[str, str] = {}
    for state in states:
        name = corpus.root / state.path
        if state.path.endswith(TRANSCRIPT):  # stands beside a file of that name
            continue
        if (twin := first.setdefault(state.episode_id, state.path)) != state.path:
            found.append(Finding("corpus", f"{name}: names the same episode as {twin}", "rename one of the two"))
        elif _MARK in state.path:
            found.append(
                Finding("corpus", f"{name}: has “{_MARK}” in its name, so no passage of it can be named", "rename it")
            )
    return [state for state in states if state.path.endswith(TRANSCRIPT) or first[state.episode_id] == state.path]


def _read(corpus: Corpus, state: FileState, found: list[Finding]) -> tuple[bytes | None, Episode | None]:
    """Return content and episode of a corpus file, None for what cannot be had."""
    content = None
    try:
        content = corpus.read_bytes(state.path)
        if state.path.endswith(TRANSCRIPT):
            corpus.transcript(state.episode_id)
        elif state.path == ALIASES_FILE:
            corpus.aliases()
        else:
            return content, _with_transcript(corpus, corpus.parse(state.path, content, transcript=False))
    except InputError as error:
        found.append(_fault("corpus", error))
    return content, None


def _with_transcript(corpus: Corpus, episode: Episode) -> Episode:
    """Return an episode with its transcript; without it where that is faulty, which is told of its own file."""
    try:
        return replace(episode, transcript=corpus.transcript(episode.id))
    except InputError:
        return episode


# The index


def _generation(generations: Generations, found: list[Finding], stack: ExitStack) -> Generation | None:
    """Return the current generation, held until a stack is left; None if there is none."""
    if not generations.exists():
        found.append(Finding("index", f"there is no index in {generations.root}", _SYNC, "sync"))
        return None
    try:
        hold = generations.hold()
    except IndexUnusableError as error:
        found.append(_fault("index", error))
        return None
    stack.callback(hold.release)
    return hold.generation


def _opened(generation: Generation, found: list[Finding]) -> ScopedEngine | None:
    """Return the engine of an index, None if that is not sound."""
    damaged = [Finding("index", f"the index is damaged: {fault}", REBUILD, "rebuild") for fault in faults(generation)]
    found += damaged
    if damaged:
        return None
    try:
        return open_pair(generation, expansions=USUAL.query_expansions)
    except IndexUnusableError as error:
        found.append(_fault("index", error))
        return None


def _fault(area: Area, error: SearchkitError) -> Finding:
    remedy: Remedy = ""
    if isinstance(error, OutdatedIndexError):
        remedy = "sync"
    elif error.hint == REBUILD:
        remedy = "rebuild"
    return Finding(area, error.message, error.hint, remedy)


# Their agreement


class _Agreement:
    """Compares the episodes of a corpus with those of an index, one after the other."""

    def __init__(self, generation: Generation, engine: ScopedEngine) -> None:
        self._engine = engine
        self._known: dict[str, catalog.FileRecord] = {}
        self._entries: dict[str, catalog.EpisodeEntry] = {}
        self._there: set[str] = set()  # ids of the episodes that were compared, and paths of transcripts
        self._changed: list[str] = []
        self._hidden: list[str] = []  # changed without another time or size
        self._wrong: list[str] = []
        self._unreadable: list[Finding] = []  # what the index cannot be read for, one at most
        self.passages = 0
        with self._reading():
            self._known = catalog.read_files(generation.read)
            self._entries = {entry.id: entry for entry in catalog.read_episodes(generation.read)}

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Note, and do not raise, that the index cannot be read any more."""
        try:
            yield
        except IndexUnusableError as error:
            self._unreadable.append(_fault("index", error))

    def compare(self, state: FileState, content: bytes, episode: Episode | None) -> None:
        """Compare a corpus file, and its episode if it holds one, with the index."""
        if not self._unreadable:
            with self._reading():
                self._compare(state, content, episode)

    def findings(self) -> list[Finding]:
        """Return what differs, or why that cannot be told."""
        found: list[Finding] = []
        if not self._unreadable:
            with self._reading():
                found += self._differences()
        return self._unreadable or found

    def _compare(self, state: FileState, content: bytes, episode: Episode | None) -> None:
        self._there.add(state.path if state.path.endswith(TRANSCRIPT) else state.episode_id)
        record = self._known.get(state.path)
        if record is None or record.digest != content_digest(content):
            same = record is not None and record.state == state
            (self._hidden if same else self._changed).append(state.path)
            return
        if episode is None:
            return
        expected, held = cut(episode), self._held(episode.id)
        entry = self._entries.get(episode.id)
        self.passages += len(held)
        if held != expected or entry is None or entry != catalog.entry_of(episode, entry.words, entry.spoken):
            self._wrong.append(episode.id)

    def _held(self, episode_id: str) -> tuple[Passage, ...]:
        return self._engine.episode(episode_id) + self._engine.transcript(episode_id)

    def _differences(self) -> Iterator[Finding]:
        if self._changed:
            yield Finding("agreement", f"new or changed since it was indexed: {_named(self._changed)}", _SYNC, "sync")
        if gone := self._gone():
            yield Finding("agreement", f"in the index but not in the corpus: {_named(gone)}", _SYNC, "sync")
        if self._hidden:
            message = f"changed, although size and time are the same: {_named(self._hidden)}"
            hint = "look whether the file is what it was, then make the index anew with “searchkit index --rebuild”"
            yield Finding("agreement", message, hint, "rebuild")
        if wrong := [episode_id for episode_id in self._wrong if not self._is_told(episode_id + TRANSCRIPT)]:
            message = f"the index does not hold what the corpus does: {_named(wrong)}"
            yield Finding("agreement", message, REBUILD, "rebuild")
        held = sum(len(self._held(episode_id)) for episode_id in self._entries)
        if held != (size := self._engine.within(KINDS).size):
            message = f"the index holds passages of no episode: {size:,} instead of {held:,}"
            yield Finding("agreement", message, REBUILD, "rebuild")

    def _is_told(self, transcript: str) -> bool:
        """Whether a transcript was changed, added or removed, so that its episode is another for that alone."""
        known = self._known.get(transcript)
        return transcript in self._changed or bool(known and known.digest and transcript not in self._there)

    def _gone(self) -> list[str]:
        """Return the indexed files and episodes that the corpus does not have; a file that cannot be read is there."""
        read = [path for path, record in self._known.items() if record.digest]
        files = {path: path if path.endswith(TRANSCRIPT) else FileState(path, 0, 0).episode_id for path in read}
        gone = [path for path, name in files.items() if name not in self._there]
        return sorted([*gone, *(self._entries.keys() - self._there - set(files.values()))])


def _named(names: list[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more:,} more" if more > 0 else "")
