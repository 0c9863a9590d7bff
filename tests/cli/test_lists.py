"""The lists: episodes, shows, speakers."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import CORPUS, Done, on_terminal, without_codes

Run = Callable[..., Done]
pytestmark = pytest.mark.usefixtures("sample")


@pytest.mark.parametrize("name", ["episodes", "shows", "speakers"])
def test_lists_are_tables_in_a_pipe(run: Run, name: str) -> None:
    """In a pipe a list is TSV with a line of headings; CSV has the same rows, plain lines all but that one."""
    piped, told = run(name), run(name, "--json")
    assert piped.code == told.code == 0
    assert piped == run(name, "--format", "tsv")
    rows = list(csv.reader(io.StringIO(piped.out), delimiter="\t"))
    assert rows == list(csv.reader(io.StringIO(run(name, "--format", "csv").out)))
    assert len(rows) - 1 == len(json.loads(told.out)) > 3
    assert rows[0][:2] == {"episodes": ["id", "published"], "shows": ["show", "episodes"]}.get(
        name, ["speaker", "episodes"]
    )
    assert {len(row) for row in rows} == {len(rows[0])}
    plain = run(name, "--format", "plain").lines
    assert [line.split("\t") for line in plain] == rows[1:]
    assert f"{len(plain)} {name}\n" == piped.err


@pytest.mark.parametrize("name", ["episodes", "shows", "speakers"])
def test_a_list_takes_no_format_of_passages(run: Run, name: str) -> None:
    """A list cannot be asked for as BibTeX, and is told as what it can."""
    done = run(name, "--format", "bibtex")
    assert done.code == 2
    assert "give --format json, csv, tsv, plain" in done.err


def test_a_format_in_the_settings_is_that_of_lists_where_they_have_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SEARCHKIT_FORMAT=csv makes results and lists CSV, json makes both JSON; bibtex leaves lists as they are."""
    usual = run("shows").out
    for name, shown in (("csv", run("shows", "--format", "csv").out), ("bibtex", usual)):
        monkeypatch.setenv("SEARCHKIT_FORMAT", name)
        assert run("shows").out == shown
        assert run("search", "bridge").out == run("search", "bridge", "--format", name).out
    monkeypatch.setenv("SEARCHKIT_FORMAT", "json")
    assert json.loads(run("shows").out)
    assert json.loads(run("status").out)["in_step"]


def test_no_cell_of_a_list_is_a_formula(run: Run, empty: Path) -> None:
    """A title that a spreadsheet would calculate has an apostrophe before it in a table."""
    file = empty / "corpus" / "show" / "e.yaml"
    file.parent.mkdir(parents=True)
    file.write_text("show: Show\ntitle: '=1+1'\noverview: [A point.]\n", encoding="utf-8")
    assert run("index").code == 0
    assert "\t'=1+1\t" in run("episodes").out
    assert "\t=1+1\t" in run("episodes", "--format", "plain").out


def test_every_episode_of_the_corpus_is_listed(run: Run) -> None:
    """`episodes` lists every file of the corpus by its id, the newest first."""
    listed = json.loads(run("episodes", "--json").out)
    files = {path.relative_to(CORPUS).with_suffix("").as_posix() for path in CORPUS.glob("*/*.yaml")}
    assert {episode["id"] for episode in listed} == files
    dates = [episode["published"] for episode in listed]
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        ("episodes ropewalk", 3),
        ("episodes 2021", 2),
        ("episodes S1E4", 1),
        ("speakers falcoeiro", 2),
        ("shows trolley", 1),
        ("speakers pip", 1),
    ],
)
def test_words_narrow_a_list(run: Run, arguments: str, count: int) -> None:
    """Words after the command list only what they fit."""
    assert len(run(*arguments.split(), "--format", "plain").lines) == count


def test_an_empty_list_ends_in_1(run: Run) -> None:
    """A list that nothing fits is empty and ends in 1."""
    assert run("episodes", "zzz", "--format", "plain") == Done(1, "", "0 episodes\n")
    assert len(run("episodes", "zzz").lines) == 1  # the headings
    assert run("speakers", "zzz", "--json") == Done(1, "[]\n", "0 speakers\n")


def test_every_spelling_of_a_name_is_listed(run: Run) -> None:
    """A speaker stands in the list once, with the other spellings behind the counts."""
    line = run("speakers", "van der kwelder", "--format", "plain").lines
    assert len(line) == 1
    assert line[0].split("\t")[0] == "Jorinde van der Kwelder"
    assert "Jorinde Vanderkwelder" in line[0].split("\t")[3].split("; ")


def test_an_episode_is_found_by_its_chapters(run: Run) -> None:
    """A word of a chapter's title lists the episode with that chapter and its moment; other chapters stay away."""
    done = run("episodes", "cardigan", "--format", "plain")
    assert [line.split("\t")[0] for line in done.lines] == ["the-ropewalk-lectures/half-remembered"]
    assert done.lines[0].split("\t")[-1] == "00:00:00 Cardigan"
    assert "0:00  Cardigan" in without_codes(on_terminal("episodes", "cardigan").out)
    assert run("episodes", "half-remembered", "--format", "plain").lines[0].endswith("\t")
