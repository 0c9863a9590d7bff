"""The figures as plain tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bench import startup
from bench.contestants import LABELS
from bench.questions import CLASSES

GOAL = 1.33  # searchkit may take so many times as long as plain Whoosh
_MEGABYTE = 1_000_000


def machine(facts: Mapping[str, str]) -> str:
    """Return the machine in one line."""
    return "; ".join(f"{name} {value}" for name, value in facts.items())


def start(measured: startup.Startup) -> str:
    """Return the table of whole processes."""
    bare = measured.above[startup.BARE]
    rows = [
        [name, f"{spent:.1f}", f"{spent / bare:.2f}", _mark(spent / bare, startup.GOAL)]
        for name, spent in measured.above.items()
    ]
    title = (
        f"Start of the whole process, index of 10,000 passages, files in the cache: CPU ms above `python -c pass` "
        f"({measured.floor:.1f} ms). Goal: at most {startup.GOAL} times the bare imports."
    )
    return table(title, ["command", "ms", "times bare", ""], rows)


def index(sizes: Mapping[int, Mapping[str, Mapping[str, float]]]) -> str:
    """Return the table of indexes built."""
    rows = []
    for size, engines in sizes.items():
        reference = engines["whoosh"]["rate"]
        for name, figures in engines.items():
            ratio = reference / figures["rate"]
            rows.append(
                [
                    f"{size:,}",
                    LABELS.get(name, name),
                    f"{figures['rate']:,.0f}",
                    f"{ratio:.2f}",
                    f"{figures['bytes'] / size:,.0f}",
                    f"{figures['memory'] / _MEGABYTE:,.0f}",
                    _mark(ratio, GOAL) if name.startswith("searchkit") else "",
                ]
            )
    headings = ["passages", "engine", "passages/CPU s", "time/Whoosh's", "bytes/passage", "peak MB", ""]
    return table("Index: each built in a process of its own.", headings, rows)


def queries(size: int, classes: Mapping[str, Mapping[str, Mapping[str, float]]]) -> str:
    """Return the table of the questions to indexes of one size."""
    rows = []
    for name, engines in classes.items():
        own, plain = engines["searchkit"], engines["whoosh"]
        ratios = [own[point] / plain[point] for point in ("p50", "p95")]
        rows.append(
            [
                CLASSES[name],
                *(_number(engines[who], point) for who in LABELS for point in ("p50", "p95")),
                *(f"{ratio:.2f}" for ratio in ratios),
                _mark(max(ratios), GOAL),
                *(_found(engines[who]) for who in LABELS),
            ]
        )
    title = (
        f"Queries, {size:,} passages: CPU ms p50 and p95 of 40 questions, indexes open and warm; ten hits with "
        f"highlights, and the number of all.\n"
        f"Goal: at most {GOAL} times plain Whoosh. Last columns: passages found, median."
    )
    headings = ["class", *(f"{who} {point}" for who in LABELS for point in ("p50", "p95"))]
    headings += ["ratio p50", "ratio p95", "", *(f"{who} found" for who in LABELS)]
    return table(title, headings, rows)


def _number(figures: Mapping[str, float], name: str) -> str:
    return f"{figures[name]:.2f}" if name in figures else "-"


def _found(figures: Mapping[str, float]) -> str:
    return f"{figures['found']:,.0f}" if "found" in figures else "-"


def _mark(ratio: float, goal: float) -> str:
    return "over" if round(ratio, 2) > goal else ""


def table(title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table whose first column is flush left and whose others are flush right."""
    lines = [list(map(str, line)) for line in (headings, *rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    aligned = (
        "  ".join(
            cell.ljust(width) if not cell[:1].isdigit() and number < 2 else cell.rjust(width)  # noqa: PLR2004
            for number, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )
    return "\n".join((title, "", *aligned, ""))
