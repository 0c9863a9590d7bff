"""What every test may use: the Hypothesis profile, the sample corpus, and a library over it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from searchkit import Episode, Library
from searchkit.corpus import Corpus
from tests.properties import EXPLORING, examples

# A machine that is busy must not fail a test. The same examples each time, so that what fails came with the change at
# hand; `properties` tells how to draw others.
settings.register_profile(
    "searchkit",
    deadline=None,
    max_examples=examples(60),
    derandomize=not EXPLORING,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.load_profile("searchkit")

SAMPLE = Path(__file__).parent.parent / "corpus"


@pytest.fixture(scope="session")
def sample_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an index of the sample corpus, built once; nobody may change it."""
    index = tmp_path_factory.mktemp("sample") / "index"
    Library(SAMPLE, index).sync()
    return index


@pytest.fixture
def sample(sample_index: Path) -> Iterator[Library]:
    """A library over the sample corpus, for reading."""
    with Library(SAMPLE, sample_index) as library:
        yield library


@pytest.fixture
def make_library(tmp_path: Path) -> Iterator[Callable[[Iterable[Episode]], Library]]:
    """A function that files episodes and gives a library in step with them."""
    opened: list[Library] = []

    def make(episodes: Iterable[Episode]) -> Library:
        corpus = Corpus(tmp_path / "corpus")
        corpus.root.mkdir(exist_ok=True)
        for episode in episodes:
            corpus.save(episode)
        library = Library(corpus.root, tmp_path / "index")
        library.sync()
        opened.append(library)
        return library

    yield make
    for library in opened:
        library.close()
