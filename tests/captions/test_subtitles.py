"""SRT and WebVTT as tools really write them."""

from __future__ import annotations

from datetime import timedelta

import pytest
import srt
from hypothesis import given
from hypothesis import strategies as st

from searchkit.captions.stamps import clock, moment
from searchkit.captions.subtitles import cues_of, language_of
from searchkit.model import Segment

TWO = [("Hello there.", 1.0, 2.0), ("Bye.", 3.0, 4.5)]


def told(text: str) -> list[tuple[str, float | None, float | None]]:
    """Return words and times of the cues of a text."""
    return [(cue.text, cue.start, cue.end) for cue in cues_of(text)[0]]


@pytest.mark.parametrize(
    "text",
    [
        "1\n00:00:01,000 --> 00:00:02,000\nHello there.\n\n2\n00:00:03,000 --> 00:00:04,500\nBye.\n",
        "1\n00:00:01.000 --> 00:00:02.000\nHello there.\n\n2\n00:00:03.000 --> 00:00:04.500\nBye.\n",
        "1\n00:00:01,000-->00:00:02,000\nHello there.\n\n2\n00:00:03,000-->00:00:04,500\nBye.\n",
        "00:00:01,000 --> 00:00:02,000\nHello there.\n\n00:00:03,000 --> 00:00:04,500\nBye.\n",
        "1\n00:00:01,000 --> 00:00:02,000\nHello there.\n2\n00:00:03,000 --> 00:00:04,500\nBye.\n",
        "1\n0:00:01,0 --> 0:00:02\nHello there.\n\n2\n0:00:03 --> 0:00:04,5\nBye.\n",
        "1\n00:01,000 --> 00:02,000\nHello there.\n\n2\n00:03,000 --> 00:04,500\nBye.\n",
        "7\n00:00:01,000 --> 00:00:02,000\n<i>Hello</i> {\\an8}there.\n\n3\n00:00:03,000 --> 00:00:04,500\nBye.",
        (
            "1\n00:00:00,000 --> 00:00:01,000\n\n2\n00:00:01,000 --> 00:00:02,000\nHello there.\n\n\n"
            "3\n00:00:03,000 --> 00:00:04,500 X1:1\nBye.\n"
        ),
        "WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nHello there.\n\n00:00:03,000 --> 00:00:04,500\nBye.\n",
        (
            "WEBVTT - talk\nKind: captions\n\n1\n00:01.000 --> 00:02.000 align:start\nHello <c.x>there</c>.\n\n"
            "NOTE\nnot said\n\nSTYLE\n::cue {}\n\nsecond\n00:03.000 --> 00:04.500\nBye.\n"
        ),
        "WEBVTT\n00:01.000 --> 00:02.000\nHello <00:01.500>there.\n00:03.000 --> 00:04.500\nBye.\n",
    ],
)
def test_every_way_to_write_two_cues_is_read(text: str) -> None:
    """Dots for commas, no blanks, indexes, header, hours or blank lines: the cues are the same."""
    assert told(text) == TWO


def test_blank_lines_inside_of_a_cue_lose_nothing() -> None:
    """What stands behind a blank line belongs to the cue before it."""
    srt_text = "1\n00:00:01,000 --> 00:00:02,000\nHello\n\nthere.\n\n2\n00:00:03,000 --> 00:00:04,500\nBye.\n"
    vtt_text = "WEBVTT\n\n00:01.000 --> 00:02.000\nHello\n\nthere.\n\n00:03.000 --> 00:04.500\nBye.\n"
    for text in (srt_text, vtt_text):
        assert told(text) == [("Hello\nthere.", 1.0, 2.0), TWO[1]]


def test_a_number_may_be_said() -> None:
    """A cue that says a number keeps it, with and without indexes in the file."""
    with_index = "1\n00:00:01,000 --> 00:00:02,000\n1984\n\n2\n00:00:03,000 --> 00:00:04,500\nBye.\n"
    without = "00:00:01,000 --> 00:00:02,000\n1984\n\n00:00:03,000 --> 00:00:04,500\nBye.\n"
    for text in (with_index, without):
        assert told(text) == [("1984", 1.0, 2.0), TWO[1]]


@pytest.mark.parametrize("second", ["2x", "two", "2.", "#2", "21:30:00 or so", ""])
def test_a_number_that_is_none_loses_no_cue(second: str) -> None:
    """Where only some cues are numbered, the first number is no speech, and what stands for another one is."""
    text = f"1\n00:00:01,000 --> 00:00:04,000\nMaps lie.\n\n{second}\n00:00:04,000 --> 00:00:09,000\nDo they?\n"
    cues, stray = cues_of(text)
    assert [" ".join(cue.text.split()) for cue in cues] == [f"Maps lie. {second}".strip(), "Do they?"]
    assert stray == []


def test_voices_of_one_cue_are_told_apart() -> None:
    """Each voice tag begins a cue of its own, with classes and entities in it read."""
    text = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v.loud Ann &amp; Lee>Is 2 &lt; 3?</v> <v Bo>Yes.\n"
    cues = cues_of(text)[0]
    assert cues == [Segment("Is 2 < 3?", "Ann & Lee", 1.0, 2.0), Segment("Yes.", "Bo", 1.0, 2.0)]


def test_what_stands_above_is_told() -> None:
    """Lines above the first cue are given back, and the header names a language."""
    assert cues_of("Made by a tool\n\n00:00:01,000 --> 00:00:02,000\nHi.\n")[1] == ["Made by a tool"]
    assert language_of("WEBVTT\nKind: captions\nLanguage: pt-BR\n\n00:01.000 --> 00:02.000\nOi.\n") == "pt-BR"
    assert cues_of("no times at all") == ([], [])


@given(st.integers(0, 360_000_000))
def test_stamps_are_read_as_they_are_written(milliseconds: int) -> None:
    """A moment that is written as a clock reads back, with a dot or a comma."""
    text = clock(milliseconds / 1000)
    assert moment(text.replace(".", ",")) == moment(text) == milliseconds / 1000


WORDS = st.lists(st.from_regex(r"[^\W_]{1,8}[.,?]?", fullmatch=True), min_size=1, max_size=8).map(" ".join)


@given(st.lists(st.tuples(WORDS, st.integers(0, 86_399_000), st.integers(0, 9_000)), min_size=1, max_size=8))
def test_srt_that_a_library_writes_is_read_whole(cues: list[tuple[str, int, int]]) -> None:
    """Whatever another program writes as SRT has the same words and times here, and as WebVTT too."""
    made = [
        srt.Subtitle(n, timedelta(milliseconds=start), timedelta(milliseconds=start + length), words)
        for n, (words, start, length) in enumerate(cues, start=1)
    ]
    wanted = [(words, start / 1000, (start + length) / 1000) for words, start, length in cues]
    text = srt.compose(made, reindex=False)
    assert told(text) == wanted
    assert told("WEBVTT\n\n" + text) == wanted
