"""`python -m bench.reliability [PART…] [--count N]`: hold the promises against made input; see docs/reliability.md."""

from __future__ import annotations

import argparse
import sys

from bench.reliability import inputs, outputs, queries

# Part: what runs it with a count and says whether all is well, and the count that a release is measured with.
parts = {"queries": (queries.report, 100_000), "outputs": (outputs.report, 20_000), "inputs": (inputs.report, 20_000)}


def main() -> int:
    """Run the parts that are named, or all of them; the exit code is 1 if a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m bench.reliability", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", choices=[*parts, []], help=", ".join(parts))
    parser.add_argument("--count", type=int, help="how many of each, other than usual")
    arguments = parser.parse_args()
    chosen = arguments.parts or list(parts)
    good = [run(arguments.count or usual) for run, usual in (parts[name] for name in chosen)]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
