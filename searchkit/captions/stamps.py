"""Moments as transcripts write them: `00:00:36`, `0:36`, `64:13`, `00:00:01,5`, `[07:55]`, `(00:36):`."""

from __future__ import annotations

import re

PATTERN = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,6})?"
BRACKETED = rf"\\?[\[(]\s*(?P<stamp>{PATTERN})\s*(?:[-–—>]+\s*{PATTERN}\s*)?\\?[\])]"
_STAMP = re.compile(rf"(?a){PATTERN}")
_DECIMALS = 3  # what WebVTT can hold
_SIXTY = 60


def moment(text: str) -> float:
    """Return the seconds of a stamp; the first number may be any, as in `64:13`.

    >>> moment("00:01:02,5"), moment("64:13"), moment("0:0")
    (62.5, 3853.0, 0.0)

    Raises:
        ValueError: it is none.
    """
    if _STAMP.fullmatch(text) is None:
        raise ValueError(f"{text!r} is not a moment")
    seconds = 0.0
    for part in text.replace(",", ".").split(":"):
        seconds = seconds * _SIXTY + float(part)
    return round(seconds, _DECIMALS)


def rounded(seconds: float | None) -> float | None:
    """Return seconds in whole milliseconds, None if there are none or they are below 0."""
    return None if seconds is None or not 0 <= seconds < float("inf") else round(seconds, _DECIMALS)


def clock(seconds: float) -> str:
    """Return seconds as WebVTT writes them: `HH:MM:SS.mmm`, more digits for more hours."""
    whole, fraction = divmod(round(seconds * 1000), 1000)
    minutes, second = divmod(whole, _SIXTY)
    hour, minute = divmod(minutes, _SIXTY)
    return f"{hour:02}:{minute:02}:{second:02}.{fraction:03}"
