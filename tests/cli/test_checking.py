"""The commands that tell what was really said: verify, whosaid."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from searchkit.text import visible
from tests.formats.test_json import valid

from .conftest import Done, on_terminal, process, without_codes

Run = Callable[..., Done]
BRIDGE = "the-spare-parts-hour/the-bridge-that-hummed"


@pytest.mark.usefixtures("sample")
def test_the_sample_has_every_verdict(run: Run) -> None:
    """The invented episodes have quotes of each kind; one was never said, so the exit code is 1."""
    done = run("verify", "--json")
    told = json.loads(done.out)
    valid(told, "verification")
    assert done.code == 1
    assert all(told["counts"].values())
    assert "11 episodes without a transcript: the-returns-trolley/the-card-that-lied, " in done.err
    assert f"{sum(told['counts'].values())} quotes: {told['counts']['verbatim']} verbatim, " in done.err


@pytest.mark.usefixtures("sample")
def test_a_process_prints_the_same_each_time() -> None:
    """Two processes give the same bytes, and nothing in them that a terminal acts on."""
    for arguments in (("verify", BRIDGE), ("whosaid", "cant outvot a thumb")):
        done = process(*arguments)
        assert done.code == 0
        assert done == process(*arguments)
        assert visible(done.out) == done.out


@pytest.mark.usefixtures("sample")
def test_a_terminal_shows_a_table() -> None:
    """Verdict, sureness, moment and words stand in columns, and what was said is marked in the words."""
    shown = without_codes(on_terminal("verify", BRIDGE).out)
    assert "verdict" in shown
    assert "≈ near" in shown
    assert "[-climb-] {+go+}" in shown


def test_written_verdicts_are_shown_by_every_search(run: Run, copied: Path) -> None:
    """After --write and index a search carries the badge; a file without news is not written again."""
    assert "1 episode written with 1 moment" in run("verify", BRIDGE, "--write").err
    assert "every file says so already" in run("verify", BRIDGE, "--write").err
    assert run("index").code == 0
    assert "  verified: verbatim\n" in run("quotes", "rivet").out
    assert "verified: verbatim " in (copied / "corpus" / f"{BRIDGE}.yaml").read_text(encoding="utf-8")
    assert "✓ verbatim" in without_codes(on_terminal("quotes", "rivet").out)


@pytest.mark.usefixtures("empty")
def test_without_a_corpus_there_is_nothing_to_check(run: Run) -> None:
    """The error names the folder and what to do."""
    done = run("verify")
    assert done.code == 4
    assert "there is no corpus here" in done.err


@pytest.mark.usefixtures("sample")
def test_other_formats_are_refused(run: Run) -> None:
    """Only JSON and plain text hold a check or an answer."""
    for arguments in (("verify",), ("whosaid", "thumb")):
        done = run(*arguments, "--format", "bibtex")
        assert (done.code, done.out) == (2, "")
        assert "give --format json or plain" in done.err


@pytest.mark.usefixtures("sample")
def test_an_unknown_episode_is_an_error(run: Run) -> None:
    """The hint says which ids look like it."""
    assert run("verify", "the-bridge-that-humed").code == 1
    assert "did you mean" in run("verify", "the-bridge-that-humed").err


@pytest.mark.usefixtures("sample")
def test_many_lines_have_an_answer_each(run: Run) -> None:
    """`-` reads lines; those without a word are none, and one that nothing is close to says so."""
    done = run("whosaid", "-", stdin="you cant outvot a thumb\n\n…\nquantum banana orbit\n")
    assert done.code == 0
    assert done.out.count("asked: ") == 2
    assert done.out.endswith("asked: quantum banana orbit\n\nnothing is close\n")
    assert "close to 1 of 2 lines" in done.err
    told = json.loads(run("whosaid", "-", "--json", stdin="you cant outvot a thumb\nquantum banana orbit\n").out)
    valid(told, "recollection")
    assert [bool(answer["found"]) for answer in told["answers"]] == [True, False]


@pytest.mark.usefixtures("sample")
def test_nothing_close_ends_in_one(run: Run) -> None:
    """A line that nobody said is answered plainly; no word at all is wrong usage."""
    assert run("whosaid", "quantum banana orbit") == Done(1, "asked: quantum banana orbit\n\nnothing is close\n", "")
    assert run("whosaid", "…").code == 2
    assert run("whosaid", "-", stdin="\n").code == 2


@pytest.mark.usefixtures("sample")
def test_a_terminal_shows_who_said_it() -> None:
    """The speaker and the word diff stand below each other, without frames."""
    shown = without_codes(on_terminal("whosaid", "you cannot outvot a thumb").out)
    assert "— Hallgerður Steinvarsdóttir" in shown
    assert "[-outvot-] {+outvote+}" in shown


@pytest.mark.usefixtures("sample")
def test_a_line_that_cannot_be_asked_takes_no_answer_away(run: Run) -> None:
    """Lines with too many words, too many characters or pauses alone are an error each; the others are answered."""
    lines = ["word " * 301, "you cant outvot a thumb", "x" * 20_001, "um", "quantum banana orbit"]
    done = run("whosaid", "-", stdin="\n".join(lines))
    assert done.code == 2
    assert done.out.count("asked: ") == 2
    assert "asked: you cant outvot a thumb" in done.out
    for number, what in ((1, "301 words"), (3, "20,001 characters"), (4, "no word")):
        (line,) = [line for line in done.err.splitlines() if f"line {number}:" in line]
        assert what in line
    assert "--max query-characters=20001" in done.err
    alone = run("whosaid", "-", "--json", stdin="um")
    assert (alone.code, alone.out) == (2, "")
    assert run("whosaid", "-", "--limit", "0", stdin="a thumb\na thumb").err.count("limit of 0") == 1


@pytest.mark.usefixtures("sample")
def test_what_is_asked_is_bounded(run: Run) -> None:
    """Standard input is read as far as a page is, and a line of the command as far as a query is."""
    assert "page-bytes" in run("whosaid", "-", "--max", "page-bytes=10", stdin="you cant outvot a thumb").err
    done = run("whosaid", "you cant outvot a thumb", "--max", "query-characters=10")
    assert done.code == 2
    assert "it has 23 characters; at most 10 are read (query-characters)" in done.err
