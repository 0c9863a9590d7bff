"""What a passage earns for a query, told by its words."""

from __future__ import annotations

import pytest

from searchkit.model import EpisodeRef, Passage
from searchkit.query import parse
from searchkit.query.nodes import Among, And, Dates, Node, Or, Term
from searchkit.reading import Reading, Wanted
from searchkit.scoring import Scorer, Statistics, bm25, fulfils, rarity, stems_of

EPISODE = EpisodeRef("show/e", "The Workbench", "Of stones", number="E 7", published="2023-06", speakers=("Ada Lind",))


def passage(text: str, heading: str = "", speaker: str = "", language: str = "") -> Passage:
    """Return a passage with these words."""
    episode = EpisodeRef("show/e", "The Workbench", "Of stones", language=language) if language else EPISODE
    kind = "idea" if heading else "quote"
    return Passage(f"show/e#{kind}-1", kind, text, episode, heading=heading, speaker=speaker)  # type: ignore[arg-type]


def score(typed: str | Node, one: Passage) -> float:
    """Return what a passage earns, each word of the query standing in five of a hundred passages."""
    tree = parse(typed) if isinstance(typed, str) else typed
    stems = stems_of(tree)
    return Scorer(tree, Statistics(100, 6.0, dict.fromkeys(stems, 5))).score(Reading(one, Wanted(stems)))


def test_rarity_falls_with_frequency_and_is_never_negative() -> None:
    """The more passages hold a word the less it tells them apart."""
    values = [rarity(frequency, 100) for frequency in range(121)]
    assert values == sorted(values, reverse=True)
    assert values[-1] > 0


def test_bm25_rises_with_the_count_and_falls_with_the_length() -> None:
    """More of a word earns more, up to a bound; the same word in a longer passage earns less."""
    assert bm25(1, 6, 6.0) == pytest.approx(1.0)
    assert bm25(1, 6, 6.0) < bm25(2, 6, 6.0) < bm25(1000, 6, 6.0) < 2.2
    assert bm25(1, 12, 6.0) < bm25(1, 6, 6.0)


def test_a_word_earns_by_its_stem_and_by_the_speakers_name() -> None:
    """A word earns wherever an inflection of it stands, and more where it is part of the speaker's name."""
    assert score("stones", passage("a stone")) == score("stone", passage("a stone")) > 0
    assert score("stones", passage("a wall")) == 0
    assert score("lind", passage("a wall", speaker="Ada Lind")) == 2.0


def test_a_phrase_earns_what_its_words_do_where_they_follow() -> None:
    """A phrase earns nothing where its words do not follow each other, nor from the heading into the text."""
    said = passage("the quiet stone")
    assert score('"quiet stone"', said) == pytest.approx(score("quiet OR stone", said))
    assert score('"stone quiet"', said) == 0
    assert score('"quiet stone"', passage("stone", heading="Quiet")) == 0
    assert score('"quiet stone"~2', passage("quiet as a stone")) > 0


def test_patterns_earn_one_for_each_word() -> None:
    """A pattern earns 1 for each distinct word that it stands for, a near word a half."""
    assert score("sto*", passage("stone, stove, stone")) == 2.0
    assert score("st?ne", passage("stone")) == 1.0
    assert score("stone~1", passage("stone stove store")) == 1.0 + 0.5 * 2


def test_boosts_multiply_and_exclusions_earn_nothing() -> None:
    """A boost multiplies what its part earns; what is excluded earns nothing."""
    said = passage("a quiet stone")
    assert score("stone^3", said) == pytest.approx(3 * score("stone", said))
    assert score("stone NOT wall", passage("a stone wall")) == score("stone", passage("a stone wall"))


def test_fields() -> None:
    """Words of the heading and of the episode's title earn in their fields only."""
    assert score("heading:stone", passage("Of walls", heading="Stones")) > 0
    assert score("heading:stone", passage("Of stones", heading="Walls")) == 0
    assert score("title:stone", passage("Of walls")) > 0


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [
        (Among("speaker", ("adalind",)), True),
        (Among("speaker", ("bo",)), False),
        (Among("voice", ("adalind",)), True),
        (Among("show", ("theworkbench",)), True),
        (Among("episode", ("show/e",)), True),
        (Among("kind", ("idea", "quote")), True),
        (Among("number", ("e7",)), True),
        (Among("id", ("show/e#quote-1",)), True),
        (Dates(20230101, 20231231), True),
        (Dates(20230601, 0), False),
        (Dates(0, 20220101), False),
    ],
)
def test_conditions(leaf: Among | Dates, *, expected: bool) -> None:
    """A condition is fulfilled by what the passage and its episode say, and earns 1 in an alternative."""
    said = passage("a stone", speaker="Ada Lind")
    assert fulfils(leaf, said) is expected
    assert score(Or((leaf, Term("wall"))), said) == float(expected)
    assert score(And((leaf, Term("wall"))), said) == float(expected)


def test_a_passage_is_read_in_its_own_language() -> None:
    """A word earns where the passage's language has it as an inflection of the same word."""
    leaf = Term("karte", languages=("", "de"))
    assert score(leaf, passage("alte Karten", language="de")) > 0
    assert score(leaf, passage("alte Karten")) == 0
