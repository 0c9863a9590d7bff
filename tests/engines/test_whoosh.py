"""The Whoosh engine against an oracle that reads every passage, over indexes of several shapes."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit.analysis import words
from searchkit.engines.base import Engine, Request
from searchkit.engines.whoosh import choosing, open_engine
from searchkit.engines.whoosh.schema import MAX_DOCUMENTS
from searchkit.engines.whoosh.writing import WhooshWriter
from searchkit.model import KINDS, SORTS, Episode
from searchkit.passages import cut
from searchkit.query.nodes import (
    All,
    Among,
    And,
    Boost,
    Dates,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Wildcard,
    Words,
)
from searchkit.text import name_key
from tests.building import SHOWS, SPEAKERS, VOCABULARY, drawn, many
from tests.properties import examples

from .oracle import Oracle, Row

FOLDED = sorted({word for text in (*VOCABULARY, *SPEAKERS, "zebra", "walt", "stonework") for word in words(text)})


@dataclass
class Case:
    """An index, opened, and what it must answer."""

    shape: str
    engine: Engine
    oracle: Oracle


def write(
    folder: Path,
    *,
    add: list[Episode] = (),
    remove: list[str] = (),
    fresh: bool = False,
    limit: int = MAX_DOCUMENTS,
) -> None:
    """Change an index in one step; a segment holds so many passages at most."""
    writer = WhooshWriter(folder, fresh=fresh, limit=limit)
    writer.remove(remove)
    for episode in add:
        writer.add(cut(episode))
    writer.finish()


def one_segment(folder: Path) -> list[Episode]:
    """Build an index in one go."""
    episodes = many(1, 50)
    write(folder, add=episodes, fresh=True)
    return episodes


def several_segments(folder: Path) -> list[Episode]:
    """Build an index step by step, out of order, in several segments."""
    episodes = many(2, 40)
    write(folder, add=episodes[30:], fresh=True, limit=40)
    write(folder, add=episodes[:30], limit=60)
    return episodes


def tiny_segments(folder: Path) -> list[Episode]:
    """Build an index in segments that hold less than an episode, and take some of it out."""
    episodes = many(4, 25)
    write(folder, add=episodes, fresh=True, limit=3)
    write(folder, remove=[episodes[3].id, episodes[20].id], limit=3)
    return [*episodes[:3], *episodes[4:20], *episodes[21:]]


def with_deletions(folder: Path) -> list[Episode]:
    """Build an index from which some episodes were taken out and others exchanged, few enough to stay marked."""
    episodes = many(3, 40)
    write(folder, add=episodes, fresh=True)
    chance = random.Random(7)  # noqa: S311
    exchanged = [drawn(chance, f"e{number}") for number in (3, 4)]
    write(folder, add=exchanged, remove=[episode.id for episode in episodes[:5]])
    return [*exchanged, *episodes[5:]]


def nothing(folder: Path) -> list[Episode]:
    """Build an index without a passage."""
    write(folder, fresh=True)
    return []


SHAPES = {shape.__name__: shape for shape in (one_segment, several_segments, tiny_segments, with_deletions, nothing)}


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
    engine = open_engine(tmp_path)
    assert (case.shape in ("several_segments", "tiny_segments")) == (len(engine.segments) > 2)
    assert (case.shape == "with_deletions") == any(segment.gaps for segment in engine.segments)
    engine.close()


fields = st.sampled_from(("text", "text", "text", "heading", "title"))
terms = st.builds(Term, st.sampled_from(FOLDED), fields)
phrases = st.builds(
    Phrase,
    st.lists(st.sampled_from([*FOLDED[:20], "the", "walk", "map"]), min_size=2, max_size=3).map(tuple),
    st.sampled_from((0, 0, 1, 3)),
    fields,
)
prefixes = st.builds(Prefix, st.sampled_from([word[:2] for word in FOLDED]), fields)
wildcards = st.builds(
    Wildcard,
    st.sampled_from(("w*k*", "*s", "m?p", "m?p*", "?it*", "*quiet*", "zz*y", "*", "s*e", "c++*", "ка*а")),
    fields,
)
fuzzies = st.builds(Fuzzy, st.sampled_from(FOLDED), st.integers(0, 2), fields)
days = st.sampled_from((0, 20190000, 20200000, 20200619, 20200699, 20210000, 20239999))


def among(field: str, *values: str) -> st.SearchStrategy[Among]:
    """Return a strategy of conditions on a field."""
    return st.builds(Among, st.just(field), st.lists(st.sampled_from(values), max_size=3).map(tuple))


conditions = st.one_of(
    among("speaker", *map(name_key, SPEAKERS)),
    among("voice", *map(name_key, SPEAKERS)),
    among("show", *map(name_key, SHOWS), "none"),
    among("episode", "show/e1", "show/e7", "none"),
    among("kind", *KINDS),
    among("number", "7", "e12", "8"),
    st.builds(Dates, days, days),
)
leaves = st.one_of(terms, terms, phrases, prefixes, wildcards, fuzzies, conditions, st.just(All()))


def compound(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Return a strategy of trees with other trees in them."""
    some = st.lists(inner, max_size=3).map(tuple)
    plain = st.lists(inner, min_size=1, max_size=5).map(tuple)
    return st.one_of(
        st.builds(And, st.lists(inner, min_size=1, max_size=3).map(tuple)),
        st.builds(Or, st.lists(inner, min_size=1, max_size=4).map(tuple)),
        st.builds(Not, inner),
        st.builds(Boost, inner, st.sampled_from((0.0, 0.5, 2.0, 100.0))),
        st.builds(Words, plain, some, some, st.sampled_from(("all", "any")), st.booleans()),
    )


