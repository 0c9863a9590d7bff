"""The Tantivy engine against an oracle that reads every passage, over indexes of several shapes."""

from __future__ import annotations

import os
import random
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("tantivy", reason="the extra “fast” is not installed")

from searchkit.engines import load_engine
from searchkit.engines.base import Request
from searchkit.engines.tantivy import choosing, columns, compiling, open_engine, open_writer
from searchkit.engines.tantivy import phrases as phrasing
from searchkit.engines.tantivy.segments import count_documents, segment_names
from searchkit.errors import IndexUnusableError
from searchkit.model import SORTS, Episode
from searchkit.passages import cut
from searchkit.query import nodes
from searchkit.query.nodes import All, Among, And, Dates, Fuzzy, Node, Not, Or, Phrase, Prefix, Term, Wildcard, Words
from tests.building import drawn, episode, many, quotes
from tests.properties import examples

from . import oracle
from .oracle import Oracle
from .test_whoosh import (
    Case,
    filters,
    phrases,
    test_a_limit_gives_the_beginning_of_everything,
    test_counts_of_words,
    test_facets_count_everything_found,
    test_finds_what_a_plain_reading_finds,
    test_kinds_that_there_are,
    test_orders,
    test_passages_come_back_as_they_were_put_in,
    test_tally,
    trees,
)

__all__ = [  # the tests of the other engine, which pytest collects here too, with the indexes of this one
    "test_a_limit_gives_the_beginning_of_everything",
    "test_counts_of_words",
    "test_facets_count_everything_found",
    "test_finds_what_a_plain_reading_finds",
    "test_kinds_that_there_are",
    "test_orders",
    "test_passages_come_back_as_they_were_put_in",
    "test_tally",
]


def write(folder: Path, *, add: Sequence[Episode] = (), remove: Sequence[str] = (), fresh: bool = False) -> None:
    """Change an index in one step."""
    writer = open_writer(folder, fresh=fresh)
    writer.remove(remove)
    for one in add:
        writer.add(cut(one))
    writer.finish()


def one_segment(folder: Path) -> list[Episode]:
    """Build an index in one go."""
    episodes = many(1, 50)
    write(folder, add=episodes, fresh=True)
    return episodes


def several_segments(folder: Path) -> list[Episode]:
    """Build an index step by step, so that Tantivy keeps several segments."""
    episodes = many(2, 40)
    write(folder, add=episodes[:32], fresh=True)
    for at in (38, 36, 34, 32):
        write(folder, add=episodes[at : at + 2])
    return episodes


def with_deletions(folder: Path) -> list[Episode]:
    """Build an index from which some episodes were taken out and others exchanged, few enough to stay marked."""
    episodes = many(3, 40)
    write(folder, add=episodes, fresh=True)
    chance = random.Random(7)  # noqa: S311 -- the same every time is what is wanted
    exchanged = [drawn(chance, f"e{number}") for number in (3, 4)]
    write(folder, add=exchanged, remove=[episode.id for episode in episodes[:5]])
    return [*exchanged, *episodes[5:]]


def written_anew(folder: Path) -> list[Episode]:
    """Build an index from which so much was taken out that it was written again."""
    episodes = many(4, 60)
    write(folder, add=episodes, fresh=True)
    write(folder, remove=[episode.id for episode in episodes[20:]])
    return episodes[:20]


def nothing(folder: Path) -> list[Episode]:
    """Build an index without a passage."""
    write(folder, fresh=True)
    return []


SHAPES = {shape.__name__: shape for shape in (one_segment, several_segments, with_deletions, written_anew, nothing)}


@pytest.fixture(scope="module", params=SHAPES)
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """An index of each shape."""
    folder = tmp_path_factory.mktemp(request.param)
    episodes = SHAPES[request.param](folder)
    engine = open_engine(folder)
    yield Case(request.param, engine, Oracle(episodes))
    engine.close()


def test_shapes(case: Case, tmp_path: Path) -> None:
    """The indexes have the shapes that they are named after."""
    SHAPES[case.shape](tmp_path)
    documents, deleted = count_documents(tmp_path)
    assert (case.shape == "several_segments") == (len(segment_names(tmp_path)) > 2)
    assert (case.shape == "with_deletions") == (deleted > 0)
    assert documents - deleted == len(case.oracle.rows) == case.engine.size


