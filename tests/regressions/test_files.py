"""What once went wrong between the corpus and the index."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest

from searchkit import Episode, InputError, Library
from searchkit.corpus import Corpus
from searchkit.files import written_whole
from searchkit.text import fold, name_key
from searchkit.times import format_moment, parse_date, parse_moment
from searchkit.yaml_text import dump, load
from tests.building import episode, quotes

Make = Callable[[Iterable[Episode]], Library]


@pytest.fixture
def library(make_library: Make) -> Library:
    """A library of two episodes."""
    return make_library([episode(name, quotes=quotes(f"{name} leans")) for name in ("alder", "birch")])


def found(library: Library) -> list[str]:
    """Return the titles of the episodes that the index gives."""
    return sorted(hit.passage.episode.title for hit in library.search("leans", limit=None))


def test_two_files_of_one_name(library: Library) -> None:
    """Of two files that differ in their suffix alone the first is the episode, and the other is told each time.

    Both were indexed under one id; when either went, the other was gone from the index too.
    """
    root = library.corpus.root
    (root / "show/alder.yml").write_text("show: S\ntitle: Other\nquotes:\n- it leans\n", encoding="utf-8")
    for _ in range(2):
        (error,) = library.sync().errors
        assert "names the same episode as show/alder.yaml" in error.message
        assert error.path == str(root / "show/alder.yml")
        assert found(library) == ["alder", "birch"]
    assert not library.is_stale()
    (root / "show/alder.yaml").unlink()
    assert library.sync().errors == ()
    assert found(library) == ["Other", "birch"]
    (root / "show/alder.yaml").write_text("show: S\ntitle: Back\nquotes:\n- leans\n", encoding="utf-8")
    assert len(library.sync().errors) == 1
    assert found(library) == ["Back", "birch"]


def test_a_file_that_cannot_be_opened(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the system refuses to open is told each time, and its episode is out until it can be read again.

    It ended the whole sync.
    """
    original = Corpus.read_bytes

    def refused(self: Corpus, path: str) -> bytes:
        if path == "show/alder.yaml":
            raise InputError("cannot be read: Permission denied", path=str(self.root / path))
        return original(self, path)

    os.utime(library.corpus.root / "show/alder.yaml")
    with monkeypatch.context() as patched:
        patched.setattr(Corpus, "read_bytes", refused)
        for changed in (("show/alder",), ()):
            report = library.sync()
            assert report.difference.changed == changed
            assert [error.bare for error in report.errors] == ["cannot be read: Permission denied"]
            assert found(library) == ["birch"]
    assert library.sync().errors == ()
    assert found(library) == ["alder", "birch"]


