"""Measure and print: `python -m bench [--sizes 1000,10000] [--quick] [--json FILE] [--folder FOLDER]`.

`python -m bench --profile CLASS` shows where the time of one class of questions goes instead, as
`python -m bench.profile_search CLASS` does with more options.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import machine, questions, report, startup, worker
from bench.building import index_folders
from bench.contestants import CONTESTANTS
from bench.documents import CORPUS
from bench.measuring import median, percentile
from bench.profile_search import profile

_SIZES = (1000, 10_000, 100_000)
_QUICK_SIZES = (1000, 10_000)
_START_SIZE = 10_000  # passages of the index that a whole process searches
_SYNC_UP_TO = 10_000  # passages up to which the way through the YAML files is measured too


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure how fast searchkit is.")
    parser.add_argument("--sizes", help="numbers of passages, with commas between them")
    parser.add_argument("--quick", action="store_true", help="1,000 and 10,000 passages, fewer runs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--folder", type=Path, help="make documents and indexes there, and leave them there")
    parser.add_argument(
        "--profile",
        metavar="CLASS",
        choices=questions.CLASSES,
        help="only show where a search of this class spends its time",
    )
    arguments = parser.parse_args()
    default = _QUICK_SIZES if arguments.quick else _SIZES
    arguments.sizes = [int(size) for size in arguments.sizes.split(",")] if arguments.sizes else list(default)
    return arguments


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _prepare(folder: Path, size: int) -> None:
    if not (folder / CORPUS).exists():
        _tell(f"{size:,} passages: documents and questions")
        folder.mkdir(parents=True, exist_ok=True)
        worker.run("documents", folder, size)


def _build(folder: Path, size: int, runs: int) -> dict[str, dict[str, float]]:
    """Build every index and return rate, size and memory; the indexes for the questions are left in the folder."""
    places = index_folders(folder)
    ready, scratch = places["searchkit"], folder / "scratch"
    taken: dict[str, list[Mapping[str, float]]] = {}
    with_sync = size <= _SYNC_UP_TO
    for turn in range(runs):
        for name in CONTESTANTS:
            _tell(f"{size:,} passages: building {name} ({turn + 1} of {runs})")
            target = scratch if name == "searchkit" else places[name]
            taken.setdefault(name, []).append(worker.run("build", folder, name, target))
        if with_sync:
            _tell(f"{size:,} passages: searchkit from its YAML files ({turn + 1} of {runs})")
            taken.setdefault("searchkit, YAML", []).append(worker.run("sync", folder, ready))
    if not with_sync:
        _tell(f"{size:,} passages: searchkit for the questions")
        worker.run("make-ready", folder, ready, size)
    return {
        name: {
            "rate": median(run["passages"] / run["cpu"] for run in of_name),
            "bytes": median(run["bytes"] for run in of_name),
            "memory": median(run["memory"] for run in of_name),
        }
        for name, of_name in taken.items()
    }


def _ask(folder: Path, size: int, rounds: int) -> dict[str, dict[str, dict[str, float]]]:
    _tell(f"{size:,} passages: questions, {rounds} rounds")
    return {
        name: {who: _figures(figures["ms"], figures["found"]) for who, figures in of_class.items() if figures["ms"]}
        | {who: {} for who, figures in of_class.items() if not figures["ms"]}
        for name, of_class in worker.run("ask", folder, rounds).items()
    }


def _figures(milliseconds: Sequence[float], found: Sequence[int]) -> dict[str, float]:
    return {"p50": median(milliseconds), "p95": percentile(milliseconds, 0.95), "found": median(found)}


def _start(folder: Path, runs: int) -> startup.Startup:
    _tell(f"whole processes, {runs} runs")
    words = questions.read(folder)["and"][0].words
    return startup.measure(folder / CORPUS, index_folders(folder)["searchkit"], words, runs)


def _measure(folder: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    facts = machine.describe()
    print(report.machine(facts) + "\n")
    builds: dict[int, dict[str, dict[str, float]]] = {}
    answers: dict[int, dict[str, dict[str, dict[str, float]]]] = {}
    start = None
    for size in arguments.sizes:
        place = folder / str(size)
        _prepare(place, size)
        builds[size] = _build(place, size, runs=1 if arguments.quick or size > _SYNC_UP_TO else 3)
        if size == _START_SIZE:
            start = _start(place, runs=9 if arguments.quick else 21)
            print(report.start(start), flush=True)
        answers[size] = _ask(place, size, rounds=1 if arguments.quick else 3)
    print(report.index(builds))
    for size, classes in answers.items():
        print(report.queries(size, classes))
    return {"machine": facts, "start": start and asdict(start), "index": builds, "queries": answers}


def main() -> None:
    """Measure what the arguments ask for and print it."""
    arguments = _arguments()
    with tempfile.TemporaryDirectory(prefix="searchkit-bench-") as made:
        folder = arguments.folder.resolve() if arguments.folder else Path(made)
        if arguments.profile:
            for size in arguments.sizes:
                print(f"{size:,} passages, {questions.CLASSES[arguments.profile]}:\n")
                profile(folder / str(size), arguments.profile, size)
            return
        measured = _measure(folder, arguments)
    if arguments.json:
        arguments.json.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
