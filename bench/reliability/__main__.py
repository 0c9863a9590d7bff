"""Try whether nothing is lost, and print a table: `python -m bench.reliability [EXPERIMENT]… [--quick] [--json]`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping
from typing import Any

from bench import machine
from bench.reliability import (
    calls,
    checking,
    concurrency,
    damage,
    inputs,
    kills,
    outputs,
    pickles,
    power,
    queries,
    trap,
)
from bench.reliability.world import ENGINES

Rows = Iterable[dict[str, Any]]

_KILLS, _QUICK_KILLS = 1000, 100
_IMAGES, _QUICK_IMAGES = 200, 20
_SECONDS, _QUICK_SECONDS = 60.0, 15.0
# In less time: of deaths the one after each call, which tears writes; of faults two that differ most.
_QUICK_FAULTS = ("disk full, from then on", "I/O error, once")


def _crashes(options: argparse.Namespace) -> Rows:
    return _at_calls(trap.CRASHES[1:] if options.quick else trap.CRASHES, options)


def _faults(options: argparse.Namespace) -> Rows:
    quick = tuple(fault for fault in trap.FAULTS if fault.name in _QUICK_FAULTS)
    return _at_calls(quick if options.quick else trap.FAULTS, options)


def _at_calls(faults: tuple[trap.Fault, ...], options: argparse.Namespace) -> Rows:
    if reason := trap.unavailable():
        return _skipped(reason)
    faults = tuple(fault for fault in faults if options.faults in fault.name)
    return calls.run(faults, options.engines, options.commands)


def _kills(options: argparse.Namespace) -> Rows:
    return kills.run(options.times or (_QUICK_KILLS if options.quick else _KILLS), options.engines)


def _power(options: argparse.Namespace) -> Rows:
    if reason := power.unavailable():
        return _skipped(reason)
    return power.run(options.times or (_QUICK_IMAGES if options.quick else _IMAGES), options.engines)


def _concurrency(options: argparse.Namespace) -> Rows:
    seconds = options.times or (_QUICK_SECONDS if options.quick else _SECONDS)
    return (concurrency.run(seconds, engine) for engine in options.engines)


def _skipped(reason: str) -> Rows:
    print(f"skipped: {reason}", file=sys.stderr)
    return ()


EXPERIMENTS = {"crashes": _crashes, "faults": _faults, "kills": _kills, "power": _power, "concurrency": _concurrency}
# Those that print a table of their own: what runs one with a count and says whether all is well, and the counts that a
# release and a hurry are tried with.
PARTS = {
    "damage": (damage.report, 3_000, 300),
    "pickles": (pickles.report, 200, 40),
    "checking": (checking.report, 100_000, 10_000),
    "queries": (queries.report, 100_000, 2_000),
    "outputs": (outputs.report, 20_000, 1_500),
    "inputs": (inputs.report, 20_000, 1_000),
}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.reliability", description="Try whether nothing is lost.")
    names = ", ".join((*EXPERIMENTS, *PARTS))
    parser.add_argument("experiments", nargs="*", metavar="EXPERIMENT", help=f"{names}; all if none is named")
    parser.add_argument("--quick", action="store_true", help="fewer sorts of faults, kills, images and seconds")
    parser.add_argument("--engines", default=",".join(ENGINES), help="with commas between them")
    parser.add_argument("--commands", default="", help="those to disturb: build, update, rebuild, add, export")
    parser.add_argument("--faults", default="", help="only crashes and faults whose name holds this, such as “full”")
    parser.add_argument("--times", type=int, default=0, help="kills, images, seconds, or how many of the other trials")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    if unknown := set(options.experiments) - EXPERIMENTS.keys() - PARTS.keys():
        parser.error(f"there is no experiment {', '.join(sorted(unknown))}")
    options.engines = options.engines.split(",")
    options.commands = [name for name in options.commands.split(",") if name]
    return options


def _cells(row: Mapping[str, Any]) -> str:
    outcomes = ", ".join(f"{count:,} {name}" for name, count in row["outcomes"].items())
    faults = ", ".join(f"{count:,} {name}" for name, count in row["faults"].items()) or "0"
    return f"| {row['deed']} | {row['engine']} | {row['fault']} | {row['calls']:,} | {outcomes} | {faults} |"


def main() -> int:
    """Run the experiments; return 1 if anything was found that must not be."""
    options = _arguments()
    wrong = False
    rows: list[dict[str, Any]] = []
    if not options.json:
        described = machine.describe()
        print(", ".join(described[name] for name in ("date", "processor", "cores", "system")), flush=True)
        print("\n| command | engine | what happens | times | what came of it | must not be |")
        print("| --- | --- | --- | --- | --- | --- |", flush=True)
    chosen = options.experiments or (*EXPERIMENTS, *PARTS)
    for name in filter(EXPERIMENTS.__contains__, chosen):
        for row in EXPERIMENTS[name](options):
            wrong = wrong or bool(row["faults"])
            rows.append({"experiment": name} | row)
            if not options.json:
                print(_cells(row), flush=True)
            for example in row["examples"] if row["faults"] else ():
                print(f"  {example[:1000]}", file=sys.stderr, flush=True)
    if options.json:
        print(json.dumps(rows, indent=1))
    for name in filter(PARTS.__contains__, chosen):
        run, usual, few = PARTS[name]
        print(f"\n{name}\n", flush=True)
        wrong = not run(options.times or (few if options.quick else usual)) or wrong
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main())
