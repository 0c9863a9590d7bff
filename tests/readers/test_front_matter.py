"""Markdown with front matter: the episode in its values, or in the body below."""

from __future__ import annotations

import pytest

from searchkit import readers
from searchkit.errors import InputError
from searchkit.model import Chapter, Idea, Quote
from searchkit.readers import Hints

from .conftest import read

MADE = r"""---
companies:
- {name: Kite Press, position: 4}
date: 2025-10-03 19:26:05 +0000
duration: '66'
insights:
- {text: 'the future of maps. Well, I do not', extracted: maps. Well, type: prediction}
- {text: '', type: general}
- {text: Paper maps outlive the tablets that replaced them.}
original_url: https://kite.example/9.mp3
quotes:
- impact_reason: Puts the matter in a nutshell.
  relevance_score: 9
  text: Maps lie politely. *All*
    of them do.
  topic: cartography
- text: '"Go." "No."'
- text: ' '
- relevance_score: 4
  text: the river does not know
source: Unknown Source
summary: "## Summary of the Episode\n\nThis episode of *Kite* asks why **maps** lie. It walks along \
  [a river](https://kite.example).\n\n---\n\n**1. Focus Area:**\nThe talk turns on paper. Key themes were:\n\
  *   **Borders:** They move.\n*   Plain line.\n\n\
  ### 2. What is left\n1.  **Rivers (the old ones)**: They were here first.\n\n**A Thesis**: Maps argue.\n\n\
  ### 3. Target Audience\nThis is for **walkers**.\n"
tags:
- maps
- paper
title: 'Why maps lie: A walk'
topics:
- {topic: cartography, mentions: 3}
- {topic: walking}
---

<!-- made by a program -->
"""

WRITTEN = """\
---
Show: The Evening Kite
Title: Why maps lie
number: E12
published: 2023-06-19
url: https://kite.example/12
speakers: [Ada Moreau, Ben Ito]
tags: maps, paper
chapters:
- {at: '00:01:30', title: The coast}
- 12:31 The river
---

Ada Moreau walks a *border* that moved.

## Overview

- One point.
- Another
  point.

## Key Ideas

### Maps argue
They do, **always**.

And loudly.

### Rivers move

## Quotes

> Maps lie
> politely.
> — Ada Moreau

> “Paper is patient.”
— Ben Ito (12:31)

## Links

- https://kite.example
"""


def test_an_episode_made_by_a_program_is_read_from_its_values() -> None:
    """Title, date, address, quotes, summary, insights and tags come from the front matter."""
    reading = read(MADE, name="made.md", show="Kite")
    episode = reading.episode
    assert reading.reader == "front-matter"
    assert (episode.show, episode.title) == ("Kite", "Why maps lie: A walk")
    assert (episode.published, episode.url) == ("2025-10-03", "https://kite.example/9.mp3")
    assert episode.headline == "This episode of Kite asks why maps lie."
    assert [point.text for point in episode.overview] == [
        "This episode of Kite asks why maps lie. It walks along a river.",
        "The talk turns on paper.",
        "Plain line.",
        "Paper maps outlive the tablets that replaced them.",
    ]
    assert episode.ideas == (
        Idea("Borders", "They move."),
        Idea("Rivers (the old ones)", "They were here first."),
        Idea("A Thesis", "Maps argue."),
    )
    assert dict(episode.extra) == {
        "audience": "This is for walkers.",
        "duration": "66",
        "tags": ["maps", "paper"],
        "topics": ["cartography", "walking"],
    }
    assert (episode.id, episode.source) == ("", None)


def test_every_quote_with_words_is_kept_as_it_stands() -> None:
    """Only white space changes in a quote's words; what the file says about it is kept beside it."""
    quotes = read(MADE, show="Kite").episode.quotes
    assert [quote.text for quote in quotes] == [
        "Maps lie politely. *All* of them do.",
        '"Go." "No."',
        "the river does not know",
    ]
    beside = {"topic": "cartography", "impact_reason": "Puts the matter in a nutshell.", "relevance_score": "9"}
    assert [dict(quote.extra) for quote in quotes] == [beside, {}, {"relevance_score": "4"}]


