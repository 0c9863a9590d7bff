"""A transcript finds its episode, and changes nothing in the file of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchkit import Hints, Library
from searchkit.adding import decoded_page, described, find_pages
from searchkit.attaching import address_key
from searchkit.errors import InputError

SRT = "1\n00:00:01,000 --> 00:00:04,000\nANN: Wax comes last.\n\n2\n00:00:05,000 --> 00:00:07,000\nANN: Always.\n"
EPISODE = """\
show: The Workbench
title: Why the drawer sticks
url: https://www.youtube.com/watch?v=abc123
speakers: [Ann Lee]
quotes:
- text: Wax comes last.   # as I heard it
  speaker: Ann Lee
source:
  file: drawers-and-wax.txt
"""


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library with one episode, written by hand."""
    path = tmp_path / "corpus" / "the-workbench" / "e12-why-the-drawer-sticks.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(EPISODE, encoding="utf-8")
    return Library(tmp_path / "corpus", tmp_path / "index")


@pytest.mark.parametrize(
    ("name", "hints"),
    [
        ("E12 Why the drawer sticks.en.srt", Hints()),
        ("e12-why-the-drawer-sticks.vtt", Hints()),
        ("Drawers and wax.srt", Hints()),
        ("x.srt", Hints(url="https://youtu.be/abc123?t=4")),
        ("x.srt", Hints(title="Why the Drawer Sticks")),
        ("x.srt", Hints(title="why the drawer sticks", show="the workbench")),
    ],
)
def test_it_is_found_by_name_address_or_title(library: Library, name: str, hints: Hints) -> None:
    """The transcript lies beside the episode, whose file keeps every byte; names are those of the episode."""
    added = library.add(SRT, name=name, hints=hints)
    assert (added.outcome, added.episode.id) == ("attached", "the-workbench/e12-why-the-drawer-sticks")
    folder = library.corpus.root / "the-workbench"
    assert (folder / "e12-why-the-drawer-sticks.yaml").read_text(encoding="utf-8") == EPISODE
    assert sorted(path.name for path in folder.iterdir()) == [
        "e12-why-the-drawer-sticks.vtt",
        "e12-why-the-drawer-sticks.yaml",
    ]
    loaded = library.corpus.load(added.episode.id)
    assert loaded is not None
    assert [(one.speaker, one.text) for one in loaded.transcript] == [("Ann Lee", "Wax comes last. Always.")]


@pytest.mark.parametrize(
    ("name", "hints"),
    [
        ("transcript.srt", Hints()),
        ("x.srt", Hints(title="Why the drawer sticks", show="Another Show")),
        ("x.srt", Hints(url="https://youtu.be/other", title="Another talk")),
    ],
)
def test_another_one_makes_an_episode_of_its_own(library: Library, name: str, hints: Hints) -> None:
    """Nothing is attached on a common name, or against the show that was given."""
    added = library.add(SRT, name=name, hints=hints)
    assert added.outcome == "added"
    assert library.corpus.load("the-workbench/e12-why-the-drawer-sticks").transcript == ()  # type: ignore[union-attr]


def test_two_that_fit_equally_well_get_none_of_it(library: Library) -> None:
    """Where two episodes have the title, the transcript is one by itself."""
    twin = library.corpus.root / "far-walks" / "why-the-drawer-sticks.yaml"
    twin.parent.mkdir()
    twin.write_text("show: Far Walks\ntitle: Why the drawer sticks\n", encoding="utf-8")
    assert library.add(SRT, name="x.srt", hints=Hints(title="Why the drawer sticks")).outcome == "added"


def test_again_is_unchanged_and_another_is_refused(library: Library) -> None:
    """The same transcript changes nothing; another one is refused until it is forced."""
    hints = Hints(title="Why the drawer sticks")
    library.add(SRT, name="x.srt", hints=hints)
    assert library.add(SRT, name="x.srt", hints=hints).outcome == "unchanged"
    other = SRT.replace("Always", "Nearly always")
    with pytest.raises(InputError, match="has another transcript already"):
        library.add(other, name="x.srt", hints=hints)
    assert library.add(other, name="x.srt", hints=hints, force=True).outcome == "attached"


