"""R1 and R2: a fault at each system call in turn of each command that writes, on each engine that lives in a folder.

A process that has loaded everything forks one child for each trial. The child runs the command with the fault, and
where it lives to tell, runs it again without; another child looks at what is there, and lets a last command go on.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import searchkit
from bench.reliability import trap, world
from bench.reliability.trap import Fault, Trap
from bench.reliability.world import Deed, World
from searchkit.errors import SearchkitError

_MOST_CALLS = 5000
_SHOWN = 12  # examples of what went wrong


@dataclass
class Row:
    """What came of one sort of fault at every call of one command.

    Attributes:
        deed, engine, fault: names.
        calls: how many calls were disturbed.
        outcomes: how often the command was killed, refused, or done, and whether the old or new state was there.
        faults: what must not be, by kind.
        examples: some of it.
    """

    deed: str
    engine: str
    fault: str
    calls: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    examples: list[str] = field(default_factory=list)

    def blame(self, kind: str, what: object) -> None:
        """Note what must not be."""
        self.faults[kind] += 1
        if len(self.examples) < _SHOWN:
            self.examples.append(f"call {self.calls}: {kind}: {what}")

    def told(self) -> dict[str, Any]:
        """Return the row as JSON has it."""
        return asdict(self) | {"outcomes": dict(self.outcomes), "faults": dict(self.faults)}


def run(faults: Sequence[Fault], engines: Sequence[str], deeds: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """Yield a row for each command, engine and fault."""
    with tempfile.TemporaryDirectory(dir=fast_folder()) as made:
        folder = Path(made).resolve()
        library = trap.compiled(folder)
        load_everything(folder / "warm")
        for deed in world.DEEDS:
            for engine in deed.engines:
                if engine not in engines or (deeds and deed.name not in deeds):
                    continue
                trials = Trials(deed, engine, folder, library)
                for fault in faults:
                    yield trials.of(fault).told()


def fast_folder() -> Path | None:
    """Return where temporary folders lie in memory, which nobody waits for; None where there is no such place."""
    shared = Path("/dev/shm")  # noqa: S108 -- a temporary folder is made in it
    return shared if shared.is_dir() else None


def load_everything(folder: Path) -> None:
    """Load whatever a command may load, so that no child has to; with no engine that starts threads."""
    for module in pkgutil.walk_packages(searchkit.__path__, "searchkit."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for deed in world.DEEDS:
        here = World(folder / deed.name)
        here.root.mkdir(parents=True)
        deed.prepare(here, "whoosh")
        here.run(*deed.command(here, "whoosh"))
        world.state(here)
    gc.freeze()


class Trials:
    """The trials of one command on one engine.

    Args:
        deed: the command.
        engine: the engine.
        folder: where to make what lies there before, and the place of each trial.
        library: the fault injector, None where none is wanted.
    """

    def __init__(self, deed: Deed, engine: str, folder: Path, library: Path | None) -> None:
        self.deed = deed
        self.engine = engine
        self.template = folder / f"{deed.name}-{engine}"
        self.place = folder / "trial"
        self.library = library
        self.template.mkdir()
        forked(lambda: deed.prepare(World(self.template), engine))
        _, told = forked(self._undisturbed)
        self.old, self.new = told["old"], told["new"]

    def _undisturbed(self) -> dict[str, Any]:
        here = world.copied(self.template, self.place)
        old = world.state(here)
        code, told = here.run(*self.deed.command(here, self.engine))
        if code:
            raise RuntimeError(told)
        return {"old": old, "new": world.state(here)}

    def of(self, fault: Fault) -> Row:
        """Return what comes of a fault at every call."""
        row = Row(self.deed.name, self.engine, fault.name)
        while row.calls < _MOST_CALLS:
            row.calls += 1
            here = world.copied(self.template, self.place)
            status, told = forked(lambda: self._disturbed(here, row.calls, fault))  # noqa: B023 -- run at once
            if not status and told["calls"] < row.calls:
                row.calls -= 1
                return row
            self._judge(row, fault, status, told)
            self.judge_after(row, here, acknowledged=not status and not told["code"])
        raise RuntimeError(f"{self.deed.name} never ends")

    def _disturbed(self, here: World, nth: int, fault: Fault) -> dict[str, Any]:
        if self.library is None:
            raise ValueError("there is no injector")
        command = self.deed.command(here, self.engine)
        trapped = Trap(self.library, here.root)
        trapped.arm(nth, fault)
        code, told = here.run(*command)
        calls = trapped.disarm()
        found = _state(here)
        again = here.run(*command) if code else (0, "")
        return {"code": code, "told": told, "calls": calls, "again": again} | found

    def _looked(self, here: World) -> dict[str, Any]:
        """Return what is there, and what is there once the next command has gone on."""
        found = _state(here)
        os.environ["SEARCHKIT_WAIT"] = "0"  # a lock that is still there is a stale one
        found["next"] = here.run(*self.deed.command(here, self.engine))
        found["settled"] = world.state(here)
        found["leftovers"] = world.leftovers(here)
        return found

    def _judge(self, row: Row, fault: Fault, status: int, told: dict[str, Any]) -> None:
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL and fault in trap.CRASHES:
            row.outcomes["killed"] += 1
            return
        if status:
            row.blame("died", f"status {status}: {told}")
            return
        row.outcomes["refused" if told["code"] else "done"] += 1
        if told["code"]:
            errors = [line for line in told["told"].splitlines() if line.startswith("error: ")]
            if told["code"] not in (self.deed.code, 3, 4):
                row.blame("wrong exit code", told)
            elif len(errors) != 1 or "Traceback" in told["told"] or "searchkit failed" in told["told"]:
                row.blame("not one clear line", told)
            if told["again"][0]:
                row.blame("the same process cannot go on", told["again"])
        self._judge_state(row, told, acknowledged=not told["code"])

    def judge_after(self, row: Row, here: World, *, acknowledged: bool) -> None:
        """Judge what is there, and what is once the next command has gone on, and note it."""
        _, after = forked(lambda: self._looked(here))
        self._judge_state(row, after, acknowledged=acknowledged)
        if "next" not in after or after["next"][0]:
            row.blame("the next command cannot go on", after.get("next", after))
        elif after["settled"] != self.new:
            row.blame("the next command gives another state", after["settled"])
        if after.get("leftovers"):
            row.blame("left over", after["leftovers"])

    def _judge_state(self, row: Row, after: dict[str, Any], *, acknowledged: bool) -> None:
        if "unreadable" in after:
            row.blame("unreadable", after["unreadable"])
        elif "state" in after:
            found = after["state"]
            wrong = [
                name
                for name in self.old.keys() | self.new.keys() | found.keys()
                if found.get(name, "") not in (self.old.get(name, ""), self.new.get(name, ""))
            ]
            if wrong:
                row.blame("torn", wrong)
            elif acknowledged and found != self.new:
                row.blame("acknowledged, but lost", found)
            else:
                row.outcomes["new" if found == self.new else "old" if found == self.old else "in between"] += 1


def _state(here: World) -> dict[str, Any]:
    try:
        return {"state": world.state(here)}
    except (SearchkitError, OSError) as error:
        return {"unreadable": str(error)}


def forked(work: Callable[[], dict[str, Any] | None]) -> tuple[int, dict[str, Any]]:
    """Do some work in a child; return its status and what it returned."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        code = 70
        try:
            os.close(reading)
            told = work() or {}
            with os.fdopen(writing, "w") as stream:
                json.dump(told, stream)
            code = 0
        except BaseException as error:  # noqa: BLE001 -- told to the parent, which blames it
            with os.fdopen(os.dup(2), "w") as stream:
                stream.write(f"{type(error).__name__}: {error}\n")
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading) as stream:
        content = stream.read()
    _, status = os.waitpid(child, 0)
    return status, json.loads(content) if content else {}
