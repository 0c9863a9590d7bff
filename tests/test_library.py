"""The library as a program uses it: one passage or episode, hits around it, lists, and the public names."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

import searchkit
from searchkit import Episode, Idea, Library, NotFoundError, Passage, Point, Query, Quote, UsageError, WholeEpisode
from searchkit.errors import ExitCode, IndexUnusableError
from tests.building import episode

LINES = tuple(f"The {word} kite is flown from the bridge." for word in ("first", "second", "third", "fourth", "fifth"))


@pytest.fixture
def library(make_library: Callable[[Iterable[Episode]], Library]) -> Library:
    """Four invented episodes of two shows."""
    return make_library(
        [
            episode(
                "bridge",
                title="Under the stone bridge",
                number="E12",
                published="2020-06-19",
                speakers=("Ada Lind", "Bo Stone"),
                overview=(Point("Two walkers meet."), Point("They mend a kite.")),
                ideas=(
                    Idea("A kite wants a bridge.", "From a bridge the wind carries every kite."),
                    Idea("Mending is slow.", "Whoever mends by lamplight mends twice."),
                ),
                quotes=tuple(Quote(line, "Ada Lind") for line in LINES),
            ),
            episode(
                "lamp",
                title="By lamplight",
                number="E13",
                published="2021",
                speakers=("Zoë van der Meer",),
                quotes=(Quote("I mended nothing.", "Zoë van der Meer"), Quote("Nobody knows who said this.")),
            ),
            episode(
                "walls",
                title="Walls by lamplight",
                show="Far Walks",
                number="12",
                published="2019-03",
                quotes=(Quote("A wall is a slow river.", "Ada Linden"),),
            ),
            episode("silent", title="Nobody speaks", show="Far Walks", speakers=("Ada Lind",)),
        ]
    )


def test_every_public_name_is_there() -> None:
    """Each name that searchkit offers resolves, is listed once and in order, and no other one does."""
    for name in searchkit.__all__:
        assert getattr(searchkit, name) is not None
    assert len(set(searchkit.__all__)) == len(searchkit.__all__)
    assert sorted(searchkit.__all__) == list(searchkit.__all__)
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = searchkit.no_such_name


def test_a_passage_is_given_by_its_id(library: Library) -> None:
    """An id with a mark gives its passage, with words, speaker and episode."""
    passage = library.get(" show/bridge#quote-2 ")
    assert isinstance(passage, Passage)
    assert passage == library.passage("show/bridge#quote-2")
    assert (passage.id, passage.kind, passage.text) == ("show/bridge#quote-2", "quote", LINES[1])
    assert (passage.speaker, passage.episode.title) == ("Ada Lind", "Under the stone bridge")
    assert passage.episode.speakers == ("Ada Lind", "Bo Stone")


@pytest.mark.parametrize(
    "wanted",
    ["show/bridge", "bridge", "/bridge/", "E12", "e12", "under the STONE bridge", "stone", "bridge under", " bridge "],
)
def test_an_episode_is_given_by_whatever_names_it(library: Library, wanted: str) -> None:
    """Id, end of the id, number, title and words of the title all give the whole episode."""
    found = library.get(wanted)
    assert isinstance(found, WholeEpisode)
    assert found == library.episode(wanted)
    assert found.entry.id == "show/bridge"
    kinds = [passage.id.partition("#")[2] for passage in found.passages]
    assert kinds == ["point-1", "point-2", "idea-1", "idea-2", *(f"quote-{number}" for number in range(1, 6))]


def test_the_more_exact_way_to_name_an_episode_wins(library: Library) -> None:
    """A whole title is not ambiguous because another one holds it, nor a number because another one ends so."""
    assert library.episode("By lamplight").entry.id == "show/lamp"
    assert library.episode("12").entry.id == "show/walls"


def test_an_episode_without_passages_is_given(library: Library) -> None:
    """An episode that nobody said anything in is one, of no passages."""
    found = library.episode("silent")
    assert (found.entry.title, found.passages) == ("Nobody speaks", ())


def test_what_may_be_several_episodes_is_refused_with_all_of_them(library: Library) -> None:
    """Words of several titles are an error that lists their ids and says what to do."""
    for ask in (library.episode, library.get, lambda text: library.search(episode=text)):
        with pytest.raises(UsageError, match="may be any of 2 episodes") as caught:
            ask("lamplight")
        assert "show/lamp" in caught.value.message
        assert "show/walls" in caught.value.message
        assert caught.value.hint


@pytest.mark.parametrize(("wanted", "meant"), [("show/brigde", "show/bridge"), ("show/lmap", "show/lamp")])
def test_an_unknown_episode_is_refused_with_one_that_looks_like_it(library: Library, wanted: str, meant: str) -> None:
    """A misspelt id is an error whose hint is the right one."""
    with pytest.raises(NotFoundError, match="no episode") as caught:
        library.get(wanted)
    assert wanted in caught.value.message
    assert f"did you mean {meant}" in caught.value.hint
    assert caught.value.exit_code == ExitCode.NOTHING_FOUND


@pytest.mark.parametrize("wanted", ["qqqqqqqq", "", " ", "/"])
def test_an_episode_unlike_any_is_refused_with_where_they_are_listed(library: Library, wanted: str) -> None:
    """What looks like no id at all, or is nothing, is an error whose hint tells how to list them."""
    with pytest.raises(NotFoundError) as caught:
        library.episode(wanted)
    assert "searchkit episodes" in caught.value.hint


def test_an_unknown_passage_is_refused_with_those_that_there_are(library: Library) -> None:
    """A number beyond the last one is an error whose hint tells the first and the last passage."""
    with pytest.raises(NotFoundError, match="show/bridge#quote-6") as caught:
        library.get("show/bridge#quote-6")
    assert caught.value.hint == "its passages are #point-1 to #quote-5"


@pytest.mark.parametrize("wanted", ["show/bridge#", "show/bridge#verse-1", "show/bridge#quote-0", "show/bridge#quote"])
def test_what_is_no_id_of_a_passage_is_not_found(library: Library, wanted: str) -> None:
    """Half an id gives no passage but an error."""
    with pytest.raises(NotFoundError, match="no passage"):
        library.get(wanted)


def test_a_passage_of_an_unknown_episode_is_refused_with_one_that_looks_like_it(library: Library) -> None:
    """When the episode is misspelt, the hint is the right one."""
    with pytest.raises(NotFoundError) as caught:
        library.get("show/brigde#quote-1")
    assert "show/bridge" in caught.value.hint


@pytest.mark.parametrize(
    ("number", "context", "before", "after"),
    [(3, 0, (), ()), (3, 1, (2,), (4,)), (3, 2, (1, 2), (4, 5)), (1, 2, (), (2, 3)), (5, 9, (1, 2, 3, 4), ())],
)
def test_a_hit_has_its_neighbours(
    library: Library, number: int, context: int, before: tuple[int, ...], after: tuple[int, ...]
) -> None:
    """Around a passage stand as many of its kind on each side as asked for and as there are, in order."""
    hit = library.hit(library.passage(f"show/bridge#quote-{number}"), context=context)
    assert hit.passage.text == LINES[number - 1]
    assert [passage.text for passage in hit.context.before] == [LINES[one - 1] for one in before]
    assert [passage.text for passage in hit.context.after] == [LINES[one - 1] for one in after]


def test_a_hit_has_the_idea_of_its_quote_and_the_quotes_of_its_idea(library: Library) -> None:
    """Quote and idea lead to each other, without neighbours too."""
    quote = library.hit(library.passage("show/bridge#quote-1"))
    assert quote.context.idea is not None
    assert quote.context.idea.id == "show/bridge#idea-1"
    idea = library.hit(quote.context.idea)
    assert quote.passage in idea.context.quotes
    assert library.hit(library.passage("show/bridge#idea-2")).context.quotes == ()


def test_a_hit_is_what_a_search_gives(library: Library) -> None:
    """The context of a passage that was asked for by id is that of one which was searched for."""
    (found,) = library.search('"third kite"', context=2).hits
    assert library.hit(found.passage, context=2).context == found.context


def test_a_choice_by_chance_is_a_quote(library: Library) -> None:
    """One quote is chosen, and the same one for the same seed."""
    chosen = [library.random(seed=seed) for seed in range(30)]
    assert {len(results) for results in chosen} == {1}
    assert {hit.passage.kind for results in chosen for hit in results} == {"quote"}
    assert [results.hits for results in chosen] == [library.random(seed=seed).hits for seed in range(30)]
    assert len({results.hits[0].passage.id for results in chosen}) > 3
    assert len(library.random()) == 1


def test_a_choice_by_chance_is_among_what_the_query_finds(library: Library) -> None:
    """A query narrows what is chosen from; its limit does not, and other kinds are chosen when it asks for them."""
    chosen = {library.random(Query(text="kite", limit=1), seed=seed).hits[0].passage.id for seed in range(40)}
    assert chosen == {f"show/bridge#quote-{number}" for number in range(1, 6)}
    (hit,) = library.random(Query(kinds=("idea",), text="lamplight"), seed=1).hits
    assert hit.passage.id == "show/bridge#idea-2"


def test_there_may_be_nothing_to_choose_from(library: Library) -> None:
    """A query that finds nothing leaves nothing to choose from, which is an error with a hint."""
    with pytest.raises(NotFoundError, match="nothing to choose from") as caught:
        library.random(Query(text="zeppelin"))
    assert caught.value.hint


def test_the_episodes_are_listed_newest_first(library: Library) -> None:
    """All episodes are listed, the newest first and those without a date last, with what they hold."""
    found = library.episodes()
    assert [entry.id for entry in found] == ["show/lamp", "show/bridge", "show/walls", "show/silent"]
    bridge = found[1]
    assert (bridge.points, bridge.ideas, bridge.quotes, bridge.passages) == (2, 2, 5, 9)
    assert bridge.speakers == ("Ada Lind", "Bo Stone")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lamplight", ["lamp", "walls"]),
        ("far walks", ["walls", "silent"]),
        ("LAMPLIGHT workbench", ["lamp"]),
        ("zoe", ["lamp"]),
        ("e12", ["bridge"]),
        ("2019-03", ["walls"]),
        ("ada", ["bridge", "walls", "silent"]),
        ("show/silent", ["silent"]),
        ("zeppelin", []),
        ("  ", ["lamp", "bridge", "walls", "silent"]),
    ],
)
def test_the_episodes_are_narrowed_by_words(library: Library, text: str, expected: list[str]) -> None:
    """Every word must stand in the id, show, title, number, date or speakers, in any case and without accents."""
    assert [entry.id.removeprefix("show/") for entry in library.episodes(text)] == expected


def test_the_speakers_are_listed_with_their_counts(library: Library) -> None:
    """Everybody who speaks is listed, those with most quotes first, with episodes and quotes."""
    found = [(name.name, name.episodes, name.passages) for name in library.speakers()]
    assert found[0] == ("Ada Lind", 2, 5)
    assert sorted(found[1:3]) == [("Ada Linden", 1, 1), ("Zoë van der Meer", 1, 1)]
    assert found[3:] == [("Bo Stone", 1, 0)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lind", ["Ada Lind"]),
        ("ada", ["Ada Lind", "Ada Linden"]),
        ("ZOE", ["Zoë van der Meer"]),
        ("van der meer", ["Zoë van der Meer"]),
        ("ston", ["Bo Stone"]),
        ("nobody", []),
    ],
)
def test_the_speakers_are_narrowed_by_part_of_a_name(library: Library, text: str, expected: list[str]) -> None:
    """Part of a name gives those that it may mean."""
    assert sorted(name.name for name in library.speakers(text)) == expected


def test_the_shows_are_listed_and_narrowed(library: Library) -> None:
    """The shows are listed, those with most passages first, or those that a text may mean."""
    assert [(name.name, name.episodes, name.passages) for name in library.shows()] == [
        ("The Workbench", 2, 11),
        ("Far Walks", 2, 1),
    ]
    assert [name.name for name in library.shows("walks")] == ["Far Walks"]
    assert library.shows("nothing") == ()


def test_words_are_completed(library: Library) -> None:
    """The beginning of a word gives words of the index that begin so, the most frequent first, as many as asked for."""
    found = library.words("bri")
    assert found[0] == "bridge"
    assert all(word.startswith("m") for word in library.words("m"))
    assert {"mended", "mending"} <= set(library.words("men"))
    assert library.words("BRI") == found
    assert len(library.words("", limit=3)) == 3
    assert library.words("zeppelin") == ()


def test_without_an_index_every_question_says_how_to_build_one(tmp_path: Path) -> None:
    """Each question to a library without an index is refused with the command that builds it."""
    library = Library(tmp_path / "corpus", tmp_path / "index")
    for ask in (
        *(library.search, library.episodes, library.speakers, library.shows, library.is_stale, library.random),
        *(lambda: library.get("a/b"), lambda: library.get("a/b#quote-1"), lambda: library.words("a")),
    ):
        with pytest.raises(IndexUnusableError) as caught:
            ask()
        assert "searchkit index" in caught.value.hint


def test_a_library_closes_at_the_end_of_its_block(library: Library) -> None:
    """Leaving the block closes the index, by an error too, and a question after that opens it again."""
    with library as same:
        assert same is library
        assert same.search("kite").total > 0

    def fail() -> None:
        with library:
            library.search("kite")
            raise KeyError("invented")

    with pytest.raises(KeyError, match="invented"):
        fail()
    library.close()
    library.close()
    assert library.search("kite").total > 0
    assert library.episodes()


def test_folders_may_be_named_by_text_or_path(library: Library) -> None:
    """Text and paths name the same folders."""
    with Library(str(library.corpus.root), str(library.generations.root)) as other:
        assert other.episodes() == library.episodes()


def test_a_query_may_be_an_object_or_keywords(library: Library) -> None:
    """A query object, its text with keywords, and an object with keywords over it ask the same question."""
    query = Query(text="kite", kinds=("quote",), limit=2)
    assert library.search(query) == library.search("kite", kinds=("quote",), limit=2)
    assert library.search(Query(text="kite", limit=9), kinds=("quote",), limit=2) == library.search(query)
    assert library.search(query).query == query


def test_results_are_iterated_for_their_hits(library: Library) -> None:
    """Results are iterated and counted hit by hit, while the total counts all that match."""
    results = library.search("kite", kinds=("quote",), limit=2, duplicates=True)
    assert len(results) == len(list(results)) == 2
    assert results.total == 5
    assert results.engine == "whoosh"


def test_the_sample_holds_what_it_says(sample: Library) -> None:
    """In the sample corpus, too, every episode and its first and last passage are found by their ids."""
    for entry in sample.episodes():
        whole = sample.episode(entry.id)
        assert len(whole.passages) == entry.passages
        for passage in (whole.passages[0], whole.passages[-1]):
            assert sample.get(passage.id) == passage
