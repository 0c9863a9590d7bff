"""Indexes that earlier versions made: those that are still read answer, and the others are made anew by themselves."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from searchkit import Library
from searchkit.cli import app
from searchkit.engines import ENGINES
from searchkit.errors import OutdatedIndexError

from .make_fixture import ANSWERS, CORPUS, FIXTURES, answers, folder_of

KEPT = sorted(path for path in FIXTURES.iterdir() if path.is_dir() and path != CORPUS)
CURRENT = [folder_of(engine) for engine in ENGINES]
OLDER = [path for path in KEPT if path not in CURRENT]


@pytest.fixture
def copied(tmp_path: Path, request: pytest.FixtureRequest) -> Library:
    """A library over a copy of the corpus and of the index that the test is given."""
    shutil.copytree(CORPUS, tmp_path / "corpus")
    shutil.copytree(request.param, tmp_path / "index")
    return Library(tmp_path / "corpus", tmp_path / "index")


def right() -> dict[str, list[str]]:
    """Return what every index of the corpus answers."""
    return dict(json.loads(ANSWERS.read_text(encoding="utf-8")))


def test_an_index_of_each_engine_is_kept() -> None:
    """Whoever raises a schema keeps an index of it: `python -m tests.engines.make_fixture` makes it."""
    assert set(CURRENT) <= set(KEPT)


@pytest.mark.parametrize("copied", CURRENT, indirect=True, ids=lambda path: path.name)
def test_a_kept_index_answers(copied: Library) -> None:
    """An index of the schema that is current was made on another machine, long ago, and answers all the same."""
    with copied:
        assert answers(copied) == right()
        assert not [finding for finding in copied.doctor().findings if finding.area != "agreement"]


@pytest.mark.parametrize("copied", OLDER, indirect=True, ids=lambda path: path.name)
def test_an_older_index_is_made_anew(copied: Library, capsys: pytest.CaptureFixture[str]) -> None:
    """An index of an older schema is not read but made anew by the next `index`, which says so; its engine stays."""
    engine = next(copied.generations.engines())
    with copied, pytest.raises(OutdatedIndexError, match="older searchkit") as caught:
        copied.search("walk")
    assert "searchkit index" in caught.value.hint
    places = ["--corpus", str(copied.corpus.root), "--index", str(copied.generations.root)]
    assert app.run(["search", "walk", *places]) == 3
    assert app.run(["index", *places]) == 0
    told = capsys.readouterr()
    assert "older searchkit" in told.err
    assert "made anew" in told.err
    assert "3 added" in told.out
    with copied:
        assert answers(copied) == right()
        assert copied.status().engine == engine
        assert copied.doctor().findings == ()
