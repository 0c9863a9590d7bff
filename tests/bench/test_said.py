"""The bench that measures how well it is told what was said: what it reads, and what it does to a line."""

from __future__ import annotations

import random

from bench.said import remembering, transcripts

STAMPED = """\
Ada Lind (00:01:00):
Wax comes last.

(00:02:00):
It hides the fault.

Bo Fjord (00:02:30):
For a season.
"""
SUBTITLES = """\
1
00:00:01,500 --> 00:00:02,000
Ada Lind: Wax comes
last.

2
00:00:02,000 --> 00:00:03,000
Really.
"""


def test_pieces_have_names_and_times() -> None:
    """Stamped paragraphs and subtitles are read with who speaks and when; a stamp without a name continues."""
    stamped = list(transcripts.cues_of(STAMPED, ".md"))
    told = [(cue.speaker, cue.start) for cue in stamped]
    assert told == [("Ada Lind", 60.0), ("Ada Lind", 120.0), ("Bo Fjord", 150.0)]
    assert list(transcripts.cues_of(SUBTITLES, ".srt")) == [
        transcripts.Cue("Wax comes last.", "Ada Lind", 1.5, 2.0),
        transcripts.Cue("Really.", "Ada Lind", 2.0, 3.0),
    ]


def test_what_is_forgotten_is_three_in_ten() -> None:
    """Three in ten words are lost, and one of the others is another."""
    line = "Somebody weighs seventy heavy boxes before another winter arrives again"
    typed = remembering.forgotten(line, random.Random("1")).split()  # noqa: S311 -- a fixed seed
    assert len(typed) == 7
    assert len(set(typed) - set(line.lower().split())) == 1
