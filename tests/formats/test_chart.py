"""The chart of trends as SVG, parsed as XML."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.formats.chart import chart
from searchkit.model import Query
from searchkit.trends import Series, Trends

from .conftest import HOSTILE
from .test_periods import MADE, PER

SVG = "{http://www.w3.org/2000/svg}"


def parsed(made: Trends, *, by_share: bool = False) -> ET.Element:
    """Return the picture of some trends."""
    return ET.fromstring(chart(made, by_share=by_share))  # noqa: S314 -- we made it


def bars(picture: ET.Element) -> list[ET.Element]:
    """Return the bars of a picture in their order."""
    return [one for one in picture.iter(f"{SVG}rect") if one.get("class") == "bar"]


def number(one: ET.Element, name: str) -> float:
    """Return an attribute as a number."""
    return float(one.get(name, ""))


def test_the_picture_says_what_it_shows() -> None:
    """It has a role, a title and a description that its root refers to, and a title on each bar."""
    picture = parsed(MADE)
    assert picture.get("role") == "img"
    named = {one.get("id"): one.text for one in picture if one.get("id")}
    assert picture.get("aria-labelledby", "").split() == list(named)
    assert named["title"] == "“chair” by month: number of passages"
    assert named["desc"] == "15 passages from 2023-05 to 2023-07, most in 2023-06 (12). 2 more without a month."
    assert [one.findtext(f"{SVG}title") for one in bars(picture)] == [
        "2023-05: 3 of 60 (5.0 %)",
        "2023-06: 12 of 120 (10.0 %)",
    ]


def test_bars_are_as_high_as_their_values() -> None:
    """Heights are in proportion to the numbers, or to the shares, and all bars stand on one floor."""
    for by_share, ratio in ((False, 4), (True, 2)):
        low, high = bars(parsed(MADE, by_share=by_share))
        assert number(high, "height") / number(low, "height") == pytest.approx(ratio, rel=0.001)
        floors = [number(one, "y") + number(one, "height") for one in (low, high)]
        assert floors[0] == pytest.approx(floors[1], abs=0.02)


def test_each_series_has_a_panel_on_one_scale() -> None:
    """Panels stand below each other, each with its heading, and the same value is as high in each."""
    made = replace(PER, series=(Series("A", (2, 4, 0), (9, 9, 9)), Series("B", (0, 2, 0), (9, 9, 9))))
    picture = parsed(made)
    headings = [one.text for one in picture.iter(f"{SVG}text") if one.get("class") == "heading"]
    assert headings == ["A (6)", "B (2)"]
    heights = [number(one, "height") for one in bars(picture)]
    assert heights[0] == heights[2] == pytest.approx(heights[1] / 2, abs=0.02)


@pytest.mark.parametrize("count", [0, 1, 12, 300, 2_400])
@pytest.mark.parametrize("value", [1, 7, 99, 12_345_678])
def test_everything_lies_within_the_picture(count: int, value: int) -> None:
    """However many periods and however large the values, no bar or text leaves the picture, and labels keep apart."""
    periods = tuple(f"{number // 12:04}-{number % 12 + 1:02}" for number in range(count))
    picture = parsed(Trends(Query(), "month", "", periods, Series("", (value,) * count, (value,) * count)))
    wide, high = number(picture, "width"), number(picture, "height")
    for one in picture.iter():
        if one.get("x") is not None:
            assert 0 <= number(one, "x") <= wide
            assert 0 <= number(one, "y") <= high
            assert number(one, "x") + float(one.get("width", "0")) <= wide
    places = [number(one, "x") for one in picture.iter(f"{SVG}text") if re.fullmatch(r"\d{4}-\d\d", one.text or "")]
    assert all(other - one >= 55 for one, other in pairwise(places))


def test_the_picture_loads_and_runs_nothing() -> None:
    """It has no script, no handler, no link and no address of its own; light and dark have colours."""
    made = chart(PER)
    assert not re.search(r"<script|<a[ >]|<image|<use|href|url\(|@import|\son\w+=", made)
    assert made.count("http") == 1
    assert "prefers-color-scheme: dark" in made


@given(st.text())
def test_any_text_makes_a_picture(text: str) -> None:
    """Whatever is asked for and whoever spoke, the picture is well-formed and holds no elements but its own."""
    _is_safe(text)


@pytest.mark.parametrize("text", [*HOSTILE, "]]>", "\ufffe\uffff", "&#0;", "</title><script>"])
def test_hostile_text_makes_a_picture(text: str) -> None:
    """Text made to break out stays text."""
    _is_safe(text)


def _is_safe(text: str) -> None:
    picture = parsed(replace(PER, query=Query(text=text), series=(Series(text, (1, 2, 0), (3, 3, 3)),)))
    assert {one.tag.removeprefix(SVG) for one in picture.iter()} == {
        *("svg", "title", "desc", "style", "rect", "text", "line"),
    }


def test_two_runs_give_the_same_bytes() -> None:
    """A chart depends on its trends alone."""
    assert chart(PER) == chart(PER)
