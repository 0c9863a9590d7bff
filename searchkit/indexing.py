"""The index brought in step with the corpus: what differs is found, and only that is read and written."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from searchkit import catalog, duplicates
from searchkit.catalog import EpisodeEntry, FileRecord
from searchkit.corpus import Corpus
from searchkit.corpus_files import ALIASES_FILE, SUFFIXES, TRANSCRIPT, FileState, content_digest, may_trust, signature
from searchkit.engines import engine_of, load_engine
from searchkit.engines.checking import ensure
from searchkit.engines.generations import Generation, Generations
from searchkit.engines.paired_writing import PairedWriter
from searchkit.engines.scoped import SPOKEN, unguarded
from searchkit.errors import InputError, OutdatedIndexError
from searchkit.languages import ENGLISH, code
from searchkit.model import Episode
from searchkit.passages import cut

Progress = Callable[[int, int], None]  # files done, files in all


@dataclass(frozen=True, slots=True)
class Difference:
    """How the corpus differs from what was indexed: ids of episodes, and whether the aliases changed."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    aliases: bool = False

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed or self.aliases)


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What `sync` did.

    Attributes:
        difference: the episodes that were read anew or taken out.
        unchanged: how many episode files were as before.
        errors: the files that cannot be read; their episodes are not in the index.
        generation: number of the current generation.
        published: whether a new one was made.
        episodes, passages, segments: how many the index holds now; segments are no part of the passages.
        engine: name of the engine that holds them.
        outdated: what was too old about the index before, so that it was made anew; "" if nothing was.
    """

    difference: Difference
    unchanged: int
    errors: tuple[InputError, ...]
    generation: int
    published: bool
    episodes: int
    passages: int
    engine: str
    outdated: str = ""
    segments: int = 0


@dataclass(frozen=True, slots=True)
class Status:
    """What `status` tells; lists hold ids of episodes.

    Attributes:
        corpus, index: the folders.
        generation: its number, 0 if there is no index.
        engine, schema, version: what made it: engine, version of its schema, version of searchkit.
        made: when, ISO time in UTC.
        episodes, passages, kinds: how many it holds, and of each kind; segments are no part of the passages.
        size: bytes of its files.
        difference: how the corpus differs from it now.
        errors: corpus files that could not be read.
    """

    corpus: str
    index: str
    generation: int = 0
    engine: str = ""
    schema: int = 0
    version: str = ""
    made: str = ""
    episodes: int = 0
    passages: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)
    size: int = 0
    difference: Difference = Difference()
    errors: tuple[InputError, ...] = ()


@dataclass(slots=True)
class _Scan:
    """The files of a corpus, sorted by what has to be done with them."""

    records: dict[str, FileRecord] = field(default_factory=dict)
    new: dict[str, bytes] = field(default_factory=dict)  # path to content, of files added or changed
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    aliases: bool = False
    transcripts: list[str] = field(default_factory=list)  # paths of those that were added, changed or removed
    touched: bool = False  # a file has another time but the same content

    def difference(self) -> Difference:
        """Return it by episodes; one whose file has another suffix now has changed."""
        changed = _ids(self.changed)
        added = [episode_id for episode_id in _ids(self.added) if episode_id not in changed]
        return Difference(tuple(added), tuple(changed), tuple(_ids(self.removed)), self.aliases)

    def refuse(self, state: FileState, before: FileRecord | None, looked: int, error: InputError) -> None:
        """Note a file that cannot be read; its episode, if it is in the index, has to go."""
        self.records[state.path] = _faulty(FileRecord(state, "", looked), error)
        if before is None or not before.digest:
            self.touched = self.touched or before is None or before.state != state
        elif state.path == ALIASES_FILE:
            self.aliases = True
        else:
            self.changed.append(state.path)


def compare(corpus: Corpus, known: Mapping[str, FileRecord], states: Iterable[FileState]) -> _Scan:
    """Return how a corpus differs from the files on record; only files that look changed are opened."""
    scan = _Scan()
    looked = time.time_ns()
    first: dict[str, str] = {}
    transcripts = []
    for state in states:
        before = known.get(state.path)
        if state.path.endswith(TRANSCRIPT):
            transcripts.append(state)
            continue
        if (twin := first.setdefault(state.episode_id, state.path)) != state.path:
            scan.refuse(state, before, looked, _is_twin(corpus, state, twin))
            continue
        known_well = before is not None and before.digest and not before.error and before.state == state
        if before is not None and known_well and may_trust(state, before.looked):
            scan.records[state.path] = before
            continue
        try:
            content = corpus.read_bytes(state.path)
        except InputError as error:
            scan.refuse(state, before, looked, error)
            continue
        digest = content_digest(content)
        if before is not None and before.digest == digest and not _is_mended(corpus, before, content):
            scan.records[state.path] = replace(before, state=state, looked=looked)
            scan.touched = scan.touched or before.state != state
            continue
        scan.records[state.path] = FileRecord(state, digest, looked)
        if state.path == ALIASES_FILE:
            scan.aliases = True
            continue
        scan.new[state.path] = content
        (scan.added if before is None else scan.changed).append(state.path)
    for state in transcripts:
        _compare_transcript(corpus, scan, state, known.get(state.path), looked)
    _note_removed(scan, known, first)
    _read_again(corpus, scan)
    return scan


def _note_removed(scan: _Scan, known: Mapping[str, FileRecord], first: Mapping[str, str]) -> None:
    """Note the files on record that are gone; `first` are the paths of those that give each episode.

    An episode that another file gives now is not removed: it stays where that file counted before and is as it was,
    and has changed otherwise.
    """
    for path in known.keys() - scan.records.keys():
        if path == ALIASES_FILE:
            scan.aliases = True
        elif path.endswith(TRANSCRIPT):
            scan.transcripts.append(path)
        elif (other := first.get(_id(path))) is None:
            scan.removed.append(path)
        elif scan.records[other].digest and other not in scan.new:
            scan.touched = True
        else:
            scan.changed.append(path)
    scan.removed.sort()


def _compare_transcript(corpus: Corpus, scan: _Scan, state: FileState, before: FileRecord | None, looked: int) -> None:
    """Note whether a transcript changed; its content, which may be large, is not kept."""
    known_well = before is not None and before.digest and not before.error and before.state == state
    if before is not None and known_well and may_trust(state, before.looked):
        scan.records[state.path] = before
        return
    try:
        digest = content_digest(corpus.read_bytes(state.path))
    except InputError as error:
        scan.records[state.path] = _faulty(FileRecord(state, "", looked), error)
        if before is None or before.digest:
            scan.transcripts.append(state.path)
        return
    if before is not None and before.digest == digest and not _is_mended(corpus, before):
        scan.records[state.path] = replace(before, state=state, looked=looked)
        scan.touched = scan.touched or before.state != state
        return
    scan.records[state.path] = FileRecord(state, digest, looked)
    scan.transcripts.append(state.path)


def _read_again(corpus: Corpus, scan: _Scan) -> None:
    """Read the episodes again whose transcripts were added, changed or removed."""
    for transcript in scan.transcripts:
        for suffix in SUFFIXES:
            path = _id(transcript) + suffix
            record = scan.records.get(path)
            if record is None or not record.digest or path in scan.new:
                continue
            try:
                scan.new[path] = corpus.read_bytes(path)
            except InputError as error:
                scan.refuse(record.state, record, record.looked, error)
                continue
            scan.changed.append(path)


def sync(
    corpus: Corpus,
    generations: Generations,
    *,
    engine: str,
    version: str,
    rebuild: bool = False,
    wait: float | None = None,
    progress: Progress | None = None,
) -> SyncReport:
    """Bring the index in step with the corpus, in one new generation if anything differs.

    Args:
        corpus: what to index.
        generations: the index folder.
        engine: name of the engine that builds a new index; one that exists keeps its own unless rebuilt.
        version: version of searchkit, noted in the manifest.
        rebuild: read everything anew.
        wait: seconds to wait for another writer; None for what the generations were made with.
        progress: called with the number of files done and in all.

    Raises:
        InputError: the corpus is missing or cannot be read.
        IndexUnusableError: the index is damaged, foreign, or being written by another.
    """
    module = load_engine(engine)
    corpus.require()
    corpus.sweep()
    kept, outdated = (False, "") if rebuild else _kept(generations, engine)
    with generations.change(keep=kept, wait=wait) as change:
        base = change.draft.base
        if base is not None:  # what is damaged must not get into the next generation
            ensure(base, [*unguarded(module, base), *unguarded(module, base, f"{SPOKEN}/")])
        known = catalog.read_files(base.read) if base else {}
        scan = compare(
            corpus, known, corpus.scan()
        )  # now, with the lock: another writer may have just read newer files
        difference = scan.difference()
        before = catalog.read_episodes(base.read) if base else ()
        entries = {entry.id: entry for entry in before}
        if base is not None and not difference and not scan.touched:
            return _report(corpus, scan, base, entries.values(), published=False)
        for path in (*scan.changed, *scan.removed):
            entries.pop(_id(path), None)
        if base is None or scan.new or scan.changed or scan.removed:
            keys = duplicates.read_keys(base.read, before) if base else {}
            writer = PairedWriter(module, change.draft.folder, fresh=base is None)
            try:
                writer.remove(_ids((*scan.changed, *scan.removed)))
                for done, (path, content) in enumerate(scan.new.items(), start=1):
                    episode = _read(corpus, scan, path, content)
                    if episode is not None:
                        passages = cut(episode)
                        words, spoken = writer.add(passages, episode.voices)
                        entries[episode.id] = catalog.entry_of(episode, words, spoken)
                        keys[episode.id] = duplicates.keys_of(passages)
                    if progress is not None:
                        progress(done, len(scan.new))
                writer.finish()
            except BaseException:
                writer.abandon()
                raise
            with closing(module.open_engine(change.draft.folder)) as made:
                duplicates.write(change.draft.folder, keys, entries.values(), made.passages)
        aliases = _aliases(corpus, scan)
        catalog.write_files(change.draft.folder, scan.records.values())
        catalog.write_episodes(change.draft.folder, entries.values(), aliases)
        facts = {
            "engine": engine,
            "schema": module.SCHEMA,
            "version": version,
            "made": datetime.now(UTC).isoformat(timespec="seconds"),
            "corpus": str(corpus.root.resolve()),
            "signature": signature(record.state for record in scan.records.values()),
            "episodes": len(entries),
            "kinds": _kinds(entries.values()),
            "words": sum(entry.words for entry in entries.values()),
            "spoken": sum(entry.spoken for entry in entries.values()),
            "languages": sorted({code(entry.language) for entry in entries.values()}) or [ENGLISH],
        }
        generation = change.publish(facts)
        report = _report(corpus, scan, generation, entries.values(), published=True)
        return replace(report, outdated=outdated)


def status(corpus: Corpus, generations: Generations) -> Status:
    """Return what is indexed, when and by what it was made, and how the corpus differs from it.

    Raises:
        IndexUnusableError: the index is damaged.
        InputError: the corpus is missing.
    """
    states = corpus.scan()
    if not generations.exists():
        scan = compare(corpus, {}, states)
        return Status(str(corpus.root), str(generations.root), difference=scan.difference())
    hold = generations.hold()
    try:
        generation = hold.generation
        scan = compare(corpus, catalog.read_files(generation.read), states)
    finally:
        hold.release()
    facts = generation.facts
    return Status(
        corpus=str(corpus.root),
        index=str(generations.root),
        generation=generation.number,
        engine=facts["engine"],
        schema=facts["schema"],
        version=facts["version"],
        made=facts["made"],
        episodes=facts["episodes"],
        passages=sum(count for kind, count in facts["kinds"].items() if kind != "segment"),
        kinds=facts["kinds"],
        size=sum(size for size, _ in generation.files.values()),
        difference=scan.difference(),
        errors=tuple(_errors(corpus, scan)),
    )


def _kept(generations: Generations, engine: str) -> tuple[bool, str]:
    """Return whether the index can be changed, rather than made anew, and why not if it is too old.

    Raises:
        IndexUnusableError: it is damaged, or a newer searchkit made it.
    """
    if not generations.exists():
        return False, ""
    try:
        facts = generations.current().facts
        engine_of(facts)
    except OutdatedIndexError as error:
        return False, error.message
    return bool(facts["engine"] == engine), ""


def _read(corpus: Corpus, scan: _Scan, path: str, content: bytes) -> Episode | None:
    """Return an episode, None if its file is faulty; one whose transcript alone is faulty stays without it."""
    try:
        episode = corpus.parse(path, content, transcript=False)
    except InputError as error:
        scan.records[path] = _faulty(scan.records[path], error)
        return None
    transcript = episode.id + TRANSCRIPT
    if transcript not in scan.records or not scan.records[transcript].digest:
        return episode
    try:
        return replace(episode, transcript=corpus.transcript(episode.id))
    except InputError as error:
        scan.records[transcript] = _faulty(scan.records[transcript], error)
        return episode


def _is_mended(corpus: Corpus, before: FileRecord, content: bytes = b"") -> bool:
    """Whether a file that was refused is read although it is as it was: a limit was raised, or searchkit reads more."""
    path = before.state.path
    if not before.error or path == ALIASES_FILE:
        return False
    try:
        if path.endswith(TRANSCRIPT):
            corpus.transcript(_id(path))
        else:
            corpus.parse(path, content, transcript=False)
    except InputError:
        return False
    return True


def _aliases(corpus: Corpus, scan: _Scan) -> dict[str, tuple[str, ...]]:
    try:
        return corpus.aliases()
    except InputError as error:
        if ALIASES_FILE in scan.records:
            scan.records[ALIASES_FILE] = _faulty(scan.records[ALIASES_FILE], error)
        return {}


def _is_twin(corpus: Corpus, state: FileState, twin: str) -> InputError:
    return InputError(f"names the same episode as {twin}", "rename one of the two", path=str(corpus.root / state.path))


def _faulty(record: FileRecord, error: InputError) -> FileRecord:
    return replace(record, error=error.bare, hint=error.hint, line=error.line, key=error.key)


def _errors(corpus: Corpus, scan: _Scan) -> Iterable[InputError]:
    for path, record in scan.records.items():
        if record.error:
            name = str(corpus.root / path)
            yield InputError(record.error, record.hint, path=name, line=record.line, key=record.key)


def _report(
    corpus: Corpus, scan: _Scan, generation: Generation, entries: Iterable[EpisodeEntry], *, published: bool
) -> SyncReport:
    listed = list(entries)
    files = sum(record.state.is_episode and bool(record.digest) for record in scan.records.values())
    return SyncReport(
        difference=scan.difference(),
        unchanged=files - len(scan.new),
        errors=tuple(_errors(corpus, scan)),
        generation=generation.number,
        published=published,
        episodes=len(listed),
        passages=sum(entry.passages for entry in listed),
        engine=str(generation.facts["engine"]),
        segments=sum(entry.segments for entry in listed),
    )


def _kinds(entries: Iterable[EpisodeEntry]) -> dict[str, int]:
    counts = {"point": 0, "idea": 0, "quote": 0, "segment": 0}
    for entry in entries:
        counts["point"] += entry.points
        counts["idea"] += entry.ideas
        counts["quote"] += entry.quotes
        counts["segment"] += entry.segments
    return counts


def _id(path: str) -> str:
    return FileState(path, 0, 0).episode_id


def _ids(paths: Iterable[str]) -> dict[str, None]:
    """Return the episodes of files, each once, in their order."""
    return dict.fromkeys(map(_id, paths))


__all__ = ["Difference", "Progress", "Status", "SyncReport", "compare", "status", "sync"]
