"""How often something was said over time: counts by month or year, for all or by speaker, show or kind."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

from searchkit.engines.base import TallyField
from searchkit.errors import UsageError
from searchkit.model import Query

By = Literal["auto", "month", "year"]
BYS: tuple[By, ...] = get_args(By)
Per = Literal["", "speaker", "show", "kind"]
PERS: tuple[Per, ...] = get_args(Per)[1:]

Tally = Callable[[Query, Sequence[TallyField]], Mapping[tuple[str, ...], int]]

_MOST_MONTHS = 36  # of a corpus that is shown by month unless told otherwise
_FINE_ENOUGH = 0.9  # share of its dated passages that must have a month then
_MOST_PERIODS = 2_400  # two centuries of months
_DATE = re.compile(r"\d{4}(?:-\d\d)?(?=-|\Z)")


@dataclass(frozen=True, slots=True)
class Series:
    """Counts over the periods of some trends.

    Attributes:
        name: of the speaker, show or kind; "" for everything, and for passages that name no speaker.
        counts: for each period, how many passages match.
        of: for each period, how many passages there are, matching or not: of the same name, or of every name where
            there are no words to match, so that the share tells how much of everything is theirs.
    """

    name: str
    counts: tuple[int, ...]
    of: tuple[int, ...]

    @property
    def total(self) -> int:
        """How many passages match, over all periods."""
        return sum(self.counts)

    @property
    def shares(self) -> tuple[float, ...]:
        """For each period the part of its passages that match, from 0.0 to 1.0; 0.0 where there are none."""
        return tuple(count / of if of else 0.0 for count, of in zip(self.counts, self.of, strict=True))


@dataclass(frozen=True, slots=True)
class Trends:
    """How often a query finds something, period by period.

    Attributes:
        query: the question.
        by: what a period is, "month" or "year".
        per: what the series are, or "" if there are none.
        periods: every month (`2023-06`) or year (`2023`) from the first to the last one in which there is a passage,
            matching or not; those between in which there is none are there too.
        whole: all passages that match.
        series: the speakers, shows or kinds with most matches, the most frequent first.
        others: the rest of them together, or None if there are no more.
        undated: how many more passages match whose date is unknown, or not known to the month.
        corrected: for each word that the index does not know, the one that was looked for in its place.
        suggestions: for each word that it does not know and that was not corrected, known ones that look like it.
        limited: for each pattern that stands for too many words, how many; the most frequent were searched for.
        stale: True if the corpus has changed since the index was built.
    """

    query: Query
    by: Literal["month", "year"]
    per: Per
    periods: tuple[str, ...]
    whole: Series
    series: tuple[Series, ...] = ()
    others: Series | None = None
    undated: int = 0
    corrected: Mapping[str, str] = field(default_factory=dict)
    suggestions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    limited: Mapping[str, int] = field(default_factory=dict)
    stale: bool = False

    @property
    def total(self) -> int:
        """How many passages match, dated or not."""
        return self.whole.total + self.undated


def trends(
    tally: Tally,
    query: Query,
    *,
    by: By = "auto",
    per: Per = "",
    top: int = 5,
    canonical: Callable[[str], str] = str,
) -> Trends:
    """Return how often a query finds something over time.

    Args:
        tally: how many passages of a query have each combination of the values of some fields; see `Engine.tally`.
        query: the question. All its words are wanted unless it asks for any.
        by: what a period is; "auto" takes months up to three years, years for longer.
        per: count apart by "speaker", "show" or "kind"; by speaker quotes alone, unless `query` names kinds.
        top: how many speakers, shows or kinds to tell apart.
        canonical: gives the one name of a speaker or show for a spelling.

    Raises:
        UsageError: an option cannot be what it is, or there would be thousands of periods.
    """
    _check(by, per, top)
    if per == "speaker" and not query.kinds:
        query = replace(query, kinds=("quote",))
    fields: tuple[TallyField, ...] = ("date", per) if per else ("date",)
    has_words = bool(query.text.strip())
    found = _named(tally(query, fields), per, canonical)
    there = _named(tally(replace(query, text=""), fields), per, canonical) if has_words else found
    unit = _unit(there) if by == "auto" else by
    matching, everything = _placed(found, unit), _placed(there, unit)
    periods = _periods({period for period, _ in everything if period}, unit)

    def series(name: str, names: Iterable[str] | None = None) -> Series:
        chosen = None if names is None else frozenset(names)
        return Series(name, _row(matching, periods, chosen), _row(everything, periods, chosen if has_words else None))

    totals: Counter[str] = Counter()
    for (period, name), count in matching.items():
        totals[name] += count if period else 0
    ranked = sorted((name for name in totals if totals[name]), key=lambda name: (-totals[name], name))
    return Trends(
        query=query,
        by=unit,
        per=per,
        periods=periods,
        whole=series(""),
        series=tuple(series(name, [name]) for name in ranked[:top]) if per else (),
        others=series("", ranked[top:]) if per and ranked[top:] else None,
        undated=sum(count for (period, _), count in matching.items() if not period),
    )


def _check(by: str, per: str, top: int) -> None:
    if by not in BYS:
        raise UsageError(f"periods cannot be {by}", "they are one of " + ", ".join(BYS))
    if per and per not in PERS:
        raise UsageError(f"there are no counts per {per}", "count per " + ", ".join(PERS))
    if top < 1:
        raise UsageError(f"the top {top} are none", "give at least 1")


_Counts = Mapping[tuple[str, str], int]  # of (date or period, name)


def _named(counts: Mapping[tuple[str, ...], int], per: Per, canonical: Callable[[str], str]) -> _Counts:
    """Return counts of (date, name), the spellings of a name together."""
    made: Counter[tuple[str, str]] = Counter()
    for (date, *names), count in counts.items():
        name = names[0] if names else ""
        made[date, canonical(name) if name and per != "kind" else name] += count
    return made


def _unit(counts: _Counts) -> Literal["month", "year"]:
    """Return what a period is to be: a month where time is short and the dates are fine enough."""
    dated = {date: 0 for date, _ in counts if _DATE.match(date)}
    for (date, _), count in counts.items():
        if date in dated:
            dated[date] += count
    fine = {date[:7]: 0 for date in dated if len(date) > 4}  # noqa: PLR2004 -- more than a year
    if not fine or sum(count for date, count in dated.items() if len(date) > 4) < _FINE_ENOUGH * sum(dated.values()):  # noqa: PLR2004
        return "year"
    return "month" if _month(max(fine)) - _month(min(fine)) < _MOST_MONTHS else "year"


def _placed(counts: _Counts, unit: Literal["month", "year"]) -> _Counts:
    """Return counts of (period, name); "" is the period of dates that are unknown or not fine enough."""
    made: Counter[tuple[str, str]] = Counter()
    for (date, name), count in counts.items():
        length = 7 if unit == "month" else 4
        made[date[:length] if _DATE.match(date) and len(date) >= length else "", name] += count
    return made


def _month(period: str) -> int:
    return int(period[:4]) * 12 + int(period[5:7]) - 1


def _periods(found: Iterable[str], unit: Literal["month", "year"]) -> tuple[str, ...]:
    """Return every period from the first to the last.

    Raises:
        UsageError: there are thousands; a date in the corpus is probably wrong.
    """
    ends = sorted(found)
    if not ends:
        return ()
    if unit == "year":
        count = int(ends[-1]) - int(ends[0]) + 1
        made = (f"{int(ends[0]) + number:04}" for number in range(count))
    else:
        first = _month(ends[0])
        count = _month(ends[-1]) - first + 1
        made = (f"{month // 12:04}-{month % 12 + 1:02}" for month in range(first, first + count))
    if count > _MOST_PERIODS:
        raise UsageError(
            f"from {ends[0]} to {ends[-1]} are {count:,} {unit}s", "narrow the time with --since and --until"
        )
    return tuple(made)


def _row(counts: _Counts, periods: Sequence[str], names: frozenset[str] | None) -> tuple[int, ...]:
    """Return the counts of some names, or of all if None, for each period."""
    row = dict.fromkeys(periods, 0)
    for (period, name), count in counts.items():
        if period and (names is None or name in names):
            row[period] += count
    return tuple(row.values())
