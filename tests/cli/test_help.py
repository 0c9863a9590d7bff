"""What every command says about itself, and whether its examples work."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer

from searchkit.cli import app
from searchkit.cli.helping import TOPICS
from searchkit.formats import FORMATS
from searchkit.readers import names_and_descriptions

from .conftest import PAGE, Done

Run = Callable[..., Done]

COMMANDS = (*(name for name in app.COMMANDS if name != "config"), "config path", "config show")


def examples(name: str) -> list[str]:
    """Return the examples in the help of a command."""
    _, _, below = app.command_help(name).partition("Examples:\n")
    return [line.strip() for line in below.partition("\n\n")[0].splitlines()]


def click_command(name: str) -> Any:
    """Return the command as Typer built it."""
    found: Any = typer.main.get_command(app.build(list(app.COMMANDS)))
    for part in name.split():
        found = found.commands[part]
    return found


@pytest.mark.parametrize("name", [*COMMANDS, "config"])
def test_every_command_is_documented(name: str) -> None:
    """Every command says in one line what it does, and shows at least one example of itself."""
    told = app.command_help(name)
    assert re.search(r"^  [A-Z].+\.$", told, re.MULTILINE)
    shown = examples(name)
    assert shown
    assert all(f"searchkit {name}" in example for example in shown)


@pytest.mark.parametrize("name", [*COMMANDS, "config"])
def test_every_option_is_explained(name: str) -> None:
    """Every option and argument has a help text that is a sentence."""
    for parameter in click_command(name).params:
        assert parameter.help, parameter.name
        assert parameter.help.endswith("."), parameter.name


@pytest.mark.parametrize("name", ["", *COMMANDS, "config"])
def test_help_fits_eighty_columns(name: str, run: Run) -> None:
    """`-h` and `--help` print the same to standard output, in lines that a terminal of 80 columns holds."""
    done = run(*name.split(), "-h")
    assert done == run(*name.split(), "--help")
    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.lines)) <= 80


@pytest.mark.parametrize("name", COMMANDS)
def test_every_example_works(run: Run, copied: Path, name: str) -> None:
    """Every example in the help of a command ends in 0 on the sample corpus."""
    del copied
    other = PAGE.replace("Mending is thinking", "Glue is a form of patience")
    for path, text in (("page.txt", PAGE), ("notes/one.txt", PAGE), ("saved/two.md", other)):
        Path(path).parent.mkdir(exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")
    Path("talk.srt").write_text("1\n00:00:01,000 --> 00:00:03,000\nAda: Wax comes last.\n", encoding="utf-8")
    for example in examples(name):
        done = run(*shlex.split(example.rpartition(" | ")[2])[1:], stdin=PAGE.replace("patience", "hope"))
        assert done.code == 0, (example, done.err)


def test_every_example_of_the_query_language_works(run: Run, sample: Path) -> None:
    """Every query that `searchkit help query` shows finds something in the sample corpus."""
    del sample
    told = run("help", "query").out
    rows = [re.fullmatch(r"  (\S.*?)   +(.+)", line) for line in told.splitlines()]
    queries = [row.group(1) for row in rows if row]
    assert len(queries) > 15
    for query in queries:
        done = run("search", query)
        assert done.code == 0, (query, done.err)
        assert "lacks" not in done.err, (query, done.err)
    for query in re.findall(r"(?:speaker|date):(?:\"[^\"]+\"|[^\s,\"\[]*\d)", told):
        assert run("search", query).code in (0, 1), query


def test_help_is_the_same_by_every_way(run: Run) -> None:
    """`searchkit`, `searchkit -h` and `searchkit help` begin alike, and `help COMMAND` is that command's `--help`."""
    assert run().out == run("-h").out
    assert run("help").out.startswith(run("-h").out)
    for name in COMMANDS:
        if " " not in name:
            assert run("help", name).out == run(name, "--help").out
    assert run("config").out == run("config", "-h").out


def test_every_command_and_topic_is_listed(run: Run) -> None:
    """`searchkit help` names every command and every topic, each with what it is."""
    told = run("help").out
    for name in (*app.COMMANDS, *TOPICS):
        assert re.search(rf"^  {name}\s+\S", told, re.MULTILINE), name


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_is_explained(run: Run, topic: str) -> None:
    """Every topic has its text, on standard output."""
    done = run("help", topic)
    assert (done.code, done.err) == (0, "")
    assert len(done.lines) > 2


def test_the_topics_list_what_there_is(run: Run) -> None:
    """`help formats` names every format, and `help readers` every reader."""
    assert [line.split()[0] for line in run("help", "formats").lines] == list(FORMATS)
    assert [line.split()[0] for line in run("help", "readers").lines] == list(names_and_descriptions())


def test_the_version_is_printed(run: Run) -> None:
    """`--version` and `-V` print the name and the version."""
    done = run("--version")
    assert done == run("-V")
    assert (done.code, done.err) == (0, "")
    assert re.fullmatch(r"searchkit \d+\.\d+\S*\n", done.out)
