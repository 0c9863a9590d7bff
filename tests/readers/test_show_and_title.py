"""Show and title told apart, and the facts that stand around them."""

from __future__ import annotations

import pytest

from searchkit import readers
from searchkit.errors import InputError, UsageError
from searchkit.model import Episode
from searchkit.readers import Hints, Reading

from .conftest import read

BODY = "\nOVERVIEW\n- A point.\nIDEAS\nPaper hides.\nQUOTES\nMaps lie politely.\n— Ada Moreau\n"


def told(head: str, body: str = BODY, **hints: str) -> tuple[str, str, str]:
    """Return show, title and number of a page with this head."""
    episode = read(head + body, **hints).episode
    return episode.show, episode.title, episode.number


def known(head: str, *shows: str) -> Reading:
    """Return the reading of a page where the corpus holds some shows."""
    return readers.read(head + BODY, name="page.txt", hints=Hints(known_shows=shows))


def test_the_callers_show_comes_first() -> None:
    """A show given by the caller is taken from the line in whatever spelling it stands there."""
    assert told("the evening kité: Why maps lie | E4", show="The Evening Kite")[:2] == (
        "The Evening Kite",
        "Why maps lie",
    )
    assert told("The Evening KiteWhy maps lie", show="The Evening Kite")[1] == "Why maps lie"
    assert told("Ada Moreau: Why maps lie", show="The Evening Kite")[1] == "Ada Moreau: Why maps lie"


def test_the_callers_title_leaves_the_show() -> None:
    """With a title given by the caller, what stands before it on the line is the show."""
    assert told("The Evening KiteWhy maps lie | E4", title="Why maps lie") == ("The Evening Kite", "Why maps lie", "E4")


def test_caller_overrules_everything() -> None:
    """Show, title, number, date and address of the caller replace those of the page."""
    text = f"The Evening Kite\nWhy maps lie | E4\nPublished: 2020-01-01\nURL: https://kite.example/1{BODY}"
    given = {"show": "S", "title": "T", "number": "7", "published": "2021-02", "url": "https://kite.example/2"}
    episode = read(text, **given).episode
    assert {key: getattr(episode, key) for key in given} == given


def test_a_wrong_date_of_the_caller_is_wrong_usage() -> None:
    """A date of the caller that is none is refused as such."""
    with pytest.raises(UsageError, match="not a date"):
        told("The Evening Kite\nWhy maps lie", published="soon")


def test_a_known_show_is_found_at_the_start_of_the_line() -> None:
    """The longest show of the corpus that begins the line is the show, glued or with a colon."""
    for head in ("The Evening KiteWhy maps lie", "The Evening Kite: Why maps lie", "The Evening Kite | Why maps lie"):
        episode = known(head, "The Evening", "The Evening Kite").episode
        assert (episode.show, episode.title) == ("The Evening Kite", "Why maps lie")


def test_a_known_show_does_not_cut_a_longer_name() -> None:
    """The Daily is not the show of The Daily Kite."""
    assert known("The Daily KiteAda Moreau: Maps", "The Daily").episode.show == "The Daily Kite"


def test_a_known_show_is_found_behind_the_last_bar() -> None:
    """A title line may end in show and number."""
    episode = known("Why maps lie | The Evening Kite #12", "The Evening Kite").episode
    assert (episode.show, episode.title, episode.number) == ("The Evening Kite", "Why maps lie", "#12")


@pytest.mark.parametrize(
    ("head", "show"),
    [
        ("The Evening KiteAda Moreau: Why maps lie", "The Evening Kite"),
        ("The Twenty Minute KVAda Moreau: Why maps lie", "The Twenty Minute KV"),
        ("Go FishAda Moreau", "Go Fish"),
        ("PyTorch LeCun YouTubeAda Moreau on BioBank", "PyTorch LeCun YouTube"),
        ("What now?Ada Moreau", "What now?"),
        ("The Evening KiteADA MOREAU: WHY MAPS LIE", "The Evening Kite"),
    ],
)
def test_a_speaker_glued_to_the_show_tells_them_apart(head: str, show: str) -> None:
    """The name of a speaker of the page begins the title where it is glued to something."""
    reading = read(head + BODY)
    assert reading.episode.show == show
    assert reading.episode.title.casefold().startswith("ada moreau")
    assert reading.warnings == ()


