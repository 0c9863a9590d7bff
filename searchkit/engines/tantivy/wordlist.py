"""The folded words of an index in a file of our own beside Tantivy's, with how many passages hold each.

Patterns are looked up in it, and it saves most of the postings of exact words. Of the English words
of a stem the first that an index gets is the usual one: where the stem stands, it stands, unless the index says
otherwise. So a passage has in the field `words` only what is not usual:

- every other word that it holds, as it is,
- the stem behind `ABSENT` where it holds a stem without its usual word,
- all words, if it is not in English, where a word may have two stems or none that others have.

The file: a magic number, how many words there are, how many stems have a usual word that is not the stem itself; a byte
of what is known of each word (`USUAL`, `MARKED`, `PLAIN`), in how many passages each stands, and where it begins, in 32
bits; the words in the order of their bytes, a line feed before and behind each; then a line `stem<TAB>word` for each of
those stems. It is written whole.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from heapq import nsmallest
from itertools import accumulate
from pathlib import Path

from tantivy import Searcher

from searchkit.analysis import stem
from searchkit.engines.patterns import LINE, choice, decoded, encoded, lines
from searchkit.errors import REBUILD, IndexUnusableError
from searchkit.files import written_anew
from searchkit.query.nodes import Pattern, Prefix

NAME = "words"  # of the file
ABSENT = "-"  # in front of a stem; no word begins so
USUAL = 1  # it stands wherever its stem does, but
MARKED = 2  # some passages say that it does not
PLAIN = 4  # some passages have it as it is

_MEMO_LIMIT = 500_000  # words; a memory is emptied when it holds more, so that it does not grow without bound
_MAGIC = b"SKW1"
_HEAD = struct.Struct("<4sII")
_BEYOND = b"\xff" * 5  # no word holds such a byte
_FEW = 32  # times fewer words than there are in all are looked up one by one


class WordList:
    """The words of an index, read when they are first asked for.

    Args:
        folder: that of the index.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME

    @cached_property
    def _parts(self) -> tuple[bytes, array[int], array[int], bytes, bytes]:
        """What is known of each word, its count, its beginning, the text of words, and that of stems."""
        try:
            content = self._path.read_bytes()
            magic, size, _ = _HEAD.unpack_from(content)
            counted = _HEAD.size + size
            starts = _numbers(content[counted + 4 * size : counted + 8 * size + 4])
            begin = counted + 8 * size + 4
            end = begin + starts[-1]
        except (OSError, struct.error, ValueError, IndexError) as error:
            raise self._damaged() from error
        if magic != _MAGIC or len(starts) != size + 1 or content[end - 1 : end] != LINE:
            raise self._damaged()
        counts = _numbers(content[counted : counted + 4 * size])
        return content[_HEAD.size : counted], counts, starts, content[begin:end], content[end:]

    def _damaged(self) -> IndexUnusableError:
        return IndexUnusableError(f"the index is damaged: {self._path} is not what was written", REBUILD)

    def _word(self, at: int) -> bytes:
        starts, text = self._parts[2:4]
        return text[starts[at] : starts[at + 1] - 1]

    def _range(self, lead: bytes) -> range:
        """Return the numbers of the words that begin so."""
        everything = range(len(self._parts[1]))
        if not lead:
            return everything
        first = bisect_left(everything, lead, key=self._word)
        return range(first, bisect_left(everything, lead + _BEYOND, lo=first, key=self._word))

    def _text(self, numbers: range) -> bytes:
        starts, text = self._parts[2:4]
        return text[starts[numbers.start] - 1 : starts[numbers.stop]] if numbers else LINE

    def _number(self, word: bytes) -> int | None:
        everything = range(len(self._parts[1]))
        at = bisect_left(everything, word, key=self._word)
        return at if at < len(everything) and self._word(at) == word else None

    def expand(self, node: Pattern, limit: int) -> tuple[list[tuple[str, int]], int]:
        """Return the most frequent words that a pattern stands for, each with what is known of it, and how many are."""
        known, counts = self._parts[:2]
        lead, choose = choice(node)
        numbers = self._range(lead)
        text = self._text(numbers)
        found: Iterable[tuple[bytes, int]]
        words = list(choose(text))
        if isinstance(node, Prefix):  # all of them, in their order
            found = zip(words, numbers, strict=True)
        elif len(words) * _FEW < len(numbers):
            found = [(word, at) for word in words if (at := self._number(word)) is not None]
        else:
            places = dict(zip(lines(text), numbers, strict=True))
            found = [(word, places[word]) for word in words]
        counted = [(-counts[at], word, known[at]) for word, at in found if counts[at]]
        return [(decoded(word), told) for _, word, told in nsmallest(limit, counted)], len(counted)

    def beginning(self, lead: str) -> list[tuple[str, int]]:
        """Return the words that begin so, by the alphabet, and in how many passages each stands."""
        numbers = self._range(encoded(lead))
        words = decoded(self._text(numbers)).split("\n")[1:-1]
        counted = zip(words, self._parts[1][numbers.start : numbers.stop], strict=True)
        return [(word, count) for word, count in counted if count]

    def change(self) -> WordChange:
        """Return what is in the list, to be changed."""
        known, counts, _, text, stems = self._parts
        words = decoded(text).split("\n")[1:-1]
        usual = {word: word for word, told in zip(words, known, strict=True) if told & USUAL}
        others = dict(line.split("\t") for line in decoded(stems).split("\n")[:-1])
        for word in others.values():
            del usual[word]
        return WordChange(
            usual | others, Counter(dict(zip(words, counts, strict=True))), dict(zip(words, known, strict=True))
        )


