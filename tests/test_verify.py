"""Quotations checked against a transcript, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit import Episode, Library, Quote, Segment
from searchkit.corpus import Corpus
from searchkit.verify import Transcript, Verdict, judge

ADA, BO = "Ada Lind", "Bo Fjord"
TALK = (
    Segment("Welcome. Today we mend a clock, you know, that nobody has wound for eleven years.", ADA, 0.0, 6.0),
    Segment("It was my grandmother's. She kept her letters in it.", BO, 6.0, 10.0),
    Segment("So, um, the spring is, the spring is tired. A tired spring tells you, like, how it was used", ADA, 10, 18),
    Segment("Right. [laughter]", BO, 18.0, 19.0),
    Segment("And it never lies about that, because nobody ever asks it to. The oil lies, the dial lies.", ADA, 19, 27),
    Segment("You should put that on the door of the workshop.", BO, 27.0, 30.0),
)  # fmt: skip
Make = Callable[[Iterable[Episode]], Library]


@pytest.fixture(scope="module")
def talk() -> Transcript:
    """The transcript of a short talk."""
    return Transcript(TALK)


@pytest.mark.parametrize(
    ("quote", "speaker"),
    [
        ("she kept her letters in it", "Bo Fjord"),
        ("She kept her letters… in it!", "Fjord"),
        ("Today we mend a clock that nobody has wound for eleven years", "Ada Lind"),  # you know
        ("The spring is tired. A tired spring tells you how it was used.", "Ada Lind"),  # um, a false start, like
        ("A tired spring tells you how it was used. And it never lies about that", "Ada Lind"),  # over an interjection
        ("Today we mend a clock […] The oil lies, the dial lies.", ""),  # words left out, and said so
        ("UM, THE OIL LIES — THE DIAL LIES", "Ada"),
    ],
)
def test_the_same_words_are_verbatim(talk: Transcript, quote: str, speaker: str) -> None:
    """Case, punctuation, fillers, an ellipsis and what others throw in make no difference."""
    verdict = judge(talk, quote, speaker)
    assert (verdict.name, verdict.sure, verdict.likeness) == ("verbatim", 1.0, 1.0)


@pytest.mark.parametrize(
    "quote",
    [
        "A tired spring shows you how it was used",
        "A tired spring tells you exactly how it was used",
        "a tired spring never tells you how it was used",
        "Today we mend a clock that has wound for eleven years",
    ],
)
def test_other_words_are_near(talk: Transcript, quote: str) -> None:
    """A word replaced, put in or left out makes it near, less sure, and the diff tells which word."""
    verdict = judge(talk, quote, "Ada Lind")
    assert verdict.name == "near"
    assert 0.5 < verdict.sure < 1
    assert any(change.op != "equal" for change in verdict.diff)
    assert verdict.speaker == "Ada Lind"


def test_the_words_of_somebody_else_are_elsewhere(talk: Transcript) -> None:
    """Who really said it is told, with the moment."""
    verdict = judge(talk, "She kept her letters in it.", "Ada Lind")
    assert (verdict.name, verdict.speaker, verdict.said) == ("elsewhere", "Bo Fjord", "She kept her letters in it.")
    assert verdict.at is not None
    assert 7 < verdict.at < 9


@pytest.mark.parametrize("quote", ["Every clock is a small argument with the sun.", "the of a to it", "…", "?!", ""])
def test_what_nobody_said_is_not_found(talk: Transcript, quote: str) -> None:
    """An invention, chance words and no words at all are not found, and nothing is said to have been said."""
    verdict = judge(talk, quote, "Ada Lind")
    assert (verdict.name, verdict.said, verdict.at, verdict.diff) == ("not found", "", None, ())


def test_nothing_is_found_in_an_empty_transcript() -> None:
    """A transcript without words holds no quotation."""
    assert judge(Transcript(()), "anything", "").name == "not found"
    assert judge(Transcript((Segment("[music]"),)), "anything at all", "").name == "not found"


@pytest.mark.parametrize(
    ("said_by", "given_to", "name"),
    [
        ("Lenny Rachitsky", "Lenny", "verbatim"),
        ("LENNY RACHITSKY", "Lenny Rachitsky", "verbatim"),
        ("Speaker 1", "Lenny", "verbatim"),  # the transcript cannot tell
        ("", "Lenny", "verbatim"),
        ("Yann Le Cun", "yann lecun", "verbatim"),
        ("Len", "Leonard Rachitsky", "verbatim"),  # an alias
        ("Bob Rachitsky", "Lenny", "elsewhere"),
    ],
)
def test_a_person_is_known_by_part_of_the_name(said_by: str, given_to: str, name: str) -> None:
    """Spellings, parts of names and aliases are one person; a voice without a name may be anybody's."""
    segments = (
        Segment("Other words of a host, to begin with.", "Host Person"),
        Segment("The lake has no opinion.", said_by),
    )
    transcript = Transcript(segments, {"Leonard Rachitsky": ("Len",)})
    assert judge(transcript, "The lake has no opinion.", given_to).name == name


