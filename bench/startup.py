"""The start of the whole program, measured from outside."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.measuring import child_cpu, median

GOAL = 1.33  # times the bare imports
BARE = "bare imports"
_NOTHING = "nothing"
_IMPORTS = "import typer, rich, whoosh.index, whoosh.qparser"
_NOTHING_FOUND = 1  # an exit code of a search


@dataclass(frozen=True, slots=True)
class Startup:
    """CPU milliseconds of whole processes.

    Attributes:
        floor: of `python -c pass`.
        above: of each command, above that.
    """

    floor: float
    above: Mapping[str, float]


def measure(corpus: Path, index: Path, words: Sequence[str], runs: int) -> Startup:
    """Return what each command costs, the median of several runs in turn."""
    python = sys.executable
    search = [python, "-m", "searchkit", "search", *words, "--corpus", str(corpus), "--index", str(index)]
    commands = {
        _NOTHING: [python, "-c", "pass"],
        BARE: [python, "-c", _IMPORTS],
        "searchkit --version": [python, "-m", "searchkit", "--version"],
        "searchkit search WORDS": search,
        "searchkit search WORDS --format json": [*search, "--format", "json"],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, command in commands.items():
            spent = child_cpu(command, accepted=(0, _NOTHING_FOUND))
            if turn:  # the first only fills the caches of files and of compiled modules
                taken[name].append(spent * 1000)
    floor = median(taken.pop(_NOTHING))
    return Startup(floor, {name: median(times) - floor for name, times in taken.items()})
