"""R3: the power cut at any moment, on ext4 in a file that is mounted through a loop device (needs root).

A process adds an episode, takes an old one away and indexes, again and again, and says what it has acknowledged.
What the loop device has written to its file at some moment is what a disk would hold if the power went then. Such an
image is taken while that process is stopped between two system calls, as soon as two looks at the file agree, so that
it is of one moment; it is mounted, which replays its journal, and looked at.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.reliability import calls, world
from bench.reliability.calls import Row
from bench.reliability.world import World, write_episode
from searchkit.corpus import Corpus
from searchkit.errors import InputError, SearchkitError
from searchkit.library import Library

OPTIONS = ("data=ordered", "data=writeback,noauto_da_alloc", "data=ordered,commit=1,nodelalloc")
_MEGABYTES = 24
_KEPT = 8  # episodes that the corpus has at a time
_ACKNOWLEDGED = struct.Struct("qq")  # the last episode that was added, and the last that was indexed
_PAUSE = 0.2  # seconds between images at most
_TRIES = 200  # to find the file twice the same
_SEED = 20261124


def unavailable() -> str:
    """Return why no power can be cut here, or "" if it can."""
    if sys.platform != "linux" or os.geteuid():
        return "only root can mount an image"
    missing = [name for name in ("mkfs.ext4", "mount", "umount") if not _found(name)]
    if missing:
        return "there is no " + " and no ".join(missing)
    return "" if Path("/dev/loop-control").exists() else "there is no loop device"


def _found(command: str) -> str:
    return shutil.which(command) or ""


CONTROL = "power cut, control: nothing synced"


def run(images: int, engines: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Look at so many images in all, and yield a row for each engine and kind of mount."""
    each = max(1, images // (len(engines) * len(OPTIONS)))
    with tempfile.TemporaryDirectory(dir=calls.fast_folder()) as made:
        folder = Path(made).resolve()
        calls.load_everything(folder / "warm")
        for engine in engines:
            for options in OPTIONS:
                place = folder / f"{engine}-{OPTIONS.index(options)}"
                place.mkdir()
                row = Row("add and index", engine, f"power cut, {options}")
                _cut(place, engine, options, each, row)
                yield row.told()
        (folder / "control").mkdir()
        control = Row("add and index", engines[0], CONTROL)  # what this would find if it were not so
        _cut(folder / "control", engines[0], OPTIONS[1], each, control, synced=False)
        control.outcomes.update(control.faults)
        control.faults.clear()
        yield control.told()


def _cut(place: Path, engine: str, options: str, images: int, row: Row, *, synced: bool = True) -> None:
    disk, copy = place / "disk.img", place / "copy.img"
    with disk.open("wb") as stream:
        stream.truncate(_MEGABYTES << 20)
    subprocess.run([_found("mkfs.ext4"), "-q", str(disk)], check=True)
    chance = random.Random(_SEED)
    said = mmap.mmap(-1, _ACKNOWLEDGED.size)
    with _mounted(disk, place / "disk", options) as root, _writing(World(root), engine, said, synced=synced) as writer:
        for _ in range(images):
            time.sleep(chance.random() * _PAUSE)
            with _stopped(writer):
                before = _ACKNOWLEDGED.unpack(said[:])
                image = _at_one_moment(disk)
            copy.write_bytes(image)
            row.calls += 1
            with _mounted(copy, place / "copy", options) as there:
                _, told = calls.forked(lambda: _judged(World(there), before))  # noqa: B023 -- run at once
            if not told.get("faults", {"unreadable": told}):
                row.outcomes[told["outcome"]] += 1
            for kind, what in told.get("faults", {"unreadable": told}).items():
                row.blame(kind, what)


@contextlib.contextmanager
def _mounted(image: Path, place: Path, options: str) -> Iterator[Path]:
    place.mkdir(exist_ok=True)
    subprocess.run([_found("mount"), "-o", f"loop,{options}", str(image), str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run([_found("umount"), str(place)], check=True)


@contextlib.contextmanager
def _writing(here: World, engine: str, said: mmap.mmap, *, synced: bool) -> Iterator[int]:
    """Let a child add, remove and index until the block ends; begin when the first index is there."""
    child = os.fork()
    if not child:
        try:
            number = 0
            if not synced:
                os.fsync = lambda _: None
            while True:
                number += 1
                _step(here, engine, number, said)
        finally:
            os._exit(70)
    try:
        while not _ACKNOWLEDGED.unpack(said[:])[1]:
            if os.waitpid(child, os.WNOHANG) != (0, 0):
                raise RuntimeError("the writer has ended")
            time.sleep(0.01)
        yield child
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


@contextlib.contextmanager
def _stopped(process: int) -> Iterator[None]:
    """Stop a process between two of its calls, wherever it is: what the system has not written yet would be lost."""
    os.kill(process, signal.SIGSTOP)
    time.sleep(0.002)  # whatever it is doing ends
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def _step(here: World, engine: str, number: int, said: mmap.mmap) -> None:
    page = here.root / "page.yaml"
    write_episode(here.root, page.name, title=f"title {number}", word=f"word{number}")
    _require(here.run("add", str(page)))
    said[: _ACKNOWLEDGED.size] = _ACKNOWLEDGED.pack(number, _ACKNOWLEDGED.unpack(said[:])[1])
    for old in here.corpus.glob(f"*/title-{number - _KEPT}.yaml"):
        old.unlink()
    _require(here.run("index", *(("--engine", engine) if number == 1 else ())))
    said[: _ACKNOWLEDGED.size] = _ACKNOWLEDGED.pack(number, number)


def _require(done: tuple[int, str]) -> None:
    if done[0]:
        raise RuntimeError(done[1])


def _at_one_moment(disk: Path) -> bytes:
    """Return the content of a file that others write to, as it was at one moment."""
    before = disk.read_bytes()
    for _ in range(_TRIES):
        again = disk.read_bytes()
        if again == before:
            return again
        before = again
    raise RuntimeError("the disk never rests")


def _judged(here: World, before: tuple[int, int]) -> dict[str, Any]:
    """Look at what is there after the cut, then let the next command go on."""
    added, indexed = before
    faults: dict[str, str] = {}
    numbers = []
    corpus = Corpus(here.corpus)
    for episode in corpus.episodes() if here.corpus.is_dir() else ():
        if isinstance(episode, InputError):
            faults["torn corpus file"] = episode.message
        else:
            numbers.append(_number(episode.title))
    newest = max(numbers, default=0)
    if newest < added:
        faults["acknowledged, but lost"] = f"added {added}, found {newest}"
    outcome = ""
    try:
        with Library(here.corpus, here.index) as library:
            there = sorted(_number(entry.title) for entry in library.episodes())
            held = {_number(hit.passage.episode.title) for hit in library.search("patience", limit=None)}
        world.check_sums(here)
    except SearchkitError as error:
        faults["unreadable"] = error.message
    else:
        newest = there[-1]
        outcome = f"indexed {newest - indexed} beyond what was acknowledged"
        if newest < indexed:
            faults["index acknowledged, but lost"] = f"indexed {indexed}, found {newest}"
        if there != list(range(max(1, newest - _KEPT + 1), newest + 1)) or held != set(there):
            faults["torn"] = f"{there}, {sorted(held)}"
    code, told = here.run("index")
    if code:
        faults["the next command cannot go on"] = told
    here.run("add", str(here.root / "page.yaml"))
    if left := world.leftovers(here):
        faults["left over"] = str(left)
    return {"outcome": outcome or "refused", "faults": faults}


def _number(title: str) -> int:
    return int(title.removeprefix("title "))
