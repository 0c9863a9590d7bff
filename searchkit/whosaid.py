"""Who said it: the quotes and segments that are most like a line that somebody half remembers (docs/verify.md).

The index gives candidates: passages that hold any of the rarer words, those that look like a word which it does not
know among them. RapidFuzz then aligns each with the line, word by word and letter by letter, and that orders them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from searchkit.aligning import dense
from searchkit.analysis import is_stop_word, stem
from searchkit.engines.base import Candidate, Engine, Request
from searchkit.errors import QueryError, UsageError
from searchkit.languages import ENGLISH
from searchkit.limits import USUAL, Limits, beyond, raising
from searchkit.model import Kind, Passage
from searchkit.query.nodes import Among, Node, Term, Words
from searchkit.wording import PAUSES, Change, Wording, operations, word_diff, wording

CLOSE = 0.6  # likeness from which a passage is taken to be what is remembered
_CANDIDATES = 100  # of each kind that are aligned
_ASKED = 24  # words that the index is asked for, the rarest
_LIKE = 3  # known words that stand for one which is not known
_MOST_WORDS = 300
_SAME_WORD = 0.7  # likeness of letters from which a word may be another one, misspelt or inflected
_MISSED, _PASSED = 0.6, 0.3  # what words cost that were not said, and those said that were forgotten
_ELSEWHERE = 0.7  # of its bits a word earns that stands in the part, but not in that order
_JOINED = 10  # best segments whose neighbours are read too: a line may go over the end of one
_AGAIN = 0.8  # likeness of words from which two passages of an episode are one utterance


@dataclass(frozen=True, slots=True)
class Remembered:
    """A passage that is like what somebody remembers.

    Attributes:
        passage: the quote or segment; where the words go over several segments, the first.
        likeness: how much of the words is the same, from 0 to 1; see docs/verify.md.
        said: the words of the passage that are like those remembered.
        diff: how the remembered words differ from them.
        also: ids of other passages of the episode that are the same utterance.
    """

    passage: Passage
    likeness: float
    said: str
    diff: tuple[Change, ...]
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WhoSaid:
    """The answer to “who said it”.

    Attributes:
        text: the words as somebody remembers them.
        found: what is like them, the most like first; () if nothing is close.
        engine: name of the engine that gave the candidates.
        stale: True if the corpus has changed since the index was built.
    """

    text: str
    found: tuple[Remembered, ...]
    engine: str
    stale: bool = False


@dataclass(frozen=True, slots=True)
class _Fit:
    passage: Passage
    likeness: float
    said: Wording


def whosaid(
    engines: Mapping[Kind, Engine],
    text: str,
    *,
    limit: int,
    languages: Sequence[str] = (ENGLISH,),
    engine: str = "",
    limits: Limits = USUAL,
) -> WhoSaid:
    """Return the quotes and segments that are most like a line.

    Args:
        engines: for each kind of passage the index that holds it.
        text: the line as somebody remembers it.
        limit: how many answers at most.
        languages: codes of the languages of the index.
        engine: its name.
        limits: how long the line may be.

    Raises:
        QueryError: there is no word in the line, or too many, or it is too long.
        UsageError: the limit is below 1.
    """
    if limit < 1:
        raise UsageError(f"a limit of {limit} finds nothing", "give at least 1")
    given, words = _given(text, limits)
    fits: list[_Fit] = []
    for kind, one in engines.items():
        bits = _Bits(one)
        candidates = _candidates(one, kind, words, tuple(languages), bits)
        of_one = [fit for candidate in candidates if (fit := _fit(candidate.passage, words, bits)) is not None]
        of_one.sort(key=lambda fit: -fit.likeness)
        fits += [_over_ends(fit, words, bits, one) for fit in of_one[:_JOINED]] + of_one[_JOINED:]
    fits.sort(key=lambda fit: -fit.likeness)
    return WhoSaid(text, _once(given, fits, limit), engine)


def _given(text: str, limits: Limits) -> tuple[Wording, tuple[str, ...]]:
    """Return the wording of a line, and its words without those that fill pauses."""
    most = limits.query_characters
    if len(text) > most:
        message = f"it has {len(text):,} characters; {beyond('query_characters', limits)}"
        raise QueryError(message, query=text, start=most, end=len(text), hint=raising("query_characters", len(text)))
    given = wording(text)
    places = [place for word, place in zip(given.words, given.places, strict=True) if word not in PAUSES]
    if not places:
        raise QueryError(
            "there is no word in it", query=text, start=0, end=len(text), hint="write the words as you remember them"
        )
    if len(places) > _MOST_WORDS:
        message = f"it has {len(places):,} words, more than {_MOST_WORDS}"
        start, end = places[_MOST_WORDS][0], places[-1][1]
        raise QueryError(message, query=text, start=start, end=end, hint="give a part of it")
    return given, tuple(word for word in given.words if word not in PAUSES)


class _Bits:
    """How much a word tells, by the passages that hold it: log2 of (passages / passages with it), 1 at least."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._known: dict[str, float] = {}

    def __call__(self, word: str) -> float:
        if word not in self._known:
            self.learn((word,))
        return self._known[word]

    def learn(self, words: Sequence[str]) -> None:
        """Look up words together."""
        new = [word for word in dict.fromkeys(words) if word not in self._known]
        stems = {word: stem(word) for word in new}
        counts = self._engine.frequencies(set(stems.values()))
        for word in new:
            self._known[word] = max(1.0, math.log2(max(2, self._engine.size) / max(1, counts[stems[word]])))


