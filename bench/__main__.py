"""Measure and print: `python -m bench [--sizes 10000,100000] [--quick] [--json FILE] [--graph FILE] [--folder FOLDER]`.

`python -m bench --profile CLASS` shows where the time of one class of questions goes instead, as
`python -m bench.profile_search CLASS` does with more options.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import goals, graph, idle, machine, peers, questions, report, startup, worker
from bench.building import index_folders
from bench.contestants import CONTESTANTS, ENGINES, LABELS, UP_TO, contestants, missing
from bench.documents import CORPUS, written
from bench.measuring import median, percentile
from bench.profile_search import profile

_SIZES = (10_000, 100_000, 1_000_000)
_QUICK_SIZES = (1000, 10_000)
_START_UP_TO = 100_000  # passages of the index that a whole process searches
_SYNC_UP_TO = 10_000  # passages up to which the way through the YAML files is measured too
_CORPUS_UP_TO = 100_000  # passages up to which there are YAML files at all
_OFTEN_UP_TO = 100_000  # passages up to which questions are asked in several rounds


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure how fast searchkit is.")
    parser.add_argument("--sizes", help="numbers of passages, with commas between them")
    parser.add_argument("--quick", action="store_true", help="1,000 and 10,000 passages, fewer runs")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--graph", type=Path, metavar="FILE", help="draw cost against size there, as SVG")
    parser.add_argument("--folder", type=Path, help="make documents and indexes there, and leave them there")
    parser.add_argument(
        "--without", default="", metavar="NAMES", help="contestants to leave out: " + ", ".join(CONTESTANTS)
    )
    parser.add_argument(
        "--profile",
        metavar="CLASS",
        choices=questions.CLASSES,
        help="only show where a search of this class spends its time",
    )
    arguments = parser.parse_args()
    default = _QUICK_SIZES if arguments.quick else _SIZES
    arguments.sizes = [int(size) for size in arguments.sizes.split(",")] if arguments.sizes else list(default)
    arguments.without = [name for name in arguments.without.split(",") if name]
    if unknown := set(arguments.without) - set(CONTESTANTS):
        parser.error(f"there is no contestant {', '.join(sorted(unknown))}")
    return arguments


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _prepare(folder: Path, size: int) -> None:
    if not (written(folder) and questions.written(folder)):
        _tell(f"{size:,} passages: documents and questions")
        worker.run("documents", folder, size, "corpus" if size <= _CORPUS_UP_TO else "no-corpus")


def _build(folder: Path, size: int, runs: int, who: Sequence[str]) -> dict[str, dict[str, float]]:
    """Build every index and return rate, size and memory; the indexes for the questions are left in the folder."""
    places = index_folders(folder)
    scratch = folder / "scratch"
    taken: dict[str, list[Mapping[str, float]]] = {}
    with_sync = size <= _SYNC_UP_TO
    for turn in range(runs):
        for name in who:
            _tell(f"{size:,} passages: building {LABELS[name]} ({turn + 1} of {runs})")
            target = scratch if name in ENGINES else places[name]
            taken.setdefault(name, []).append(worker.run("build", folder, name, target))
            if with_sync and name in ENGINES:
                _tell(f"{size:,} passages: {LABELS[name]} from its YAML files ({turn + 1} of {runs})")
                of_files = worker.run("sync", folder, places[name], ENGINES[name])
                taken.setdefault(f"{LABELS[name]}, YAML", []).append(of_files)
    shutil.rmtree(scratch, ignore_errors=True)
    for name in who:
        if name in ENGINES and not with_sync:
            _tell(f"{size:,} passages: {LABELS[name]} for the questions")
            worker.run("make-ready", folder, places[name], size, ENGINES[name])
    return {
        name: {
            "rate": median(run["passages"] / run["cpu"] for run in of_name),
            "bytes": median(run["bytes"] for run in of_name),
            "memory": median(run["memory"] for run in of_name),
        }
        for name, of_name in taken.items()
    }


def _ask(folder: Path, size: int, rounds: int, who: Sequence[str]) -> dict[str, dict[str, dict[str, float]]]:
    _tell(f"{size:,} passages: questions, rounds: {rounds}")
    return {
        name: {one: _figures(figures["ms"], figures["found"]) for one, figures in of_class.items() if figures["ms"]}
        for name, of_class in worker.run("ask", folder, rounds, *who).items()
    }


def _figures(milliseconds: Sequence[float], found: Sequence[int | None]) -> dict[str, float]:
    counted = [count for count in found if count is not None]
    figures = {"p50": median(milliseconds), "p95": percentile(milliseconds, 0.95)}
    return figures | ({"found": median(counted)} if counted else {})


def _start(folder: Path, size: int, runs: int, who: Sequence[str]) -> startup.Startup:
    _tell(f"whole processes, {runs} runs")
    for name, reason in peers.missing().items():
        _tell(f"without {name}: {reason}")
    words = questions.read(folder)["and"][0].words
    indexes = {name: place for name, place in index_folders(folder).items() if name in who}
    return startup.measure(folder / CORPUS, indexes, words, size, runs)


def _there(arguments: argparse.Namespace) -> dict[int, list[str]]:
    """Return the contestants of each size, and tell who is left out."""
    for name, reason in missing().items():
        _tell(f"without {LABELS[name]}: {reason}")
    for name, most in UP_TO.items():
        _tell(f"{LABELS[name]} up to {most:,} passages only")
    return {size: [name for name in contestants(size) if name not in arguments.without] for size in arguments.sizes}


def _measure(folder: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    facts = machine.describe()
    print(report.machine(facts) + "\n")
    there = _there(arguments)
    builds: dict[int, dict[str, dict[str, float]]] = {}
    answers: dict[int, dict[str, dict[str, dict[str, float]]]] = {}
    start, idle_seconds = None, None
    if not arguments.quick:
        _tell(f"{idle.EPISODES:,} episodes, nothing changed")
        worker.run("many-episodes", folder / "many-episodes")
        idle_seconds = idle.measure(folder / "many-episodes", runs=5)
    start_size = max((size for size in arguments.sizes if size <= _START_UP_TO), default=None)
    for size, who in there.items():
        place = folder / str(size)
        _prepare(place, size)
        builds[size] = _build(place, size, 1 if arguments.quick or size > _SYNC_UP_TO else 3, who)
        if size == start_size:
            start = _start(place, size, 9 if arguments.quick else 21, who)
            print(report.start(start), flush=True)
        answers[size] = _ask(place, size, 1 if arguments.quick or size > _OFTEN_UP_TO else 3, who)
        print(report.queries(size, answers[size]), flush=True)
    print(report.index(builds))
    if idle_seconds is not None:
        print(f"`searchkit index`, nothing changed, {idle.EPISODES:,} episodes: {idle_seconds:.2f} CPU s.\n")
    judged = goals.judge(goals.Measured(builds, answers, start.searches if start else {}, idle_seconds))
    if judged:
        print(report.goals(judged))
    return {
        "machine": facts,
        "start": start and asdict(start),
        "idle": idle_seconds,
        "index": builds,
        "queries": answers,
        "goals": [asdict(goal) for goal in judged],
    }


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
    if arguments.graph:
        arguments.graph.write_text(graph.draw(measured["queries"]), encoding="utf-8")


if __name__ == "__main__":
    main()
