"""The three small files of a generation: what is written is read back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from searchkit import Chapter, Idea, Point, Quote
from searchkit.catalog import (
    FILES,
    EpisodeEntry,
    FileRecord,
    entry_of,
    read_episodes,
    read_files,
    read_names,
    write_episodes,
    write_files,
)
from searchkit.corpus_files import FileState

from .building import any_text, episode, many, quotes

FULL = episode(
    "full",
    number="E1",
    published="2023",
    url="https://example.org",
    language="fr",
    headline="A line",
    speakers=("Ada", "Bo"),
    overview=(Point("x"),),
    ideas=(Idea("x"), Idea("y")),
    quotes=(*quotes("a", "b", speaker="Ada"), Quote("c", "Cy"), Quote("d")),
    chapters=(Chapter(0.0, "Beginning"), Chapter(61.5, "End")),
)


def reading(folder: Path) -> Callable[[str], bytes]:
    """Return what reads the files of a folder."""
    return lambda name: (folder / name).read_bytes()


def test_entry_of() -> None:
    """An entry has what a list shows, who speaks, how many quotes each has, and how many passages there are."""
    entry = entry_of(FULL)
    assert (entry.id, entry.show, entry.title, entry.language) == ("show/full", "The Workbench", "full", "fr")
    assert entry.speakers == ("Ada", "Bo", "Cy")
    assert entry.said == (("Ada", 2), ("Cy", 1))
    assert (entry.points, entry.ideas, entry.quotes, entry.segments, entry.passages) == (1, 2, 4, 0, 7)


def test_episodes_read_back(tmp_path: Path) -> None:
    """Entries come back as they were, sorted by id."""
    entries = [entry_of(one) for one in (FULL, *many(5, 8), episode("a-bare-one"))]
    write_episodes(tmp_path, entries, {})
    assert read_episodes(reading(tmp_path)) == tuple(sorted(entries, key=lambda entry: entry.id))


def test_names_read_back(tmp_path: Path) -> None:
    """Speakers and shows come back with their episodes and passages, and aliases are one name."""
    others = episode("two", speakers=("A. Lind", "Bo"), quotes=quotes("x", "y", speaker="A. Lind"))
    write_episodes(tmp_path, [entry_of(FULL), entry_of(others)], {"Ada": ("A. Lind",)})
    speakers, shows = read_names(reading(tmp_path))
    assert [(name.name, name.episodes, name.passages) for name in speakers.all] == [
        *(("Ada", 2, 4), ("Cy", 1, 1), ("Bo", 2, 0))
    ]
    assert [(name.name, name.episodes, name.passages) for name in shows.all] == [("The Workbench", 2, 9)]


records = st.builds(
    FileRecord,
    st.builds(FileState, any_text, st.integers(0), st.integers(0)),
    st.text(),
    st.integers(0),
    st.text(),
    st.text(),
    st.none() | st.integers(1),
    st.text(),
)


@given(st.lists(records, unique_by=lambda record: record.state.path, max_size=4))
def test_files_read_back(tmp_path: Path, noted: list[FileRecord]) -> None:
    """Records come back by path; a file that could be read has no fault."""
    write_files(tmp_path, noted)
    expected = {
        record.state.path: record if record.error else FileRecord(record.state, record.digest, record.looked)
        for record in noted
    }
    assert read_files(reading(tmp_path)) == expected


def test_a_linked_file_is_not_written_through(tmp_path: Path) -> None:
    """Writing replaces a file that was linked over from the generation before, whose own file stays as it was."""
    before, after = tmp_path / "g-1", tmp_path / "new"
    before.mkdir()
    after.mkdir()
    write_files(before, [])
    (after / FILES).hardlink_to(before / FILES)
    write_files(after, [FileRecord(FileState("a/b.yaml", 1, 2), "d", 3)])
    assert read_files(reading(before)) == {}
    assert len(read_files(reading(after))) == 1


def test_an_entry_counts_nothing_by_default() -> None:
    """An entry made of an id alone has no passages."""
    assert EpisodeEntry("a/b", "A", "B").passages == 0