def _candidates(
    engine: Engine, kind: Kind, words: Sequence[str], languages: tuple[str, ...], bits: _Bits
) -> tuple[Candidate, ...]:
    bits.learn(words)
    distinct = list(dict.fromkeys(words))
    content = [word for word in distinct if not is_stop_word(word)]
    chosen = sorted(content or distinct, key=lambda word: -bits(word))[:_ASKED]
    if len(chosen) < 3:  # noqa: PLR2004 -- too few to tell a line by
        chosen = distinct[:_ASKED]
    terms = {word: Term(word, raw=word, languages=languages) for word in chosen}
    counts = engine.frequencies({stem_ for term in terms.values() for stem_ in term.stems})
    asked: dict[Node, None] = {}
    for word, term in terms.items():
        if any(counts[stem_] for stem_ in term.stems):
            asked[term] = None
        else:
            for other in engine.similar_words(word, _LIKE):
                asked[Term(other, raw=other, languages=languages)] = None
    if not asked:
        return ()
    tree = Words(tuple(asked), need="any", every=all(is_stop_word(word) for word in chosen))
    request = Request(tree, (Among("kind", (kind,)),), limit=_CANDIDATES)
    return engine.search(request).candidates


def _fit(passage: Passage, words: Sequence[str], bits: Callable[[str], float]) -> _Fit | None:
    said = wording(passage.text)
    return _measured(passage, said, words, bits)


def _measured(passage: Passage, said: Wording, words: Sequence[str], bits: Callable[[str], float]) -> _Fit | None:
    """Return how like some words the part of a text is that is most like them.

    That is Tversky's index: same / (same + 0.6 · missed + 0.3 · passed), in bits: of the words that both have, of those
    that the part lacks, and of those of the part that were forgotten. A word that looks like one of the text is taken
    for it and earns the share of its letters; one that stands in another order earns 0.7 of its bits.
    """
    meant, worth = _taken_for(words, said.words)
    place = dense(meant, said.words)
    if place is None:
        return None
    # Where halves of a line were swapped, its words stand densely nowhere in its order.
    there = [at for at, word in enumerate(said.words) if word in set(meant) and not is_stop_word(word)]
    ranges = {(place.start, place.end), (there[0], there[-1] + 1) if there else (place.start, place.end)}
    earned, start, end = max(
        (_likeness(words, meant, worth, said.words[start:end], bits), start, end) for start, end in ranges
    )
    return _Fit(passage, earned, Wording(said.text, said.words[start:end], said.places[start:end]))