def test_a_file_that_goes_while_the_folder_is_listed(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file removed between listing and looking hides no other, as it once hid those behind it in its folder."""
    root = library.corpus.root
    original = os.scandir

    @contextmanager
    def racing(folder: str):
        with original(folder) as entries:
            yield (remove_first(entry) for entry in sorted(entries, key=lambda entry: entry.name))

    def remove_first(entry: os.DirEntry[str]) -> os.DirEntry[str]:
        if entry.name == "alder.yaml":
            Path(entry.path).unlink()
        return entry

    monkeypatch.setattr("searchkit.corpus.os.scandir", racing)
    assert [state.path for state in Corpus(root).scan()] == ["show/birch.yaml"]


def test_shows_of_one_folder_keep_their_episodes(library: Library) -> None:
    """Episodes of one title in shows that are filed in one folder are two; the later one overwrote the earlier.

    Who renames a show in a file that was added does not get the page a second time.
    """
    page = "show: {}\ntitle: Introduction\nquotes:\n- Words of {}.\n"
    shows = ("C++ Weekly", "C# Weekly")
    for outcome in ("added", "unchanged"):
        added = [library.add(page.format(show, show), name="page.yaml") for show in shows]
        assert [one.outcome for one in added] == [outcome, outcome]
        assert [one.episode.id for one in added] == ["c-weekly/introduction", "c-weekly/introduction-2"]
    renamed = replace(added[0].episode, show="C++ Weekly!")
    library.corpus.save(renamed)
    assert library.add(page.format(shows[0], shows[0]), name="page.yaml").episode == renamed


def test_faults_keep_their_place(library: Library) -> None:
    """A report names file, line and key of each fault, when it is found and when it is remembered.

    Only the message was kept; and a fault in the aliases was told by `sync` alone, never by `status`.
    """
    root = library.corpus.root
    (root / "show/alder.yaml").write_text("show: S\ntitle: [x]\n", encoding="utf-8")
    (root / "speakers.yaml").write_text("Ada:\n- [x]\n", encoding="utf-8")
    for errors in (library.sync().errors, library.sync().errors, library.status().errors):
        assert [(error.path, error.line, error.key, error.bare) for error in errors] == [
            (str(root / "show/alder.yaml"), 2, "title", "must be text"),
            (str(root / "speakers.yaml"), None, "Ada", "must be a list of names"),
        ]


def test_a_writer_that_waited_looks_again(library: Library) -> None:
    """A sync that had to wait for another one reads the corpus as it is when its turn comes.

    It compared what it had listed before with what the other had indexed since, and took new episodes out.
    """
    root = library.corpus.root
    other = Library(root, library.generations.root)
    original = library.generations.change

    @contextmanager
    def overtaken(**options: object):
        library.corpus.save(episode("cedar", quotes=quotes("cedar leans")))
        other.sync()
        with original(**options) as change:  # type: ignore[arg-type]
            yield change

    library.generations.change = overtaken  # type: ignore[method-assign, assignment]
    library.sync()
    assert found(library) == ["alder", "birch", "cedar"]
    assert not library.is_stale()
    other.close()


def test_a_link_is_written_through(tmp_path: Path) -> None:
    """Writing to a linked file changes what the link leads to; the link itself was exchanged for a file."""
    (tmp_path / "real").write_text("old", encoding="utf-8")
    (tmp_path / "link").symlink_to("real")
    with written_whole(tmp_path / "link") as stream:
        stream.write("new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_text(encoding="utf-8") == "new"


def test_an_interrupt_while_a_file_is_made_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C on the way back from making the file aside leaves nothing behind, as it once left a .part."""
    original = os.open

    def interrupted(*arguments: object, **options: object) -> int:
        os.close(original(*arguments, **options))  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr("os.open", interrupted)
    monkeypatch.setattr("io.open", lambda *arguments, **_: interrupted(arguments[0], os.O_CREAT))
    with suppress(KeyboardInterrupt), written_whole(tmp_path / "a.txt") as stream:
        stream.write("new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("sign", ["a:", "-"])
def test_deep_nesting_by_indentation_is_refused(sign: str) -> None:
    """Mappings and lists that nest by their indentation are refused too; they ended in a RecursionError."""
    text = "".join(f"{' ' * depth}{sign}\n" for depth in range(1_500))
    with pytest.raises(InputError, match="at most 40 levels are read"):
        load(text)


def test_half_a_character_can_be_written() -> None:
    """A lone surrogate becomes a replacement character in YAML; it raised UnicodeEncodeError."""
    assert load(dump({"a": "x\ud83dy"})) == {"a": "x\ufffdy"}


def test_letters_that_decompose_to_capitals_are_folded() -> None:
    """Letters like ℂ and ™ fold to small ones, as what they decompose to does; the capitals were left."""
    assert fold("ℂ™ K") == "ctm k"
    assert name_key("ℝobot") == name_key("robot")


def test_only_dates_are_dates() -> None:
    """A year with words behind it is no date, and digits of other scripts are none; both were taken as the year."""
    for written in ("2023 or so", "2023-06-19 Tuesday", "２０２３"):
        with pytest.raises(ValueError, match="is not a date"):
            parse_date(written)


@pytest.mark.parametrize("milliseconds", [61_096, 61_404, 61_971, 5_400_100])
def test_a_moment_does_not_drift(milliseconds: int) -> None:
    """A moment is the same number after it was written and read; sums of fractions left it a trifle off."""
    assert parse_moment(format_moment(milliseconds / 1000)) == milliseconds / 1000
