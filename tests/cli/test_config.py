"""The command config, and how settings reach the others."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from searchkit.library import Library
from searchkit.settings import KEYS, LIMITS

from .conftest import CORPUS, EPISODE, Done

Run = Callable[..., Done]


@pytest.fixture
def config(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Path]:
    """Return a function that writes the config file and gives its path."""

    def write(text: str) -> Path:
        path = tmp_path / "settings" / "config.toml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        monkeypatch.setenv("SEARCHKIT_CONFIG", str(path))
        return path

    return write


def test_the_path_is_told_whether_the_file_exists_or_not(
    run: Run, config: Callable[[str], Path], tmp_path: Path
) -> None:
    """`config path` prints where the config file lies, or would lie."""
    assert run("config", "path").out == f"{tmp_path}/home/config/searchkit/config.toml\n"
    path = config("")
    assert run("config", "path").out == f"{path}\n"


def test_every_setting_is_shown_with_its_origin(
    run: Run, config: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`config show` gives name, value and origin of each setting: option, environment, config file, found, default."""
    path = config("limit = 3\ncolor = 'never'")
    monkeypatch.setenv("SEARCHKIT_CONTEXT", "2")
    (tmp_path / "work" / "corpus" / "show").mkdir(parents=True)
    (tmp_path / "work" / "corpus" / "show" / "e.yaml").touch()
    shown = {line.split("\t")[0]: tuple(line.split("\t")[1:]) for line in run("config", "show", "--all").lines}
    assert list(shown) == [*KEYS, *LIMITS]
    assert shown["limit"] == ("3", str(path))
    assert shown["context"] == ("2", "environment")
    assert shown["corpus"] == (str(tmp_path / "work" / "corpus"), "found")
    assert shown["pager"] == ("PAGER, or less", "default")
    told = json.loads(run("config", "show", "--json", "--color", "auto", "--index", "/x").out)
    assert told["color"] == {"value": "auto", "origin": "option"}
    assert told["index"] == {"value": "/x", "origin": "option"}
    assert told["limit"] == {"value": "3", "origin": str(path)}


def test_limits_that_nobody_changed_are_counted(run: Run, config: Callable[[str], Path]) -> None:
    """`config show` leaves out limits that are as usual and says so; a changed one is shown, and JSON has all."""
    path = config("max_page_bytes = 20000000")
    done = run("config", "show")
    assert [line.split("\t")[0] for line in done.lines] == [*KEYS, "max_page_bytes"]
    assert done.err.splitlines()[0] == f"config file: {path}"
    assert f"{len(LIMITS) - 1} limits are as usual; --all prints them" in done.err
    assert list(json.loads(run("config", "show", "--json").out)) == [*KEYS, *LIMITS]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("limit", "is not TOML"),
        ("limit = 1.5", "limit must be"),
        ("limt = 1", "there is no setting limt"),
        ("limit = 0", "limit is “0”"),
        ("limit = -3", "limit is “-3”"),
        ("context = -1", "context is “-1”"),
        ("color = 'blue'", "color is “blue”"),
        ("format = 'cvs'", "there is no format called 'cvs'"),
    ],
)
@pytest.mark.usefixtures("sample")
def test_a_faulty_config_file_stops_with_one_line(
    run: Run, config: Callable[[str], Path], text: str, message: str
) -> None:
    """A setting that cannot be what it is ends a search in 2, with the path of the file and what to do."""
    path = config(text)
    done = run("search", "bridge")
    assert (done.code, done.out) == (2, "")
    first, *others = done.err.splitlines()
    assert message in first
    assert str(path) in first
    assert len(others) == 1
    assert others[0].startswith("  ")


@pytest.mark.usefixtures("sample")
def test_settings_are_those_of_the_search(run: Run, config: Callable[[str], Path]) -> None:
    """Limit, context, format and quiet of the config file are those of a search, and options overrule them."""
    config("limit = 2\ncontext = 1\nformat = 'json'\nquiet = true")
    done = run("quotes", "bridge")
    hits = json.loads(done.out)["hits"]
    assert done.err == ""
    assert len(hits) == 2
    assert any(hit["context"]["before"] or hit["context"]["after"] for hit in hits)
    assert len(json.loads(run("quotes", "bridge", "--limit", "1").out)["hits"]) == 1
    assert run("quotes", "bridge", "--format", "plain").lines[0].startswith("“")


def test_a_project_is_found_from_within(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In a folder of a project, index and search use the corpus and the index of the project."""
    episode = tmp_path / "project" / "corpus" / "the-workbench" / "mending.yaml"
    episode.parent.mkdir(parents=True)
    episode.write_text(EPISODE, encoding="utf-8")
    (tmp_path / "project" / "notes" / "deep").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "project" / "notes" / "deep")
    assert run("index").code == 0
    assert (tmp_path / "project" / "index" / "CURRENT").exists()
    assert "chair" in run("search", "broken chair").out


def test_a_corpus_of_another_name_hides_its_index_inside(run: Run, tmp_path: Path) -> None:
    """`--corpus` alone takes the index that belongs to it, which is no part of the corpus."""
    episode = tmp_path / "episodes" / "the-workbench" / "mending.yaml"
    episode.parent.mkdir(parents=True)
    episode.write_text(EPISODE, encoding="utf-8")
    corpus = str(tmp_path / "episodes")
    assert run("index", "--corpus", corpus).code == 0
    assert (tmp_path / "episodes" / ".index" / "CURRENT").exists()
    assert run("search", "chair", "--corpus", corpus).code == 0
    assert run("index", "--corpus", corpus).out == "already in step\n"


def test_an_index_alone_is_enough_to_search(run: Run, tmp_path: Path) -> None:
    """`--index` alone searches it, wherever its corpus is, and says nothing of a corpus that there is not."""
    with Library(CORPUS, tmp_path / "elsewhere" / "index") as library:
        library.sync()
    done = run("search", "bridge", "--index", str(tmp_path / "elsewhere" / "index"))
    assert done.code == 0
    assert "changed" not in done.err


def test_without_anything_the_users_data_folder_is_used(run: Run, tmp_path: Path) -> None:
    """Where nothing is named or found, episodes are filed in the user's data folder."""
    Path("page.txt").write_text("Overview\nA point.\n\nQuotes\n“A chair.” — Ada Lind\n", encoding="utf-8")
    done = run("add", "page.txt", "--show", "The Workbench", "--title", "Mending")
    assert done.code == 0, done.err
    assert (tmp_path / "home" / "data" / "searchkit" / "corpus" / "the-workbench" / "mending.yaml").is_file()
    assert run("index").code == 0
    assert run("quotes", "chair").code == 0
