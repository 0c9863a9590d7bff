"""The main job on real pages, which lie beside the project and are no part of it."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from searchkit.adding import read_page
from searchkit.corpus import Corpus
from searchkit.library import Library
from searchkit.readers import Hints
from searchkit.text import fold

from .conftest import ROOT, Done

Run = Callable[..., Done]

DATA = Path(os.environ.get("SEARCHKIT_SHARED_DATA") or ROOT.parent / "shared" / "data")
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason=f"the real pages are not here: {DATA}")
_SAMPLE = 12  # quotes of each file that are looked for
# What the site puts around a summary; none of it may become part of an episode.
_BOILERPLATE = (
    *("at a glance", "what it's really about", "worth remembering", "worth saving", "5 ideas", "5 quotes"),
    *("add to chrome", "get more out of", "powered by", "summaries for youtube", "high quality"),
)


@pytest.fixture
def added(run: Run, empty: Path) -> tuple[Done, Path]:
    """The run that added the page, and the folder of the corpus."""
    return run("add", *map(str, sorted((DATA / "pages").glob("*.txt")))), empty / "corpus"


@pytest.fixture(scope="module")
def summaries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """The thirty summaries, added and indexed."""
    folder = tmp_path_factory.mktemp("summaries")
    with Library(folder / "corpus", folder / "index") as library:
        for page in sorted((DATA / "bigdegen_summaries").glob("*.md")):
            library.add(read_page(page), name=str(page), hints=Hints(show="Summaries"))
        assert not library.sync().errors
        yield library


def first(done: Done) -> dict[str, Any]:
    """Return the first hit of a run that printed JSON."""
    hit: dict[str, Any] = json.loads(done.out)["hits"][0]
    return hit


def test_the_page_becomes_an_episode(added: tuple[Done, Path]) -> None:
    """The page gives its show, number, title and headline, three points, five ideas and five quotes by the guest."""
    done, corpus = added
    assert done.code == 0, done.err
    assert "3 points, 5 ideas, 5 quotes" in done.out
    (episode,) = Corpus(corpus).episodes()
    assert not isinstance(episode, Exception)
    assert (episode.show, episode.number) == ("The Twenty Minute VC", "E1014")
    assert episode.title.startswith("Yann LeCun: Meta")
    assert episode.headline
    assert (len(episode.overview), len(episode.ideas), len(episode.quotes)) == (3, 5, 5)
    assert {quote.speaker for quote in episode.quotes} == {"Yann LeCun"}
    assert all(idea.heading and idea.text for idea in episode.ideas)


def test_nothing_of_the_site_is_left(added: tuple[Done, Path]) -> None:
    """No button, menu or legal line of the site stands in the episode."""
    (file,) = added[1].glob("*/*.yaml")
    text = fold(file.read_text(encoding="utf-8").partition("source:")[0])
    assert not [line for line in _BOILERPLATE if fold(line) in text]


def test_adding_the_page_again_changes_nothing(run: Run, added: tuple[Done, Path]) -> None:
    """The page is unchanged the second time."""
    (file,) = added[1].glob("*/*.yaml")
    before = file.read_bytes()
    assert run("add", *map(str, (DATA / "pages").glob("*.txt"))).out.startswith("unchanged\t")
    assert file.read_bytes() == before


def test_its_lines_are_found(run: Run, added: tuple[Done, Path]) -> None:
    """A word and the guest's surname find the one quote; half-remembered words find theirs; a phrase finds the idea."""
    del added
    assert run("index").out.startswith("1 added")
    done = run("quotes", "renaissance", "--speaker", "lecun", "--format", "json")
    hit = first(done)
    assert len(json.loads(done.out)["hits"]) == 1
    assert [hit["text"][start:end].lower() for start, end in hit["highlights"]["text"]] == ["renaissance"]
    assert hit["context"]["headline"]
    assert hit["context"]["idea"]["heading"]
    hit = first(run("ideas", '"open source"', "--json"))
    assert hit["heading"].startswith("Open-source AI infrastructure")
    hit = first(run("search", "nobody right mind autoregressive", "--json"))
    assert hit["id"].endswith("#quote-3")
    assert run("speakers", "--format", "plain").out.startswith("Yann LeCun\t1\t5")


def test_every_summary_is_read_or_refused_with_a_reason(run: Run, empty: Path) -> None:
    """Each of thirty real summaries is added, or refused in one line that says why."""
    files = sorted(map(str, (DATA / "bigdegen_summaries").glob("*.md")))
    assert len(files) == 30
    done = run("add", *files, "--show", "Summaries")
    refused = [line for line in done.err.splitlines() if line.startswith("error: ")]
    assert len(done.lines) + len(refused) == 30
    assert done.code == (4 if refused else 0)
    assert "Traceback" not in done.err
    assert len(list((empty / "corpus").glob("*/*.yaml"))) == len(done.lines)


def test_every_quote_is_found_by_its_own_words(summaries: Library) -> None:
    """A quote of a real summary is the first hit for its own words, or stands among hits of the same text."""
    draw = random.Random(7)  # noqa: S311 -- which quotes are looked for
    looked = 0
    missed: list[str] = []
    for episode in summaries.corpus.episodes():
        assert not isinstance(episode, Exception)
        for quote in draw.sample(episode.quotes, min(_SAMPLE, len(episode.quotes))):
            looked += 1
            words = " ".join(quote.text.replace('"', " ").split()[:40])
            hits = summaries.search(f'"{words}"', kinds=("quote",), limit=3, duplicates=True).hits
            if not any(fold(quote.text) == fold(hit.passage.text) for hit in hits):
                missed.append(quote.text)
    assert looked > 300
    assert missed == []


def test_some_words_of_a_quote_are_enough(summaries: Library) -> None:
    """Ten words out of the middle of a real quote find it among the first ten hits, nearly always as the first."""
    draw = random.Random(11)  # noqa: S311 -- which quotes are looked for
    ranks: list[int] = []
    for episode in summaries.corpus.episodes():
        assert not isinstance(episode, Exception)
        long = [quote for quote in episode.quotes if len(quote.text.split()) >= 16]
        for quote in draw.sample(long, min(4, len(long))):
            words = [word for word in quote.text.split() if word.isalpha() and not word.isupper()][4:14]
            texts = [
                fold(hit.passage.text) for hit in summaries.search(" ".join(words), kinds=("quote",), duplicates=True)
            ]
            ranks.append(texts.index(fold(quote.text)) if fold(quote.text) in texts else 99)
    assert len(ranks) > 60
    assert sum(rank == 0 for rank in ranks) >= 0.9 * len(ranks)
    assert max(ranks) < 10
