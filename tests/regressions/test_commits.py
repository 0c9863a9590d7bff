"""What once was lost, left behind or let in when something was written."""

from __future__ import annotations

import errno
import multiprocessing
import os
import stat
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from searchkit import Episode, InputError, Library
from searchkit.corpus import Corpus
from searchkit.engines.generations import Generations
from searchkit.errors import IndexUnusableError, UnwritableError
from searchkit.files import link_or_copy, sweep, written_whole
from tests.building import episode, quotes

Make = Callable[[Iterable[Episode]], Library]
OTHER = 54321  # a user that is neither root nor who runs the tests

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to others")


@pytest.fixture
def library(make_library: Make) -> Library:
    """A library of two episodes."""
    return make_library([episode(name, quotes=quotes(f"{name} leans")) for name in ("alder", "birch")])


def refuse(monkeypatch: pytest.MonkeyPatch, name: str, error: int) -> None:
    """Let a function of `os` fail."""

    def refused(*_: object, **__: object) -> None:
        raise OSError(error, os.strerror(error))

    monkeypatch.setattr(f"os.{name}", refused)


@pytest.mark.parametrize("error", [errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK])
def test_no_hard_links(library: Library, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, error: int) -> None:
    """Where the file system has no hard links, files are copied; an update of an index was refused there."""
    refuse(monkeypatch, "link", error)
    library.corpus.save(episode("cedar", quotes=quotes("cedar leans")))
    assert library.sync().published
    assert library.search("leans").total == 3
    with written_whole(tmp_path / "new", overwrite=False) as stream:
        stream.write("new")
    with pytest.raises(InputError, match="exists already"), written_whole(tmp_path / "other", overwrite=False):
        (tmp_path / "other").write_text("old")
    assert (tmp_path / "other").read_text() == "old"