def test_a_moment_is_where_its_words_are() -> None:
    """Between two known times a word is as far as its characters; where a segment begins it is the segment's."""
    words = " ".join(f"word{number:02}" for number in range(20))
    transcript = Transcript((Segment(words, "A", 100.0, 110.0), Segment("the end of it all", "A", 110.0)))
    assert judge(transcript, "word00 word01 word02", "A").at == 100.0
    middle = judge(transcript, "word10 word11 word12", "A")
    assert middle.at == pytest.approx(105.0, abs=0.2)
    assert middle.within == 10.0


def test_a_moment_that_nobody_knows_is_none() -> None:
    """A transcript without times gives verdicts without moments."""
    verdict = judge(Transcript((Segment("The lake has no opinion.", "A"),)), "the lake has no opinion", "A")
    assert (verdict.name, verdict.at, verdict.within) == ("verbatim", None, None)


def test_a_repeated_line_tells_how_often() -> None:
    """What was said twice is found at the first place, and the count says that it may be the other."""
    segments = (
        Segment("We are late.", "A", 1.0, 2.0),
        Segment("No.", "B", 2.0, 3.0),
        Segment("We are late.", "A", 3.0, 4.0),
    )
    verdict = judge(Transcript(segments), "We are late.", "A")
    assert (verdict.at, verdict.places) == (1.0, 2)


_WORDS = st.sampled_from(
    ("spring", "oil", "dial", "clock", "mends", "tired", "lies", "never", "asks", "wound", "letters", "the", "a", "is")
)
_TURNS = st.lists(
    st.tuples(st.sampled_from(("Ada", "Bo", "")), st.lists(_WORDS, min_size=1, max_size=12)), min_size=1, max_size=8
)


@given(_TURNS, st.data())
def test_what_is_cut_out_of_one_turn_is_verbatim(turns: list[tuple[str, list[str]]], data: st.DataObject) -> None:
    """Any run of words of a turn, given to whoever spoke it, is verbatim, and what was said has those words."""
    transcript = Transcript([Segment(" ".join(words), name) for name, words in turns])
    name, words = data.draw(st.sampled_from(turns))
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    verdict = judge(transcript, " ".join(words[start:end]), name)
    assert verdict.name == "verbatim"
    assert verdict.likeness == 1.0


@given(st.text(max_size=80), st.lists(st.text(max_size=60), max_size=4))
def test_no_text_is_too_odd(quote: str, texts: list[str]) -> None:
    """Whatever stands in a quotation or transcript, there is a verdict with numbers in their bounds."""
    verdict = judge(Transcript([Segment(text, "A", 0.0) for text in texts]), quote, "A")
    assert isinstance(verdict, Verdict)
    assert 0 <= verdict.likeness <= 1
    assert 0.5 <= verdict.sure <= 1


QUOTES = (
    Quote("She kept her letters in it.", "Bo Fjord"),
    Quote("A tired spring shows you how it was used.", "Ada Lind", 11.0),
    Quote("Every clock is a small argument with the sun.", "Ada Lind"),
)
EPISODE = Episode("The Workbench", "A clock", quotes=QUOTES, transcript=TALK, id="the-workbench/a-clock")


def test_verdicts_and_moments_are_kept(make_library: Make) -> None:
    """With `write` the file has both, a second time changes nothing, and results carry the verdict once indexed."""
    library = make_library([EPISODE])
    found = library.verify(write=True)
    assert [checked.verdict.name for checked in found.episodes[0].quotes] == ["verbatim", "near", "not found"]
    assert (found.episodes[0].written, found.moments) == (True, 1)
    assert not library.verify(write=True).episodes[0].written
    kept = library.corpus.load(EPISODE.id)
    assert kept is not None
    assert [quote.at for quote in kept.quotes] == [7.0, 11.0, None]
    assert kept.transcript == TALK
    library.sync()
    [hit] = library.search("letters").hits
    assert (hit.passage.verified, hit.passage.at) == ("verbatim", 7.0)


