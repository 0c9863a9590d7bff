"""An index answers by what is in it, whatever was in it before."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.engines.base import Engine, Request
from searchkit.engines.whoosh import open_engine, open_writer
from searchkit.model import SORTS, Episode
from searchkit.passages import cut
from searchkit.query import parse
from searchkit.query.nodes import Boost, Term
from tests.building import drawn

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


def written(folder: Path, history: Sequence[tuple[set[str], set[str], int]]) -> dict[str, Episode]:
    """Build an index change by change and return the episodes that are in it at the end."""
    there: dict[str, Episode] = {}
    for step, (removed, added, seed) in enumerate(history):
        chance = random.Random(seed)  # noqa: S311 -- the same every time is what is wanted
        new = {f"show/{name}": drawn(chance, name) for name in sorted(added)}
        gone = {f"show/{name}" for name in removed} | new.keys()
        writer = open_writer(folder, fresh=not step)
        writer.remove(sorted(gone & there.keys()))
        for one in new.values():
            writer.add(cut(one), one.voices)
        writer.finish()
        there = {name: one for name, one in there.items() if name not in gone} | new
    return there


def answers(engine: Engine) -> list[object]:
    """Return everything that an index answers, but for the numbers that it knows its documents by."""
    told: list[object] = [engine.size, engine.holds_kind("quote"), engine.holds_kind("segment")]
    for query in QUERIES:
        for sort in SORTS:
            found = engine.search(Request(parse(query), (), sort, 7, facets=True))
            told += [found.total, found.facets, [(one.passage, one.score) for one in found.candidates]]
            told.append(engine.tally(parse(query), (), ("date", "speaker")))
        told.append(engine.count(parse(query)))
    for word in WORDS:
        told += [engine.similar_words(word), engine.complete(word[:2]), engine.speaks(word)]
    told.append(engine.frequencies([Term(word).stems[0] for word in WORDS]))
    told += [engine.episode(f"show/e{number}") for number in range(8)]
    return told


@settings(max_examples=12)
@given(changes)
def test_an_index_that_grew_answers_like_one_made_anew(history: list[tuple[set[str], set[str], int]]) -> None:
    """After any row of changes each answer, score and order is that of an index made of what is left in one go."""
    with TemporaryDirectory() as grown, TemporaryDirectory() as fresh:
        there = written(Path(grown), history)
        writer = open_writer(Path(fresh), fresh=True)
        for name in sorted(there):
            writer.add(cut(there[name]), there[name].voices)
        writer.finish()
        engines = [open_engine(Path(folder)) for folder in (grown, fresh)]
        try:
            for one, other in zip(*map(answers, engines), strict=True):
                assert one == other
        finally:
            for engine in engines:
                engine.close()


def test_an_abandoned_change_lets_go(tmp_path: Path) -> None:
    """A change that is given up leaves no lock behind: the next one in the same folder goes through."""
    chance = random.Random(1)  # noqa: S311
    one = drawn(chance, "one")
    writer = open_writer(tmp_path, fresh=True)
    writer.add(cut(one), one.voices)
    writer.abandon()
    writer = open_writer(tmp_path, fresh=True)
    writer.add(cut(one), one.voices)
    writer.finish()
    assert not list(tmp_path.glob("*LOCK*"))
    engine = open_engine(tmp_path)
    assert engine.size == len(cut(one))
    assert engine.count(Boost(Term("walk"), 2.0)) <= engine.size
    engine.close()
