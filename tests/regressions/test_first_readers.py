"""What the first people who tried the README ran into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from searchkit import Library, QueryError

PAGE = """The Night Desk
Why newsrooms forget

WHAT IT'S REALLY ABOUT
A paper remembers what it prints twice
- The archive is a room that nobody has the key to.

IDEAS WORTH REMEMBERING
2 ideas…A correction is the most honest paragraph.
It says what was wrong, when, and in which words.
Old stories need a date on every page.
Readers meet them without the front page that explained them.

WORDS WORTH SAVING
2 quotes…We printed it four times before anybody checked.
— Orla Vance
A river never forgets a shortcut.
— Orla Vance
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """An empty library."""
    with Library(tmp_path / "corpus", tmp_path / "index") as opened:
        yield opened


def test_an_ellipsis_behind_a_count_belongs_to_the_count(library: Library) -> None:
    """It became part of the first heading, and the quotes became part of an idea."""
    episode = library.add(PAGE, name="page.txt").episode
    assert [idea.heading for idea in episode.ideas] == [
        "A correction is the most honest paragraph.",
        "Old stories need a date on every page.",
    ]
    assert [quote.text for quote in episode.quotes] == [
        "We printed it four times before anybody checked.",
        "A river never forgets a shortcut.",
    ]


def test_a_page_whose_episode_was_renamed_or_retitled_is_not_added_twice(library: Library) -> None:
    """The page was filed again beside the episode that was made of it."""
    first = library.add(PAGE, name="page.txt").episode
    path = library.corpus.root / f"{first.id}.yaml"
    moved = path.with_name("moved.yaml")
    moved.write_text(path.read_text(encoding="utf-8").replace("newsrooms", "papers"), encoding="utf-8")
    path.unlink()
    again = Library(library.corpus.root, library.generations.root).add(PAGE, name="page.txt")
    assert again.outcome == "kept"
    assert again.episode.id == "the-night-desk/moved"
    assert [file.name for file in moved.parent.iterdir()] == ["moved.yaml"]


def test_words_of_a_title_are_not_told_to_be_missing(library: Library) -> None:
    """A word asked for in the title was looked for in the text, and said to be in no passage."""
    library.add(PAGE, name="page.txt")
    library.sync()
    found = library.search("title:newsrooms")
    assert found.total == 5
    assert not found.suggestions


def test_a_range_that_is_never_closed_is_a_fault(library: Library) -> None:
    """It was read as words, and found something else."""
    library.add(PAGE, name="page.txt")
    library.sync()
    with pytest.raises(QueryError, match="never closed") as caught:
        library.search("forgets date:[2019 TO")
    assert caught.value.suggestion == "forgets"