@pytest.mark.parametrize(
    ("at", "outside"), [(None, False), (5.0, False), (115.0, False), (125.0, True), (4000.0, True)]
)
def test_a_moment_outside_of_the_transcript_is_told(make_library: Make, at: float | None, outside: bool) -> None:
    """A quote that was not found is told to lie beyond an excerpt only if its own moment does, by over a minute."""
    excerpt = (Segment("Kites fly.", "Ada", 10.0, 12.0), Segment("So do birds.", "Bo", 50.0, 60.0))
    lost = Quote("The cellar was full of unread atlases.", "Ada", at)
    library = make_library(
        [Episode("Show", "a", id="show/a", quotes=(lost, Quote("Kites fly.", "Ada", 9e3)), transcript=excerpt)]
    )
    (checked,) = library.verify().episodes
    assert [one.verdict.name for one in checked.quotes] == ["not found", "verbatim"]
    assert [one.outside for one in checked.quotes] == [outside, False]


@pytest.mark.parametrize("engine", ["whoosh", "tantivy"])
@pytest.mark.parametrize("change", ["text", "speaker", "transcript"])
def test_a_verdict_on_what_was_changed_since_is_not_shown(make_library: Make, change: str, engine: str) -> None:
    """An edited quote, or another transcript, has no verdict until it is checked again."""
    library = make_library([EPISODE])
    library.verify(write=True)
    library.sync(engine=engine)
    assert library.search("letters").hits[0].passage.verified == "verbatim"
    kept = library.corpus.load(EPISODE.id)
    assert kept is not None
    quote = kept.quotes[0]
    if change == "transcript":
        kept = replace(kept, transcript=(*TALK, Segment("One word more.", "Ada Lind", 30.0, 31.0)))
    else:
        kept = replace(kept, quotes=(replace(quote, **{change: getattr(quote, change) + " letters"}), *kept.quotes[1:]))
    library.corpus.save(kept)
    library.sync()
    assert library.search("letters").hits[0].passage.verified == ""


def test_a_check_is_no_edit(make_library: Make) -> None:
    """A verdict that is written down does not make an episode one that somebody edited."""
    from searchkit.corpus import was_edited  # noqa: PLC0415
    from searchkit.episode_file import digest  # noqa: PLC0415
    from searchkit.model import Source  # noqa: PLC0415

    known = replace(EPISODE, quotes=(replace(QUOTES[0], at=7.0),))
    library = make_library([replace(known, source=Source("page.txt", "plain", "2026-11-24", digest(known)))])
    library.verify(write=True)
    kept = library.corpus.load(EPISODE.id)
    assert kept is not None
    assert kept.quotes[0].verified.startswith("verbatim ")
    assert not was_edited(kept)


def test_a_faulty_file_stops_no_other(make_library: Make) -> None:
    """Its error is told, an episode without a transcript is named, and the others are checked."""
    library = make_library([EPISODE, replace(EPISODE, id="the-workbench/mute", title="Mute", transcript=())])
    Path(library.corpus.root, "the-workbench", "bad.yaml").write_text("show: [", encoding="utf-8")
    found = library.verify()
    assert len(found.errors) == 1
    assert [(one.id, one.has_transcript, len(one.quotes)) for one in found.episodes] == [
        ("the-workbench/a-clock", True, 3),
        ("the-workbench/mute", False, 0),
    ]


def test_an_episode_is_named_as_elsewhere(make_library: Make) -> None:
    """The id, or words of the title, name the episode whose quotes are checked."""
    library = make_library([EPISODE, replace(EPISODE, id="the-workbench/other", title="Other", transcript=())])
    assert [one.id for one in library.verify(["clock"]).episodes] == [EPISODE.id]
    assert [one.id for one in library.verify([EPISODE.id]).episodes] == [EPISODE.id]


def test_what_others_have_added_meanwhile_is_checked(make_library: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    """An open library finds an episode by words of its title that another has indexed; the corpus is listed once."""
    library = make_library([Episode("Talks", "Alder", quotes=(Quote("Alder leans."),), id="talks/alder")])
    assert library.search("alder").total
    with Library(library.corpus.root, library.generations.root) as other:
        other.corpus.save(Episode("Talks", "Birch bends", quotes=(Quote("Birch bends."),), id="talks/birch"))
        other.sync()
    listed: list[int] = []
    scan = Corpus.scan
    monkeypatch.setattr(Corpus, "scan", lambda corpus: listed.append(1) or scan(corpus))
    once = library.verify(("talks/alder",))
    number = len(listed)
    found = library.verify(("birch bends", "talks/alder", "alder"))
    assert [one.id for one in once.episodes] == ["talks/alder"]
    assert {one.id for one in found.episodes} == {"talks/birch", "talks/alder"}
    assert len(listed) == 2 * number
