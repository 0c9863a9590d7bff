"""The corpus folder: what it lists, what it loads, and where it files an episode."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import Episode, InputError, Quote, Source
from searchkit.corpus import Corpus, was_edited
from searchkit.corpus_files import FileState, content_digest, may_trust, signature
from searchkit.episode_file import digest

from .building import any_text, episode
from .conftest import SAMPLE

ONE = "show: A\ntitle: One\nquotes:\n- First words.\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    """A corpus with two shows, aliases, a faulty file, and what is none of its business."""
    files = {
        "speakers.yaml": "Ada Lind: [A. Lind, Ada]\n",
        "a/one.yaml": ONE,
        "a/two.yml": "show: A\ntitle: Two\n",
        "a/deep/er/three.yaml": "show: A\ntitle: Three\n",
        "b/faulty.yaml": "show: B\ntitle: [x]\n",
        "b/good.yaml": "show: B\ntitle: Good\n",
        "README.md": "# read me",
        "loose.yaml": "show: A\ntitle: Loose\n",
        "a/one.vtt": "WEBVTT\n",
        "a/.hidden.yaml": ONE,
        ".git/x/config.yaml": ONE,
        "a/notes.yaml.bak": ONE,
    }
    for name, content in files.items():
        path = tmp_path / "corpus" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return Corpus(tmp_path / "corpus")


def paths(corpus: Corpus) -> list[str]:
    """Return the paths that a corpus lists."""
    return [state.path for state in corpus.scan()]


def test_scan_lists_episodes_and_aliases(corpus: Corpus) -> None:
    """Episode files, their transcripts and the aliases are listed, sorted; hidden files and all others are not."""
    assert paths(corpus) == [
        *(
            "a/deep/er/three.yaml",
            "a/one.vtt",
            "a/one.yaml",
            "a/two.yml",
            "b/faulty.yaml",
            "b/good.yaml",
            "speakers.yaml",
        )
    ]
    assert [state.episode_id for state in corpus.scan()][:3] == ["a/deep/er/three", "a/one", "a/one"]


def test_scan_tells_size_and_time(corpus: Corpus) -> None:
    """A file's state is its size and the time of its last change."""
    os.utime(corpus.root / "a/one.yaml", ns=(5, 7_000_000_001))
    assert FileState("a/one.yaml", len(ONE), 7_000_000_001) in corpus.scan()


def test_scan_follows_links_to_files_but_not_to_folders(corpus: Corpus) -> None:
    """A file linked within the corpus is an episode; a linked folder could lead round in a circle."""
    (corpus.root / "b/linked.yaml").symlink_to(corpus.root / "b/good.yaml")
    (corpus.root / "b/loop").symlink_to(corpus.root)
    assert [path for path in paths(corpus) if path.startswith("b/")] == [
        "b/faulty.yaml",
        "b/good.yaml",
        "b/linked.yaml",
    ]


def test_scan_of_a_missing_folder(tmp_path: Path) -> None:
    """A corpus that is not there is an error with the next step, and so it is when it is required."""
    for look in (Corpus(tmp_path / "none").scan, Corpus(tmp_path / "none").require):
        with pytest.raises(InputError, match="there is no corpus here") as caught:
            look()
        assert "searchkit add" in caught.value.hint
    Corpus(tmp_path).require()
    assert Corpus(tmp_path).scan() == []


def test_scan_of_a_file(tmp_path: Path) -> None:
    """A file in place of the folder is an error."""
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="cannot be listed"):
        Corpus(tmp_path / "file").scan()


def test_faulty_files_stop_nobody(corpus: Corpus) -> None:
    """Every episode is given in the order of the paths, and in place of a faulty one its error."""
    found = list(corpus.episodes())
    assert [one.id if isinstance(one, Episode) else one.key for one in found] == [
        *("a/deep/er/three", "a/one", "a/two", "title", "b/good")
    ]
    error = found[3]
    assert isinstance(error, InputError)
    assert (error.path, error.line) == (str(corpus.root / "b/faulty.yaml"), 2)


def test_bytes_that_are_no_text(corpus: Corpus) -> None:
    """A file in another encoding is an error with the line, and a byte order mark does no harm."""
    (corpus.root / "b/good.yaml").write_bytes(b"show: B\ntitle: caf\xe9\n")
    with pytest.raises(InputError, match="is not UTF-8 text") as caught:
        corpus.load("b/good")
    assert caught.value.line == 2
    (corpus.root / "b/good.yaml").write_bytes(b"\xef\xbb\xbfshow: B\r\ntitle: Good\r\n")
    assert corpus.load("b/good") == Episode("B", "Good", id="b/good")


