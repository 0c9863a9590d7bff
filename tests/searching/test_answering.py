"""Questions to a library: what is found, in which order, with what around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit import Episode, Idea, Library, Point, Query, Quote
from searchkit.errors import NotFoundError, QueryError, UsageError
from searchkit.text import fold
from tests.building import episode, many, phrases_from, quotes
from tests.properties import examples

Make = Callable[[Iterable[Episode]], Library]


def ids(results: Iterable[object]) -> list[str]:
    """Return the ids of hits without the name of the show."""
    return [hit.passage.id.partition("/")[2] for hit in results]  # type: ignore[attr-defined]


def texts(results: Iterable[object]) -> list[str]:
    """Return the texts of hits."""
    return [hit.passage.text for hit in results]  # type: ignore[attr-defined]


@pytest.fixture
def walks(make_library: Make) -> Library:
    """Three episodes of two shows, with all that a query can narrow to."""
    library = make_library(
        [
            episode(
                "one",
                show="Far Walks",
                title="The long bridge",
                number="E1",
                published="2021-03-05",
                speakers=("Ada Lind", "Bo Stone"),
                overview=(Point("A walk over the bridge."),),
                ideas=(
                    Idea("Bridges carry more than feet", "A bridge carries news, goods and quarrels."),
                    Idea("Maps lie", "Every map leaves the kettle out."),
                ),
                quotes=(
                    Quote("The bridge carries news before it carries goods.", "Ada Lind", at=60.0),
                    Quote("My map has no kettle on it.", "Bo Stone"),
                    Quote("Nobody counts the steps of a bridge.", "A. Lind"),
                ),
            ),
            episode(
                "two",
                show="Far Walks",
                title="A kettle at dawn",
                number="E2",
                published="2022-07",
                speakers=("Ada Berg",),
                ideas=(Idea("Kettles sing", "A kettle sings before the walk."),),
                quotes=(Quote("The kettle sings and the walk begins.", "Ada Berg"),),
            ),
            episode(
                "three",
                show="Workbench",
                title="Glue",
                number="7",
                published="2023",
                overview=(Point("Glue and patience."),),
                quotes=(Quote("Glue is patience in a bottle.", "Bo Stone"), Quote("Nobody said this line.")),
            ),
        ]
    )
    library.corpus.root.joinpath("speakers.yaml").write_text("Ada Lind:\n  - A. Lind\n", encoding="utf-8")
    library.sync()
    return library


# Order


def test_exact_wording_then_nearness_then_order(make_library: Make) -> None:
    """The wording as typed comes before words near each other, those before words far apart."""
    exact, near = "a brown kettle sings at the river", "a brown old kettle sings at the river"
    turned = "a kettle sings, brown at the river side"
    far = "a brown river sings at the side of every kettle"
    library = make_library([episode("e", quotes=quotes(far, turned, near, exact))])
    found = texts(library.search("brown kettle", duplicates=True))
    assert found[0] == exact
    assert found[1] == near
    assert set(found) == {exact, near, turned, far}


def test_words_in_order_before_words_turned_round(make_library: Make) -> None:
    """Of two lines with the same words the one that has them in the order of the query comes first."""
    turned, ordered = "stone over the quiet river", "quiet over the stone river"
    library = make_library([episode("e", quotes=quotes(turned, ordered))])
    assert texts(library.search("quiet stone")) == [ordered, turned]


def test_the_exact_wording_has_its_stop_words(make_library: Make) -> None:
    """Stop words tell the line that was meant from one with the same other words."""
    other, meant = "Maps and a river at night.", "Maps of the river at night."
    library = make_library([episode("e", quotes=quotes(other, meant))])
    assert texts(library.search("maps of the river"))[0] == meant
    assert texts(library.search("maps and a river"))[0] == other


def test_more_words_before_fewer(make_library: Make) -> None:
    """Where no passage holds all words, those that hold more come first."""
    library = make_library(
        [episode("e", quotes=quotes("a quiet kite", "a quiet kite over stone", "kite", "an anvil", "a glass bottle"))]
    )
    found = texts(library.search("quiet kite stone lantern"))
    assert found == ["a quiet kite over stone", "a quiet kite", "kite"]


def test_a_word_in_the_heading_counts_more(make_library: Make) -> None:
    """An idea whose heading has the word comes before one that only explains with it."""
    library = make_library(
        [
            episode(
                "e",
                ideas=(
                    Idea("Small things matter", "Glue and lanterns hold a house."),
                    Idea("Lanterns matter", "Glue and small things hold a house."),
                ),
            )
        ]
    )
    found = library.search("lantern", explain=True)
    assert ids(found) == ["e#idea-2", "e#idea-1"]
    assert "in the heading" in {part.what for part in found.hits[0].explanation}
    assert "in the heading" not in {part.what for part in found.hits[1].explanation}


# Which passages


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


@pytest.mark.parametrize(
    "typed",
    [
        *("kettle", "kettle sings", "the bridge carries news before it carries goods", "bridge AND news"),
        *(
            '"bridge carries" goods',
            "kettle^3 map",
            "kett*",
            "ketle~ sings",
            "(map OR walk) kettle",
            "glue is patience",
        ),
    ],
)
def test_an_explanation_adds_up_to_its_score(walks: Library, typed: str) -> None:
    """The parts of a score are there when asked for and sum to it to the last digit."""
    found = walks.search(typed, explain=True, match="any", limit=None)
    assert found.hits
    for hit in found:
        assert hit.explanation
        assert round(sum(part.value for part in hit.explanation), 4) == hit.score
    assert all(not hit.explanation for hit in walks.search(typed))


def test_scores_fall(sample: Library) -> None:
    """Hits by relevance come with scores that never rise."""
    for typed in ("map", "map river", "bridge OR map"):
        scores = [hit.score for hit in sample.search(typed, limit=60)]
        assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("carry", ["carries", "carries"]),
        ("bridges", ["bridge"]),
        ('"bridge carries"', ["bridge carries"]),
        ("good*", ["goods"]),
        ("n?ws", ["news"]),
        ("brigde~2", ["bridge"]),
        ("the news", ["news"]),
        ("news -kettle", ["news"]),
        ('news "carries news" speaker:"Ada Lind"', ["carries news"]),
    ],
)
def test_highlights_mark_what_matched(walks: Library, typed: str, marked: list[str]) -> None:
    """What is marked in a hit is what the query matched there."""
    (hit,) = (hit for hit in walks.search(typed) if hit.passage.id.endswith("one#quote-1"))
    assert [hit.passage.text[span.start : span.end] for span in hit.highlights] == marked


def test_headings_are_marked_too(walks: Library) -> None:
    """A word in an idea's heading is marked there, one in its explanation there."""
    (hit,) = walks.search("bridge carry", kinds=("idea",))
    fields = [(span.field, getattr(hit.passage, span.field)[span.start : span.end]) for span in hit.highlights]
    assert fields == [("heading", "Bridges"), ("heading", "carry"), ("text", "bridge"), ("text", "carries")]


