"""Trends on terminals of several widths."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from searchkit.model import Query
from searchkit.terminal import Terminal
from searchkit.terminal.periods import Chart
from searchkit.trends import Series, Trends

PERIODS = ("2020", "2021", "2022", "2023")
MADE = Trends(Query(text="chair"), "year", "", PERIODS, Series("", (3, 12, 0, 1_200), (60, 120, 0, 4_000)))


def drawn(made: Trends, width: int, *, by_share: bool = False, color: str = "never") -> str:
    """Return what a terminal of some width shows."""
    out = io.StringIO()
    terminal = Terminal(out, environment={"COLUMNS": str(width)}, color=color, pager="never")
    terminal.draw(Chart(made, by_share=by_share))
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 80, 160])
def test_each_period_is_a_line(width: int) -> None:
    """Every line has the period, its counts and share, and a bar; none is longer than the terminal."""
    lines = drawn(MADE, width).splitlines()
    assert lines[0].strip() == "“chair” by year: passages"
    assert [line.split("▇")[0].split() for line in lines[1:]] == [
        *(["2020", "3", "of", "60", "5.0", "%"], ["2021", "12", "of", "120", "10.0", "%"]),
        *(["2022", "0", "of", "0"], ["2023", "1,200", "of", "4,000", "30.0", "%"]),
    ]
    assert max(map(cell_len, lines)) <= width
    blocks = [line.count("▇") for line in lines[1:]]
    assert blocks[0] == 1
    assert blocks[2] == 0
    assert blocks[3] == max(blocks) >= 4


def test_a_very_narrow_terminal_has_no_room_for_bars() -> None:
    """The shares give way to bars, and where bars could not be told from each other the numbers are there alone."""
    assert "5.0 %" not in drawn(MADE, 26)
    assert "▇▇▇▇" in drawn(MADE, 26)
    shown = drawn(MADE, 22)
    assert "▇" not in shown
    assert "1,200 of 4,000" in shown


def test_bars_can_be_shares() -> None:
    """By share the bars are as long as the shares are large."""
    blocks = [line.count("▇") for line in drawn(MADE, 80, by_share=True).splitlines()[1:]]
    assert [round(10 * count / blocks[3]) for count in blocks] == [2, 3, 0, 10]


def test_each_series_has_a_block_on_one_scale() -> None:
    """Series stand below each other with their totals; the same number is as long in each."""
    series = (Series("Ada Lind", (2, 4, 0, 0), (4, 4, 4, 4)), Series("", (0, 2, 0, 0), (4, 4, 4, 4)))
    lines = drawn(replace(MADE, per="speaker", series=series), 80).splitlines()
    assert lines[2].strip() == "Ada Lind  6"
    assert lines[8].strip() == "nobody named  2"
    assert lines[3].count("▇") == lines[10].count("▇") == lines[4].count("▇") // 2 > 10


def test_a_long_time_without_passages_is_one_line() -> None:
    """Four and more periods in a row without any passage are told together; fewer stand each on its line."""
    periods = tuple(str(year) for year in range(1990, 2000))
    of = (1, 0, 0, 0, 0, 0, 2, 0, 0, 3)
    lines = drawn(Trends(Query(), "year", "", periods, Series("", of, of)), 80).splitlines()
    assert [line.split("  ")[0] for line in lines[1:]] == [
        *("1990", "1991 to 1995", "1996", "1997", "1998", "1999"),
    ]


@given(st.text(max_size=40), st.sampled_from((20, 40, 80)))
def test_any_text_can_be_drawn_and_never_acts(text: str, width: int) -> None:
    """Whatever is asked for and whoever spoke, it fits and holds no character that a terminal acts on."""
    made = replace(MADE, query=Query(text=text), per="show", series=(Series(text, (1, 0, 0, 2), (1, 1, 0, 3)),))
    shown = drawn(made, width)
    assert not re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    assert max(map(cell_len, shown.split("\n"))) <= width
