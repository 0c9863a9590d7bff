"""searchkit's own YAML as an input."""

from __future__ import annotations

import pytest

from searchkit.episode_file import dump_episode
from searchkit.errors import InputError
from searchkit.model import Episode, Idea, Point, Quote, Source

from .conftest import read

EPISODE = Episode(
    show="The Evening Kite",
    title="Why maps lie",
    number="E12",
    published="2023-06-19",
    overview=(Point("Maps are drawn by somebody."),),
    ideas=(Idea("Maps argue", "They do."),),
    quotes=(Quote("Maps lie politely.", "Ada Moreau", 751.0), Quote("Rivers do not.")),
    extra={"mood": "rainy"},
)


def test_what_the_corpus_writes_is_read_back() -> None:
    """An episode file gives the episode that was written, whatever its name."""
    for name in ("episode.yaml", "episode.yml", "-"):
        reading = read(dump_episode(EPISODE), name=name)
        assert (reading.episode, reading.warnings, reading.reader) == (EPISODE, (), "episode-yaml")


def test_an_episode_file_keeps_what_it_says_of_its_source() -> None:
    """A file of another corpus says itself where its episode came from."""
    source = Source(file="page.txt", reader="summary-page")
    text = dump_episode(EPISODE) + "source: {file: page.txt, reader: summary-page}\n"
    assert read(text, name="x.yaml").episode.source == source


def test_caller_overrules_the_file() -> None:
    """What the caller knows replaces what the file says; the speaker fills only gaps."""
    given = {"show": "S", "title": "T", "number": "7", "published": "2021", "url": "https://kite.example/2"}
    episode = read(dump_episode(EPISODE), **given, speaker="Ben Ito").episode
    assert {key: getattr(episode, key) for key in given} == given
    assert [quote.speaker for quote in episode.quotes] == ["Ada Moreau", "Ben Ito"]


def test_a_fault_is_named_with_file_line_and_key() -> None:
    """The corpus's own checks speak for the file."""
    with pytest.raises(InputError, match=r"x.yaml:4: quotes\[0\].at: ") as caught:
        read("show: Kite\ntitle: Maps\nquotes:\n- {text: A b., at: soon}\n", name="x.yaml")
    assert (caught.value.path, caught.value.line) == ("x.yaml", 4)


@pytest.mark.parametrize("text", ["title: Maps\n", "- show: Kite\n  title: Maps\n", "just text\n"])
def test_a_yaml_file_that_is_no_episode_is_refused(text: str) -> None:
    """A file that is called YAML and is no episode is an input error, never another reader's."""
    with pytest.raises(InputError, match=r"x.yaml"):
        read(text, name="x.yaml")


def test_a_key_that_is_almost_known_is_told() -> None:
    """A slip in a key is a warning that names the nearest, once for each list; another word is nobody's business."""
    text = (
        "show: Kite\ntitle: Maps\nidees: [a]\nmood: good\nquotes:\n"
        "- {text: Maps lie., speeker: Ada}\n- {text: Ink fades., speeker: Ben, topic: ink}\n"
    )
    assert read(text, name="x.yaml").warnings == (
        "idees is no key that is known, and is kept but not searched: did you mean ideas?",
        "quotes[0].speeker is no key that is known, and is kept but not searched: did you mean speaker?",
    )
