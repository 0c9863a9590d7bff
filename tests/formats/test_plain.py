from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit import formats
from searchkit.model import Duplicate
from searchkit.text import one_line, visible

from .conftest import HOSTILE, IDEA, POINT, QUOTE, everywhere, hit, results


def test_a_collection_that_holds_a_quote_again_is_named_once():
    """Duplicates in one other collection make one line, exact ones in the hit's own collection none."""
    other = replace(QUOTE, id="q/other#quote-1", episode=replace(QUOTE.episode, id="q/other", title="Other"))
    twice = [replace(other, id="q/other#quote-2"), other, replace(QUOTE, id=f"{QUOTE.episode.id}#quote-9")]
    duplicates = tuple(Duplicate(one, exact=True, other_speaker=False) for one in twice)
    shown = formats.render(results(hit(QUOTE, duplicates=duplicates)), "plain")
    assert shown.count("  also: ") == 1
    assert "also: The Workbench E12, “Other”" in shown


def test_a_quote_is_a_few_labelled_lines():
    """The words, who said them and where, the link and the id."""
    assert formats.render(results(QUOTE), "plain") == (
        "“A broken chair tells you everything about the man who built it.”\n"
        "  — Anneke van der Meer, The Workbench E12, “Mending is thinking” (2023-06-19) at 00:12:31\n"
        "  about: Why repair teaches more than design\n"
        "  link: https://workbench.example/episodes/12#t=751\n"
        "  id: the-workbench/mending-is-thinking#quote-3\n"
    )


def test_everything_about_a_hit_is_a_line(full):
    """Context and explanation stand below, each line with its label."""
    made = formats.render(full, "plain").split("\n\n")[0].split("\n")
    assert made[2:10] == [
        "  about: Why repair teaches more than design",
        "  idea: Repair is research",
        "  point before: Glue is a form of patience.",
        "  turn after: “So what did you do then?” — Ada Lind at 01:02:03.250",
        "  also: in other words, said to be by Bo Fjord, Elsewhere E12, “Mending is thinking” (2024)",
        "  score: 10.0000 words",
        "  score: 2.5000 order",
        "  score: 12.5000 in all",
    ]


def test_an_idea_is_heading_and_text():
    """The heading leads, the explanation follows on one line."""
    made = formats.render(results(IDEA, POINT), "plain")
    assert made.startswith("Repair is research\n  Whoever mends a thing learns why it broke. Nobody learns that")
    assert "\n\nGlue is a form of patience.\n" in made


def test_nothing_is_cut():
    """The longest text stands there whole, on one line."""
    text = "word " * 3000
    assert f"“{text.strip()}”\n" in formats.render(results(replace(QUOTE, text=text)), "plain")


@pytest.mark.parametrize(
    ("url", "at", "link"),
    [
        ("https://youtu.be/abc", 751.9, "https://youtu.be/abc?t=751s"),
        ("https://www.youtube.com/watch?v=abc&t=5", 60.0, "https://www.youtube.com/watch?v=abc&t=60s"),
        ("https://notyoutube.com/a", 60.0, "https://notyoutube.com/a#t=60"),
        ("https://a.example/x?y=1", 60.0, "https://a.example/x?y=1#t=60"),
        ("https://a.example/#/app", 60.0, "https://a.example/#/app"),
        ("https://a.example/x", None, "https://a.example/x"),
        ("https://a.example/é ", None, "https://a.example/%C3%A9"),
        ("https://a.example/%C3%A9", None, "https://a.example/%C3%A9"),
        ("mailto:x@y.example", 60.0, None),
    ],
)
def test_a_link_leads_to_the_moment(url: str, at: float | None, link: str | None):
    """YouTube has a parameter for it, other places a fragment; one that has a fragment keeps it."""
    made = formats.render(results(replace(QUOTE, at=at, episode=replace(QUOTE.episode, url=url))), "plain")
    assert [line for line in made.split("\n") if line.startswith("  link: ")] == ([f"  link: {link}"] if link else [])


@pytest.mark.parametrize(
    ("at", "clock"), [(0.0, "00:00:00"), (59.9996, "00:01:00"), (5400.25, "01:30:00.250"), (360000.0, "100:00:00")]
)
def test_a_moment_is_hours_minutes_seconds(at: float, clock: str):
    """Thousandths stand there only where there are some; hours have as many digits as they need."""
    assert f" at {clock}\n" in formats.render(results(replace(QUOTE, at=at)), "plain")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_looks_like_a_hit(text: str):
    """A blank line stands between hits and nowhere else, and every other line has its indentation."""
    made = formats.render(everywhere(text), "plain")
    assert made.count("\n\n") == 2
    for block in made.split("\n\n"):
        assert all(line.startswith("  ") for line in block.rstrip("\n").split("\n")[1:])


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=()), min_size=1))
def test_any_text_stands_on_one_line(text: str):
    """The same for whatever Hypothesis finds."""
    made = formats.render(results(hit(replace(QUOTE, text=text))), "plain")
    assert made.split("\n")[0] == f"“{one_line(visible(text))}”"