@pytest.mark.parametrize(
    ("head", "show", "title"),
    [
        ("The Evening KiteWhy maps lie", "The Evening Kite", "Why maps lie"),
        ("Kite FMHow rivers move", "Kite FM", "How rivers move"),
        ("UNFOLDEDRivers that move", "UNFOLDED", "Rivers that move"),
        ("The PyTorch HourHow SpaceX maps", "The PyTorch Hour", "How SpaceX maps"),
        ("Kite PodcastiPhone maps", "Kite Podcast", "iPhone maps"),
        ("Kite PodcastMcDonald and LeCun on LLaMA", "Kite Podcast", "McDonald and LeCun on LLaMA"),
        ("Kite VCOpenAI maps", "Kite VC", "OpenAI maps"),
        ("The Kite ShowA walk", "The Kite Show", "A walk"),
        ("The Kite ShowAI maps", "The Kite Show", "AI maps"),
        ("Kite Podcast10 ways to fold", "Kite Podcast", "10 ways to fold"),
        ("Kite Podcast“Maps” and more", "Kite Podcast", "“Maps” and more"),
        ("MapCast WeeklyTen rivers", "MapCast Weekly", "Ten rivers"),
        ("Мир картПочему карты лгут", "Мир карт", "Почему карты лгут"),
    ],
)
def test_the_change_of_case_is_a_guess_that_is_said(head: str, show: str, title: str) -> None:
    """Where nothing else tells, a capital glued to a word begins the title, and a warning says so."""
    reading = read(head + BODY)
    assert (reading.episode.show, reading.episode.title) == (show, title)
    assert any("only the change of case" in warning for warning in reading.warnings)


@pytest.mark.parametrize(
    "head",
    [
        "Why maps lie",
        "Ada Moreau: Why maps lie",
        "The Evening Kite: Why maps lie",
        "YouTube and OpenAI on LeCun, McDonald and iPhones | E3",
        "LLMs, PhDs and the CEOs",
        "一つの地図",
        "KiteCo meets MapCo",
    ],
)
def test_what_cannot_be_told_is_asked_for(head: str) -> None:
    """A line without show, or with two places to cut, is refused with a hint to name the show."""
    with pytest.raises(InputError, match="cannot tell the show from the title in") as caught:
        told(head)
    assert "--show" in caught.value.hint


def test_words_of_the_page_are_never_cut() -> None:
    """A word with a capital inside that the page writes elsewhere is one word."""
    body = BODY.replace("Paper hides.", "The QuillMark hides.")
    assert told("The Evening KiteWhat a QuillMark shows", body)[:2] == ("The Evening Kite", "What a QuillMark shows")
    with pytest.raises(InputError, match="cannot tell"):
        told("What a QuillMark shows", body)


@pytest.mark.parametrize(
    ("tail", "title", "number"),
    [
        (" | E1014", "Maps", "E1014"),
        ("| #12", "Maps", "#12"),
        (" | Ep. 7", "Maps", "Ep. 7"),
        (" | Episode 12", "Maps", "Episode 12"),
        (" | S2E3", "Maps", "S2E3"),
        (" | S2 E3", "Maps", "S2 E3"),
        (" | 147", "Maps", "147"),
        (" | No. 3", "Maps", "No. 3"),
        (" | Part two", "Maps | Part two", ""),
        (" | 2023", "Maps | 2023", ""),
        (" | Europe | E5", "Maps | Europe", "E5"),
        (" | E5 and more", "Maps | E5 and more", ""),
    ],
)
def test_the_number_stands_behind_the_last_bar(tail: str, title: str, number: str) -> None:
    """An episode number behind a bar is the number as it is written; anything else stays in the title."""
    assert told(f"The Evening Kite\nMaps{tail}") == ("The Evening Kite", title, number)


