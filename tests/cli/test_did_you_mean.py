"""Something that does not exist is answered with what does, and looks most like it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from .conftest import Done

Run = Callable[..., Done]
pytestmark = pytest.mark.usefixtures("sample")


@pytest.mark.parametrize(
    ("arguments", "code", "suggested"),
    [
        ("serch bridge", 2, "Did you mean 'search'"),
        ("config shwo", 2, "Did you mean 'show'"),
        ("search bridge --spekaer pip", 2, "--speaker"),
        ("search bridge --speaker falcoeroi", 1, "did you mean Benedita Falcoeiro or Rui Falcoeiro?"),
        ("search bridge --speaker wroblick", 1, "did you mean Łucjan Wróblik?"),
        ("search bridge --show troley", 1, "did you mean The Returns Trolley?"),
        ("search bridge --episode map-is-latte", 1, "did you mean the-ropewalk-lectures/the-map-is-late?"),
        ("show half-rememberd", 1, "did you mean the-ropewalk-lectures/half-remembered?"),
        ("show S1E4#quote-99", 1, "its passages are #point-1 to #quote-6"),
        ("cite half-rememberd#quote-1", 1, "did you mean the-ropewalk-lectures/half-remembered?"),
        ("search speakr:pip", 2, "try: speaker:pip"),
        ("search kind:quot", 2, "try: kind:quote"),
        ("search brigde --strict", 1, "did you mean bridge"),
        ("search bridge --kind quot", 2, "did you mean quote?"),
        ("search bridge --sort newst", 2, "did you mean newest?"),
        ("search bridge --match al", 2, "did you mean all?"),
        ("search bridge --format jsn", 2, "did you mean json?"),
        ("search bridge --format md", 2, "did you mean markdown?"),
        ("search bridge --format JSON", 2, "did you mean json?"),
        ("cite S1E4#quote-1 --style chicgo", 2, "did you mean chicago?"),
        ("help qurey", 2, "did you mean query?"),
        ("help exprot", 2, "did you mean export?"),
        ("search bridge --color allways", 2, "it is one of auto, always, never"),
        ("add x --reader front-mater", 4, "there is no such file"),
    ],
)
def test_the_nearest_is_suggested(run: Run, arguments: str, code: int, suggested: str) -> None:
    """A command, option, name, field, word, kind, order, format, style or topic with a slip in it is recognised."""
    done = run(*arguments.split())
    assert done.code == code
    assert suggested in done.err


@pytest.mark.parametrize("line", ["limt = 3", "formatt = 'json'", "corpsu = 'x'"])
def test_a_slip_in_the_config_file_is_recognised(run: Run, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown key of the config file is answered with the one that was meant, and all others."""
    Path("config.toml").write_text(line + "\n", encoding="utf-8")
    monkeypatch.setenv("SEARCHKIT_CONFIG", "config.toml")
    done = run("search", "bridge")
    assert done.code == 2
    meant = {"limt": "limit", "formatt": "format", "corpsu": "corpus"}[line.partition(" ")[0]]
    assert f"did you mean {meant}?" in done.err
    assert "corpus, index, format, limit" in done.err


def test_a_name_that_may_mean_two_lists_them(run: Run) -> None:
    """A surname that two speakers bear is refused with both names and how many quotes each has."""
    done = run("quotes", "--speaker", "falcoeiro")
    assert done.code == 2
    assert "“falcoeiro” may be any of 2 speakers: Benedita Falcoeiro (" in done.err
    assert "Rui Falcoeiro (" in done.err
    assert run("quotes", "--speaker", "rui falc").code == 0


def test_what_resembles_nothing_gets_the_way_to_a_list(run: Run) -> None:
    """A name that looks like none that there is gets the command that lists them."""
    assert "“searchkit speakers” lists them" in run("quotes", "--speaker", "xyzzy").err
    assert "“searchkit shows” lists them" in run("quotes", "--show", "xyzzy").err
    assert "“searchkit episodes” lists them" in run("show", "xyzzy").err


def test_a_word_to_leave_out_that_the_shell_took_for_an_option_is_explained(run: Run) -> None:
    """`silence -radio` without quotation marks is refused with the way to write it."""
    done = run("search", "silence", "-radio")
    assert done.code == 2
    assert "'silence -radio'" in done.err
    assert run("search", "silence -radio").code == 0
    assert run("search", "--", "silence", "-radio").code == 0


def test_an_option_before_the_command_is_explained(run: Run) -> None:
    """An option that stands before the command is refused with the place where it belongs."""
    done = run("--json", "search", "bridge")
    assert done.code == 2
    assert "options stand behind the command" in done.err


def test_options_that_narrow_to_nothing_are_named_as_the_cause(run: Run) -> None:
    """When a word is known but the options leave nothing, that is said."""
    done = run("search", "bridge", "--since", "2030")
    assert done.code == 1
    assert "the options narrow the search" in done.err
