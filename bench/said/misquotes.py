"""Quotations cut out of transcripts, whole or spoilt in a way in which quotations are; the same every time."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from bench.quality.wordforms import replacements
from bench.said.transcripts import Recording

CLASSES = ("verbatim", "fillers dropped", "10 % changed", "wrong speaker", "invented")
WANTED = ("verbatim", "verbatim", "near", "elsewhere", "not found")
SEED = "said 1"
_SHORTEST, _LONGEST = 8, 45  # words
_CHANGED = 0.1  # of the words
_SENTENCE_END = re.compile(r"[.?!…][\"'”’)]*$")
# What editors take out; a list of its own, so that the product's is not measured by itself.
_FILLERS = ("you know,", "you know", "i mean,", "i mean", "um,", "um", "uh,", "uh", "like,", "well,", "okay,", "yeah,")
_PUNCTUATION = ".,;:!?…—–-\"'“”‘’()[]"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation and what is true of it.

    Attributes:
        recording: number of its transcript.
        text, speaker: as it is given.
        kind: which of the classes.
        wanted: the verdict that it should have.
        at: when it was said; None if that is not known, or it was not.
        said_by: who said it, "" if nobody did.
    """

    recording: int
    text: str
    speaker: str
    kind: str
    wanted: str
    at: float | None = None
    said_by: str = ""


@dataclass(frozen=True, slots=True)
class _Cut:
    words: list[str]
    speaker: str
    at: float | None


def draw(recordings: Sequence[Recording], quotes: Path, each: int) -> list[Quotation]:
    """Return so many quotations of each class, drawn from all transcripts.

    Args:
        recordings: the transcripts.
        quotes: the folder of quote collections, for lines that nobody in them said.
        each: quotations of a class.
    """
    makers = (_verbatim, _fillers_dropped, _changed, _wrong_speaker)
    made: list[Quotation] = []
    for kind, wanted, maker in zip(CLASSES, WANTED, makers, strict=False):
        made += _drawn(recordings, kind, wanted, each, maker)
    return made + _invented(recordings, quotes, each)


def _drawn(
    recordings: Sequence[Recording],
    kind: str,
    wanted: str,
    each: int,
    maker: Callable[[_Cut, Recording, random.Random], tuple[str, str] | None],
) -> list[Quotation]:
    chance = random.Random(f"{SEED} {kind}")
    made: list[Quotation] = []
    while len(made) < each:
        number = chance.randrange(len(recordings))
        cut = _cut(recordings[number], chance)
        spoilt = cut and maker(cut, recordings[number], chance)
        if cut and spoilt:
            made.append(Quotation(number, *spoilt, kind, wanted, cut.at, cut.speaker))
    return made


def _cut(recording: Recording, chance: random.Random) -> _Cut | None:
    """Return some sentences of one speaker that begin where a piece or a sentence does, None if there are too few."""
    first = chance.randrange(len(recording.cues))
    cue = recording.cues[first]
    before = recording.cues[first - 1] if first else None
    if before and before.speaker == cue.speaker and not _SENTENCE_END.search(before.text):
        return None  # a subtitle that begins within a sentence: nobody quotes from there
    words, at = cue.text.split(), cue.start
    if chance.random() < 0.5:  # noqa: PLR2004 -- half of them
        begins = [place + 1 for place, word in enumerate(words[:-1]) if _SENTENCE_END.search(word)]
        if begins:
            start = chance.choice(begins)
            words, at = words[start:], None
    for other in recording.cues[first + 1 : first + 12]:
        if other.speaker != cue.speaker:
            break
        words = words + other.text.split()
    most = chance.randint(_SHORTEST, _LONGEST)
    ends = [place for place in range(_SHORTEST, min(most, len(words)) + 1) if _SENTENCE_END.search(words[place - 1])]
    size = ends[-1] if ends else most
    words = words[:size]
    if len([word for word in words if _bare(word)]) < _SHORTEST or re.search(r"[\[\]*]|\(.*\)", " ".join(words)):
        return None
    return _Cut(words, cue.speaker, at)


def _bare(word: str) -> str:
    return word.strip(_PUNCTUATION).lower()


def _verbatim(cut: _Cut, recording: Recording, chance: random.Random) -> tuple[str, str]:
    """Return the words as they are, with other quotation marks, case or signs, as an editor has them."""
    del recording
    text = " ".join(cut.words)
    if chance.random() < 0.5:  # noqa: PLR2004
        text = text.replace("'", "’").replace("--", "—")
    if chance.random() < 0.5:  # noqa: PLR2004
        text = text[0].upper() + text[1:].rstrip(_PUNCTUATION) + "."
    if chance.random() < 0.25:  # noqa: PLR2004
        text = re.sub(r"(?<=\w)[,;](?= )", "", text)
    return text, cut.speaker


