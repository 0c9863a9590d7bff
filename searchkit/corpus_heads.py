"""What the files of a corpus say in a few lines, kept for as long as they stay as they are.

Whoever files a page asks for it twice, the second time with the lock; only what another has written meanwhile is read
again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

from searchkit.corpus_files import FileState
from searchkit.errors import InputError
from searchkit.records import dataclass

_STATED_DIGEST = rb"(?m)^ +digest: ['\"]?([0-9a-f]{16})"
_HEAD_LINE = rb"(?m)^(?: {1,8}(?=file))?(show|title|url|file):[ \t]*(.*?)[ \t\r]*$"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Head:
    """What tells to which episode a transcript belongs: fields as in `Episode`, and the file it was made of."""

    show: str
    title: str
    url: str
    file: str


class Noted(Generic[T]):
    """Something that is kept of every episode file that can be read.

    Args:
        listed: gives the files as they are now.
        read: returns what is kept of one; it may raise `InputError`, which is said by whoever loads the corpus.
    """

    def __init__(self, listed: Callable[[], Iterable[FileState]], read: Callable[[str], T]) -> None:
        self._listed = listed
        self._read = read
        self._states: dict[str, FileState] = {}
        self._by_id: dict[str, T] = {}
        self._is_outdated = True

    def outdate(self) -> None:
        """Look at the folder before the next answer: somebody else may have written."""
        self._is_outdated = True

    def by_id(self) -> Mapping[str, T]:
        """Return what is kept, by the id of the episode."""
        if self._is_outdated:
            states = {state.path: state for state in self._listed() if state.is_episode}
            for path in self._states.keys() - states.keys():
                self._by_id.pop(self._states.pop(path).episode_id, None)
            for path, state in states.items():
                if self._states.get(path) != state:
                    self.note(state)
            self._is_outdated = False
        return self._by_id

    def note(self, state: FileState) -> None:
        """Read a file that is new or has changed."""
        self._states[state.path] = state
        self._by_id.pop(state.episode_id, None)
        try:
            self._by_id[state.episode_id] = self._read(state.path)
        except InputError:
            return


def stated_digests(content: bytes) -> tuple[str, ...]:
    """Return the digests that an episode file states; they are looked for, not read as YAML."""
    return tuple(found.decode() for found in re.findall(_STATED_DIGEST, content))


def head_in(content: bytes) -> Head | None:
    """Return the head of an episode file, None if its lines cannot tell; a hundred times faster than as YAML."""
    found = {name.decode(): value.decode("utf-8", "replace").strip() for name, value in re.findall(_HEAD_LINE, content)}
    if not {"show", "title"} <= found.keys() or any(value[:1] in ("", *"'\"|>&*!{[") for value in found.values()):
        return None
    return Head(found["show"], found["title"], found.get("url", ""), found.get("file", ""))
