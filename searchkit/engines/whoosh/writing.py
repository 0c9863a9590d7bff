"""Building and changing a Whoosh index, in a folder that nobody reads yet."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex

from searchkit.analysis import words
from searchkit.engines.whoosh.documents import document
from searchkit.engines.whoosh.inverting import InvertingWriter
from searchkit.engines.whoosh.schema import make_schema
from searchkit.model import Passage

_SEGMENT = 50_000  # passages after which a segment is written, which bounds the memory that a build takes
_SPARSE = 0.2  # share of deleted documents from which on the whole index is merged


class WhooshWriter:
    """Implements `searchkit.engines.base.Writer`."""

    def __init__(self, folder: Path, *, fresh: bool) -> None:
        storage = FileStorage(str(folder))
        self.folder = folder
        self._index = FileIndex.create(storage, make_schema(), "MAIN") if fresh else FileIndex(storage)
        self._writer = InvertingWriter(self._index)

    def remove(self, episode_ids: Iterable[str]) -> None:
        """Take every passage of these episodes out."""
        with self._index.searcher() as searcher:
            for episode_id in episode_ids:
                for number in searcher.document_numbers(episode=episode_id):
                    self._writer.delete_document(number)

    def add(self, passages: Iterable[Passage], voices: Sequence[str]) -> int:
        """Put the passages of one episode in; return how many words they have."""
        count = 0
        for passage in passages:
            fields = document(passage, voices)
            self._writer.add_document(**fields)
            count += sum(len(words(paragraph)) for paragraph in fields["words"])
        if self._writer.doc_count() >= _SEGMENT:
            self._writer.commit(merge=False)
            self._writer = InvertingWriter(self._index)
        return count

    def finish(self) -> None:
        """Write everything to the folder, complete and closed."""
        documents = sum(segment.doc_count_all() for segment in self._writer.segments)
        sparse = self._writer.deleted_count() > _SPARSE * documents
        self._writer.commit(optimize=sparse)
        self._index.close()
        self._tidy()

    def abandon(self) -> None:
        """Let go of the files; the folder may be left in any state."""
        if not self._writer.is_closed:
            self._writer.cancel()
        self._index.close()

    def _tidy(self) -> None:
        """Remove Whoosh's own lock file: the generation is protected by searchkit's."""
        for name in os.listdir(self.folder):  # noqa: PTH208
            if name.endswith("WRITELOCK"):
                (self.folder / name).unlink()
