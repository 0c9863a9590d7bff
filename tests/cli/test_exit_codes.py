"""What the exit status means, and where errors are told."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from searchkit.cli.helping import EXIT_CODES
from searchkit.errors import ExitCode
from searchkit.library import Library
from searchkit.yaml_text import compose

from .conftest import Done, command, environment, names_in, process, write_pages

Run = Callable[..., Done]


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("code", "arguments"),
    [
        (0, "search bridge"),
        (0, "quotes --speaker pip"),
        (0, "show S1E4"),
        (0, "status"),
        (0, ""),
        (0, "--version"),
        (1, "search brigde --strict"),
        (1, "search bridge --offset 1000"),
        (1, "search bridge --speaker nobody"),
        (1, "search bridge --show nothing"),
        (1, "show there-is-no-such-episode"),
        (1, "show S1E4#quote-99"),
        (1, "episodes zzz"),
        (1, "random --speaker nobody"),
        (1, "cite there-is-none#quote-1"),
        (2, "search (bridge"),
        (2, "search foo:bar"),
        (2, "search bridge --speaker falcoeiro"),
        (2, "search bridge --limit 0"),
        (2, "search bridge --limit many"),
        (2, "search bridge --offset -1"),
        (2, "search bridge --context -1"),
        (2, "search bridge --since banana"),
        (2, "search bridge --all --limit 3"),
        (2, "search bridge --json --format csv"),
        (2, "search bridge --color sometimes"),
        (2, "quotes bridge --kind idea"),
        (2, "no-such-command"),
        (2, "search --no-such-option"),
        (2, "show"),
        (2, "add"),
        (2, "cite S1E4"),
        (2, "export bridge --output x.unknown"),
        (2, "help nothing"),
        (4, "add no-such-file.txt"),
        (4, "export bridge --output no-such-folder/x.csv"),
    ],
)
def test_the_exit_code_tells_what_happened(run: Run, code: int, arguments: str) -> None:
    """Every command ends in the exit code of the table, and one that fails says so on standard error."""
    done = run(*arguments.split())
    assert done.code == code, done.err
    if code > 1:
        assert not done.out
        assert "error: " in done.err
        assert "Traceback" not in done.err


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("arguments", ["search x", "quotes", "random", "show x", "episodes", "speakers", "export x"])
def test_without_an_index_the_next_step_is_told(run: Run, arguments: str) -> None:
    """Without an index every command that asks it ends in 3 and names `searchkit index`."""
    done = run(*arguments.split())
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("error: there is no index")
    assert "searchkit index" in done.err


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("arguments", ["index", "status"])
def test_without_a_corpus_the_next_step_is_told(run: Run, arguments: str) -> None:
    """Without a corpus, index and status end in 4 and name `searchkit add`."""
    done = run(arguments)
    assert (done.code, done.out) == (4, "")
    assert "there is no corpus" in done.err
    assert "searchkit add" in done.err


def test_a_damaged_index_ends_in_3(run: Run, copied: Path) -> None:
    """An index that somebody changed ends in 3 and the way to make it anew."""
    for path in (copied / "index").glob("g-*/manifest.json"):
        path.write_text("{}", encoding="utf-8")
    for path in (copied / "index").rglob("*.json"):
        path.write_text("{", encoding="utf-8")
    done = run("search", "bridge")
    assert (done.code, done.out) == (3, "")
    assert "searchkit index --rebuild" in done.err


@pytest.mark.usefixtures("sample")
def test_a_fault_of_our_own_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception that nobody foresaw ends in 70 with one line and no traceback."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("wires\ncrossed")

    monkeypatch.setattr(Library, "search", fail)
    done = run("search", "bridge")
    assert (done.code, done.out) == (70, "")
    assert done.err == "error: searchkit failed: RuntimeError: wires crossed\n  --debug shows where; please report it\n"


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("how", ["option", "environment"])
@pytest.mark.parametrize("arguments", [("search", "(bridge"), ("search", "bridge")])
def test_debug_shows_the_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch, how: str, arguments: tuple[str, str]
) -> None:
    """`--debug` and SEARCHKIT_DEBUG show where an error was raised, foreseen or not, before they tell it."""

    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("wires crossed")

    if arguments[1] == "bridge":
        monkeypatch.setattr(Library, "search", fail)
    if how == "environment":
        monkeypatch.setenv("SEARCHKIT_DEBUG", "1")
    done = run(*arguments, *(["--debug"] if how == "option" else []))
    assert done.code == (70 if arguments[1] == "bridge" else 2)
    assert done.err.startswith("Traceback")
    assert "\nerror: " in done.err


@pytest.mark.usefixtures("sample")
def test_a_refusal_of_the_system_ends_in_4(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the system that no command foresaw names the file and the reason, and ends in 4."""

    def fail(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", "/some/file")

    monkeypatch.setattr(Library, "search", fail)
    done = run("search", "bridge")
    assert done.code == 4
    assert done.err.startswith("error: the system refuses: /some/file: Permission denied\n")


@pytest.mark.usefixtures("sample")
def test_results_alone_go_to_standard_output() -> None:
    """Counts and hints go to standard error, and standard output holds the results and nothing else."""
    done = process("quotes", "bridge", "--limit", "1", "--format", "jsonl")
    assert done.code == 0
    assert len(done.lines) == 1
    assert done.lines[0].startswith("{")
    assert "1 to 1 of" in done.err


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("quiet", [("--quiet",), ("-q",)])
def test_quiet_prints_results_and_errors_only(run: Run, quiet: tuple[str]) -> None:
    """With `--quiet` counts and hints are left out, errors are not."""
    assert run("search", "bridge", *quiet).err == ""
    assert run("search", "brigde", "--strict", *quiet) == Done(1, "", "")
    assert run("search", "(bridge", *quiet).err.startswith("error: ")


@pytest.mark.usefixtures("empty")
def test_an_interrupt_while_waiting_for_input_ends_in_130() -> None:
    """Ctrl-C while `add -` waits for the rest of its input ends in 130 without a word."""
    with subprocess.Popen(
        command("add", "-"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as started:
        assert started.stdin
        started.stdin.write(b"words " * 100_000)  # more than a pipe holds: when it is written, somebody reads
        started.stdin.flush()
        started.send_signal(signal.SIGINT)
        out, err = started.communicate()
    assert (started.returncode, out, err) == (130, b"", b"")


def test_an_interrupt_during_a_long_add_ends_in_130(empty: Path) -> None:
    """Ctrl-C during an add ends in 130, and every episode that was filed until then is whole."""
    write_pages(empty / "pages", 400)
    with subprocess.Popen(
        command("add", str(empty / "pages")),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(PYTHONWARNINGS=""),  # an interrupt may come between opening a file and closing it
    ) as started:
        shown = empty / "corpus" / "the-workbench"
        while started.poll() is None and not any(shown.glob("*.yaml")):
            time.sleep(0.01)
        started.send_signal(signal.SIGINT)
        _, err = started.communicate()
    assert started.returncode == 130
    assert b"Traceback" not in err
    names = names_in(shown)
    assert 0 < len(names) < 400
    for name in names:
        assert name.endswith(".yaml")
        assert compose((shown / name).read_text(encoding="utf-8")) is not None


def test_the_table_of_exit_codes_is_whole(run: Run) -> None:
    """`searchkit help exit-codes` tells every exit code that there is."""
    done = run("help", "exit-codes")
    assert done.out == EXIT_CODES
    assert [int(line.split()[0]) for line in done.lines] == [int(code) for code in ExitCode]
