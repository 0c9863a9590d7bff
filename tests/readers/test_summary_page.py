"""Summary pages pasted as text: overview, ideas, quotes and what the page states about them."""

from __future__ import annotations

import textwrap

import pytest

from searchkit import readers
from searchkit.errors import InputError
from searchkit.limits import USUAL
from searchkit.model import Chapter, Idea, Point, Quote
from searchkit.readers import Hints
from searchkit.records import replace

from .conftest import PAGE, read

HEAD = "The Evening Kite\nWhy maps lie\n"


def ideas(*lines: str) -> list[Idea]:
    """Return the ideas that a page with these lines under its second head gives."""
    text = "\n".join((HEAD, "OVERVIEW", "- A point.", "IDEAS WORTH REMEMBERING", *lines))
    return list(read(text).episode.ideas)


def quotes(*lines: str) -> list[Quote]:
    """Return the quotes that a page with these lines under its last head gives."""
    text = "\n".join((HEAD, "OVERVIEW", "- A point.", "WORDS WORTH SAVING", *lines))
    return list(read(text).episode.quotes)


def warnings(*lines: str) -> tuple[str, ...]:
    """Return the warnings that a page with these sections gives."""
    return read("\n".join((HEAD, *lines))).warnings


def test_a_pasted_page_is_read_whole() -> None:
    """Everything on the page comes into the episode, boilerplate does not."""
    reading = read(PAGE)
    episode = reading.episode
    assert (episode.show, episode.number) == ("The Evening Kite", "E12")
    assert episode.title == "Ada Moreau: Why maps lie; What paper hides"
    assert episode.headline == "Ada Moreau Unfolds a Century of Crooked Borders"
    assert [point.text.split()[0] for point in episode.overview] == ["Moreau", "She"]
    assert [idea.heading.split()[0] for idea in episode.ideas] == ["A", "Borders", "Getting"]
    assert all(idea.text.endswith(".") and len(idea.text) > len(idea.heading) for idea in episode.ideas)
    assert [quote.speaker for quote in episode.quotes] == ["Ada Moreau", "Ada Moreau", "Ben Ito"]
    assert episode.quotes[2].text == "Paper is patient—it will hold any border you like."
    assert episode.speakers == ("Ada Moreau", "Ben Ito")
    assert (episode.id, episode.source, reading.warnings) == ("", None, ())


def _wrapped(width: int) -> str:
    first, *rest = PAGE.splitlines()
    return "\n".join((first, *(textwrap.fill(line, width) for line in rest)))


RENDERINGS = {
    "Windows line ends": PAGE.replace("\n", "\r\n"),
    "old Mac line ends": PAGE.replace("\n", "\r"),
    "byte order mark": "\ufeff" + PAGE,
    "no-break spaces": PAGE.replace(" ", "\u00a0"),
    "blank lines between all": PAGE.replace("\n", "\n\n"),
    "trailing blanks": PAGE.replace("\n", "  \n"),
    "indented": PAGE.replace("\n", "\n    "),
    "counts on lines of their own": PAGE.replace("3 ideas", "3 ideas\n").replace("3 quotes", "3 quotes\n"),
    "no counts": PAGE.replace("3 ideas", "").replace("3 quotes", ""),
    "heads glued": PAGE.replace("glance\n", "glance").replace("ABOUT\n", "ABOUT").replace("ING\n", "ING"),
    "heads in lower case": PAGE.replace("IDEAS WORTH REMEMBERING", "ideas worth remembering").replace("ABOUT", "about"),
    "heads in Markdown": PAGE.replace("IDEAS WORTH", "## IDEAS WORTH")
    .replace("WORDS WORTH", "**Words worth")
    .replace("SAVING", "saving:**"),
    "straight apostrophe and colon": PAGE.replace("WHAT IT’S REALLY ABOUT", "What it's really about:"),
    "dots for bullets": PAGE.replace("\n- ", "\n• "),
    "tight dots": PAGE.replace("\n- ", "\n•"),
    "stars": PAGE.replace("\n- ", "\n* "),
    "dashes for bullets": PAGE.replace("\n- ", "\n– "),
    "numbers for bullets": PAGE.replace("\n- ", "\n1. "),
    "numbers in brackets": PAGE.replace("\n- ", "\n1) "),
    "no bullets": PAGE.replace("\n- ", "\n"),
    "en dash": PAGE.replace("\n— ", "\n– "),
    "bar": PAGE.replace("\n— ", "\n― "),
    "two hyphens": PAGE.replace("\n— ", "\n-- "),
    "hyphen": PAGE.replace("\n— ", "\n- "),
    "dash without blank": PAGE.replace("\n— ", "\n—"),
    "attribution on the line": PAGE.replace("\n— ", " — "),
    "attribution glued": PAGE.replace("\n— ", "—"),
    "quotation marks": PAGE.replace("\n— ", "”\n— ")
    .replace("quotesThe", "quotes“The")
    .replace("\nI have", "\n“I have")
    .replace("\nPaper", "\n“Paper"),
    "wrapped at 72": _wrapped(72),
    "wrapped at 100": _wrapped(100),
    "no boilerplate": PAGE.split("High quality")[0],
    "boilerplate glued": PAGE.replace("Ben Ito\nHigh", "Ben ItoHigh"),
    "show on its own line": PAGE.replace("KiteAda", "Kite\nAda"),
}


