"""Pickles that would run code, put wherever searchkit reads anything: none of them runs.

A payload makes a file when it is unpickled, and so does its text form in YAML (`!!python/object/apply`). It is put over
the beginning, over the middle and behind the end of every file of an index, of either engine, of a corpus, and of the
config; the digests that lead to a file are made to fit, as somebody who means harm would make them. Then everything is
asked and mended.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from unittest.mock import patch

from bench.machine import describe
from bench.reliability import shelf
from bench.reliability.damage import ENGINES
from searchkit.cli import app
from searchkit.digests import digest
from searchkit.engines.checking import NOTE
from searchkit.engines.scoped import SPOKEN

PLACES = ("instead", "before", "over the middle", "behind")
_COMMANDS = (
    ("search", "map"),
    ("moments", "map"),
    ("quotes",),
    ("speakers",),
    ("status",),
    ("doctor",),
    ("index",),
    ("doctor", "--fix"),
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A payload that was put into a file: which, where in it, whether it ran, and what the commands ended in."""

    path: str
    place: str
    ran: bool
    codes: tuple[int, ...]


class _Payload:
    def __init__(self, mark: Path) -> None:
        self._mark = str(mark)

    def __reduce__(self) -> tuple[object, ...]:
        return open, (self._mark, "w")


def payload(mark: Path, name: str, protocol: int = 2) -> bytes:
    """Return what makes a file when it is read by a careless reader of that kind of file.

    Args:
        mark: the file that is made.
        name: of the file that the payload is for.
        protocol: of the pickle.
    """
    if name.endswith((".yaml", ".yml")):
        return f"!!python/object/apply:builtins.open [{mark}, w]\n".encode()
    return pickle.dumps(_Payload(mark), protocol)


def put(path: Path, load: bytes, place: str) -> None:
    """Put a payload into a file; a name that generations share is cut off from the other first."""
    content = path.read_bytes() if path.exists() else b""
    middle = max(len(content) // 2 - len(load) // 2, 0)
    made = {
        "instead": load,
        "before": load + content[len(load) :],
        "over the middle": content[:middle] + load + content[middle + len(load) :],
        "behind": content + load,
    }[place]
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(made)


def sign(index: Path) -> None:
    """Make sizes and digests of a generation fit what lies there, so that no checksum stands in a payload's way."""
    pointer = index / "CURRENT"
    folder = index / pointer.read_text(encoding="ascii").split()[0]
    manifest = folder / "MANIFEST.json"
    told = json.loads(manifest.read_bytes())
    for name in told["files"]:
        content = (folder / name).read_bytes()
        told["files"][name] = [len(content), digest(content)]
    manifest.unlink()
    manifest.write_bytes(json.dumps(told).encode())
    pointer.write_text(f"{folder.name} {digest(manifest.read_bytes())}\n", encoding="ascii")


def attempts(folder: Path, limit: int) -> Iterator[Attempt]:
    """Yield attempts on every file and place, `limit` at most, in a folder."""
    cases = []
    for engine in ENGINES:
        whole = folder / engine
        whole.mkdir()
        shelf.build(whole, engine)
        cases += [(whole, name, place) for name in sorted(_files(whole)) for place in PLACES]
    step = max(len(cases) / limit, 1)
    for whole, name, place in [cases[int(at * step)] for at in range(int(len(cases) / step))]:
        with tempfile.TemporaryDirectory(dir=folder) as made:
            yield _attempt(whole, Path(made), name, place)


def _files(whole: Path) -> Iterator[str]:
    index = whole / "index"
    current = index / (index / "CURRENT").read_text(encoding="ascii").split()[0]
    listed = [path for path in current.rglob("*") if path.is_file()]
    listed += [index / name for name in ("CURRENT", "LOCK", NOTE, f"{NOTE}-{SPOKEN}")]
    listed += [*(whole / "corpus").rglob("*.yaml"), *(whole / "corpus").rglob("*.vtt"), whole / "config.toml"]
    for path in listed:
        yield str(path.relative_to(whole))


def _attempt(whole: Path, made: Path, name: str, place: str) -> Attempt:
    folder, mark = made / "copy", made / "ran"
    shutil.copytree(whole, folder)
    put(folder / name, payload(mark, name), place)
    if "/g-" in name and not name.endswith("MANIFEST.json"):
        sign(folder / "index")
    changes = {
        "SEARCHKIT_CORPUS": str(folder / "corpus"),
        "SEARCHKIT_INDEX": str(folder / "index"),
        "SEARCHKIT_CONFIG": str(folder / "config.toml"),
    }
    with patch.dict(os.environ, changes), redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        codes = [app.run([*command, "--quiet"]) for command in _COMMANDS]
    return Attempt(name, place, mark.exists(), tuple(codes))


def report(count: int) -> bool:
    """Make attempts, `count` at most, print what came of them, and return whether none ran."""
    with tempfile.TemporaryDirectory() as made:
        done = list(attempts(Path(made), count))
    machine = describe()
    print(f"{len(done):,} payloads, {machine['date']}, {machine['processor']}, Python {machine['Python']}\n")
    print(f"ran: {sum(attempt.ran for attempt in done)}")
    codes = Counter(code for attempt in done for code in attempt.codes)
    print("exit codes: " + ", ".join(f"{code}: {times}" for code, times in sorted(codes.items())))
    odd = [attempt for attempt in done if attempt.ran or not set(attempt.codes) <= set(range(5))]
    for attempt in odd[:20]:
        print(f"{attempt.path} ({attempt.place}): ran {attempt.ran}, exit codes {attempt.codes}")
    return not odd
