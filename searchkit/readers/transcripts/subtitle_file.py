"""Reads subtitles: SRT and WebVTT, whatever the file is called."""

from __future__ import annotations

from searchkit.captions import subtitles
from searchkit.errors import InputError
from searchkit.readers.base import Hints, Reading, prepare
from searchkit.readers.transcripts.assembling import episode_of
from searchkit.readers.transcripts.describing import Facts

_SUFFIXES = (".srt", ".vtt")
_ABOVE = 1_000  # characters that may stand above the first subtitle of a file that is not called one
_SHOWN = 60


def claims(text: str, suffix: str) -> bool:
    """Return True for WebVTT, and for any text with a line of times and an arrow at its top."""
    start = text[:_ABOVE].replace("\r\n", "\n").replace("\r", "\n")
    return suffix in _SUFFIXES or subtitles.is_vtt(start) or subtitles.has_timings(start)


def read(text: str, *, name: str, hints: Hints) -> Reading:
    """Return an episode with the transcript that subtitles are.

    Raises:
        InputError: there is no line of times in it.
    """
    text = prepare(text)
    cues, stray = subtitles.cues_of(text)
    if not cues:
        raise InputError(
            "holds no subtitles", "a line of times is wanted before each: 00:00:01,000 --> 00:00:03,000", path=name
        )
    warnings = [f"left out above the first subtitle: “{line[:_SHOWN]}”" for line in stray if not line.isdigit()]
    facts = Facts(language=subtitles.language_of(text))
    return episode_of(cues, facts, name=name, hints=hints, warnings=warnings, scrolls=True)