@pytest.mark.parametrize("rendering", RENDERINGS)
def test_renderings_of_one_page_read_the_same(rendering: str) -> None:
    """Line ends, blanks, bullets, dashes, wrapping and gluing change nothing in what is read."""
    reading = read(RENDERINGS[rendering])
    assert reading.episode == read(PAGE).episode
    assert reading.warnings == ()


def test_points_are_wrapped_over_lines() -> None:
    """A line without bullet goes on with the point above it, a blank line ends it."""
    text = f"{HEAD}OVERVIEW\n- One point that\n  goes on.\n- Two.\n\nA paragraph.\nIDEAS\nMaps flatten.\n"
    assert [point.text for point in read(text).episode.overview] == ["One point that goes on.", "Two.", "A paragraph."]


def test_bullets_right_below_the_head_leave_no_headline() -> None:
    """The line below the head is the headline only if it has no bullet."""
    episode = read(f"{HEAD}WHAT IT'S REALLY ABOUT\n- One.\n- Two.\nIDEAS\nMaps flatten.\n").episode
    assert (episode.headline, len(episode.overview)) == ("", 2)


LONG = (
    "Whoever draws it decides what is left out, and what is left out cannot be argued with by those who hold the sheet."
)


def test_an_idea_may_lack_its_explanation() -> None:
    """A short line before another short line that is explained stands alone."""
    assert ideas("3 ideas", "Maps argue.", LONG, "Borders are stories.", "Rivers move.", LONG) == [
        Idea("Maps argue.", LONG),
        Idea("Borders are stories."),
        Idea("Rivers move.", LONG),
    ]


def test_an_explanation_may_have_several_lines() -> None:
    """Lines of explanation are joined; the stated count says that they are no headings."""
    found = ideas("2 ideas", "Maps argue.", LONG, "Nobody argues back.", "Rivers move.", LONG)
    assert found == [Idea("Maps argue.", f"{LONG} Nobody argues back."), Idea("Rivers move.", LONG)]


def test_blank_lines_between_ideas_group_them() -> None:
    """Where blank lines stand between ideas, each block is one."""
    found = ideas("Maps argue.", LONG, "Nobody argues back.", "", "Rivers move.", "They do.", "", "Lone.")
    assert [(idea.heading, len(idea.text) > 0) for idea in found] == [
        ("Maps argue.", True),
        ("Rivers move.", True),
        ("Lone.", False),
    ]


@pytest.mark.parametrize("bullet", ["- ", "1. ", "2) ", "• "])
def test_bulleted_headings_are_followed_by_explanations(bullet: str) -> None:
    """A bullet begins an idea, lines without one explain it."""
    assert ideas(f"{bullet}Maps argue.", "They do.", f"{bullet}Rivers move.") == [
        Idea("Maps argue.", "They do."),
        Idea("Rivers move."),
    ]


