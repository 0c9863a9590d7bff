"""Measure and print: `python -m bench.quality [DIR…] [--engine NAME]… [--json FILE] [--set NAME=VALUE]…`.

Each query goes through `Library.search` as somebody would type it. The test collections are those of the folders named
(`bench.quality.testsets`), or all of the shared data with the half-remembered quotes (`bench.quality.quotes`).

For experiments, `--set NAME=VALUE,VALUE` sets a constant of `searchkit.ranking` (`bench.quality.trials`) and prints one
line for each value, beside searchkit as it is.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench import machine
from bench.quality import quotes, report, running, testsets, trials
from bench.quality.evaluation import MEASURES
from bench.report import machine as machine_line
from searchkit.engines import DEFAULT_ENGINE, ENGINES, load_engine
from searchkit.errors import SearchkitError


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.quality", description="Measure how well searchkit finds.")
    parser.add_argument("folders", metavar="DIR", type=Path, nargs="*", help="test collections, or folders of them")
    parser.add_argument("--engine", action="append", choices=ENGINES, help="of searchkit (default: all that are there)")
    parser.add_argument("--only", choices=("collections", "quotes"), help="leave out the other half")
    parser.add_argument("--limit", type=int, metavar="QUERIES", help="of each test collection at most")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="weights to try")
    parser.add_argument("--misses", action="store_true", help="print the quotes that did not come first")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument("--folder", type=Path, help="keep indexes there for the next run")
    parser.add_argument("--jobs", type=int, default=1, help="processes (default: 1)")
    arguments = parser.parse_args()
    if find_spec("ir_measures") is None:
        parser.error("the package ir_measures is missing; “pip install -e '.[bench]'” installs it")
    try:
        arguments.trials = trials.parse(arguments.set)
        shared = testsets.shared_data()
        named = arguments.folders or ([shared / "ir"] if arguments.only != "quotes" else [])
        arguments.collections = testsets.folders(named)
    except (ValueError, FileNotFoundError) as error:
        parser.error(str(error))
    arguments.quotes = None
    if arguments.only == "quotes" or not (arguments.folders or arguments.only):
        arguments.quotes = shared / "quotes"
    arguments.engine = arguments.engine or _present()
    return arguments


def _present() -> list[str]:
    """Return the engines that can be loaded here."""
    found = []
    for name in dict.fromkeys((DEFAULT_ENGINE, *ENGINES)):
        try:
            load_engine(name)
        except (SearchkitError, ImportError) as error:
            _tell(f"without {name}: {error}")
        else:
            found.append(name)
    return found


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _measure(pool: ProcessPoolExecutor, arguments: argparse.Namespace, kept: Path) -> dict[str, Any]:
    """Print a table as soon as it is done, and return all figures."""
    only_trials = len(arguments.trials) > 1
    tried, limit = arguments.trials, arguments.limit
    waiting = []
    for folder in arguments.collections:
        plain = None if only_trials else pool.submit(running.rank_plain, folder, kept, limit)
        ranked = {one: pool.submit(running.rank, folder, kept, one, tried, limit) for one in arguments.engine}
        waiting.append((folder.name, ranked, plain))
    drawn = limit or quotes.DRAWN
    recalls, peers = {}, {}
    if arguments.quotes:
        folder = arguments.quotes
        recalls = {one: pool.submit(running.recall, folder, kept, one, tried, drawn) for one in arguments.engine}
        if not only_trials:
            peers = {
                label: pool.submit(running.recall_plain, folder, kept, peer, drawn)
                for peer, label in (("whoosh", "plain Whoosh, OR, stems"), ("fts5", "SQLite FTS5, OR, porter"))
            }
    figures: dict[str, Any] = {}
    for name, ranked, plain in waiting:
        done = {engine: future.result() for engine, future in ranked.items()}
        if only_trials:
            for engine, (rankings, _) in done.items():
                print(report.trials(name, engine, tried, rankings), flush=True)
        else:
            best = {engine: rankings[0] for engine, (rankings, _) in done.items()}
            own = {engine: candidates for engine, (_, candidates) in done.items()}
            print(report.collection(name, best, own, plain and plain.result()), flush=True)
        for engine, (rankings, candidates) in done.items():
            _tell_refused(name, rankings[0].refused)
            figures.setdefault(name, {})[engine] = {
                "trials": {str(trial): _means(ranking) for trial, ranking in zip(tried, rankings, strict=True)},
                "candidates": _means(candidates),
            }
        if plain is not None:
            figures[name]["plain whoosh"] = _means(plain.result())
    if recalls:
        figures[quotes.NAME] = _print_recalled(
            {engine: future.result() for engine, future in recalls.items()},
            {label: future.result() for label, future in peers.items()},
            arguments,
            drawn,
        )
    return figures


def _print_recalled(
    of_engines: dict[str, list[running.Recalled]],
    peers: dict[str, running.Recalled],
    arguments: argparse.Namespace,
    drawn: int,
) -> dict[str, Any]:
    for engine, results in of_engines.items():
        _tell_refused(quotes.NAME, results[0].refused)
        if len(results) > 1:
            print(report.recall_trials(engine, arguments.trials, results), flush=True)
    shown = {f"searchkit, {engine}": results[0] for engine, results in of_engines.items()} | peers
    asked_for = quotes.memories(quotes.read(arguments.quotes), drawn)
    if peers:
        print(report.recalled(shown, asked_for), flush=True)
    if arguments.misses:
        for engine, results in of_engines.items():
            print(f"Not first, searchkit on {engine}:\n\n{report.misses(asked_for, results[0])}\n")
    figures: dict[str, Any] = {who: _shares(result) for who, result in shown.items()}
    figures["trials"] = {
        engine: {str(trial): _shares(result) for trial, result in zip(arguments.trials, results, strict=True)}
        for engine, results in of_engines.items()
    }
    return figures


def _tell_refused(name: str, refused: tuple[str, ...]) -> None:
    for text in refused:
        _tell(f"{name}: refused: {text}")


def _means(ranking: running.Ranking) -> dict[str, float]:
    means = {measure: ranking.scores.mean(measure) for measure in MEASURES}
    error = ranking.scores.error(report.MAIN)
    return means | {"error": error, "refused": len(ranking.refused), "milliseconds": ranking.milliseconds}


def _shares(result: running.Recalled) -> dict[str, float]:
    return {"success@1": result.share(1), "success@10": result.share(10), "milliseconds": result.milliseconds}


def main() -> None:
    """Measure what the arguments ask for and print it."""
    arguments = _arguments()
    facts = machine.describe()
    print(machine_line(facts) + "\n", flush=True)
    with (
        tempfile.TemporaryDirectory(prefix="searchkit-quality-") as made,
        ProcessPoolExecutor(arguments.jobs) as pool,
    ):
        kept = arguments.folder.resolve() if arguments.folder else Path(made)
        kept.mkdir(parents=True, exist_ok=True)
        figures = _measure(pool, arguments, kept)
    if arguments.json:
        content = {"machine": facts, "reference": report.reference.SCORES, "figures": figures}
        arguments.json.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
