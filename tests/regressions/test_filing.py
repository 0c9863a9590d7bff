"""What once was overwritten, lost or refused between the corpus and those who file, check and index its episodes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace as replaced
from itertools import islice, product
from pathlib import Path

import pytest

from searchkit import Episode, Idea, InputError, Library, Quote, Segment
from searchkit.captions.stored import written
from searchkit.corpus import Corpus
from searchkit.limits import HEADING_BYTES, USUAL
from searchkit.records import replace
from tests.building import episode, quotes

TALK = (Segment("The kite leans into the wind all day.", "Ada Lind", 0.0, 4.0),)
SAYINGS = json.dumps([{"quote": f"It leans {number}.", "author": "Ada"} for number in range(20)])
SAID = "\n".join(f"{name}: It leans {number}." for number in range(20) for name in ("Ada Lind", "Bo Fjord"))
VTT = "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\n<v Ada Lind>{}\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """A library with one episode, which has a quote and no transcript."""
    library = Library(tmp_path / "corpus", tmp_path / "index")
    library.corpus.save(episode("hawthorn", quotes=quotes("The kite leans into the wind", speaker="Ada Lind")))
    return library


def meanwhile(monkeypatch: pytest.MonkeyPatch, write: object) -> None:
    """Let somebody write before the lock is had for the first time."""
    original, writes = Corpus.locked, [write]

    @contextmanager
    def locked(self: Corpus) -> Iterator[None]:
        if writes:
            writes.pop()()  # type: ignore[operator]
        with original(self):
            yield

    monkeypatch.setattr(Corpus, "locked", locked)


def test_an_edit_made_while_quotes_are_checked_stays(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written down is about the file as it is then; an edit made after it had been read was lost."""
    root = library.corpus.root / "show"
    old = replaced(library.corpus.load("show/hawthorn"), transcript=TALK)
    library.corpus.save(old)

    def edited() -> None:
        there = Corpus(library.corpus.root)
        there.save(replaced(old, headline="Edited", quotes=(*old.quotes, Quote("Nobody ever said that"))))
        (root / "hawthorn.vtt").write_text(VTT.format("The kite leans into the wind all night."))

    meanwhile(monkeypatch, edited)
    checked = library.verify(write=True).episodes[0]
    now = library.corpus.load("show/hawthorn")
    assert now.headline == "Edited"
    assert [quote.verified.partition(" ")[0] for quote in now.quotes] == ["verbatim", "not"]
    assert (checked.written, len(checked.quotes)) == (True, 2)
    assert (root / "hawthorn.vtt").read_text() == VTT.format("The kite leans into the wind all night.")


@pytest.mark.parametrize("gone", ["hawthorn.yaml", "hawthorn.vtt"])
def test_what_went_while_quotes_are_checked_stays_away(
    library: Library, monkeypatch: pytest.MonkeyPatch, gone: str
) -> None:
    """An episode or transcript that was removed meanwhile is not written again."""
    library.corpus.save(replaced(library.corpus.load("show/hawthorn"), transcript=TALK))
    meanwhile(monkeypatch, (library.corpus.root / "show" / gone).unlink)
    found = library.verify(write=True)
    assert not (library.corpus.root / "show" / gone).exists()
    assert not any(one.written for one in found.episodes)
    assert len(found.errors) == (gone == "hawthorn.yaml")


