"""What was said is found when it is asked for, and leaves a plain search as it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from searchkit import Episode, Idea, Library, Point, Query, Quote, Segment
from searchkit.engines import ENGINES, load_engine
from searchkit.errors import IndexUnusableError, NotFoundError
from tests.building import many

WORDS = "the map of the river is quiet and the bridge hums at dusk while nobody listens to stone"


def spoken(count: int, *, start: float = 0.0) -> tuple[Segment, ...]:
    """Return as many segments of ten seconds, of two speakers."""
    return tuple(
        Segment(f"{WORDS} number{n}", ("Ada Lind", "Bo Stone")[n % 2], start + 10.0 * n, start + 10.0 * n + 10)
        for n in range(count)
    )


EPISODE = Episode(
    id="the-workbench/drawers",
    show="The Workbench",
    title="Why the drawer sticks",
    url="https://www.youtube.com/watch?v=abc",
    speakers=("Ada Lind",),
    overview=(Point("Four drawers are opened."),),
    ideas=(Idea("Wax comes last.", "It hides the fault for a season."),),
    quotes=(Quote("A drawer that sticks is telling you about the house.", "Ada Lind", 125.0), Quote("Wax last.")),
    transcript=spoken(40),
)


@pytest.fixture(params=list(ENGINES))
def engine(request: pytest.FixtureRequest) -> str:
    """The name of each engine that is there."""
    try:
        load_engine(request.param)
    except IndexUnusableError as error:
        pytest.skip(f"{error.message}; {error.hint}")
    return str(request.param)


@pytest.fixture
def library(tmp_path: Path, engine: str) -> Iterator[Library]:
    """A library of the episode above and thirty drawn ones, half of them with a transcript."""
    with Library(tmp_path / "corpus", tmp_path / "index") as made:
        made.corpus.save(EPISODE)
        for number, episode in enumerate(many(4, 30)):
            made.corpus.save(replace(episode, transcript=spoken(50) if number % 2 else ()))
        made.sync(engine=engine)
        yield made


QUERIES = ("map", "quiet river", "bridge hums dusk", '"the map"', "walk*", "mapp~1", "stone OR kite", "ada", "numbr3")


def test_a_plain_search_is_as_if_there_were_no_transcripts(library: Library, tmp_path: Path, engine: str) -> None:
    """Hits, order, scores, totals, facets, corrections and counts are the same with and without transcripts."""
    with Library(tmp_path / "bare", tmp_path / "other") as bare:
        for episode in library.corpus.episodes():
            assert isinstance(episode, Episode)
            bare.corpus.save(replace(episode, transcript=()))
        bare.sync(engine=engine)
        for text in QUERIES:
            asked, wanted = (one.search(text, limit=None, facets=True, explain=True) for one in (library, bare))
            hits, without = ([(hit.passage.id, hit.score) for hit in found] for found in (asked, wanted))
            assert hits == without
            assert (asked.total, asked.facets.kinds) == (wanted.total, wanted.facets.kinds)
            assert (asked.corrected, asked.suggestions) == (wanted.corrected, wanted.suggestions)
        assert library.trends("map").whole == bare.trends("map").whole
        assert library.words("num") == bare.words("num") == ()


def test_segments_are_found_when_asked_for(library: Library) -> None:
    """`kinds`, `kind:segment` in the text, and all kinds together find what was said."""
    found = library.search("number7", kinds=("segment",), episode="drawers")
    assert [hit.passage.id for hit in found] == ["the-workbench/drawers#segment-8"]
    assert library.search("kind:segment number7 episode:drawers").hits[0].passage == found.hits[0].passage
    assert library.search("number7").total == 0
    both = library.search("quiet", kinds=("point", "idea", "quote", "segment"), limit=None, facets=True)
    kinds = dict(both.facets.kinds)
    assert kinds["segment"] == library.search("quiet", kinds=("segment",)).total
    assert both.total == len(both.hits) == kinds["segment"] + library.search("quiet").total
    scores = [hit.score for hit in both.hits]
    assert scores == sorted(scores, reverse=True)


def test_a_segment_has_its_moment_and_its_neighbours(library: Library) -> None:
    """A hit tells when it was said and by whom, with the turns before and after it."""
    (hit,) = library.search("number7", kinds=("segment",), episode="drawers", context=2)
    assert (hit.passage.at, hit.passage.speaker) == (70.0, "Bo Stone")
    assert [one.at for one in hit.context.before] == [50.0, 60.0]
    assert [one.at for one in hit.context.after] == [80.0, 90.0]


def test_a_quote_with_a_moment_shows_the_turns_around_it(library: Library) -> None:
    """The segment in which it was said, and its neighbours; none without a moment or when none are asked for."""
    timed, untimed = (
        library.hit(library.passage(f"the-workbench/drawers#quote-{n}"), context=1).context.turns for n in (1, 2)
    )
    assert [one.at for one in timed] == [110.0, 120.0, 130.0]
    assert untimed == ()
    assert library.search("sticks telling house").hits[0].context.turns == ()
    assert len(library.search("sticks telling house", context=1).hits[0].context.turns) == 3


def test_a_transcript_is_shown_whole(library: Library) -> None:
    """An episode has its passages, and its segments apart."""
    assert [one.kind for one in library.episode("drawers").passages] == ["point", "idea", "quote", "quote"]
    assert [one.text for one in library.transcript("drawers")] == [one.text for one in EPISODE.transcript]
    assert library.episode("drawers").entry.segments == 40
    assert library.passage("the-workbench/drawers#segment-40").at == 390.0
    with pytest.raises(NotFoundError):
        library.passage("the-workbench/drawers#segment-41")


def test_a_change_of_a_transcript_is_seen_and_brought_in_step(library: Library) -> None:
    """A transcript that is edited, removed or added makes the index stale, and `sync` reads that episode alone."""
    path = library.corpus.root / "the-workbench" / "drawers.vtt"
    text = path.read_text(encoding="utf-8")
    assert not library.is_stale()
    path.write_text(text.replace("number7", "seventh"), encoding="utf-8")
    assert library.is_stale()
    report = library.sync()
    assert (report.difference.changed, report.errors) == (("the-workbench/drawers",), ())
    assert library.search("seventh", kinds=("segment",)).total == 1
    assert library.search("number7", kinds=("segment",), episode="drawers").total == 0
    path.unlink()
    assert library.sync().difference.changed == ("the-workbench/drawers",)
    assert library.transcript("drawers") == ()
    assert library.search("drawer sticks").hits
    path.write_text(text, encoding="utf-8")
    assert library.status().difference.changed == ("the-workbench/drawers",)
    library.sync()
    assert library.search("number7", kinds=("segment",), episode="drawers").total == 1


def test_a_faulty_transcript_is_told_and_leaves_its_episode(library: Library) -> None:
    """What was summed up stays findable; the fault is told each time, with the file."""
    path = library.corpus.root / "the-workbench" / "drawers.vtt"
    path.write_text("no captions at all", encoding="utf-8")
    for _ in range(2):
        (error,) = library.sync().errors
        assert "drawers.vtt: is no WebVTT" in error.message
    assert library.search("drawer sticks").hits
    assert library.transcript("drawers") == ()


def test_an_index_whose_last_transcript_goes_has_none(tmp_path: Path, engine: str) -> None:
    """Segments are looked for in vain then, without an error."""
    with Library(tmp_path / "corpus", tmp_path / "index") as library:
        library.corpus.save(EPISODE)
        library.sync(engine=engine)
        library.corpus.save(replace(EPISODE, transcript=()))
        report = library.sync()
        assert (report.segments, report.passages) == (0, 4)
        assert library.search(Query(text="number7", kinds=("segment",))).total == 0


def test_an_episode_may_be_its_transcript_alone(tmp_path: Path, engine: str) -> None:
    """Without a point, idea or quote an episode is listed, and its moments are found."""
    with Library(tmp_path / "corpus", tmp_path / "index") as library:
        library.corpus.save(Episode("The Workbench", "Talk", id="w/talk", transcript=spoken(3)))
        library.sync(engine=engine)
        assert [entry.id for entry in library.episodes()] == ["w/talk"]
        assert library.search("number2", kinds=("segment",)).total == 1
        assert [name.name for name in library.speakers()] == ["Ada Lind", "Bo Stone"]
        assert library.search("number2").total == 0
