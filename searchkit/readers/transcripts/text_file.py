"""Reads transcripts as plain text and Markdown, with or without a YAML header."""

from __future__ import annotations

import re

from searchkit.errors import InputError
from searchkit.model import Chapter
from searchkit.readers.base import Hints, Reading, prepare
from searchkit.readers.sections import PROBED, find_head
from searchkit.readers.transcripts import describing, plain
from searchkit.readers.transcripts.assembling import episode_of
from searchkit.readers.transcripts.describing import Facts

_OTHER_PAGE = frozenset(("ideas", "quotes", "overview", "takeaways"))
_MARKED_HEAD = re.compile(r"^(?:#{1,6}\s|\*\*[^*]+\*\*\s*$)")
_LONGEST_HEAD = 30  # characters of a head that stands without a mark
_SHOWN = 60
_BOILERPLATE = re.compile(
    r"transcribe your podcast|whisper transcript\b.*|.*\bclick (?:on )?the timestamp.*|transcript|chapters",
    re.IGNORECASE,
)


def claims(text: str, suffix: str) -> bool:  # noqa: ARG001 - what it holds is proof enough
    """Return True for text whose lines begin with names or moments again and again, unless it is a summary page."""
    header, body = describing.split_header(_prepared(text))
    if any(key in header for key in ("\nquotes:", "\nideas:", "\nsummary:", "\nkey_points:")):
        return False
    for line in body.splitlines()[:PROBED]:
        if (
            (len(line) < _LONGEST_HEAD or _MARKED_HEAD.match(line))
            and (head := find_head(line)) is not None
            and head.kind in _OTHER_PAGE
        ):
            return False
    return plain.looks_spoken(body)


def _prepared(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").lstrip("\n")


def read(text: str, *, name: str, hints: Hints) -> Reading:
    """Return an episode with the transcript that a text is.

    Raises:
        InputError: the header is no YAML, or nothing is said.
    """
    header, body = describing.split_header(prepare(text).lstrip("\n"))
    facts = describing.of_header(header, hints.known_shows, name)
    script = plain.read(body, facts.speakers)
    if not script.cues:
        raise InputError("holds no transcript", "names or moments are wanted at the start of lines", path=name)
    title = "" if _BOILERPLATE.fullmatch(script.title) else script.title
    left_out = [line for line in script.left_out if not _BOILERPLATE.fullmatch(line)]
    warnings = [f"left out above the first name or moment: “{line[:_SHOWN]}”" for line in left_out]
    facts = facts.over(Facts(title=title, chapters=_ascending(script.chapters)))
    return episode_of(script.cues, facts, name=name, hints=hints, warnings=warnings, labels=False)


def _ascending(chapters: list[Chapter]) -> tuple[Chapter, ...]:
    return tuple(sorted(chapters, key=lambda chapter: chapter.at))