def test_two_transcripts_of_one_episode(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two different transcripts added at once the second is refused; both were attached, and one was lost."""
    other = Library(library.corpus.root, library.generations.root)
    meanwhile(monkeypatch, lambda: other.add(VTT.format("One says this."), name="hawthorn.vtt"))
    with pytest.raises(InputError, match="another transcript already"):
        library.add(VTT.format("Two says that."), name="hawthorn.vtt")
    assert [one.text for one in library.corpus.transcript("show/hawthorn")] == ["One says this."]


def test_a_transcript_whose_episode_goes_meanwhile(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """No transcript is put beside an episode that is not there any more."""
    meanwhile(monkeypatch, (library.corpus.root / "show/hawthorn.yaml").unlink)
    with pytest.raises(InputError, match="removed meanwhile"):
        library.add(VTT.format("Two says that."), name="hawthorn.vtt")
    assert not (library.corpus.root / "show/hawthorn.vtt").exists()


def test_what_another_process_has_filed_counts(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page that another added, and renamed, before we had the lock is not added twice."""
    page = "show: S\ntitle: {}\nquotes:\n- It leans {}.\n"
    library.add(page.format("One", 1), name="one.yaml")
    other = Library(library.corpus.root, library.generations.root)

    def renamed() -> None:
        other.add(page.format("Two", 2), name="two.yaml")
        (library.corpus.root / "s/two.yaml").rename(library.corpus.root / "s/renamed.yaml")

    meanwhile(monkeypatch, renamed)
    added = library.add(page.format("Two", 2), name="two.yaml")
    assert (added.outcome, added.episode.id) == ("unchanged", "s/renamed")
    assert len(list(library.corpus.root.rglob("*.yaml"))) == 3


@pytest.mark.parametrize("dry_run", [True, False])
@pytest.mark.parametrize(
    ("limit", "most", "page", "name"),
    [
        ("episode-bytes", {"episode_bytes": 300}, SAID, "talk.txt"),
        ("episode-bytes", {"episode_bytes": 300}, SAID, "hawthorn.txt"),
        ("yaml-nodes", {"yaml_nodes": 60}, SAYINGS, "sayings.json"),
        ("episode-bytes", {"episode_bytes": 400}, SAYINGS, "sayings.json"),
    ],
)
def test_what_is_added_can_be_read_again(
    library: Library, limit: str, most: dict[str, int], page: str, name: str, *, dry_run: bool
) -> None:
    """What becomes a file that would not be read is refused with the name of the limit; it was added, then refused."""
    strict = Library(library.corpus.root, library.generations.root, limits=replace(USUAL, **most))
    before = sorted(library.corpus.root.rglob("*"))
    with pytest.raises(InputError) as caught:
        strict.add(page, name=name, dry_run=dry_run)
    assert f"({limit})" in caught.value.message
    assert f"--max {limit}=" in caught.value.hint
    assert sorted(library.corpus.root.rglob("*")) == before
    added = library.add(page, name=name).episode
    assert library.corpus.load(added.id) == replaced(added, transcript=written(added.transcript))


@pytest.mark.parametrize("most", [{"passages": 1}, {"text_characters": 40}])
def test_limits_hold_for_transcripts_of_the_corpus(library: Library, most: dict[str, int]) -> None:
    """A transcript with too many or too long segments is refused, and is read as soon as the limit is raised."""
    long = Segment("It leans and leans and leans, and then it leans again.", "Ada Lind", 4.0, 6.0)
    path = library.corpus.save(replaced(library.corpus.load("show/hawthorn"), transcript=(*TALK, long)))
    for one in (path, path.with_suffix(".vtt")):
        os.utime(one, (1_600_000_000, 1_600_000_000))  # old enough for the times to be trusted
    strict = Library(library.corpus.root, library.generations.root, limits=replace(USUAL, **most))
    errors = strict.sync().errors
    assert [Path(error.path).name for error in errors] == ["hawthorn.vtt"]
    assert f"({next(iter(most)).replace('_', '-')})" in errors[0].message
    assert len(strict.sync().errors) == 1
    report = library.sync()
    assert (report.errors, report.segments) == ((), 2)


def test_a_mended_episode_stays_so_beside_a_faulty_transcript(library: Library) -> None:
    """An episode that is read since a limit was raised does not wait for its transcript."""
    path = library.corpus.root / "show/hawthorn.yaml"
    (path.with_suffix(".vtt")).write_text("no captions")
    os.utime(path, (1_600_000_000, 1_600_000_000))
    with Library(library.corpus.root, library.generations.root, limits=replace(USUAL, text_characters=5)) as strict:
        assert strict.sync().episodes == 0
    assert library.sync().episodes == 1


def test_a_transcript_that_is_a_dangling_link_is_told(library: Library) -> None:
    """Whoever verifies hears of it as whoever indexes does; it was taken for no transcript."""
    (library.corpus.root / "show/hawthorn.vtt").symlink_to("nowhere.vtt")
    assert ["hawthorn.vtt" in error.path for error in library.verify().errors] == [True]
    assert ["hawthorn.vtt" in error.path for error in library.sync().errors] == [True]


def test_a_removed_transcript_is_synced_away(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is synced after a transcript was removed, which a loss of power could bring back."""
    library.corpus.save(replaced(library.corpus.load("show/hawthorn"), transcript=TALK))
    synced: list[Path] = []
    monkeypatch.setattr("searchkit.files.sync_folder", synced.append)
    library.corpus.save_transcript(replaced(library.corpus.load("show/hawthorn"), transcript=()))
    assert synced == [library.corpus.root / "show"]
    assert not (library.corpus.root / "show/hawthorn.vtt").exists()


def test_an_idea_of_very_many_quotes_is_indexed(library: Library) -> None:
    """An idea with more quotes than an index can tie to it names the first; the index ended in a ValueError."""
    digits = "abcdefghijklmnopqrstuvwxyz"
    words = ("".join(letters) for letters in product(digits, repeat=3))
    many = tuple(Quote(f"Leaning {word}") for word in islice(words, 13_000))
    library.corpus.save(episode("birch", ideas=(Idea("Leaning"),), quotes=many))
    report = library.sync()
    assert (report.errors, report.episodes) == ((), 2)
    idea = library.passage("show/birch#idea-1")
    assert idea.quotes[0] == "show/birch#quote-1"
    assert 5_000 < len(idea.quotes) < 13_000
    assert library.passage("show/birch#quote-13000").idea == idea.id


@pytest.mark.parametrize("letter", ["x", "ж", "\U0001f600"])
def test_a_heading_is_as_long_as_an_index_can_hold(library: Library, letter: str) -> None:
    """A longer heading is refused with its key, when it is added and when it is read, and the others are indexed."""
    most = HEADING_BYTES // len(letter.encode())
    for name, length in (("birch", most), ("cedar", most + 1)):
        text = f"show: S\ntitle: {name}\nideas:\n- heading: |\n    {letter * length}\n  text: It leans.\n"
        (library.corpus.root / f"show/{name}.yaml").write_text(text, encoding="utf-8")
    report = library.sync()
    assert report.episodes == 2
    assert [(Path(one.path).name, one.key) for one in report.errors] == [("cedar.yaml", "ideas[0].heading")]
    with pytest.raises(InputError, match=r"ideas\[0\].heading: has 6"):
        library.add(text, name="new.yaml")


def test_speakers_are_no_passages(library: Library) -> None:
    """Names do not count as passages where an episode is read again, as they do not where it is added."""
    strict = Library(library.corpus.root, library.generations.root, limits=replace(USUAL, passages=2))
    added = strict.add("show: S\ntitle: T\nspeakers: [A, B, C]\nquotes: [it leans, it falls]\n", name="t.yaml")
    assert isinstance(strict.corpus.load(added.episode.id), Episode)