class _Stems(dict[str, str]):
    """The stems of English words; the first word that is asked for becomes the usual one of its stem."""

    def __init__(self, usual: dict[str, str]) -> None:
        super().__init__()
        self.usual = usual
        self.unusual: set[str] = set()

    def __missing__(self, word: str) -> str:
        if len(self) > _MEMO_LIMIT:
            self.clear()
        found = self[word] = stem(word)
        if self.usual.setdefault(found, word) != word:
            self.unusual.add(word)
        return found


class WordChange:
    """The words of an index while it is being written.

    The passages of a new index are counted at the end, from Tantivy's dictionaries, which takes far less time.

    Args:
        usual: the usual word of each stem.
        counts: in how many passages each word stands, None for a new index.
        known: what is known of each.
    """

    def __init__(
        self,
        usual: dict[str, str] | None = None,
        counts: Counter[str] | None = None,
        known: dict[str, int] | None = None,
    ) -> None:
        self._usual = usual or {}
        self._counts = counts
        self._known = known or {}
        self._stems = _Stems(self._usual)
        self.stem_of = self._stems.__getitem__

    def add(self, words: list[str]) -> list[str]:
        """Count an English passage, whose words `stem_of` was asked for, and return its field `words`."""
        held = set(words)
        if self._counts is not None:
            self._counts.update(held)
        told = sorted(self._stems.unusual & held)
        absent = {found for word in told if self._usual[found := self._stems[word]] not in held}
        told += [ABSENT + found for found in sorted(absent)]
        if told and self._counts is not None:
            self._note(told)
        return told

    def _note(self, told: Iterable[str]) -> None:
        known = self._known
        for word in told:
            if word.startswith(ABSENT):
                usual = self._usual[word.removeprefix(ABSENT)]
                known[usual] = known.get(usual, USUAL) | MARKED
            else:
                known[word] = known.get(word, 0) | PLAIN

    def add_foreign(self, words: list[str]) -> list[str]:
        """Count a passage in another language and return what it has in the field `words`."""
        told = list(dict.fromkeys(words))
        if self._counts is not None:
            self._counts.update(told)
            self._note(told)
        return told

    def remove(self, words: set[str]) -> None:
        """Count the words of a passage that goes; in a new index none does."""
        if self._counts is not None:
            self._counts.subtract(words)

    def write(self, folder: Path, searcher: Searcher) -> None:
        """Write the list to a folder.

        Args:
            folder: where to.
            searcher: the index as it is now.
        """
        if self._counts is None:
            self._counts = self._count(searcher)
        counts, known = self._counts, self._known
        for word in self._usual.values():
            known[word] = known.get(word, 0) | USUAL
        kept = sorted(word for word, told in known.items() if counts[word] or told & USUAL)
        text = encoded("\n".join(["", *kept, ""]) if kept else "\n")
        starts = array("I", accumulate((len(word) + 1 for word in lines(text)), initial=1))
        stems = [f"{stem_}\t{word}\n" for stem_, word in self._usual.items() if stem_ != word]
        parts = [
            _HEAD.pack(_MAGIC, len(kept), len(stems)),
            bytes(map(known.__getitem__, kept)),
            _as_bytes(array("I", map(counts.__getitem__, kept))),
            _as_bytes(starts),
            text,
            encoded("".join(stems)),
        ]
        written_anew(folder / NAME, b"".join(parts))

    def _count(self, searcher: Searcher) -> Counter[str]:
        """Return in how many passages each word stands, and note what is known of it."""
        marks, counts = {}, Counter[str]()
        for term, number in searcher.terms_with_prefix("words", ""):
            if term.startswith(ABSENT):
                marks[term.removeprefix(ABSENT)] = number
            else:
                counts[term] = number
                self._known[term] = PLAIN
        stems = dict(searcher.terms_with_prefix("text", ""))
        for found, word in self._usual.items():
            counts[word] += stems.get(found, 0) - marks.get(found, 0)
            self._known[word] = self._known.get(word, 0) | (MARKED if found in marks else USUAL)
        return counts


def _numbers(content: bytes) -> array[int]:
    found = array("I")
    found.frombytes(content)
    if sys.byteorder == "big":
        found.byteswap()
    return found


def _as_bytes(numbers: array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()
