"""`python -m tests.engines.make_fixture`: keep an index of every engine as it is written now.

To be run once after the schema of an engine, or the layout of generations, was raised; what it makes is committed, and
opened by `test_fixtures.py` from then on. What is there already is left alone: an older index is what an older
searchkit made, and cannot be made again.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

from searchkit import Episode, Idea, Library, Point, Quote, Segment
from searchkit.corpus import Corpus
from searchkit.engines import ENGINES, load_engine
from searchkit.engines.generations import LAYOUT

FIXTURES = Path(__file__).parent / "fixtures"
CORPUS = FIXTURES / "corpus"
ANSWERS = FIXTURES / "answers.json"
QUERIES = ("walk", '"quiet map"', "wa*", "mendng~1", "speaker:lind", "river NOT wall", "title:mending", "*")
SAID = ("kind:segment walk", "kind:segment speaker:stone", "kind:segment OR kind:quote")


def episodes() -> tuple[Episode, ...]:
    """Return the episodes of the corpus, which never change."""
    return (
        Episode(
            show="The Workbench",
            title="Mending a map",
            id="the-workbench/mending-a-map",
            number="E1",
            published="2021-02-03",
            speakers=("Ada Lind",),
            overview=(Point("A walk with a torn map."),),
            ideas=(Idea("A quiet map", "Walking is easier with a quiet map than with a loud one."),),
            quotes=(
                Quote("Mending a map is walking it twice.", "Ada Lind", 61.5),
                Quote("The river moved.", "Bo Stone"),
            ),
            transcript=(
                Segment("So you walk it once on paper.", "Ada Lind", 58.0, 61.5),
                Segment("Mending a map is walking it twice.", "Ada Lind", 61.5, 65.0),
                Segment("And the river moved meanwhile.", "Bo Stone", 65.0, 68.0),
            ),
        ),
        Episode(
            show="The Workbench",
            title="Stones",
            id="the-workbench/stones",
            published="2022",
            language="fr",
            quotes=(Quote("La rivière connaît chaque pierre.", "Bo Stone"), Quote("Une carte, puis une marche.")),
        ),
        Episode(
            show="Far Walks",
            title="Wall and river",
            id="far-walks/wall-and-river",
            ideas=(Idea("A wall of stones", ""), Idea("The river has no wall", "A river walks around every stone.")),
        ),
    )


def folder_of(engine: str) -> Path:
    """Return where the index of an engine is kept, as it is written now."""
    return FIXTURES / f"{engine}-{load_engine(engine).SCHEMA}-{LAYOUT}"


def answers(library: Library) -> dict[str, list[str]]:
    """Return the ids that each query finds, in their order."""
    return {query: [hit.passage.id for hit in library.search(query).hits] for query in (*QUERIES, *SAID)}


def main() -> None:
    """Make what is missing."""
    corpus = Corpus(CORPUS)
    for episode in () if CORPUS.exists() else episodes():
        CORPUS.mkdir(parents=True, exist_ok=True)
        corpus.save(episode)
    for engine in ENGINES:
        folder = folder_of(engine)
        if folder.exists():
            continue
        with tempfile.TemporaryDirectory() as made:  # what is made notes where its corpus lay
            shutil.copytree(CORPUS, Path(made) / "corpus")
            with Library(Path(made) / "corpus", Path(made) / "index") as library:
                library.sync(engine=engine)
                told = answers(library)
            if not ANSWERS.exists():
                ANSWERS.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
            if told != json.loads(ANSWERS.read_text(encoding="utf-8")):
                raise SystemExit(f"{engine} answers otherwise than {ANSWERS}")
            shutil.copytree(
                Path(made) / "index", folder, ignore=shutil.ignore_patterns("LOCK", ".tantivy-*", "CHECKED*")
            )
        sys.stdout.write(f"made {folder}\n")


if __name__ == "__main__":
    main()
