"""Indexes built and timed; each function runs in a process of its own (`bench.worker`), whose memory is measured."""

from __future__ import annotations

import shutil
from pathlib import Path
from time import process_time

from bench import documents, made_corpus
from bench.contestants import CONTESTANTS
from bench.measuring import folder_size, peak_memory


def build(folder: Path, name: str, target: Path) -> dict[str, float]:
    """Feed a contestant with the passages of a folder; what is timed is its own work, not reading the passages."""
    _empty(target)
    contestant = CONTESTANTS[name]()
    contestant.begin(target)
    spent, passages = 0.0, 0
    for pieces in documents.read(folder):
        passages += len(pieces)
        start = process_time()
        contestant.add(pieces)
        spent += process_time() - start
    start = process_time()
    contestant.finish()
    spent += process_time() - start
    return {"cpu": spent, "passages": passages, "bytes": folder_size(target), "memory": peak_memory()}


def sync(folder: Path, target: Path, engine: str) -> dict[str, float]:
    """Bring an empty index in step with the YAML files of a folder, as `searchkit index` does."""
    from searchkit.library import Library  # noqa: PLC0415 -- its memory is measured

    shutil.rmtree(target, ignore_errors=True)
    library = Library(folder / documents.CORPUS, target)
    start = process_time()
    report = library.sync(engine=engine)
    spent = process_time() - start
    return {"cpu": spent, "passages": report.passages, "bytes": folder_size(target), "memory": peak_memory()}


def make_ready(folder: Path, target: Path, passages: int, engine: str) -> None:
    """Make the index that questions are put to, without reading the YAML files, where that is not measured.

    The episodes are generated again instead, one by one; all else is `Library.sync`.
    """
    writer = documents.Writer(passages)
    corpus = folder / documents.CORPUS
    made_corpus.index(writer.ids, writer.episode, target, engine, files=corpus if corpus.exists() else None)


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def index_folders(folder: Path) -> dict[str, Path]:
    """Return where each contestant's index of a folder's documents lies."""
    return {name: folder / f"index-{name}" for name in CONTESTANTS}
