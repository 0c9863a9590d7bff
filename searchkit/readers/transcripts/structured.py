"""Transcripts as JSON: Whisper's and its kin's, Podcasting 2.0's, and lists of lines with moments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from searchkit.captions.stamps import moment, rounded
from searchkit.model import Segment

# Where the lines are, and what each part of a line may be called. A new tool is a new word here.
LISTS = ("segments", "transcription", "transcript", "utterances", "monologues", "captions", "cues", "results")
_TEXT = ("text", "body", "transcript", "content", "sentence", "utterance", "value")
_START = ("start", "startTime", "start_time", "startSec", "begin", "from", "offset", "time")
_END = ("end", "endTime", "end_time", "endSec", "stop", "to")
_SPEAKER = ("speaker", "speaker_name", "speakerName", "speaker_label", "name", "who")
_MILLISECONDS = ("offsets",)  # whisper.cpp: {"from": 0, "to": 7440}
_LONG = ("startMs", "start_ms"), ("endMs", "end_ms")


def lines_of(document: Any) -> Sequence[Any]:
    """Return the lines of a transcript in JSON, () if it holds none."""
    if isinstance(document, list):
        return document if document and all(isinstance(item, Mapping) and _text(item) for item in document[:3]) else ()
    if isinstance(document, Mapping):
        for key in LISTS:
            value = document.get(key)
            if isinstance(value, list) and any(isinstance(item, Mapping) and _text(item) for item in value):
                return value
    return ()


def cues_of(lines: Sequence[Any]) -> Iterator[Segment]:
    """Yield the cues of the lines of a transcript; a line without a name goes on with the one before."""
    for line in lines:
        if not isinstance(line, Mapping):
            continue
        text = " ".join(_text(line).split())
        if text:
            start, end = _times(line)
            yield Segment(text, _speaker(line), start, end)


def _text(line: Mapping[str, Any]) -> str:
    return next((value for key in _TEXT if isinstance(value := line.get(key), str) and value.strip()), "")


def _speaker(line: Mapping[str, Any]) -> str:
    value = next((line[key] for key in _SPEAKER if line.get(key) not in (None, "")), "")
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("id") or ""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"Speaker {value}"
    return " ".join(value.split()) if isinstance(value, str) else ""


def _times(line: Mapping[str, Any]) -> tuple[float | None, float | None]:
    for key in _MILLISECONDS:
        if isinstance(offsets := line.get(key), Mapping):
            return _seconds(offsets, ("from",), 1000), _seconds(offsets, ("to",), 1000)
    start, end = _seconds(line, _START), _seconds(line, _END)
    start = _seconds(line, _LONG[0], 1000) if start is None else start
    end = _seconds(line, _LONG[1], 1000) if end is None else end
    lasting = _seconds(line, ("duration",))
    if end is None and start is not None and lasting is not None:
        end = rounded(start + lasting)
    return start, end


def _seconds(line: Mapping[str, Any], keys: Sequence[str], parts: int = 1) -> float | None:
    for key in keys:
        value = line.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return rounded(value / parts)
        if isinstance(value, str):
            try:
                return rounded(float(value) / parts if ":" not in value else moment(value.strip()))
            except ValueError:
                continue
    return None
