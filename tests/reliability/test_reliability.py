"""Nothing is lost: what `python -m bench.reliability` tries, as much of it as a run of the tests can bear."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.reliability import power, trap

ROOT = Path(__file__).resolve().parents[2]

needs_trap = pytest.mark.skipif(bool(trap.unavailable()), reason=trap.unavailable())


def tried(experiment: str, *options: str) -> list[dict[str, Any]]:
    """Return the rows of an experiment; none of them may have found what must not be."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.reliability", experiment, "--json", *options],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=1800,
    )
    assert done.returncode == 0, done.stderr[-5000:]
    rows: list[dict[str, Any]] = json.loads(done.stdout)
    assert rows, done.stderr
    assert [row["examples"] for row in rows if row["faults"]] == []
    return rows


@needs_trap
@pytest.mark.parametrize(
    ("engine", "commands"),
    [
        ("whoosh", "build,update,add,export"),
        pytest.param("tantivy", "build", marks=pytest.mark.thorough),
        pytest.param("tantivy", "update", marks=pytest.mark.thorough),
    ],
)
def test_death_after_any_call(engine: str, commands: str) -> None:
    """Killed after any system call, or in the middle of a write, a command leaves the old state or the new one.

    Everything can be opened, the next command goes on at once, and nothing is left over after it.
    """
    rows = tried("crashes", "--quick", "--engines", engine, "--commands", commands)
    assert [row["deed"] for row in rows] == commands.split(",")
    for row in rows:
        assert row["outcomes"]["killed"] == row["calls"] > 5
        assert row["outcomes"]["old"] > 0
        assert row["outcomes"]["new"] > 0


@needs_trap
@pytest.mark.parametrize(
    ("engine", "commands", "options"),
    [
        ("whoosh", "build,add,export", ("--quick", "--faults", "I/O error")),
        *(
            pytest.param(engine, commands, ("--faults", faults), marks=pytest.mark.thorough)
            for engine, commands in (("tantivy", "update"), ("tantivy", "build"), ("whoosh", "build,update,add,export"))
            for faults in ("disk full", "I/O error")
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else value[-1],
)
def test_any_call_that_fails(engine: str, commands: str, options: tuple[str, ...]) -> None:
    """A full disk or an I/O error at any system call, is one clear line, and the process can go on."""
    for row in tried("faults", "--engines", engine, "--commands", commands, *options):
        assert row["outcomes"]["refused"] > 5
        assert row["outcomes"]["refused"] + row["outcomes"].get("done", 0) == row["calls"]


@pytest.mark.thorough
def test_commands_killed_at_random() -> None:
    """Commands that are killed at random moments leave what a death after any call does."""
    assert sum(row["calls"] for row in tried("kills", "--quick")) == 100


@pytest.mark.thorough
@pytest.mark.skipif(bool(power.unavailable()), reason=power.unavailable())
def test_power_cuts() -> None:
    """What is on the disk when the power goes is whole, and holds all that was acknowledged."""
    *rows, control = tried("power", "--quick", "--times", "6", "--engines", "whoosh")
    assert sum(row["calls"] for row in rows) == 6
    assert control["fault"] == power.CONTROL


@pytest.mark.parametrize(
    ("engine", "seconds"),
    [
        ("whoosh", "7"),
        pytest.param("whoosh", "15", marks=pytest.mark.thorough),
        pytest.param("tantivy", "15", marks=pytest.mark.thorough),
    ],
)
def test_readers_and_writers_at_once(engine: str, seconds: str) -> None:
    """While four write, eight read without an error, each answer that of one committed state."""
    (row,) = tried("concurrency", "--quick", "--engines", engine, "--times", seconds)
    assert row["outcomes"]["indexed"] > 0
    assert row["calls"] > row["outcomes"]["read, the first of a state"] > 0
