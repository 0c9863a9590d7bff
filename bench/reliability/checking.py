"""What it costs to compare an index with its checksums: at every opening, once a week, and in the doctor."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench import documents, made_corpus
from bench.machine import describe
from bench.reliability.damage import ENGINES
from searchkit.engines import engine_of
from searchkit.engines.checking import NOTE, ensure, faults
from searchkit.engines.generations import Generation, Generations

_TIMES = 9


def report(count: int) -> bool:
    """Build an index of so many passages with each engine and print what checking it costs; nothing can fail."""
    machine = describe()
    print(
        f"{count:,} passages, {machine['date']}, {machine['processor']}, Python {machine['Python']}; CPU ms, medians\n"
    )
    print("| engine | MB | manifest and sizes | first opening | opening | every byte (doctor) |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    writer = documents.Writer(count)
    for engine in ENGINES:
        with tempfile.TemporaryDirectory() as made:
            made_corpus.index(writer.ids, writer.episode, Path(made), engine)
            generations = Generations(made)
            generation = generations.current()
            _age(generation)
            names = engine_of(generation.facts).unguarded(generation.files)
            row = [
                _median(generations.current),
                _median(lambda: _anew(generation, names)),  # noqa: B023 -- called at once
                _median(lambda: ensure(generation, names)),  # noqa: B023
                _median(lambda: list(faults(generation))),  # noqa: B023
            ]
            size = sum(size for size, _ in generation.files.values()) / 1_000_000
        print(f"| {engine} | {size:.1f} | " + " | ".join(f"{spent:.2f}" for spent in row) + " |")
    return True


def _age(generation: Generation) -> None:
    """Make the files older than what may change again without another time."""
    for name in generation.files:
        os.utime(generation.folder / name, (time.time() - 3600,) * 2)


def _anew(generation: Generation, names: list[str]) -> None:
    for note in generation.folder.parent.glob(f"{NOTE}*"):
        note.unlink()
    ensure(generation, names)


def _median(call: Callable[[], object]) -> float:
    taken = []
    for _ in range(_TIMES):
        before = time.process_time()
        call()
        taken.append(time.process_time() - before)
    return statistics.median(taken) * 1000