def test_a_full_disk_is_no_missing_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what says that there are no links is answered by a copy."""
    (tmp_path / "a").touch()
    refuse(monkeypatch, "link", errno.ENOSPC)
    with pytest.raises(OSError, match="No space"):
        link_or_copy(tmp_path / "a", tmp_path / "b")


def test_what_the_dead_left_is_swept(library: Library) -> None:
    """Files aside of processes that were killed go with the next index or add; they stayed for good."""
    root = library.corpus.root
    (root / "show/.dot").mkdir()
    for name in (".part-of-nothing.txt", ".alder.yaml.0123456789ab.part", ".lock"):
        (root / name).touch()
    (root / "show/.birch.yaml.0123456789ab.part").touch()
    library.sync()
    assert {path.name for path in root.rglob(".*")} == {".part-of-nothing.txt", ".dot"}
    (root / "show/.birch.yaml.0123456789ab.part").touch()
    Library(root, library.generations.root).add("show: S\ntitle: T\nquotes:\n- it leans\n", name="a.yaml")
    assert {path.name for path in root.rglob(".*")} == {".part-of-nothing.txt", ".dot"}


def test_what_is_still_being_written_is_not_swept(tmp_path: Path) -> None:
    """A file aside whose writer lives is left to it."""
    with written_whole(tmp_path / "a.txt") as stream:
        stream.write("new")
        sweep(tmp_path)
    assert (tmp_path / "a.txt").read_text() == "new"


def test_folders_are_synced_before_what_they_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder of a new show is synced into the corpus; after a loss of power it could be gone with its episodes."""
    synced: list[str] = []
    original = os.fsync

    def noted(descriptor: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        original(descriptor)

    monkeypatch.setattr("os.fsync", noted)
    Corpus(tmp_path / "corpus").save(episode("alder"))
    folders = [path for path in synced if not path.endswith(".part")]
    assert folders == [str(tmp_path), str(tmp_path / "corpus"), str(tmp_path / "corpus/show")]


def test_a_folder_that_was_made_in_vain_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no file can be written, no folder is made for it."""
    with monkeypatch.context() as patched:
        refuse(patched, "rename", errno.ENOSPC)
        patched.setattr("pathlib.Path.replace", lambda *_: os.rename("", ""))  # noqa: PTH104 -- what is refused
        with pytest.raises(UnwritableError, match="No space left"):
            Corpus(tmp_path).save(episode("alder"))
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_synced_is_told_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is there, but may be lost with the power, is not said to be unchanged."""

    def failing(_: Path) -> None:
        raise OSError(errno.EIO, "Input/output error")

    path = tmp_path / "a.txt"
    monkeypatch.setattr("searchkit.files.sync_folder", failing)
    with pytest.raises(UnwritableError, match="is written, but may not outlast"), written_whole(path) as stream:
        stream.write("new")
    assert path.read_text() == "new"


def test_an_interrupt_after_the_rename_keeps_the_generation(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever comes between the rename that publishes and the next line, what is published stays."""
    original = Path.replace

    def interrupted(self: Path, target: Path) -> Path:
        original(self, target)
        raise KeyboardInterrupt

    library.corpus.save(episode("cedar", quotes=quotes("cedar leans")))
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", interrupted)
        with pytest.raises(KeyboardInterrupt):
            library.sync()
    assert library.search("leans").total == 3


def test_a_reader_keeps_what_it_reads(library: Library) -> None:
    """A generation that somebody reads outlives those that follow, and goes when it is let go.

    After two more generations, whatever a reader had not read yet was gone.
    """
    hold = Generations(library.generations.root).hold()
    for name in ("cedar", "dogwood", "elm"):
        library.corpus.save(episode(name, quotes=quotes(f"{name} leans")))
        library.sync()
    assert hold.generation.folder.is_dir()
    assert not hold.is_current()
    hold.release()
    library.corpus.save(episode("fir"))
    library.sync()
    assert not hold.generation.folder.exists()


def _add(root: Path, number: int, gate: object) -> None:
    gate.wait()  # type: ignore[attr-defined]
    page = f"show: {'C++' if number % 2 else 'C#'} Weekly\ntitle: Introduction\nquotes:\n- Words of {number % 2}.\n"
    Library(root, root.parent / "index").add(page, name=f"{number}.yaml")


def test_two_that_add_at_once(tmp_path: Path) -> None:
    """Two processes that look for a free name at once find different ones; one episode overwrote the other."""
    context = multiprocessing.get_context("spawn")
    for attempt in range(3):
        gate = context.Barrier(2)
        adding = [context.Process(target=_add, args=(tmp_path / f"{attempt}/corpus", n, gate)) for n in range(2)]
        for process in adding:
            process.start()
        for process in adding:
            process.join()
        shows = {one.show for one in Corpus(tmp_path / f"{attempt}/corpus").episodes() if isinstance(one, Episode)}
        assert shows == {"C++ Weekly", "C# Weekly"}


def test_no_link_leads_out_of_the_corpus(library: Library, tmp_path: Path) -> None:
    """Files and folders that links lead elsewhere are neither read nor written; both were."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.yaml").write_text("show: S\ntitle: Secret\nquotes:\n- it leans\n", encoding="utf-8")
    root = library.corpus.root
    (root / "show/secret.yaml").symlink_to(outside / "secret.yaml")
    (root / "away").symlink_to(outside)
    report = library.sync()
    assert ["leads out of the corpus" in error.bare for error in report.errors] == [True]
    assert library.search("leans").total == 2
    for name in ("show/secret", "away/secret"):
        with pytest.raises(InputError, match="leads out of the corpus"):
            library.corpus.load(name)
    for name in ("show/secret", "away/new"):
        with pytest.raises(InputError, match="leads out of the corpus"):
            library.corpus.save(Episode("S", "T", id=name))
    assert [path.name for path in outside.iterdir()] == ["secret.yaml"]
    (root / "show/within.yaml").symlink_to("alder.yaml")
    assert library.corpus.load("show/within") is not None


@pytest.mark.parametrize("name", ["../outside/secret", "/etc/passwd", "show/../../outside/secret", "show/a\0b", "show"])
def test_no_id_leads_out_of_the_corpus(library: Library, tmp_path: Path, name: str) -> None:
    """What is no path downwards is no id of an episode."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/secret.yaml").write_text("show: S\ntitle: Secret\nquotes:\n- it leans\n", encoding="utf-8")
    assert library.corpus.load(name) is None
    with pytest.raises(ValueError, match="is no id"):
        library.corpus.save(Episode("S", "T", id=name))


def test_everything_of_an_index_is_private(library: Library) -> None:
    """Folders and files of an index are closed to other users, and so is the corpus folder that searchkit makes."""
    root = library.generations.root
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in root.rglob("*")}
    assert set(modes.values()) == {0o700, 0o600}
    assert {name for name, mode in modes.items() if mode == 0o700} == {"g-1"}
    made = Corpus(root.parent / "new/corpus")
    made.save(episode("alder"))
    assert stat.S_IMODE(made.root.stat().st_mode) == 0o700


@only_root
@pytest.mark.parametrize("part", ["", "CURRENT", "g-1"])
def test_an_index_of_somebody_else_is_refused(library: Library, part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An index that another user laid there is neither read nor written, unless one says that one trusts them."""
    monkeypatch.delenv("SUDO_UID", raising=False)
    root = library.generations.root
    library.close()
    os.chown(root / part, OTHER, OTHER)
    stranger = Library(library.corpus.root, root)
    for ask in (lambda: stranger.search("leans"), stranger.sync, stranger.status):
        with pytest.raises(IndexUnusableError, match=f"belongs to {OTHER}, not to you") as caught:
            ask()
        assert f"SEARCHKIT_TRUST={OTHER}" in caught.value.hint
    with Library(library.corpus.root, root, trusted=[str(OTHER)]) as trusting:
        assert trusting.search("leans").total == 2
    monkeypatch.setenv("SUDO_UID", str(OTHER))
    assert Library(library.corpus.root, root).search("leans").total == 2


@only_root
def test_root_leaves_an_index_to_its_owner(library: Library) -> None:
    """What root writes into a user's index belongs to the user, who could not read it otherwise."""
    root = library.generations.root
    library.close()
    for path in (root, *root.rglob("*")):
        os.chown(path, OTHER, OTHER)
    library.corpus.save(episode("cedar"))
    with Library(library.corpus.root, root, trusted=[str(OTHER)]) as trusting:
        assert trusting.sync().published
    assert {path.stat().st_uid for path in (root, *root.rglob("*"))} == {OTHER}


@only_root
def test_a_link_of_somebody_else_is_not_followed(tmp_path: Path) -> None:
    """A link that another user laid where we write does not lead to a file of ours, as it did."""
    (tmp_path / "mine").write_text("old")
    (tmp_path / "out.csv").symlink_to("mine")
    os.chown(tmp_path / "out.csv", OTHER, OTHER, follow_symlinks=False)
    with pytest.raises(UnwritableError, match="belongs to somebody else"), written_whole(tmp_path / "out.csv"):
        pass
    assert (tmp_path / "mine").read_text() == "old"


def test_a_generation_is_no_link(library: Library) -> None:
    """A folder of a generation that is a link to another place is damage, and the next writer takes the link away."""
    root = library.generations.root
    (root / "g-1").rename(root.parent / "elsewhere")
    (root / "g-1").symlink_to(root.parent / "elsewhere")
    with pytest.raises(IndexUnusableError, match="damaged"):
        library.generations.current()
    library.sync(rebuild=True)
    library.sync(rebuild=True)
    assert (root.parent / "elsewhere" / "MANIFEST.json").exists()
    assert not (root / "g-1").is_symlink()
