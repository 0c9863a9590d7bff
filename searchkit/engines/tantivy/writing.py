"""Building and changing a Tantivy index, in a folder that nobody reads yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tantivy import Index, IndexWriter, Query

from searchkit.engines.shared import rank_in_episode
from searchkit.engines.tantivy.columns import Columns
from searchkit.engines.tantivy.documents import EpisodeDocuments, passage_of, words_of
from searchkit.engines.tantivy.queries import count
from searchkit.engines.tantivy.schema import key, make_schema, register
from searchkit.engines.tantivy.segments import SEGMENT_FILE, count_documents, segment_names
from searchkit.engines.tantivy.wordlist import WordChange, WordList
from searchkit.errors import IndexUnusableError
from searchkit.model import Passage

_HEAP = 128_000_000  # bytes that a build may take before it writes a segment
_SPARSE = 0.2  # share of deleted documents from which on the whole index is written anew
_ASIDE = "anew"  # folder in which that is done
# How Tantivy tells what the system refused, all of it as ValueError: directly, or of a thread that has ended with it.
_REFUSED = re.compile(r"IO error|io_error|os error|thread|writer was killed|lock", re.IGNORECASE)
_REASON = re.compile(r"""['"](?P<short>[^'"]+) \(os error \d+\)|message: "(?P<long>[^"]+)\"""")


class TantivyWriter:
    """Implements `searchkit.engines.base.Writer`.

    One thread writes, so that the same passages make the same index.

    Args:
        folder: where to write.
        fresh: whether it holds no index yet.
    """

    def __init__(self, folder: Path, *, fresh: bool) -> None:
        self.folder = folder
        self._fresh = fresh
        with _refusals(folder):
            self._build: _Build | None = _Build(folder, fresh=fresh)

    def remove(self, episode_ids: Iterable[str]) -> None:
        """Take every passage of these episodes out."""
        with _refusals(self.folder):
            for episode_id in episode_ids:
                self._open().remove(key(episode_id))

    def add(self, passages: Iterable[Passage]) -> int:
        """Put the passages of one episode in, and return how many words their headings and texts have."""
        with _refusals(self.folder):
            return self._open().add(passages)

    def finish(self) -> None:
        """Write everything to the folder, complete and closed."""
        with _refusals(self.folder):
            self._open().close()
            self._build = None  # before sweeping: Tantivy keeps the files of what is still open
            documents, deleted = count_documents(self.folder)
            if deleted > _SPARSE * documents or (deleted and self._fresh):  # what is new is counted without deletions
                self._write_anew()
            _sweep(self.folder)

    def abandon(self) -> None:
        """Let go of the files; the folder may be left in any state."""
        if self._build is not None:
            self._build.drop()
            self._build = None

    def _open(self) -> _Build:
        if self._build is None:
            raise ValueError("the writer is closed")
        return self._build

    def _write_anew(self) -> None:
        """Write the index again, aside, without what was deleted, and put it in the place of the old one."""
        aside = self.folder / _ASIDE
        aside.mkdir()
        build = _Build(aside, fresh=True)
        for passages in _episodes(self.folder):
            build.add(passages)
        build.close()
        for path in aside.iterdir():
            path.replace(self.folder / path.name)
        aside.rmdir()


class _Build:
    """An index open for writing."""

    def __init__(self, folder: Path, *, fresh: bool) -> None:
        self._folder = folder
        self._index = register(Index(make_schema(), str(folder), reuse=False) if fresh else Index.open(str(folder)))
        self._writer: IndexWriter = self._index.writer(_HEAP, 1)
        self._words = WordChange() if fresh else WordList(folder).change()
        self._added = False
        self._gone: set[str] = set()  # episodes taken out since the last commit: the searcher still knows them

    def remove(self, episode: str) -> None:
        """Take an episode out, and its words from the list."""
        if self._added:  # it may be one that is not written yet
            self._writer.commit()
            self._index.reload()
            self._added = False
            self._gone.clear()
        if episode in self._gone:
            return
        self._gone.add(episode)
        for passage in _passages(self._index, episode):
            self._words.remove(words_of(passage))
        self._writer.delete_documents_by_term("episode", episode)

    def add(self, passages: Iterable[Passage]) -> int:
        count = 0
        head: EpisodeDocuments | None = None
        for passage in passages:
            head = head or EpisodeDocuments(passage.episode, self._words)
            document, length = head.document(passage)
            self._writer.add_document(document)
            count += length
        self._added = True
        return count

    def drop(self) -> None:
        """End the threads that write, even where an error still knows this object."""
        del self._writer

    def close(self) -> None:
        self._writer.commit()
        self._writer.wait_merging_threads()
        self._index.reload()
        self._words.write(self._folder, self._index.searcher())


@contextmanager
def _refusals(folder: Path) -> Iterator[None]:
    """Make what the system refused Tantivy an error of the index.

    Raises:
        IndexUnusableError: the system refused something.
    """
    try:
        yield
    except ValueError as error:
        if not _REFUSED.search(str(error)):
            raise
        told = _REASON.search(str(error))
        reason = told["short"] or told["long"] if told else error
        raise IndexUnusableError(
            f"the index cannot be written: {folder}: {reason}",
            "nothing was changed; make room or give yourself the right to write, and try again",
        ) from error


def _episodes(folder: Path) -> Iterator[list[Passage]]:
    """Yield the passages of each episode in the index of a folder."""
    index = register(Index.open(str(folder)))
    counted = Columns(index.searcher()).combinations(Query.all_query(), ("episode",))
    for (episode,) in sorted(counted):
        yield _passages(index, episode)


def _passages(index: Index, episode: str) -> list[Passage]:
    """Return the passages of an episode, none of one that is not there."""
    searcher = index.searcher()
    query = Query.term_query(index.schema, "episode", episode, "basic")
    total = count(searcher, query)
    hits = searcher.search(query, limit=total, count=False).hits if total else []
    return sorted((passage_of(searcher.doc(address)) for _, address in hits), key=rank_in_episode)


def _sweep(folder: Path) -> None:
    """Remove the files of segments that are gone, and Tantivy's own locks: searchkit's protects the generation."""
    there = segment_names(folder)
    for path in folder.iterdir():
        gone = SEGMENT_FILE.fullmatch(path.name) and not path.name.startswith(there)
        if gone or path.name.startswith(".tantivy-"):
            path.unlink()
