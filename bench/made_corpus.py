"""A corpus whose episodes are made or read elsewhere, so that `indexing.sync` indexes them without a YAML file each."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from searchkit import indexing
from searchkit.corpus import Corpus, FileState
from searchkit.engines.generations import Generations
from searchkit.model import Episode
from searchkit.version import __version__


class MadeCorpus(Corpus):
    """Episodes by their ids, each asked for once, when it is indexed.

    Args:
        ids: of the episodes, in the form `<show>/<episode>`.
        load: gives the episode of an id.
    """

    def __init__(self, ids: Sequence[str], load: Callable[[str], Episode]) -> None:
        super().__init__("made")
        self._ids = ids
        self._load = load

    def require(self) -> None:
        """There is no folder that could be missing."""

    def scan(self) -> list[FileState]:
        """Return a state for each episode, as if it were a file."""
        return sorted((FileState(f"{name}.yaml", 1, 1) for name in self._ids), key=lambda state: state.path)

    def read_bytes(self, path: str) -> bytes:
        """Return the path in place of a content."""
        return path.encode()

    def parse(self, path: str, content: bytes) -> Episode:  # noqa: ARG002
        """Return the episode of a path."""
        return self._load(path.removesuffix(".yaml"))

    def aliases(self) -> dict[str, tuple[str, ...]]:
        """Return no aliases."""
        return {}


class _KnownCorpus(Corpus):
    """A corpus on disk whose files are listed and read, but not parsed: what they hold is known."""

    def __init__(self, root: Path, load: Callable[[str], Episode]) -> None:
        super().__init__(root)
        self._load = load

    def parse(self, path: str, content: bytes) -> Episode:  # noqa: ARG002
        """Return the episode of a path."""
        return self._load(path.removesuffix(".yaml"))


def index(
    ids: Sequence[str], load: Callable[[str], Episode], target: Path, engine: str, *, files: Path | None = None
) -> None:
    """Build an index of episodes in a folder, whatever was in it before, the library's own way.

    Args:
        ids: of the episodes.
        load: gives the episode of an id.
        target: folder of the index.
        engine: name of the engine.
        files: the corpus that holds these episodes, if there is one, so that the index is in step with it.
    """
    shutil.rmtree(target, ignore_errors=True)
    corpus = _KnownCorpus(files, load) if files else MadeCorpus(ids, load)
    indexing.sync(corpus, Generations(target), engine=engine, version=__version__)