def test_bulleted_details_explain_a_bare_or_numbered_heading() -> None:
    """Where headings are bare or numbered, bullets belong to the heading above them."""
    wanted = [Idea("Maps argue.", "They do. Loudly."), Idea("Rivers move.", "Slowly.")]
    assert ideas("Maps argue.", "- They do.", "- Loudly.", "Rivers move.", "- Slowly.") == wanted
    assert ideas("1. Maps argue.", "- They do.", "- Loudly.", "2. Rivers move.", "- Slowly.") == wanted


def test_bold_headings_and_markdown_headings() -> None:
    """Bold words or a heading mark set off the heading of an idea."""
    wanted = [Idea("Maps argue", "They do."), Idea("Rivers move", "Slowly.")]
    assert ideas("- **Maps argue:** They do.", "- **Rivers move** — Slowly.") == wanted
    assert ideas("### Maps argue", "They do.", "", "### Rivers move", "Slowly.") == wanted


def test_a_line_of_several_sentences_is_heading_and_explanation() -> None:
    """An idea on one long line is split behind its first sentence."""
    assert ideas(f"- Maps argue. {LONG}") == [Idea("Maps argue.", LONG)]


@pytest.mark.parametrize(
    ("line", "speaker", "at"),
    [
        ("— Ada Moreau", "Ada Moreau", None),
        ("—Ada Moreau (12:31)", "Ada Moreau", 751.0),
        ("– Ada Moreau [00:12:31]", "Ada Moreau", 751.0),
        ("-- Ada Moreau, 1:02:03", "Ada Moreau", 3723.0),
        ("- Ada Moreau at 12:31", "Ada Moreau", 751.0),
        ("― Ada Moreau, editor at Kite Press", "Ada Moreau", None),
        ("— Ada Moreau (quoting her teacher)", "Ada Moreau", None),
        ("— Ludwig van der Meer Jr.", "Ludwig van der Meer Jr.", None),
        ("— naval", "naval", None),
        ("— Ада Моро", "Ада Моро", None),
        ("— **Ada Moreau** [4:43](https://kite.example/9?t=283)", "Ada Moreau", 283.0),
    ],
)
def test_attributions_give_speaker_and_moment(line: str, speaker: str, at: float | None) -> None:
    """Any dash before a name ends a quote; a time stamp is its moment, a role or aside stays beside it."""
    (quote,) = quotes("Maps lie politely.", line)
    assert (quote.text, quote.speaker, quote.at) == ("Maps lie politely.", speaker, at)
    whole = line.strip("—―– ")
    assert quote.extra == ({"attribution": whole} if "editor" in line or "quoting" in line else {})


@pytest.mark.parametrize("marks", ['"{}"', "“{}”", "„{}“", "«{}»", "« {} »", "‘{}’", "'{}'"])
def test_quotation_marks_around_the_whole_go(marks: str) -> None:
    """One pair around the words is dropped, of whatever kind."""
    assert quotes(marks.format("Maps don’t lie, they sulk."), "— Ada Moreau")[0].text == "Maps don’t lie, they sulk."


@pytest.mark.parametrize(
    "words", ['"Maps," she said, "lie."', "“Yes.” “No.”", 'He said "maps lie."', "'Twas the users' map"]
)
def test_other_quotation_marks_stay(words: str) -> None:
    """Marks that do not surround the whole are part of the words."""
    assert quotes(words, "— Ada Moreau")[0].text == words


def test_a_missing_attribution_keeps_the_quote_with_a_warning() -> None:
    """Words without attribution are kept without speaker; the stated count tells them from the next quote."""
    lines = ("QUOTES", "3 quotes", "Maps lie.", "Rivers do not.", "— Ada Moreau", "Walk.", "OVERVIEW", "- A point.")
    reading = read("\n".join((HEAD, *lines)))
    assert [(quote.text, quote.speaker) for quote in reading.episode.quotes] == [
        ("Maps lie.", ""),
        ("Rivers do not.", "Ada Moreau"),
        ("Walk.", ""),
    ]
    assert reading.warnings == ("2 quotes have no attribution: “Maps lie.”, “Walk.”",)


