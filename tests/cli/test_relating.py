"""The commands that relate passages to others: similar, compare, trends."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from searchkit.formats import FORMATS, render
from searchkit.library import Library
from searchkit.text import visible

from .conftest import Done, on_terminal, process, process_on_terminal, without_codes

Run = Callable[..., Done]
pytestmark = pytest.mark.usefixtures("sample")

LETTER = "the-returns-trolley/the-index-at-the-back-of-the-book#quote-1"
SEVERAL = (
    f"similar {LETTER}",
    "similar the-map-is-late#quote-2 --elsewhere --kind quote",
    "compare benedita pip index",
    "compare rui marit --and jorinde bridge --limit 1",
    "trends bridge",
    "trends the --per speaker --top 2 --share",
)


@pytest.mark.parametrize("arguments", SEVERAL)
def test_a_process_of_its_own_prints_the_same_each_time(arguments: str) -> None:
    """Two processes give the same bytes, whole lines and no colour, and what is told beside goes to standard error."""
    done = process(*arguments.split())
    assert done.code == 0
    assert done == process(*arguments.split())
    assert done.out.endswith("\n")
    assert visible(done.out) == done.out
    assert process(*arguments.split(), "--quiet") == Done(0, done.out, "")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("arguments", [f"similar {LETTER}", "compare benedita marit book"])
def test_every_format_is_taken(run: Run, arguments: str, name: str) -> None:
    """`similar` and `compare` print every format of results."""
    done = run(*arguments.split(), "--format", name)
    assert (done.code, done.out[-1:]) == (0, "\n")
    if name == "json":
        assert done == run(*arguments.split(), "--json")


@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        (1, "similar no-such-episode#quote-1"),
        (1, "similar S1E4#quote-99"),
        (1, f"similar {LETTER} --speaker nobody"),
        (1, f"similar {LETTER} --since 2099"),
        (1, f"similar {LETTER} --offset 5000"),
        (2, "similar"),
        (2, "similar S1E4"),
        (2, f"similar {LETTER} --limit 0"),
        (2, f"similar {LETTER} --offset -1"),
        (2, f"similar {LETTER} --context -1"),
        (2, f"similar {LETTER} --all --limit 3"),
        (2, f"similar {LETTER} --since banana"),
        (1, "compare benedita nobody"),
        (1, "compare benedita pip zebra"),
        (2, "compare benedita"),
        (2, "compare benedita falcoeiro index"),
        (2, "compare pip philippa index"),
        (2, "compare benedita pip (index"),
        (2, "compare benedita pip index --limit 0"),
        (2, "compare benedita pip index --all --limit 2"),
        (2, "compare benedita pip index --match some"),
        (2, "compare benedita pip index --json --format csv"),
        (2, "compare benedita pip --speaker marit"),
        (1, "trends zebra"),
        (1, "trends bridge --speaker nobody"),
        (2, "trends (bridge"),
        (2, "trends bridge --by week"),
        (2, "trends bridge --per episode"),
        (2, "trends bridge --top 0"),
        (2, "trends bridge --format bibtex"),
        (2, "trends bridge --format svgg"),
        (2, "trends bridge --format svg --json"),
        (2, "trends bridge --match some"),
    ],
)
def test_the_exit_code_tells_what_happened(run: Run, code: int, arguments: str) -> None:
    """Each ends in the code of the table, and wrong usage prints an error and nothing else."""
    done = run(*arguments.split())
    assert done.code == code, done.err
    if code == 2:
        assert not done.out
        assert done.err.startswith("error: ")
    assert "Traceback" not in done.err


@pytest.mark.parametrize("arguments", [f"similar {LETTER}", "compare a b", "trends"])
def test_without_an_index_the_next_step_is_told(run: Run, arguments: str, tmp_path: Path) -> None:
    """Without an index each ends in 3 and names `searchkit index`; its help is there all the same."""
    nowhere = ["--index", str(tmp_path / "none")]
    assert run(arguments.partition(" ")[0], "-h").code == 0
    done = run(*arguments.split(), *nowhere)
    assert (done.code, done.out) == (3, "")
    assert "searchkit index" in done.err


# similar


def test_an_unknown_passage_is_told_as_show_tells_it(run: Run) -> None:
    """The error is the one of `show`, with its suggestions."""
    for id_ in ("the-returns-troley/the-card-that-lied#quote-1", "S1E4#quote-99"):
        assert run("similar", id_) == run("show", id_)
        assert run("similar", id_).err.count("\n") == 2
    assert "S1E4#quote-1" in run("similar", "S1E4").err


def test_what_is_similar_shares_marked_words(run: Run) -> None:
    """No hit is the passage itself, and each has a word marked."""
    told = json.loads(run("similar", LETTER, "--json", "--all").out)
    assert LETTER not in [hit["id"] for hit in told["hits"]]
    assert len(told["hits"]) == told["total"] > 10
    for hit in json.loads(run("similar", LETTER, "--json").out)["hits"]:
        assert hit["highlights"]["text"] or hit["highlights"]["heading"]


def test_elsewhere_and_the_options_narrow(run: Run) -> None:
    """`--elsewhere` leaves out the episode; kind and speaker narrow as in a search."""
    here = LETTER.partition("#")[0]
    told = json.loads(run("similar", LETTER, "--all", "--json").out)
    apart = json.loads(run("similar", LETTER, "--elsewhere", "--all", "--json").out)
    assert here in {hit["episode"]["id"] for hit in told["hits"]}
    assert {hit["id"] for hit in apart["hits"]} == {hit["id"] for hit in told["hits"] if hit["episode"]["id"] != here}
    quotes = json.loads(run("similar", LETTER, "--all", "--speaker", "benedita", "--kind", "quote", "--json").out)
    assert {(hit["kind"], hit["speaker"]) for hit in quotes["hits"]} == {("quote", "Benedita Falcoeiro")}


def test_the_library_finds_the_same(run: Run, built: Path) -> None:
    """`--json` prints what the library's results make."""
    with Library("corpus", built) as library:
        made = library.similar(LETTER, limit=3, elsewhere=True)
        assert run("similar", LETTER, "-n", "3", "--elsewhere", "--json").out == render(
            made.__class__(made.query, made.total, made.hits, made.engine), "json"
        )


