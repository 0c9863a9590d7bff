"""R1: whole commands killed at random moments."""

from __future__ import annotations

import os
import random
import select
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.reliability import calls, world
from bench.reliability.calls import Row, Trials
from bench.reliability.world import World

_BEYOND = 1.1  # kills come up to this share of the time that a command usually takes
_SEED = 20261124


def run(times: int, engines: Sequence[str]) -> list[dict[str, Any]]:
    """Kill commands so many times in all, and return a row for each command and engine."""
    chance = random.Random(_SEED)
    with tempfile.TemporaryDirectory() as made:  # on a disk, where syncing takes its time
        folder = Path(made).resolve()
        calls.load_everything(folder / "warm")
        trials = [
            Trials(deed, engine, folder, None) for deed in world.DEEDS for engine in deed.engines if engine in engines
        ]
        rows = [Row(one.deed.name, one.engine, "killed at random") for one in trials]
        usual = [min(_seconds(one, None) for _ in range(3)) for one in trials]
        for _ in range(times):
            number = chance.randrange(len(trials))
            one, row = trials[number], rows[number]
            row.calls += 1
            killed = _seconds(one, chance.random() * _BEYOND * usual[number], row.outcomes) < 0
            one.judge_after(row, World(one.place), acknowledged=not killed)
    return [row.told() for row in rows]


def _seconds(trials: Trials, delay: float | None, outcomes: Counter[str] | None = None) -> float:
    """Run the command in a child and return how long it took, -1 if it was killed before it was done."""
    here = world.copied(trials.template, trials.place)
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        code = 70
        try:
            code, _ = here.run(*trials.deed.command(here, trials.engine))
        finally:
            os._exit(code)
    os.close(writing)  # the child's end closes when it ends
    began = time.monotonic()
    select.select([reading], [], [], delay)
    took = time.monotonic() - began
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(reading)
    killed = os.WIFSIGNALED(status)
    if outcomes is not None:
        outcomes["killed" if killed else "done"] += 1
    if not killed and os.waitstatus_to_exitcode(status):
        raise RuntimeError(f"{trials.deed.name} ended with status {status}")
    return -1.0 if killed else took
