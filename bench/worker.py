"""One stage of the measurements in a process of its own: `python -m bench.worker TASK ARGUMENT…` prints JSON.

The processes that measure hold nothing but what they measure, and the one that starts them holds no documents.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.measuring import ROOT


def _documents(folder: str, passages: str, corpus: str) -> None:
    from bench import documents, questions  # noqa: PLC0415 -- each process loads what it needs

    if not documents.written(Path(folder)):
        documents.write(Path(folder), int(passages), corpus=corpus == "corpus")
    questions.write(Path(folder))


def _build(folder: str, name: str, target: str) -> dict[str, float]:
    from bench.building import build  # noqa: PLC0415

    return build(Path(folder), name, Path(target))


def _sync(folder: str, target: str, engine: str) -> dict[str, float]:
    from bench.building import sync  # noqa: PLC0415

    return sync(Path(folder), Path(target), engine)


def _make_ready(folder: str, target: str, passages: str, engine: str) -> None:
    from bench.building import make_ready  # noqa: PLC0415

    make_ready(Path(folder), Path(target), int(passages), engine)


def _ask(folder: str, rounds: str, *who: str) -> dict[str, Any]:
    from bench.asking import ask  # noqa: PLC0415

    return ask(Path(folder), int(rounds), who)


def _many_episodes(folder: str) -> None:
    from bench.idle import prepare  # noqa: PLC0415

    prepare(Path(folder))


TASKS: dict[str, Callable[..., Any]] = {
    "documents": _documents,
    "build": _build,
    "sync": _sync,
    "make-ready": _make_ready,
    "ask": _ask,
    "many-episodes": _many_episodes,
}


def run(task: str, *arguments: object) -> Any:
    """Run a task in a process of its own and return what it gives.

    Raises:
        subprocess.CalledProcessError: it failed; its traceback has gone to stderr.
    """
    command = [sys.executable, "-m", "bench.worker", task, *map(str, arguments)]
    return json.loads(subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout)


if __name__ == "__main__":
    print(json.dumps(TASKS[sys.argv[1]](*sys.argv[2:])))
