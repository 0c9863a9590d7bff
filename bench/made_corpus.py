"""A corpus whose episodes are made or read elsewhere, so that `indexing.sync` indexes them without a YAML file each."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from searchkit import indexing
from searchkit.corpus import Corpus
from searchkit.corpus_files import SUFFIXES, TRANSCRIPT, FileState
from searchkit.engines.generations import Generations
from searchkit.model import Episode, Segment
from searchkit.version import __version__


class MadeCorpus(Corpus):
    """Episodes by their ids, each asked for once, when it is indexed.

    Args:
        ids: of the episodes, in the form `<show>/<episode>`.
        load: gives the episode of an id.
        spoken: ids of those that have a transcript.
    """

    def __init__(self, ids: Sequence[str], load: Callable[[str], Episode], spoken: Sequence[str] = ()) -> None:
        super().__init__("made")
        self._paths = [*(name + SUFFIXES[0] for name in ids), *(name + TRANSCRIPT for name in spoken)]
        self._load = load

    def require(self) -> None:
        """There is no folder that could be missing."""

    def scan(self) -> list[FileState]:
        """Return a state for each episode and transcript, as if they were files."""
        return sorted((FileState(path, 1, 1) for path in self._paths), key=lambda state: state.path)

    def read_bytes(self, path: str) -> bytes:
        """Return the path in place of a content."""
        return path.encode()

    def parse(self, path: str, content: bytes, *, transcript: bool = True) -> Episode:  # noqa: ARG002
        """Return the episode of a path."""
        return self._load(path.removesuffix(SUFFIXES[0]))

    def transcript(self, episode_id: str) -> tuple[Segment, ...]:
        """Return the transcript of an episode."""
        return self._load(episode_id).transcript

    def aliases(self) -> dict[str, tuple[str, ...]]:
        """Return no aliases."""
        return {}


class _KnownCorpus(Corpus):
    """A corpus on disk whose files are listed and read, but not parsed: what they hold is known."""

    def __init__(self, root: Path, load: Callable[[str], Episode]) -> None:
        super().__init__(root)
        self._load = load

    def parse(self, path: str, content: bytes, *, transcript: bool = True) -> Episode:  # noqa: ARG002
        """Return the episode of a path."""
        return self._load(path.removesuffix(SUFFIXES[0]))


def index(
    ids: Sequence[str],
    load: Callable[[str], Episode],
    target: Path,
    engine: str,
    *,
    files: Path | None = None,
    spoken: Sequence[str] = (),
) -> None:
    """Build an index of episodes in a folder, whatever was in it before, the library's own way.

    Args:
        ids: of the episodes.
        load: gives the episode of an id.
        target: folder of the index.
        engine: name of the engine.
        files: the corpus that holds these episodes, if there is one, so that the index is in step with it.
        spoken: ids of those that have a transcript.
    """
    shutil.rmtree(target, ignore_errors=True)
    corpus = _KnownCorpus(files, load) if files else MadeCorpus(ids, load, spoken)
    indexing.sync(corpus, Generations(target), engine=engine, version=__version__)
