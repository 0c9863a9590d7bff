"""Reads transcripts in HTML, as Podcasting 2.0 has them: names in `<cite>`, moments in `<time>`."""

from __future__ import annotations

import re

from searchkit.errors import InputError
from searchkit.readers.base import Hints, Reading, prepare
from searchkit.readers.transcripts.assembling import episode_of
from searchkit.readers.transcripts.describing import Facts
from searchkit.readers.transcripts.marked_up import Page

_SIGNS = re.compile(r"<(?:cite|time)\b[^<>]*>", re.IGNORECASE)
_TOP = re.compile(r"\s*<(?:!doctype html|html|cite|time|p|div|body|head)\b", re.IGNORECASE)
_NO_TAG = re.compile(r"<(?!/?[A-Za-z][^<>]{0,2000}>|![A-Za-z][^<>]{0,200}>)")
_LEAD = re.compile(r"^(?:transcript|transcription)\s*(?:for|of|:|[-–—])\s*", re.IGNORECASE)


def claims(text: str, suffix: str) -> bool:  # noqa: ARG001 - what it holds is proof enough
    """Return True for HTML with names or moments in elements of their own."""
    return _TOP.match(text.removeprefix("\ufeff")) is not None and _SIGNS.search(text) is not None


def _whole_tags(text: str) -> str:
    """Return HTML without comments, and with every `<` that begins no tag as `&lt;`.

    Python's parser looks for the end of a tag again and again where there is none, which takes the square of the time.
    """
    first, *others = text.split("<!--")
    behind = (other.partition("-->") for other in others)
    return _NO_TAG.sub("&lt;", first + "".join(rest if end else said for said, end, rest in behind))


def read(text: str, *, name: str, hints: Hints) -> Reading:
    """Return an episode with the transcript that a page holds.

    Raises:
        InputError: it holds none.
    """
    if "<" not in text:
        raise InputError("is not HTML", "names are wanted in <cite>, words in <p>", path=name)
    page = Page()
    page.feed(_whole_tags(prepare(text)))
    page.close()
    if not page.cues:
        raise InputError("holds no transcript", "names are wanted in <cite>, words in <p>", path=name)
    facts = Facts(title=_LEAD.sub("", page.title), url=page.url, language=page.language)
    return episode_of(page.cues, facts, name=name, hints=hints, labels=not any(cue.speaker for cue in page.cues))