def test_load(corpus: Corpus) -> None:
    """An episode is loaded by its id, whichever suffix its file has; without a file it is None."""
    assert corpus.load("a/one") == Episode("A", "One", quotes=(Quote("First words."),), id="a/one")
    assert corpus.load("a/two") == Episode("A", "Two", id="a/two")
    assert corpus.load("a/none") is None
    with pytest.raises(InputError, match="must be text"):
        corpus.load("b/faulty")


def test_read_bytes_of_a_missing_file(corpus: Corpus) -> None:
    """A file that cannot be read is an error that names it."""
    with pytest.raises(InputError, match="cannot be read") as caught:
        corpus.read_bytes("a/none.yaml")
    assert caught.value.path == str(corpus.root / "a/none.yaml")


def test_shows(corpus: Corpus, tmp_path: Path) -> None:
    """The shows are told by one readable episode of each folder; a corpus that is not there has none."""
    assert set(corpus.shows()) == {"A", "B"}
    assert Corpus(tmp_path / "none").shows() == ()


def test_save_and_load(tmp_path: Path) -> None:
    """What is saved is loaded the same, from a file that its id names."""
    corpus = Corpus(tmp_path / "new" / "corpus")
    saved = episode("one", quotes=(Quote("Words.", "Ada", 1.5),), source=Source("page.txt", "summary-page"))
    assert corpus.save(saved) == corpus.root / "show/one.yaml"
    assert corpus.load("show/one") == saved


def test_save_keeps_the_suffix(corpus: Corpus) -> None:
    """An episode that lies in a .yml file is written there, not beside it."""
    assert corpus.save(Episode("A", "Two, edited", id="a/two")) == corpus.root / "a/two.yml"
    assert not (corpus.root / "a/two.yaml").exists()


@pytest.mark.parametrize("bad", ["", "one", "/etc/one", "../x/one", "a/../one", "a//one", "a/.one", "a/b\\c", "a/"])
def test_save_stays_in_the_corpus(corpus: Corpus, bad: str) -> None:
    """An id that is empty, hidden, or leads out of the corpus is refused."""
    with pytest.raises(ValueError, match="is no id of an episode"):
        corpus.save(Episode("A", "B", id=bad))


def test_save_where_nothing_can_be_written(corpus: Corpus) -> None:
    """A file in place of the show's folder is an error that names what cannot be written."""
    (corpus.root / "c").touch()
    with pytest.raises(InputError, match="cannot be written: Not a directory") as caught:
        corpus.save(Episode("C", "B", id="c/b"))
    assert caught.value.path == str(corpus.root / "c/b.yaml")


def test_place(corpus: Corpus) -> None:
    """An episode is filed under the slugs of its show, and of its number and title."""
    assert corpus.place(Episode("The Show", "A “Title”!", number="E12")) == "the-show/e12-a-title"
    assert corpus.place(Episode("The Show", "A title")) == "the-show/a-title"


def test_place_of_one_that_is_there(tmp_path: Path) -> None:
    """An episode that is filed already has its own place again, case and accents of the title apart."""
    corpus = Corpus(tmp_path)
    for title in ("Q&A", "Q A", "Q: a"):
        filed = Episode("Show", title)
        corpus.save(replace(filed, id=corpus.place(filed)))
    assert paths(corpus) == ["show/q-a-2.yaml", "show/q-a-3.yaml", "show/q-a.yaml"]
    assert corpus.place(Episode("Show", "q a")) == "show/q-a-2"
    assert corpus.place(Episode("SHOW", "Q: Á")) == "show/q-a-3"


def test_place_of_a_faulty_file(corpus: Corpus) -> None:
    """A file that cannot be read is not passed by: whoever writes there meets its error."""
    assert corpus.place(Episode("B", "Faulty")) == "b/faulty"


@given(show=any_text.filter(str.strip), title=any_text.filter(str.strip), number=any_text)
def test_any_episode_has_a_place_that_can_be_written(tmp_path: Path, show: str, title: str, number: str) -> None:
    """Whatever an episode is called, it has a place in the corpus, and is found there again."""
    corpus = Corpus(tmp_path / "any")
    named = Episode(show.strip(), title.strip(), number.strip())
    filed = replace(named, id=corpus.place(named))
    corpus.save(filed)
    assert corpus.load(filed.id) is not None


def test_a_long_name_can_be_written(tmp_path: Path) -> None:
    """A title of many letters that take four bytes each makes no name that is too long for the file system."""
    corpus = Corpus(tmp_path)
    for letter in "a漢𐍈":
        named = Episode(letter * 300, letter * 300)
        corpus.save(replace(named, id=corpus.place(named)))
    assert len(paths(corpus)) == 3


