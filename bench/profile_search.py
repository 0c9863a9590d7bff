"""Where the time of searchkit's search goes: `python -m bench.profile_search CLASS [--size N] [--folder FOLDER]`.

The folder is that of `python -m bench --folder`; what it lacks is made first. A profile makes calls dearer than they
are: read the shares, not the milliseconds.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import tempfile
from pathlib import Path

from bench import questions, worker
from bench.building import index_folders
from bench.contestants import CONTESTANTS
from bench.documents import CORPUS
from bench.questions import CLASSES, WARM_UP

_MOST = 30  # functions that are listed


def profile(folder: Path, name: str, who: str, order: str) -> None:
    """Print the profile of all questions of a class."""
    asked = questions.read(folder)[name]
    contestant = CONTESTANTS[who]()
    contestant.open(index_folders(folder)[who])
    for question in asked[:WARM_UP]:
        contestant.ask(name, question)
    profiler = cProfile.Profile()
    profiler.enable()
    for question in asked[WARM_UP:]:
        contestant.ask(name, question)
    profiler.disable()
    contestant.close()
    pstats.Stats(profiler).strip_dirs().sort_stats(order).print_stats(_MOST)


def prepare(folder: Path, size: int, who: str) -> None:
    """Make what a profile needs and the folder lacks."""
    if not (folder / CORPUS).exists():
        folder.mkdir(parents=True, exist_ok=True)
        worker.run("documents", folder, size)
    place = index_folders(folder)[who]
    if place.exists():
        return
    if who == "searchkit":
        worker.run("make-ready", folder, place, size)
    else:
        worker.run("build", folder, who, place)


def main() -> None:
    """Profile what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m bench.profile_search", description=__doc__.partition("\n")[0])
    parser.add_argument("name", metavar="CLASS", choices=CLASSES, help=", ".join(CLASSES))
    parser.add_argument("--size", type=int, default=10_000, help="number of passages (default: 10,000)")
    parser.add_argument("--folder", type=Path, help="folder of documents and indexes")
    parser.add_argument("--engine", choices=("searchkit", "whoosh"), default="searchkit")
    parser.add_argument("--sort", choices=("cumtime", "tottime"), default="tottime")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="searchkit-bench-") as made:
        folder = (arguments.folder.resolve() if arguments.folder else Path(made)) / str(arguments.size)
        prepare(folder, arguments.size, arguments.engine)
        profile(folder, arguments.name, arguments.engine, arguments.sort)


if __name__ == "__main__":
    main()
