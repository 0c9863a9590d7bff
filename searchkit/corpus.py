"""The corpus: a folder of episode files that belong to the user.

`<root>/<show>/<episode>.yaml` is one episode and gives it its id; `<episode>.vtt` beside it is its transcript;
`<root>/speakers.yaml` holds aliases. Whatever else lies in the folder is left alone. One faulty file never stops the
others: loading gives episodes *and* errors.
"""

from __future__ import annotations

import math
import os
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISREG

from searchkit.analysis import words
from searchkit.corpus_files import ALIASES_FILE, SUFFIXES, TRANSCRIPT, FileState, listed, no_corpus, signature
from searchkit.errors import InputError, UnwritableError
from searchkit.files import PRIVATE_FOLDER, make_folder, sweep, unmake_folders, written_whole
from searchkit.limits import USUAL, Limits, beyond, check_lines, raising
from searchkit.locks import WAIT, locked
from searchkit.model import Episode, Segment
from searchkit.records import dataclass, replace
from searchkit.text import fold, slug

_LOCK = ".lock"
_STATED_DIGEST = rb"(?m)^ +digest: ['\"]?([0-9a-f]{16})"
_RESERVED = "con|prn|aux|nul|com[0-9]|lpt[0-9]"  # devices of Windows, whatever the suffix
_HEAD_LINE = rb"(?m)^(?: {1,8}(?=file))?(show|title|url|file):[ \t]*(.*?)[ \t\r]*$"


