from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from bench import building, documents, goals, graph, idle, questions, report
from bench.asking import ask
from bench.contestants import CONTESTANTS, LABELS, UP_TO, contestants
from searchkit.corpus import Corpus
from searchkit.library import Library

SIZE = 320


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of documents and questions; nobody may change it."""
    folder = tmp_path_factory.mktemp("documents")
    documents.write(folder, SIZE, corpus=True)
    questions.write(folder)
    return folder


def test_an_episode_is_the_same_whenever_it_is_asked_for(made: Path) -> None:
    """The corpus on disk, the passages and a generator that makes one episode at a time agree."""
    writer = documents.Writer(SIZE)
    assert documents.written(made)
    assert [writer.episode(one).title for one in reversed(writer.ids)] == [
        episode.title for episode in reversed(list(writer.episodes()))
    ]
    read = list(documents.read(made))
    assert sum(map(len, read)) == SIZE
    assert len(Corpus(made / documents.CORPUS).scan()) == len(read) == 3


def test_every_class_has_its_questions(made: Path) -> None:
    """Each has the same number, and patterns have their star where their class says."""
    asked = questions.read(made)
    assert questions.written(made)
    assert {len(listed) for listed in asked.values()} == {questions.PER_CLASS + questions.WARM_UP}
    assert all(question.words[0].startswith("*") for question in asked["leading"])
    assert all("*" in question.words[0][1:-1] for question in asked["inner"])


def test_every_contestant_that_is_there_builds_and_answers(made: Path) -> None:
    """Whoever can be loaded holds all passages and answers every class that it knows; searchkit knows all."""
    places = building.index_folders(made)
    there = contestants(SIZE)
    for name in there:
        assert building.build(made, name, places[name])["passages"] == SIZE
    building.make_ready(made, places["searchkit"], SIZE, "whoosh")
    with Library(made / documents.CORPUS, places["searchkit"]) as library:
        assert not library.is_stale()
    others = [name for name in there if not name.startswith("searchkit")]
    answers = ask(made, 1, ["searchkit", *others])
    assert all(len(of_class["searchkit"]["ms"]) == questions.PER_CLASS for of_class in answers.values())
    for name in others:
        assert any(of_class[name]["ms"] for of_class in answers.values())


def test_an_index_without_changes_is_measured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The corpus of many episodes is made once, its index is in step with it, and the command does nothing."""
    monkeypatch.setattr(idle, "EPISODES", 4)
    idle.prepare(tmp_path)
    idle.prepare(tmp_path)
    assert idle.measure(tmp_path, runs=1) > 0
    with Library(tmp_path / documents.CORPUS, tmp_path / "index") as library:
        assert library.status().generation == 1
        assert not library.is_stale()


def test_those_that_take_too_long_are_left_out() -> None:
    """Beyond its size a contestant does not compete; every contestant has a label."""
    assert "whoosh" in contestants(UP_TO["whoosh"])
    assert "whoosh" not in contestants(UP_TO["whoosh"] + 1)
    assert set(LABELS) == set(CONTESTANTS)


def _measured(size: int, own: float, other: float) -> goals.Measured:
    names = ("searchkit", "searchkit-tantivy", "whoosh", "fts5", "tantivy")
    fast = {"p50": own, "p95": own, "found": 10.0}
    slow = {"p50": other, "p95": other, "found": 10.0}
    of_class = {name: fast if name.startswith("searchkit") else slow for name in names}
    builds = {
        name: {"rate": 1 / own if name.startswith("searchkit") else 1 / other, "bytes": own, "memory": 1e6}
        for name in names
    }
    return goals.Measured({size: builds}, {size: dict.fromkeys(questions.CLASSES, of_class)}, {"searchkit": own}, own)


@pytest.mark.parametrize("size", [goals.DEFAULT_SIZE, goals.BIG_SIZE])
def test_goals_are_judged(size: int) -> None:
    """What is fast enough is met and what is not is missed, at the sizes where the goals stand."""
    quick, slow = (goals.judge(_measured(size, own, 10.0)) for own in (0.5, 2000.0))
    missed = {goal.what for goal in quick if not goal.met}
    assert missed <= {f"index size, {size:,}"} | {goal.what for goal in quick if "size" in goal.what}
    assert any(not goal.met for goal in slow)
    assert "MISSED" in report.goals(slow)


def test_goals_without_figures_are_not_judged() -> None:
    """A run of small sizes says nothing about them."""
    assert goals.judge(goals.Measured({1000: {}}, {1000: {}}, {})) == []


def test_the_graph_is_well_formed_and_knows_both_schemes() -> None:
    """Each class has a panel, each contestant a line in it, and dark viewers have colours of their own."""
    drawn = graph.draw(dict(_measured(1000, 1.0, 5.0).answers) | dict(_measured(10_000, 2.0, 90.0).answers))
    root = ET.fromstring(drawn)  # noqa: S314 -- our own text
    lines = [element for element in root.iter() if element.tag.endswith("polyline")]
    assert len(lines) == 5 * (len(questions.CLASSES) + 1)
    assert "prefers-color-scheme: dark" in drawn
    assert all(label in drawn for label in questions.CLASSES.values())


def test_tables_name_everybody() -> None:
    """The table of questions has a column for each contestant, and a dash for what one cannot be asked."""
    answers = _measured(1000, 1.0, 5.0).answers[1000] | {"fuzzy": {"searchkit": {"p50": 1.0, "p95": 2.0}}}
    text = report.queries(1000, answers)
    assert all(LABELS[name] in text for name in ("searchkit", "whoosh", "tantivy"))
    assert " - " in text
