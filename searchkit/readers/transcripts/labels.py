"""Names at the start of what is said: `Michael: Hello, and welcome`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from searchkit.model import Segment
from searchkit.text import fold, name_key

LONGEST = 60  # characters of a name
_MOST_WORDS = 6
_LABEL = re.compile(r"(?:[-–—]\s*|>+\s*)?(?P<name>[^\s:*\[\]()][^:*\n\[\]]{0,59}?)\s*:(?=\s|$)\s*")
_SMALL = frozenset("and de da del della der di du el la le of the van von y bin ibn ter ten".split())  # noqa: SIM905
_OPENERS = frozenset("here's there's that's it's what's where's who's he's she's i'm we're you're they're".split())  # noqa: SIM905
# What stands like a name but speaks of the recording.
_NOBODY = frozenset(
    (
        "ad", "ads", "advert", "announcement", "audio", "break", "clip", "end", "intro", "jingle", "laughter", "music",
        "note", "outro", "shout out", "sponsor", "sponsors", "start", "transcript", "transcription", "video",
    )
)  # fmt: skip
_NO_LABELS = frozenset(
    (
        "answer", "chapter", "chapters", "date", "description", "duration", "example", "guest", "guests", "host",
        "hosts", "http", "https", "keywords", "language", "link", "links", "number", "published", "question", "show",
        "source", "summary", "tags", "title", "topics", "url", "warning",
    )
)  # fmt: skip


def is_nobody(name: str) -> bool:
    """Whether a label tells what is heard, not who speaks: `Break`, `Music`."""
    return fold(name).strip(" []()") in _NOBODY


def could_be_name(text: str) -> bool:
    """Whether a text looks like a name: few words, each of which begins as names do."""
    words = text.split()
    if not 1 <= len(words) <= _MOST_WORDS or len(text) > LONGEST or fold(text) in _NO_LABELS:
        return False
    if fold(words[0]) in _OPENERS or text[-1] in ",;!?–—-" or not any(map(str.isalpha, text)):
        return False
    return all(_fits(word) for word in words) and not words[0].strip("(").islower()


def _fits(word: str) -> bool:
    letter = next((char for char in word if char.isalnum()), "")
    return not letter or not letter.islower() or word.lower().strip(".,") in _SMALL


def split_label(text: str) -> tuple[str, str] | None:
    """Return the name at the start of a text and what stands behind its colon, None if there is none."""
    match = _LABEL.match(text)
    if match is None or not could_be_name(match["name"]):
        return None
    return match["name"], text[match.end() :]


def known_labels(texts: Iterable[str], named: Sequence[str] = ()) -> frozenset[str]:
    """Return the keys of the labels that are surely names: those that stand twice, or begin as a known name does.

    `Here's my advice: …` looks like a name too, but once. The very first label is believed: some tools write one alone.
    """
    counts: Counter[str] = Counter()
    first = ""
    for number, text in enumerate(texts):
        if (found := split_label(text)) is not None:
            counts[name_key(found[0])] += 1
            first = first or (name_key(found[0]) if number == 0 else "")
    known = {name_key(part) for name in named for part in (name, *name.split()[:1])}
    sure = {key for key, count in counts.items() if count > 1 or key in known}
    for key in counts:  # `Meg Gutshall:` once, `Meg:` else
        if any(key.startswith(other) for other in sure):
            sure.add(key)
    return frozenset(sure | ({first} - {""}))


def labelled(cues: Iterable[Segment], named: Sequence[str] = ()) -> Iterator[Segment]:
    """Yield cues with the names at the start of their words made their speakers.

    A line within a cue that begins with a dash or a name begins a cue of its own.
    """
    listed = list(cues)
    sure = known_labels((line for cue in listed for line in _starts(cue.text)), named)
    for cue in listed:
        if cue.speaker or not sure:
            yield cue
            continue
        pieces: list[tuple[str, list[str]]] = [("", [])]
        for line in cue.text.split("\n"):
            found = split_label(line)
            if found is not None and name_key(found[0]) in sure:
                pieces.append((found[0], [found[1]] if found[1] else []))
            else:
                pieces[-1][1].append(line)
        for name, lines in pieces:
            if name or lines:
                yield replace(cue, text="\n".join(lines), speaker=name)


def _starts(text: str) -> Iterator[str]:
    for line in text.split("\n"):
        yield line[: LONGEST + 10]
