"""The documents: episodes of 150 passages in an invented language, the same for every engine.

`write` lays them down twice: as a corpus of YAML files, which is what searchkit reads, and cut into passages, one line
an episode, which is what the engines are fed with, so that nobody's time includes reading YAML but searchkit's own. An
episode depends on its number only, so that none but the one at hand is ever held.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, timedelta
from pathlib import Path

from bench.vocabulary import SEED, Vocabulary
from searchkit.episode_file import dump_episode
from searchkit.model import Episode, EpisodeRef, Idea, Passage, Point, Quote
from searchkit.passages import cut

PER_EPISODE = 150
CORPUS = "corpus"  # folder of the YAML files
_PASSAGES = "passages.jsonl"
_SHOWS = 12
_FIRST_DAY = date(2015, 1, 1)
_DAYS = 3650
_BETWEEN = 40.0  # seconds from quote to quote
_PHRASE_SHARE = 0.035  # of the words that begin a set phrase
_LENGTH = (3.58, 0.45)  # of a passage in words: mean and deviation of its logarithm, so a median of 36
_LENGTH_BOUNDS = (6, 110)
_SENTENCE = 14  # words
_COMMA_FROM = 9  # words of a sentence that has a comma


class Writer:
    """Writes the documents of the invented language.

    Args:
        passages: how many there are in all; the last episode may be shorter.
        per_episode: how many an episode has.
    """

    def __init__(self, passages: int, per_episode: int = PER_EPISODE) -> None:
        self._passages, self._per_episode = passages, per_episode
        self.vocabulary = Vocabulary()
        chance = random.Random(SEED)
        self.shows = [self._title(chance, 2) for _ in range(_SHOWS)]

    @property
    def ids(self) -> list[str]:
        """The ids of all episodes."""
        return [_id(number) for number in range(1, -(-self._passages // self._per_episode) + 1)]

    def episodes(self) -> Iterator[Episode]:
        """Yield the episodes, each made when its turn comes."""
        return map(self.episode, self.ids)

    def episode(self, episode_id: str) -> Episode:
        """Return the episode of an id, which is the same whenever it is asked for."""
        number = int(episode_id.rpartition("-")[2])
        passages = min(self._per_episode, self._passages - (number - 1) * self._per_episode)
        chance = random.Random(f"{SEED}-{number}")
        points, ideas = passages // 15, passages // 3
        show = number % _SHOWS
        voices = self.vocabulary
        drawn = chance.choices(voices.speakers, cum_weights=voices.speaker_weights, k=chance.randint(2, 5))
        speakers = tuple(dict.fromkeys(drawn))
        return Episode(
            id=episode_id,
            show=self.shows[show],
            title=self._title(chance, chance.randint(3, 7)),
            number=f"E{number}",
            published=(_FIRST_DAY + timedelta(days=chance.randrange(_DAYS))).isoformat(),
            url=f"https://example.org/{show:02}/{number:05}",
            speakers=speakers,
            headline=self._title(chance, 9),
            overview=tuple(Point(self._text(chance)) for _ in range(points)),
            ideas=tuple(Idea(self._title(chance, chance.randint(3, 8)), self._text(chance)) for _ in range(ideas)),
            quotes=tuple(
                Quote(self._text(chance), chance.choice(speakers), place * _BETWEEN)
                for place in range(passages - points - ideas)
            ),
        )

    def _title(self, chance: random.Random, length: int) -> str:
        return " ".join(self.vocabulary.draw(chance, length)).capitalize()

    def _text(self, chance: random.Random) -> str:
        shortest, longest = _LENGTH_BOUNDS
        words = self.vocabulary.draw(chance, max(shortest, min(longest, int(chance.lognormvariate(*_LENGTH)))))
        at = 0
        while at < len(words):
            if chance.random() < _PHRASE_SHARE:
                phrase = self.vocabulary.phrase(chance)
                words[at : at + len(phrase)] = phrase
                at += len(phrase)
            at += 1
        sentences = max(1, round(len(words) / _SENTENCE))
        return " ".join(
            _sentence(words[len(words) * n // sentences : len(words) * (n + 1) // sentences], chance)
            for n in range(sentences)
        )


def _id(number: int) -> str:
    return f"show-{number % _SHOWS:02}/episode-{number:05}"


def _sentence(words: list[str], chance: random.Random) -> str:
    if len(words) > _COMMA_FROM:
        words[len(words) // 2] += ","
    text = " ".join(words) + chance.choice("....?!")
    return text[0].upper() + text[1:]


def write(folder: Path, passages: int, *, corpus: bool) -> None:
    """Write documents with so many passages to a folder: as passages, and if asked for as a corpus."""
    folder.mkdir(parents=True, exist_ok=True)
    aside = folder / f"{_PASSAGES}.part"
    with aside.open("w", encoding="utf-8", newline="\n") as stream:
        for episode in Writer(passages).episodes():
            if corpus:
                _write_episode(folder / CORPUS, episode)
            pieces = cut(episode)
            rows = [asdict(piece) | {"episode": None} for piece in pieces]
            line = {"episode": asdict(pieces[0].episode), "passages": rows}
            stream.write(json.dumps(line) + "\n")
    aside.rename(folder / _PASSAGES)


def write_corpus(folder: Path, writer: Writer) -> None:
    """Write episodes as a corpus of YAML files."""
    for episode in writer.episodes():
        _write_episode(folder, episode)


def _write_episode(folder: Path, episode: Episode) -> None:
    path = folder / f"{episode.id}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dump_episode(episode), encoding="utf-8")


def written(folder: Path) -> bool:
    """Whether `write` has been at work in a folder, and was not interrupted."""
    return (folder / _PASSAGES).exists()


def read(folder: Path) -> Iterator[tuple[Passage, ...]]:
    """Yield the passages of each episode that `write` left; one episode is held at a time."""
    with (folder / _PASSAGES).open(encoding="utf-8") as stream:
        for line in stream:
            content = json.loads(line)
            told = content["episode"]
            episode = EpisodeRef(**told | {"speakers": tuple(told["speakers"])})
            yield tuple(
                Passage(**row | {"episode": episode, "quotes": tuple(row["quotes"])}) for row in content["passages"]
            )
