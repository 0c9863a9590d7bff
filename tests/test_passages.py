"""An episode cut into passages, and each quote tied to the idea that it belongs to."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from searchkit import Episode, Idea, Point, Quote, Source
from searchkit.passages import assign, cut, passage_id

from .building import drawn, episode, phrases_from

BRIDGE = Idea("Bridges hum before they fall", "A bridge that hums tells you of its load.")
KETTLE = Idea("Nobody maps a kettle", "Maps leave out what everybody knows.")


def test_cut() -> None:
    """Points, ideas and quotes become passages in their order, with ids counted from 1, and know their episode."""
    whole = episode(
        "one",
        number="E1",
        published="2023-06",
        url="https://example.org/1",
        headline="A line",
        speakers=("Ada",),
        overview=(Point("First."), Point("Second.")),
        ideas=(KETTLE, BRIDGE),
        quotes=(Quote("The bridge hummed.", "Bo", 5.0), Quote("Unrelated.", "Ada")),
    )
    passages = cut(whole)
    assert [passage.id for passage in passages] == [
        passage_id("show/one", kind, number) for kind in ("point", "idea", "quote") for number in (1, 2)
    ]
    assert [passage.text for passage in passages[:2]] == ["First.", "Second."]
    _, _, kettle, bridge, hummed, unrelated = passages
    assert (bridge.heading, bridge.text, bridge.quotes) == (BRIDGE.heading, BRIDGE.text, (hummed.id,))
    assert (hummed.speaker, hummed.at, hummed.idea) == ("Bo", 5.0, bridge.id)
    assert (kettle.quotes, unrelated.idea) == ((), "")
    (ref,) = {passage.episode for passage in passages}
    assert (ref.id, ref.show, ref.title, ref.number) == ("show/one", "The Workbench", "one", "E1")
    assert (ref.published, ref.url, ref.headline) == ("2023-06", "https://example.org/1", "A line")
    assert ref.speakers == ("Ada", "Bo")


def test_an_episode_without_passages() -> None:
    """An episode that holds nothing gives none."""
    assert cut(episode("empty")) == ()


def test_assign_by_shared_words() -> None:
    """A quote belongs to the idea with which it shares words that tell ideas apart, inflected or not, or to none."""
    said = (Quote("It was humming all night."), Quote("My map has no kettle."), Quote("And so it was."), Quote(""))
    assert assign(said, (BRIDGE, KETTLE)) == [0, 1, None, None]


def test_assign_weighs_the_heading() -> None:
    """A word of the heading ties a quote more than one of the explanation."""
    ideas = (Idea("Walls", "bridge stone water river kite"), Idea("Bridge", "stone water river kite walls"))
    assert assign((Quote("a bridge"),), ideas) == [1]


def test_assign_without_ideas() -> None:
    """Without ideas no quote belongs to any, and of equal ideas the first wins."""
    assert assign((Quote("a bridge"),), ()) == [None]
    assert assign((Quote("a bridge"),), (BRIDGE, BRIDGE)) == [0]


@given(st.randoms(use_true_random=False))
def test_quotes_and_ideas_know_each_other(chance) -> None:
    """The idea that a quote names lists that quote, and the other way round."""
    passages = {passage.id: passage for passage in cut(drawn(chance, "any"))}
    for passage in passages.values():
        assert all(passages[quote].idea == passage.id for quote in passage.quotes)
        assert not passage.idea or passage.id in passages[passage.idea].quotes


@given(st.lists(st.builds(Quote, phrases_from()), max_size=4), st.lists(st.builds(Idea, phrases_from()), max_size=4))
def test_assign_gives_an_owner_or_none(said: list[Quote], ideas: list[Idea]) -> None:
    """Each quote gets the place of an idea that is there, or none."""
    owners = assign(said, ideas)
    assert len(owners) == len(said)
    assert all(owner is None or 0 <= owner < len(ideas) for owner in owners)


def test_a_collection_names_nobody_but_in_its_quotes() -> None:
    """A file added as a collection of quotes, which lists no speakers, has none by its title."""
    quotes = (Quote("Maps lie.", "Ada Moreau"), Quote("Ink fades.", "Ben Ito"))
    collection = Episode(
        "Quotations", "paper", quotes=quotes, id="quotations/paper", source=Source("paper.csv", "quotes-table")
    )
    assert {passage.episode.speakers for passage in cut(collection)} == {()}
    talk = replace(collection, source=None)
    assert {passage.episode.speakers for passage in cut(talk)} == {("Ada Moreau", "Ben Ito")}
