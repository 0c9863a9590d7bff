"""Cues made turns, and turns cut into segments of a sensible length, each with its start and end.

A turn is what one speaker says until another does. It is cut behind a sentence once it has `LEAST` words, and between
words where no sentence ends before `MOST`. A piece that begins inside of a cue begins as far into the cue's time as
into its text: an estimate, which is off by a second or two where a cue is a paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from searchkit.model import Segment

LEAST, MOST = 40, 100  # words of a piece, unless a turn is shorter
_APART = 15.0  # seconds between two known moments from which on each begins a piece; cues of subtitles are nearer
_ESTIMATED = 1  # decimals of a moment that is worked out
_SHORT = 12  # words of a rest that stays with the piece before
_LONGEST = 4_000  # characters of a piece whose words have no end
_WORD = re.compile(rf"\S{{1,{_LONGEST}}}")
_ABBREVIATIONS = frozenset(
    "mr mrs ms dr prof st jr sr vs etc e.g i.e cf no vol fig approx inc ltd co dept gen sen rep gov".split()  # noqa: SIM905
)
_CLOSING = "\"'”’»)]*_"


def with_ends(cues: Sequence[Segment]) -> list[Segment]:
    """Return cues in which one without an end ends where the next known start is, unless that is earlier."""
    made: list[Segment] = []
    following: float | None = None
    for cue in reversed(cues):
        end = cue.end
        if end is None and cue.start is not None and following is not None and following >= cue.start:
            end = following
        made.append(replace(cue, end=end))
        following = cue.start if cue.start is not None else following
    made.reverse()
    return made


def segments_of(cues: Iterable[Segment]) -> Iterator[Segment]:
    """Yield the segments of cues, whose speakers are known: "" for those that nobody is named for."""
    for speaker, turn in groupby(cues, key=lambda cue: cue.speaker):
        for part in _parts(turn):
            yield from _cut(part, speaker)


def _parts(turn: Iterable[Segment]) -> Iterator[list[Segment]]:
    """Yield the cues of a turn, parted at each moment that is far from the one before, so that none is lost."""
    part: list[Segment] = []
    known: float | None = None
    for cue in turn:
        if part and cue.start is not None and known is not None and cue.start - known >= _APART:
            yield part
            part = []
        part.append(cue)
        known = cue.start if cue.start is not None else known
    if part:
        yield part


class _Turn:
    """The text of a turn, and when each place of it was said."""

    def __init__(self, cues: Sequence[Segment]) -> None:
        self.cues = cues
        texts = [" ".join(cue.text.split()) for cue in cues]
        self.text = " ".join(texts)
        self.starts: list[int] = []
        at = 0
        for text in texts:
            self.starts.append(at)
            at += len(text) + 1

    def start(self, place: int) -> float | None:
        """Return when the word at a place begins."""
        return self._time(place, within=place)

    def end(self, place: int) -> float | None:
        """Return when the word that ends at a place does."""
        return self._time(place - 1, within=place)

    def _time(self, place: int, within: int) -> float | None:
        number = bisect_right(self.starts, place) - 1
        cue, first = self.cues[number], self.starts[number]
        last = self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.text)
        if within <= first:
            return cue.start
        if within >= last:
            return cue.end
        if cue.start is None or cue.end is None:
            return None
        return round(cue.start + (cue.end - cue.start) * (within - first) / (last - first), _ESTIMATED)


def _cut(cues: Sequence[Segment], speaker: str) -> Iterator[Segment]:
    turn = _Turn([cue for cue in cues if cue.text.strip()])
    for start, end in pieces(turn.text):
        yield Segment(turn.text[start:end], speaker, turn.start(start), turn.end(end))


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the pieces of a text stand; no word is in none of them, and none at the end is very short."""
    last: tuple[int, int, int] | None = None  # start, end, words
    for start, end, count in _full_pieces(text):
        if last is not None and count < _SHORT and end - last[0] <= _LONGEST:
            yield last[0], end
            last = None
            continue
        if last is not None:
            yield last[:2]
        last = start, end, count
    if last is not None:
        yield last[:2]


def _full_pieces(text: str) -> Iterator[tuple[int, int, int]]:
    start, end, count = 0, 0, 0
    for match in _WORD.finditer(text):
        if count == 0:
            start = match.start()
        end = match.end()
        count += 1
        if (count >= LEAST and _ends_sentence(match[0])) or count >= MOST or end - start > _LONGEST:
            yield start, end, count
            count = 0
    if count:
        yield start, end, count


def _ends_sentence(word: str) -> bool:
    bare = word.rstrip(_CLOSING)
    if bare.endswith(("?", "!", "…", "。", "！", "？")):
        return True
    if not bare.endswith("."):
        return False
    stem = bare.rstrip(".").lower().lstrip("\"'“‘([")
    return stem not in _ABBREVIATIONS and not (len(stem) == 1 and stem.isalpha() and stem != "i")