# Context


def test_a_quote_has_its_idea_and_an_idea_its_quotes(walks: Library) -> None:
    """What belongs together in an episode comes with the hit."""
    (quote,) = walks.search("kettle map", kinds=("quote",))
    assert quote.context.idea is not None
    assert quote.context.idea.heading == "Maps lie"
    (idea,) = walks.search("heading:lie", kinds=("idea",))
    assert [other.id for other in idea.context.quotes] == [quote.passage.id]
    assert quote.context.before == quote.context.after == ()


def test_neighbours_stand_before_and_after(walks: Library) -> None:
    """As many neighbours of the same kind as asked for come on each side, in the order of the episode."""
    (hit,) = walks.search("kettle map", kinds=("quote",), context=1)
    assert [other.id[-7:] for other in hit.context.before] == ["quote-1"]
    assert [other.id[-7:] for other in hit.context.after] == ["quote-3"]
    (first,) = walks.search("news", kinds=("quote",), context=5)
    assert first.context.before == ()
    assert [other.id[-7:] for other in first.context.after] == ["quote-2", "quote-3"]


# Filters


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


def test_sort_orders(walks: Library) -> None:
    """Hits come newest or oldest first, by speaker, or as the episodes have them."""
    newest = [hit.passage.episode.published for hit in walks.search(sort="newest", limit=None)]
    assert newest == sorted(newest, reverse=True)
    oldest = [hit.passage.episode.published for hit in walks.search(sort="oldest", limit=None)]
    assert oldest == sorted(oldest)
    speakers = [hit.passage.speaker for hit in walks.search(sort="speaker", kinds=("quote",), limit=None)]
    named = [fold(name) for name in speakers if name]
    assert named == sorted(named)
    assert ids(walks.search(sort="episode", kinds=("quote",), episode="one")) == [
        *("one#quote-1", "one#quote-2", "one#quote-3")
    ]


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest", "speaker", "episode"])
@pytest.mark.parametrize("typed", ["map", "map river", "", "stone OR walk"])
def test_pages_partition_the_hits(make_library: Make, sort: str, typed: str) -> None:
    """Page after page gives every hit once, in the order of the whole list."""
    library = make_library(many(7, 12))
    whole = library.search(typed, sort=sort, limit=None)
    assert len(whole) == whole.total
    paged: list[str] = []
    for offset in range(0, whole.total + 7, 7):
        page = library.search(typed, sort=sort, limit=7, offset=offset)
        assert page.total == whole.total
        paged += [hit.passage.id for hit in page]
    assert paged == [hit.passage.id for hit in whole]


def test_two_runs_are_equal(sample: Library) -> None:
    """The same question gets the same answer."""
    for typed in ("map", "map of the river", '"the map" OR bridge', ""):
        assert sample.search(typed, explain=True, facets=True) == sample.search(typed, explain=True, facets=True)


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
