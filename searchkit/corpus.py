"""The corpus: a folder of episode files that belong to the user.

`<root>/<show>/<episode>.yaml` is one episode and gives it its id; `<episode>.vtt` beside it is its transcript;
`<root>/speakers.yaml` holds aliases. Whatever else lies in the folder is left alone. One faulty file never stops the
others: loading gives episodes *and* errors.
"""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING

from searchkit.analysis import words
from searchkit.corpus_files import ALIASES_FILE, SUFFIXES, TRANSCRIPT, FileState, file_name, is_id, listed, no_corpus
from searchkit.corpus_files import signature as signature_of
from searchkit.errors import InputError, UnwritableError
from searchkit.files import PRIVATE_FOLDER, make_folder, remove, sweep, unmake_folders, written_whole
from searchkit.limits import USUAL, Limits, beyond, check_lines, raising
from searchkit.locks import WAIT, locked
from searchkit.model import Episode, Segment
from searchkit.records import replace
from searchkit.text import fold

if TYPE_CHECKING:
    from searchkit.corpus_heads import Head, Noted

_LOCK = ".lock"


class Corpus:
    """A corpus folder.

    Args:
        root: the folder; it need not exist before the first episode is saved.
        wait: seconds for which whoever files an episode waits for another one who does.
        limits: how much of a file is read.
    """

    def __init__(self, root: Path | str, *, wait: float = WAIT, limits: Limits = USUAL) -> None:
        self.root = Path(root)
        self.wait = wait
        self.limits = limits
        self._swept = -math.inf  # when, by the clock that never goes back
        self._digests: Noted[tuple[str, ...]] | None = None  # of the pages that episodes were made of
        self._heads: Noted[Head] | None = None

    def require(self) -> None:
        """Make sure that the folder is there.

        Raises:
            InputError: it is not.
        """
        if not self.root.is_dir():
            raise no_corpus(str(self.root))

    def scan(self) -> list[FileState]:
        """Return the state of every episode file, its transcript and the aliases, sorted by path; opens none of them.

        Raises:
            InputError: the folder is missing or cannot be listed.
        """
        return listed(self.root)

    def differs_from(self, known: str) -> bool:
        """Whether any file was added, removed, renamed or touched since the corpus had a signature; opens none.

        Names, sizes and times of all files are compared as one: 10,000 episodes take some hundredths of a second. A
        corpus that is not there differs from nothing.
        """
        try:
            return signature_of(self.scan()) != known
        except InputError:
            return False

    def read_bytes(self, path: str) -> bytes:
        """Return the content of a corpus file.

        Args:
            path: relative to the corpus.

        Raises:
            InputError: it cannot be read, is too large, or a link leads it out of the corpus.
        """
        self._require_inside(path)
        place, most = self.root / path, self.limits.episode_bytes
        try:
            # Not waiting: a link may lead to a named pipe.
            with open(place, "rb", opener=lambda name, flags: os.open(name, flags | os.O_NONBLOCK)) as stream:
                status = os.fstat(stream.fileno())
                content = stream.read(most + 1) if S_ISREG(status.st_mode) else None
        except OSError as error:
            raise InputError(f"cannot be read: {error.strerror}", path=str(place)) from error
        if content is None:
            raise InputError("is no file", path=str(place))
        if len(content) > most:
            message = f"has {status.st_size:,} bytes; {beyond('episode_bytes', self.limits)}"
            raise InputError(message, raising("episode_bytes", status.st_size), path=str(place))
        return content

    def parse(self, path: str, content: bytes, *, transcript: bool = True) -> Episode:
        """Return the episode in the content of a corpus file, with the id that its path gives it.

        Args:
            path: of the file, relative to the corpus.
            content: its bytes.
            transcript: whether to read the transcript beside it too.

        Raises:
            InputError: with file, line and key of what is wrong.
        """
        from searchkit.episode_file import parse_episode  # noqa: PLC0415 -- start-up time: a search reads no file

        name = str(self.root / path)
        if "#" in path:  # which parts the id of an episode from that of a passage
            raise InputError("the name of an episode cannot hold #", "rename the file or folder", path=name)
        text = self._decoded(content, name)
        made = replace(parse_episode(text, path=name, limits=self.limits), id=path.rsplit(".", 1)[0])
        return replace(made, transcript=self.transcript(made.id)) if transcript else made

    def transcript(self, episode_id: str) -> tuple[Segment, ...]:
        """Return the transcript of an episode, () if there is none.

        Raises:
            InputError: it cannot be read, is no WebVTT, or goes beyond a limit.
        """
        from searchkit.corpus_texts import read_transcript  # noqa: PLC0415 -- start-up time

        path = episode_id + TRANSCRIPT
        place = self.root / path
        if not (place.is_file() or place.is_symlink()):  # a link that leads nowhere is told when it is read
            return ()
        return read_transcript(self._decoded(self.read_bytes(path), str(place)), str(place), self.limits)

    def _decoded(self, content: bytes, name: str) -> str:
        """Return the text of a file; what is wrong with it is an error that names it."""
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = content.count(b"\n", 0, error.start) + 1
            raise InputError("is not UTF-8 text", "save it as UTF-8", path=name, line=line) from None
        check_lines(text, name, self.limits)
        return text

    def save_transcript(self, episode: Episode) -> None:
        """Make the transcript beside an episode's file what the episode says; one that says so already stays untouched.

        Raises:
            InputError: the folder or file cannot be written, or could not be read again.
        """
        from searchkit.captions.stored import written  # noqa: PLC0415 -- start-up time
        from searchkit.corpus_texts import transcript_text  # noqa: PLC0415

        self._require_inside(episode.id + TRANSCRIPT)
        path = self.root / (episode.id + TRANSCRIPT)
        try:
            if self.transcript(episode.id) == written(episode.transcript):
                return
        except InputError:
            if not episode.transcript:  # one that cannot be read was not what the episode came from
                return
        if not episode.transcript:
            remove(path)
            return
        text = transcript_text(episode.transcript, str(path), self.limits)
        with written_whole(path, parents=True) as stream:
            stream.write(text)

    def load(self, episode_id: str) -> Episode | None:
        """Return an episode by its id, None if there is no such file or the text is no id.

        Raises:
            InputError: the file is faulty, or a link leads it out of the corpus.
        """
        if not is_id(episode_id):
            return None
        for suffix in SUFFIXES:
            if (self.root / (episode_id + suffix)).is_file():
                return self.parse(episode_id + suffix, self.read_bytes(episode_id + suffix))
        return None

    def episodes(self, states: Iterable[FileState] | None = None) -> Iterator[Episode | InputError]:
        """Yield every episode in the order of the paths, or the error in its place."""
        for state in self.scan() if states is None else states:
            if not state.is_episode:
                continue
            try:
                yield self.parse(state.path, self.read_bytes(state.path))
            except InputError as error:
                yield error

    def shows(self) -> tuple[str, ...]:
        """Return the names of the shows, one episode file of each show's folder opened."""
        names: dict[str, None] = {}
        folders: set[str] = set()
        for state in self.scan() if self.root.is_dir() else ():
            folder = state.path.rpartition("/")[0]
            if folder in folders or not state.is_episode:
                continue
            try:
                names[self.parse(state.path, self.read_bytes(state.path), transcript=False).show] = None
            except InputError:
                continue  # said by whoever loads the corpus; here another episode of the show will do
            folders.add(folder)
        return tuple(names)

    def aliases(self) -> dict[str, tuple[str, ...]]:
        """Return the other spellings of speakers' names from `speakers.yaml`: canonical name to the others.

        Raises:
            InputError: the file is not a mapping of names to lists of names.
        """
        from searchkit.corpus_texts import read_aliases  # noqa: PLC0415 -- start-up time

        path = self.root / ALIASES_FILE
        if not path.is_file():
            return {}
        return read_aliases(self._decoded(self.read_bytes(ALIASES_FILE), str(path)), str(path), self.limits)

    def place(self, episode: Episode) -> str:
        """Return the id under which a new episode is filed: slugs of show, and of number and title.

        Two titles or shows whose slugs are the same text are told apart by a number at the end.
        """
        base = f"{file_name(episode.show)}/{file_name(f'{episode.number} {episode.title}')}"
        made, number = base, 1
        while (there := self._lying_at(made)) is not None and _is_another(there, episode):
            number += 1
            made = f"{base}-{number}"
        return made

    def _lying_at(self, episode_id: str) -> Episode | None:
        try:
            return self.load(episode_id)
        except InputError:
            return None  # faulty: whoever writes there meets the error again, with its place

    def added_as(self, digest: str) -> str | None:
        """Return the id of the episode that was added from a page with this digest, whatever its file is called now.

        The files are looked through for the digest that their `source` states; again only where one has changed.
        """
        if self._digests is None:
            from searchkit.corpus_heads import Noted, stated_digests  # noqa: PLC0415 -- start-up time

            self._digests = Noted(self._listed, lambda path: stated_digests(self.read_bytes(path)))
        for episode_id, stated in self._digests.by_id().items():
            if digest in stated:
                return episode_id
        return None

    def heads(self) -> Mapping[str, Head]:
        """Return the head of every episode that can be read, by id; again only of files that have changed."""
        if self._heads is None:
            from searchkit.corpus_heads import Noted  # noqa: PLC0415 -- start-up time

            self._heads = Noted(self._listed, self._head)
        return self._heads.by_id()

    def _listed(self) -> Iterable[FileState]:
        return self.scan() if self.root.is_dir() else ()

    def _head(self, path: str) -> Head:
        from searchkit.corpus_heads import Head, head_in  # noqa: PLC0415 -- start-up time

        content = self.read_bytes(path)
        if (head := head_in(content)) is not None:
            return head
        episode = self.parse(path, content, transcript=False)
        return Head(episode.show, episode.title, episode.url, episode.source.file if episode.source else "")

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let nobody else file an episode while the block runs: two that look for a free name would find the same.

        Raises:
            InputError: another searchkit does so for longer than `wait` seconds, or the folder cannot be written.
        """
        made = self._make_root()
        root = str(self.root)
        try:
            with locked(
                self.root / _LOCK,
                wait=self.wait,
                busy=lambda holder: InputError(f"is being written by {holder}", "try again when it is done", path=root),
                temporary=True,
            ):
                for noted in (self._digests, self._heads):
                    if noted is not None:
                        noted.outdate()
                yield
        except OSError as error:
            unmake_folders(made)
            raise UnwritableError("cannot be written", error, path=root) from error
        except BaseException:
            unmake_folders(made)
            raise

    def sweep(self, *, every: float = 0.0) -> None:
        """Remove what killed processes left of files that they were writing.

        Args:
            every: seconds since it was last done, within which it is not done again.
        """
        now = time.monotonic()
        if now - self._swept >= every:
            sweep(self.root, _LOCK)
            self._swept = now

    def _make_root(self) -> Sequence[Path]:
        """Make the folder where it is missing, and return what was made.

        It is closed to other users, and what is in it as open as the umask has it: its owner alone decides, with one
        change, who reads it.
        """
        try:
            return make_folder(self.root, PRIVATE_FOLDER)
        except OSError as error:
            raise UnwritableError("cannot be made", error, path=str(self.root)) from error

    def _require_inside(self, path: str) -> None:
        """Refuse a path of the corpus that a link leads out of it."""
        parts = path.split("/")
        inside = [os.path.join(self.root, *parts[:end]) for end in range(1, len(parts) + 1)]  # noqa: PTH118 -- see below
        if any(map(os.path.islink, inside)):  # a look at each costs less than to follow them all
            real = os.path.realpath(inside[-1])
            if not real.startswith(os.path.join(os.path.realpath(self.root), "")):  # noqa: PTH118
                raise InputError("is a link that leads out of the corpus", "put the file itself there", path=inside[-1])

    def save(self, episode: Episode, *, transcript: bool = True) -> Path:
        """Write an episode to the file that its id names, whole or not at all, and return the path.

        Args:
            episode: with its id.
            transcript: whether its transcript is written too, first; one that is as it was is not touched.

        Raises:
            InputError: the folder or file cannot be written, is a link that leads out of the corpus, or could not be
                read again.
            ValueError: the episode's id is empty or leads out of the corpus.
        """
        from searchkit.corpus_texts import episode_text  # noqa: PLC0415 -- start-up time

        if not is_id(episode.id):
            raise ValueError(f"{episode.id!r} is no id of an episode")
        name = self._file_of(episode.id)
        self._require_inside(name)
        path = self.root / name
        text = episode_text(episode, str(path), self.limits)
        self._make_root()
        if transcript:
            self.save_transcript(episode)
        with written_whole(path, parents=True) as stream:
            stream.write(text)
        status = path.stat()
        for noted in (self._digests, self._heads):
            if noted is not None:
                noted.note(FileState(name, status.st_size, status.st_mtime_ns))
        return path

    def require_readable(self, episode: Episode) -> None:
        """Make sure that an episode and its transcript can be read again once they are written.

        Raises:
            InputError: a file would go beyond a limit.
        """
        from searchkit.corpus_texts import episode_text, transcript_text  # noqa: PLC0415 -- start-up time

        episode_text(episode, str(self.root / self._file_of(episode.id)), self.limits)
        transcript_text(episode.transcript, str(self.root / (episode.id + TRANSCRIPT)), self.limits)

    def _file_of(self, episode_id: str) -> str:
        first, second = (episode_id + suffix for suffix in SUFFIXES)
        return second if not (self.root / first).exists() and (self.root / second).exists() else first


def was_edited(episode: Episode) -> bool:
    """Whether somebody changed an episode since it was added; one written by hand counts as edited."""
    from searchkit.episode_file import digest  # noqa: PLC0415 -- start-up time

    return episode.source is None or not episode.source.digest or episode.source.digest != digest(episode)


def _is_another(there: Episode, episode: Episode) -> bool:
    """Whether two episodes that would have one file are not the same: by title, or by show (C++ Weekly, C# Weekly).

    The show of one that was edited may be just what was edited.
    """
    if fold(there.title) != fold(episode.title):
        return True
    return words(there.show) != words(episode.show) and not was_edited(there)
