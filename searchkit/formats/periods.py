"""Trends in the output forms: plain lines with bars, JSON and YAML, CSV and TSV, and a chart as SVG (`chart`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from searchkit.formats.objects import SCHEMA_VERSION, Object, layered, query_object
from searchkit.formats.parts import clean, percent
from searchkit.formats.tables import cell, write_rows
from searchkit.trends import Series, Trends

FORMATS = ("plain", "json", "csv", "tsv", "yaml", "svg")
"""Names of the forms that trends come in."""

BLOCK = "▇"  # what bars are made of
_BAR = 40  # columns of the longest bar in plain text


def write(trends: Trends, name: str, stream: TextIO, *, by_share: bool = False) -> None:
    """Write trends to a text stream.

    Args:
        trends: what to write.
        name: one of `FORMATS`.
        stream: where to; UTF-8, with line ends left as they are.
        by_share: make bars as long as the share of the passages that match, not as their number.
    """
    if name == "json":
        stream.write(layered(trends_object(trends)) + "\n")
    elif name == "yaml":
        from searchkit.formats.as_yaml import document  # noqa: PLC0415 -- start-up time

        stream.write(document(trends_object(trends)))
    elif name in ("csv", "tsv"):
        _write_table(trends, stream, "," if name == "csv" else "\t")
    elif name == "svg":
        from searchkit.formats.chart import chart  # noqa: PLC0415 -- start-up time

        stream.write(chart(trends, by_share=by_share))
    else:
        stream.writelines(f"{line}\n" for line in _lines(trends, by_share=by_share))


def panels(trends: Trends) -> Iterator[tuple[str, Series]]:
    """Yield what is drawn, each with what it is called: everything as "", or each series.

    The others together are not: on one scale they would leave the rest no height.
    """
    if not trends.per:
        yield "", trends.whole
    for series in trends.series:
        yield clean(series.name) or "nobody named", series


def title(trends: Trends) -> str:
    """Return what trends are about: `“bridge” by year, per speaker`."""
    text = clean(trends.query.text)
    return (f"“{text}”" if text else "All passages") + f" by {trends.by}" + (f", per {trends.per}" * bool(trends.per))


def values(series: Series, *, by_share: bool) -> tuple[float, ...]:
    """Return what the bars of a series are as long as."""
    return series.shares if by_share else tuple(map(float, series.counts))


def highest(trends: Trends, *, by_share: bool) -> float:
    """Return the largest value of all that is drawn: one scale for all panels, so that they can be compared."""
    return max((value for _, series in panels(trends) for value in values(series, by_share=by_share)), default=0.0)


def bar(value: float, most: float, columns: int) -> str:
    """Return a bar of blocks; what is not nothing is at least one."""
    return BLOCK * max(1, round(columns * value / most)) if value and most else ""


def _lines(trends: Trends, *, by_share: bool) -> Iterator[str]:
    """Yield a line a period: `2023-06  12 of 120  10.0 %  ▇▇▇▇`, under a line with the name of each series."""
    if not trends.whole.total:
        return
    most = highest(trends, by_share=by_share)
    for number, (label, series) in enumerate(panels(trends)):
        if label:
            yield from ([""] if number else [])
            yield f"{trends.per}: {label}, {series.total:,}"
        width, wide = len(f"{max(series.counts, default=0)}"), len(f"{max(series.of, default=0)}")
        rows = zip(
            trends.periods, series.counts, series.of, series.shares, values(series, by_share=by_share), strict=True
        )
        for period, count, of, share, value in rows:
            part = percent(share) if of else ""
            line = f"{period}  {count:>{width}} of {of:>{wide}}  {part:>7}  {bar(value, most, _BAR)}"
            yield line.rstrip()


def _write_table(trends: Trends, stream: TextIO, delimiter: str) -> None:
    """Write a row a period and series, the others last; the share is a fraction, nothing where there is no passage."""
    head = ("period", *([trends.per] if trends.per else []), "count", "of", "share")
    drawn = [*panels(trends), *([("others", trends.others)] if trends.others is not None else [])]
    rows = (
        (period, *([cell(label)] if trends.per else []), str(count), str(of), f"{share:.4f}" if of else "")
        for label, series in drawn
        for period, count, of, share in zip(trends.periods, series.counts, series.of, series.shares, strict=True)
    )
    write_rows(stream, head, rows, delimiter)


def trends_object(trends: Trends) -> Object:
    """Return trends as a plain dictionary; the keys are described in docs/formats.md."""
    made: Object = {
        "schema_version": SCHEMA_VERSION,
        "query": query_object(trends.query),
        "by": trends.by,
        "total": trends.total,
        "undated": trends.undated,
        "corrected": dict(trends.corrected),
        "suggestions": {word: list(known) for word, known in trends.suggestions.items()},
        **({"limited": dict(trends.limited)} if trends.limited else {}),
        "stale": trends.stale,
        "periods": _rows(trends, trends.whole),
    }
    if trends.per:
        made["per"] = trends.per
        made["series"] = [
            {"name": series.name, "total": series.total, "periods": _rows(trends, series)} for series in trends.series
        ]
        others = trends.others
        made["others"] = others and {"total": others.total, "periods": _rows(trends, others)}
    return made


def _rows(trends: Trends, series: Series) -> list[Object]:
    rows = zip(trends.periods, series.counts, series.of, series.shares, strict=True)
    return [
        {"period": period, "count": count, "of": of, "share": round(share, 4) if of else None}
        for period, count, of, share in rows
    ]
