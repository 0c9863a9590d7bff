"""Days and moments as people write them, and back."""

from __future__ import annotations

import re
from datetime import date

# Compiled when they are first needed: few searches need one.
_DATE = r"(?as)(\d{4})(?:-(\d{1,2})(?:-(\d{1,2})(?:[T ]\s*\d.*)?)?)?"
_MOMENT = r"(?a)(?:(\d+):)?(?:(\d+):)?(\d+(?:\.\d+)?)"
_SIXTY = 60
_DECIMALS = 6  # of a moment: microseconds
_LONGEST = 100_000 * 3600  # seconds, far beyond any recording
_SHOWN = 40  # characters of what is wrong


def parse_date(value: str) -> str:
    """Return the ISO day, month or year in `value`; a time of day behind it is left out.

    >>> parse_date("2025-10-03 19:26:05 +0000"), parse_date("2023-6"), parse_date("2023")
    ('2025-10-03', '2023-06', '2023')

    Raises:
        ValueError: it is none of the three, or no day of the calendar.
    """
    match = re.fullmatch(_DATE, value.strip())
    if match is None:
        raise ValueError(f"{_shown(value)} is not a date: write a day (2023-06-19), a month (2023-06) or a year (2023)")
    year, month, day = match.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise ValueError(f"{_shown(value)} is not in the calendar") from None
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


def parse_moment(value: str) -> float:
    """Return the seconds of `HH:MM:SS`, `MM:SS` or `SS`, each with or without a fraction.

    >>> parse_moment("1:30:00"), parse_moment("12:31.5"), parse_moment("75")
    (5400.0, 751.5, 75.0)

    Raises:
        ValueError: it is none of these, minutes or seconds behind a colon are 60 or more, or there are 100,000 hours.
    """
    match = re.fullmatch(_MOMENT, value.strip())
    if match is None:
        raise ValueError(f"{_shown(value)} is not a moment: write hours:minutes:seconds (00:12:31)")
    parts = [part for part in match.groups() if part is not None]
    if any(float(part) >= _SIXTY for part in parts[1:]):
        raise ValueError(f"{_shown(value)} is not a moment: minutes and seconds go to 59")
    seconds = 0.0
    for part in parts:
        seconds = seconds * _SIXTY + float(part)
    if seconds >= _LONGEST:
        raise ValueError(f"{_shown(value)} is not a moment of any recording")
    return round(seconds, _DECIMALS)  # so that 2:00.1 is 120.1, not what is left of it after two sums


def format_moment(seconds: float) -> str:
    """Return seconds as `HH:MM:SS`, with three decimals only where there is a fraction.

    >>> format_moment(751), format_moment(5400.25)
    ('00:12:31', '01:30:00.250')
    """
    milliseconds = round(max(seconds, 0) * 1000)
    whole, fraction = divmod(milliseconds, 1000)
    minutes, second = divmod(whole, _SIXTY)
    hour, minute = divmod(minutes, _SIXTY)
    return f"{hour:02}:{minute:02}:{second:02}" + (f".{fraction:03}" if fraction else "")


def _shown(value: str) -> str:
    return repr(value if len(value) <= _SHOWN else value[:_SHOWN] + "…")
