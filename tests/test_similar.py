"""Passages that are about the same as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import Episode, EpisodeRef, Idea, Library, NotFoundError, Passage, Query, Quote
from searchkit.analysis import fold_word, stem, words
from searchkit.query import parse
from searchkit.query.nodes import Term, Words
from searchkit.similar import telling_words

from .building import VOCABULARY, any_text, episode, many, quotes

Make = Callable[[Iterable[Episode]], Library]

TIDE = "The tide table hangs beside the harbour clock, and both of them are wrong."


@pytest.fixture
def harbour(make_library: Make) -> Library:
    """A library of two episodes that share a subject, and a third that does not."""
    return make_library(
        [
            episode(
                "one",
                published="2020-01-01",
                ideas=(Idea("A harbour clock is a promise.", "The tide keeps it, the clock does not."),),
                quotes=(
                    Quote(TIDE, "Ada Lind"),
                    Quote("Nobody sets a harbour clock by the tide.", "Bo Stone"),
                    Quote("The TIDE table hangs beside the harbour clock – and both of them are wrong!", "Bo Stone"),
                ),
            ),
            episode(
                "two",
                published="2022-01-01",
                quotes=(
                    Quote("A clock in a harbour tells the tide when to come.", "Ada Lind"),
                    *quotes("Bread rises while you sleep.", "Flour and water and an hour.", TIDE),
                ),
            ),
        ]
    )


def ids(found: Iterable[object]) -> list[str]:
    """Return the ids of hits, without the name of the show."""
    return [hit.passage.id.removeprefix("show/") for hit in found]  # type: ignore[attr-defined]


def test_what_shares_telling_words_is_similar(harbour: Library) -> None:
    """Passages with the telling words come, those without any do not."""
    found = harbour.similar("show/one#quote-1")
    assert set(ids(found)) == {"one#idea-1", "one#quote-2", "two#quote-1"}
    assert found.total == 3
    assert found.query.text == "tide table hangs beside harbour clock wrong"


def test_the_passage_and_what_repeats_it_are_left_out(harbour: Library) -> None:
    """Neither the passage nor its words in another spelling, episode or mouth are similar to it."""
    for passage_id in ("show/one#quote-1", "show/one#quote-3", "show/two#quote-4"):
        assert not {"one#quote-1", "one#quote-3", "two#quote-4"} & set(ids(harbour.similar(passage_id, limit=None)))


def test_the_shared_words_are_marked(harbour: Library) -> None:
    """The highlights of a hit are the words that it shares with the passage."""
    (hit,) = harbour.similar("show/one#quote-1", kinds=("quote",), elsewhere=True)
    assert [hit.passage.text[span.start : span.end] for span in hit.highlights] == ["clock", "harbour", "tide"]


def test_elsewhere_leaves_the_episode_out(harbour: Library) -> None:
    """With `elsewhere` no passage of the same episode comes."""
    found = harbour.similar("show/one#quote-2", elsewhere=True)
    assert {name.partition("#")[0] for name in ids(found)} == {"two"}


def test_the_options_of_a_search_narrow(harbour: Library) -> None:
    """Kind, speaker and time narrow what is similar, and the best of them come."""
    assert ids(harbour.similar("show/one#quote-1", kinds=("idea",))) == ["one#idea-1"]
    assert ids(harbour.similar("show/one#quote-1", speaker="bo")) == ["one#quote-2"]
    assert ids(harbour.similar("show/one#quote-1", since="2021")) == ["two#quote-1"]


def test_pages_follow_each_other(harbour: Library) -> None:
    """Limit and offset cut the list of all into pages, and the total stays."""
    everything = ids(harbour.similar("show/one#quote-1", limit=None))
    pages = [harbour.similar("show/one#quote-1", limit=1, offset=start) for start in range(3)]
    assert [name for page in pages for name in ids(page)] == everything
    assert {page.total for page in pages} == {len(everything)}
    assert harbour.similar("show/one#quote-1", limit=1).query.limit == 1


def test_pages_reach_behind_many_repetitions(make_library: Make) -> None:
    """A passage that is said again many times still gets as many others as were asked for."""
    said = ("the river is a patient editor of stone",) * 30
    others = tuple(f"a river and a stone and the number {number}" for number in range(5))
    library = make_library([episode("e", quotes=quotes(*said, *others))])
    found = library.similar("show/e#quote-1", limit=5, duplicates=True)
    assert {hit.passage.text for hit in found} == set(others)


def test_a_passage_of_stop_words_has_nothing_similar(make_library: Make) -> None:
    """Where no other passage holds a telling word the answer is empty, whatever the passage is made of."""
    library = make_library(
        [episode("e", quotes=quotes("it is what it is", "unheard", "the map", "it was what it was"))]
    )
    for number in (1, 2, 3):
        found = library.similar(f"show/e#quote-{number}")
        assert (found.total, found.hits, found.query.text) == (0, (), "")
    with pytest.raises(NotFoundError):
        library.similar("show/e#quote-1", speaker="nobody")


def test_an_unknown_passage_is_told_as_show_tells_it(harbour: Library) -> None:
    """The error of an unknown id names what there is."""
    with pytest.raises(NotFoundError) as caught:
        harbour.similar("show/one#quote-9")
    assert "#idea-1 to #quote-3" in caught.value.hint


def test_at_most_twenty_five_words_are_asked_for(make_library: Make) -> None:
    """Of a long passage the rarest words are taken, in the order of the passage."""
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    names = [one + other for one in "bcdfg" for other in alphabet]
    long = " ".join(names[:60])
    library = make_library([episode("e", quotes=quotes(long, *(" ".join(names[:30]),) * 3, " ".join(names[30:60])))])
    chosen = telling_words(library.passage("show/e#quote-1"), library._open()[1])
    assert len(chosen) == 25
    assert set(chosen) <= set(names[30:60])
    assert list(chosen) == sorted(chosen, key=names.index)


@given(st.one_of(any_text, st.lists(st.sampled_from(VOCABULARY)).map(" ".join)))
def test_the_words_of_any_passage_are_a_query(text: str) -> None:
    """Whatever a passage says, its telling words are read as those words and nothing else."""

    class Everywhere:
        size = 10

        def frequencies(self, stems: Iterable[str]) -> dict[str, int]:
            return dict.fromkeys(stems, 2)

    passage = Passage("e#quote-1", "quote", text, EpisodeRef("e", "", ""))
    chosen = telling_words(passage, Everywhere())  # type: ignore[arg-type]
    tree = parse(" ".join(chosen))
    if len(chosen) > 1:
        assert isinstance(tree, Words)
        asked = [part.word for part in tree.words if isinstance(part, Term)]
        assert asked == [fold_word(word) for word in chosen]
        assert not tree.required + tree.excluded


def test_every_passage_of_a_drawn_corpus_has_an_answer(make_library: Make) -> None:
    """Whatever is asked about, no answer holds the passage itself, hits come once, and the total is no smaller."""
    library = make_library(many(5, 12))
    for hit in library.search(Query(limit=None)):
        found = library.similar(hit.passage.id, limit=4)
        assert hit.passage.id not in ids(found)
        assert len(set(ids(found))) == len(found) <= max(found.total, 0)


def test_a_scan_of_the_corpus_finds_the_same(make_library: Make) -> None:
    """What is similar is every passage that holds the stem of a telling word, or is said by somebody called so."""
    library = make_library(many(11, 12))
    there = [hit.passage for hit in library.search(Query(limit=None))]
    for passage in there[::7]:
        found = library.similar(passage.id, limit=None, duplicates=True)
        wanted = {stem(fold_word(word)) for word in found.query.text.split()}
        named = {fold_word(word) for word in found.query.text.split()}
        alike = {passage.id, *library._groups.of(passage.id)}
        expected = {
            one.id.removeprefix("show/")
            for one in there
            if one.id not in alike
            and (
                {stem(word) for word in words(f"{one.heading} {one.text}")} & wanted or set(words(one.speaker)) & named
            )
        }
        assert set(ids(found)) == expected


def test_an_episode_of_any_id_can_be_left_out(make_library: Make) -> None:
    """Quotation marks and the like in the name of a corpus file do not matter."""
    names = ('say "no"', "a -b AND (c)", "*~?", "other")
    library = make_library(episode(name, quotes=quotes("the harbour clock", "a harbour")) for name in names)
    for name in names:
        found = library.similar(f"show/{name}#quote-2", elsewhere=True)
        assert {hit.passage.episode.title for hit in found} == set(names) - {name}