@given(tree=trees)
def test_scores_are_what_each_leaf_earns(case: Case, tree: Node) -> None:
    """A score is BM25 of the words held, 1 for each word of a pattern, 2 for one of the speaker's name."""
    found = case.engine.search(Request(tree, (), "relevance", 10))
    scores = [candidate.score for candidate in found.candidates]
    assert scores == sorted(scores, reverse=True)
    if case.shape == "with_deletions":
        return  # see the test below
    rows = {row.passage.id: row for row in case.oracle.rows}
    for candidate in found.candidates:
        if candidate.score:
            with pytest.MonkeyPatch.context() as patch:  # lengths of up to 40 words are exact
                patch.setattr(oracle, "_stored_length", lambda row, field: len(row.stems(field)))
                expected = case.oracle.score(tree, rows[candidate.passage.id])
            assert candidate.score == pytest.approx(expected, rel=1e-5, abs=2e-5)


@given(tree=trees)
def test_words_that_earn_without_being_sought(case: Case, tree: Node) -> None:
    """Stop words beside others may earn and are not asked for: a plain tree scores then as its leaves one by one do."""

    def every_part(node: And | Or | Words) -> tuple[Node, ...]:
        return (*node.words, *node.required) if isinstance(node, Words) else node.parts

    request = Request(tree, (), "relevance", None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nodes, "ranking_parts", every_part)
        patch.setattr(compiling, "ranking_parts", every_part)
        plain = case.engine.search(request)
        first = case.engine.search(replace(request, limit=5))
        patch.setattr(compiling.Compiler, "_flat", lambda _, __: None)
        deep = case.engine.search(request)
    scores = {candidate.passage.id: candidate.score for candidate in deep.candidates}
    assert first.total == plain.total == deep.total == case.engine.count(tree)
    earned = [candidate.score for candidate in plain.candidates[:5]]
    assert [candidate.score for candidate in first.candidates] == pytest.approx(earned, rel=1e-5, abs=2e-5)
    for candidate in plain.candidates:
        assert candidate.score == pytest.approx(scores[candidate.passage.id], rel=1e-5, abs=2e-5)


def test_deleted_passages_count_in_scores_until_they_are_dropped(tmp_path: Path) -> None:
    """Tantivy counts what is marked as deleted in its scores, which only choose candidates; nothing else does."""
    episodes = many(3, 40)
    gone = [episode.id for episode in episodes[:4]]
    for name, left in (("grown", episodes), ("fresh", episodes[4:])):
        (tmp_path / name).mkdir()
        write(tmp_path / name, add=left, fresh=True)
    write(tmp_path / "grown", remove=gone)
    grown, fresh = (open_engine(tmp_path / name) for name in ("grown", "fresh"))
    assert grown.size == fresh.size
    assert grown.frequencies(["walk"]) == fresh.frequencies(["walk"])
    one, other = (engine.search(Request(Term("walk"), (), "relevance", None)) for engine in (grown, fresh))
    assert {candidate.passage for candidate in one.candidates} == {candidate.passage for candidate in other.candidates}
    assert one.candidates[0].score == pytest.approx(other.candidates[0].score, rel=0.1)
    assert one.candidates[0].score != other.candidates[0].score


@given(tree=trees, filters=filters, limit=st.integers(1, 40), sort=st.sampled_from(SORTS))
def test_ties_are_found_episode_by_episode(
    case: Case, tree: Node, filters: tuple[Among | Dates, ...], limit: int, sort: str
) -> None:
    """Where more documents than are read at once earn the same, the first so many are still the first of all."""
    everything = case.engine.search(Request(tree, filters, sort, None))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choosing, "_MARGIN", 1)
        patch.setattr(choosing, "_MOST_READ", 1)
        best = case.engine.search(Request(tree, filters, sort, limit))
    assert best.candidates == everything.candidates[:limit]


@settings(max_examples=examples(20))
@given(tree=trees)
def test_counts_of_more_values_than_are_counted_at_once(case: Case, tree: Node) -> None:
    """Facets and sorting by speaker are the same when the values of a column have to be counted page by page."""
    before = case.engine.search(Request(tree, (), "speaker", 5, facets=True))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(columns, "_MOST", 2)
        patch.setattr(columns, "_PAGE", 3)
        after = case.engine.search(Request(tree, (), "speaker", 5, facets=True))
    assert after == before


