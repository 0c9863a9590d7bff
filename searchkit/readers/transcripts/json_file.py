"""Reads transcripts in JSON: of Whisper, of Podcasting 2.0, and lists of lines with moments."""

from __future__ import annotations

import json

from searchkit.errors import InputError
from searchkit.readers.base import Hints, Reading, prepare
from searchkit.readers.transcripts import describing, structured
from searchkit.readers.transcripts.assembling import episode_of

_MOST_LEADING = 1_000
_SIGNS = (
    '"segments"',
    '"transcription"',
    '"utterances"',
    '"monologues"',
    '"startTime"',
    '"start"',
    '"extractor"',
    '"chapters"',
)


def claims(text: str, suffix: str) -> bool:  # noqa: ARG001 - what it holds is proof enough
    """Return True for JSON that has lines with moments, or is yt-dlp's description of a recording."""
    start = text[:_MOST_LEADING].lstrip("\ufeff \t\r\n")
    return start.startswith(("{", "[")) and any(sign in text for sign in _SIGNS)


def read(text: str, *, name: str, hints: Hints) -> Reading:
    """Return an episode with the transcript that JSON holds.

    Raises:
        InputError: it is no JSON, or holds no transcript.
    """
    try:
        document = json.loads(prepare(text))
    except RecursionError:
        raise InputError("is nested too deeply", "give it a transcript in JSON", path=name) from None
    except ValueError as error:
        raise InputError(f"is not JSON: {error}", "give it a transcript in JSON", path=name) from None
    lines = structured.lines_of(document)
    if not lines:
        if describing.is_info(document):
            raise InputError(
                "tells of a recording and holds no transcript",
                "add the .vtt file beside it: this one is read with it",
                path=name,
            )
        if isinstance(document, dict) and "chapters" in document:
            raise InputError("holds chapters and no transcript", "write them into the episode's file", path=name)
        raise InputError(
            "holds no transcript", "a list of lines is wanted, each with a text, a start and an end", path=name
        )
    cues = list(structured.cues_of(lines))
    return episode_of(
        cues, describing.of_json(document), name=name, hints=hints, labels=not any(cue.speaker for cue in cues)
    )
