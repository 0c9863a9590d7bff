"""Speakers, dates, kinds and the like leave out passages, and facets count what is left."""

from __future__ import annotations

from collections import Counter

import pytest

from searchkit import Library, Query
from tests.searching.telling import ids


def test_the_speaker_of_a_quote_is_who_said_it(walks: Library) -> None:
    """Only lines of that speaker are found, under every spelling, and no line without a name."""
    found = walks.search(speaker="Ada Lind", limit=None)
    assert set(ids(found)) == {"one#quote-1", "one#quote-3"}
    assert set(ids(walks.search(speaker="A. Lind", limit=None))) == set(ids(found))
    assert ids(walks.search("speaker:lind bridge news")) == ["one#quote-1"]
    assert set(ids(walks.search("speaker:ada*", limit=None))) == {"one#quote-1", "one#quote-3", "two#quote-1"}


def test_of_ideas_the_speaker_is_who_speaks_in_the_episode(walks: Library) -> None:
    """Nobody says an idea, so that a speaker means all episodes that have their voice."""
    assert set(ids(walks.search(speaker="bo", kinds=("idea",)))) == {"one#idea-1", "one#idea-2"}
    assert set(ids(walks.search(speaker="bo", kinds=("point",)))) == {"one#point-1", "three#point-1"}
    assert set(ids(walks.search("speaker:bo", kinds=("idea",)))) == {"one#idea-1", "one#idea-2"}


@pytest.mark.parametrize(
    ("options", "episodes"),
    [
        ({"since": "2022"}, {"two", "three"}),
        ({"since": "2021-03"}, {"one", "two", "three"}),
        ({"since": "2021-03-06"}, {"two", "three"}),
        ({"since": "2021-03-05", "until": "2021-03-05"}, {"one"}),
        ({"until": "2022"}, {"one", "two"}),
        ({"until": "2022-06"}, {"one"}),
        ({"until": "2022-07"}, {"one", "two"}),
        ({"since": "2024"}, set()),
        ({"text": "date:2022"}, {"two"}),
        ({"text": "date:>2021"}, {"two", "three"}),
        ({"text": "date:[2021 TO 2022]"}, {"one", "two"}),
        ({"text": "-date:2021"}, {"two", "three"}),
        ({"show": "walks"}, {"one", "two"}),
        ({"text": "show:workbench"}, {"three"}),
        ({"episode": "glue"}, {"three"}),
        ({"episode": "E2"}, {"two"}),
        ({"episode": "show/one"}, {"one"}),
        ({"text": "episode:one"}, {"one"}),
        ({"text": "number:e1"}, {"one"}),
        ({"text": "number:7 OR number:E2"}, {"two", "three"}),
        ({"text": "title:kettle"}, {"two"}),
    ],
    ids=lambda value: " ".join(sorted(value)) if isinstance(value, set) else repr(value),
)
def test_filters(walks: Library, options: dict[str, str], episodes: set[str]) -> None:
    """Dates, shows, episodes and numbers narrow what is found to these episodes."""
    found = walks.search(Query(limit=None), **options)
    assert {hit.passage.id.partition("/")[2].partition("#")[0] for hit in found} == episodes


def test_kinds(walks: Library) -> None:
    """Only passages of the kinds asked for are found, by option or in the query."""
    assert {hit.passage.kind for hit in walks.search(kinds=("point", "idea"), limit=None)} == {"point", "idea"}
    assert {hit.passage.kind for hit in walks.search("kind:ideas", limit=None)} == {"idea"}


# Order and pages


def test_facets_count_all_hits(walks: Library) -> None:
    """Facets are counts over every hit, not over the page, with the spellings of a name counted as one."""
    found = walks.search("", limit=1, facets=True)
    every = walks.search("", limit=None)
    merged = {"A. Lind": "Ada Lind"}
    said = Counter(merged.get(hit.passage.speaker, hit.passage.speaker) for hit in every if hit.passage.speaker)
    assert dict(found.facets.speakers) == dict(said)
    assert dict(found.facets.speakers)["Ada Lind"] == 2
    assert dict(found.facets.shows) == Counter(hit.passage.episode.show for hit in every)
    assert dict(found.facets.kinds) == Counter(hit.passage.kind for hit in every)
    for counts in (found.facets.speakers, found.facets.shows, found.facets.kinds):
        assert list(counts) == sorted(counts, key=lambda entry: (-entry[1], entry[0]))
    assert every.facets.speakers == ()


# Faults
