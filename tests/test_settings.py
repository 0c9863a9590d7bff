"""Where settings come from, and where the corpus and the index are looked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import platformdirs
import pytest

from searchkit.errors import UsageError
from searchkit.settings import KEYS, LIMITS, Setting, Settings, index_beside

Make = Callable[..., Settings]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Return a function that makes settings from options, an environment, the text of a config file, and a folder."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name.lower()))

    def settings(
        options: Mapping[str, str] | None = None,
        environment: Mapping[str, str] | None = None,
        config: str | bytes = "",
        folder: Path | None = None,
    ) -> Settings:
        path = tmp_path / "home" / "config" / "searchkit" / "config.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(config if isinstance(config, bytes) else config.encode())
        return Settings(options, environment or {}, folder or tmp_path)

    return settings


@pytest.mark.parametrize(
    ("given", "value", "origin"),
    [
        (({"limit": "1"}, {"SEARCHKIT_LIMIT": "2"}, "limit = 3"), 1, "option"),
        (({"limit": ""}, {"SEARCHKIT_LIMIT": "2"}, "limit = 3"), 2, "environment"),
        (({}, {"SEARCHKIT_LIMIT": ""}, "limit = 3"), 3, "config.toml"),
        (({}, {}, "limit = '3'"), 3, "config.toml"),
        (({}, {}, ""), 10, "default"),
    ],
)
def test_the_first_that_gives_a_setting_decides(
    make: Make, given: tuple[dict[str, str], dict[str, str], str], value: int, origin: str
) -> None:
    """An option goes before the environment, that before the config file, that before the default."""
    settings = make(*given)
    assert settings.number("limit", 10) == value
    assert settings.all()["limit"].origin.endswith(origin)


def test_every_setting_is_told_with_its_origin(make: Make) -> None:
    """`all` gives every key, with where its value comes from."""
    told = make(config="quiet = true\ncolor = 'never'").all()
    assert set(told) == {*KEYS, *LIMITS}
    assert told["quiet"].value == "true"
    assert told["color"].value == "never"
    assert told["format"].origin == "default"
    assert told["corpus"].origin == told["index"].origin == "default"


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("limit", "is not TOML"),
        ("limit = = 3", "is not TOML"),
        (b"limit = '\xff'", "is not TOML"),
        ("limit = 3\nlimit = 4", "is not TOML"),
        ("limits = 3", "there is no setting limits"),
        ("[limit]\nx = 1", "limit must be text, a whole number, true or false"),
        ("limit = 1.5", "limit must be text, a whole number, true or false"),
        ("corpus = ['a', 'b']", "corpus must be text, a whole number, true or false"),
        ("format = 2023-01-01", "format must be text, a whole number, true or false"),
    ],
)
def test_a_faulty_config_file_is_one_line(make: Make, config: str | bytes, message: str) -> None:
    """A config file that is no TOML, or sets what there is not or cannot be, is refused in one line with its path."""
    with pytest.raises(UsageError) as caught:
        make(config=config)
    assert message in caught.value.message
    assert "config.toml: " in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("value", ["-1", "0", "many", "1.5", "", "٣", "1e3"])
def test_a_number_below_the_least_names_its_origin(make: Make, value: str) -> None:
    """A number that is none, or too small, is refused with the place that gave it; an empty one counts as unset."""
    settings = make(environment={"SEARCHKIT_LIMIT": value})
    if not value:
        assert settings.number("limit", 10, least=1) == 10
        return
    with pytest.raises(UsageError, match=r"limit is “.*” \(environment\), which is no number from 1 on"):
        settings.number("limit", 10, least=1)


def test_a_choice_is_one_of_its_words(make: Make) -> None:
    """A setting with fixed values takes these alone, and is the first of them unless set."""
    colors = ("auto", "always", "never")
    assert make().choice("color", colors) == "auto"
    assert make(config="color = 'always'").choice("color", colors) == "always"
    with pytest.raises(UsageError, match="color is “true”"):
        make(config="color = true").choice("color", colors)


@pytest.mark.parametrize("value", ["true", "1", "yes", "on"])
def test_truth_is_taken_in_many_words(make: Make, value: str) -> None:
    """`quiet` is on for true, yes, on and 1, and off for false, no, off, 0 and when unset."""
    assert make(environment={"SEARCHKIT_QUIET": value}).truth("quiet")
    assert not make().truth("quiet")
    for other in ("false", "no", "OFF", "0"):
        assert not make(environment={"SEARCHKIT_QUIET": other}).truth("quiet")
    assert not make(config="quiet = false").truth("quiet")


def test_paths_in_the_config_file_are_meant_from_its_folder(make: Make, tmp_path: Path) -> None:
    """A relative path in the config file begins where the file lies, an absolute one and `~` stand as they are."""
    home = tmp_path / "home"
    settings = make(config="corpus = 'mine'\nindex = '~/there'", folder=tmp_path)
    assert settings.corpus.value == str(home / "config" / "searchkit" / "mine")
    assert settings.index.value == str(home / "there")
    assert make(config=f"corpus = '{tmp_path}/here'").corpus.value == str(tmp_path / "here")


@pytest.mark.parametrize("name", ["corpus", "index"])
def test_a_tilde_that_the_shell_left_is_the_home_folder(make: Make, tmp_path: Path, name: str) -> None:
    """`~` at the beginning of a path is the home folder in options and in the environment too."""
    expected = str(tmp_path / "home" / "x")
    assert make({name: "~/x"}).all()[name].value == expected
    assert make(environment={f"SEARCHKIT_{name.upper()}": "~/x"}).all()[name].value == expected
    assert make({name: "~nobody-of-this-name/x"}).all()[name].value == "~nobody-of-this-name/x"


def test_the_config_file_can_be_named(make: Make, tmp_path: Path) -> None:
    """SEARCHKIT_CONFIG names the config file; one that does not exist sets nothing."""
    (tmp_path / "other.toml").write_text("limit = 7\ncorpus = 'c'", encoding="utf-8")
    settings = make(environment={"SEARCHKIT_CONFIG": str(tmp_path / "other.toml")}, config="limit = 3")
    assert settings.number("limit", 10) == 7
    assert settings.all()["limit"].origin == str(tmp_path / "other.toml")
    assert settings.corpus.value == str(tmp_path / "c")
    assert (
        make(environment={"SEARCHKIT_CONFIG": str(tmp_path / "none.toml")}, config="limit = 3").number("limit", 10)
        == 10
    )


def test_the_corpus_is_found_by_walking_up(make: Make, tmp_path: Path) -> None:
    """A folder `corpus` that holds episodes or nothing, or stands beside `index`, is found from any folder below."""
    below = tmp_path / "project" / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / "project" / "corpus").mkdir()
    assert make(folder=below).corpus.origin == "found"
    (tmp_path / "project" / "corpus" / "data.csv").touch()
    assert make(folder=below).corpus.origin == "default"
    (tmp_path / "project" / "index").mkdir()
    settings = make(folder=below)
    assert settings.corpus == Setting(str(tmp_path / "project" / "corpus"), "found")
    assert settings.index == Setting(str(tmp_path / "project" / "index"), "found")
    nearer = tmp_path / "project" / "a" / "corpus" / "show"
    nearer.mkdir(parents=True)
    (nearer / "episode.yaml").touch()
    settings = make(folder=below)
    assert settings.corpus == Setting(str(nearer.parent), "found")
    assert settings.index == Setting(str(tmp_path / "project" / "a" / "index"), "found")


def test_without_a_corpus_the_users_data_folder_is_taken(make: Make, tmp_path: Path) -> None:
    """Where none is found, corpus and index lie in the user's data folder."""
    settings = make()
    assert settings.corpus == Setting(str(tmp_path / "home" / "data" / "searchkit" / "corpus"), "default")
    assert settings.index == Setting(str(tmp_path / "home" / "data" / "searchkit" / "index"), "default")


