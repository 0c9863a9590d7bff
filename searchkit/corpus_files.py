"""What lies in the folder of a corpus: its files as the folder lists them, without opening any."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from searchkit.digests import digest
from searchkit.errors import InputError
from searchkit.records import dataclass
from searchkit.text import slug

ALIASES_FILE = "speakers.yaml"
SUFFIXES = (".yaml", ".yml")
TRANSCRIPT = ".vtt"
_RESERVED = "con|prn|aux|nul|com[0-9]|lpt[0-9]"  # devices of Windows, whatever the suffix
_RACY_NS = 2_000_000_000  # a file younger than this at the time of the look may change again without a new time stamp


@dataclass(frozen=True, slots=True)
class FileState:
    """A corpus file as the folder lists it.

    Attributes:
        path: relative to the corpus, with forward slashes.
        size: bytes.
        modified: time of the last change, nanoseconds since 1970.
    """

    path: str
    size: int
    modified: int

    @property
    def episode_id(self) -> str:
        """The id of the episode that the file holds: its path without the suffix."""
        return self.path.rsplit(".", 1)[0]

    @property
    def is_episode(self) -> bool:
        """Whether it is the file of an episode: neither a transcript nor the aliases."""
        return self.path != ALIASES_FILE and not self.path.endswith(TRANSCRIPT)


def signature(states: Iterable[FileState]) -> str:
    """Return one short text that changes whenever a file is added, removed, renamed or touched."""
    lines = sorted(f"{state.path}\0{state.size}\0{state.modified}" for state in states)
    return digest("\n".join(lines).encode("utf-8", "surrogateescape"))


def listed(root: Path) -> list[FileState]:
    """Return the state of every episode file, its transcript and the aliases, sorted by path; opens none of them.

    Raises:
        InputError: the folder is missing or cannot be listed.
    """
    states: list[FileState] = []
    transcripts: list[FileState] = []
    waiting = [("", str(root))]
    while waiting:
        prefix, folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if _is_corpus_file(entry, prefix):
                        with suppress(FileNotFoundError):  # removed while we looked
                            kept = transcripts if entry.name.endswith(TRANSCRIPT) else states
                            kept.append(_state(entry, prefix))
                    elif entry.is_dir(follow_symlinks=False):  # a link could lead round in a circle
                        waiting.append((f"{prefix}{entry.name}/", entry.path))
        except FileNotFoundError:
            if not prefix:
                raise no_corpus(folder) from None
            # otherwise the folder was removed while we looked
        except OSError as error:
            raise InputError(f"cannot be listed: {error.strerror}", path=folder) from error
    episodes = {state.episode_id for state in states} if transcripts else set()
    states += [state for state in transcripts if state.episode_id in episodes]
    states.sort(key=lambda state: state.path)
    return states


def is_id(text: str) -> bool:
    """Whether a text names an episode: a path of two parts or more that leads nowhere but down."""
    parts = text.split("/")
    return len(parts) > 1 and all(part and part[0] != "." and not set(part) & set("\\\0") for part in parts)


def file_name(text: str) -> str:
    """Return a show or title as the name of a folder or file, without a suffix."""
    made = slug(text, 60)
    return f"{made}-" if re.fullmatch(_RESERVED, made) else made


def content_digest(content: bytes) -> str:
    """Return the fingerprint by which a changed corpus file is known: 32 hexadecimal digits."""
    return digest(content)


def may_trust(state: FileState, looked: int) -> bool:
    """Whether a file that keeps its size and time since it was looked at must be unchanged.

    A file changed within the same tick of the clock as the look could change again without showing it, so its content
    is compared instead (the "racy" entries of git's index).

    Args:
        state: the file, as it was at the look.
        looked: time of the look, nanoseconds since 1970.
    """
    return state.modified < looked - _RACY_NS


def _is_corpus_file(entry: os.DirEntry[str], prefix: str) -> bool:
    """Whether it is an episode or a transcript, which lie in a show's folder, or the aliases, which lie at the root."""
    if not entry.name.endswith((*SUFFIXES, TRANSCRIPT)) or not (prefix or entry.name == ALIASES_FILE):
        return False
    return entry.is_symlink() or entry.is_file()  # a link that leads nowhere is told when it is read


def _state(entry: os.DirEntry[str], prefix: str) -> FileState:
    try:
        status = entry.stat()
    except OSError:
        if not entry.is_symlink():
            raise
        status = entry.stat(follow_symlinks=False)
    return FileState(prefix + entry.name, status.st_size, status.st_mtime_ns)


def no_corpus(folder: str) -> InputError:
    """Return the error of a corpus that is not there."""
    return InputError(
        "there is no corpus here", "add a page with “searchkit add FILE”, or name it with --corpus", path=folder
    )
