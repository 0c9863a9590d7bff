"""Many small changes leave few segments, and none of what was taken out."""

from __future__ import annotations

import random
from pathlib import Path

from searchkit.engines.base import Request
from searchkit.engines.whoosh import contents, open_engine
from searchkit.engines.whoosh.contents import SegmentEntry
from searchkit.engines.whoosh.merging import choose
from searchkit.engines.whoosh.writing import WhooshWriter
from searchkit.passages import cut
from searchkit.query.nodes import All
from tests.building import drawn, many


def test_small_changes_are_merged(tmp_path: Path) -> None:
    """A hundred changes of one episode each leave few segments, no other file, and each passage once."""
    chance = random.Random(3)  # noqa: S311
    there = {}
    for step in range(100):
        new = drawn(chance, f"e{chance.randrange(40)}")
        writer = WhooshWriter(tmp_path, fresh=not step)
        writer.remove([new.id])
        writer.add(cut(new))
        writer.finish()
        there[new.id] = new
        assert len(contents.read(tmp_path).segments) <= 8
    files = {path.name for path in tmp_path.iterdir()}
    assert files == {"segments.json", *(entry.name for entry in contents.read(tmp_path).segments)}
    engine = open_engine(tmp_path)
    found = engine.search(Request(All(), (), "episode", None)).candidates
    assert [one.passage for one in found] == [piece for name in sorted(there) for piece in cut(there[name])]
    engine.close()


def test_a_build_writes_segments_and_merges_none_that_are_full(tmp_path: Path) -> None:
    """A build that fills segments leaves them as they are."""
    writer = WhooshWriter(tmp_path, fresh=True, limit=50)
    for one in many(1, 60):
        writer.add(cut(one))
    writer.finish()
    sizes = [entry.documents for entry in contents.read(tmp_path).segments]
    assert len(sizes) > 4
    assert max(sizes) <= 50


def test_an_episode_larger_than_a_segment(tmp_path: Path) -> None:
    """An episode that no segment can hold lies in several, in its order, and goes from all of them at once."""
    one = next(one for one in many(2, 50) if len(cut(one)) > 5)
    writer = WhooshWriter(tmp_path, fresh=True, limit=2)
    writer.add(cut(one))
    writer.finish()
    engine = open_engine(tmp_path)
    assert engine.episode(one.id) == cut(one)
    assert engine.passages([cut(one)[-1].id]) == {cut(one)[-1].id: cut(one)[-1]}
    engine.close()
    writer = WhooshWriter(tmp_path, fresh=False, limit=2)
    writer.remove([one.id])
    writer.finish()
    assert contents.read(tmp_path).segments == ()


def test_an_episode_can_be_exchanged_twice_in_one_change(tmp_path: Path) -> None:
    """What was added in the same change is taken out too."""
    chance = random.Random(1)  # noqa: S311
    writer = WhooshWriter(tmp_path, fresh=True)
    for _ in range(3):
        last = drawn(chance, "same")
        writer.remove([last.id])
        writer.add(cut(last))
    writer.finish()
    engine = open_engine(tmp_path)
    assert engine.episode("show/same") == cut(last)
    assert engine.size == len(cut(last))
    engine.close()


def test_what_is_merged() -> None:
    """Four segments of one size are merged, and one much of which is deleted is written anew."""
    small = [SegmentEntry(f"{number}", 1, 0, 100) for number in range(4)]
    large = SegmentEntry("large", 1, 0, 60_000)
    assert choose([large, *small[:3]], 65_535) == []
    assert choose([large, *small], 65_535) == small
    sparse = SegmentEntry("sparse", 1, 0, 1_000, (1, 2), 300)
    assert choose([large, sparse], 65_535) == [sparse]
    assert choose([SegmentEntry(str(number), 1, 0, 60_000) for number in range(9)], 65_535) == []
