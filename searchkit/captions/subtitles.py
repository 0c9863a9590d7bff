"""SRT and WebVTT as tools really write them, made into cues.

The lines of times are found in whatever form they have: with dots for commas, without blanks around the arrow, without
hours or with one digit too few. What stands between two of them is text, blank lines or not, so that nothing that was
said is lost. Those of WebVTT are brought into the form of the standard, which webvtt-py reads.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import zip_longest

from searchkit.captions.stamps import clock, moment
from searchkit.model import Segment

_TIME = r"(?:\d{1,4}:)?\d{1,3}:\d{1,2}(?:[.,]\d{0,6})?"
_TIMING = re.compile(rf"(?am)^[ \t]*(?P<start>{_TIME})[ \t]*--?>[ \t]*(?P<end>{_TIME})(?P<settings>(?:[ \t][^\n]*)?)$")
_INDEXED = re.compile(
    rf"(?am)^(?:[ \t]*(?P<index>\d+)[ \t]*\n)?"
    rf"[ \t]*(?P<start>{_TIME})[ \t]*--?>[ \t]*(?P<end>{_TIME})(?:(?=[ \t])[^\n]*)?(?P<rest>[^\n]*)$"
)
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?(?:[ \t\n]+(?P<name>[^<>]*))?>")
_TAG = re.compile(r"</?(?:c|b|i|u|s|v|font|ruby|rt|lang|span)\b[^<>]*>|<\d[\d:.]*>", re.IGNORECASE)
_OVERRIDE = re.compile(r"\{\\[^{}\n]*\}")  # of SubStation Alpha, which SRT files took over: {\an8}
_ASIDE = ("NOTE", "STYLE", "REGION")
_HEADER = re.compile(r"\s*WEBVTT\b[^\n]*(?:\n(?![^\n]*-->)[^\n]+)*")
_LANGUAGE = re.compile(r"(?m)^Language:[ \t]*([\w-]+)")
UNKNOWN_TIMES = ("untimed", "start unknown", "end unknown")


def has_timings(text: str) -> bool:
    """Whether a text holds a line of times with an arrow."""
    return _TIMING.search(text) is not None


def is_vtt(text: str) -> bool:
    """Whether a text says that it is WebVTT."""
    return text.lstrip("\ufeff \t\n").startswith("WEBVTT")


def language_of(text: str) -> str:
    """Return the language that the header of WebVTT names, "" if it names none."""
    header = _HEADER.match(text)
    found = _LANGUAGE.search(header[0]) if header else None
    return found[1] if found else ""


def cues_of(text: str) -> tuple[list[Segment], list[str]]:
    """Return the cues of SRT or WebVTT, and what stands before the first of them, line by line.

    Args:
        text: with line feeds alone.
    """
    if is_vtt(text):
        return list(_vtt_cues(text)), []
    first = _INDEXED.search(text)
    if first is None:
        return [], []
    stray = [line.strip() for line in text[: first.start()].splitlines() if line.strip()]
    return list(_srt_cues(text[first.start() :])), stray


def _moments(match: re.Match[str]) -> tuple[float, float]:
    return moment(_full(match["start"])), moment(_full(match["end"]))


def _full(stamp: str) -> str:
    """Return a time without what the pattern of a stamp does not know: a dot with nothing behind it."""
    return stamp.rstrip(".,")


# SRT


def _srt_cues(text: str) -> Iterator[Segment]:
    found = list(_INDEXED.finditer(text))
    indexed = sum(match["index"] is not None for match in found) * 2 > len(found)
    for match, after in zip_longest(found, found[1:]):
        said = match["rest"] + text[match.end() : after.start() if after else len(text)]
        if after and after["index"] and not indexed:  # where most cues have no number, it is one that was said
            said += after["index"]
        start, end = _moments(match)
        if words := plain(_OVERRIDE.sub("", said)):
            yield Segment(words, start=start, end=end)


# WebVTT


def _vtt_cues(text: str) -> Iterator[Segment]:
    import webvtt  # noqa: PLC0415 -- start-up time

    for caption in webvtt.from_string("WEBVTT\n\n" + "\n\n".join(_blocks(text)) + "\n").captions:
        start, end = moment(caption.start), moment(caption.end)
        known = caption.identifier or ""
        if known in UNKNOWN_TIMES:
            start_known, end_known = known == UNKNOWN_TIMES[2], known == UNKNOWN_TIMES[1]
        else:
            start_known = end_known = True
        for name, said in _voices(caption.raw_text):
            yield Segment(said, name, start if start_known else None, end if end_known else None)


def _blocks(text: str) -> Iterator[str]:
    """Yield the cues of WebVTT as the standard has them: lines of times in full, no blank line inside of a cue."""
    header = _HEADER.match(text)
    waiting: list[str] = []
    for block in re.split(r"\n(?:[ \t]*\n)+", text[header.end() if header else 0 :]):
        lines = block.strip("\n").split("\n")
        places = [at for at, line in enumerate(lines) if _TIMING.match(line)]
        if not places:
            if lines[0].split(" ", 1)[0].rstrip() not in _ASIDE and waiting:
                waiting += [line for line in lines if line.strip()]
            continue
        before = lines[: places[0]]
        if len(before) > 1:  # only the last line can be the name of the cue
            waiting += before[:-1]
        for number, at in enumerate(places):
            if waiting:
                yield "\n".join(waiting)
            match = _TIMING.match(lines[at])
            start, end = _moments(match) if match else (0.0, 0.0)
            waiting = [f"{clock(start)} --> {clock(end)}"]
            if number == 0 and before and before[-1].strip():
                waiting.insert(0, before[-1].strip())
            waiting += lines[at + 1 : places[number + 1] if number + 1 < len(places) else len(lines)]
    if waiting:
        yield "\n".join(waiting)


def _voices(raw: str) -> Iterator[tuple[str, str]]:
    """Yield the name, "" if none is given, and the words of each voice in a cue."""
    at, name = 0, ""
    for match in _VOICE.finditer(raw):
        if said := plain(raw[at : match.start()]):
            yield name, said
        name = " ".join(html.unescape(match["name"] or "").split())
        at = match.end()
    if said := plain(raw[at:]):
        yield name, said


def plain(raw: str) -> str:
    """Return the words of a cue: without tags, entities resolved; its lines stay lines."""
    text = html.unescape(_TAG.sub("", raw)) if "<" in raw or "&" in raw else raw
    return "\n".join(" ".join(line.split()) for line in text.split("\n") if line.strip())
