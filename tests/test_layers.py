"""What may import what: every arrow between the rooms of searchkit runs down."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import searchkit

PACKAGE = Path(searchkit.__file__).parent
ORDER = tuple(
    """
    version errors records limits digests text languages model bounds analysis wording aligning proximity times suggest
    files locks yaml_text episode_file captions query reading scoring names seals corpus_files corpus_heads corpus_texts
    corpus verify passages readers attaching adding catalog duplicates scanning engines ranking highlighting indexing
    searching similar whosaid comparing trends doctor opening asking library formats settings terminal cli
    """.split()  # noqa: SIM905 -- a list of quoted words is harder to read
)
EXEMPT = {"__init__", "__main__"}
MODULES = sorted(
    path
    for path in PACKAGE.rglob("*.py")
    if not (path.parent == PACKAGE and path.stem in EXEMPT) and "__pycache__" not in path.parts
)
HEAVY = ("whoosh", "tantivy", "rich", "yaml", "typer", "luqum", "rapidfuzz")


def room(path: Path) -> str:
    """Return the module or package directly under searchkit that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def running(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yield the imports that run: those in functions too, those for the type checker alone not."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for other in child.orelse:
                yield from running(ast.Module([other], []))
        else:
            yield from running(child)


def imported_rooms(path: Path) -> set[str]:
    """Return the rooms that a module imports."""
    found: set[str] = set()
    for statement in running(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(statement, ast.Import):
            names = [alias.name for alias in statement.names]
        else:
            assert not statement.level, f"{path} has a relative import"
            names = [f"{statement.module}.{alias.name}" for alias in statement.names]
        parts = [name.split(".") for name in names]
        found |= {name[1] for name in parts if name[0] == "searchkit" and len(name) > 1}
    return found


def test_every_room_has_its_place_in_the_order() -> None:
    """The order names each module and package once, and none that is not there."""
    assert sorted(ORDER) == sorted({room(path) for path in MODULES})


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_import_runs_up(path: Path) -> None:
    """A module imports its own room and the rooms below it, never one above."""
    own = ORDER.index(room(path))
    above = {name for name in imported_rooms(path) if name not in ORDER or ORDER.index(name) > own}
    assert above == set(), f"{room(path)} imports {', '.join(sorted(above))}"


def test_importing_searchkit_loads_nothing_heavy() -> None:
    """A program that imports searchkit pays for no library that it has not used yet."""
    code = f"import sys, searchkit; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent, timeout=60
    )
    assert done.stdout.strip() == "[]"
