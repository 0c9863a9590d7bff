"""R5: readers and writers at once, each a process of its own.

Each writer has an episode, all of whose quotes hold one version, and adds it with a higher version and indexes, again
and again. An answer is that of a committed state if it has every writer's quotes whole and of one version; that version
is never below one that was acknowledged before the question, nor below one that the reader has seen.
"""

from __future__ import annotations

import json
import mmap
import os
import re
import struct
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from bench.reliability import calls
from bench.reliability.calls import Row
from bench.reliability.world import World
from searchkit.errors import SearchkitError
from searchkit.library import Library

READERS, WRITERS = 8, 4
_QUOTES = 5
_PATIENCE = 60  # seconds for which a writer waits for the others
_VERSION = re.compile(r"writer(\d) version(\d+)")


def run(seconds: float, engine: str) -> dict[str, Any]:
    """Let readers and writers run for some seconds, and return a row."""
    row = Row("add, index and search", engine, f"{READERS} readers and {WRITERS} writers at once")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made).resolve()
        calls.load_everything(folder / "warm")
        here = World(folder)
        said = mmap.mmap(-1, 8 * WRITERS)
        calls.forked(lambda: _begun(here, engine, said))
        until = time.monotonic() + seconds
        work: list[Callable[[], dict[str, Any]]] = [
            *(partial(_wrote, here, number, said, until) for number in range(WRITERS)),
            *(partial(_read, here, number, said, until) for number in range(READERS)),
        ]
        for status, told in _at_once(work):
            if status:
                row.blame("died", told)
            row.outcomes.update(Counter(told.get("outcomes", {})))
            row.calls += told.get("questions", 0)
            for fault in told.get("faults", ()):
                row.blame(*fault)
    return row.told()


def _page(number: int, version: int) -> str:
    quotes = "".join(f"- Line {line} of writer{number} version{version}.\n" for line in range(_QUOTES))
    return f"show: The Workbench\ntitle: writer {number}\nquotes:\n{quotes}"


def _begun(here: World, engine: str, said: mmap.mmap) -> None:
    with Library(here.corpus, here.index) as library:
        for number in range(WRITERS):
            library.add(_page(number, 1), name=f"{number}.yaml")
        library.sync(engine=engine)
    said[:] = struct.pack(f"{WRITERS}q", *[1] * WRITERS)


def _wrote(here: World, number: int, said: mmap.mmap, until: float) -> dict[str, Any]:
    outcomes: Counter[str] = Counter()
    faults = []
    version = 1
    with Library(here.corpus, here.index, wait=_PATIENCE) as library:
        while time.monotonic() < until:
            version += 1
            try:
                library.add(_page(number, version), name=f"{number}.yaml")
                report = library.sync()
            except SearchkitError as error:
                faults.append(("a writer was refused", error.message))
                break
            if report.errors:
                faults.append(("a writer met a half file", str(report.errors)))
            said[8 * number : 8 * number + 8] = struct.pack("q", version)
            outcomes["indexed"] += 1
    return {"outcomes": outcomes, "faults": faults}


def _read(here: World, number: int, said: mmap.mmap, until: float) -> dict[str, Any]:
    """Ask and ask again: every other reader keeps its library, the rest open one for each question."""
    outcomes: Counter[str] = Counter()
    faults = []
    seen = [0] * WRITERS
    kept = Library(here.corpus, here.index) if number % 2 else None
    while time.monotonic() < until:
        least = struct.unpack(f"{WRITERS}q", said[:])
        library = kept or Library(here.corpus, here.index)
        try:
            results = library.search("kind:quote line", limit=None, duplicates=True)
            library.speakers()
        except SearchkitError as error:
            faults.append(("a reader was refused", error.message))
            continue
        finally:
            if not kept:
                library.close()
        versions: dict[int, Counter[int]] = {}
        for hit in results:
            found = _VERSION.search(hit.passage.text)
            if found:
                versions.setdefault(int(found[1]), Counter())[int(found[2])] += 1
        if sorted(versions) != list(range(WRITERS)) or any(
            list(one.values()) != [_QUOTES] for one in versions.values()
        ):
            faults.append(("an answer of no committed state", str(versions)))
            continue
        now = [next(iter(versions[writer])) for writer in range(WRITERS)]
        if any(one < max(two, three) for one, two, three in zip(now, least, seen, strict=True)):
            faults.append(("an answer of an older state", f"{now}, acknowledged {least}, seen {seen}"))
        outcomes["read" if now == seen else "read, the first of a state"] += 1
        seen = now
    return {"outcomes": outcomes, "faults": faults, "questions": sum(outcomes.values())}


def _at_once(work: list[Callable[[], dict[str, Any]]]) -> list[tuple[int, dict[str, Any]]]:
    """Do each piece of work in a child of its own; return their status and what they told."""
    with tempfile.TemporaryDirectory() as made:
        children = []
        for number, one in enumerate(work):
            place = Path(made) / str(number)
            child = os.fork()
            if not child:
                code = 70
                try:
                    place.write_text(json.dumps(one()))
                    code = 0
                finally:
                    os._exit(code)
            children.append((child, place))
        done = []
        for child, place in children:
            _, status = os.waitpid(child, 0)
            done.append((status, json.loads(place.read_text()) if place.exists() else {}))
        return done
