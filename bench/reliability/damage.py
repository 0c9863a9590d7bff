"""Files of an index and its corpus damaged, one at a time: each is reported, and nothing else is ever answered.

Every trial damages a fresh copy, opens it anew and asks everything that `shelf` asks. Where the answers are right,
`doctor` must report what the search had no need to read. Trials run in processes of their own, so that one that dies is
seen.
"""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path

from bench.machine import describe
from bench.reliability import damaging, shelf
from searchkit import Library
from searchkit.engines.generations import MANIFEST
from searchkit.errors import ExitCode, IndexUnusableError, SearchkitError

ENGINES = ("whoosh", "tantivy")
_OF_THE_CORPUS = 10  # one trial in so many damages the corpus

REPORTED = "reported by the search"
BY_DOCTOR = "not read by the search, reported by doctor"
UNREAD = "read by nothing (locks, white space)"
UNCHANGED = "no byte is another"
OTHER_ANSWERS = "OTHER ANSWERS"
OTHER_EXCEPTIONS = "OTHER EXCEPTIONS"
DIED = "PROCESS DIED"
UNNOTICED = "NOT NOTICED"
OUTCOMES = (REPORTED, BY_DOCTOR, UNREAD, UNCHANGED, OTHER_ANSWERS, OTHER_EXCEPTIONS, DIED, UNNOTICED)
GOOD = OUTCOMES[:4]


@dataclass(frozen=True, slots=True)
class Trial:
    """One file damaged: by which engine's index, number, what was done, how it came out, and what was said."""

    engine: str
    number: int
    kind: str
    path: str
    outcome: str
    said: str = ""


def run(folder: Path, engine: str, numbers: range) -> Iterator[Trial]:
    """Yield the trials of some numbers, on a library built in a folder with an engine."""
    whole = folder / engine
    whole.mkdir()
    shelf.build(whole, engine)
    right = shelf.answers(whole)
    at = numbers.start
    while at < numbers.stop:
        here, there = get_context("spawn").Pipe(duplex=False)
        worker = get_context("spawn").Process(
            target=_work, args=(whole, engine, right, range(at, numbers.stop), there), daemon=True
        )
        worker.start()
        there.close()
        try:
            while at < numbers.stop:
                yield here.recv()
                at += 1
        except EOFError:
            yield Trial(engine, at, "", "", DIED, f"exit code {worker.exitcode}")
            at += 1
        finally:
            here.close()
            worker.join()


def _work(whole: Path, engine: str, right: list[str], numbers: range, told: Connection) -> None:
    for number in numbers:
        with tempfile.TemporaryDirectory(dir=whole.parent) as made:
            folder = Path(made) / "copy"
            shutil.copytree(whole, folder)  # with the times of the files
            told.send(_try(folder, engine, right, number))


def _try(folder: Path, engine: str, right: list[str], number: int) -> Trial:
    part = "corpus" if number % _OF_THE_CORPUS == 0 else "index"
    done = damaging.do(folder, list(_names(folder, part)), number)
    try:
        outcome, said = _outcome(folder, right, done)
        if part == "corpus" and outcome in GOOD:
            outcome, said = _brought_in_step(folder, outcome, said)
    except Exception as error:  # noqa: BLE001 -- which ones there are is what is asked
        outcome, said = OTHER_EXCEPTIONS, f"{type(error).__name__}: {error}"
    return Trial(engine, number, done.kind, done.path, outcome, said)


def _names(folder: Path, part: str) -> Iterator[str]:
    """Yield the files of corpus or index, those of the generation before left out."""
    current = (folder / "index" / "CURRENT").read_text(encoding="ascii").split()[0]
    for path in sorted((folder / part).rglob("*")):
        inside = path.relative_to(folder / part)
        before = part == "index" and len(inside.parts) > 1 and inside.parts[0] != current
        if path.is_file() and path.suffix != ".md" and not before:
            yield str(path.relative_to(folder))


def _outcome(folder: Path, right: list[str], done: damaging.Damage) -> tuple[str, str]:
    try:
        if shelf.answers(folder) != right:
            return OTHER_ANSWERS, ""
    except IndexUnusableError as error:
        good = error.exit_code == ExitCode.NO_INDEX and str(folder) in error.message and error.hint
        return (REPORTED if good else OTHER_EXCEPTIONS), error.message
    with Library(folder / "corpus", folder / "index") as library:
        found = library.doctor().findings
        if found:
            return BY_DOCTOR, found[0].message
        if not done.changed:
            return UNCHANGED, ""
        current, path = library.generations.current(), folder / done.path
        inside = path.is_relative_to(current.folder)
        listed = inside and path.relative_to(current.folder).as_posix() in {MANIFEST, *current.files}
        read = listed or done.path.startswith("corpus")
        return (UNNOTICED if read else UNREAD), ""


def _brought_in_step(folder: Path, outcome: str, said: str) -> tuple[str, str]:
    """Mend the index of a damaged corpus: what is left to say is which corpus files cannot be read."""
    with Library(folder / "corpus", folder / "index") as library:
        try:
            left = library.doctor(fix=True).findings
        except SearchkitError as error:
            return OTHER_EXCEPTIONS, error.message
    if any(finding.area != "corpus" for finding in left):
        return OTHER_EXCEPTIONS, left[0].message
    return outcome, said


def trials(count: int, folder: Path) -> list[Trial]:
    """Return so many trials, half of them of each engine, made in a folder."""
    half = count // len(ENGINES)
    return [trial for engine in ENGINES for trial in run(folder, engine, range(half))]


def report(count: int) -> bool:
    """Run so many trials, print what came of them, and return whether all is well."""
    with tempfile.TemporaryDirectory() as made:
        done = trials(count, Path(made))
    counts = Counter((trial.outcome, trial.kind) for trial in done)
    kinds = ("flipped", "zeroed", "cut", "swapped", "missing")
    machine = describe()
    print(f"{len(done):,} damaged files, {machine['date']}, {machine['processor']}, Python {machine['Python']}\n")
    print("| what came of it | " + " | ".join(kinds) + " | all |")
    print("| --- |" + " ---: |" * (len(kinds) + 1))
    for outcome in OUTCOMES:
        row = [counts[outcome, kind] for kind in kinds]
        total = sum(number for (name, _), number in counts.items() if name == outcome)
        print(f"| {outcome} | " + " | ".join(map(str, row)) + f" | {total} |")
    bad = [trial for trial in done if trial.outcome not in GOOD]
    for trial in bad[:20]:
        print(f"{trial.engine} {trial.number} {trial.kind} {trial.path}: {trial.outcome} {trial.said}")
    return not bad
