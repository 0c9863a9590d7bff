"""What a shell is offered when somebody presses the tabulator key."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from searchkit.cli import app
from searchkit.formats import FORMATS
from searchkit.model import KINDS, MATCHES, SORTS

from .conftest import Done, process

Complete = Callable[..., list[str]]

EPISODE = "the-ropewalk-lectures/the-map-is-late"


@pytest.fixture
def complete(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Complete:
    """Return a function that gives what bash is offered for the last word of a line; "" for a new word."""

    def offered(*words: str, shell: str = "bash") -> list[str]:
        monkeypatch.setenv("_SEARCHKIT_COMPLETE", f"complete_{shell}")
        monkeypatch.setenv("COMP_WORDS", " ".join(("searchkit", *words)))
        monkeypatch.setenv("COMP_CWORD", str(len(words)))
        capsys.readouterr()
        with pytest.raises(SystemExit) as caught:
            app.run([])
        out, err = capsys.readouterr()
        assert (caught.value.code, err) == (0, "")
        return out.split("\n")[:-1] if out.strip() else []

    return offered


@pytest.mark.usefixtures("sample")
def test_commands_and_options_are_offered(complete: Complete) -> None:
    """The commands, those of config, and the options of a command are completed."""
    assert set(complete("")) == set(app.COMMANDS)
    assert complete("exp") == ["export"]
    assert complete("config", "") == ["path", "show"]
    assert complete("search", "--spe") == ["--speaker"]


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("command", ["search", "quotes", "ideas", "random", "export"])
def test_names_of_the_index_are_offered(complete: Complete, command: str) -> None:
    """Speakers are completed by any of their names in any case, shows and episodes by any word, ready for bash."""
    assert complete(command, "--speaker", "ru") == ["Rui\\ Falcoeiro"]
    assert complete(command, "--speaker", "falco") == ["Benedita\\ Falcoeiro", "Rui\\ Falcoeiro"]
    assert complete(command, "--speaker", "cagild") == ["Gülşah\\ Çağıldere"]
    assert len(complete(command, "--speaker", "")) > 15
    assert complete(command, "--show", "trol") == ["The\\ Returns\\ Trolley"]
    assert complete(command, "--episode", "map") == [EPISODE]
    assert complete(command, "-e", "the-map") == [EPISODE]


@pytest.mark.usefixtures("sample")
def test_speakers_to_compare_are_offered(complete: Complete) -> None:
    """Both speakers of a comparison and those of `--and` are completed like those of `--speaker`."""
    assert complete("compare", "ru") == ["Rui\\ Falcoeiro"]
    assert complete("compare", "pip", "cagild") == ["Gülşah\\ Çağıldere"]
    assert complete("compare", "pip", "rui", "map", "--and", "ru") == ["Rui\\ Falcoeiro"]
    assert complete("compare", "pip", "rui", "--show", "trol") == ["The\\ Returns\\ Trolley"]
    assert complete("trends", "map", "-s", "ru") == ["Rui\\ Falcoeiro"]


@pytest.mark.usefixtures("sample")
def test_ids_are_offered(complete: Complete) -> None:
    """Episodes are completed by part of their id or number, and passages behind the `#`."""
    for command in ("show", "cite", "similar"):
        assert complete(command, "the-map") == [EPISODE]
        assert complete(command, "S1E4") == ["the-spare-parts-hour/the-bridge-that-hummed"]
        assert complete(command, f"{EPISODE}#quote-3") == [f"{EPISODE}#quote-3"]
        offered = complete(command, "the-map-is-late#qu")
        assert len(offered) == 5
        assert all(name.startswith(f"{EPISODE}#quote-") for name in offered)
        assert complete(command, "no-such#") == []


def test_fixed_choices_are_offered(complete: Complete) -> None:
    """Formats, kinds, orders and ways of matching are completed without any index."""
    assert complete("search", "--format", "") == list(FORMATS)
    assert complete("search", "--format", "c") == ["csv", "csl-json"]
    assert complete("search", "--kind", "") == list(KINDS)
    assert complete("search", "--sort", "") == list(SORTS)
    assert complete("trends", "--format", "") == ["plain", "json", "csv", "tsv", "yaml", "svg"]
    assert complete("trends", "--by", "") == ["auto", "month", "year"]
    assert complete("trends", "--per", "s") == ["speaker", "show"]
    assert complete("search", "--match", "a") == [name for name in MATCHES if name.startswith("a")]


@pytest.mark.usefixtures("empty")
def test_without_an_index_nothing_is_offered(complete: Complete, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an index, or with a config file that is broken, no name is offered and no error is made."""
    for words in (("search", "--speaker", "ru"), ("search", "--show", ""), ("show", "the"), ("show", "x#")):
        assert complete(*words) == []
    monkeypatch.setenv("SEARCHKIT_LIMT", "x")
    monkeypatch.setenv("SEARCHKIT_CONFIG", __file__)
    assert complete("search", "--speaker", "ru") == []


@pytest.mark.usefixtures("empty")
def test_the_index_of_the_line_is_asked(complete: Complete, built: object) -> None:
    """Names come from the index that the line names."""
    assert complete("search", "--index", str(built), "--speaker", "ru") == ["Rui\\ Falcoeiro"]


@pytest.mark.usefixtures("sample")
def test_each_shell_gets_its_own_form() -> None:
    """Bash, zsh and fish get their forms of a name, from a real process, without noise; each has its script."""
    bash = process(_SEARCHKIT_COMPLETE="complete_bash", COMP_WORDS="searchkit search -s ru", COMP_CWORD="3")
    assert bash == Done(0, "Rui\\ Falcoeiro\n", "")
    line = "searchkit search --speaker ru"
    zsh = process(_SEARCHKIT_COMPLETE="complete_zsh", _TYPER_COMPLETE_ARGS=line)
    assert '"Rui Falcoeiro"' in zsh.out
    fish = process(
        _SEARCHKIT_COMPLETE="complete_fish", _TYPER_COMPLETE_ARGS=line, _TYPER_COMPLETE_FISH_ACTION="get-args"
    )
    assert "Rui Falcoeiro" in fish.out
    assert zsh.err == fish.err == ""
    for shell in ("zsh", "fish"):
        script = process(_SEARCHKIT_COMPLETE=f"source_{shell}")
        assert "_SEARCHKIT_COMPLETE" in script.out
