"""A small library to be damaged, and everything that it answers."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from searchkit import Library
from searchkit.corpus import Corpus
from searchkit.model import Query
from searchkit.records import replace

SAMPLE = Path(__file__).resolve().parents[2] / "corpus"
_LATER = 4  # episodes of the sample that are added after the others, so that there are several segments

QUERIES = (
    Query(text="map"),
    Query(text="the map is late"),
    Query(text='"the map"'),
    Query(text="wa*"),
    Query(text="*ing"),
    Query(text="brigde~1"),
    Query(text="bridge OR river NOT stone", facets=True),
    Query(text="heading:map"),
    Query(text="title:half"),
    Query(text="", kinds=("quote",), sort="newest"),
    Query(text="", sort="speaker", limit=30),
    Query(text="", sort="oldest", since="2019", facets=True),
    Query(text="work", speaker="marit", context=1),
    Query(text="zzzyx map"),
    Query(text="the bridge", kinds=("segment",), context=1),
    Query(text="thumb", kinds=("quote", "segment"), facets=True),
)


def build(folder: Path, engine: str, sample: Path = SAMPLE) -> None:
    """Make `corpus` and `index` in a folder: an index that was changed twice since it was made."""
    shutil.copytree(sample, folder / "corpus")
    corpus = Corpus(folder / "corpus")
    episodes = [state.path for state in corpus.scan() if "/" in state.path]
    aside = folder / "aside"
    for path in episodes[:_LATER]:
        (aside / path).parent.mkdir(parents=True, exist_ok=True)
        (corpus.root / path).rename(aside / path)
    with Library(corpus.root, folder / "index") as library:
        library.sync(engine=engine)
        for path in episodes[: _LATER - 1]:
            (aside / path).rename(corpus.root / path)
        library.sync()
        (aside / episodes[_LATER - 1]).rename(corpus.root / episodes[_LATER - 1])
        changed = corpus.parse(episodes[-1], corpus.read_bytes(episodes[-1]))
        corpus.save(replace(changed, headline="Another headline"))
        library.sync()
    shutil.rmtree(aside)


def answers(folder: Path) -> list[str]:
    """Return what the library of a folder answers, opened anew; the state of the corpus does not matter."""
    with Library(folder / "corpus", folder / "index") as library:
        return [repr(ask(library)) for ask in _asking()]


def _asking() -> Iterator[Callable[[Library], Any]]:
    for query in QUERIES:
        yield lambda library, query=query: _settled(library.search(query))
    yield lambda library: library.episodes()
    yield lambda library: (library.speakers(), library.shows(), library.words("ma"))
    yield lambda library: library.episode(library.episodes()[0].id)
    yield lambda library: _settled(library.similar(library.search("map").hits[0].passage.id))
    yield lambda library: _settled(library.trends("map", per="speaker"))
    yield lambda library: library.transcript(library.episodes()[0].id)
    yield lambda library: _settled(library.whosaid("you cannot outvot a thumb"))


def _settled(found: Any) -> Any:
    """Return what was found, without telling whether the corpus has changed."""
    return replace(found, stale=False)
