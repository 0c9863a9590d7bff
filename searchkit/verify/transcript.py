"""A transcript as quotations are looked for in it: all its words, those of each voice, and when each was said."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from functools import cached_property

from searchkit.aligning import Text
from searchkit.analysis import words as words_of
from searchkit.model import Segment
from searchkit.text import fold, name_key
from searchkit.wording import Wording, wording

_SLOWEST = 6.0  # characters a second: where fewer were said, there was a pause, music or an advertisement
_USUAL = 15.0  # characters a second of English speech, with the blanks (some 170 words a minute)
# What a transcript writes where it does not know who speaks.
_NOBODY = re.compile(
    r"(?:unknown|unidentified|male|female|man|woman)? ?"
    r"(?:speaker|voice|host|guest|interviewer|interviewee|participant)?[ _-]*(?:\d+|[a-z])?"
)


class Stream:
    """The words of some segments of a transcript, one after the other.

    Args:
        transcript: what they belong to.
        segments: their numbers, ascending.
    """

    def __init__(self, transcript: Transcript, segments: Sequence[int]) -> None:
        self.transcript = transcript
        self.segments = segments
        words: list[str] = []
        self.starts: list[int] = []
        for number in segments:
            self.starts.append(len(words))
            words += transcript.wordings[number].words
        self.text = Text(words)

    def place(self, word: int) -> tuple[int, int]:
        """Return the segment of a word, and its number in it."""
        at = bisect_right(self.starts, word) - 1
        return self.segments[at], word - self.starts[at]

    def said(self, start: int, end: int) -> Wording:
        """Return the words from one to another as the transcript has them."""
        (first, begin), (last, stop) = self.place(start), self.place(end - 1)
        pieces: list[str] = []
        words: list[str] = []
        places: list[tuple[int, int]] = []
        length = 0
        for number in self.segments[self.segments.index(first) : self.segments.index(last) + 1]:
            cut = self.transcript.wordings[number]
            low, high = begin if number == first else 0, stop + 1 if number == last else len(cut.words)
            if low < high:
                piece, shift = cut.slice(low, high), length - cut.places[low][0]
                words += cut.words[low:high]
                places += [(start + shift, end + shift) for start, end in cut.places[low:high]]
                pieces.append(piece)
                length += len(piece) + 1
        return Wording(" ".join(pieces), tuple(words), tuple(places))


class Transcript:
    """A transcript, cut into words once for all quotations of its episode.

    Args:
        segments: what was said, in order.
        aliases: other spellings of names: canonical name to the others.
    """

    def __init__(self, segments: Sequence[Segment], aliases: Mapping[str, Sequence[str]] | None = None) -> None:
        self.segments = segments
        self.wordings = [wording(segment.text) for segment in segments]
        self._canonical = {
            name_key(spelling): name_key(name)
            for name, spellings in (aliases or {}).items()
            for spelling in (name, *spellings)
        }
        self._streams: dict[frozenset[str], Stream] = {}

    @cached_property
    def whole(self) -> Stream:
        """All of it."""
        return Stream(self, range(len(self.segments)))

    @cached_property
    def speakers(self) -> tuple[str, ...]:
        """The names as the transcript writes them; "" and the like for those who have none."""
        return tuple(dict.fromkeys(segment.speaker for segment in self.segments))

    def own(self, speaker: str) -> Stream:
        """Return what may have been said by somebody: all of it if the transcript cannot tell.

        A person is one with the same name or alias, or with a name that is part of the other's (Lenny, Lenny
        Rachitsky) if that is so of nobody else. Where nobody is, those without a name may be.
        """
        names = frozenset(self.named(speaker))
        if names >= set(self.speakers):
            return self.whole
        if names not in self._streams:
            own = [number for number, segment in enumerate(self.segments) if segment.speaker in names]
            self._streams[names] = Stream(self, own)
        return self._streams[names]

    def named(self, speaker: str) -> tuple[str, ...]:
        """Return which of the transcript's names may be those of a person."""
        nameless = tuple(name for name in self.speakers if is_nobody(name))
        if not speaker or is_nobody(speaker):
            return self.speakers
        key = self._key(speaker)
        same = tuple(name for name in self.speakers if self._key(name) == key)
        if not same:
            parts = set(words_of(speaker))
            alike = [name for name in self.speakers if _part(parts, set(words_of(name)))]
            same = tuple(alike) if len({self._key(name) for name in alike}) == 1 else ()
        return same or nameless

    def _key(self, name: str) -> str:
        key = name_key(name)
        return self._canonical.get(key, key)

    def moment(self, segment: int, word: int) -> tuple[float | None, float | None]:
        """Return when a word of a segment was said, and how far that may be off; seconds, None if nothing is known.

        Between two times that the transcript has, a word is where its characters are: speech is even enough. Where
        far less was said than there was time for, the pause is taken to stand behind the words.
        """
        before, behind = self._around(segment)
        if before is None:
            return None, None
        (number, start), cut = before, self.wordings[segment]
        lead = sum(len(self.wordings[at].text) + 1 for at in range(number, segment))
        lead += cut.places[word][0] if cut.places else 0
        if not lead:
            return start, 0.0
        if behind is None:
            return start + lead / _USUAL, None
        last, end = behind
        whole = sum(len(self.wordings[at].text) + 1 for at in range(number, last))
        span = max(0.0, end - start)
        if whole < span * _SLOWEST:
            return min(end, start + lead / _USUAL), span
        return start + span * lead / whole, span

    def _around(self, segment: int) -> tuple[tuple[int, float] | None, tuple[int, float] | None]:
        """Return the last known time before the words of a segment and the next one behind them.

        Each with the number of the segment before which it is.
        """
        before: tuple[int, float] | None = None
        for number in range(segment, -1, -1):
            start, end = self.segments[number].start, self.segments[number].end
            if number < segment and end is not None:
                before = number + 1, end
            elif start is not None:
                before = number, start
            if before is not None:
                break
        for number in range(segment, len(self.segments)):
            start, end = self.segments[number].start, self.segments[number].end
            if number > segment and start is not None:
                return before, (number, start)
            if end is not None:
                return before, (number + 1, end)
        return before, None


def is_nobody(name: str) -> bool:
    """Whether a name tells nobody: none, or one like Speaker 1, Host or SPEAKER_00."""
    return not name.strip() or (_NOBODY.fullmatch(fold(name).strip()) is not None and len(name) > 1)


def _part(one: set[str], other: set[str]) -> bool:
    return bool(one and other) and (one <= other or other <= one)
