"""The index brought in step with the corpus: what differs is found, and only that is read and written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from searchkit import catalog, duplicates
from searchkit.catalog import EpisodeEntry
from searchkit.corpus import Corpus
from searchkit.corpus_files import signature
from searchkit.engines import engine_of, load_engine
from searchkit.engines.checking import ensure
from searchkit.engines.generations import Generation, Generations
from searchkit.engines.paired_writing import PairedWriter
from searchkit.engines.scoped import SPOKEN, unguarded
from searchkit.errors import InputError, OutdatedIndexError
from searchkit.languages import ENGLISH, code
from searchkit.passages import cut
from searchkit.scanning import Difference, Scan

Progress = Callable[[int, int], None]  # files done, files in all


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
    difference: Difference = field(default_factory=Difference)
    errors: tuple[InputError, ...] = ()


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
        scan = Scan(corpus, known)  # now, with the lock: another writer may have just read newer files
        difference = scan.difference()
        before = catalog.read_episodes(base.read) if base else ()
        entries = {entry.id: entry for entry in before}
        if base is not None and not difference and not scan.touched:
            return _report(scan, base, entries.values(), published=False)
        outdated_ids = scan.outdated()
        for episode_id in outdated_ids:
            entries.pop(episode_id, None)
        if base is None or scan.new or outdated_ids:
            keys = duplicates.read_keys(base.read, before) if base else {}
            writer = PairedWriter(module, change.draft.folder, fresh=base is None)
            try:
                writer.remove(outdated_ids)
                for done, path in enumerate(scan.new, start=1):
                    episode = scan.read(path)
                    if episode is not None:
                        passages = cut(episode)
                        words, spoken = writer.add(passages)
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
        aliases = scan.read_aliases()
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
        report = _report(scan, generation, entries.values(), published=True)
        return replace(report, outdated=outdated)


def status(corpus: Corpus, generations: Generations) -> Status:
    """Return what is indexed, when and by what it was made, and how the corpus differs from it.

    Raises:
        IndexUnusableError: the index is damaged.
        InputError: the corpus is missing.
    """
    if not generations.exists():
        scan = Scan(corpus, {})
        return Status(str(corpus.root), str(generations.root), difference=scan.difference())
    hold = generations.hold()
    try:
        generation = hold.generation
        scan = Scan(corpus, catalog.read_files(generation.read))
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
        errors=tuple(scan.errors()),
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


def _report(scan: Scan, generation: Generation, entries: Iterable[EpisodeEntry], *, published: bool) -> SyncReport:
    listed = list(entries)
    return SyncReport(
        difference=scan.difference(),
        unchanged=scan.unchanged(),
        errors=tuple(scan.errors()),
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


__all__ = ["Progress", "Status", "SyncReport", "status", "sync"]