def test_what_is_left_out_or_missing_is_said() -> None:
    """Fragments, a missing show and quotes without speaker give a warning each."""
    fragment, show, left, quotes = read(MADE).warnings
    assert fragment == "1 insight is a fragment cut from the transcript: left out"
    assert show == 'names no show: put under “Unknown show”; name it with --show "…"'
    assert left == "left out of the front matter: companies (3 words)"
    assert quotes.startswith("3 quotes have no attribution: “Maps lie politely.")


def test_an_episode_written_by_hand_is_read_from_its_body() -> None:
    """Facts come from the front matter, headline, points, ideas and quotes from the sections of the body."""
    reading = read(WRITTEN)
    episode = reading.episode
    assert (episode.show, episode.title, episode.number) == ("The Evening Kite", "Why maps lie", "E12")
    assert (episode.published, episode.url) == ("2023-06-19", "https://kite.example/12")
    assert episode.speakers == ("Ada Moreau", "Ben Ito")
    assert episode.headline == "Ada Moreau walks a border that moved."
    assert [point.text for point in episode.overview] == ["One point.", "Another point."]
    assert episode.ideas == (Idea("Maps argue", "They do, always. And loudly."), Idea("Rivers move"))
    assert episode.quotes == (
        Quote("Maps lie politely.", "Ada Moreau"),
        Quote("Paper is patient.", "Ben Ito", 751.0),
    )
    assert episode.chapters == (Chapter(90.0, "The coast"), Chapter(751.0, "The river"))
    notes = [{"heading": "Links", "text": "- https://kite.example"}]
    assert dict(episode.extra) == {"tags": ["maps", "paper"], "notes": notes}
    assert reading.warnings == ("kept but not searched: “Links”",)


def front(*lines: str) -> str:
    """Return an episode with these lines in its front matter."""
    return "\n".join(("---", *lines, "quotes:", "- {text: Maps lie., speaker: Ada Moreau}", "---", ""))


@pytest.mark.parametrize(
    ("lines", "show"),
    [
        (("show: Kite", "source: Other"), "Kite"),
        (("podcast: Kite",), "Kite"),
        (("channel: Kite",), "Kite"),
        (("source: Kite",), "Kite"),
        (("source: Unknown Source",), "Unknown show"),
        (("source: Kites Channel UCabcdefghijklmnopqrstuv",), "Unknown show"),
        (("source: https://kite.example",), "Unknown show"),
        ((), "Unknown show"),
    ],
)
def test_the_show_is_named_by_the_file_or_unknown(lines: tuple[str, ...], show: str) -> None:
    """A real name in the file is the show; a placeholder, channel number or address is not, and nothing is guessed."""
    episode = read(front("title: 'KTV: Why maps lie'", *lines)).episode
    assert (episode.show, episode.title) == (show, "KTV: Why maps lie")


def test_a_known_show_at_the_start_of_the_title_is_no_guess() -> None:
    """Where the file names no show, one of the corpus that begins the title is taken."""
    text = front("title: 'KTV: Why maps lie'")
    assert readers.read(text, name="x.md", hints=Hints(known_shows=("KTV",))).episode.show == "KTV"


def test_caller_overrules_the_file() -> None:
    """What the caller knows replaces what the file says; the speaker fills only gaps."""
    given = {"show": "S", "title": "T", "number": "7", "published": "2021", "url": "https://kite.example/2"}
    episode = read(WRITTEN.replace("> — Ada Moreau\n", ""), **given, speaker="Cy Ode").episode
    assert {key: getattr(episode, key) for key in given} == given
    assert [quote.speaker for quote in episode.quotes] == ["Cy Ode", "Ben Ito"]


