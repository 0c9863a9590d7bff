"""`searchkit index` with nothing to do: 10,000 episodes of which none has changed."""

from __future__ import annotations

import sys
from pathlib import Path

from bench import made_corpus
from bench.documents import CORPUS, Writer, write_corpus
from bench.measuring import child_cpu, median
from searchkit.engines import DEFAULT_ENGINE

EPISODES = 10_000
_PER_EPISODE = 5  # passages: how much stands in a file does not matter here
_INDEX = "index"


def prepare(folder: Path) -> None:
    """Make the corpus and its index in a folder, unless they are there."""
    if (folder / _INDEX).exists():
        return
    writer = Writer(EPISODES * _PER_EPISODE, _PER_EPISODE)
    write_corpus(folder / CORPUS, writer)
    made_corpus.index(writer.ids, writer.episode, folder / "making", DEFAULT_ENGINE, files=folder / CORPUS)
    (folder / "making").rename(folder / _INDEX)


def measure(folder: Path, runs: int) -> float:
    """Return the CPU seconds of the whole process, the median of several runs."""
    command = [sys.executable, "-m", "searchkit", "index"]
    command += ["--corpus", str(folder / CORPUS), "--index", str(folder / _INDEX)]
    child_cpu(command)  # which also looks again at files that were too young to be trusted
    return median(child_cpu(command) for _ in range(runs))