def _likeness(
    words: Sequence[str],
    meant: Sequence[str],
    worth: Sequence[float],
    part: Sequence[str],
    bits: Callable[[str], float],
) -> float:
    """Return how like some words a part of a text is, by the words that they are taken for and how like those are."""
    same = 0.0
    left: list[tuple[str, float]] = []
    spare: dict[str, int] = {}
    for op, a, b, c, d in operations(meant, part):
        if op == "equal":
            same += sum(bits(word) * share for word, share in zip(meant[a:b], worth[a:b], strict=True))
        else:
            left += zip(meant[a:b], worth[a:b], strict=True)
            for word in part[c:d]:
                spare[word] = spare.get(word, 0) + 1
    for word, share in left:
        if spare.get(word, 0):
            spare[word] -= 1
            same += bits(word) * share * _ELSEWHERE
    missed, passed = sum(map(bits, words)) - same, sum(map(bits, part)) - same
    return min(1.0, same / (same + _MISSED * max(0.0, missed) + _PASSED * max(0.0, passed)))


def _taken_for(words: Sequence[str], said: Sequence[str]) -> tuple[list[str], list[float]]:
    """Return for each word the one of a text that it may be meant for, and how like it that is; itself if none is."""
    from rapidfuzz import process  # noqa: PLC0415 -- start-up time
    from rapidfuzz.distance import Indel  # noqa: PLC0415

    there = dict.fromkeys(said)
    meant, worth = [], []
    for word in words:
        if word not in there:
            scorer = Indel.normalized_similarity
            near = process.extractOne(word, list(there), scorer=scorer, score_cutoff=_SAME_WORD)
            if near is not None:
                meant.append(near[0])
                worth.append(near[1])
                continue
        meant.append(word)
        worth.append(1.0)
    return meant, worth


def _over_ends(fit: _Fit, words: Sequence[str], bits: _Bits, engine: Engine) -> _Fit:
    """Return a fit to a segment, or to it and its neighbours if that is better."""
    passage = fit.passage
    if passage.kind != "segment" or (len(fit.said.words) >= len(words) and fit.likeness > _AGAIN):
        return fit
    episode, _, number = passage.id.rpartition("-")
    ids = [f"{episode}-{int(number) + off}" for off in (-1, 0, 1)]
    there = engine.passages(ids)
    pieces = [there[one] for one in ids if one in there]
    joined = _measured(passage, wording(" ".join(piece.text for piece in pieces)), words, bits)
    if joined is None or joined.likeness <= fit.likeness or not joined.said.words:
        return fit
    begins, end = joined.said.places[0][0], -1
    for piece in pieces:
        end += len(piece.text) + 1
        if begins < end:
            return _Fit(piece, joined.likeness, joined.said)
    return fit


def _once(given: Wording, fits: Sequence[_Fit], limit: int) -> tuple[Remembered, ...]:
    """Return the best of the fits that are close; a quote and the segment that it is from are one."""
    from rapidfuzz.distance import Indel  # noqa: PLC0415 -- start-up time

    taken: list[tuple[_Fit, list[str]]] = []
    for fit in fits:
        if fit.likeness < CLOSE:
            break
        for other, also in taken:
            if other.passage.episode.id != fit.passage.episode.id:
                continue
            if Indel.normalized_similarity(other.said.words, fit.said.words) >= _AGAIN:
                if fit.passage.id not in (other.passage.id, *also):
                    also.append(fit.passage.id)
                break
        else:
            if len(taken) < limit:
                taken.append((fit, []))
    return tuple(
        Remembered(
            fit.passage,
            round(fit.likeness, 3),
            fit.said.slice(0, len(fit.said.words)),
            word_diff(given, fit.said),
            tuple(also),
        )
        for fit, also in taken
    )