@given(phrase=phrases, slop=st.sampled_from((0, 2, 7, 500)))
def test_phrases_with_much_room(case: Case, phrase: Phrase, slop: int) -> None:
    """A phrase that leaves more room than can be spelt out finds the same, by reading."""
    wide = Phrase(phrase.words, slop, phrase.field)
    wanted = {row.passage.id for row in case.oracle.find(wide)}
    for spacings in (1, 126):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(phrasing, "MAX_SPACINGS", spacings)
            found = case.engine.search(Request(wide, (), "episode", None))
        assert {candidate.passage.id for candidate in found.candidates} == wanted


def test_phrases_with_much_room_among_too_many_passages(tmp_path: Path) -> None:
    """Where too many passages would have to be read, the narrowest spacings of a phrase are found, and no others."""
    words = " ".join(f"between{number}" for number in range(140))
    near, far = (make_quote(name, text) for name, text in (("near", "alpha x omega"), ("far", f"alpha {words} omega")))
    write(tmp_path, add=[near, far], fresh=True)
    wide = Phrase(("alpha", "omega"), 5_000)
    assert open_engine(tmp_path).count(wide) == 2
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(phrasing, "MAX_READ", 1)
        assert open_engine(tmp_path).count(wide) == 1


@given(ids=st.lists(st.sampled_from(("show/e1#quote-1", "show/e1#idea-1", "show/e2#point-1", "x", "", "a#quote-y"))))
def test_passages_by_id(case: Case, ids: list[str]) -> None:
    """A condition on ids finds the passages that have them, whatever else is asked for."""
    wanted = {row.passage.id for row in case.oracle.rows} & set(ids)
    found = case.engine.search(Request(All(), (Among("id", tuple(ids)),), "episode", None))
    assert {candidate.passage.id for candidate in found.candidates} == wanted


def test_half_characters(tmp_path: Path) -> None:
    """Text that no encoding takes, as a file's name may bring it in, is stored, found by, and given back as it was."""
    odd = make_quote("odd\udcff", "half a \ud800 character", speaker="Ada \udfff Lind")
    write(tmp_path, add=[odd, make_quote("odd?", "half a ? character")], fresh=True)
    engine = open_engine(tmp_path)
    [passage] = engine.episode(odd.id)
    assert passage == cut(odd)[0]
    assert engine.passages([passage.id]) == {passage.id: passage}
    assert engine.count(Among("episode", (odd.id,))) == 1
    assert engine.search(Request(Term("half"), (), "relevance", 1, facets=True)).total == 2
    write(tmp_path, remove=[odd.id])
    assert open_engine(tmp_path).size == 1


def test_files_never_change_in_place(tmp_path: Path) -> None:
    """A later change leaves every file that it found as it was, so that a generation may share them by links."""
    published, draft = tmp_path / "g-1", tmp_path / "draft"
    published.mkdir()
    episodes = several_segments(published)
    before = {path.name: path.read_bytes() for path in published.iterdir()}
    for step in range(12):  # enough for Tantivy to merge
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir()
        for name in before:
            os.link(published / name, draft / name)
        write(draft, add=many(50 + step, 1), remove=[episodes[step].id])
    assert {path.name: path.read_bytes() for path in published.iterdir()} == before
    assert not list(draft.glob(".tantivy-*"))