trees = st.recursive(leaves, compound, max_leaves=8)
filters = st.lists(conditions, max_size=2).map(tuple)


def ids(rows: list[Row]) -> set[str]:
    """Return the ids of some rows."""
    return {row.passage.id for row in rows}


@settings(max_examples=examples(120))
@given(tree=trees, filters=filters)
def test_finds_what_a_plain_reading_finds(case: Case, tree: Node, filters: tuple[Among | Dates, ...]) -> None:
    """The passages that a tree finds are those in which a plain reading finds it, and the total counts them."""
    wanted = case.oracle.find(tree, filters)
    for sort in SORTS:
        found = case.engine.search(Request(tree, filters, sort, None))
        assert {candidate.passage.id for candidate in found.candidates} == ids(wanted)
        assert found.total == len(found.candidates) == len(wanted)
    assert case.engine.count(tree, filters) == len(wanted)


@given(tree=trees, filters=filters, limit=st.integers(1, 40), sort=st.sampled_from(SORTS))
def test_a_limit_gives_the_beginning_of_everything(
    case: Case, tree: Node, filters: tuple[Among | Dates, ...], limit: int, sort: str
) -> None:
    """The best so many are the first so many of all, in every order, and the total does not change."""
    everything = case.engine.search(Request(tree, filters, sort, None))
    best = case.engine.search(Request(tree, filters, sort, limit))
    assert best.candidates == everything.candidates[:limit]
    assert best.total == everything.total


@settings(max_examples=examples(150))
@given(tree=trees, filters=filters, limit=st.integers(1, 12))
def test_skipping_loses_none_of_the_best(
    case: Case, tree: Node, filters: tuple[Among | Dates, ...], limit: int
) -> None:
    """Where not every document is scored the best are the same, with the same scores, as where each is."""
    everything = case.engine.search(Request(tree, filters, "relevance", None))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(choosing, "_AT_ONCE", 0)  # few documents as these are would all be scored
        best = case.engine.search(Request(tree, filters, "relevance", limit))
    assert best.candidates == everything.candidates[:limit]
    assert best.total == everything.total


@given(tree=trees, filters=filters, sort=st.sampled_from(("relevance", "newest")))
def test_facets_count_everything_found(case: Case, tree: Node, filters: tuple[Among | Dates, ...], sort: str) -> None:
    """Speakers, shows and kinds are counted over all that a query finds, whatever the limit."""
    found = case.engine.search(Request(tree, filters, sort, 1, facets=True))
    assert found.facets == case.oracle.facets(case.oracle.find(tree, filters))


@given(tree=trees)
def test_scores_are_what_each_leaf_earns(case: Case, tree: Node) -> None:
    """A score is BM25 of the words held, 1 for each word of a pattern, 2 for one of the speaker's name."""
    found = case.engine.search(Request(tree, (), "relevance", 10))
    rows = {row.passage.id: row for row in case.oracle.rows}
    scores = [candidate.score for candidate in found.candidates]
    assert scores == sorted(scores, reverse=True)
    for candidate in found.candidates:
        if candidate.score:
            expected = case.oracle.score(tree, rows[candidate.passage.id])
            assert candidate.score == pytest.approx(expected, rel=1e-6)