# compare


def test_json_has_a_list_a_speaker(run: Run) -> None:
    """`compare --json` names each speaker with counts and hits that are theirs and speak of the topic."""
    told = json.loads(run("compare", "benedita", "marit", "book", "--json").out)
    assert [voice["name"] for voice in told["voices"]] == ["Benedita Falcoeiro", "Marit Onyekwelu"]
    for voice in told["voices"]:
        assert voice["total"] == len(voice["hits"]) <= voice["of"]
        assert voice["share"] == round(voice["total"] / voice["of"], 4)
        assert {(hit["kind"], hit["speaker"]) for hit in voice["hits"]} == {("quote", voice["name"])}
        dates = [hit["episode"]["published"] for hit in voice["hits"]]
        assert dates == sorted(dates)


def test_more_than_two_are_compared(run: Run) -> None:
    """`--and`, again too, adds speakers, with aliases and parts of names."""
    told = json.loads(run("compare", "pip", "toba", "--and", "rui", "--and", "peevska", "--json").out)
    assert [voice["name"] for voice in told["voices"]] == [
        *("Philippa Osei-Marchetti", "鳥羽 志津", "Rui Falcoeiro", "Радостина Пеевска"),
    ]


def test_the_limit_is_for_each(run: Run) -> None:
    """`--limit` cuts the hits of each speaker and no counts; `--all` shows every one."""
    few = json.loads(run("compare", "benedita", "jorinde", "--limit", "2", "--json").out)
    every = json.loads(run("compare", "benedita", "jorinde", "--all", "--json").out)
    assert [len(voice["hits"]) for voice in few["voices"]] == [2, 2]
    for voice, whole in zip(few["voices"], every["voices"], strict=True):
        assert voice["total"] == whole["total"] == len(whole["hits"])
    default = json.loads(run("compare", "benedita", "jorinde", "--json").out)
    assert [len(voice["hits"]) for voice in default["voices"]] == [5, 5]


def test_who_says_nothing_is_told(run: Run) -> None:
    """Who says nothing of the topic is named on standard error; words that nobody said together are told."""
    assert "nothing is found of Philippa Osei-Marchetti" in run("compare", "benedita", "pip", "index").err
    assert "none of them said all of the words" in run("compare", "benedita", "pip", "index", "zebra").err
    assert "searched for “index” instead" in run("compare", "benedita", "pip", "indxe").err
    strict = run("compare", "benedita", "pip", "indxe", "--strict")
    assert strict.err.startswith("no passage holds “indxe”; did you mean index")


@pytest.mark.parametrize("columns", [40, 80, 160])
def test_a_comparison_fits_the_terminal(columns: int) -> None:
    """On a terminal the voices stand side by side where there is room, and no line is longer than it."""
    done = on_terminal("compare", "benedita", "marit", "book", columns=columns)
    lines = without_codes(done.out).splitlines()
    assert done.code == 0
    assert max(map(len, lines)) <= columns
    assert any("Benedita Falcoeiro" in line and "Marit Onyekwelu" in line for line in lines) == (columns > 80)


# trends


