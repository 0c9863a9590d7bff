"""The transcript of an episode as the corpus keeps it: WebVTT with voice tags, which players and editors know.

One cue is one segment. WebVTT has a start and an end for each cue; where a segment lacks one, the name of the cue says
so (`untimed`, `start unknown`, `end unknown`), and the time that stands there is the last one that was known. Times are
whole milliseconds, and the words of a segment stand on one line.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator

from searchkit.captions import subtitles
from searchkit.captions.stamps import clock, rounded
from searchkit.errors import InputError
from searchkit.model import Segment

_HEAD = "WEBVTT\n\n"
_UNTIMED, _NO_START, _NO_END = subtitles.UNKNOWN_TIMES
# A cue just as `dump_transcript` writes it; a file that somebody edited takes the longer way.
_CUE = re.compile(
    rf"(?a)(?:(?P<unknown>{_UNTIMED}|{_NO_START}|{_NO_END})\n)?"
    r"(?P<h>\d{2,}):(?P<m>\d\d):(?P<s>\d\d\.\d{3}) --> (?P<eh>\d{2,}):(?P<em>\d\d):(?P<es>\d\d\.\d{3})\n"
    r"(?:<v (?P<name>[^<>\n]+)>)?(?P<text>[^<>\n]+)\n(?:\n|\Z)"
)


def written(segments: Iterable[Segment]) -> tuple[Segment, ...]:
    """Return segments as they are after they were written and read again."""
    made = (
        Segment(
            " ".join(segment.text.split()),
            " ".join(segment.speaker.split()),
            rounded(segment.start),
            rounded(segment.end),
        )
        for segment in segments
    )
    return tuple(segment for segment in made if segment.text)


def dump_transcript(segments: Iterable[Segment]) -> Iterator[str]:
    """Yield a transcript as WebVTT, cue by cue; segments without a word are left out."""
    yield _HEAD
    known, gap = 0.0, ""
    for segment in written(segments):
        start, end = segment.start, segment.end
        unknown = ""
        if start is None or end is None:
            unknown = (_NO_END if start is not None else _NO_START if end is not None else _UNTIMED) + "\n"
        known = known if start is None else start
        until = known if end is None else end
        voice = f"<v {_escaped(segment.speaker)}>" if segment.speaker else ""
        yield f"{gap}{unknown}{clock(known)} --> {clock(until)}\n{voice}{_escaped(segment.text)}\n"
        known, gap = until, "\n"


def parse_transcript(text: str, *, path: str = "") -> tuple[Segment, ...]:
    """Return the segments that WebVTT holds, one for each voice of each cue.

    Args:
        text: the content of the file.
        path: its name, for the error.

    Raises:
        InputError: it is no WebVTT.
    """
    text = text.removeprefix("\ufeff")
    if not subtitles.is_vtt(text):
        raise InputError("is no WebVTT: it must begin with a line WEBVTT", "mend it, or move it away", path=path)
    if (made := _as_written(text)) is not None:
        return made
    cues, _ = subtitles.cues_of(text.replace("\r\n", "\n").replace("\r", "\n"))
    return tuple(Segment(" ".join(cue.text.split()), cue.speaker, cue.start, cue.end) for cue in cues)


def _as_written(text: str) -> tuple[Segment, ...] | None:
    """Return the segments of a file that is just as it was written, None for another."""
    if not text.startswith(_HEAD):
        return None
    at, made = len(_HEAD), []
    match = _CUE.match
    while found := match(text, at):
        unknown, hour, minute, second, end_hour, end_minute, end_second, name, said = found.groups()
        start = round(int(hour) * 3600 + int(minute) * 60 + float(second), 3)
        end = round(int(end_hour) * 3600 + int(end_minute) * 60 + float(end_second), 3)
        made.append(
            Segment(
                html.unescape(said) if "&" in said else said,
                "" if name is None else html.unescape(name),
                None if unknown in (_UNTIMED, _NO_START) else start,
                None if unknown in (_UNTIMED, _NO_END) else end,
            )
        )
        at = found.end()
    return tuple(made) if at == len(text) else None


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
