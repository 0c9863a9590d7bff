"""What a command loads: nothing that it does not use."""

from __future__ import annotations

import subprocess
import sys

import pytest

from .conftest import environment

_CODE = """
import sys
from searchkit.cli.app import run
code = run(sys.argv[1:])
print(code, *sorted({name.partition(".")[0] for name in sys.modules} | {n for n in sys.modules if "searchkit" in n}),
      file=sys.stderr)
"""


def loaded(*arguments: str) -> set[str]:
    """Return what is loaded when a command has ended: packages, and the modules of searchkit."""
    done = subprocess.run(
        [sys.executable, "-c", _CODE, *arguments], capture_output=True, env=environment(), check=True, text=True
    )
    code, *names = done.stderr.splitlines()[-1].split()
    assert code == "0"
    return set(names)


_COLLECTIONS = """
import atexit, gc, sys
from searchkit.cli import main
count = lambda: sum(generation["collections"] for generation in gc.get_stats())
before = count()
atexit.register(lambda: print(count() - before, gc.get_freeze_count() > 1000, file=sys.stderr))
main(sys.argv[1:])
"""


@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize(
    ("arguments", "not_loaded"),
    [
        ("--version", {"searchkit.cli.finding", "searchkit.model"}),
        ("--version", {"whoosh", "rich", "yaml", "rapidfuzz", "luqum", "platformdirs", "searchkit.library"}),
        ("-h", {"whoosh", "rich", "yaml", "rapidfuzz", "luqum", "platformdirs", "searchkit.library"}),
        ("search -h", {"whoosh", "rich", "yaml", "rapidfuzz", "luqum", "searchkit.cli.looking"}),
        ("help query", {"whoosh", "rich", "yaml", "rapidfuzz", "luqum", "searchkit.library"}),
        ("config show", {"whoosh", "rich", "yaml", "rapidfuzz", "luqum", "searchkit.library"}),
        ("search bridge", {"rich", "yaml", "rapidfuzz", "searchkit.cli.filling", "searchkit.readers"}),
        ("search bridge", {"_hashlib", "dataclasses", "luqum", "platformdirs", "random", "tempfile", "whoosh"}),
        ("search bridge", {"searchkit.catalog", "searchkit.indexing", "searchkit.yaml_text", "searchkit.cli.relating"}),
        ("search bridge --json", {"_hashlib", "dataclasses", "luqum", "platformdirs", "random", "tempfile", "whoosh"}),
        ("search bridge --json", {"rich", "yaml", "rapidfuzz", "searchkit.formats.as_plain", "searchkit.adding"}),
        ("export bridge", {"rich", "yaml", "rapidfuzz", "searchkit.formats.as_html", "searchkit.terminal.views"}),
        ("compare -h", {"whoosh", "rich", "yaml", "rapidfuzz", "luqum", "searchkit.library"}),
        ("similar S1E4#quote-1", {"rich", "yaml", "rapidfuzz", "searchkit.trends", "searchkit.comparing"}),
        ("compare rui marit", {"rich", "yaml", "rapidfuzz", "searchkit.trends", "searchkit.terminal.comparison"}),
        ("trends bridge", {"rich", "yaml", "rapidfuzz", "searchkit.formats.chart", "searchkit.comparing"}),
        ("episodes", {"rich", "yaml", "rapidfuzz"}),
        ("status", {"rich", "whoosh", "rapidfuzz"}),
    ],
)
def test_a_command_loads_what_it_uses(arguments: str, not_loaded: set[str]) -> None:
    """A command loads no engine, no Rich, no YAML and no fuzzy matching unless it needs them."""
    names = loaded(*arguments.split())
    assert not names & not_loaded
    assert "searchkit.cli.app" in names


@pytest.mark.usefixtures("sample")
def test_a_search_looks_for_no_rubbish() -> None:
    """The garbage collector does not run while a search does, and has little to look through when it ends."""
    done = subprocess.run(
        [sys.executable, "-c", _COLLECTIONS, "search", "bridge"],
        capture_output=True,
        env=environment(),
        check=True,
        text=True,
    )
    assert done.stderr.splitlines()[-1] == "0 True"
    assert "bridge" in done.stdout