@dataclass(frozen=True, slots=True)
class Head:
    """What tells to which episode a transcript belongs: fields as in `Episode`, and the file it was made of."""

    show: str
    title: str
    url: str
    file: str


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
        self._added: dict[str, str] | None = None  # digests of pages to the episodes that were made of them
        self._heads: dict[str, Head] | None = None

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
            return signature(self.scan()) != known
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
            InputError: it cannot be read, or is no WebVTT.
        """
        from searchkit.captions.stored import parse_transcript  # noqa: PLC0415 -- start-up time

        path = episode_id + TRANSCRIPT
        if not (self.root / path).is_file():
            return ()
        name = str(self.root / path)
        return parse_transcript(self._decoded(self.read_bytes(path), name), path=name)

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
            InputError: the folder or file cannot be written.
        """
        from searchkit.captions.stored import dump_transcript, written  # noqa: PLC0415 -- start-up time

        self._require_inside(episode.id + TRANSCRIPT)
        path = self.root / (episode.id + TRANSCRIPT)
        try:
            if self.transcript(episode.id) == written(episode.transcript):
                return
        except InputError:
            if not episode.transcript:  # one that cannot be read was not what the episode came from
                return
        if not episode.transcript:
            path.unlink(missing_ok=True)
            return
        with written_whole(path, parents=True) as stream:
            stream.writelines(dump_transcript(episode.transcript))

    def load(self, episode_id: str) -> Episode | None:
        """Return an episode by its id, or None if there is no such file.

        Raises:
            InputError: the file is faulty.
            ValueError: the id leads out of the corpus.
        """
        if not _is_id(episode_id):
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
        from searchkit import yaml_text  # noqa: PLC0415 -- start-up time

        path = self.root / ALIASES_FILE
        if not path.is_file():
            return {}
        try:
            text = self.read_bytes(ALIASES_FILE).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise InputError("is not UTF-8 text", "save it as UTF-8", path=str(path)) from None
        document = yaml_text.load(text, path=str(path), limits=self.limits) if text.strip() else ""
        if not document:
            return {}
        if not isinstance(document, dict):
            raise InputError("must hold names, each with a list of its other spellings", path=str(path))
        return {name.strip(): _spellings(name, value, str(path)) for name, value in document.items()}

    def place(self, episode: Episode) -> str:
        """Return the id under which a new episode is filed: slugs of show, and of number and title.

        Two titles or shows whose slugs are the same text are told apart by a number at the end.
        """
        base = f"{_file_name(episode.show)}/{_file_name(f'{episode.number} {episode.title}')}"
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

        The files are looked through for the digest that their `source` states, once for each opened corpus.
        """
        if self._added is None:
            self._added = {}
            for state in self.scan() if self.root.is_dir() else ():
                if not state.is_episode:
                    continue
                with suppress(InputError):  # said by whoever loads the corpus
                    for stated in re.findall(_STATED_DIGEST, self.read_bytes(state.path)):
                        self._added[stated.decode()] = state.episode_id
        return self._added.get(digest)

    def heads(self) -> dict[str, Head]:
        """Return the head of every episode that can be read, by id; the files are looked through once.

        Most are read line by line, which is a hundred times faster than as YAML.
        """
        if self._heads is None:
            self._heads = {}
            for state in self.scan() if self.root.is_dir() else ():
                if state.is_episode:
                    with suppress(InputError):  # said by whoever loads the corpus
                        self._heads[state.episode_id] = self._head(state.path)
        return self._heads

    def _head(self, path: str) -> Head:
        content = self.read_bytes(path)
        found = {
            name.decode(): value.decode("utf-8", "replace").strip() for name, value in re.findall(_HEAD_LINE, content)
        }
        if not {"show", "title"} <= found.keys() or any(value[:1] in ("", *"'\"|>&*!{[") for value in found.values()):
            episode = self.parse(path, content, transcript=False)
            return Head(episode.show, episode.title, episode.url, episode.source.file if episode.source else "")
        return Head(found["show"], found["title"], found.get("url", ""), found.get("file", ""))

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

    def save(self, episode: Episode) -> Path:
        """Write an episode to the file that its id names, whole or not at all, and return the path.

        Its transcript is written first, beside it; one that is as it was is not touched.

        Raises:
            InputError: the folder or file cannot be written, or is a link that leads out of the corpus.
            ValueError: the episode's id is empty or leads out of the corpus.
        """
        from searchkit.episode_file import dump_episode  # noqa: PLC0415 -- start-up time

        if not _is_id(episode.id):
            raise ValueError(f"{episode.id!r} is no id of an episode")
        name = episode.id + SUFFIXES[0]
        if not (self.root / name).exists() and (self.root / (episode.id + SUFFIXES[1])).exists():
            name = episode.id + SUFFIXES[1]
        self._require_inside(name)
        path = self.root / name
        self._make_root()
        self.save_transcript(episode)
        with written_whole(path, parents=True) as stream:
            stream.write(dump_episode(episode))
        if self._heads is not None:
            file = episode.source.file if episode.source else ""
            self._heads[episode.id] = Head(episode.show, episode.title, episode.url, file)
        if self._added is not None and episode.source is not None and episode.source.digest:
            self._added[episode.source.digest] = episode.id
        return path


def _is_id(text: str) -> bool:
    """Whether a text names an episode: a path of two parts or more that leads nowhere but down."""
    parts = text.split("/")
    return len(parts) > 1 and all(part and part[0] != "." and not set(part) & set("\\\0") for part in parts)


def was_edited(episode: Episode) -> bool:
    """Whether somebody changed an episode since it was added; one written by hand counts as edited."""
    from searchkit.episode_file import digest  # noqa: PLC0415 -- start-up time

    return episode.source is None or not episode.source.digest or episode.source.digest != digest(episode)


def _file_name(text: str) -> str:
    made = slug(text, 60)
    return f"{made}-" if re.fullmatch(_RESERVED, made) else made


def _is_another(there: Episode, episode: Episode) -> bool:
    """Whether two episodes that would have one file are not the same: by title, or by show (C++ Weekly, C# Weekly).

    The show of one that was edited may be just what was edited.
    """
    if fold(there.title) != fold(episode.title):
        return True
    return words(there.show) != words(episode.show) and not was_edited(there)


def _spellings(name: str, value: object, path: str) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value.strip(),) if value.strip() else ()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(item.strip() for item in value if isinstance(item, str) and item.strip())
    raise InputError("must be a list of names", path=path, key=name)
