"""An index answers by what is in it, whatever was in it before."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.engines import ENGINES, load_engine
from searchkit.engines.base import Engine, EngineModule, Request
from searchkit.errors import IndexUnusableError
from searchkit.model import SORTS, Episode
from searchkit.passages import cut
from searchkit.query import parse
from searchkit.query.nodes import Boost, Term
from tests.building import drawn
from tests.properties import examples, scratch_folder

QUERIES = (
    *("", "walk", "map river", "walk OR maps OR kite", "NOT walk", '"the map"', '"walk map"~3', "wa*", "m?p", "kitt~1"),
    *("heading:walk", "title:wa*", "walk -map", "+quiet stone", "(walk OR map) AND (the OR kite)", "walk^3 map", "ada"),
)
WORDS = ("walk", "map", "walp", "kitte", "quit", "cafe", "zzz")

# A change takes some episodes out and puts others in, new ones or new forms of old ones.
names = st.sampled_from([f"e{number}" for number in range(8)])
changes = st.lists(
    st.tuples(st.sets(names, max_size=3), st.sets(names, max_size=4), st.integers(0, 99)), min_size=1, max_size=6
)


@pytest.fixture(params=ENGINES)
def module(request: pytest.FixtureRequest) -> EngineModule:
    """Each engine."""
    try:
        return load_engine(request.param)
    except IndexUnusableError as error:
        pytest.skip(f"{error.message}; {error.hint}")


def written(
    module: EngineModule, folder: Path, history: Sequence[tuple[set[str], set[str], int]]
) -> dict[str, Episode]:
    """Build an index change by change and return the episodes that are in it at the end."""
    there: dict[str, Episode] = {}
    for step, (removed, added, seed) in enumerate(history):
        chance = random.Random(seed)  # noqa: S311 -- the same every time is what is wanted
        new = {f"show/{name}": drawn(chance, name) for name in sorted(added)}
        gone = {f"show/{name}" for name in removed} | new.keys()
        writer = module.open_writer(folder, fresh=not step)
        writer.remove(sorted(gone & there.keys()) * 2)  # two files may have named it; once gone it is gone
        for one in new.values():
            writer.add(cut(one))
        writer.finish()
        there = {name: one for name, one in there.items() if name not in gone} | new
    return there


def answers(engine: Engine, *, ranked: bool) -> list[object]:
    """Return everything that an index answers, but for the numbers that it knows its documents by.

    Args:
        engine: the index.
        ranked: compare scores too, and the order that they make.
    """
    told: list[object] = [engine.size, engine.holds_kind("quote"), engine.holds_kind("segment")]
    for query in QUERIES:
        for sort in SORTS:
            by_score = sort == "relevance" and not ranked
            found = engine.search(Request(parse(query), (), sort, None if by_score else 7, facets=True))
            told += [found.total, found.facets]
            if by_score:
                told.append({one.passage.id: one.passage for one in found.candidates})
            else:
                told.append([(one.passage, one.score) for one in found.candidates])
            told.append(engine.tally(parse(query), (), ("date", "speaker")))
        told.append(engine.count(parse(query)))
    for word in WORDS:
        told += [engine.similar_words(word), engine.complete(word[:2]), engine.speaks(word)]
    told.append(engine.frequencies([Term(word).stems[0] for word in WORDS]))
    told += [engine.episode(f"show/e{number}") for number in range(8)]
    return told


@settings(max_examples=examples(12))
@given(changes)
def test_an_index_that_grew_answers_like_one_made_anew(
    module: EngineModule, history: list[tuple[set[str], set[str], int]]
) -> None:
    """After any row of changes each answer, score and order is that of an index made of what is left in one go.

    Tantivy alone counts passages that are marked as deleted in its scores, which choose the candidates.
    """
    ranked = not module.__name__.endswith("tantivy")
    with scratch_folder() as grown, scratch_folder() as fresh:
        there = written(module, grown, history)
        writer = module.open_writer(fresh, fresh=True)
        for name in sorted(there):
            writer.add(cut(there[name]))
        writer.finish()
        engines = [module.open_engine(folder) for folder in (grown, fresh)]
        try:
            for one, other in zip(*(answers(engine, ranked=ranked) for engine in engines), strict=True):
                assert one == other
        finally:
            for engine in engines:
                engine.close()


def test_an_abandoned_change_lets_go(module: EngineModule, tmp_path: Path) -> None:
    """A change that is given up leaves no lock behind: the next one in the same folder goes through."""
    chance = random.Random(1)  # noqa: S311
    one = drawn(chance, "one")
    writer = module.open_writer(tmp_path, fresh=True)
    writer.add(cut(one))
    writer.abandon()
    writer = module.open_writer(tmp_path, fresh=True)
    writer.add(cut(one))
    writer.finish()
    assert not list(tmp_path.glob("*LOCK*"))
    engine = module.open_engine(tmp_path)
    assert engine.size == len(cut(one))
    assert engine.count(Boost(Term("walk"), 2.0)) <= engine.size
    engine.close()
