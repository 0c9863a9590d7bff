"""The lists: episodes, shows, speakers."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from .conftest import CORPUS, Done

Run = Callable[..., Done]
pytestmark = pytest.mark.usefixtures("sample")


@pytest.mark.parametrize("name", ["episodes", "shows", "speakers"])
def test_lists_are_plain_or_json(run: Run, name: str) -> None:
    """A list in a pipe has a line an entry with tabs between the cells; `--json` gives as many objects."""
    plain, told = run(name), run(name, "--json")
    assert plain.code == told.code == 0
    assert plain == run(name, "--format", "plain")
    assert len(plain.lines) == len(json.loads(told.out)) > 3
    assert all("\t" in line for line in plain.lines)
    assert f"{len(plain.lines)} {name}\n" == plain.err


@pytest.mark.parametrize("name", ["episodes", "shows", "speakers"])
def test_a_list_takes_no_format_of_results(run: Run, name: str) -> None:
    """A list cannot be asked for as CSV; where the settings name CSV for results, it is plain."""
    done = run(name, "--format", "csv")
    assert done.code == 2
    assert "give --format json or plain" in done.err


def test_a_format_of_results_in_the_settings_leaves_lists_plain(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """SEARCHKIT_FORMAT=csv makes results CSV and lists plain; json makes both JSON."""
    plain = run("shows").out
    monkeypatch.setenv("SEARCHKIT_FORMAT", "csv")
    assert run("shows").out == plain
    assert run("search", "bridge").out == run("search", "bridge", "--format", "csv").out
    monkeypatch.setenv("SEARCHKIT_FORMAT", "json")
    assert json.loads(run("shows").out)
    assert json.loads(run("status").out)["in_step"]


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
    assert len(run(*arguments.split()).lines) == count


def test_an_empty_list_ends_in_1(run: Run) -> None:
    """A list that nothing fits is empty and ends in 1."""
    assert run("episodes", "zzz") == Done(1, "", "0 episodes\n")
    assert run("speakers", "zzz", "--json") == Done(1, "[]\n", "0 speakers\n")


def test_every_spelling_of_a_name_is_listed(run: Run) -> None:
    """A speaker stands in the list once, with the other spellings behind the counts."""
    line = run("speakers", "van der kwelder").lines
    assert len(line) == 1
    assert line[0].split("\t")[0] == "Jorinde van der Kwelder"
    assert "Jorinde Vanderkwelder" in line[0].split("\t")[3:]