def test_the_numbers_are_those_of_searches(run: Run) -> None:
    """What a year counts is what a search of that year finds, and it is counted among all of that year."""
    for row in json.loads(run("trends", "bridge", "--by", "year", "--json").out)["periods"]:
        year = ["--since", row["period"], "--until", row["period"], "--json"]
        assert json.loads(run("search", "bridge", *year).out)["total"] == row["count"]
        assert json.loads(run("search", *year).out)["total"] == row["of"]


def test_csv_and_svg_and_plain_hold_the_same(run: Run) -> None:
    """The rows of the table, the titles of the bars and the plain lines tell the same counts."""
    rows = list(csv.DictReader(io.StringIO(run("trends", "bridge", "-f", "csv").out)))
    counts = {row["period"]: row["count"] for row in rows}
    plain = re.findall(r"^(\d{4})  +(\d+) of", run("trends", "bridge").out, re.MULTILINE)
    assert dict(plain) == counts
    picture = ET.fromstring(run("trends", "bridge", "-f", "svg").out)  # noqa: S314 -- we made it
    titles = [one.text or "" for one in picture.iterfind(".//{*}rect/{*}title")]
    assert {text[:4]: text[6:].split()[0] for text in titles} == {
        period: count for period, count in counts.items() if count != "0"
    }


def test_months_fill_the_time(run: Run) -> None:
    """By month every month from the first to the last is there."""
    done = run("trends", "the", "--by", "month", "--since", "2021", "--until", "2021-12", "--format", "csv")
    assert [line[:7] for line in done.lines[1:]] == [f"2021-{month:02}" for month in range(7, 12)]


def test_counts_apart(run: Run) -> None:
    """`--per` gives a series a speaker, show or kind, `--top` as many; the rest is told on standard error."""
    for per in ("speaker", "show", "kind"):
        told = json.loads(run("trends", "the", "--per", per, "--top", "2", "--json").out)
        assert len(told["series"]) == 2
        rest = told["others"]["total"] if told["others"] else 0
        assert sum(series["total"] for series in told["series"]) + rest == told["total"]
    assert "of other speakers are not drawn" in run("trends", "the", "--per", "speaker").err


def test_the_format_of_the_settings_counts_where_it_can(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A format that the settings name is taken for trends too if they come in it; otherwise they are plain."""
    monkeypatch.setenv("SEARCHKIT_FORMAT", "csv")
    assert run("trends", "bridge").out == run("trends", "bridge", "--format", "csv").out
    monkeypatch.setenv("SEARCHKIT_FORMAT", "bibtex")
    assert run("trends", "bridge").out == run("trends", "bridge", "--format", "plain").out


def test_nothing_found_is_an_empty_document(run: Run) -> None:
    """Where nothing is found plain text is empty and JSON has its counts of zero; words are suggested."""
    assert run("trends", "brigde", "--strict").out == ""
    told = json.loads(run("trends", "brigde", "--strict", "--json").out)
    assert told["total"] == 0
    assert "did you mean bridge" in run("trends", "brigde", "--strict").err
    assert json.loads(run("trends", "brigde", "--json").out)["corrected"] == {"brigde": "bridge"}
    assert "--match any" in run("trends", "bridge", "bathroom", "--since", "2019").err


@pytest.mark.parametrize("columns", [40, 80, 160])
def test_a_chart_fits_the_terminal(columns: int) -> None:
    """On a terminal the chart has bars and no line that is too long; without colour it is the same text."""
    done = process_on_terminal("trends", "bridge", columns=columns, only="out")
    shown = without_codes(done.out)
    assert "▇▇▇" in shown
    assert max(map(len, shown.splitlines())) <= columns
    assert process_on_terminal("trends", "bridge", columns=columns, only="out", NO_COLOR="1").code == 0
    assert "2018" in without_codes(on_terminal("trends", "bridge", "--color", "never", columns=columns).out)


def test_hostile_words_are_data(run: Run) -> None:
    """Words that could act in a document or on a terminal come out of every form as text."""
    words = 'kind:quote OR "<script>\x1b[31m=1+1"'
    for name in ("plain", "json", "csv", "tsv", "yaml", "svg"):
        done = run("trends", words, "--format", name)
        assert done.code == 0, done.err
        assert "\x1b" not in done.out
        if name == "svg":
            assert "<script" not in done.out
            ET.fromstring(done.out)  # noqa: S314 -- we made it


def test_a_comparison_that_finds_nothing_says_that_transcripts_were_left_out(run: Run) -> None:
    """The note names --all-kinds, and is silent about it where transcripts were looked into."""
    plain = run("compare", "benedita", "marit", "zzyzxqv")
    assert plain.code == 1
    assert "transcripts were left out (--all-kinds" in plain.err
    assert "left out" not in run("compare", "benedita", "marit", "zzyzxqv", "--all-kinds").err
