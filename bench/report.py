"""The figures as plain tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bench import startup
from bench.contestants import LABELS
from bench.goals import Goal
from bench.questions import CLASSES, PER_CLASS

Figures = Mapping[str, Mapping[str, float]]
"""For each contestant what was measured, by name."""

_MEGABYTE = 1_000_000


def machine(facts: Mapping[str, str]) -> str:
    """Return the machine in one line."""
    return "; ".join(f"{name} {value}" for name, value in facts.items())


def start(measured: startup.Startup) -> str:
    """Return the table of whole processes."""
    bare = measured.above[startup.BARE]
    rows = [[name, f"{spent:.1f}", f"{spent / bare:.2f}"] for name, spent in measured.above.items()]
    title = (
        f"Start of the whole process, {measured.passages:,} passages, files in the cache: CPU ms above "
        f"`python -c pass` ({measured.floor:.1f} ms)."
    )
    return table(title, ["command", "ms", "times bare"], rows)


def index(sizes: Mapping[int, Figures]) -> str:
    """Return the table of indexes built."""
    rows = []
    for size, engines in sizes.items():
        reference = engines.get("whoosh", {}).get("rate")
        for name, figures in engines.items():
            rows.append(
                [
                    f"{size:,}",
                    LABELS.get(name, name),
                    f"{figures['rate']:,.0f}",
                    f"{figures['rate'] / reference:.2f}" if reference else "-",
                    f"{figures['bytes'] / size:,.0f}",
                    f"{figures['memory'] / _MEGABYTE:,.0f}",
                ]
            )
    headings = ["passages", "engine", "passages/CPU s", "times Whoosh", "bytes/passage", "peak MB"]
    return table("Index: each built in a process of its own.", headings, rows)


def queries(size: int, classes: Mapping[str, Figures]) -> str:
    """Return the tables of the questions to indexes of one size: what they cost, and how much they found."""
    there = [who for who in LABELS if any(who in engines for engines in classes.values())]
    costs = [[CLASSES[name], *(_cost(engines.get(who, {})) for who in there)] for name, engines in classes.items()]
    found = [[CLASSES[name], *(_found(engines.get(who, {})) for who in there)] for name, engines in classes.items()]
    title = (
        f"Queries, {size:,} passages: CPU ms p50 / p95 of {PER_CLASS} questions, indexes open, each question asked "
        f"once; ten hits with highlights, and the number of all."
    )
    headings = ["class", *(LABELS[who] for who in there)]
    return table(title, headings, costs) + "\n" + table("Passages found, median:", headings, found)


def goals(listed: Sequence[Goal]) -> str:
    """Return the table of goals."""
    rows = [[goal.what, goal.wanted, goal.measured, "met" if goal.met else "MISSED"] for goal in listed]
    return table("Goals:", ["what", "goal", "measured", ""], rows)


def _cost(figures: Mapping[str, float]) -> str:
    return f"{figures['p50']:.2f} / {figures['p95']:.2f}" if "p50" in figures else "-"


def _found(figures: Mapping[str, float]) -> str:
    return f"{figures['found']:,.0f}" if "found" in figures else "-"


def table(title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table whose columns of words are flush left and whose others are flush right."""
    body = [list(map(str, line)) for line in rows]
    lines = [list(headings), *body]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    words = [any(line[number][:1].isalpha() for line in body) for number in range(len(headings))]
    lines.insert(1, ["-" * width for width in widths])
    aligned = (
        "  ".join(
            cell.ljust(width) if of_words else cell.rjust(width)
            for cell, width, of_words in zip(line, widths, words, strict=True)
        ).rstrip()
        for line in lines
    )
    return "\n".join((title, "", *aligned, ""))