def test_a_folder_without_an_index_is_told(tmp_path: Path) -> None:
    """A folder that holds no index of Tantivy gives an error of one line with what to do."""
    with pytest.raises(IndexUnusableError, match="cannot be read") as caught:
        open_engine(tmp_path)
    assert "rebuild" in caught.value.hint
    assert "\n" not in caught.value.message


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without its package the engine says what to install."""
    monkeypatch.setitem(sys.modules, "tantivy", None)
    for name in [name for name in sys.modules if name.startswith("searchkit.engines.tantivy")]:
        monkeypatch.delitem(sys.modules, name)
    with pytest.raises(IndexUnusableError, match="needs a package") as caught:
        load_engine("tantivy")
    assert caught.value.hint == "install it: pip install 'searchkit[fast]'"


def make_quote(name: str, text: str, speaker: str = "") -> Episode:
    """Return an episode of one quote."""
    return episode(name, quotes=quotes(text, speaker=speaker))


def test_usual_words_and_others(tmp_path: Path) -> None:
    """A pattern finds the very words, whichever of a stem came first, in whichever language, after any change."""
    texts = {"a": "she walks", "b": "we walk and walks", "c": "walking", "d": "a walker walked"}
    episodes = {name: make_quote(name, text) for name, text in texts.items()}
    write(tmp_path, add=list(episodes.values()), fresh=True)
    write(tmp_path, add=[replace(make_quote("f", "walk walking"), language="fr"), make_quote("g", "walking walked")])
    found = {
        "walks": "ab",
        "walk": "bf",
        "walking": "cfg",
        "walked": "dg",
        "walk*": "abcdfg",
        "*ed": "dg",
        "w*s": "ab",
        "walk?": "ab",
        "walke?": "dg",
        "zzz*": "",
    }
    assert finds(tmp_path) == found
    write(tmp_path, remove=[episodes["a"].id])
    assert finds(tmp_path) == {pattern: names.replace("a", "") for pattern, names in found.items()}
    engine = open_engine(tmp_path)
    assert engine.complete("walk") == ("walking", "walk", "walked", "walker", "walks")
    assert engine.similar_words("walkt")[0] == "walk"


def finds(folder: Path) -> dict[str, str]:
    """Return the names of the episodes that each of some patterns finds."""
    engine = open_engine(folder)
    patterns = [Fuzzy(word, 0) for word in ("walks", "walk", "walking", "walked")]
    patterns += [Prefix("walk"), *map(Wildcard, ("*ed", "w*s", "walk?", "walke?")), Prefix("zzz")]
    shown = ["walks", "walk", "walking", "walked", "walk*", "*ed", "w*s", "walk?", "walke?", "zzz*"]
    told = {}
    for name, pattern in zip(shown, patterns, strict=True):
        for node in (pattern, Not(Not(pattern))):
            hits = engine.search(Request(node, (), "relevance", None)).candidates
            told[name] = "".join(sorted(hit.passage.episode.id[-1] for hit in hits))
    return told


def test_a_word_list_that_is_not_what_was_written(tmp_path: Path) -> None:
    """A word list that was cut off is told, with what to do."""
    one_segment(tmp_path)
    path = tmp_path / "words"
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(IndexUnusableError, match="damaged") as caught:
        open_engine(tmp_path).complete("w")
    assert "rebuild" in caught.value.hint


def test_removing_what_was_just_put_in(tmp_path: Path) -> None:
    """A passage that one change puts in and takes out again counts nowhere."""
    writer = open_writer(tmp_path, fresh=True)
    one, other = make_quote("one", "walks"), make_quote("two", "walked")
    for made in (one, other):
        writer.add(cut(made))
    writer.remove([one.id])
    writer.finish()
    engine = open_engine(tmp_path)
    assert engine.complete("w") == ("walked",)
    writer = open_writer(tmp_path, fresh=False)
    writer.add(cut(one))
    writer.remove([one.id])
    writer.finish()
    assert open_engine(tmp_path).complete("w") == ("walked",)


def test_the_shortcut_is_taken_and_left(tmp_path: Path) -> None:
    """Words of which any may be held are found faster beside stop words that earn, but not where those earn more."""
    texts = [f"the word number{number} of the and" for number in range(30)] + ["the of and of the", "rare it was"]
    write(tmp_path, add=[make_quote(f"e{number:02}", text) for number, text in enumerate(texts)], fresh=True)
    engine = open_engine(tmp_path)
    words = [Term(word) for word in ("the", "of", "word", "rare")]
    tree = Words(tuple(words), need="any")
    taken = []
    with pytest.MonkeyPatch.context() as patch:
        every = lambda node: node.words if isinstance(node, Words) else node.parts  # noqa: E731
        patch.setattr(compiling, "ranking_parts", every)
        best_of = choosing.Chooser.best_of

        def noted(self: choosing.Chooser, *asked: object) -> object:
            taken.append(best_of(self, *asked) is not None)
            return best_of(self, *asked)

        patch.setattr(choosing.Chooser, "best_of", noted)
        one, many_ = (engine.search(Request(tree, (), "relevance", limit)) for limit in (1, 31))
    assert taken == [True, False]
    assert one.candidates[0].passage.text == "rare it was"
    assert one.total == many_.total == 31
    assert one.candidates == many_.candidates[:1]
