"""A damaged index says so: whichever byte is wrong, nobody gets another answer, another error or a dead process."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest

from searchkit import Episode, Idea, Point
from searchkit.engines.base import Request
from searchkit.engines.whoosh import SCHEMA, open_engine, open_writer
from searchkit.engines.whoosh.writing import WhooshWriter
from searchkit.errors import IndexUnusableError
from searchkit.passages import cut
from searchkit.query import parse
from tests.building import episode, many, quotes

QUERIES = (
    "walk map",
    '"quiet map"',
    "wa*",
    "*ap",
    "walp~1",
    "heading:quiet",
    "title:far",
    "ada",
    "NOT zebra",
    "walk OR ada",
)
STRIDE = 5  # 1 takes half a minute


def tiny() -> Episode:
    """Return an episode of three passages that has something in every field."""
    return episode(
        "far",
        title="Far walks",
        number="E1",
        published="2021-02-03",
        speakers=("Ada Lind",),
        overview=(Point("A walk and a map, a walk."),),
        ideas=(Idea("Quiet maps", "Walks need a quiet map."),),
        quotes=quotes("The map is quiet.", speaker="Ada Lind"),
    )


def answers(folder: Path) -> list[object]:
    """Return what an index answers, from every kind of list and table."""
    engine = open_engine(folder)
    try:
        told: list[object] = [engine.size, engine.episode("show/far"), engine.passages(["show/far#idea-1"])]
        for query in QUERIES:
            found = engine.search(Request(parse(query), (), "relevance", 5, facets=True))
            told += [found.total, found.facets, [(one.passage, one.score) for one in found.candidates]]
        told.append([one.passage.id for one in engine.search(Request(parse(""), (), "newest", 5)).candidates])
        told.append([one.passage.id for one in engine.search(Request(parse(""), (), "speaker", 5)).candidates])
        told += [engine.tally(parse(""), (), ("date", "show")), engine.frequencies(["walk"]), engine.speaks("ada")]
        return [*told, engine.complete("wa"), engine.similar_words("walp"), engine.holds_kind("idea")]
    finally:
        engine.close()


def test_every_byte_is_guarded(tmp_path: Path) -> None:
    """With any one byte of any file wrong the answers are the same, or the index says that it is damaged."""
    writer = open_writer(tmp_path, fresh=True)
    writer.add(cut(tiny()))
    writer.finish()
    whole = answers(tmp_path)
    noticed = 0
    for path in sorted(tmp_path.iterdir()):
        content = path.read_bytes()
        for at in range(0, len(content), STRIDE):
            damaged = bytearray(content)
            damaged[at] ^= 1 << at % 8
            path.write_bytes(damaged)
            try:
                assert answers(tmp_path) == whole, f"byte {at} of {path.name}"
            except IndexUnusableError as error:
                noticed += path.name in error.message
        path.write_bytes(content)
    assert noticed > 3_000 // STRIDE


def test_long_lists_are_guarded(tmp_path: Path) -> None:
    """The parts of long lists have a checksum each: bits, positions and numbers."""
    writer = open_writer(tmp_path, fresh=True)
    for one in many(5, 40):
        writer.add(cut(one))
    writer.finish()
    (path,) = tmp_path.glob("*.segment")
    content = path.read_bytes()
    size = int.from_bytes(content[-16:-12], "little")
    start, length, _ = json.loads(content[-16 - size : -16])["text.lists"]
    whole = answers(tmp_path)
    noticed = 0
    for at in range(start, start + length, 97):
        path.write_bytes(content[:at] + bytes([content[at] ^ 16]) + content[at + 1 :])
        try:
            assert answers(tmp_path) == whole
        except IndexUnusableError:
            noticed += 1
    assert noticed > 3


@pytest.mark.parametrize("cut_to", [0, 5, 100, -1])
def test_a_file_cut_short_is_damage(tmp_path: Path, cut_to: int) -> None:
    """A file that is shorter than it was is never mapped: reading behind its end would kill the process."""
    writer = open_writer(tmp_path, fresh=True)
    writer.add(cut(tiny()))
    writer.finish()
    (path,) = tmp_path.glob("*.segment")
    path.write_bytes(path.read_bytes()[:cut_to])
    with pytest.raises(IndexUnusableError, match="damaged"):
        open_engine(tmp_path)
    path.unlink()
    with pytest.raises(IndexUnusableError, match="cannot be read"):
        open_engine(tmp_path)


def test_no_table_of_contents(tmp_path: Path) -> None:
    """A folder without an index is said to be one."""
    with pytest.raises(IndexUnusableError, match=r"segments\.json"):
        open_engine(tmp_path)


def test_another_version_is_not_read(tmp_path: Path) -> None:
    """A table of contents of another version is refused, however well it is written."""
    WhooshWriter(tmp_path, fresh=True).finish()
    path = tmp_path / "segments.json"
    content = path.read_bytes().partition(b"\n")[2].replace(b'"version":%d' % SCHEMA, b'"version":9')
    path.write_bytes(b"%08x\n" % zlib.crc32(content) + content)
    with pytest.raises(IndexUnusableError, match="version 9"):
        open_engine(tmp_path)


def test_no_list_passes_for_another(tmp_path: Path) -> None:
    """Two lists of one length that have changed places, as on a failing disk, are damage."""
    writer = open_writer(tmp_path, fresh=True)
    texts = [f"{word} stands here" for word in ("alder", "birch", "cedar", "dogwood", "elm", "fir")]
    writer.add(cut(episode("trees", quotes=quotes(*texts))))
    writer.finish()
    (path,) = tmp_path.glob("*.segment")
    content = path.read_bytes()
    size = int.from_bytes(content[-16:-12], "little")
    start, length, _ = json.loads(content[-16 - size : -16])["words.lists"]
    each = 6  # bytes of a list of one number
    assert length >= 8 * each
    lists = [content[at : at + each] for at in range(start, start + 6 * each, each)]
    path.write_bytes(content[:start] + b"".join(reversed(lists)) + content[start + 6 * each :])
    engine = open_engine(tmp_path)
    try:
        for word in ("ald*", "bir*", "ced*", "dog*", "elm*", "fir*"):
            with pytest.raises(IndexUnusableError, match="segment"):
                engine.search(Request(parse(word)))
    finally:
        engine.close()


def test_no_segment_passes_for_another(tmp_path: Path) -> None:
    """A segment in the place of another of its size, whole as it is, is damage."""
    sizes: dict[int, Path] = {}
    for word in ("alder", "birch", "cedar", "maple", "rowan", "beech", "aspen", "hazel", "larch", "elder"):
        folder = tmp_path / word
        folder.mkdir()
        writer = open_writer(folder, fresh=True)
        writer.add(cut(episode("trees", quotes=quotes(f"one {word} stands"))))
        writer.finish()
        (path,) = folder.glob("*.segment")
        other = sizes.setdefault(path.stat().st_size, path)
        if other != path:
            path.write_bytes(other.read_bytes())
            break
    else:
        pytest.fail("no two segments have one size")
    with pytest.raises(IndexUnusableError, match="segment"):
        open_engine(folder)
