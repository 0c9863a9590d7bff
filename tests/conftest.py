"""What every test may use: the Hypothesis profile, the sample corpus, and a library over it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from searchkit import Episode, Library
from searchkit.corpus import Corpus

# A machine that is busy must not fail a test; the counts keep the whole suite under a minute and a half on one core.
settings.register_profile(
    "searchkit", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
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
