"""Writing both indexes of a generation as one; see `searchkit.engines.scoped`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from searchkit.engines.base import EngineModule, Writer
from searchkit.engines.scoped import SPOKEN, splits
from searchkit.files import remove_folder
from searchkit.model import Passage


class PairedWriter:
    """Writes points, ideas and quotes to a folder, segments to the folder `SPOKEN` in it, which is made when wanted.

    Args:
        module: the engine.
        folder: where to write.
        fresh: whether there is nothing in it yet.
    """

    def __init__(self, module: EngineModule, folder: Path, *, fresh: bool) -> None:
        self._module, self._folder = module, folder / SPOKEN
        self._plain = module.open_writer(folder, fresh=fresh)
        self._spoken: Writer | None = None

    def _open(self) -> Writer:
        if self._spoken is None:
            there = self._folder.is_dir()
            self._folder.mkdir(mode=0o700, exist_ok=True)
            self._spoken = self._module.open_writer(self._folder, fresh=not there)
        return self._spoken

    def remove(self, episode_ids: Iterable[str]) -> None:
        """Take every passage of these episodes out."""
        ids = list(episode_ids)
        self._plain.remove(ids)
        if ids and (self._spoken is not None or self._folder.is_dir()):
            self._open().remove(ids)

    def add(self, passages: Iterable[Passage]) -> tuple[int, int]:
        """Put the passages of one episode in, and return how many words are summed up, and how many were said."""
        plain, spoken = splits(passages)
        return self._plain.add(plain), self._open().add(spoken) if spoken else 0

    def finish(self) -> None:
        """Write everything, complete and closed; an index of no segment is none."""
        self._plain.finish()
        if self._spoken is not None:
            self._spoken.finish()
            engine = self._module.open_engine(self._folder)
            left = engine.size
            engine.close()
            if not left:
                remove_folder(self._folder)

    def abandon(self) -> None:
        """Let go of the files; the folder may be left in any state."""
        self._plain.abandon()
        if self._spoken is not None:
            self._spoken.abandon()
