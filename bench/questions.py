"""The questions: classes of one or two words, patterns and sentences, drawn from the documents with a fixed seed.

Words are chosen by how many of all passages hold them; sentences, pairs and phrases come from a sample, so that what is
held in memory does not grow with the documents.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from bench import documents
from bench.vocabulary import SEED
from searchkit.analysis import is_stop_word
from searchkit.model import Passage

PER_CLASS = 40
WARM_UP = 8  # further questions of each class, asked before any is measured
CLASSES = {
    "rare": "rare word",
    "common": "common word",
    "and": "two words, AND",
    "or": "two words, OR",
    "phrase": "phrase",
    "speaker": "word of a speaker",
    "prefix": "prefix",
    "fuzzy": "fuzzy word",
    "leading": "leading wildcard",
    "inner": "inner wildcard",
    "sentence": "sentence of 12 words",
}
_FILE = "questions.json"
_RARE = (2, 20)  # passages that hold a rare word
_MIDDLE = (0.002, 0.02)  # share of the passages that hold a word of middling frequency
_COMMON = (0.02, 0.15)
_PHRASE_FROM = 6  # places in which a phrase stands at least
_SHORTEST = 4  # letters of a word that is asked for
_PREFIX = 4  # letters
_SENTENCE = 12  # words
_SAMPLE = 20_000  # passages
_ENDING = 5  # letters behind a leading wildcard
_AROUND = (3, 2)  # letters before and behind an inner one
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: words, and for the class `speaker` whose."""

    words: tuple[str, ...]
    speaker: str = ""


class _Maker:
    """Draws questions from passages."""

    def __init__(self, passages: Iterable[Passage]) -> None:
        self.chance = random.Random(SEED)
        self.counts: Counter[str] = Counter()
        self.passages: list[Passage] = []
        size = 0
        for size, passage in enumerate(passages, start=1):
            self.counts.update(set(_words(passage)))
            self._keep(passage, size)
        self.texts = [_words(passage) for passage in self.passages]
        self.spoken = [number for number, passage in enumerate(self.passages) if passage.speaker]
        self.rare = self._band(*_RARE)
        self.middle = self._band(max(5, _MIDDLE[0] * size), _MIDDLE[1] * size)
        self.common = self._band(_COMMON[0] * size, _COMMON[1] * size)
        self.asked = {*self.middle, *self.common}

    def _keep(self, passage: Passage, size: int) -> None:
        """Keep a sample in which every passage is as likely as every other (algorithm R, Vitter, TOMS 1985)."""
        if size <= _SAMPLE:
            self.passages.append(passage)
        elif (at := self.chance.randrange(size)) < _SAMPLE:
            self.passages[at] = passage

    def _band(self, least: float, most: float) -> list[str]:
        return sorted(word for word, count in self.counts.items() if least <= count <= most and _is_asked(word))

    @cached_property
    def phrases(self) -> list[tuple[str, str]]:
        pairs = Counter(pair for text in self.texts for pair in pairwise(text))
        return sorted(pair for pair, count in pairs.items() if count >= _PHRASE_FROM and all(map(_is_asked, pair)))

    def one_of(self, words: Sequence[str]) -> Question:
        return Question((self.chance.choice(words),))

    def two_of_a_passage(self) -> Question:
        while True:
            known = self._asked_of(self.chance.randrange(len(self.passages)))
            if len(known) > 1:
                return Question(tuple(self.chance.sample(known, 2)))

    def of_a_speaker(self) -> Question:
        while True:
            number = self.chance.choice(self.spoken)
            if known := self._asked_of(number):
                return Question((self.chance.choice(known),), self.passages[number].speaker)

    def _asked_of(self, number: int) -> list[str]:
        return [word for word in dict.fromkeys(self.texts[number]) if word in self.asked]

    def beginning(self) -> Question:
        return Question((self.chance.choice([word for word in self.middle if len(word) > _PREFIX])[:_PREFIX],))

    def misspelt(self) -> Question:
        word = self.chance.choice([word for word in self.middle if len(word) > _SHORTEST])
        at, letter = self.chance.randrange(1, len(word)), self.chance.choice(_LETTERS)
        exchanged, left_out, added = (
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
        )
        return Question((self.chance.choice((exchanged, left_out, added)),))

    def ending(self) -> Question:
        word = self.chance.choice([word for word in self.middle if len(word) > _ENDING])
        return Question(("*" + word[-_ENDING:],))

    def around(self) -> Question:
        before, behind = _AROUND
        word = self.chance.choice([word for word in self.middle if len(word) > before + behind])
        return Question((f"{word[:before]}*{word[-behind:]}",))

    def sentence(self) -> Question:
        while True:
            text = self.chance.choice(self.texts)
            if len(text) >= _SENTENCE:
                start = self.chance.randrange(len(text) - _SENTENCE + 1)
                return Question(tuple(text[start : start + _SENTENCE]))

    def questions(self) -> dict[str, list[Question]]:
        makers: dict[str, Callable[[], Question]] = {
            "rare": lambda: self.one_of(self.rare),
            "common": lambda: self.one_of(self.common),
            "and": self.two_of_a_passage,
            "or": self.two_of_a_passage,
            "phrase": lambda: Question(self.chance.choice(self.phrases)),
            "speaker": self.of_a_speaker,
            "prefix": self.beginning,
            "fuzzy": self.misspelt,
            "leading": self.ending,
            "inner": self.around,
            "sentence": self.sentence,
        }
        return {name: [makers[name]() for _ in range(WARM_UP + PER_CLASS)] for name in CLASSES}


def _words(passage: Passage) -> list[str]:
    return re.findall(r"[a-z]+", passage.text.lower())


def _is_asked(word: str) -> bool:
    return len(word) >= _SHORTEST and not is_stop_word(word)


def write(folder: Path) -> None:
    """Write questions to the documents of a folder beside them."""
    made = _Maker(passage for passages in documents.read(folder) for passage in passages).questions()
    content = {name: [asdict(question) for question in questions] for name, questions in made.items()}
    (folder / _FILE).write_text(json.dumps(content, indent=1), encoding="ascii")


def written(folder: Path) -> bool:
    """Whether there are questions in a folder, of every class."""
    return (folder / _FILE).exists() and set(read(folder)) == set(CLASSES)


def read(folder: Path) -> dict[str, list[Question]]:
    """Return the questions of a folder by class; the first `WARM_UP` of each are not measured."""
    content = json.loads((folder / _FILE).read_bytes())
    return {name: [Question(tuple(row["words"]), row["speaker"]) for row in rows] for name, rows in content.items()}
