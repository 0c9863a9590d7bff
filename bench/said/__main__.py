"""Measure and print: `python -m bench.said [--only verify|whosaid] [--each N] [--drawn N] [--engine NAME]… [--misses]`.

Both tasks need the shared data (SEARCHKIT_SHARED_DATA).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench import machine
from bench.quality import quotes, testsets
from bench.report import machine as machine_line
from bench.report import table
from bench.said import misquotes, remembering, transcripts, verifying
from searchkit.engines import DEFAULT_ENGINE, ENGINES
from searchkit.whosaid import CLOSE

GOAL_FIRST, GOAL_TEN = 0.95, 0.99
_CLOSER = (0.55, 0.6, 0.65, 0.7, 0.75)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.said", description="Measure how well what was said is told.")
    parser.add_argument("--only", choices=("verify", "whosaid"), help="leave out the other task")
    parser.add_argument("--each", type=int, default=100, metavar="N", help="quotations of a class (default: 100)")
    parser.add_argument("--drawn", type=int, default=500, metavar="N", help="half-remembered lines (default: 500)")
    parser.add_argument("--engine", action="append", choices=ENGINES, help=f"of whosaid (default: {DEFAULT_ENGINE})")
    parser.add_argument("--seed", type=int, help="draw others than usual")
    parser.add_argument("--misses", action="store_true", help="print what was not told right")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    return parser.parse_args()


def _verify(recordings: Sequence[transcripts.Recording], shared: Path, arguments: argparse.Namespace) -> dict[str, Any]:
    drawn = misquotes.draw(recordings, shared / "quotes", arguments.each)
    found = verifying.judged(recordings, drawn)
    print(verifying.confusion(found))
    print(verifying.thresholds(found))
    print(verifying.speed(recordings, drawn), flush=True)
    if arguments.misses:
        print(verifying.wrong(found) + "\n")
    return {
        kind: sum(one.verdict.name == one.quotation.wanted for one in found if one.quotation.kind == kind)
        for kind in misquotes.CLASSES
    }


def _whosaid(
    recordings: Sequence[transcripts.Recording], shared: Path, arguments: argparse.Namespace, folder: Path
) -> dict[str, Any]:
    lines = [line for line in quotes.read(shared / "quotes") if line.collection == "quotable"]
    corpus = remembering.episodes(recordings, lines)
    asked = remembering.tasks(corpus, arguments.drawn)
    outcomes: dict[str, remembering.Outcome] = {}
    strange: dict[str, list[float]] = {}
    unknown = remembering.strangers(shared / "quotes", lines, arguments.drawn)
    for engine in arguments.engine or [DEFAULT_ENGINE]:
        print(f"asking searchkit, {engine}", file=sys.stderr, flush=True)
        outcomes[f"searchkit, {engine}"] = remembering.ask(corpus, engine, asked, folder)
        strange[f"searchkit, {engine}"] = remembering.closest(folder, engine, unknown)
    for name, label in (("fts5", "SQLite FTS5, OR, porter"), ("whoosh", "plain Whoosh, OR, stems")):
        print(f"asking {label}", file=sys.stderr, flush=True)
        outcomes[label] = remembering.ask_peer(corpus, name, asked, folder)
    passages = sum(len(episode.quotes) + len(episode.transcript) for episode in corpus.values())
    print(_recalled(outcomes, asked, passages))
    print(_closeness(outcomes, strange))
    if arguments.misses:
        for task, place in zip(asked, next(iter(outcomes.values())).places, strict=True):
            if place != 1:
                print(f"place {place}\n  typed: {task.typed}\n  said:  {task.line}")
    return {who: {"first": one.share(asked, 1), "ten": one.share(asked, 10)} for who, one in outcomes.items()}


def _recalled(outcomes: Mapping[str, remembering.Outcome], asked: Sequence[remembering.Task], passages: int) -> str:
    rows = []
    for who, outcome in outcomes.items():
        shares = [
            f"{outcome.share(asked, places, source):.1%}"
            for source in ("", "quotes", "transcripts")
            for places in (1, remembering.DEPTH)
        ]
        rows.append([who, *shares, f"{outcome.milliseconds:.0f}"])
    title = (
        f"{len(asked)} lines among {passages:,} quotes and segments, three in ten words lost and one mistyped.\n"
        f"Goal: {GOAL_FIRST:.0%} found first, {GOAL_TEN:.0%} among the first ten."
    )
    return table(title, ["engine", "first", "in ten", "quotes", "in ten", "transcripts", "in ten", "ms"], rows)


def _closeness(outcomes: Mapping[str, remembering.Outcome], strange: Mapping[str, Sequence[float]]) -> str:
    rows = []
    for who, of_strangers in strange.items():
        own = outcomes[who].closest
        for threshold in _CLOSER:
            kept, false = (sum(one >= threshold for one in some) / len(some) for some in (own, of_strangers))
            rows.append([who, f"{threshold:.2f}", f"{kept:.1%}", f"{false:.1%}"])
    title = f"Lines to which something is close, by the likeness that is asked for ({CLOSE} is)."
    return table(title, ["engine", "likeness", "of those that were said", "of lines that were not"], rows)


def main() -> None:
    """Measure what the arguments ask for and print it."""
    arguments = _arguments()
    if arguments.seed is not None:
        misquotes.SEED = remembering.SEED = arguments.seed
    facts = machine.describe()
    print(machine_line(facts) + "\n", flush=True)
    try:
        shared = testsets.shared_data()
    except (ValueError, FileNotFoundError) as error:
        sys.exit(f"{error}")
    recordings = transcripts.read(shared)
    figures: dict[str, Any] = {"machine": facts}
    if arguments.only != "whosaid":
        figures["verify"] = _verify(recordings, shared, arguments)
    if arguments.only != "verify":
        with tempfile.TemporaryDirectory(prefix="searchkit-said-") as folder:
            figures["whosaid"] = _whosaid(recordings, shared, arguments, Path(folder))
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
