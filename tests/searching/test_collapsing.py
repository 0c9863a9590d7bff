"""Passages that say nearly the same are shown once, with the others beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from searchkit import Episode, Library, Quote
from tests.building import episode

Make = Callable[[Iterable[Episode]], Library]
LINE = "The cartographer never trusted a river that stayed inside its banks."


@pytest.fixture
def library(make_library: Make) -> Library:
    """A line said three times by two people, and others."""
    library = make_library(
        [
            episode("late", published="2023", quotes=(Quote(LINE, "Ada Lind"), Quote("A river of tea.", "Ada Lind"))),
            episode("early", published="2019-05-01", quotes=(Quote(LINE.replace("never", "hardly"), "A. Lind"),)),
            episode("undated", quotes=(Quote(LINE.upper(), "Bo Stone"),)),
            *(episode(f"other-{n}", quotes=(Quote(f"River number {n} is quiet."),)) for n in range(5)),
        ]
    )
    library.corpus.root.joinpath("speakers.yaml").write_text("Ada Lind:\n  - A. Lind\n", encoding="utf-8")
    library.sync()
    return library


def test_the_earliest_stands_for_all(library: Library) -> None:
    """One hit stands for the group: the earliest, whichever matches best; the others are named beside it."""
    found = library.search("cartographer trusted")
    assert [hit.passage.episode.id for hit in found] == ["show/early"]
    assert [(d.passage.episode.id, d.exact, d.other_speaker) for d in found.hits[0].duplicates] == [
        ("show/late", False, False),
        ("show/undated", False, True),
    ]
    assert found.total == 3


def test_all_are_shown_on_request(library: Library) -> None:
    """With `duplicates` each is a hit of its own and none is named beside another."""
    found = library.search("cartographer", duplicates=True)
    assert len(found) == found.total == 3
    assert all(hit.duplicates == () for hit in found)


def test_a_filter_chooses_who_stands_for_the_group(library: Library) -> None:
    """The earliest of those that pass the filter stands; the others are named although they do not pass."""
    (hit,) = library.search("cartographer", speaker="bo stone").hits
    assert hit.passage.episode.id == "show/undated"
    assert [d.passage.episode.id for d in hit.duplicates] == ["show/early", "show/late"]
    assert all(d.other_speaker for d in hit.duplicates)


@pytest.mark.parametrize("sort", ["newest", "oldest", "speaker", "episode"])
def test_other_orders_show_the_first_of_each_group(library: Library, sort: str) -> None:
    """In any other order the first that comes stands for the group, and pages do not repeat it."""
    every = library.search("river", sort=sort, limit=None)  # type: ignore[arg-type]
    pages = [library.search("river", sort=sort, limit=2, offset=at) for at in range(0, 8, 2)]  # type: ignore[arg-type]
    listed = [hit.passage.id for page in pages for hit in page]
    assert listed == [hit.passage.id for hit in every]
    assert len(listed) == every.total - 2 == 7


def test_a_page_is_filled(library: Library) -> None:
    """A page holds as many hits as were asked for, although some candidates fall together."""
    assert len(library.search("river", limit=7)) == 7


def test_what_goes_is_no_longer_named(library: Library) -> None:
    """When an episode goes, its passages stand beside no other."""
    library.corpus.root.joinpath("show", "late.yaml").unlink()
    library.sync()
    (hit,) = library.search("cartographer trusted").hits
    assert [d.passage.episode.id for d in hit.duplicates] == ["show/undated"]
    library.sync(rebuild=True)
    assert library.search("cartographer trusted").hits == (hit,)
