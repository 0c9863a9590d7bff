"""Transcripts of every form become turns with names and moments, and lose no word that was said."""

from __future__ import annotations

import json
import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchkit.errors import InputError
from searchkit.model import Chapter, Segment
from searchkit.readers.transcripts.turns import LEAST, MOST, pieces, segments_of
from searchkit.readers.transcripts.voices import brought_together

from .conftest import read

TURNS = [
    ("Ada Moreau", 0.0, "Maps lie politely."),
    ("Ben Ito", 36.0, "All of them?"),
    ("Ada Moreau", 40.0, "Ours too."),
]
FORMS = {
    "name (stamp):": (
        "Ada Moreau (00:00:00):\nMaps lie politely.\n\nBen Ito (00:00:36):\nAll of them?\n\n"
        "Ada Moreau (00:00:40):\nOurs too.\n"
    ),
    "[stamp] name:": (
        "[00:00:00] Ada Moreau: Maps lie politely.\n[00:00:36] Ben Ito: All of them?\n[0:40] Ada Moreau: Ours too.\n"
    ),
    "bold": (
        "**Ada Moreau:** \\[00:00\\] Maps lie politely.\n\n**Ben Ito:** \\[00:36\\] All of them?\n\n"
        "**Ada Moreau:** \\[00:40\\] Ours too.\n"
    ),
    "bold stamp": (
        "**[00:00] Ada Moreau:** Maps lie politely.\n\n**[00:36] Ben Ito:** All of them?\n\n"
        "**[00:40] Ada Moreau:** Ours too.\n"
    ),
    "linked": (
        "**Ada Moreau:** [0:00](https://x.example/?t=0) Maps lie politely.\n\n"
        "**Ben Ito:** [0:36](https://x.example/?t=36) All of them?\n\n"
        "**Ada Moreau:** [0:40](https://x.example/?t=40) Ours too.\n"
    ),
    "otter": "Ada Moreau  0:00\nMaps lie politely.\n\nBen Ito  0:36\nAll of them?\n\nAda Moreau  0:40\nOurs too.\n",
    "html": (
        "<html><head><title>x</title></head><cite>Ada Moreau:</cite><time>0:00</time><p>Maps lie <b>politely</b>.</p>"
        "<cite>Ben Ito:</cite><time>0:36</time><p>All of them?</p>"
        "<cite>Ada Moreau:</cite><time>0:40</time><p>Ours too.</p>"
    ),
    "podcasting 2.0": json.dumps(
        {
            "version": "1.0.0",
            "segments": [
                {"speaker": name, "startTime": start, "endTime": start + 2, "body": text} for name, start, text in TURNS
            ],
        }
    ),
    "srt": (
        "1\n00:00:00,000 --> 00:00:02,000\nAda Moreau: Maps lie\npolitely.\n\n"
        "2\n00:00:36,000 --> 00:00:37,000\nBen Ito: All\n\n3\n00:00:37,000 --> 00:00:38,000\nBen Ito: of them?\n\n"
        "4\n00:00:40,000 --> 00:00:42,000\nAda Moreau: Ours too.\n"
    ),
    "vtt": (
        "WEBVTT\n\n00:00.000 --> 00:02.000\n<v Ada Moreau>Maps lie\n\n"
        "00:02.000 --> 00:03.000\n<v Ada Moreau>politely.\n\n"
        "00:36.000 --> 00:38.000\n<v Ben Ito>All of them?\n\n00:40.000 --> 00:42.000\n<v Ada Moreau>Ours too.\n"
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_turns(form: str) -> None:
    """Names, moments and words are the same, however a tool writes them."""
    episode = read(FORMS[form], name="maps.txt", show="The Evening Kite", title="Why maps lie").episode
    assert [(one.speaker, one.start, one.text) for one in episode.transcript] == TURNS
    assert episode.speakers == ("Ada Moreau", "Ben Ito")


def test_names_without_moments_are_enough() -> None:
    """`Name:` before the words, again and again, is a transcript whose moments are not known."""
    text = "Ada: Maps lie politely.\n\nWe like them for it.\n\nBen: All of them?\n\nAda: Ours too.\n\nBen: I see.\n"
    transcript = read(text, title="T").episode.transcript
    assert transcript[0] == Segment("Maps lie politely. We like them for it.", "Ada")
    assert [one.speaker for one in transcript] == ["Ada", "Ben", "Ada", "Ben"]


def test_a_moment_without_a_name_goes_on_with_the_turn() -> None:
    """Each paragraph has its moment, and all are the one turn."""
    words = " ".join(["word"] * LEAST)
    text = f"Ada Moreau (00:00:10):\n{words}.\n\n(00:00:40):\n{words}.\n\nBen Ito (00:01:00):\nYes.\n"
    ada, more, ben = read(text, title="T").episode.transcript
    assert (ada.speaker, ada.start, ada.end) == ("Ada Moreau", 10.0, 40.0)
    assert (more.speaker, more.start, more.end) == ("Ada Moreau", 40.0, 60.0)
    assert (ben.start, ben.end) == (60.0, None)


def test_lines_behind_bars_have_chapters_above() -> None:
    """`00:00:00.000 | words` is speech; what stands above is title and chapters."""
    text = (
        "Why maps lie | The Evening Kite\n\nChapters\n\n0:0 Introduction\n1:05 Coasts\n\n"
        "00:00:00.000 | Maps lie,\n00:00:02.040 | all of them.\n"
    )
    episode = read(text).episode
    assert episode.title == "Why maps lie | The Evening Kite"
    assert episode.chapters == (Chapter(0.0, "Introduction"), Chapter(65.0, "Coasts"))
    assert episode.transcript == (Segment("Maps lie, all of them.", "", 0.0, None),)


def test_a_header_tells_show_title_date_and_guest() -> None:
    """A YAML header fills the episode, and its guest's name is the one that is used."""
    text = (
        "---\nguest: Ada Moreau\ntitle: Why maps lie\nchannel: The Evening Kite\npublish_date: 2023-06-19\n"
        "youtube_url: https://www.youtube.com/watch?v=abc\n---\n\n# Why maps lie\n\n## Transcript\n\n"
        "ADA:\nMaps lie.\n\nBen:\nAll of them?\n\nADA:\nOurs too.\n\nBen:\nI see.\n"
    )
    episode = read(text, name="x.md").episode
    assert (episode.show, episode.title, episode.published) == ("The Evening Kite", "Why maps lie", "2023-06-19")
    assert episode.url == "https://www.youtube.com/watch?v=abc"
    assert [one.speaker for one in episode.transcript] == ["Ada Moreau", "Ben", "Ada Moreau", "Ben"]


def test_whisper_has_no_names() -> None:
    """Whisper's JSON gives words, moments and the language."""
    text = json.dumps(
        {
            "text": " Las cartas mienten. Siempre.",
            "language": "es",
            "segments": [
                {"id": 0, "start": 0.0, "end": 2.5, "text": " Las cartas mienten.", "tokens": [1]},
                {"id": 1, "start": 2.5, "end": 4.0, "text": " Siempre."},
            ],
        }
    )
    episode = read(text, name="talk.json").episode
    assert (episode.language, episode.title) == ("es", "talk")
    assert episode.transcript == (Segment("Las cartas mienten. Siempre.", "", 0.0, 4.0),)


def test_captions_that_scroll_say_each_line_once() -> None:
    """YouTube repeats the last line of a cue in the next one; elsewhere a repetition was said."""
    scrolling = (
        "WEBVTT\nKind: captions\nLanguage: en\n\n00:00:00.080 --> 00:00:02.389 align:start position:0%\n \n"
        "so<00:00:00.400><c> the</c><00:00:00.640><c> first</c>\n\n00:00:02.389 --> 00:00:02.399 align:start\n"
        "so the first\n \n\n00:00:02.399 --> 00:00:04.309 align:start\nso the first\nthing<00:00:02.639><c> is</c>\n\n"
        "00:00:04.309 --> 00:00:04.319\nthing is\n \n\n00:00:04.319 --> 00:00:06.000\nthing is\nthe<c> map</c>\n"
    )
    (said,) = read(scrolling, name="Why maps lie [dQw4w9WgXcQ].en.vtt").episode.transcript
    assert (said.text, said.start, said.end) == ("so the first thing is the map", 0.08, 6.0)
    plain = "1\n00:00:01,000 --> 00:00:02,000\nNo.\n\n2\n00:00:03,000 --> 00:00:04,000\nNo.\n"
    assert read(plain, name="x.srt").episode.transcript[0].text == "No. No."


def test_yt_dlp_tells_what_a_subtitle_file_does_not() -> None:
    """The description beside the file gives show, title, day, address and chapters."""
    info = json.dumps(
        {
            "title": "Why maps lie",
            "channel": "The Evening Kite",
            "upload_date": "20230619",
            "webpage_url": "https://www.youtube.com/watch?v=abc",
            "chapters": [{"start_time": 0, "end_time": 60, "title": "Coasts"}],
        }
    )
    episode = read("1\n00:00:01,000 --> 00:00:02,000\nMaps lie.\n", name="x.srt", info=info).episode
    assert (episode.show, episode.title, episode.published) == ("The Evening Kite", "Why maps lie", "2023-06-19")
    assert episode.chapters == (Chapter(0.0, "Coasts"),)
    with pytest.raises(InputError, match=r"tells of a recording and holds no transcript"):
        read(info, name="x.info.json")


def test_times_that_run_backwards_are_told_and_kept() -> None:
    """Nothing is put in another order, and nothing is lost."""
    text = "".join(
        f"{n}\n00:00:{at:02},000 --> 00:00:{at + 1:02},000\nSpeaker {n % 2 + 1}: word{n}\n\n"
        for n, at in enumerate((30, 20, 10, 40), start=1)
    )
    reading = read(text, name="x.srt", show="S")
    assert [one.start for one in reading.episode.transcript] == [30.0, 20.0, 10.0, 40.0]
    assert any("times run backwards at cue 2, 3" in warning for warning in reading.warnings)


@pytest.mark.parametrize(
    ("spellings", "known", "overruled", "names"),
    [
        (["LENNY SMALL", "Lenny", "Lenny Small", "Lenny"], (), (), ["Lenny Small"] * 4),
        (["Lenny", "Lenny Small", "Lenny Large"], (), (), ["Lenny", "Lenny Small", "Lenny Large"]),
        (["LENNY", "Ada"], ("Lenny Small",), (), ["Lenny Small", "Ada"]),
        (["Lenny", "Lenny Small"], (), (("Lenny", "Lenny"),), ["Lenny", "Lenny Small"]),
        (["Speaker 1", "Speaker 10"], (), (), ["Speaker 1", "Speaker 10"]),
        (["zoe", "Zoë"], (), (), ["Zoë", "Zoë"]),
    ],
)
def test_names_are_brought_together_by_the_rule(
    spellings: list[str], known: tuple[str, ...], overruled: tuple[tuple[str, str], ...], names: list[str]
) -> None:
    """Short forms join the one longer name, capitals the one in mixed case; what may be two stays two."""
    made = brought_together(spellings, known, overruled)
    assert [made[spelling] for spelling in spellings] == names


@given(st.text(st.sampled_from("ab .?!\n'”"), max_size=3_000))
def test_pieces_hold_every_word(text: str) -> None:
    """Cutting a turn leaves out nothing but white space, and no piece is longer than it may be."""
    cut = [text[start:end] for start, end in pieces(text)]
    assert "".join("".join(piece.split()) for piece in cut) == "".join(text.split())
    assert all(len(piece.split()) <= MOST + 11 for piece in cut)


@given(
    st.lists(
        st.tuples(st.sampled_from(["", "Ada", "Ben"]), st.integers(1, 90), st.integers(0, 60)), min_size=1, max_size=12
    )
)
def test_segments_keep_words_names_and_order(cues: list[tuple[str, int, int]]) -> None:
    """Whatever the cues are, each word stays with its speaker, and moments never run back where they did not."""
    at, made = 0.0, []
    for speaker, words, seconds in cues:
        made.append(Segment(" ".join(f"w{n}." for n in range(words)), speaker, at, at + seconds))
        at += seconds
    cut = list(segments_of(made))
    said = [(one.speaker, word) for one in cut for word in one.text.split()]
    assert said == [(cue.speaker, word) for cue in made for word in cue.text.split()]
    starts = [one.start for one in cut]
    assert starts == sorted(starts)


@given(st.text(st.sampled_from("ab:[]()*0123456789 \n|\\-><.")))
def test_no_text_breaks_a_reader_of_transcripts(text: str) -> None:
    """Any text is read or refused, by each of the readers."""
    for reader in ("subtitles", "transcript-json", "transcript-html", "transcript"):
        try:
            read(text, title="T", show="S", reader=reader)
        except InputError:
            continue


@pytest.mark.parametrize("piece", ["<v ", "-->\n", "[", "(0:01", "A: ", "**A", "\\[", "1:00 ", "<cite>", "&", "w" * 50])
def test_time_is_linear_in_the_input(piece: str) -> None:
    """Half a megabyte of any characters is read or refused quickly: a bound that only endless looking breaks."""
    start = time.process_time()
    filling = piece * (500_000 // len(piece))
    for reader, shape in (
        ("subtitles", f"WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n{filling}\n"),
        ("subtitles", f"1\n00:00:01,000 --> 00:00:02,000\n{filling}\n"),
        ("transcript-html", f"<p>{filling}"),
        ("transcript", f"[0:01] Ann Lee: x\n{filling}\n{filling}: y\n"),
    ):
        with suppress(InputError):
            read(shape, title="T", show="S", reader=reader)
    assert time.process_time() - start < 20


def test_a_known_moment_begins_a_segment() -> None:
    """Moments that are far apart are kept, whoever speaks on and however little was said."""
    text = "Talk\n[00:00:01] A short beginning.\n[00:01:24] Sleep is an odd business.\n[00:01:26] And a long one.\n"
    segments = read(text, name="talk.txt", reader="transcript").episode.transcript
    assert [(segment.start, segment.text) for segment in segments] == [
        (1.0, "A short beginning."),
        (84.0, "Sleep is an odd business. And a long one."),
    ]
