"""Which words a passage must hold, what is suggested, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit import Episode, Library, Query
from searchkit.errors import NotFoundError, QueryError, UsageError
from tests.building import episode, phrases_from, quotes
from tests.properties import examples
from tests.searching.telling import ids, texts

Make = Callable[[Iterable[Episode]], Library]


def test_a_phrase_in_quotes_is_required(walks: Library) -> None:
    """Only passages that hold the words in a row are found, whatever else is asked for."""
    assert ids(walks.search('"bridge carries"', kinds=("quote",))) == ["one#quote-1"]
    assert ids(walks.search('patience glue bottle "bridge carries"', kinds=("quote",))) == ["one#quote-1"]
    assert not walks.search('"carries bridge"').hits


def test_a_plus_requires_and_a_minus_excludes(walks: Library) -> None:
    """A word with a plus must be there, one with a minus must not."""
    assert set(ids(walks.search("bridge -news", kinds=("quote",)))) == {"one#quote-3"}
    assert set(ids(walks.search("glue OR kettle", kinds=("quote",)))) == {"one#quote-2", "two#quote-1", "three#quote-1"}
    assert set(ids(walks.search("NOT kettle", kinds=("quote",)))) == {
        *("one#quote-1", "one#quote-3", "three#quote-1", "three#quote-2")
    }


@pytest.mark.parametrize("typed", ["+bridge bottle", '"a bridge" bottle', "bottle +bridge"])
def test_beside_a_word_with_a_plus_the_others_may_lack(walks: Library, typed: str) -> None:
    """What is required must be there; the word beside it need not, where no passage holds both."""
    found = walks.search(typed, kinds=("quote",))
    assert "one#quote-3" in ids(found)
    assert all("bridge" in text for text in texts(found))
    assert found.dropped == ("bottle",)


def test_up_to_three_words_are_all_wanted(walks: Library) -> None:
    """Where a passage holds all of a few words, those that lack some are not found."""
    found = walks.search("kettle sings", kinds=("quote",))
    assert ids(found) == ["two#quote-1"]
    assert found.dropped == ()


def test_words_that_no_passage_holds_together_are_dropped(walks: Library) -> None:
    """Where no passage holds all words, the best partial ones are found, and what they lack is named."""
    found = walks.search("kettle Bottle", kinds=("quote",))
    assert found.hits
    assert found.dropped in {("kettle",), ("Bottle",)}
    lacking = found.dropped[0].lower()
    assert lacking not in found.hits[0].passage.text.lower()


def test_match_all_and_any(walks: Library) -> None:
    """`match` decides whether passages that lack a word are found."""
    assert walks.search("kettle bottle", match="all").total == 0
    some = walks.search("kettle sings", match="any", kinds=("quote",))
    assert ids(some) == ["two#quote-1", "one#quote-2"]
    assert some.dropped == ()
    assert walks.search("the bridge carries news before goods", match="all", kinds=("quote",)).total == 1


def test_stop_words_count_only_alone(walks: Library) -> None:
    """A stop word finds something by itself, and nothing more beside a word of content."""
    alone = walks.search("the", kinds=("quote",))
    assert set(ids(alone)) == {"one#quote-1", "one#quote-3", "two#quote-1"}
    beside = walks.search("the glue", kinds=("quote",))
    assert ids(beside) == ["three#quote-1"]
    assert beside.dropped == ()


def test_an_unknown_word_gets_suggestions(walks: Library) -> None:
    """A misspelt word is answered with known ones that look like it; known words get none."""
    found = walks.search("ketle bridge", strict=True)
    assert set(found.suggestions) == {"ketle"}
    assert "kettle" in found.suggestions["ketle"]
    assert walks.search("kettle").suggestions == {}


def test_case_accents_and_endings_do_not_matter(make_library: Make) -> None:
    """A word is found in any spelling that a reader would take for the same."""
    library = make_library([episode("e", quotes=quotes("Naïve maps, “quietly” drawn — don’t mend them", "地図を見る"))])
    for typed in ("naive", "NAÏVE map", "mapping", "dont", "don't", "“naïve maps”", "mended", "quiet"):
        assert ids(library.search(typed)) == ["e#quote-1"], typed
    assert ids(library.search("地図")) == ["e#quote-2"]


def test_the_empty_query_lists_everything(walks: Library) -> None:
    """Without words every passage is a hit, without a score."""
    found = walks.search("", limit=None)
    assert found.total == len(found) == 11
    assert {hit.score for hit in found} == {0.0}
    assert ids(walks.search("*", limit=None)) == ids(found)


# Scores and highlights


def test_an_ambiguous_speaker_in_the_query_has_its_place(walks: Library) -> None:
    """A name in the query that may mean several is a fault of the query, with its place."""
    typed = "bridge speaker:ada news"
    with pytest.raises(QueryError) as caught:
        walks.search(typed)
    assert typed[caught.value.start : caught.value.end] == "ada"
    assert caught.value.query == typed
    assert "Ada Lind" in caught.value.message
    assert "Ada Berg" in caught.value.message


@pytest.mark.parametrize(
    "options", [{"text": "speaker:zzzyx"}, {"speaker": "zzzyx"}, {"show": "qqq"}, {"episode": "q"}]
)
def test_an_unknown_name_is_not_found(walks: Library, options: dict[str, str]) -> None:
    """A name that is not in the index is said to be missing, with a hint."""
    with pytest.raises(NotFoundError) as caught:
        walks.search(Query(), **options)
    assert caught.value.hint


@pytest.mark.parametrize(
    "options",
    [
        *({"limit": 0}, {"limit": -1}, {"offset": -1}, {"context": -1}, {"sort": "best"}, {"match": "most"}),
        *(
            {"kinds": ("song",)},
            {"since": "banana"},
            {"since": "2023", "until": "2022"},
            {"until": "2023-13"},
            {"speaker": "ada"},
            {"episode": "e"},
        ),
    ],
    ids=repr,
)
def test_impossible_options_are_refused(walks: Library, options: dict[str, object]) -> None:
    """An option that cannot be what it is raises an error that a face can show."""
    with pytest.raises(UsageError) as caught:
        walks.search("bridge", **options)
    assert caught.value.message


@given(phrases_from(most=5), st.sampled_from(("auto", "all", "any")))
@settings(max_examples=examples(40))
def test_any_words_keep_the_promises(sample: Library, typed: str, match: str) -> None:
    """Whatever words are typed, totals, scores and marks fit together."""
    found = sample.search(typed.lower(), match=match, limit=15, explain=True)
    assert len(found) == min(15, found.total)
    assert len({hit.passage.id for hit in found}) == len(found)
    for hit in found:
        assert round(sum(part.value for part in hit.explanation), 4) == hit.score
        for field in ("heading", "text"):
            spans = [span for span in hit.highlights if span.field == field]
            behind = 0
            for span in spans:
                assert behind <= span.start < span.end <= len(getattr(hit.passage, field))
                behind = span.end
