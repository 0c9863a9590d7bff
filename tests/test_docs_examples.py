"""The examples of the pages about ranking and big corpora run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def commands(page: str) -> list[str]:
    """Return the searchkit commands of a page."""
    blocks = re.findall(r"```console\n(.*?)```", (ROOT / "docs" / page).read_text("utf-8"), re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [line.removeprefix("$ ") for line in lines if line.startswith("$ searchkit ")]


def run(command: str, index: Path) -> str:
    """Return what a command prints on the sample corpus."""
    places = {"SEARCHKIT_CORPUS": str(ROOT / "corpus"), "SEARCHKIT_INDEX": str(index)}
    done = subprocess.run(
        [sys.executable, "-m", "searchkit", *shlex.split(command)[1:]],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=os.environ | places,
        timeout=120,
    )
    assert done.returncode == 0, (command, done.stderr)
    return done.stdout


def test_the_examples_of_big_corpora_run(tmp_path: Path) -> None:
    """Each command of the page ends well, one after the other, and the engine is what it says."""
    pytest.importorskip("tantivy", reason="the extra “fast” is not installed")
    assert len(commands("scale.md")) > 4
    engine = ""
    for command in commands("scale.md"):
        said = run(command, tmp_path / "index")
        engine = match.group(1) if (match := re.search(r"--engine (\w+)", command)) else engine
        if command == "searchkit status":
            assert engine in said


def test_the_examples_of_ranking_run(tmp_path: Path) -> None:
    """Each command of the page finds something."""
    run("searchkit index", tmp_path / "index")
    assert len(commands("ranking.md")) > 2
    for command in commands("ranking.md"):
        assert run(command, tmp_path / "index")


def test_the_examples_of_the_readme_run_in_a_checkout(tmp_path: Path) -> None:
    """Each command of README's section on use finds something in the sample, but those that write or end in 1."""
    run("searchkit index", tmp_path / "index")
    section = (ROOT / "README.md").read_text("utf-8").partition("\n## Use\n")[2].partition("\n## ")[0]
    lines = re.findall(r"^\$ (searchkit .*?)(?:\s{2,}# .*)?$", section, re.MULTILINE)
    assert len(lines) > 15
    for line in lines:
        if not re.search(r"[>|]|--output|verify", line):
            assert run(line, tmp_path / "index"), line
