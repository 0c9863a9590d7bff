"""Show notes: moments with titles become chapters, what stands below them points."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import readers
from searchkit.errors import InputError
from searchkit.model import Chapter, Point
from searchkit.readers.chapters import chapter_of
from searchkit.times import format_moment

from .conftest import read

LIST = """\
Why maps lie | The Evening Kite | Episode 12

Ada Moreau draws coasts. She has done so for thirty years.

Links:

- The atlas - https://kite.example

00:00 The fold
01:05 A border that moved
1:03:17 What the sea keeps

Books on the table
- The Sheet and the Sea
"""
TOPICS = """\
Ada Moreau on maps — The Evening Kite Show

The fold (00:00:00)

  • Moreau folds a sheet.
  • It does not lie flat.

What the sea keeps. (00:04:50)

  • Nothing.
"""


def test_a_list_of_moments_becomes_chapters() -> None:
    """Title, description, chapters and the lists around them are all in the episode."""
    reading = read(LIST, name="notes.txt", show="The Evening Kite")
    episode = reading.episode
    assert reading.reader == "show-notes"
    assert (episode.title, episode.number) == ("Why maps lie", "Episode 12")
    assert episode.headline == "Ada Moreau draws coasts."
    assert [chapter.at for chapter in episode.chapters] == [0.0, 65.0, 3797.0]
    assert [note["heading"] for note in episode.extra["notes"]] == ["Links", "Books on the table"]
    assert reading.warnings == ("kept but not searched: “Links”, “Books on the table”",)


def test_what_stands_below_a_moment_is_a_point_of_that_moment() -> None:
    """Bullets under a moment keep it beside them."""
    episode = read(TOPICS, name="notes.txt").episode
    assert (episode.show, episode.title) == ("The Evening Kite Show", "Ada Moreau on maps")
    assert episode.chapters == (Chapter(0.0, "The fold"), Chapter(290.0, "What the sea keeps."))
    assert episode.overview == (
        Point("Moreau folds a sheet.", {"at": "00:00:00"}),
        Point("It does not lie flat.", {"at": "00:00:00"}),
        Point("Nothing.", {"at": "00:04:50"}),
    )


@pytest.mark.parametrize(
    "text",
    [
        "Kite\n[00:00:28] Ada: Well, maps.\n[00:00:31] Ben: All of them.\n[00:00:40] Ada: Yes.\n",
        "Kite\nAda (00:00):\nWell, maps.\nBen (00:04):\nAll of them.\n",
        "Kite\n00:00:00.000 | Well, maps\n00:00:02.040 | all of them\n",
        "1\n00:00:00,000 --> 00:00:02,000\nWell, maps\n\n2\n00:00:02,000 --> 00:00:04,000\nall of them\n",
    ],
)
def test_transcripts_are_no_show_notes(text: str) -> None:
    """Cues, labels and sentences behind moments are left to others."""
    assert readers.read(text, name="notes.txt").reader in {"transcript", "subtitles"}


def test_moments_out_of_order_are_no_show_notes() -> None:
    """What is no list of chapters is taken by nobody."""
    with pytest.raises(InputError, match="no reader takes this"):
        read("Kite\n1:00 Late\n0:30 Early\n")


TITLES = st.lists(st.sampled_from("fold sheet coast river lamp border ruler ink".split()), min_size=1, max_size=6)  # noqa: SIM905


@given(at=st.integers(0, 359_999), words=TITLES, form=st.integers(0, 5))
def test_a_chapter_reads_back_in_every_form(at: int, words: list[str], form: int) -> None:
    """Moment and title come out of a line however it is written."""
    stamp, title = format_moment(at), " ".join(words).capitalize()
    forms = (
        f"{stamp} {title}",
        f"- {stamp} - {title}",
        f"[{stamp}] {title}",
        f"({stamp}) – {title}",
        f"{title} ({stamp})",
        f"* [{stamp}](https://kite.example/v?t={at}s) {title}",
    )
    assert chapter_of(forms[form]) == Chapter(float(at), title)
