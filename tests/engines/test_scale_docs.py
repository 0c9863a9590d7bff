"""The examples of docs/scale.md run."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("tantivy", reason="the extra “fast” is not installed")

ROOT = Path(__file__).parents[2]
COMMANDS = [
    line.removeprefix("$ ")
    for block in re.findall(r"```console\n(.*?)```", (ROOT / "docs" / "scale.md").read_text("utf-8"), re.DOTALL)
    for line in block.splitlines()
    if line.startswith("$ searchkit ")
]


def test_the_examples_run(tmp_path: Path) -> None:
    """Each command of the page, one after the other, ends well on the sample corpus, and the engine is what it says."""
    assert len(COMMANDS) > 4
    places = {"SEARCHKIT_CORPUS": str(ROOT / "corpus"), "SEARCHKIT_INDEX": str(tmp_path / "index")}
    engine = ""
    for command in COMMANDS:
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
        engine = match.group(1) if (match := re.search(r"--engine (\w+)", command)) else engine
        if command == "searchkit status":
            assert engine in done.stdout
