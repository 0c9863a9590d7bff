"""Several voices on one subject."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

import pytest

from searchkit import Episode, Library, NotFoundError, Quote, UsageError

from .building import episode, many

Make = Callable[[Iterable[Episode]], Library]


@pytest.fixture
def workshop(make_library: Make) -> Library:
    """A library in which two people speak of glue, one of them more often."""
    ada, bo = "Ada Lind", "Bo Stone"
    return make_library(
        [
            episode(
                "late",
                published="2022-05-01",
                quotes=(
                    Quote("Glue is a form of patience.", ada),
                    Quote("I gave up on glue.", bo),
                    Quote("Bread is another matter.", ada),
                ),
            ),
            episode(
                "early",
                published="2019",
                quotes=(Quote("Glue fails at the second joint.", ada), Quote("Chairs remember.", "Cy Ford")),
            ),
            episode("undated", quotes=(Quote("Nobody thanks the glue.", ada), Quote("Bread needs patience.", bo))),
        ]
    )


def test_each_voice_has_its_hits_and_counts(workshop: Library) -> None:
    """The voices come in the order asked for, with the matching quotes by date, and counts of all that they said."""
    found = workshop.compare(["bo", "ada"], "glue")
    assert [voice.name for voice in found] == ["Bo Stone", "Ada Lind"]
    bo, ada = found
    assert [hit.passage.text for hit in bo.hits] == ["I gave up on glue."]
    assert [hit.passage.episode.id for hit in ada.hits] == ["show/early", "show/late", "show/undated"]
    assert (bo.total, bo.of, bo.share) == (1, 2, 0.5)
    assert (ada.total, ada.of, ada.share) == (3, 4, 0.75)
    assert not found.partial


def test_the_best_are_chosen_before_they_are_put_in_order(workshop: Library) -> None:
    """A limit keeps the most relevant of each voice, and the counts stay."""
    found = workshop.compare(["ada", "bo"], "glue is a form of patience", match="any", limit=2)
    best = [
        hit.passage.id for hit in workshop.search("glue is a form of patience", speaker="ada", match="any", limit=2)
    ]
    assert {hit.passage.id for hit in found.voices[0].hits} == set(best)
    assert found.voices[0].total == 3


def test_all_are_asked_in_the_same_way(workshop: Library) -> None:
    """Where one has all the words, all of them are wanted of everybody; where nobody has, some of them are."""
    found = workshop.compare(["ada", "bo"], "bread patience")
    assert [voice.total for voice in found] == [0, 1]
    assert not found.partial
    found = workshop.compare(["ada", "bo"], "glue bread zebra")
    assert [voice.total for voice in found] == [4, 2]
    assert found.partial
    assert workshop.compare(["ada", "bo"], "bread patience", match="any").voices[0].total == 2


def test_without_a_subject_the_newest_come(workshop: Library) -> None:
    """Without a text everything of each is compared, the newest kept."""
    found = workshop.compare(["ada", "bo"], limit=1)
    assert [hit.passage.episode.published for hit in found.hits] == ["2022-05-01", "2022-05-01"]
    assert [(voice.total, voice.of) for voice in found] == [(4, 4), (2, 2)]


def test_the_options_of_a_search_narrow_counts_too(workshop: Library) -> None:
    """What narrows the hits narrows what they are counted among."""
    ada, bo = workshop.compare(["ada", "bo"], "glue", since="2020")
    assert (ada.total, ada.of) == (1, 2)
    assert (bo.total, bo.of) == (1, 1)


def test_a_voice_that_says_nothing_is_there(workshop: Library) -> None:
    """Somebody who never speaks of it stands in the comparison without hits."""
    found = workshop.compare(["ada", "cy", "bo"], "glue")
    assert (found.voices[1].hits, found.voices[1].total, found.voices[1].of) == ((), 0, 1)
    assert not workshop.compare(["ada", "bo"], "zebra").hits


def test_names_are_resolved_as_everywhere(workshop: Library, sample: Library) -> None:
    """Parts of names and aliases will do; unknown and ambiguous ones, and one person twice, are errors with a hint."""
    with pytest.raises(NotFoundError, match="there is no speaker “zed”"):
        workshop.compare(["ada", "zed"], "glue")
    with pytest.raises(UsageError, match="“ada” and “lind” are both Ada Lind"):
        workshop.compare(["ada", "lind"], "glue")
    with pytest.raises(UsageError, match="two speakers"):
        workshop.compare(["ada"], "glue")
    with pytest.raises(UsageError, match="may be any of 2 speakers"):
        sample.compare(["falcoeiro", "pip"], "index")
    assert [voice.name for voice in sample.compare(["pip", "toba"])] == ["Philippa Osei-Marchetti", "鳥羽 志津"]


def test_every_voice_of_the_sample_is_in_order(sample: Library) -> None:
    """In the sample corpus the hits of each voice are that voice's, and their dates never fall."""
    speakers = [name.name for name in sample.speakers() if name.passages]
    for voice in sample.compare(speakers, "the", limit=None):
        assert len(voice.hits) == voice.total <= voice.of
        for one, other in pairwise(voice.hits):
            assert one.passage.episode.published <= other.passage.episode.published
        assert {sample._names[0].canonical(hit.passage.speaker) for hit in voice.hits} <= {voice.name}


def test_counts_are_those_of_searches(make_library: Make) -> None:
    """Over a drawn corpus each voice has the counts and hits that a search for that speaker has."""
    library = make_library(many(17, 20))
    for text in ("map", "walk river", '"quiet kite"', "ma*"):
        for voice in library.compare(["ada", "bo", "zoe"], text, limit=None, match="all"):
            found = library.search(text, speaker=voice.name, kinds=("quote",), limit=None, match="all")
            assert {hit.passage.id for hit in voice.hits} == {hit.passage.id for hit in found}
            assert voice.total == found.total
            assert voice.of == library.search("", speaker=voice.name, kinds=("quote",)).total