def _fillers_dropped(cut: _Cut, recording: Recording, chance: random.Random) -> tuple[str, str] | None:
    del recording, chance
    words = cut.words
    kept, at = [], 0
    while at < len(words):
        for filler in _FILLERS:
            size = len(filler.split())
            if " ".join(words[at : at + size]).lower() == filler:
                at += size
                break
        else:
            kept.append(words[at])
            at += 1
    if len(kept) == len(words) or len(kept) < _SHORTEST - 2:
        return None
    return " ".join(kept), cut.speaker


def _changed(cut: _Cut, recording: Recording, chance: random.Random) -> tuple[str, str] | None:
    """Return the words with one in ten replaced (by its like, or by any word), left out, or another put in."""
    words = list(cut.words)
    # Not the first or the last word: without it the others would be a whole quotation still.
    content = [at for at in range(1, len(words) - 1) if len(_bare(words[at])) >= 4 and _bare(words[at]).isalpha()]  # noqa: PLR2004
    count = max(1, round(_CHANGED * len(words)))
    if len(content) < count:
        return None
    for at in sorted(chance.sample(content, count), reverse=True):
        others = replacements(_bare(words[at]))
        way = chance.random()
        stranger = _stranger(recording, chance)
        if way < 0.6:  # noqa: PLR2004 -- the most frequent slip
            words[at] = chance.choice(others) if others else stranger
        elif way < 0.8:  # noqa: PLR2004
            del words[at]
        else:
            words.insert(at, stranger)
    same = [_bare(word) for word in words] == [_bare(word) for word in cut.words]
    return None if same else (" ".join(words), cut.speaker)


def _stranger(recording: Recording, chance: random.Random) -> str:
    """Return a word that is said somewhere else and is more than a filler."""
    while True:
        word = _bare(chance.choice(chance.choice(recording.cues).text.split()))
        if len(word) >= 4 and word.isalpha() and word not in {"like", "okay", "yeah", "well", "know", "mean"}:  # noqa: PLR2004
            return word


def _wrong_speaker(cut: _Cut, recording: Recording, chance: random.Random) -> tuple[str, str] | None:
    """Return the words as somebody else's, unless that one said them too."""
    others = sorted({cue.speaker for cue in recording.cues if not _may_be_one(cue.speaker, cut.speaker)})
    if not others:
        return None
    other = chance.choice(others)
    said = " ".join(_bare(word) for cue in recording.cues if cue.speaker == other for word in cue.text.split())
    wanted = " ".join(_bare(word) for word in cut.words)
    return None if f" {wanted} " in f" {said} " else (" ".join(cut.words), other)


def _may_be_one(one: str, other: str) -> bool:
    return set(one.split()) <= set(other.split()) or set(other.split()) <= set(one.split())


def _invented(recordings: Sequence[Recording], quotes: Path, each: int) -> list[Quotation]:
    """Return lines that nobody said: of a quote collection, of another episode, and made of the episode's own words."""
    chance = random.Random(f"{SEED} invented")
    with (quotes / "quotable.jsonl").open(encoding="utf-8") as stream:
        lines = [json.loads(row)["text"] for row in stream]
    lines = [line for line in lines if _SHORTEST <= len(line.split()) <= _LONGEST]
    made: list[Quotation] = []
    while len(made) < each:
        number = chance.randrange(len(recordings))
        recording = recordings[number]
        way = len(made) % 3
        if way == 0:
            text = chance.choice(lines)
        elif way == 1:
            cut = _cut(chance.choice([other for other in recordings if other is not recording]), chance)
            text = " ".join(cut.words) if cut else ""
        else:
            text = _chained(recording, chance)
        said = " ".join(_bare(word) for cue in recording.cues for word in cue.text.split())
        if text and " ".join(map(_bare, text.split())) not in said:
            speaker = chance.choice(recording.cues).speaker
            made.append(Quotation(number, text, speaker, CLASSES[-1], WANTED[-1]))
    return made


def _chained(recording: Recording, chance: random.Random) -> str:
    """Return a line made of pairs of words of a transcript (a Markov chain): it sounds like it, and was not said."""
    words = [word for cue in recording.cues for word in cue.text.split()]
    following: dict[str, list[str]] = {}
    for one, other in pairwise(words):
        following.setdefault(_bare(one), []).append(other)
    made = [chance.choice(words)]
    for _ in range(chance.randint(_SHORTEST, _LONGEST)):
        made.append(chance.choice(following.get(_bare(made[-1])) or words))
    return " ".join(made)