def test_blank_lines_tell_quotes_apart_where_nothing_else_does() -> None:
    """Without count, a blank line between words begins a quote."""
    found = quotes("Maps lie.", "", "Rivers do not.", "— Ada Moreau", "", "Walk.", "", "Look.")
    assert [(quote.text, quote.speaker) for quote in found] == [
        ("Maps lie.", ""),
        ("Rivers do not.", "Ada Moreau"),
        ("Walk.", ""),
        ("Look.", ""),
    ]


def test_a_quote_of_several_lines_is_one() -> None:
    """Lines before one attribution are one quote if the count says so."""
    assert quotes("1 quote", "Maps lie.", "Rivers do not.", "— Ada Moreau") == [
        Quote("Maps lie. Rivers do not.", "Ada Moreau")
    ]


def test_the_callers_speaker_takes_the_nameless_quotes() -> None:
    """A speaker that the caller names is put where the page gives none."""
    reading = read(
        f"{HEAD}IDEAS\nMaps argue.\nQUOTES\n“Maps lie.”\n“Rivers do not.”\n— Ben Ito\n", speaker="Ada Moreau"
    )
    assert [quote.speaker for quote in reading.episode.quotes] == ["Ada Moreau", "Ben Ito"]
    assert reading.episode.speakers == ("Ada Moreau", "Ben Ito")
    assert reading.warnings == ()


def test_stated_counts_are_checked() -> None:
    """A count that differs from what was read is a warning with both numbers."""
    found = warnings(
        "IDEAS", "5 ideas", "- Maps argue.", "- Rivers move.", "QUOTES", "1 quote", "A b.", "— C", "D e.", "— F"
    )
    assert found == ("the page states 5 ideas, 2 were read", "the page states 1 quote, 2 were read")


def test_boilerplate_between_the_last_quote_and_the_end_is_left_out() -> None:
    """Behind known boilerplate nothing without attribution belongs to the page."""
    lines = (
        "Maps lie.",
        "— Ada Moreau",
        "Powered by Kite Engine & Paper AI.",
        "Some new advertisement",
        "Add to Chrome",
    )
    assert quotes(*lines) == [Quote("Maps lie.", "Ada Moreau")]


def test_unknown_text_behind_a_full_count_of_quotes_is_no_quote() -> None:
    """Once all stated quotes are attributed, what follows is no quote."""
    lines = ("OVERVIEW", "- A point.", "QUOTES", "1 quote", "Maps lie.", "— Ada Moreau", "Join us on Saturday!")
    assert warnings(*lines) == ("no quote, kept but not searched: “Join us on Saturday!”",)


def test_sections_without_passages_are_named() -> None:
    """A transcript or a list of links below is left out, and said so."""
    lines = ("IDEAS", "- Maps argue.", "QUOTES", "Maps lie.", "— Ada Moreau", "TRANSCRIPT", "Ada: Well.")
    assert warnings(*lines) == ("left out the section “TRANSCRIPT” (2 words)",)


def test_markdown_is_stripped() -> None:
    """Emphasis, links, comments and code marks do not come into what is stored; stray signs stay."""
    page = f"{HEAD}## Overview\n- A **bold** [link](https://kite.example) <!-- no --> with `code`\n- 5 * 3 is f*ne\n"
    episode = read(page + "## Ideas\n- *Maps* argue.\n").episode
    assert [point.text for point in episode.overview] == ["A bold link with code", "5 * 3 is f*ne"]
    assert episode.ideas == (Idea("Maps argue."),)


def test_a_page_of_absurd_length_is_refused() -> None:
    """More lines than any page has are an input error, not a long wait."""
    with pytest.raises(InputError, match="at most 100,000 are read"):
        read(PAGE + "x\n" * 100_001)
    with pytest.raises(InputError, match="page-lines"):
        read(PAGE + "\r" * 100_001)