@pytest.mark.parametrize(
    ("content", "aliases"),
    [
        ("", {}),
        ("# nothing yet\n", {}),
        ("Ada Lind: [A. Lind, Ada]\n", {"Ada Lind": ("A. Lind", "Ada")}),
        ("Ada Lind: A. Lind\nBo:\n", {"Ada Lind": ("A. Lind",), "Bo": ()}),
        ("No: [' N. O. ', '']\n", {"No": ("N. O.",)}),
        ("\ufeff鳥羽 志津:\n- Shizu Toba\n", {"鳥羽 志津": ("Shizu Toba",)}),
    ],
)
def test_aliases(tmp_path: Path, content: str, aliases: dict[str, tuple[str, ...]]) -> None:
    """The aliases are the canonical names with their other spellings."""
    (tmp_path / "speakers.yaml").write_text(content, encoding="utf-8")
    assert Corpus(tmp_path).aliases() == aliases


def test_no_aliases(tmp_path: Path) -> None:
    """Without the file there are none."""
    assert Corpus(tmp_path).aliases() == {}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"- Ada\n", "must hold names"),
        (b"just text", "must hold names"),
        (b"Ada: {a: b}\n", "Ada: must be a list of names"),
        (b"Ada: [[x]]\n", "Ada: must be a list of names"),
        (b"Ada: [\n", "cannot be read as YAML"),
        (b"Ada: []\nAda: []\n", "stands here twice"),
        (b"Ada: caf\xe9\n", "is not UTF-8 text"),
    ],
)
def test_faulty_aliases(tmp_path: Path, content: bytes, says: str) -> None:
    """Whatever else the file holds is an error that names it."""
    (tmp_path / "speakers.yaml").write_bytes(content)
    with pytest.raises(InputError, match=says) as caught:
        Corpus(tmp_path).aliases()
    assert caught.value.path == str(tmp_path / "speakers.yaml")


states = st.builds(FileState, st.text(max_size=5), st.integers(0, 9), st.integers(0, 9))


@given(st.lists(states, unique=True, max_size=5), st.lists(states, unique=True, max_size=5))
def test_signature(some: list[FileState], others: list[FileState]) -> None:
    """Two listings have one signature if and only if they are the same files, in whatever order."""
    assert signature(some) == signature(reversed(some))
    assert (signature(some) == signature(others)) == (set(some) == set(others))


def test_signature_of_names_that_are_no_text(tmp_path: Path) -> None:
    """A file whose name is not UTF-8 is listed like any other."""
    (tmp_path / "a").mkdir()
    Path(os.fsdecode(os.fsencode(tmp_path / "a") + b"/caf\xe9.yaml")).write_text(ONE)
    listed = Corpus(tmp_path).scan()
    assert len(listed) == 1
    assert signature(listed) != signature(())


def test_differs_from(corpus: Corpus, tmp_path: Path) -> None:
    """A corpus differs from its signature once a file is touched, added or gone; one that is not there never does."""
    known = signature(corpus.scan())
    assert not corpus.differs_from(known)
    os.utime(corpus.root / "a/one.yaml", ns=(0, 0))
    assert corpus.differs_from(known)
    assert not Corpus(tmp_path / "none").differs_from(known)


def test_may_trust() -> None:
    """A file that changed shortly before it was looked at may change again unseen, an older one may not."""
    state = FileState("a/b.yaml", 1, 10_000_000_000)
    assert may_trust(state, 13_000_000_000)
    assert not may_trust(state, 10_000_000_000)
    assert not may_trust(state, 11_999_999_999)
    assert not may_trust(state, 5_000_000_000)


def test_was_edited() -> None:
    """An episode is edited if it does not say any more what its source noted, or notes nothing."""
    plain = episode("one", quotes=(Quote("Words."),))
    added = replace(plain, source=Source("page.txt", "summary-page", "2023-06-19", digest(plain)))
    assert not was_edited(added)
    assert was_edited(replace(added, quotes=(Quote("Other words."),)))
    assert was_edited(plain)
    assert was_edited(replace(plain, source=Source("by hand")))


def test_content_digest() -> None:
    """Contents that differ in a byte have different digests of 32 digits."""
    assert content_digest(b"a") != content_digest(b"b")
    assert len(content_digest(b"")) == 32


def test_the_sample_corpus_is_sound() -> None:
    """Every file of the sample corpus is an episode, and its aliases can be read."""
    found = list(Corpus(SAMPLE).episodes())
    assert [one for one in found if isinstance(one, InputError)] == []
    assert len(found) == 14
    assert len(Corpus(SAMPLE).aliases()) == 4
