"""A sample corpus that is indexed once, and searchkit run on it: in this process or its own, or on a terminal."""

from __future__ import annotations

import fcntl
import io
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from searchkit.cli import app
from searchkit.library import Library

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "corpus"
# What would make a run depend on who runs the tests.
_FOREIGN = ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "TERM", "COLUMNS", "LINES", "PAGER", "LESS", "PYTHONIOENCODING")

PAGE = """\
The Workbench
Mending is thinking
A chair maker on repair

Overview
Ada Lind mends chairs that somebody else has given up.

Key ideas
A break shows where the load went.
Whoever mends a thing learns why it broke, and nobody learns that from a drawing.

Quotes
"A broken chair tells you everything about the man who built it." - Ada Lind
"Glue is a form of patience." - Ada Lind
"""

EPISODE = """\
show: The Workbench
title: Mending is thinking
number: E12
published: 2023-06-19
speakers:
- Ada Lind
ideas:
- heading: A break shows where the load went.
  text: Whoever mends a thing learns why it broke.
quotes:
- text: A broken chair tells you everything about the man who built it.
  speaker: Ada Lind
- text: Glue is a form of patience.
  speaker: Ada Lind
"""


def names_in(folder: Path | str = ".") -> list[str]:
    """Return the names of what a folder holds, sorted."""
    return sorted(path.name for path in Path(folder).iterdir())


@dataclass(frozen=True)
class Done:
    """A run that has ended: exit code, standard output and standard error."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The lines of standard output."""
        return self.out.splitlines()


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in [*_FOREIGN, *(name for name in os.environ if name.startswith(("SEARCHKIT_", "_SEARCHKIT_", "XDG_")))]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / "home" / name.lower()))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The index of the sample corpus; whoever would write to it copies it."""
    index = tmp_path_factory.mktemp("sample") / "index"
    with Library(CORPUS, index) as library:
        library.sync()
    return index


@pytest.fixture
def sample(built: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the sample corpus and its index those of this test; both are only read."""
    monkeypatch.setenv("SEARCHKIT_CORPUS", str(CORPUS))
    monkeypatch.setenv("SEARCHKIT_INDEX", str(built))
    return built


@pytest.fixture
def copied(built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy the sample corpus and its index to a folder, which is returned, and make them those of this test."""
    shutil.copytree(CORPUS, tmp_path / "corpus")
    shutil.copytree(built, tmp_path / "index")
    monkeypatch.setenv("SEARCHKIT_CORPUS", str(tmp_path / "corpus"))
    monkeypatch.setenv("SEARCHKIT_INDEX", str(tmp_path / "index"))
    return tmp_path


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a corpus and an index that do not exist yet those of this test; return the folder that would hold them."""
    monkeypatch.setenv("SEARCHKIT_CORPUS", str(tmp_path / "corpus"))
    monkeypatch.setenv("SEARCHKIT_INDEX", str(tmp_path / "index"))
    return tmp_path


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """`run("search", "bridge", stdin=…)`: searchkit in this process."""

    def call(*arguments: str, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capsys.readouterr()
        code = app.run(list(arguments))
        out, err = capsys.readouterr()
        return Done(code, out, err)

    return call


def command(*arguments: str) -> list[str]:
    """Return the command line of a process of its own."""
    return [sys.executable, "-m", "searchkit", *arguments]


def environment(**changes: str) -> dict[str, str]:
    """Return the environment of a process of its own, in which a file that is not closed is told on standard error."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
    return {**os.environ, "PYTHONPATH": path, "PYTHONWARNINGS": "error::ResourceWarning", **changes}


def process(*arguments: str, stdin: str = "", **changes: str) -> Done:
    """Run searchkit as a process of its own, with changes to its environment."""
    done = subprocess.run(
        command(*arguments), input=stdin.encode(), capture_output=True, env=environment(**changes), check=False
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def on_terminal(*arguments: str, columns: int = 80, lines: int = 400, errors: bool = True, **changes: str) -> Done:
    """Run searchkit in this process with a terminal as standard output and standard error, which are then one.

    Args:
        arguments: of the command line.
        columns: width of the terminal.
        lines: height of the terminal.
        errors: whether standard error goes to the terminal too; it is apart otherwise.
        changes: to the environment.
    """
    ours, theirs = _terminal(columns, lines)
    told = io.StringIO()
    with (
        ThreadPoolExecutor(1) as pool,
        pytest.MonkeyPatch.context() as patch,
        open(theirs, "w", buffering=1, encoding="utf-8") as stream,  # noqa: PTH123
    ):
        shown = pool.submit(_read_all, ours)  # a terminal holds a few lines only: somebody must read meanwhile
        for name, value in {"TERM": "xterm-256color", **changes}.items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdout", stream)
        patch.setattr(sys, "stderr", stream if errors else told)
        code = app.run(list(arguments))
        stream.close()
        return Done(code, _as_text(shown.result()), told.getvalue())


def process_on_terminal(
    *arguments: str, columns: int = 80, lines: int = 400, only: str = "", keys: bool = True, **changes: str
) -> Done:
    """Run searchkit as a process of its own on a terminal.

    Args:
        arguments: of the command line.
        columns: width of the terminal.
        lines: height of the terminal.
        only: "out" or "err" if that stream alone goes to the terminal; the other is a pipe.
        keys: whether standard input is the terminal; it is empty otherwise.
        changes: to the environment.
    """
    ours, theirs = _terminal(columns, lines)
    with subprocess.Popen(
        command(*arguments),
        stdin=theirs if keys else subprocess.DEVNULL,
        stdout=subprocess.PIPE if only == "err" else theirs,
        stderr=subprocess.PIPE if only == "out" else theirs,
        env=environment(**{"TERM": "xterm-256color", **changes}),
        start_new_session=True,
    ) as started:
        os.close(theirs)
        shown = _as_text(_read_all(ours))
        piped = [stream.read().decode() if stream else shown for stream in (started.stdout, started.stderr)]
    return Done(started.returncode, piped[0], piped[1] if only else "")


def _terminal(columns: int, lines: int) -> tuple[int, int]:
    """Return the two ends of a new terminal."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    return ours, theirs


def _as_text(shown: bytes) -> str:
    return shown.decode().replace("\r\n", "\n")


def _read_all(descriptor: int) -> bytes:
    """Return what comes from our end of a terminal until nobody has the other one open, and close it."""
    read = b""
    with suppress(OSError):  # how Linux says so
        while piece := os.read(descriptor, 65536):
            read += piece
    os.close(descriptor)
    return read


def without_codes(shown: str) -> str:
    """Return what a terminal shows, without the codes for colours and links that searchkit may write."""
    return re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b\x07]*\x1b\\", "", shown)


def write_pages(folder: Path, count: int) -> None:
    """Write pages that differ in their titles and words."""
    folder.mkdir()
    for number in range(count):
        page = PAGE.replace("Mending is thinking", f"Mending part {number}").replace("patience", f"patience {number}")
        (folder / f"page-{number:03}.txt").write_text(page, encoding="utf-8")