def test_a_dry_run_writes_nothing(library: Library) -> None:
    """With a dry run the outcome is told, and no file appears."""
    added = library.add(SRT, name="x.srt", hints=Hints(title="Why the drawer sticks"), dry_run=True)
    assert (added.outcome, len(added.episode.transcript)) == ("attached", 1)
    assert not list(library.corpus.root.rglob("*.vtt"))


def test_a_page_that_comes_later_keeps_the_transcript(tmp_path: Path) -> None:
    """An episode that a transcript made takes over the summary page, and keeps what was said."""
    library = Library(tmp_path / "corpus", tmp_path / "index")
    hints = Hints(show="The Workbench", title="Why the drawer sticks")
    made = library.add(SRT, name="x.srt", hints=hints)
    page = "show: The Workbench\ntitle: Why the drawer sticks\nquotes:\n- text: Wax comes last.\n"
    added = library.add(page, name="x.yaml")
    assert (made.outcome, added.outcome, added.episode.id) == ("added", "updated", made.episode.id)
    loaded = library.corpus.load(made.episode.id)
    assert loaded is not None
    assert (len(loaded.quotes), loaded.transcript) == (1, made.episode.transcript)


def test_a_changed_transcript_updates_its_own_episode(tmp_path: Path) -> None:
    """An episode that a transcript made is read anew with it, and is unchanged with the same."""
    library = Library(tmp_path / "corpus", tmp_path / "index")
    hints = Hints(show="The Workbench", title="Why the drawer sticks")
    assert library.add(SRT, name="x.srt", hints=hints).outcome == "added"
    assert library.add(SRT, name="x.srt", hints=hints).outcome == "unchanged"
    added = library.add(SRT.replace("Always", "Nearly always"), name="x.srt", hints=hints)
    assert (added.outcome, added.episode.transcript[0].text) == ("updated", "Wax comes last. Nearly always.")


def test_another_recording_in_a_file_of_the_same_name_is_refused(tmp_path: Path) -> None:
    """Two recordings that came in files of one name do not replace each other unless they are told to."""
    library = Library(tmp_path / "corpus", tmp_path / "index")
    other = "1\n00:00:01,000 --> 00:00:04,000\nThe ferry left before anybody had read the timetable.\n"
    assert library.add(SRT, name="p/1.srt").outcome == "added"
    with pytest.raises(InputError, match="has another transcript already") as caught:
        library.add(other, name="q/1.srt")
    assert "--title" in caught.value.hint
    assert library.add(other, name="q/1.srt", hints=Hints(title="The ferry")).outcome == "added"
    assert library.add(other, name="q/1.srt", force=True).outcome in {"updated", "attached"}


def test_a_title_that_is_told_goes_before_the_name_of_the_file(library: Library) -> None:
    """A transcript that is said to be of another show or title than the file of its name is not attached to that."""
    hints = Hints(show="Star Songs", title="Cloud City")
    assert library.add(SRT, name="drawers-and-wax.srt", hints=hints).outcome == "added"


def test_names_can_be_told(library: Library) -> None:
    """A pair of names goes before the rule."""
    hints = Hints(title="Why the drawer sticks", names=(("ANN", "Ann Other"),))
    assert library.add(SRT, name="x.srt", hints=hints).episode.transcript[0].speaker == "Ann Other"


def test_the_description_lies_beside_the_file(tmp_path: Path) -> None:
    """yt-dlp's description is found whatever language the captions have, and is no page of its own."""
    (tmp_path / "Talk [abc123].info.json").write_text('{"title": "Talk"}', encoding="utf-8")
    captions = tmp_path / "Talk [abc123].en.vtt"
    captions.write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nHi.\n", encoding="cp1252")
    assert described(captions) == '{"title": "Talk"}'
    assert list(find_pages([str(tmp_path)])) == [captions]
    assert decoded_page(captions).warning == ""


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://youtu.be/abc?t=3", "https://www.youtube.com/watch?v=abc&list=x", True),
        ("https://www.youtube.com/embed/abc", "https://m.youtube.com/watch?v=abc", True),
        ("https://youtu.be/abc", "https://youtu.be/abd", False),
        ("http://example.org/12/", "https://www.example.org/12", True),
        ("https://example.org/?p=1", "https://example.org/?p=2", False),
    ],
)
def test_addresses_of_one_recording_are_one(one: str, other: str, same: bool) -> None:
    """What differs in form is the same recording, what differs in its id is not."""
    assert (address_key(one) == address_key(other)) is same
    assert address_key("") == address_key("[no address") == ""
