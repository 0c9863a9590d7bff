"""Whether a quotation was said: its words against those of the transcript; docs/verify.md has the figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from searchkit.aligning import Place
from searchkit.model import Verified
from searchkit.verify.transcript import Stream, Transcript, is_nobody
from searchkit.wording import PAUSES, Change, Wording, fillers, operations, word_diff, wording

NEAR = 0.6  # likeness from which words are taken to be those that were said
_MARGIN = 0.15  # by which another speaker's words must be more like the quotation than its own speaker's
_EVIDENCE = 1.3  # times log2 of the words of the transcript: bits that words must tell which are only near
_SAME_WORD = 0.75  # likeness of letters from which two words may be one, misspelt
_INTERJECTION = 12  # words of others that a quotation may pass over without a sign
_REACH = 2_000  # words that an ellipsis may leave out, some twelve minutes
_MOST_PLACES = 20  # of the very words that are counted

# Where a quotation leaves words out, or puts in what was not said: an ellipsis, with brackets or without, and brackets.
_LEFT_OUT = re.compile(r"[\[(]\s*(?:…|\.{2,}|(?:\.\s){2,}\.)\s*[\])]|…|\.{3,}|(?:\.\s){2,}\.|\[[^\]]{0,200}\]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a transcript says of a quotation.

    Attributes:
        name: "verbatim": the same words, but for case, punctuation and fillers. "near": other words, of which most are
            the same. "elsewhere": somebody else said it. "not found": nobody did.
        sure: how sure that is, from 0.5 (it might as well be the next one) to 1.
        likeness: how much of the words is the same, from 0 to 1, each weighed by the bits that it tells.
        said: the words as they were said; "" if they were not found.
        speaker: who said them, as the transcript writes the name.
        at: when, in seconds from the start; None if the transcript does not tell.
        within: how far `at` may be off, in seconds; None if that is not known.
        places: how often the very words were said by that speaker, at least 1 if they were found.
        diff: how the quotation differs from what was said; () if it was not found.
    """

    name: Verified
    sure: float
    likeness: float
    said: str = ""
    speaker: str = ""
    at: float | None = None
    within: float | None = None
    places: int = 0
    diff: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    """A quotation read at one place of a stream: one range of words for each part, None for one that is not there."""

    stream: Stream
    ranges: tuple[Place | None, ...]
    likeness: float
    bits: float
    exact: bool

    @property
    def first(self) -> int:
        return next(place.start for place in self.ranges if place)


def judge(transcript: Transcript, text: str, speaker: str = "") -> Verdict:
    """Return what a transcript says of a quotation.

    Args:
        transcript: of the episode that it is said to be from.
        text: the quotation.
        speaker: who is said to have said it, "" if that is not known.
    """
    given = wording(text)
    parts = _parts(text)
    if not parts or not transcript.whole.text.words:
        return Verdict("not found", 1.0 if parts else 0.5, 0.0)
    own = transcript.own(speaker)
    best = _read(own, parts) if own.segments else None
    if (best is None or not best.exact) and own is not transcript.whole:
        other = _read(transcript.whole, parts)
        if other and (best is None or not _holds(best, transcript) or other.likeness > best.likeness + _MARGIN):
            best = other
    if best is None or not _holds(best, transcript):
        likeness = best.likeness if best else 0.0
        return Verdict("not found", _sure(likeness, found=False), likeness)
    return _found(transcript, best, given, speaker)


def _parts(text: str) -> tuple[Wording, ...]:
    """Return the parts of a quotation between the signs that words are left out, without the pauses that it quotes."""
    parts = (wording(part) for part in _LEFT_OUT.split(text))
    return tuple(part for part in map(_without_pauses, parts) if part.words)


def _without_pauses(given: Wording) -> Wording:
    kept = [at for at, word in enumerate(given.words) if word not in PAUSES]
    if len(kept) == len(given.words):
        return given
    return Wording(given.text, tuple(given.words[at] for at in kept), tuple(given.places[at] for at in kept))


def _holds(reading: _Reading, transcript: Transcript) -> bool:
    """Whether a place is one where the words were said: they are, or enough of them that it is no chance."""
    if reading.exact:
        return True
    text = transcript.whole.text
    chance = _EVIDENCE * text.bits("")  # a word that is not there tells log2 of all words
    return reading.likeness >= NEAR and reading.bits >= chance


def _read(stream: Stream, parts: Sequence[Wording]) -> _Reading | None:
    """Return the best reading of a quotation in a stream: of equally good ones the earliest."""
    weights = [sum(map(stream.text.bits, part.words)) for part in parts]
    anchor = max(range(len(parts)), key=weights.__getitem__)
    words = parts[anchor].words
    candidates = [Place(at, at + len(words), len(words)) for at in islice(stream.text.find(words), _MOST_PLACES)]
    if not candidates or len(parts) > 1:
        candidates += stream.text.places(words)
    best: _Reading | None = None
    for candidate in dict.fromkeys(candidates):
        reading = _measured(stream, parts, _laid_out(stream, parts, anchor, candidate))
        better = best is None or (reading.exact, reading.likeness, -reading.first) > (
            *(best.exact, best.likeness),
            -best.first,
        )
        if better:
            best = reading
        if best and best.exact and len(parts) == 1:
            break
    return best


