"""The command line and the library answer alike."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from searchkit.formats import render
from searchkit.library import Library, WholeEpisode
from searchkit.model import Query

from .conftest import CORPUS, Done

Run = Callable[..., Done]
pytestmark = pytest.mark.usefixtures("sample")


@pytest.fixture
def library(built: Path) -> Iterator[Library]:
    """The library of the sample corpus."""
    with Library(CORPUS, built) as opened:
        yield opened


@pytest.mark.parametrize(
    ("arguments", "options"),
    [
        (["search", "bridge"], {"text": "bridge"}),
        (["search", "letter", "from", "somebody", "who", "read"], {"text": "letter from somebody who read"}),
        (["search", '"letter from somebody"'], {"text": '"letter from somebody"'}),
        (["search", "silence -radio date:[2019 TO 2021]"], {"text": "silence -radio date:[2019 TO 2021]"}),
        (["search", "résumé~ OR catalog*"], {"text": "résumé~ OR catalog*"}),
        (["search", "C++"], {"text": "C++"}),
        (["search", ""], {"text": ""}),
        (["search", "zzz"], {"text": "zzz"}),
        (["search", "brigde", "map"], {"text": "brigde map"}),
        (["quotes", "bridge", "-s", "rui falc"], {"text": "bridge", "speaker": "rui falc", "kinds": ("quote",)}),
        (["ideas", "map", "--show", "ropewalk"], {"text": "map", "show": "ropewalk", "kinds": ("idea",)}),
        (
            ["quotes", "--since", "2019", "--until", "2020-09"],
            {"since": "2019", "until": "2020-09", "kinds": ("quote",)},
        ),
        (["search", "the", "--sort", "oldest", "-n", "25"], {"text": "the", "sort": "oldest", "limit": 25}),
        (["search", "index", "--match", "any", "--explain"], {"text": "index", "match": "any", "explain": True}),
        (
            ["search", "map", "--offset", "3", "-n", "2", "-C", "1"],
            {"text": "map", "offset": 3, "limit": 2, "context": 1},
        ),
        (["search", "map", "--all", "-e", "S8E1"], {"text": "map", "limit": None, "episode": "S8E1"}),
    ],
)
def test_the_command_line_answers_as_the_library_does(
    run: Run, library: Library, arguments: list[str], options: dict[str, object]
) -> None:
    """`--json` prints the very object that the library's results make."""
    assert run(*arguments, "--json").out == render(library.search(Query(**options)), "json")  # type: ignore[arg-type]


def test_random_answers_as_the_library_does(run: Run, library: Library) -> None:
    """One seed chooses the same quote here and there."""
    for seed in range(3):
        assert run("random", "--seed", str(seed), "--json").out == render(library.random(seed=seed), "json")


def test_lists_and_episodes_answer_as_the_library_does(run: Run, library: Library) -> None:
    """Lists name what the library does, in its order, and an episode has its passages."""
    for name in ("speakers", "shows"):
        told = json.loads(run(name, "--json").out)
        assert [one["name"] for one in told] == [one.name for one in getattr(library, name)()]
    told = json.loads(run("episodes", "--json").out)
    assert [one["id"] for one in told] == [entry.id for entry in library.episodes()]
    whole = library.get("S1E4")
    assert isinstance(whole, WholeEpisode)
    shown = json.loads(run("show", "S1E4", "--json").out)
    assert [one["id"] for one in shown["passages"]] == [passage.id for passage in whole.passages]
    assert json.loads(run("status", "--json").out)["passages"] == library.status().passages