@given(tree=trees)
def test_tally(case: Case, tree: Node) -> None:
    """A tally counts everything found by what is stored."""
    counted = case.engine.tally(tree, (), ("date", "speaker", "show", "kind"))
    expected = Counter(
        (row.passage.episode.published, row.passage.speaker, row.passage.episode.show, row.passage.kind)
        for row in case.oracle.find(tree)
    )
    assert counted == expected


@pytest.mark.parametrize("sort", ["newest", "oldest", "speaker", "episode"])
def test_orders(case: Case, sort: str) -> None:
    """Sorted hits stand by date or name, those without one last, and equal ones by episode, kind and number."""
    passages = [candidate.passage for candidate in case.engine.search(Request(All(), (), sort, None)).candidates]

    def place(passage) -> tuple[str, int, int]:
        return passage.episode.id, KINDS.index(passage.kind), int(passage.id.rpartition("-")[2])

    def day(passage, sign: int) -> float:
        date = passage.episode.published.replace("-", "").ljust(8, "0")
        return sign * int(date) if int(date) else float("inf")

    keys = {
        "newest": lambda passage: (day(passage, -1), place(passage)),
        "oldest": lambda passage: (day(passage, 1), place(passage)),
        "speaker": lambda passage: (not passage.speaker, name_key(passage.speaker), place(passage)),
        "episode": place,
    }
    assert passages == sorted(passages, key=keys[sort])


def test_passages_come_back_as_they_were_put_in(case: Case) -> None:
    """What an index gives is what was put in, field by field, by id and by episode."""
    wanted = {row.passage.id: row.passage for row in case.oracle.rows}
    assert case.engine.passages([*wanted, "show/none#quote-1"]) == wanted
    assert case.engine.size == len(wanted)
    for episode_id in {passage.episode.id for passage in wanted.values()}:
        found = case.engine.episode(episode_id)
        assert list(found) == [passage for passage in wanted.values() if passage.episode.id == episode_id]


@given(word=st.sampled_from(FOLDED))
def test_counts_of_words(case: Case, word: str) -> None:
    """What the index says of a word is said of the passages that are in it now, not of those that were."""
    rows = case.oracle.rows
    term = Term(word)
    assert case.engine.frequencies(term.stems) == {
        stem: sum(stem in row.stems("text") for row in rows) for stem in term.stems
    }
    assert case.engine.speaks(word) == any(word in words(row.passage.speaker) for row in rows)
    known = {word for row in rows for word in row.words("text")}
    assert set(case.engine.similar_words(word)) <= known
    completed = case.engine.complete(word[:2])
    assert set(completed) == {other for other in known if other.startswith(word[:2])}


@pytest.mark.parametrize("kind", KINDS)
def test_kinds_that_there_are(case: Case, kind: str) -> None:
    """An index holds a kind if and only if a passage of it is there."""
    assert case.engine.holds_kind(kind) == any(row.passage.kind == kind for row in case.oracle.rows)


def test_a_search_loads_nothing_of_whoosh(tmp_path: Path) -> None:
    """Opening an index and searching it imports no module of Whoosh, which takes as long as the search itself."""
    write(tmp_path, add=many(1, 3), fresh=True)
    code = (
        "import sys; from pathlib import Path; from searchkit.engines.whoosh import open_engine;"
        "from searchkit.engines.base import Request; from searchkit.query.nodes import Term;"
        f"open_engine(Path({str(tmp_path)!r})).search(Request(Term('walk'), facets=True));"
        "print([name for name in sys.modules if name.partition('.')[0] == 'whoosh'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


def test_a_filter_by_id(case: Case) -> None:
    """A filter by the ids of passages lets just those pass; what is no id of a passage finds nothing."""
    wanted = [row.passage.id for row in case.oracle.rows[::3]]
    values = (*wanted, "show/e1#quote-0", "show/e1#quote-01", "show/none#idea-1", "#-", "show/e1#tale-1", "")
    found = case.engine.search(Request(All(), (Among("id", values),), "episode", None))
    assert sorted(candidate.passage.id for candidate in found.candidates) == sorted(wanted)
