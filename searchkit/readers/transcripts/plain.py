r"""Transcripts as text: each line a name, a moment, or words, in the ways in which people and sites write them.

    Ann Lee (00:00:36):              [00:00:28] Ann Lee: words        **Ann Lee:** \[07:55\] words
    words                            [00:01:24]                       00:00:02.040 | words
    (00:01:10):                      words                            Ann Lee   0:36
    words                                                             Ann Lee: words

A moment without a name goes on with the turn. A name without a moment begins one. Paragraphs stay with their turn.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from searchkit.captions.stamps import BRACKETED, PATTERN, moment
from searchkit.model import Chapter, Segment
from searchkit.readers.transcripts import labels
from searchkit.text import name_key

_LINK = r"(?:\([^()\s]{0,400}\))?"
_NAME = r"(?P<name>[^\s:*\[\]()|][^:*\[\]()|\n]{0,59}?)"
_NAMED = re.compile(rf"(?a){_NAME}\s*{BRACKETED}{_LINK}\s*:?\s*(?P<text>.*)")  # Ann Lee (00:36): words
_STAMPED = re.compile(rf"(?a){BRACKETED}{_LINK}\s*:?\s*(?P<text>.*)")  # [00:36] words
_PIPED = re.compile(rf"(?a)(?P<stamp>{PATTERN})\s*\|\s*(?P<text>.*)")  # 00:36 | words
_RANGED = re.compile(rf"(?a)(?P<stamp>{PATTERN})\s*[-–—]+\s*{PATTERN}\s*(?P<text>.*)")  # 00:36 - 00:40 words
_BARE = re.compile(rf"(?a)(?P<stamp>{PATTERN})(?:\s+(?P<text>.*))?")  # 00:36 words
_TRAILING = re.compile(rf"(?a){_NAME}\s{{1,20}}[-–—]?\s*(?P<stamp>{PATTERN})")  # Ann Lee  0:36
_BOLD = re.compile(r"\*\*\s*(?P<inner>[^*\n]{1,80}?)\s*\*\*\s*(?P<colon>:?)\s*(?P<text>.*)")
_ESCAPED = re.compile(r"\\([\[\]()*_#`~.!>+-])")
_HEADING = re.compile(r"#{1,6}\s+(?P<title>.*?)\s*#*")
_SPEECH = 12  # words from which on a line before the first name or moment was said, not written above it
_SAID = 6  # words from one moment to the next, as a rule: a list of chapters has fewer
_ENOUGH = 3  # lines of a bare form that a file needs for it to be one
_PROBED = 200_000  # characters, and
_PROBE = 400  # lines that tell which form a text has


@dataclass(slots=True)
class Script:
    """What a text was read as: its cues, the first heading or line above them, its chapters, and what was left out."""

    cues: list[Segment] = field(default_factory=list)
    title: str = ""
    chapters: list[Chapter] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line in its parts: a name, None for none; a moment, None for none; words."""

    name: str | None
    start: float | None
    text: str


@dataclass(frozen=True, slots=True)
class _Form:
    """What a text uses: bars or bare stamps at the start of lines; and the keys of names that stand before a colon."""

    piped: bool
    bare: bool
    known: frozenset[str]


def looks_spoken(text: str) -> bool:
    """Whether a text is surely a transcript: names or moments begin its lines, with much said between them."""
    lines = [line.strip() for line in text[:_PROBED].splitlines()[:_PROBE] if line.strip()]
    lines = [line for line in lines if _HEADING.fullmatch(line) is None]
    if not lines:
        return False
    form = _form(lines)
    if form.piped:
        return True
    parts = [_parsed(line, form) for line in lines]
    names = Counter(name_key(part.name) for part in parts if part.name)
    places = [at for at, part in enumerate(parts) if _counts(part, names)]
    if _opens_bold(lines[0]):
        return True
    marked = [parts[at] for at in places]
    if any(part.name and part.start is not None for part in marked):
        return True
    if not places or len(marked) * 5 < len(lines):
        return False
    stamped = sum(part.start is not None for part in marked)
    named = [name_key(part.name) for part in marked if part.name]
    if len(named) > len(set(named)):
        return True
    return stamped > 1 and _said_between(parts, places) >= _SAID


def _said_between(parts: Sequence[_Line], places: Sequence[int]) -> float:
    """Return the median number of words from one mark to the next: chapters have few."""
    return median(
        sum(len(part.text.split()) for part in parts[at:following]) for at, following in pairwise((*places, len(parts)))
    )


def _counts(part: _Line, names: Counter[str]) -> bool:
    """Whether a line has a moment, or a name that stands again: of the others some head a list."""
    return part.start is not None or (part.name is not None and (not part.name or names[name_key(part.name)] > 1))


def _is_marked(part: _Line) -> bool:
    return part.name is not None or part.start is not None


def _opens_bold(line: str) -> bool:
    """Whether a text begins with a bold name of two words or more and a colon: `**Ann Lee:** Hello`."""
    bold = _BOLD.fullmatch(line)
    part = _parsed_bold(bold) if bold is not None else None
    return part is not None and part.name is not None and len(part.name.split()) > 1


