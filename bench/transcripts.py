"""What is kept of real transcripts: `python -m bench.transcripts [--data FOLDER] [--hostile]`.

For each file: the reader that took it, or why it was refused; speakers, turns and segments; and how many of the words
that are said in it are in the segments. The words in the file are counted without the readers: what is left of its text
when lines of times, tags, stamps, headers and the names before turns are taken away. A share below 99.5 % fails, and so
does a transcript that is not the same when it is written and read again.

With `--hostile`: files that no tool should write, with the CPU time and the memory that reading them takes.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench import machine
from searchkit import readers
from searchkit.captions.stored import dump_transcript, parse_transcript
from searchkit.errors import SearchkitError
from searchkit.model import Segment

FOLDERS = (
    *("lennys_transcripts", "changelog_transcripts", "srt_virtual_coffee", "subtitle_fixtures"),
    *("podcast_namespace_examples", "whisper", "summary_page_variants", "quotes"),
)
LEAST = 0.995
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LABEL = re.compile(r"^(?:\*\*)?\s*([^:\n*\[\]()]{1,60}?)\s*(?=[:(\[*])", re.MULTILINE)
_STAMP = re.compile(r"\\?[\[(]?\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,]\d+)?\\?[\])]?(?:\s*\|)?")
_ABOVE = 1_000  # characters that may stand above the first turn
_NOBODY = {"break", "jingle", "outro", "shout", "out"}


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one file: `refused` is the reason, "" for one that was read."""

    file: str
    reader: str = ""
    speakers: int = 0
    turns: int = 0
    segments: int = 0
    words_in: int = 0
    words_kept: int = 0
    same: bool = True
    refused: str = ""

    @property
    def share(self) -> float:
        """The part of the words said that was kept."""
        return self.words_kept / self.words_in if self.words_in else 1.0

    @property
    def is_good(self) -> bool:
        """Whether enough was kept, and was the same when it was read again."""
        return bool(self.refused) or (self.share >= LEAST and self.same)


def read(path: Path, root: Path) -> Row:
    """Return what becomes of a file."""
    name = str(path.relative_to(root))
    try:
        text = readers.decoded(path.read_bytes(), name=name).text
        reading = readers.read(text, name=path.name)
    except SearchkitError as error:
        return Row(name, refused=error.message.removeprefix(f"{path.name}: "))
    transcript = reading.episode.transcript
    if not transcript:
        return Row(name, reading.reader)
    said = _words(text, transcript)
    kept = Counter(_WORD.findall(" ".join(segment.text for segment in transcript)))
    again = parse_transcript("".join(dump_transcript(transcript)))
    return Row(
        name,
        reading.reader,
        speakers=len({segment.speaker for segment in transcript if segment.speaker}),
        turns=1 + sum(a.speaker != b.speaker for a, b in pairwise(transcript)),
        segments=len(transcript),
        words_in=said.total(),
        words_kept=(said & kept).total(),
        same=again == transcript,
    )


def _words(text: str, transcript: Sequence[Segment]) -> Counter[str]:
    """Return the words that are said in a file, counted without its reader."""
    if text.lstrip().startswith("{"):
        lines: Any = json.loads(text)["segments"]
        return Counter(_WORD.findall(" ".join(line.get("text") or line.get("body") for line in lines)))
    text = text.replace("\r\n", "\n")
    if text.startswith("---\n"):
        text = text[text.index("\n---\n", 4) + 5 :]
    text = re.sub(r"(?m)^#.*$", "", text)
    if re.search(r"<cite>|<html|^WEBVTT", text):
        text = re.sub(r"(?s)<(cite|time|head|style|script)\b.*?</\1>|^WEBVTT.*?\n\n|^NOTE\n.*?\n\n", "\n", text)
        text = re.sub(r"(?s)\ANOTE\n.*?\n\n|(?m:^NOTE\n)[^\n]*\n", "", text.lstrip())
        text = html.unescape(re.sub(r"<[^<>]*>", "", text))
    if "-->" in text:
        text = re.sub(r"(?m)^(?:\d+\n)?.*-->.*$", "", text)
    elif piped := re.findall(r"(?m)^\d\d:\d\d:\d\d[.\d]* \|.*$", text):
        text = "\n".join(piped)
    else:
        first = re.search(r"(?m)^(?:\*\*|.{0,60}[\[(]?\d\d?:\d\d)", text)
        text = text[first.start() :] if first and first.start() < _ABOVE else text
    text = _STAMP.sub(" ", text)
    named = {word.lower() for one in transcript for word in _WORD.findall(one.speaker)} | _NOBODY
    return Counter(_WORD.findall(_LABEL.sub(lambda match: _without_name(match, named), text)))


def _without_name(match: re.Match[str], named: set[str]) -> str:
    words = [word.lower() for word in _WORD.findall(match[1])]
    return "" if words and set(words) <= named else match[0]


def rows(data: Path) -> Iterator[Row]:
    """Yield what becomes of every file of the folders."""
    for folder in FOLDERS:
        for path in sorted((data / folder).rglob("*")):
            if path.is_file():
                yield read(path, data)


def table(listed: Sequence[Row]) -> str:
    """Return rows as a table in Markdown."""
    lines = ["| file | reader | speakers | turns | segments | words in | words kept | |", "| --- " * 8 + "|"]
    for row in listed:
        if row.refused:
            lines.append(f"| {row.file} | refused: {row.refused} | | | | | | |")
        elif not row.segments:
            lines.append(f"| {row.file} | {row.reader} | | | | | | |")
        else:
            counts = f"{row.speakers} | {row.turns:,} | {row.segments:,} | {row.words_in:,} | {row.words_kept:,}"
            lines.append(f"| {row.file} | {row.reader} | {counts} | {row.share:.2%} |")
    return "\n".join(lines)


