"""Real transcripts with names, and the moments of which the truth is known.

The truth is what the files say themselves, read here by patterns of a few characters, not by the product's readers: a
stamp before a paragraph, the time of a subtitle.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from searchkit import readers
from searchkit.model import Episode

_FOLDERS = ("lennys_transcripts", "changelog_transcripts", "srt_virtual_coffee")
_STAMPED = re.compile(
    r"(?:(?P<name>[^\W\d][^:()\n]{0,60}?)? ?\((?P<time>[\d:]+)\):"
    r"|\[(?P<time2>[\d:]+)\] (?P<name2>[^:\n]{1,60}):)\s*(?P<rest>.*)"
)
_NAMED = re.compile(r"\*\*(?P<name>[^*\n]{1,60}):\*\*\s*(?P<rest>.*)")
_PLAIN_NAME = re.compile(r"(?P<name>[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+){0,3}):\s+(?P<rest>\S.*)")
_CUE = re.compile(r"(\d+):(\d\d):(\d\d)[,.](\d+) --> (\d+):(\d\d):(\d\d)[,.](\d+)")


@dataclass(frozen=True, slots=True)
class Cue:
    """A piece of a transcript as its file has it; `start` is None where it has no time."""

    text: str
    speaker: str
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True, slots=True)
class Recording:
    """A transcript.

    Attributes:
        name: of the file.
        cues: its pieces as they stand in the file, for what is true of it.
        episode: the episode that the product sees.
    """

    name: str
    cues: tuple[Cue, ...]
    episode: Episode


def read(shared: Path) -> tuple[Recording, ...]:
    """Return the transcripts of the shared data that name who speaks, each with two speakers at least."""
    found = []
    for folder in _FOLDERS:
        for path in sorted((shared / folder).iterdir()):
            text = path.read_text(encoding="utf-8")
            cues = tuple(cues_of(text, path.suffix))
            if len({cue.speaker for cue in cues}) > 1:
                episode = readers.read(text, name=path.name, hints=readers.Hints(show=folder)).episode
                found.append(Recording(f"{folder}/{path.stem}", cues, replace(episode, id=f"{folder}/{path.stem}")))
    return tuple(found)


def cues_of(text: str, suffix: str) -> Iterator[Cue]:
    """Yield the pieces of a transcript."""
    return _subtitles(text) if suffix == ".srt" else _paragraphs(text)


def _subtitles(text: str) -> Iterator[Cue]:
    speaker = ""
    for block in re.split(r"\n\s*\n", text.replace("\r", "")):
        time = _CUE.search(block)
        if not time:
            continue
        said = " ".join(block[time.end() :].split())
        named = _PLAIN_NAME.fullmatch(said)
        if named:
            speaker, said = named["name"], named["rest"]
        hours = [int(part) for part in time.groups()]
        start, end = (h * 3600 + m * 60 + s + ms / 1000 for h, m, s, ms in (hours[:4], hours[4:]))
        if said:
            yield Cue(said, speaker, start, end)


def _paragraphs(text: str) -> Iterator[Cue]:
    if text.startswith("---\n"):
        text = text.split("\n---", 1)[1]
    speaker, time, said = "", None, ""
    for line in filter(
        None, map(str.strip, text.replace("\\[", "[").replace("\\]", "]").replace("\\*", "*").splitlines())
    ):
        begun = _STAMPED.fullmatch(line) or _NAMED.fullmatch(line)
        if begun:
            if said and speaker:
                yield Cue(said, speaker, time)
            parts = begun.groupdict()
            speaker = (parts.get("name") or parts.get("name2") or speaker).strip()
            stamp = parts.get("time") or parts.get("time2")
            time, said = _seconds(stamp) if stamp else None, begun["rest"]
        elif not line.startswith("#"):
            said = f"{said} {line}".strip()
    if said and speaker:
        yield Cue(said, speaker, time)


def _seconds(stamp: str) -> float:
    seconds = 0.0
    for part in stamp.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds
