"""The transcript of an episode as the corpus keeps it: what is written is read again as it was."""

from __future__ import annotations

import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from searchkit.captions.stored import dump_transcript, parse_transcript, written
from searchkit.errors import InputError
from searchkit.model import Segment

TRICKY = (
    "WEBVTT",
    "NOTE x",
    "1",
    "--> 00:00:01.000",
    "<v Bo>hi",
    "&lt;",
    "untimed",
    "STYLE",
    "{\\an8} a",
    "a -- b",
    "",
)
TEXTS = st.one_of(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), st.sampled_from(TRICKY))
MOMENTS = st.one_of(st.none(), st.integers(0, 500_000_000).map(lambda number: number / 1000))
SEGMENTS = st.lists(st.builds(Segment, TEXTS, TEXTS, MOMENTS, MOMENTS), max_size=8)


@given(SEGMENTS)
def test_what_is_written_is_read_again(segments: list[Segment]) -> None:
    """Words, names and moments come back, whatever they hold, and so do moments that are not known."""
    assert parse_transcript("".join(dump_transcript(segments))) == written(segments)


@given(SEGMENTS)
def test_an_edited_file_is_read_the_same(segments: list[Segment]) -> None:
    """A file that is no longer just as it was written, with other line ends and a remark, says the same."""
    text = "".join(dump_transcript(segments)).replace("WEBVTT\n", "WEBVTT - edited\n\nNOTE\nby hand\n", 1)
    assert parse_transcript("\ufeff" + text.replace("\n", "\r\n")) == written(segments)


@given(st.lists(st.builds(Segment, st.from_regex(r"[a-z<&>]{1,9}", fullmatch=True), st.just("Bo"), MOMENTS, MOMENTS)))
def test_other_programs_read_the_same_cues(segments: list[Segment]) -> None:
    """The file is WebVTT to another reader too: a cue for each segment, with its times and its voice."""
    read = webvtt.from_string("".join(dump_transcript(segments))).captions
    assert [caption.voice for caption in read] == ["Bo"] * len(segments)
    for caption, segment in zip(read, segments, strict=True):
        if segment.start is not None and segment.end is not None:
            assert abs(caption.start_in_seconds - segment.start) <= 1


def test_the_form_is_the_documented_one() -> None:
    """A name is a voice tag, and what is not known of the times is the name of the cue."""
    segments = [
        Segment("Hello <there>.", "Ann & Bo", 1.5, 62.25),
        Segment("Well,\nyes.", "", 62.25, None),
        Segment("No time.", "Ann", None, None),
    ]
    assert "".join(dump_transcript(segments)) == (
        "WEBVTT\n\n00:00:01.500 --> 00:01:02.250\n<v Ann &amp; Bo>Hello &lt;there&gt;.\n\n"
        "end unknown\n00:01:02.250 --> 00:01:02.250\nWell, yes.\n\n"
        "untimed\n00:01:02.250 --> 00:01:02.250\n<v Ann>No time.\n"
    )


def test_what_is_no_webvtt_is_refused() -> None:
    """Another file under the name of a transcript is an error that names it."""
    with pytest.raises(InputError, match=r"one\.vtt: is no WebVTT"):
        parse_transcript("1\n00:00:01,000 --> 00:00:02,000\nHello.\n", path="one.vtt")
