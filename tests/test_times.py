"""Days and moments as people write them."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.times import format_moment, parse_date, parse_moment

from .building import any_text


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2023", "2023"),
        ("2023-06", "2023-06"),
        ("2023-6", "2023-06"),
        ("2023-06-19", "2023-06-19"),
        ("2024-2-29", "2024-02-29"),
        (" 2023-06-19 ", "2023-06-19"),
        ("2025-10-03 19:26:05 +0000", "2025-10-03"),
        ("2025-10-03T19:26:05Z", "2025-10-03"),
    ],
)
def test_parse_date(written: str, date: str) -> None:
    """A day, month or year is read with or without leading zeros, and a time of day behind it left out."""
    assert parse_date(written) == date


@pytest.mark.parametrize(
    "written",
    [
        *("", "soon", "19 June 2023", "06/19/2023", "20230619", "23", "2023-", "2023-13", "2023-00", "2023-02-29"),
        *(
            "2023-06-31",
            "0000",
            "12023",
            "2023-06-19-20",
            "2023-06-19x",
            "２０２３",
            "-2023",
            "2023 or so",
            "2023-06 early",
        ),
        *("2023-06-19 Tuesday", "2023-06-19T"),
    ],
)
def test_what_is_no_date_is_refused(written: str) -> None:
    """What is no day, month or year of the calendar is refused with what was written."""
    with pytest.raises(ValueError, match="is not"):
        parse_date(written)


@given(st.dates())
def test_every_day_is_itself(day) -> None:
    """An ISO day is read as itself, as is its month and its year."""
    assert parse_date(day.isoformat()) == day.isoformat()
    assert parse_date(day.isoformat()[:7]) == day.isoformat()[:7]
    assert parse_date(day.isoformat()[:4]) == day.isoformat()[:4]


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("0", 0.0),
        ("75", 75.0),
        ("1:15", 75.0),
        ("00:12:31", 751.0),
        ("1:30:00", 5400.0),
        ("100:00:00", 360000.0),
        ("0:01.5", 1.5),
    ],
)
def test_parse_moment(written: str, seconds: float) -> None:
    """Seconds, minutes and hours are read, with or without a fraction."""
    assert parse_moment(written) == seconds


@pytest.mark.parametrize(
    "written",
    ["", "soon", "1:75", "1:60:00", "0:99:00", "-1", "1:2:3:4", ":30", "1:", "1h30", "1.5:00", "1:30:00 PM", "１:３０"],
)
def test_what_is_no_moment_is_refused(written: str) -> None:
    """What is no moment, or has 60 minutes or seconds behind a colon, is refused with what was written."""
    with pytest.raises(ValueError, match="is not a moment"):
        parse_moment(written)


@given(st.integers(0, 400_000_000))
def test_a_moment_reads_back(milliseconds: int) -> None:
    """A moment of whole milliseconds that is written is read back exactly."""
    assert parse_moment(format_moment(milliseconds / 1000)) == milliseconds / 1000


@given(any_text)
def test_any_text_is_a_time_or_none(text: str) -> None:
    """No text makes anything but a date, a moment or a ValueError."""
    with suppress(ValueError):
        parse_date(text)
    with suppress(ValueError):
        parse_moment(text)