# Files that no tool should write


def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02},000"


def _cues(count: int, at: Callable[[int], int], words: str = "some words that somebody says") -> str:
    lines = (f"{n}\n{_clock(at(n))} --> {_clock(at(n) + 2)}\nBo: {words} {n}\n\n" for n in range(1, count + 1))
    return "".join(lines)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "20mb.srt": lambda: _cues(280_000, lambda n: 2 * n).encode(),
    "20mb.vtt": lambda: b"WEBVTT\n\n" + _cues(280_000, lambda n: 2 * n).replace(",000", ".000").encode(),
    "20mb.txt": lambda: "".join(
        f"Ann Lee ({n // 60}:{n % 60:02}):\nsome words, said.\n\n" for n in range(500_000)
    ).encode(),
    "20mb.json": lambda: json.dumps(
        {"segments": [{"start": n, "end": n + 1, "text": "some words, said here."} for n in range(280_000)]}
    ).encode(),
    "line.srt": lambda: b"1\n00:00:01,000 --> 00:00:02,000\n" + b"word " * 9_900_000,
    "line.vtt": lambda: b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" + b"word " * 9_900_000,
    "line.txt": lambda: b"Ann Lee (00:01):\n" + b"word " * 9_900_000,
    "one-word.vtt": lambda: b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" + b"w" * 49_500_000,
    "beyond.srt": lambda: b"x" * 50_000_001,
    "backwards.srt": lambda: _cues(50_000, lambda n: 200_000 - 2 * n).encode(),
    "two-encodings.srt": lambda: (
        _cues(20_000, lambda n: n, "café").encode() + _cues(20_000, lambda n: 20_000 + n, "naïve").encode("cp1252")
    ),
    "arrows.vtt": lambda: b"WEBVTT\n\n" + b"-->\n" * 5_000_000,
    "tags.vtt": lambda: b"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n" + b"<v " * 6_000_000,
    "brackets.txt": lambda: b"[00:01] a\n[00:02] b\n" + b"[" * 20_000_000,
    "colons.txt": lambda: b"A: b\n" * 1_000_000,
    "nested.json": lambda: b'{"segments": ' + b"[" * 10_000_000,
}
_PART = """
import resource, sys, time
from pathlib import Path
from searchkit.adding import add_text, decoded_page
from searchkit.corpus import Corpus
from searchkit.errors import SearchkitError
from searchkit.readers import Hints
path = Path(sys.argv[1])
started = time.process_time()
try:
    page = decoded_page(path)
    hints = Hints(show="S", title=path.stem)
    added = add_text(Corpus(path.parent / "corpus"), page.text, name=str(path), hints=hints)
    words = sum(len(one.text.split()) for one in added.episode.transcript)
    told = "; ".join((page.warning, *added.warnings)).strip("; ")
    print(f"{len(added.episode.transcript):,} segments, {words:,} words. {told}"[:200])
except SearchkitError as error:
    print("refused: " + error.message.removeprefix(f"{path}: ")[:160])
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"{time.process_time() - started:.1f} s, {peak} MB")
"""


def hostile(folder: Path) -> Iterator[str]:
    """Yield a row for each hostile file: what came of adding it in a process of its own, CPU time and peak memory."""
    yield "| file | MB | what came of adding it | CPU, peak memory |"
    yield "| --- | --- | --- | --- |"
    for name, make in HOSTILE.items():
        path = folder / name
        path.write_bytes(make())
        size = path.stat().st_size / 1e6
        done = subprocess.run(
            [sys.executable, "-c", _PART, str(path)], capture_output=True, text=True, check=False, timeout=600
        )
        told = done.stdout.strip().split("\n") if not done.returncode else ["failed: " + done.stderr[-200:], ""]
        path.unlink()
        yield f"| {name} | {size:.1f} | {told[0]} | {told[-1]} |"


def main() -> None:
    """Print the tables; exit 1 if a file was not read as it must be."""
    parser = argparse.ArgumentParser(prog="python -m bench.transcripts", description="What is kept of transcripts.")
    default = os.environ.get("SEARCHKIT_SHARED_DATA", str(Path(__file__).parents[2] / "shared" / "data"))
    parser.add_argument("--data", type=Path, default=Path(default), help="folder of the real input")
    parser.add_argument("--hostile", action="store_true", help="only what no tool should write")
    arguments = parser.parse_args()
    about = machine.describe()
    print(f"{about['date']}, {about['processor']}, Python {about['Python']}\n")
    if arguments.hostile:
        with tempfile.TemporaryDirectory() as folder:
            for line in hostile(Path(folder)):
                print(line, flush=True)
        return
    started = time.process_time()
    listed = list(rows(arguments.data))
    print(table(listed))
    read_, bad = [row for row in listed if row.segments], [row.file for row in listed if not row.is_good]
    said, kept = sum(row.words_in for row in read_), sum(row.words_kept for row in read_)
    took = time.process_time() - started
    print(f"\n{len(read_)} transcripts, {kept:,} of {said:,} words kept, {took:.1f} s of CPU time")
    if bad:
        sys.exit("not read as they must be: " + ", ".join(bad))


if __name__ == "__main__":
    main()