def _laid_out(stream: Stream, parts: Sequence[Wording], anchor: int, place: Place) -> tuple[Place | None, ...]:
    """Return where each part of a quotation is if one of them is at a place: in order, within reach of each other."""
    found: dict[int, Place | None] = {anchor: place}
    low = place.end
    for number in range(anchor + 1, len(parts)):
        found[number] = _nearest(stream, parts[number], low, min(len(stream.text.words), low + _REACH), last=False)
        low = (found[number] or Place(low, low, 0)).end
    high = place.start
    for number in range(anchor - 1, -1, -1):
        found[number] = _nearest(stream, parts[number], max(0, high - _REACH), high, last=True)
        high = (found[number] or Place(high, high, 0)).start
    return tuple(found[number] for number in range(len(parts)))


def _nearest(stream: Stream, part: Wording, start: int, end: int, *, last: bool) -> Place | None:
    exact = list(stream.text.find(part.words, start, end))
    if exact:
        at = exact[-1] if last else exact[0]
        return Place(at, at + len(part.words), len(part.words))
    places = stream.text.places(part.words, start, end)
    return places[0] if places and places[0].fitting * 2 >= len(part.words) else None


def _measured(stream: Stream, parts: Sequence[Wording], ranges: tuple[Place | None, ...]) -> _Reading:
    """Return a reading with its likeness: 2 · bits of equal words / (bits of the quotation + bits of what was said)."""
    bits = stream.transcript.whole.text.bits
    same = given = said = 0.0
    exact = True
    for part, place in zip(parts, ranges, strict=True):
        given += sum(map(bits, part.words))
        if place is None:
            exact = False
            continue
        heard = stream.said(place.start, place.end)
        passed = fillers(heard)
        if is_same(part, heard, passed):
            worth = sum(map(bits, part.words))
            same, said = same + worth, said + worth
            exact = exact and _is_whole(stream, place)
            continue
        exact = False
        said += sum(bits(word) for at, word in enumerate(heard.words) if at not in passed or word in part.words)
        same += _same_bits(part.words, heard.words, bits)
    # Words that stand everywhere have no bits, and are the same all the same.
    likeness = 1.0 if exact else 2 * same / (given + said) if given + said else 0.0
    return _Reading(stream, ranges, min(1.0, likeness), same, exact)


def is_same(given: Wording, said: Wording, passed: set[int]) -> bool:
    """Whether a quotation has the words that were said, but for fillers that it leaves out.

    Args:
        given: the quotation.
        said: what was said.
        passed: which words of it are fillers.
    """
    if given.words == said.words:
        return True
    own = fillers(given)
    if [word for at, word in enumerate(given.words) if at not in own] == [
        word for at, word in enumerate(said.words) if at not in passed
    ]:
        return len(own) <= len(passed)
    return all(
        op == "equal" or (op == "insert" and all(at in passed for at in range(start, end)))
        for op, _, _, start, end in operations(given.words, said.words)
    )


def _is_whole(stream: Stream, place: Place) -> bool:
    """Whether others said no more in between than somebody throws in."""
    first, last = stream.place(place.start)[0], stream.place(place.end - 1)[0]
    if last - first < 2 or stream is stream.transcript.whole:  # noqa: PLR2004 -- nothing can stand between them
        return True
    own = set(stream.segments)
    between = (number for number in range(first + 1, last) if number not in own)
    return sum(len(stream.transcript.wordings[number].words) for number in between) <= _INTERJECTION


def _same_bits(given: Sequence[str], said: Sequence[str], bits: Callable[[str], float]) -> float:
    """Return the bits of the words that both have in the same order; misspelt ones earn what their letters share."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 -- start-up time

    total = 0.0
    for op, a, b, c, d in operations(given, said):
        if op == "equal":
            total += sum(map(bits, given[a:b]))
        elif op == "replace":
            for one, other in zip(given[a:b], said[c:d], strict=False):
                alike = Indel.normalized_similarity(one, other)
                if alike >= _SAME_WORD:
                    total += alike * min(bits(one), bits(other))
    return total


def _sure(likeness: float, *, found: bool) -> float:
    """Return how sure a verdict is: 0.5 at the threshold, 1 where all words are the same, or none is."""
    off = (likeness - NEAR) / (1 - NEAR) if found else (NEAR - likeness) / NEAR
    return 0.5 + 0.5 * min(1.0, max(0.0, off))


def _found(transcript: Transcript, reading: _Reading, given: Wording, speaker: str) -> Verdict:
    stream = reading.stream
    places = [place for place in reading.ranges if place]
    name = _speaker(stream, places)
    others = speaker and not is_nobody(speaker) and not is_nobody(name) and name not in transcript.named(speaker)
    at, within = transcript.moment(*stream.place(places[0].start))
    said = [stream.said(place.start, place.end) for place in places]
    whole = said[0] if len(said) == 1 else wording(" … ".join(heard.text for heard in said))
    verdict: Verified = "elsewhere" if others else "verbatim" if reading.exact else "near"
    repeats = 1
    if reading.exact and len(places) == 1:
        repeats = max(1, len(list(islice(stream.text.find(said[0].words), _MOST_PLACES))))
    return Verdict(
        verdict,
        round(_sure(reading.likeness, found=True), 3),
        round(reading.likeness, 3),
        whole.text,
        name,
        None if at is None else round(at, 1),
        None if within is None else round(within, 1),
        repeats,
        word_diff(given, whole),
    )


def _speaker(stream: Stream, places: Sequence[Place]) -> str:
    """Return who said most of the words of some places."""
    counts: dict[str, int] = {}
    for place in places:
        for at in range(place.start, place.end):
            name = stream.transcript.segments[stream.place(at)[0]].speaker
            counts[name] = counts.get(name, 0) + 1
    return max(counts, key=counts.__getitem__)
