"""Invented pages for the tests of readers, and where real input may lie."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from searchkit import readers
from searchkit.readers import Hints, Reading

PROJECT = Path(__file__).resolve().parents[2]

PAGE = """\
The Evening KiteAda Moreau: Why maps lie; What paper hides | E12
At a glance
WHAT IT’S REALLY ABOUT
Ada Moreau Unfolds a Century of Crooked Borders
- Moreau tells how she came to draw coasts that no longer exist, and why the sea keeps better records than we do.
- She holds that every map is an argument, and that the honest ones say whose.
IDEAS WORTH REMEMBERING
3 ideasA map is an argument drawn to scale.
Whoever draws it decides what is left out, and what is left out cannot be argued with by those who only hold the sheet.
Borders move more slowly than rivers.
Treaties name a river as if it stood still, so that two villages may change countries in one wet spring without a vote.
Getting lost is a skill that can be taught.
Walkers who have been lost on purpose learn to read slopes, moss and wind, which no printed sheet has ever shown them.
WORDS WORTH SAVING
3 quotesThe coast is a rumour that the sea keeps correcting.
— Ada Moreau
I have been lost in better company than most people have been found.
— Ada Moreau
Paper is patient—it will hold any border you like.
— Ben Ito
High quality AI-generated summary created from speaker-labeled transcript.
Get more out of YouTube videos.
Add to Chrome
"""


def read(text: str, *, name: str = "page.txt", reader: str = "", **hints: Any) -> Reading:
    """Return what the readers make of a text."""
    return readers.read(text, name=name, hints=Hints(**hints), reader=reader)


def shared_data(folder: str) -> Path:
    """Return a folder of real input; the test is skipped where there is none."""
    root = Path(os.environ.get("SEARCHKIT_SHARED_DATA", PROJECT.parent / "shared" / "data"))
    path = root / folder
    if not path.is_dir():
        pytest.skip(f"there is no real input in {path}; SEARCHKIT_SHARED_DATA names its folder")
    return path
