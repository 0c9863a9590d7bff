"""Every engine gives the same answers: over the sample corpus, and over 10,000 passages of an invented language."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import accumulate

import pytest

from searchkit import Episode, Idea, Library, Point, Query, Quote, Results
from searchkit.corpus import Corpus
from searchkit.engines import ENGINES, load_engine
from searchkit.errors import IndexUnusableError
from searchkit.model import SORTS
from searchkit.query import parse
from searchkit.ranking import WINDOW_OF_ONE
from tests.conftest import SAMPLE

for name in ENGINES:
    try:
        load_engine(name)
    except IndexUnusableError as error:
        pytest.skip(f"{error.message}; {error.hint}", allow_module_level=True)

Libraries = Mapping[str, Library]

_PASSAGES = 10_000
_IN_EPISODE = 100


class Language:
    """An invented language: words whose frequencies fall as those of a natural one do."""

    def __init__(self) -> None:
        self.chance = random.Random(3)  # noqa: S311 -- the same every time is what is wanted
        syllables = [
            one + vowel for one in ("b", "d", "gr", "k", "l", "m", "n", "p", "st", "t", "v") for vowel in "aeiou"
        ]
        roots = {"".join(self.chance.choices(syllables, k=self.chance.randint(1, 3))) for _ in range(1_500)}
        self.words = [
            *("the", "of", "and", "to"),
            *(root + end for root in sorted(roots) for end in ("", "s", "ed", "ing")),
        ]
        frequent = self.words[4:]
        self.chance.shuffle(frequent)
        self.words[4:] = frequent
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        self.names = [f"{one} {other}".title() for one, other in zip(frequent[:40], frequent[40:80], strict=True)]

    def text(self, least: int, most: int) -> str:
        """Return a text of so many words."""
        return " ".join(self.chance.choices(self.words, cum_weights=self.weights, k=self.chance.randint(least, most)))

    def episode(self, number: int) -> Episode:
        """Return an episode of a hundred passages."""
        who = self.chance.sample(self.names, 3)
        return Episode(
            id=f"show-{number % 7}/episode-{number:03}",
            show=f"Show {number % 7}",
            title=self.text(2, 5),
            number=f"E{number}",
            published=self.chance.choice(("", "2019", "2020-06", f"202{number % 4}-0{number % 9 + 1}-11")),
            speakers=tuple(who[:2]),
            overview=tuple(Point(self.text(3, 20)) for _ in range(10)),
            ideas=tuple(Idea(self.text(2, 6), self.text(5, 30)) for _ in range(30)),
            quotes=tuple(Quote(self.text(3, 60), self.chance.choice((*who, ""))) for _ in range(_IN_EPISODE - 40)),
        )


LANGUAGE = Language()
EPISODES = [LANGUAGE.episode(number) for number in range(_PASSAGES // _IN_EPISODE)]


@pytest.fixture(scope="module", params=["sample", "invented"])
def libraries(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Libraries]:
    """A library of each engine over the same corpus."""
    root = SAMPLE
    if request.param == "invented":
        root = tmp_path_factory.mktemp("invented")
        for episode in EPISODES:
            Corpus(root).save(episode)
    opened = {engine: Library(root, tmp_path_factory.mktemp(engine) / "index") for engine in ENGINES}
    for engine, library in opened.items():
        library.sync(engine=engine)
    yield opened
    for library in opened.values():
        library.close()


def words_of(library: Library) -> list[str]:
    """Return some words of an index: frequent ones and rare ones, and one that it does not hold."""
    chance = random.Random(5)  # noqa: S311
    texts = [hit.passage.text for hit in library.search(sort="episode", limit=400)]
    known = sorted(
        {word.strip(".,:;?!“”").lower() for text in texts for word in text.split() if word.strip(".,:;?!“”").isalpha()}
    )
    return [*chance.sample(known, 14), "unheardof"]


def queries(library: Library) -> list[str]:
    """Return queries of every shape."""
    a, b, c, d, e, f, *_ = some = words_of(library)
    texts = [hit.passage.text for hit in library.search(kinds=("quote",), sort="episode", limit=30)]
    sentence = " ".join(max(texts, key=len).split()[:12]).strip("“”.,").replace(":", "").replace("-", " ")
    lines = [*some, f"{a} {b}", f"{c} {d}", f"the {e}", f"{a} {c} {e} {f}", f"{a} unheardof", sentence, "the of and"]
    lines += [" ".join(text.split()[1:3]).strip("“”.,:") for text in texts[:4]]
    lines += [f'"{" ".join(text.split()[2:4]).strip(",.:;“”")}"' for text in texts[4:8]]
    lines += [f'"{one} {other}"~{slop}' for one, other in ((a, b), ("the", c), ("of", "the")) for slop in (2, 5, 30)]
    lines += [f"{one[:size]}*" for one in (a, b, c) for size in (2, 3)] + [f"*{d[-2:]}", f"{e[0]}*{e[-1]}", "m?p*"]
    lines += [f"{one[:-1]}x~1" for one in (a, b)] + [f"{c}~2", f"{d[:-1]}~"]
    lines += [f"{a} OR {b} OR {c}", f"{a} AND ({b} OR the)", f"({a} {b}) OR ({c} AND the)", f"the -{d}", f"NOT {a}"]
    lines += [f"+{e} {f}", f"{a}^3 {b}", f"({a} OR {b})^0.5 {c}", f"heading:{a}", f"title:{c} {b}", f"heading:{a[:2]}*"]
    lines += [f"{a} date:[2020 TO 2022]", f"{b} kind:idea", "kind:quote the", "date:>2021 of", "", "*", "kind:point"]
    return lines


def parts_of(results: Results) -> Results:
    """Return an answer without what may differ: the name of the engine."""
    return replace(results, engine="", query=Query())


def agree(one: Results, other: Results) -> bool:
    """Assert that two ranked answers agree, and return whether they are the same to the last hit.

    There is one reason to differ. An index rounds the lengths of passages, each engine in its own way, so that behind
    the first candidates another one may be chosen to be read again; what is chosen by both is scored alike.
    """
    one, other = parts_of(one), parts_of(other)
    if one == other:
        return True
    assert one.total == other.total > WINDOW_OF_ONE
    assert replace(one, hits=()) == replace(other, hits=())
    first, second = ({hit.passage.id: hit for hit in answer} for answer in (one, other))
    both = first.keys() & second.keys()
    assert len(both) >= len(one.hits) - 2
    assert [first[name] for name in first if name in both] == [second[name] for name in second if name in both]
    return False


def test_ranked_answers(libraries: Libraries) -> None:
    """The first ten hits, their scores, marks and reasons, totals, counts and suggestions are the same."""
    whoosh, tantivy = libraries["whoosh"], libraries["tantivy"]
    same = []
    for text in queries(whoosh):
        for options in ({}, {"match": "any"}, {"match": "all", "kinds": ("quote",)}):
            query = Query(text=text, facets=True, explain=True, **options)
            same.append(agree(whoosh.search(query), tantivy.search(query)))
    assert same.count(False) <= 0.02 * len(same)


def test_sorted_answers(libraries: Libraries) -> None:
    """In every other order, each page is the same, to the last hit."""
    whoosh, tantivy = libraries["whoosh"], libraries["tantivy"]
    for text in queries(whoosh)[::6]:
        for sort in SORTS[1:]:
            for offset, limit in ((0, 10), (7, 3), (190, 30)):
                query = Query(text=text, sort=sort, offset=offset, limit=limit, context=1)
                assert parts_of(tantivy.search(query)) == parts_of(whoosh.search(query)), query


def test_pages_of_ranked_answers(libraries: Libraries) -> None:
    """Pages of the hits that are read again are the same; behind them the hits are, in the engine's own order.

    Lengths of passages are rounded in an index, by each engine in its own way, so that its scores differ a little.
    """
    whoosh, tantivy = libraries["whoosh"], libraries["tantivy"]
    for text in words_of(whoosh)[:4]:
        query = Query(text=text, limit=None)
        one, other = tantivy.search(query), whoosh.search(query)
        assert one.total == other.total == len(one.hits) == len(other.hits)
        assert {hit.passage for hit in one} == {hit.passage for hit in other}


def test_filters(libraries: Libraries) -> None:
    """Filters leave the same passages, alone and together."""
    whoosh, tantivy = libraries["whoosh"], libraries["tantivy"]
    speakers, shows = ([found.name for found in names][:3] for names in (whoosh.speakers(), whoosh.shows()))
    options = [{"speaker": name} for name in speakers] + [{"show": name} for name in shows]
    options += [{"speaker": speakers[0], "kinds": ("idea",)}, {"show": shows[0], "since": "2020", "until": "2021-06"}]
    options += [{"kinds": ("idea", "point")}, {"since": "2022"}, {"until": "2020"}, {"kinds": ("segment",)}]
    options += [{"episode": hit.passage.episode.id} for hit in whoosh.search(limit=2)]
    same = []
    for text in ("", *words_of(whoosh)[:2], "the of"):
        for chosen in options:
            for sort in ("relevance", "newest"):
                query = Query(text=text, sort=sort, facets=True, **chosen)
                same.append(agree(whoosh.search(query), tantivy.search(query)))
    assert same.count(False) <= 0.02 * len(same)


def test_tallies(libraries: Libraries) -> None:
    """What is counted over everything found is the same for every combination of fields."""
    engines = [library._open()[1] for library in libraries.values()]
    for text in ("", *words_of(libraries["whoosh"])[:5]):
        for fields in (("date",), ("date", "speaker"), ("show", "kind"), ("date", "speaker", "show", "kind")):
            one, other = (engine.tally(parse(text), (), fields) for engine in engines)
            assert one == other


def test_words(libraries: Libraries) -> None:
    """Completions, words that look alike, counts of words and episodes are the same."""
    engines = [library._open()[1] for library in libraries.values()]
    words = words_of(libraries["whoosh"])
    for ask in (
        lambda engine: [engine.complete(word[:size], 20) for word in words for size in (1, 2, 3)],
        lambda engine: [engine.similar_words(word[:-1] + "x") for word in words],
        lambda engine: engine.frequencies(words),
        lambda engine: [engine.speaks(word) for word in words],
        lambda engine: engine.size,
        lambda engine: [engine.episode(one.id) for one in libraries["whoosh"].episodes()[:5]],
    ):
        assert ask(engines[0]) == ask(engines[1])