def test_a_corpus_alone_brings_its_index(make: Make, tmp_path: Path) -> None:
    """With a corpus alone, the index is the one beside it, or hidden inside where its name is not `corpus`."""
    assert make({"corpus": "/x/corpus"}).index == Setting("/x/index", "beside the corpus")
    assert make({"corpus": "/x/notes"}).index == Setting("/x/notes/.index", "beside the corpus")
    assert index_beside(Path("corpus")) == Path("index")
    (tmp_path / "corpus" / "show").mkdir(parents=True)
    (tmp_path / "corpus" / "show" / "e.yaml").touch()
    assert make({"corpus": "/x/notes"}).index.value == "/x/notes/.index"


def test_an_index_alone_brings_its_corpus(make: Make, tmp_path: Path) -> None:
    """With an index alone, the corpus is the one beside it, or else the one that is found."""
    (tmp_path / "elsewhere" / "corpus").mkdir(parents=True)
    settings = make({"index": str(tmp_path / "elsewhere" / "index")})
    assert settings.corpus == Setting(str(tmp_path / "elsewhere" / "corpus"), "beside the index")
    assert settings.index == Setting(str(tmp_path / "elsewhere" / "index"), "option")
    settings = make({"index": str(tmp_path / "alone" / "index")})
    assert settings.corpus.origin == "default"
    assert settings.index.value == str(tmp_path / "alone" / "index")


def test_the_working_folder_and_the_environment_are_the_processs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless told otherwise, settings read the environment and the working folder of the process."""
    monkeypatch.setenv("SEARCHKIT_CONFIG", str(tmp_path / "none.toml"))
    monkeypatch.setenv("SEARCHKIT_LIMIT", "4")
    monkeypatch.chdir(tmp_path)
    settings = Settings()
    assert settings.number("limit", 10) == 4
    assert settings.folder == tmp_path


@pytest.mark.parametrize("home", ["/home/ada", "/home/ada/", "/", "ada", "", None])
@pytest.mark.parametrize("named", ["/etc/ada", "/etc/ada/", "ada", "~/ada", "", None])
def test_folders_of_the_user_are_those_of_platformdirs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, home: str | None, named: str | None
) -> None:
    """Config and data lie where platformdirs has them, whatever the environment says, though it is not loaded."""
    for name, value in {"HOME": home, "XDG_CONFIG_HOME": named, "XDG_DATA_HOME": named}.items():
        if value is None:
            monkeypatch.delenv(name, raising=False)
        else:
            monkeypatch.setenv(name, value)
    settings = Settings(environment={}, folder=tmp_path)
    assert settings.config_path == platformdirs.user_config_path("searchkit", appauthor=False) / "config.toml"
    assert Path(settings.corpus.value) == platformdirs.user_data_path("searchkit", appauthor=False) / "corpus"
