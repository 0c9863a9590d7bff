"""The wording of what was said: its words as they are compared, what is no word of it, and how two wordings differ.

Search makes “it's” and “it” one word; here they are two, since a quotation is to have the words that were said. Case,
accents, punctuation and the kind of apostrophe never matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from searchkit.analysis import fold_word, spans
from searchkit.analysis import words as words_of

Op = Literal["equal", "replace", "delete", "insert"]

# What is heard and is no word: filled pauses.
PAUSES = frozenset(
    "ah aha eh em er erm ehm hm hmm hmmm huh mhm mm mmhm mmm uh uhh uhhuh uhm um umm ähm äh euh".split()  # noqa: SIM905
)
# What fills a pause where it is set off by a sign, or where the transcript has no signs at all. Hedges and emphasis
# (“kind of”, “actually”, “really”) are none: without them something else is said.
_FILLERS = tuple(
    tuple(filler.split())
    for filler in ("you know", "i mean", "you see", "like", "right", "okay", "ok", "so", "well", "yeah", "oh", "look")
)
_LOOSE = frozenset((("you", "know"), ("i", "mean")))  # fillers that need no sign beside them
_LONGEST_FALSE_START = 4  # words that somebody begins with and says again
_SIGNS = re.compile(r"[,.;:?!…—–()\[\]]|-\s|\s-|--")
_NOTE = re.compile(
    r"\[[^\]]{1,60}\]"
    r"|\((?i:laugh\w*|chuckl\w*|applau\w*|music|crosstalk|inaudible|sigh\w*|pause\w*|silence|cough\w*)\)"
)
# Typographic signs, one character for each, so that the places stay; ASCII alone is cut three times as fast.
_PLAIN = str.maketrans("‘’“”—–…\u00a0", "''\"\"--. ")


@dataclass(frozen=True, slots=True)
class Wording:
    """A text cut into words.

    Attributes:
        text: the text.
        words: its words, as they are compared.
        places: the first character of each and the one behind its last.
    """

    text: str
    words: tuple[str, ...]
    places: tuple[tuple[int, int], ...]

    def slice(self, start: int, end: int) -> str:
        """Return the text from one word up to another, with the sign that ends it; "" for no words."""
        if start >= end:
            return ""
        last = self.places[end - 1][1]
        trail = re.match(r"[.,;:!?…’”\"')\]]*", self.text[last : last + 3])
        return self.text[self.places[start][0] : last + (trail.end() if trail else 0)]


@dataclass(frozen=True, slots=True)
class Change:
    """A piece of a word diff; the pieces of a diff, joined by blanks, are both texts.

    Attributes:
        op: "equal", "replace", "delete" (only in the first text) or "insert" (only in the second), the names of
            Python's difflib.
        given: the words of the first text, as they stand there.
        said: those of the second.
    """

    op: Op
    given: str
    said: str


def wording(text: str) -> Wording:
    """Return a text cut into words."""
    plain = text if text.isascii() else text.translate(_PLAIN)
    memo = _memo
    words, places = [], []
    for place in spans(plain, len(words_of(plain))):
        raw = plain[place[0] : place[1]]
        word = memo[raw] if raw in memo else _remember(raw)
        if word:
            words.append(word)
            places.append(place)
    return Wording(text, tuple(words), tuple(places))


_memo: dict[str, str] = {}
_MEMO_LIMIT = 200_000  # words, about 20 MB


def _remember(raw: str) -> str:
    if len(_memo) > _MEMO_LIMIT:
        _memo.clear()
    word = _memo[raw] = fold_word(re.sub("['’](?=[sS]$)", "", raw))
    return word


def fillers(said: Wording, start: int = 0, end: int | None = None) -> set[int]:
    """Return which words of a range were said only to fill a pause or to begin anew.

    Filled pauses and notes of the transcript ([laughter]) count always, as do “you know” and “I mean”; other fillers
    where a sign stands beside them. Of words that are said twice in a row, up to four, the first are none of the
    sentence (“I think, I think that”).

    Args:
        said: what was said.
        start: the first word of the range.
        end: the one behind its last; words beyond it are looked at too.
    """
    words = said.words
    end = len(words) if end is None else end
    bare = not _SIGNS.search(said.text)
    found = _noted(said, start, end)
    for at in range(start, end):
        if words[at] in PAUSES:
            found.add(at)
            continue
        for filler in _FILLERS:
            behind = at + len(filler)
            if words[at] == filler[0] and words[at:behind] == filler and behind <= end:
                if filler in _LOOSE or bare or _set_off(said, at, behind):
                    found.update(range(at, behind))
                break
        for size in range(1, _LONGEST_FALSE_START + 1):
            if at + 2 * size <= len(words) and words[at : at + size] == words[at + size : at + 2 * size]:
                found.update(range(at, min(at + size, end)))
                break
    return found


def _noted(said: Wording, start: int, end: int) -> set[int]:
    """Return which words of a range are a note of the transcript: [laughter], (applause)."""
    if "[" not in said.text and "(" not in said.text:
        return set()
    notes = [match.span() for match in _NOTE.finditer(said.text)]
    return {at for at in range(start, end) if any(low <= said.places[at][0] < high for low, high in notes)}


def _set_off(said: Wording, start: int, end: int) -> bool:
    """Whether a sign stands before or behind some words, or they begin or end the text."""
    before = said.text[said.places[start - 1][1] if start else 0 : said.places[start][0]]
    behind = said.text[said.places[end - 1][1] : said.places[end][0] if end < len(said.places) else None]
    return not start or end == len(said.places) or bool(_SIGNS.search(before) or _SIGNS.search(behind))


def word_diff(given: Wording, said: Wording) -> tuple[Change, ...]:
    """Return how one wording differs from another, word by word: the fewest words changed (Levenshtein)."""
    return tuple(
        Change(op, given.slice(a, b), said.slice(c, d)) for op, a, b, c, d in operations(given.words, said.words)
    )


def operations(given: Sequence[str], said: Sequence[str]) -> Iterator[tuple[Op, int, int, int, int]]:
    """Yield the operations of a word diff with the ranges of words that they are about, neighbours joined.

    What differs is one operation between two that are equal: words taken out beside words put in are replaced.
    """
    from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 -- start-up time

    waiting: list[int] = []
    for found in Levenshtein.opcodes(given, said):
        at = [found.src_start, found.src_end, found.dest_start, found.dest_end]
        if found.tag != "equal":
            waiting = [waiting[0], at[1], waiting[2], at[3]] if waiting else at
            continue
        if waiting:
            yield _differing(*waiting)
            waiting = []
        yield ("equal", *at)  # type: ignore[misc]  # four numbers
    if waiting:
        yield _differing(*waiting)


def _differing(start: int, end: int, said_start: int, said_end: int) -> tuple[Op, int, int, int, int]:
    op: Op = "insert" if start == end else "delete" if said_start == said_end else "replace"
    return op, start, end, said_start, said_end
