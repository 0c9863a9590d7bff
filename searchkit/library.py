"""The library: a corpus and its index behind one door, which the command line, a page and a program all use."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from searchkit.asking import Questions, WholeEpisode
from searchkit.corpus import Corpus
from searchkit.engines import DEFAULT_ENGINE, ENGINES
from searchkit.engines.generations import Generations
from searchkit.errors import IndexUnusableError, OutdatedIndexError
from searchkit.limits import USUAL, Limits, checked
from searchkit.locks import WAIT
from searchkit.opening import question
from searchkit.records import replace
from searchkit.version import __version__

if TYPE_CHECKING:
    from datetime import date

    from searchkit.adding import Added
    from searchkit.doctor import Checkup
    from searchkit.indexing import Progress, Status, SyncReport
    from searchkit.readers import Hints
    from searchkit.verify import Verification

# Asking loads nothing that only filling needs: those modules are imported where they are used.


class Library(Questions):
    """A corpus folder and its index.

    The index is opened with the first question and stays open until `close`, the end of a `with` block, or `sync`. A
    question finds what is current when it is asked, whoever has changed it since the last one; nobody waits for it, and
    it waits for nobody.

    Args:
        corpus: folder of the episodes.
        index: folder of the index.
        wait: seconds for which `add` and `sync` wait for another process that writes.
        trusted: users, by name or number, whose index is opened besides one's own and root's.
        limits: how much is read, and how much a query may ask for.

    Raises:
        UsageError: a limit cannot be what it is.

    Example:
        >>> with Library("corpus", "index") as library:      # doctest: +SKIP
        ...     for hit in library.search("half remembered line"):
        ...         print(hit.passage.text, "—", hit.passage.speaker)
    """

    def __init__(
        self,
        corpus: Path | str,
        index: Path | str,
        *,
        wait: float = WAIT,
        trusted: Collection[str] = (),
        limits: Limits = USUAL,
    ) -> None:
        checked(limits)
        generations = Generations(index, wait=wait, trusted=trusted)
        super().__init__(Corpus(corpus, wait=wait, limits=limits), generations, limits)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Filling

    def add(
        self,
        text: str,
        *,
        name: str = "-",
        hints: Hints | None = None,
        reader: str = "",
        force: bool = False,
        dry_run: bool = False,
        today: date | None = None,
    ) -> Added:
        """Read one page and file its episode in the corpus; `sync` brings it into the index.

        Arguments and errors as `searchkit.adding.add_text`.
        """
        from searchkit.adding import add_text  # noqa: PLC0415

        return add_text(
            self.corpus, text, name=name, hints=hints, reader=reader, force=force, dry_run=dry_run, today=today
        )

    def sync(
        self, *, rebuild: bool = False, engine: str = "", wait: float | None = None, progress: Progress | None = None
    ) -> SyncReport:
        """Bring the index in step with the corpus; see `searchkit.indexing.sync`.

        Args:
            rebuild: read everything anew.
            engine: name of the engine; "" for the one that the index has, or the default one.
            wait: seconds to wait for another process that writes; None for what the library was made with.
            progress: called with the number of files done and in all.
        """
        from searchkit import indexing  # noqa: PLC0415

        self.close()
        return indexing.sync(
            self.corpus,
            self.generations,
            engine=engine or self._engine_name(rebuild=rebuild),
            version=__version__,
            rebuild=rebuild,
            wait=wait,
            progress=progress,
        )

    def _engine_name(self, *, rebuild: bool) -> str:
        if not self.generations.exists():
            return DEFAULT_ENGINE
        try:
            name = str(self.generations.current().facts["engine"])
        except OutdatedIndexError:
            return next(filter(ENGINES.__contains__, self.generations.engines()), DEFAULT_ENGINE)
        except IndexUnusableError:
            if rebuild:  # whatever is there is damaged and will be replaced
                return next(filter(ENGINES.__contains__, self.generations.engines()), DEFAULT_ENGINE)
            raise
        if name not in ENGINES and rebuild:
            return DEFAULT_ENGINE
        return name

    @question
    def verify(self, episodes: Sequence[str] = (), *, write: bool = False) -> Verification:
        """Return what the transcripts of episodes say of their quotes; see `searchkit.verify.verify`.

        Args:
            episodes: ids, or what `--episode` takes if there is an index; () for all of the corpus.
            write: keep the verdicts, and the moments that were missing, in the corpus; `sync` then brings them into
                the index.
        """
        from searchkit.verify import verify  # noqa: PLC0415

        self.corpus.require()
        there = {state.episode_id for state in self.corpus.scan() if state.is_episode} if episodes else set()
        ids = tuple(dict.fromkeys(self._episode_file(episode, there) for episode in episodes))
        return verify(self.corpus, ids or None, write=write)

    def _episode_file(self, episode: str, there: Collection[str]) -> str:
        """Return the id of the episode that a text names: one of those of the corpus, or what the index has."""
        wanted = episode.strip().strip("/")
        return wanted if wanted in there else self._find_episodes(episode)[0]

    def status(self) -> Status:
        """Return what is indexed, when and by what it was made, and how the corpus differs; see `indexing.status`."""
        from searchkit import indexing  # noqa: PLC0415

        return indexing.status(self.corpus, self.generations)

    def doctor(self, *, fix: bool = False, rebuild: bool = False, progress: Progress | None = None) -> Checkup:
        """Read everything in corpus and index and return what is wrong; see `searchkit.doctor`.

        No corpus file is ever changed: what is wrong in one is for a person to mend.

        Args:
            fix: bring the index in step or make it anew, as what was found asks for; then look again.
            rebuild: make the index anew from the corpus alone before looking.
            progress: called with the number of corpus files done and in all.

        Raises:
            InputError, IndexUnusableError: what was to be done cannot be; as in `sync`.
        """
        from searchkit import doctor  # noqa: PLC0415

        done: list[str] = []
        if rebuild:
            done.append(self._mended("rebuild", progress))
        self.close()
        checkup = doctor.examine(self.corpus, self.generations, progress)
        if fix and checkup.remedy:
            done += [f"{finding.area}: {finding.message}" for finding in checkup.findings if finding.remedy]
            done.append(self._mended(checkup.remedy, progress))
            checkup = doctor.examine(self.corpus, self.generations, progress)
        return replace(checkup, done=tuple(done))

    def _mended(self, remedy: str, progress: Progress | None) -> str:
        """Bring the index in step, or make it anew, and return what was done."""
        report = self.sync(rebuild=remedy == "rebuild", progress=progress)
        how = "made anew from the corpus" if remedy == "rebuild" else "brought in step with the corpus"
        return f"the index was {how}: {report.episodes:,} episodes, {report.passages:,} passages, {report.engine}"


__all__ = ["Library", "WholeEpisode"]
