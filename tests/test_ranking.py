"""The second look: what a passage earns beside the score of the engine."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given

from searchkit.engines.base import Candidate
from searchkit.model import EpisodeRef, Passage
from searchkit.query import parse
from searchkit.query.nodes import plain_terms
from searchkit.ranking import Ranker, window
from searchkit.reading import Reading, Wanted
from searchkit.scoring import Statistics, stems_of
from tests.building import phrases_from

EPISODE = EpisodeRef("show/e", "The Workbench", "e")


def candidate(text: str, number: int = 1, heading: str = "", score: float = 0.0, speaker: str = "") -> Candidate:
    """Return a candidate with these words."""
    kind = "idea" if heading else "quote"
    one = Passage(f"show/e#{kind}-{number}", kind, text, EPISODE, heading=heading, speaker=speaker)  # type: ignore[arg-type]
    return Candidate(one, score, number)


def ranker(typed: str, frequencies: Mapping[str, int] | None = None, size: int = 100) -> Ranker:
    """Return a ranker for a query."""
    tree = parse(typed)
    return Ranker(tree, Statistics(size, 8.0, frequencies or dict.fromkeys(stems_of(tree), 5)))


def read(typed: str, passage: Passage) -> Reading:
    """Return a passage with its words read for a query."""
    return Reading(passage, Wanted(stems_of(parse(typed))))


def earned(typed: str, *args: str, **fields: str) -> dict[str, float]:
    """Return what a passage earns for a query beside its words, by its name."""
    passage = candidate(*args, **fields).passage  # type: ignore[arg-type]
    return dict(ranker(typed).added(read(typed, passage)))


def order(typed: str, *texts: str) -> list[str]:
    """Return texts in the order in which they are ranked, the engine having scored them alike."""
    found = ranker(typed).rank([candidate(text, number) for number, text in enumerate(texts, start=1)])
    return [entry.candidate.passage.text for entry in found]


@pytest.mark.parametrize(
    ("typed", "best_first"),
    [
        ("quiet stone", ("quiet stone", "a quiet stone", "a quiet old stone", "stone, so quiet", "quiet")),
        ("map of the river", ("a map of the river", "a map or some river", "a river and a map", "a map")),
        ("stone walks", ("a stone walks", "a stone walk")),
    ],
)
def test_order_of_wordings(typed: str, best_first: tuple[str, ...]) -> None:
    """Passages come in this order, whatever order the engine gave them in."""
    assert order(typed, *best_first) == list(best_first)
    assert order(typed, *reversed(best_first)) == list(best_first)


def test_equal_passages_keep_their_place_in_the_episode() -> None:
    """Of passages that earn the same the one that stands first comes first, by number and not by letter."""
    found = ranker("stone").rank([candidate("stone", number) for number in (10, 2, 1)])
    assert [entry.candidate.handle for entry in found] == [1, 2, 10]


def test_the_score_is_the_sum_of_its_parts_whatever_the_engine_gave() -> None:
    """A final score is the sum of its parts, and the engine's score is none of them."""
    (found,) = ranker("quiet stone").rank([candidate("a quiet stone", score=3.5)])
    (again,) = ranker("quiet stone").rank([candidate("a quiet stone", score=9.0)])
    assert found.parts == again.parts
    assert found.score == pytest.approx(sum(part.value for part in found.parts))


def test_the_heading_earns_something() -> None:
    """Words in the heading earn more than the same words in the explanation."""
    assert "in the heading" in earned("stone", "Of walls.", heading="Stones")
    assert "in the heading" not in earned("stone", "Of stones.", heading="Walls")


def test_a_query_of_one_word_has_no_nearness_and_no_wording() -> None:
    """One word is near nothing; all that it can earn is its form and the heading."""
    assert set(earned("stones", "stones")) == {"in the form typed"}
    assert earned("stones", "a stone") == {}


def test_the_exact_wording_needs_the_stop_words() -> None:
    """Only a passage with the whole query in a row has the exact wording; only one with nothing else is all of it."""
    assert {"the exact wording", "and nothing else"} <= set(earned("map of the river", "Map of the river!"))
    assert "and nothing else" not in earned("map of the river", "a map of the river")
    assert "the exact wording" not in earned("map of the river", "a map of a river")
    assert "the exact wording" not in earned("map of the river", "a map of the rivers")


def test_the_speakers_name_counts_as_held() -> None:
    """A word of the query that is the speaker's name is no word that the passage lacks."""
    without = earned("lind stone", "a stone")["words held"]
    assert earned("lind stone", "a stone", speaker="Ada Lind")["words held"] > without


def test_stop_words_alone_are_ranked_like_others() -> None:
    """A query of stop words alone is ranked by them."""
    assert order("of the", "the one of", "out of the one") == ["out of the one", "the one of"]


def test_more_candidates_are_read_again_for_more_words() -> None:
    """Reading again matters more for several words than for one."""
    assert window(plain_terms(parse("stone wall"))) > window(plain_terms(parse("stone"))) > 0


@given(phrases_from(most=5), phrases_from())
def test_what_is_added_is_bounded(typed: str, text: str) -> None:
    """Whatever the words, no part is negative, and all together stay in proportion to the rarity of the query."""
    one = ranker(typed.lower())
    values = [value for _, value in one.added(read(typed.lower(), candidate(text).passage))] if one.unit else []
    assert all(value >= 0 for value in values)
    assert sum(values) <= 3.1 * one.unit


@given(phrases_from(most=5), phrases_from())
def test_nothing_earns_more_than_the_query_itself(typed: str, text: str) -> None:
    """No passage earns more beside its words than one that says just what was typed."""
    one = ranker(typed.lower())
    if one.unit:
        best = sum(value for _, value in one.added(read(typed.lower(), candidate(typed).passage)))
        other = sum(value for _, value in one.added(read(typed.lower(), candidate(text).passage)))
        assert other <= best + 1e-9