@pytest.mark.parametrize(
    ("lines", "field", "value"),
    [
        (("upload_date: 20230619",), "published", "2023-06-19"),
        (("date: June 19, 2023",), "published", "2023-06-19"),
        (("published: 2023-06",), "published", "2023-06"),
        (("language: fr",), "language", "fr"),
        (("subtitle: On *paper*",), "headline", "On paper"),
        (("hosts: Ben Ito and Cy Ode",), "speakers", ("Ben Ito", "Cy Ode", "Ada Moreau")),
        (("guests:", "- {name: Ben Ito}"), "speakers", ("Ben Ito", "Ada Moreau")),
        (("ideas:", "- {heading: Maps argue, text: They do.}"), "ideas", (Idea("Maps argue", "They do."),)),
        (("key_ideas:", "- '**Maps argue:** They do.'"), "ideas", (Idea("Maps argue", "They do."),)),
        (("insights:", "- {title: Maps argue, description: They do.}"), "ideas", (Idea("Maps argue", "They do."),)),
    ],
)
def test_fields_go_by_several_names(lines: tuple[str, ...], field: str, value: object) -> None:
    """What people and programs call a field does not matter."""
    assert getattr(read(front("show: Kite", "title: Maps", *lines)).episode, field) == value


def test_a_summary_may_be_structured() -> None:
    """A summary of mappings gives its overview, takeaways and themes."""
    lines = ("summary:", "- overview: Maps lie. All do.", "  key_takeaways: [They argue.]", "  themes: [Paper]")
    episode = read(front("show: Kite", "title: Maps", *lines)).episode
    assert episode.headline == "Maps lie."
    assert [point.text for point in episode.overview] == ["Maps lie. All do.", "They argue."]
    assert episode.extra["themes"] == ["Paper"]


def test_a_very_long_first_sentence_is_cut_at_a_clause() -> None:
    """A headline has one line of reasonable length."""
    sentence = (
        "This episode walks the old border from the lake down to the sea with two surveyors, "
        + "showing maps and " * 20
    )
    headline = read(front("show: Kite", "title: Maps", f"summary: '{sentence}more.'")).episode.headline
    assert headline == "This episode walks the old border from the lake down to the sea with two surveyors…"


def test_a_summary_that_breaks_off_is_noticed() -> None:
    """The last line of a summary that ends in mid-sentence is kept with a warning."""
    lines = ("summary: |", "  Maps lie. All do.", "", "  Rivers do not.", "", "  And the coast was highlighted as a")
    reading = read(front("show: Kite", "title: Maps", *lines))
    assert reading.warnings == ("the summary breaks off: “…And the coast was highlighted as a”",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: Maps\nquotes: [a\n---\n", r"x.md:\d+: cannot be read as YAML"),
        ("---\nsummary: Maps lie.\n---\n", "x.md: title: is missing"),
        ("---\ntitle: Maps\ntitle: Rivers\nquotes: []\n---\n", "x.md:3: the key title stands here twice"),
        ("---\ntitle: &a Maps\nsummary: *a\n---\n", "aliases are not accepted"),
        ("---\ntitle: Maps\nsummary: ''\n---\n", "holds no point, idea or quote"),
    ],
)
def test_faults_are_named_with_their_line(text: str, message: str) -> None:
    """Wrong YAML, a missing title and an empty episode are input errors that name file, line and key."""
    with pytest.raises(InputError, match=message):
        read(text, name="x.md")


def test_the_title_may_be_the_bodys_heading() -> None:
    """Without title in the front matter the first heading of the body is it."""
    text = "---\nshow: Kite\n---\n# Why maps lie | E3\n\n## Quotes\n> Maps lie.\n> — Ada Moreau\n"
    episode = read(text).episode
    assert (episode.title, episode.number) == ("Why maps lie", "E3")


def test_markers_that_are_not_at_the_top_are_no_front_matter() -> None:
    """A rule further down does not make a front matter, nor does one without keys over passages."""
    for text in ("Dear Ada\n---\nquotes: []\n---\n", "---\ntitle: A letter\n---\nDear Ada\n", "---\nquotes: [a]\n"):
        with pytest.raises(InputError, match="no reader takes this"):
            read(text)
    assert read("\ufeff\n\n" + WRITTEN.replace("\n", "\r\n")).episode == read(WRITTEN).episode


def test_a_moment_that_is_none_is_said() -> None:
    """A quote's moment that cannot be read is left out with the key in the warning."""
    quotes = "quotes:\n- {text: A b., by: Ada, at: soon}\n- {text: C d., by: Ada, time: '75'}\n"
    reading = read(f"---\nshow: Kite\ntitle: Maps\n{quotes}---\n")
    assert [quote.at for quote in reading.episode.quotes] == [None, 75.0]
    assert reading.warnings == ("quotes[0]: cannot read the moment “soon”",)
