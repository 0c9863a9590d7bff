"""The start of whole programs, measured from outside."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import peers
from bench.contestants import ENGINES, LABELS
from bench.measuring import child_cpu, median

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
        searches: of `searchkit search` above that, by the contestant whose index is searched.
        passages: how many were searched.
    """

    floor: float
    above: Mapping[str, float]
    searches: Mapping[str, float]
    passages: int


def measure(corpus: Path, indexes: Mapping[str, Path], words: Sequence[str], passages: int, runs: int) -> Startup:
    """Return what each command costs, the median of several runs in turn.

    Args:
        corpus: of YAML files; the documents lie beside it.
        indexes: of searchkit, by contestant.
        words: what is searched for.
        passages: how many there are.
        runs: of each command.
    """
    python = sys.executable
    searches = {
        who: [python, "-m", "searchkit", "search", *words, "--corpus", str(corpus), "--index", str(index)]
        for who, index in indexes.items()
        if who in ENGINES
    }
    commands: dict[str, peers.Peer] = {
        _NOTHING: peers.Peer((python, "-c", "pass"), {}),
        BARE: peers.Peer((python, "-c", _IMPORTS), {}),
        "searchkit --version": peers.Peer((python, "-m", "searchkit", "--version"), {}),
    }
    for who, search in searches.items():
        commands[_searched(who)] = peers.Peer(tuple(search), {})
        commands[f"{_searched(who)} --format json"] = peers.Peer((*search, "--format", "json"), {})
    others = peers.prepare(corpus.parent, words)
    theirs = {f"their {name}" if name == _NOTHING else name: peer for name, peer in others.items()}
    taken: dict[str, list[float]] = {name: [] for name in (*commands, *theirs)}
    for turn in range(runs + 1):
        for name, peer in (commands | theirs).items():
            spent = child_cpu(peer.command, accepted=(0, _NOTHING_FOUND), environment=peer.environment)
            if turn:  # the first only fills the caches of files and of compiled modules
                taken[name].append(spent * 1000)
    floor = median(taken.pop(_NOTHING))
    their_floor = median(taken.pop(f"their {_NOTHING}", [floor]))
    above = {name: median(times) - (their_floor if name in theirs else floor) for name, times in taken.items()}
    return Startup(floor, above, {who: above[_searched(who)] for who in searches}, passages)


def _searched(who: str) -> str:
    return LABELS[who].replace("searchkit", "searchkit search WORDS", 1)
