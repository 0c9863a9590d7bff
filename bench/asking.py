"""Questions asked and timed, every contestant in turn, in one process (`bench.worker`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time

from bench import questions
from bench.building import index_folders
from bench.contestants import CONTESTANTS, Contestant
from bench.contestants.base import NotAskedError
from bench.measuring import median
from bench.questions import WARM_UP, Question


@dataclass(slots=True)
class _Answers:
    """What a contestant did with the questions of a class: the milliseconds of each round, and how many it found."""

    rounds: list[list[float]] = field(default_factory=list)
    found: list[int | None] = field(default_factory=list)


def ask(folder: Path, rounds: int, asked_of: Sequence[str]) -> dict[str, dict[str, dict[str, Sequence[float | None]]]]:
    """Return for each class and contestant the CPU milliseconds of each question, and how many passages it found.

    Each round opens the indexes anew, warms up with other questions, and asks each question once, so that no index
    answers from what it kept of the same question; of the rounds the median is taken.
    """
    asked = questions.read(folder)
    makers, places = {who: CONTESTANTS[who] for who in asked_of}, index_folders(folder)
    answers = {name: {who: _Answers() for who in makers} for name in asked}
    for _ in range(rounds):
        opened: dict[str, Contestant] = {who: make() for who, make in makers.items()}
        for who, contestant in opened.items():
            contestant.open(places[who])
        for name, listed in asked.items():
            for question in listed[:WARM_UP]:
                for contestant in opened.values():
                    with suppress(NotAskedError):
                        contestant.ask(name, question)
        for name, listed in asked.items():
            _ask_each(opened, name, listed[WARM_UP:], answers[name])
        for contestant in opened.values():
            contestant.close()
    return {
        name: {
            who: {"ms": [median(runs) for runs in zip(*of_one.rounds, strict=True)], "found": of_one.found}
            for who, of_one in of_class.items()
        }
        for name, of_class in answers.items()
    }


def _ask_each(
    opened: Mapping[str, Contestant], name: str, asked: Sequence[Question], answers: Mapping[str, _Answers]
) -> None:
    for of_one in answers.values():
        of_one.rounds.append([])
        of_one.found.clear()
    for question in asked:
        for who, contestant in opened.items():
            start = process_time()
            try:
                total = contestant.ask(name, question)
            except NotAskedError:
                continue
            answers[who].rounds[-1].append((process_time() - start) * 1000)
            answers[who].found.append(total)