@pytest.mark.parametrize(
    ("page", "reader"),
    [
        (PAGE, "summary-page"),
        ("---\nshow: The Evening Kite\ntitle: Why maps lie\n---\n" + PAGE, "front-matter"),
        (
            "Maps\n\nA walk.\n\nNobody owns the sea.\n\n00:00 Welcome\n12:30 The room\n20:10 Back\n",
            "show-notes",
        ),
        ("Ada: A map lies.\n\nBo: Does it?\n\n" * 9, "transcript"),
    ],
    ids=lambda given: given if "\n" not in given else "",
)
def test_the_limit_of_lines_is_one(page: str, reader: str) -> None:
    """Whoever raises the limit of lines has longer pages read, by every reader; one of them refused them anyway."""
    limits = replace(USUAL, page_lines=200_000)
    found = readers.read(page + "\n" * 150_000, name="-", hints=Hints(title="Maps", show="Kite", limits=limits))
    assert found.reader == reader


NOTES = """\
# Why maps lie

| | |
|---|---|
| **Speaker** | Ada Moreau |
| **Event** | The Evening Kite |
| **Topic(s)** | Paper, coasts |

A lecture that was given twice.

## Summary

Maps argue. They always have.

## Key Takeaways

### On paper

- **Paper** ([1:05](https://kite.example/v?t=65s)) - It holds any border.
- Ink fades first.

## Highlights

### "The rumour"

[![A coast](https://kite.example/1.jpg)](https://kite.example/v)

> "The coast is a rumour."
> -- Ada Moreau, [4:43](https://kite.example/v?t=283s)

Said while she folded a sheet.

> "Paper is patient."

## Facts

- A sheet has two sides.

## Timestamps

- [0:00](https://kite.example/v?t=0s) The fold
- 1:02:03 - The sea

## Things on the table

A lamp and a ruler.
"""


def test_all_of_a_page_of_notes_is_read_or_kept() -> None:
    """Moments, topics, facts, chapters and other sections of Markdown notes are all in the episode."""
    reading = read(NOTES, name="maps.md")
    episode = reading.episode
    assert (episode.show, episode.title, episode.speakers) == ("The Evening Kite", "Why maps lie", ("Ada Moreau",))
    assert episode.headline == "Maps argue."
    assert episode.overview[1:] == (
        Point("Ink fades first.", {"topic": "On paper"}),
        Point("A sheet has two sides.", {"section": "Facts"}),
    )
    assert episode.ideas == (Idea("Paper", "It holds any border.", {"at": "00:01:05"}),)
    assert episode.quotes == (
        Quote("The coast is a rumour.", "Ada Moreau", 283.0, {"topic": '"The rumour"'}),
        Quote("Paper is patient.", "", None, {"topic": '"The rumour"'}),
    )
    assert episode.chapters == (Chapter(0.0, "The fold"), Chapter(3723.0, "The sea"))
    assert episode.extra["Topic(s)"] == "Paper, coasts"
    assert [note["text"] for note in episode.extra["notes"]] == [
        "Said while she folded a sheet.",
        "A lamp and a ruler.",
        "A lecture that was given twice.",
    ]
    assert "kept but not searched: “Things on the table”" in reading.warnings


def test_a_second_headline_is_a_point() -> None:
    """What a page says in one sentence at its end is not lost if it has a summary already."""
    text = "# SUMMARY\nMaps argue.\n# IDEAS\n- Ink fades.\n# ONE-SENTENCE TAKEAWAY\nPaper wins.\n"
    episode = read(text, name="x.md").episode
    assert (episode.headline, [point.text for point in episode.overview]) == ("Maps argue.", ["Paper wins."])


def test_numbers_with_a_bracket_are_bullets() -> None:
    """`1)`, `(2)` and `3)` without a blank begin an item."""
    head = "The Evening Kite\nWhy maps lie\n"
    text = head + "IDEAS\n1) Maps argue.\n(2) Ink fades.\n3)Rivers move.\nQUOTES\n1)“Maps lie.”\n2) “So?”\n"
    episode = read(text).episode
    assert [idea.heading for idea in episode.ideas] == ["Maps argue.", "Ink fades.", "Rivers move."]
    assert [quote.text for quote in episode.quotes] == ["Maps lie.", "So?"]
