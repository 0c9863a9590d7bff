"""Where the time of searchkit's search goes: `python -m bench.profile_search CLASS [--size N] [--folder FOLDER]`.

The folder is that of `python -m bench --folder`; what it lacks is made first. A profile makes calls dearer than they
are: read the shares, not the milliseconds.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import tempfile
from collections import defaultdict
from pathlib import Path

from bench import documents, questions, worker
from bench.building import index_folders
from bench.contestants import CONTESTANTS, ENGINES
from bench.questions import CLASSES, WARM_UP

_MOST = 30  # functions that are listed
_STAGES = {  # of a search: the functions in which all of their time is spent, and those called there that are others'
    "reading the query": ([("parsing.py", "parse")], []),
    "names and filters": (
        [("resolving.py", "resolve")],
        [],
    ),
    "posting lists": ([("reading.py", "_found"), ("reading.py", "_best"), ("reading.py", "frequencies")], []),
    "reading candidates": (
        [("reading.py", "search")],
        [("reading.py", "_found"), ("reading.py", "_best")],
    ),
    "second look": ([("ranking.py", "rank")], []),
    "highlights": ([("answering.py", "hits")], [("surroundings.py", "contexts")]),
    "context": ([("surroundings.py", "contexts")], []),
    "words dropped": ([("relaxing.py", "dropped")], []),
    "comparing with the corpus": ([("opening.py", "looks_stale")], []),
}


def profile(folder: Path, name: str, size: int, *, who: str = "searchkit", order: str = "tottime") -> None:
    """Print the profile of all questions of a class.

    Args:
        folder: of the documents and indexes of one size; what it lacks is made first.
        name: the class.
        size: number of passages.
        who: the contestant.
        order: "tottime" or "cumtime", by which functions are sorted.
    """
    _prepare(folder, size, who)
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
    stats = pstats.Stats(profiler).strip_dirs()
    if who in ENGINES:
        print(_stages(stats))
    stats.sort_stats(order).print_stats(_MOST)


def _stages(stats: pstats.Stats) -> str:
    """Return the share of a search that each stage of it takes."""
    spent: dict[tuple[str, str], float] = defaultdict(float)
    for (file, _, function), figures in stats.stats.items():  # type: ignore[attr-defined]
        spent[file, function] += figures[3]
    whole = spent["asking.py", "search"]
    shares = {
        stage: (sum(spent[place] for place in places) - sum(spent[place] for place in others)) / whole
        for stage, (places, others) in _STAGES.items()
    }
    shares["the rest"] = 1 - sum(shares.values())
    return "\n".join(f"{share:5.0%}  {stage}" for stage, share in shares.items()) + "\n"


def _prepare(folder: Path, size: int, who: str) -> None:
    if not (documents.written(folder) and questions.written(folder)):
        worker.run("documents", folder, size, "corpus")
    place = index_folders(folder)[who]
    if place.exists():
        return
    if who in ENGINES:
        worker.run("make-ready", folder, place, size, ENGINES[who])
    else:
        worker.run("build", folder, who, place)


def main() -> None:
    """Profile what the arguments ask for."""
    parser = argparse.ArgumentParser(prog="python -m bench.profile_search", description=__doc__.partition("\n")[0])
    parser.add_argument("name", metavar="CLASS", choices=CLASSES, help=", ".join(CLASSES))
    parser.add_argument("--size", type=int, default=10_000, help="number of passages (default: 10,000)")
    parser.add_argument("--folder", type=Path, help="folder of documents and indexes")
    parser.add_argument("--engine", choices=CONTESTANTS, default="searchkit")
    parser.add_argument("--sort", choices=("cumtime", "tottime"), default="tottime")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="searchkit-bench-") as made:
        folder = (arguments.folder.resolve() if arguments.folder else Path(made)) / str(arguments.size)
        profile(folder, arguments.name, arguments.size, who=arguments.engine, order=arguments.sort)


if __name__ == "__main__":
    main()
