"""Pipes that end early, streams that are closed, full or of another encoding, and the same bytes each time."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import Done, command, environment, process

pytestmark = pytest.mark.usefixtures("sample")


def shell(line: str, **changes: str) -> Done:
    """Run a line of bash in which `searchkit` is this one."""
    called = f'searchkit() {{ {shlex.join(command())} "$@"; }}; set -o pipefail; {line}'
    bash = shutil.which("bash") or pytest.skip("there is no bash here")
    done = subprocess.run([bash, "-c", called], capture_output=True, env=environment(**changes), check=False)
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize(
    "arguments",
    [
        "search '*' --all",
        "search '*' --all --json",
        "export --format html",
        "episodes",
        "show S1E4",
        "help query",
        "-h",
    ],
)
def test_a_reader_that_has_had_enough_is_no_error(arguments: str) -> None:
    """`| head -1` ends in 0 with the first line and without noise."""
    done = shell(f"searchkit {arguments} {'' if 'help' in arguments or '-h' in arguments else '--quiet'} | head -1")
    assert (done.code, done.err) == (0, "")
    assert len(done.lines) == 1


def test_a_reader_that_reads_nothing_is_no_error() -> None:
    """A pipe that nobody reads ends a run in 0 without noise, a long output and a short one."""
    for arguments in ("search '*' --all --quiet", "--version", "search bridge -n 1 --quiet"):
        assert shell(f"searchkit {arguments} | true") == Done(0, "", "")


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&- <&-"])
def test_a_stream_that_is_closed_is_no_error(closed: str) -> None:
    """A run whose standard streams are closed does its work, ends in its exit code, and makes no noise."""
    done = shell(f"searchkit search bridge -q --json {closed}")
    assert (done.code, done.err) == (0, "")
    assert bool(done.out) == (closed == "2>&-")
    assert shell(f"searchkit search '(bridge' {closed}").code == 2


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="there is no /dev/full here")
@pytest.mark.parametrize("arguments", ["search '*' --all", "search bridge --json", "--version", "export map"])
def test_a_full_disk_is_told(arguments: str) -> None:
    """Output that cannot be written ends in 4 with the reason, and nothing is told twice."""
    done = shell(f"searchkit {arguments} > /dev/full")
    assert done.code == 4
    assert done.err.count("No space left on device") == 1
    assert "Exception ignored" not in done.err


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="there is no /dev/full here")
def test_standard_error_that_takes_nothing_hides_no_exit_code() -> None:
    """A run that cannot tell its errors and counts ends in the exit code that it would end in anyway."""
    assert shell("searchkit search '(bridge' 2> /dev/full").code == 2
    assert shell("searchkit search bridge 2> /dev/full").code == 0
    assert shell("(sleep 1; searchkit search '(bridge') 2> >(true)").code == 2


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_files_and_pipes_get_utf_8(encoding: str) -> None:
    """Whatever the encoding of the locale, what goes to a pipe or a file is UTF-8."""
    done = process("speakers", PYTHONIOENCODING=encoding, PYTHONUTF8="0", LC_ALL="C", PYTHONCOERCECLOCALE="0")
    assert done.code == 0, done.err
    assert "Łucjan Wróblik" in done.out


def test_an_argument_that_is_no_text_is_no_fault() -> None:
    """Bytes on the command line that are no UTF-8 are searched for like any other text, and found nowhere."""
    done = subprocess.run(
        [*map(os.fsencode, command("search", "--json")), b"bridge \xff\xfe"],
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert done.returncode in (0, 1)
    assert json.loads(done.stdout)["query"]["text"].startswith("bridge ")


@pytest.mark.parametrize(
    "arguments",
    [
        "search bridge silence map --all --json",
        "search brigde bridge --all --format plain",
        "speakers --json",
        "search bridge --explain --color always",
    ],
)
def test_two_runs_give_the_same_bytes(arguments: str) -> None:
    """Two runs over one index give the same bytes, whatever Python's hash seed."""
    runs = [process(*arguments.split(), PYTHONHASHSEED=seed) for seed in ("0", "1")]
    assert runs[0] == runs[1]
    assert runs[0].code == 0


def test_python_m_and_the_script_are_the_same() -> None:
    """`python -m searchkit` and the function that the script calls do the same."""
    code = "import sys; from searchkit.cli import main; sys.argv = ['searchkit', '--version']; main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment(), check=True)
    assert done.stdout.decode() == process("--version").out


def test_a_standard_input_that_is_closed_holds_nothing(tmp_path: Path) -> None:
    """What reads lines or a page from a standard input that is closed says that there is nothing in it."""
    done = shell("searchkit whosaid - <&-")
    assert (done.code, "no word in standard input" in done.err) == (2, True)
    done = shell(f"searchkit add - --corpus {tmp_path} <&-")
    assert (done.code, "is empty" in done.err) == (4, True)
