"""Trends as plain lines, JSON, YAML, CSV and TSV."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
import yaml

from searchkit.formats.periods import FORMATS, bar, write
from searchkit.model import Query
from searchkit.trends import Series, Trends

from .conftest import HOSTILE
from .test_json import valid

PERIODS = ("2023-05", "2023-06", "2023-07")
MADE = Trends(Query(text="chair", limit=None), "month", "", PERIODS, Series("", (3, 12, 0), (60, 120, 0)), undated=2)
PER = replace(
    MADE,
    per="speaker",
    series=(Series("Ada Lind", (3, 10, 0), (20, 30, 0)), Series("", (0, 1, 0), (1, 1, 0))),
    others=Series("", (0, 1, 0), (39, 89, 0)),
)


def written(made: Trends, name: str, *, by_share: bool = False) -> str:
    """Return trends in a form."""
    stream = io.StringIO(newline="")
    write(made, name, stream, by_share=by_share)
    return stream.getvalue()


def test_plain_text_is_a_line_a_period() -> None:
    """Each line has the period, how many of how many, the share, and a bar as long as the number or the share."""
    assert written(MADE, "plain").splitlines() == [
        "2023-05   3 of  60    5.0 %  " + 10 * "▇",
        "2023-06  12 of 120   10.0 %  " + 40 * "▇",
        "2023-07   0 of   0",
    ]
    assert [line.count("▇") for line in written(MADE, "plain", by_share=True).splitlines()] == [20, 40, 0]


def test_plain_text_has_a_block_a_series() -> None:
    """Each series has its name and total over its lines, and what names nobody is called so; others are not drawn."""
    lines = written(PER, "plain").splitlines()
    assert lines[0] == "speaker: Ada Lind, 13"
    assert lines[4:6] == ["", "speaker: nobody named, 1"]
    assert len(lines) == 9


def test_nothing_found_is_no_line() -> None:
    """Where nothing was found plain text is empty."""
    assert written(replace(MADE, whole=Series("", (0, 0, 0), (1, 1, 1))), "plain") == ""


def test_csv_reads_back() -> None:
    """A row a period holds the numbers, the share nothing where there is no passage; TSV is the same with tabs."""
    rows = list(csv.reader(io.StringIO(written(MADE, "csv"))))
    assert rows == [
        ["period", "count", "of", "share"],
        ["2023-05", "3", "60", "0.0500"],
        ["2023-06", "12", "120", "0.1000"],
        ["2023-07", "0", "0", ""],
    ]
    assert list(csv.reader(io.StringIO(written(MADE, "tsv")), delimiter="\t")) == rows
    rows = list(csv.reader(io.StringIO(written(PER, "csv"))))
    assert rows[0] == ["period", "speaker", "count", "of", "share"]
    assert [row[1] for row in rows[1::3]] == ["Ada Lind", "nobody named", "others"]


def test_json_and_yaml_hold_everything() -> None:
    """The object has the periods of the whole and of each series, and what is undated; YAML holds the same."""
    told = json.loads(written(PER, "json"))
    valid(told, "trends")
    valid(json.loads(written(MADE, "json")), "trends")
    assert told == yaml.safe_load(written(PER, "yaml"))
    assert (told["schema_version"], told["by"], told["per"], told["total"], told["undated"]) == (
        *(1, "month", "speaker"),
        *(17, 2),
    )
    assert told["periods"][1] == {"period": "2023-06", "count": 12, "of": 120, "share": 0.1}
    assert told["periods"][2]["share"] is None
    assert [series["name"] for series in told["series"]] == ["Ada Lind", ""]
    assert told["others"]["total"] == 1
    assert not {"per", "series", "others"} & json.loads(written(MADE, "json")).keys()


def test_a_bar_shows_that_there_is_something() -> None:
    """The largest value fills the room, what is little still has a block, and nothing has none."""
    assert [len(bar(value, 1000, 20)) for value in (1000, 500, 1, 0)] == [20, 10, 1, 0]
    assert bar(0, 0, 20) == ""


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_is_data(text: str) -> None:
    """No name is a formula in a table, breaks a line, or acts on a terminal; JSON and YAML give it back."""
    made = replace(
        PER,
        query=Query(text=text),
        series=(Series(text, (1, 0, 0), (1, 1, 1)),),
        suggestions={text: (text,)},
    )
    assert json.loads(written(made, "json"))["series"][0]["name"] == text
    assert len(yaml.safe_load(written(made, "yaml"))["series"]) == 1
    assert len(written(made, "plain").splitlines()) == 4
    for row in csv.reader(io.StringIO(written(made, "csv"))):
        assert len(row) == 5
        assert row[1].lstrip()[:1] not in tuple("=+-@\t\r＝＋－＠")
    for name in FORMATS:
        assert not set(written(made, name)) & set(map(chr, (*range(9), *range(11, 32), 127, 0x9B, 0x202E))) - {"\t"}
