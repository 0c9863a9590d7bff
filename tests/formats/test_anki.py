from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit import formats
from searchkit.text import visible

from .conftest import HOSTILE, IDEA, POINT, QUOTE, everywhere, results

HEADER = ["#separator:tab", "#html:true", "#notetype:Basic", "#columns:Front\tBack\tTags", "#tags column:3"]
MEANT = {"blockquote", "div", "br", "b", "cite", "time", "a", "span"}


def notes(made: str) -> list[tuple[str, str, str]]:
    """Return the fields of each note below the headers."""
    lines = made.removesuffix("\n").split("\n")
    assert lines[:5] == HEADER
    return [tuple(line.split("\t")) for line in lines[5:]]


class Field(HTMLParser):
    """The tags and the text of a field, `<br>` as a line end."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag, and check its attributes."""
        self.tags.add(tag)
        assert {name for name, _ in attrs} <= {"href", "rel", "datetime"}
        self.text += "\n" if tag == "br" else ""

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data


def test_a_quote_asks_who_said_it():
    """The words in front, the speaker and the source behind, and tags to sort by."""
    [(front, back, tags)] = notes(formats.render(results(QUOTE), "anki"))
    assert front == f"<blockquote>{QUOTE.text}</blockquote><div>Who said it?</div>"
    assert back.startswith("<div><b>Anneke van der Meer</b></div><div><cite>The Workbench</cite> no. E12")
    assert tags == "searchkit::quote show::the-workbench speaker::anneke-van-der-meer"


def test_the_front_does_not_name_the_speaker():
    """Who introduces themselves is blanked."""
    passage = replace(QUOTE, text="I, anneke VAN DER meer, mend chairs.")
    [(front, _, _)] = notes(formats.render(results(passage), "anki"))
    assert front.startswith("<blockquote>I, _____, mend chairs.</blockquote>")


def test_other_kinds_ask_other_questions():
    """An idea asks for its explanation, a point for its episode."""
    idea, point = notes(formats.render(results(IDEA, POINT), "anki"))
    assert idea[0] == "<div>Repair is research</div><div>What is meant?</div>"
    assert "broke.<br>Nobody" in idea[1]
    assert point[0] == "<div>Glue is a form of patience.</div><div>Where is it from?</div>"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_in_its_field(text: str):
    """One line and three fields a note, no tag but ours, and nothing that Anki or MathJax acts on."""
    made = notes(formats.render(everywhere(text), "anki"))
    assert [len(note) for note in made] == [3, 3, 3]
    for front, back, tags in made:
        assert front.startswith("<")
        assert not re.search(r"[\[{\"]|\\(?!</span>)", re.sub("&#92;", "", front + back))
        assert Field(front).tags | Field(back).tags <= MEANT
        assert all("::" in tag for tag in tags.split(" "))


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_reads_back(text: str):
    """The words come back as they were, a tab as a blank, what acts on a terminal as U+FFFD."""
    [(front, _, _)] = notes(formats.render(results(replace(QUOTE, text=text, speaker="")), "anki"))
    assert Field(front).text == visible(text).replace("\t", " ") + "Where is it from?"
