"""The errors that searchkit raises on purpose, and the exit codes they end in.

Every error carries what is wrong (`message`), what to do next (`hint`) and the exit code of a command that it ends.
A face (the command line, a web page) catches `SearchkitError` once, at its boundary, and shows both lines.
"""

from __future__ import annotations

import errno
from enum import IntEnum

_LASTING = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})
REBUILD = "make it anew with “searchkit index --rebuild”"  # the hint of every error of a damaged index


class ExitCode(IntEnum):
    """What a command's exit status means; the table is in docs/cli.md."""

    DONE = 0
    NOTHING_FOUND = 1
    USAGE = 2
    NO_INDEX = 3
    BAD_INPUT = 4
    INTERNAL = 70
    INTERRUPTED = 130


class SearchkitError(Exception):
    """Anything that searchkit refuses to do, said in one line.

    Attributes:
        message: what is wrong and where, one line, no full stop needed.
        hint: what to do next, or "" where there is nothing to say.
        exit_code: the status that a command ends in.
    """

    exit_code: ExitCode = ExitCode.INTERNAL

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if hint:  # for whoever meets the error in a traceback
            self.add_note(hint)


class UsageError(SearchkitError):
    """An option or argument that cannot be what it is: a limit below zero, an unknown format, an ambiguous name."""

    exit_code = ExitCode.USAGE


class QueryError(UsageError):
    """A query that cannot be read.

    Attributes:
        query: the query as it was typed.
        start: offset of the first character at fault, 0 to len(query).
        end: offset behind the last one, at least `start`.
        suggestion: the nearest query that works, or "" if there is none.
    """

    def __init__(
        self, message: str, *, query: str, start: int, end: int | None = None, suggestion: str = "", hint: str = ""
    ) -> None:
        super().__init__(message, hint)
        self.query = query
        self.start = start
        self.end = start + 1 if end is None else max(end, start)
        self.suggestion = suggestion


class NotFoundError(SearchkitError):
    """An id, speaker, show or episode that the index does not hold."""

    exit_code = ExitCode.NOTHING_FOUND


class IndexUnusableError(SearchkitError):
    """There is no index, or it is damaged, foreign, busy, or of another version."""

    exit_code = ExitCode.NO_INDEX


class OutdatedIndexError(IndexUnusableError):
    """An index that an older searchkit made: “searchkit index” makes it anew by itself."""


class InputError(SearchkitError):
    """An input or corpus file that cannot be read, or an output file that cannot be written.

    Attributes:
        path: the file, as it was named, or "" when there is none.
        line: 1-based line of the fault, or None.
        key: the key at fault (`quotes[2].at`), or "".
    """

    exit_code = ExitCode.BAD_INPUT

    def __init__(self, message: str, hint: str = "", *, path: str = "", line: int | None = None, key: str = "") -> None:
        place = ":".join(part for part in (path, str(line) if line else "") if part)
        lead = ": ".join(part for part in (place, key) if part)
        super().__init__(f"{lead}: {message}" if lead else message, hint)
        self.path = path
        self.line = line
        self.key = key
        self.bare = message


class UnwritableError(InputError):
    """A corpus file or output file that the system refuses to write.

    Attributes:
        is_lasting: whether the next file would be refused too: the disk is full, read-only or failing.
    """

    def __init__(self, message: str, error: OSError, hint: str = "nothing was changed", *, path: str) -> None:
        super().__init__(f"{message}: {error.strerror or error}", hint, path=path)
        self.is_lasting = error.errno in _LASTING