def read(text: str, named: Sequence[str] = ()) -> Script:
    """Return what a text says, line by line.

    Args:
        text: with line feeds alone.
        named: names that are known to speak.
    """
    lines = [line.strip() for line in text.splitlines()]
    form = _form(lines, named)
    script = Script()
    above: list[str] = []
    turn = _Turn(script)
    for line in lines:
        if not line or set(line) <= set("-*_= "):
            continue
        if (head := _HEADING.fullmatch(line)) is not None:
            script.title = script.title or head["title"]
            continue
        part = _parsed(line, form)
        if _is_marked(part):
            if not turn.begun:
                _read_above(above, script)
            turn.begin(part)
        elif turn.begun:
            turn.words.append(part.text)
        else:
            above.append(line)
    if not turn.begun:
        script.cues.extend(Segment(_unescaped(line)) for line in above)
    turn.end()
    return script


class _Turn:
    """What is being said while a text is read: its words become a cue when another name or moment comes."""

    def __init__(self, script: Script) -> None:
        self.words: list[str] = []
        self.begun = False
        self._script = script
        self._name = ""
        self._start: float | None = None

    def begin(self, part: _Line) -> None:
        self.end()
        self.begun = True
        self._name = self._name if part.name is None else part.name
        self._start = part.start
        if part.text:
            self.words.append(part.text)

    def end(self) -> None:
        if self.words:
            self._script.cues.append(Segment("\n".join(self.words), self._name, self._start))
            self.words.clear()


def _form(lines: Sequence[str], named: Sequence[str] = ()) -> _Form:
    piped = sum(_PIPED.fullmatch(line) is not None for line in lines[:_PROBE]) >= 2  # noqa: PLR2004
    bare = not piped and sum(_BARE.match(line) is not None for line in lines[:_PROBE]) >= _ENOUGH
    starts = [_unescaped(line)[: labels.LONGEST + 10] for line in lines if not line.startswith(("#", "**"))]
    return _Form(piped, bare, labels.known_labels(starts, named))


def _parsed(line: str, form: _Form) -> _Line:
    """Return a line in its parts."""
    if form.piped:
        found = _PIPED.fullmatch(line)
        return _Line(None, moment(found["stamp"]), found["text"]) if found else _Line(None, None, line)
    if (bold := _BOLD.fullmatch(line)) is not None and (part := _parsed_bold(bold)) is not None:
        return part
    line = _unescaped(line)
    if (found := _STAMPED.fullmatch(line)) or (
        form.bare and (found := _RANGED.fullmatch(line) or _BARE.fullmatch(line))
    ):
        return _behind_stamp(moment(found["stamp"]), found["text"] or "", form)
    if (found := _NAMED.fullmatch(line)) and labels.could_be_name(found["name"]):
        return _Line(_told(found["name"]), moment(found["stamp"]), found["text"])
    if (found := _TRAILING.fullmatch(line)) and labels.could_be_name(found["name"]):
        return _Line(_told(found["name"]), moment(found["stamp"]), "")
    label = labels.split_label(line)
    if label is not None and (name_key(label[0]) in form.known or not label[1]):
        return _behind_name(label[0], label[1])
    return _Line(None, None, line)


def _parsed_bold(bold: re.Match[str]) -> _Line | None:
    """Return what `**Ann Lee:** words` and `**[00:36] Ann Lee:** words` say, None for other bold text."""
    inner, rest = _unescaped(bold["inner"]), bold["text"]
    colon = bool(bold["colon"]) or inner.endswith(":")
    name = inner.rstrip(": ")
    if (found := _STAMPED.fullmatch(name)) is not None:
        label = found["text"].strip(" :")
        if not label or labels.could_be_name(label):
            return _Line(_told(label) if label else None, moment(found["stamp"]), _unescaped(rest))
        return None
    if (found := _NAMED.fullmatch(name)) is not None and labels.could_be_name(found["name"]):
        return _Line(_told(found["name"]), moment(found["stamp"]), _unescaped(rest))
    if labels.could_be_name(name) and (colon or (not rest and labels.is_nobody(name))):
        return _behind_name(name, _unescaped(rest))
    return None


def _behind_stamp(start: float, text: str, form: _Form) -> _Line:
    label = labels.split_label(text.lstrip("*")) if ":" in text[: labels.LONGEST + 4] else None
    if label is not None and (form.known or not form.bare):
        return _Line(_told(label[0]), start, label[1].lstrip("* "))
    return _Line(None, start, text)


def _behind_name(name: str, text: str) -> _Line:
    r"""Return what stands behind a name, which may begin with a moment: `\[07:55\] words`."""
    if (found := _STAMPED.fullmatch(text)) is not None:
        return _Line(_told(name), moment(found["stamp"]), found["text"])
    return _Line(_told(name), None, text)


def _told(name: str) -> str:
    return "" if labels.is_nobody(name) else " ".join(name.split())


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


# What stands above


def _read_above(lines: Sequence[str], script: Script) -> None:
    """Read the lines before the first name or moment: a title, chapters, remarks, and what was said already."""
    for text in lines:
        if (chapter := _chapter(text)) is not None:
            script.chapters.append(chapter)
        elif len(text.split()) >= _SPEECH and not script.chapters and text[-1] in ".?!…\"”'":
            script.cues.append(Segment(_unescaped(text)))
        elif not script.title and not script.left_out and not script.cues:
            script.title = _unescaped(text)
        else:
            script.left_out.append(text)


def _chapter(line: str) -> Chapter | None:
    found = _BARE.fullmatch(line)
    return Chapter(moment(found["stamp"]), found["text"]) if found is not None and found["text"] else None