@pytest.mark.parametrize(
    "head",
    [
        "The Evening Kite\nWhy maps lie | E4",
        "Why maps lie | E4\nThe Evening Kite",
        "# The Evening Kite\n## Why maps lie | E4",
        "Show: The Evening Kite\nTitle: Why maps lie\nNumber: E4",
        "The Evening Kite\nWhy maps\nlie | E4",
        "Skip to content\nThe Evening Kite\n\nWhy maps lie\nE4",
    ],
)
def test_show_and_title_on_lines_of_their_own(head: str) -> None:
    """Two lines are show and title; the one with a number is the title."""
    assert told(head) == ("The Evening Kite", "Why maps lie", "E4")


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("Published: 2023-06-19", "published", "2023-06-19"),
        ("Date: June 19, 2023", "published", "2023-06-19"),
        ("19 Jun 2023", "published", "2023-06-19"),
        ("2023-06-19 • 1h 2m", "published", "2023-06-19"),
        ("URL: https://kite.example/9", "url", "https://kite.example/9"),
        ("https://kite.example/9", "url", "https://kite.example/9"),
        ("| **Year** | 2011 |", "published", "2011"),
        ("Guests: Ben Ito and Cy Ode", "speakers", ("Ben Ito", "Cy Ode", "Ada Moreau")),
    ],
)
def test_facts_near_the_title_are_taken(line: str, field: str, value: object) -> None:
    """Labelled lines, bare addresses and bare dates fill their fields and are no title."""
    for head in (f"The Evening Kite\nWhy maps lie\n{line}\n", f"{line}\nThe Evening Kite\nWhy maps lie\n"):
        reading = read(head + BODY)
        assert getattr(reading.episode, field) == value
        assert (reading.episode.show, reading.episode.title) == ("The Evening Kite", "Why maps lie")
        assert reading.warnings == ()


def test_what_stands_above_and_is_not_understood_is_said() -> None:
    """A third line and a date that is none give warnings."""
    reading = read(f"The Evening Kite\nWhy maps lie\nA tagline of some kind\nPublished: soon{BODY}")
    assert reading.warnings == (
        "cannot read the date “soon”",
        "above the first section, kept but not searched: “A tagline of some kind”",
    )
    assert reading.episode.extra["notes"] == [{"text": "A tagline of some kind"}]


def test_a_page_without_title_is_refused() -> None:
    """Where no line stands above the first head and no file has a name, show and title are asked for."""
    with pytest.raises(InputError, match="no title stands above the first section") as caught:
        read(BODY, name="-")
    assert "--title" in caught.value.hint
    assert told("", show="S", title="T") == ("S", "T", "")
    with pytest.raises(InputError, match="no title stands beside the show"):
        told("The Evening Kite", show="The Evening Kite")


def test_a_page_that_begins_with_a_head_is_named_after_its_file() -> None:
    """What prompts give has no title: the name of the file is taken, and said."""
    reading = read(BODY, name="notes/why_maps_lie.md")
    assert (reading.episode.show, reading.episode.title) == ("Unknown show", "why maps lie")
    assert reading.warnings == (
        "no title stands above the first section: took “why maps lie”, the name of the file",
        'names no show: put under “Unknown show”; name it with --show "…"',
    )
    assert read(BODY, name="why.md", show="Kite").episode.show == "Kite"


@pytest.mark.parametrize("line", ["Why maps lie — The Evening Kite Show", "The Evening Kite Show | Why maps lie"])
def test_a_show_is_told_by_the_word_that_it_ends_in(line: str) -> None:
    """A dash or bar parts show and title if one side ends as names of shows do; a warning says that it is a guess."""
    reading = read(line + BODY)
    assert (reading.episode.show, reading.episode.title) == ("The Evening Kite Show", "Why maps lie")
    assert reading.warnings[0].endswith("it ends as names of shows do")


def test_the_episode_has_no_id() -> None:
    """A reader leaves id and source to its caller."""
    episode: Episode = read(f"The Evening Kite\nWhy maps lie{BODY}").episode
    assert (episode.id, episode.source) == ("", None)
