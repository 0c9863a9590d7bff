"""Lines that somebody half remembers, and who said them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from searchkit import Episode, Library, NotFoundError, Quote, Segment, UsageError

LINES = (
    ("Ada Lind", "A broken chair tells you everything about the man who built it."),
    ("Bo Fjord", "Glue is a form of patience, and patience is a form of glue."),
    ("Cai Roe", "Nobody repairs a clock that nobody looks at."),
    ("Dee Moss", "The harbour is swept before the road is, because ferries do not wait for ploughs."),
)
TALK = (
    Segment("Every bridge hums if you listen for long enough, and most people do not.", "Eva Holm", 0.0, 5.0),
    Segment("So I stood there with a tuning fork until the night watchman", "Eva Holm", 5.0, 9.0),
    Segment("asked me whether the river was in tune today.", "Eva Holm", 9.0, 12.0),
)
Make = Callable[[Iterable[Episode]], Library]


@pytest.fixture(params=["whoosh", "tantivy"])
def library(make_library: Make, request: pytest.FixtureRequest) -> Library:
    """A library of a few quotes and a transcript, on each engine."""
    made = make_library(
        [
            *(
                Episode("Lines", f"Line {number}", quotes=(Quote(text, name),), id=f"lines/line-{number}")
                for number, (name, text) in enumerate(LINES)
            ),
            Episode("Talks", "Hum", quotes=(Quote("Every bridge hums.", "Eva Holm"),), transcript=TALK, id="talks/hum"),
        ]
    )
    made.sync(engine=request.param, rebuild=True)
    return made


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("broken chair tells everything man built", "Ada Lind"),  # dropped
        ("a chair broken tells you everything of the man who built it", "Ada Lind"),  # swapped, replaced
        ("glu is a fourm of pashence", "Bo Fjord"),  # misspelt
        ("nobody fixes a clock nobody looks at", "Cai Roe"),
        ("ferries do not wait for plougs so the harbour is swept before the road", "Dee Moss"),
        ("bridge hums if you lissen long enough", "Eva Holm"),
    ],
)
def test_a_line_is_found_however_it_is_misremembered(library: Library, typed: str, name: str) -> None:
    """Words dropped, swapped, replaced and misspelt: the right line comes first, with a diff that holds both."""
    best = library.whosaid(typed).found[0]
    assert best.passage.speaker == name
    assert " ".join(change.said for change in best.diff if change.said) == best.said
    assert 0.5 < best.likeness <= 1


def test_nothing_close_is_nothing(library: Library) -> None:
    """A line that nobody said, and words that the index does not know, have no answer."""
    assert library.whosaid("quantum bananas orbit the bashful committee").found == ()
    assert library.whosaid("xylophone zeppelin").found == ()


def test_the_very_words_are_like_themselves(library: Library) -> None:
    """What was said has a likeness of 1 and a diff without a change."""
    best = library.whosaid("Nobody repairs a clock that nobody looks at").found[0]
    assert best.likeness == 1.0
    assert [change.op for change in best.diff] == ["equal"]


def test_a_quote_and_its_segment_are_one_answer(library: Library) -> None:
    """What stands in the transcript and is quoted too comes once, with the other's id."""
    [found] = library.whosaid("every bridge hums").found
    assert {found.passage.id, *found.also} == {"talks/hum#quote-1", "talks/hum#segment-1"}


def test_a_line_may_go_over_the_end_of_a_segment(library: Library) -> None:
    """The words of two segments are one line, which is found in the first of them."""
    best = library.whosaid("night watchman asked whether the river was in tune").found[0]
    assert best.passage.id == "talks/hum#segment-2"
    assert best.said.startswith("night watchman asked me whether the river")


def test_so_many_answers_at_most(library: Library) -> None:
    """The limit holds."""
    assert len(library.whosaid("nobody the is a of glue bridge", limit=1).found) <= 1


@pytest.mark.parametrize("typed", ["", "…", "um", "word " * 301])
def test_what_is_no_line_is_refused(library: Library, typed: str) -> None:
    """No word, or too many, is an error that says so."""
    with pytest.raises(UsageError):
        library.whosaid(typed)


def test_operators_are_words(library: Library) -> None:
    """A line is no query: what Lucene would take for an operator or a fault is text."""
    assert (
        library.whosaid('nobody AND ( repairs a clock: "that nobody -looks at~').found[0].passage.speaker == "Cai Roe"
    )


def test_the_hint_for_a_segment_names_segments(library: Library) -> None:
    """A segment that is not there is told with the first and the last that are; without any, with plain passages."""
    with pytest.raises(NotFoundError) as caught:
        library.passage("talks/hum#segment-9")
    assert caught.value.hint == "its passages are #segment-1 to #segment-3"
    with pytest.raises(NotFoundError) as caught:
        library.passage("talks/hum#quote-9")
    assert caught.value.hint == "its passages are #quote-1 to #quote-1"
    with pytest.raises(NotFoundError) as caught:
        library.passage("lines/line-0#segment-1")
    assert caught.value.hint == "its passages are #quote-1 to #quote-1"
