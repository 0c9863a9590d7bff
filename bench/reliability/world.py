"""A small corpus with an index, what is done to it, and what must be there afterwards."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from searchkit.cli import app
from searchkit.digests import SIZE, blake2b
from searchkit.engines.checking import NOTE
from searchkit.engines.generations import Generations
from searchkit.engines.publishing import is_no_content
from searchkit.engines.scoped import SPOKEN
from searchkit.errors import IndexUnusableError
from searchkit.library import Library

ENGINES = ("whoosh", "tantivy")
_EPISODE = """\
show: {show}
title: {title}
published: 2024-05-0{day}
ideas:
- heading: The {title} bears what is laid on it
  text: Whoever mends the {title} learns {word}.
quotes:
- text: A {title} is {word} patience.
  speaker: Ada Lind
- text: Nobody drew the {title} before it broke.
  speaker: Bo Stone
"""
_TRANSCRIPT = """\
WEBVTT

00:00:01.000 --> 00:00:04.000
<v Ada Lind>A {title} is {word} patience, and little else.

00:00:04.000 --> 00:00:09.000
<v Bo Stone>Nobody drew it before it broke.
"""
_SPOKEN = ("the-workbench/alder.yaml", "the-workbench/birch.yaml", "far-walks/dogwood.yaml")  # those with a transcript
_FILES = {
    "the-workbench/alder.yaml": ("The Workbench", "alder", 1, "plain"),
    "the-workbench/birch.yaml": ("The Workbench", "birch", 2, "plain"),
    "far-walks/cedar.yaml": ("Far Walks", "cedar", 3, "plain"),
}
_LEFT_OF_GENERATIONS = 2  # the current one and the one before


@dataclass(frozen=True)
class World:
    """The folders of one trial."""

    root: Path

    @property
    def corpus(self) -> Path:
        """The corpus folder."""
        return self.root / "corpus"

    @property
    def index(self) -> Path:
        """The index folder."""
        return self.root / "index"

    @property
    def export(self) -> Path:
        """The file that is exported."""
        return self.root / "out" / "found.csv"

    @property
    def pages(self) -> Path:
        """The pages that are added."""
        return self.root.parent / "pages"

    def run(self, *arguments: str) -> tuple[int, str]:
        """Run a command in this process; return its exit code and what it tells on standard error."""
        told = io.StringIO()
        places = ("--corpus", str(self.corpus), "--index", str(self.index))
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(told):
            code = app.run([arguments[0], *places, *arguments[1:]])
        return code, told.getvalue()


def write_episode(corpus: Path, name: str, word: str = "", title: str = "") -> None:
    """Write an episode file by hand, as its owner would."""
    show, usual, day, plain = _FILES.get(name, ("Far Walks", "dogwood", 4, "plain"))
    path = corpus / name
    path.parent.mkdir(parents=True, exist_ok=True)
    facts = {"show": show, "title": title or usual, "day": day, "word": word or plain}
    written = {path: _EPISODE} | ({path.with_suffix(".vtt"): _TRANSCRIPT} if name in _SPOKEN else {})
    for file, text in written.items():
        file.write_text(text.format(**facts), encoding="utf-8")
        os.utime(file, ns=(10**18, 10**18 + len(word)))  # long ago: sizes and times may be relied on


def _with_corpus(world: World) -> None:
    for name in _FILES:
        write_episode(world.corpus, name)


def _with_index(world: World, engine: str) -> None:
    _with_corpus(world)
    world.run("index", "--engine", engine)


def _with_changes(world: World, engine: str) -> None:
    _with_index(world, engine)
    write_episode(world.corpus, "the-workbench/alder.yaml", word="crooked")
    write_episode(world.corpus, "far-walks/dogwood.yaml")
    for suffix in (".yaml", ".vtt"):
        (world.corpus / f"the-workbench/birch{suffix}").unlink()


def _with_pages(world: World, engine: str) -> None:
    del engine
    _with_corpus(world)
    world.pages.mkdir(exist_ok=True)
    for name, word in (("first", "plain"), ("second", "plain")):
        page = _EPISODE.format(show=f"Pages {name}", title=name, day=5, word=word)
        (world.pages / f"{name}.yaml").write_text(page, encoding="utf-8")
    world.run("add", str(world.pages / "first.yaml"))
    changed = _EPISODE.format(show="Pages first", title="first", day=5, word="crooked")
    (world.pages / "first.yaml").write_text(changed, encoding="utf-8")


def _with_export(world: World, engine: str) -> None:
    _with_index(world, engine)
    world.export.parent.mkdir()
    world.run("export", "cedar", "-o", str(world.export))


@dataclass(frozen=True)
class Deed:
    """What is disturbed.

    Attributes:
        name: as the tables have it.
        prepare: makes a world and what lies in it before.
        command: of the command line, to be completed by `arguments`.
        engines: which of them it concerns.
        code: exit code that a failing disk may give.
    """

    name: str
    prepare: Callable[[World, str], None]
    command: Callable[[World, str], tuple[str, ...]]
    engines: tuple[str, ...] = ENGINES
    code: int = 3


DEEDS = (
    Deed("build", lambda world, _: _with_corpus(world), lambda _, engine: ("index", "--engine", engine)),
    Deed("update", _with_changes, lambda _, __: ("index",)),
    Deed("rebuild", _with_changes, lambda _, __: ("index", "--rebuild")),
    Deed("add", _with_pages, lambda world, _: ("add", str(world.pages)), ("whoosh",), 4),
    Deed(
        "export",
        _with_export,
        lambda world, _: ("export", "patience", "-o", str(world.export), "--force"),
        ("whoosh",),
        4,
    ),
)


def state(world: World) -> dict[str, str]:
    """Return everything that must be old or new: each corpus file, the export, and what the index answers.

    Raises:
        IndexUnusableError: the index is there but cannot be opened, or a file of it is not what was written.
    """
    found = {f"corpus/{name}": content for name, content in _files(world.corpus)}
    found["export"] = _content(world.export) if world.export.exists() else ""
    generations = Generations(world.index)
    found["index"] = ""
    if generations.exists():
        check_sums(world)
        with Library(world.corpus, world.index) as library:
            hits = [
                (hit.passage, round(hit.score, 6))
                for query in ("", "patience", "crooked", "birch", '"before it broke"')
                for kinds in ((), ("segment",))
                for hit in library.search(query, limit=None, sort="episode", kinds=kinds)
            ]
            names = [(name.name, name.passages) for name in (*library.speakers(), *library.shows())]
        found["index"] = hashlib.sha256(repr((hits, names)).encode()).hexdigest()
    return found


def _files(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield str(path.relative_to(folder)), _content(path)


def _content(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def check_sums(world: World) -> None:
    """Read every file of the current generation.

    Raises:
        IndexUnusableError: one is not what was written.
    """
    generation = Generations(world.index).current()
    for name, (_, stated) in generation.files.items():
        summed = blake2b((generation.folder / name).read_bytes(), digest_size=SIZE).hexdigest()
        if summed != stated:
            raise IndexUnusableError(f"{generation.folder / name} is not what was written")


def leftovers(world: World) -> list[str]:
    """Return what no command leaves: drafts, half files, generations beyond two, files that no manifest names."""
    left = [str(path) for path in world.corpus.rglob(".*")]
    left += [str(path) for path in world.export.parent.glob(".*")]
    if world.index.exists():
        generations = [path for path in world.index.iterdir() if path.name.startswith("g-")]
        known = {"CURRENT", "LOCK", NOTE, f"{NOTE}-{SPOKEN}", *(path.name for path in generations)}
        left += [str(path) for path in world.index.iterdir() if path.name not in known]
        left += [str(path) for path in generations[_LEFT_OF_GENERATIONS:]]
        if Generations(world.index).exists():
            current = Generations(world.index).current()
            files = {path: path.relative_to(current.folder).as_posix() for path in current.folder.rglob("*")}
            left += [
                str(path)
                for path, name in files.items()
                if path.is_file() and name not in current.files and not is_no_content(path.name)
            ]
    return left


def copied(template: Path, target: Path) -> World:
    """Return a fresh copy of a world that was prepared; times are kept."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(template, target)
    return World(target)


__all__ = ["DEEDS", "ENGINES", "Deed", "World", "check_sums", "copied", "leftovers", "state", "write_episode"]
