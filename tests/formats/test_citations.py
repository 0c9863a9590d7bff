from __future__ import annotations

import json
from dataclasses import replace

import bibtexparser
import pytest

from searchkit.errors import UsageError
from searchkit.formats.citations import STYLES, cite
from searchkit.model import Passage
from searchkit.text import visible

from .conftest import EPISODE, HOSTILE, IDEA, QUOTE, everywhere

URL = "https://workbench.example/episodes/12"


def quote(speaker: str = "Ada Lind", at: float | None = None, **episode: str) -> Passage:
    """Return a quote without a moment from an episode with other fields."""
    return replace(QUOTE, speaker=speaker, at=at, episode=replace(EPISODE, **episode))


def test_the_styles_are_those_of_the_documentation():
    """Five styles, in the order in which they are listed."""
    assert STYLES == ("apa", "chicago", "mla", "bibtex", "csl-json")


def test_an_unknown_style_names_the_known_ones():
    """The error lists all styles and says which was probably meant."""
    with pytest.raises(UsageError) as caught:
        cite(QUOTE, "appa")
    assert caught.value.hint == "did you mean apa? citation styles: apa, chicago, mla, bibtex, csl-json"


@pytest.mark.parametrize(
    ("style", "entry"),
    [
        (
            "apa",
            f"Lind, A. (2023, June 19). Mending is thinking (No. 12) [Audio podcast episode]. In The Workbench. {URL}",
        ),
        ("chicago", f"Lind, Ada. “Mending is thinking.” The Workbench, episode 12. June 19, 2023. Podcast. {URL}."),
        (
            "mla",
            (
                "Lind, Ada, speaker. “Mending is thinking.” The Workbench, episode 12, 19 June 2023, "
                "workbench.example/episodes/12."
            ),
        ),
    ],
)
def test_a_quote_names_its_speaker_first(style: str, entry: str):
    """The person quoted stands where the author stands."""
    assert cite(quote(), style) == entry


@pytest.mark.parametrize(
    ("style", "entry"),
    [
        ("apa", f"Mending is thinking (No. 12) [Audio podcast episode]. (2023, June 19). In The Workbench. {URL}"),
        ("chicago", f"“Mending is thinking.” The Workbench, episode 12. June 19, 2023. Podcast. {URL}."),
        ("mla", "“Mending is thinking.” The Workbench, episode 12, 19 June 2023, workbench.example/episodes/12."),
    ],
)
def test_without_a_speaker_the_title_stands_first(style: str, entry: str):
    """Who speaks somewhere in the episode does not become the author of an idea."""
    assert cite(IDEA, style) == entry
    assert cite(quote(speaker=" "), style) == entry


@pytest.mark.parametrize(
    ("style", "line"),
    [
        ("apa", "In text: (Lind, 2023, 12:31)"),
        (
            "chicago",
            (
                "In a note: Ada Lind, “Mending is thinking,” June 19, 2023, in The Workbench, episode 12, podcast, "
                f"at 12:31, {URL}."
            ),
        ),
        ("mla", "In text: (Lind 00:12:31)"),
    ],
)
def test_a_moment_adds_how_to_cite_it(style: str, line: str):
    """A second line gives the time stamp as the style wants it."""
    assert cite(quote(at=751.5), style).split("\n")[1] == line


def test_a_moment_without_a_speaker_is_cited_by_title():
    """The title in quotation marks stands for the name."""
    passage = quote(speaker="", at=3723.0)
    assert cite(passage, "apa").endswith("\nIn text: (“Mending is thinking,” 2023, 1:02:03)")
    assert cite(passage, "mla").endswith("\nIn text: (“Mending is thinking” 01:02:03)")


@pytest.mark.parametrize(
    ("published", "apa", "chicago", "mla"),
    [
        ("2023-06-19", "(2023, June 19).", "June 19, 2023.", ", 19 June 2023, "),
        ("2023-09-01", "(2023, September 1).", "September 1, 2023.", ", 1 Sept. 2023, "),
        ("2023-06", "(2023, June).", "June 2023.", ", June 2023, "),
        ("2023", "(2023).", " 2023.", ", 2023, "),
        ("", "(n.d.).", " n.d.", "episode 12, workbench"),
        ("2023-13", "(n.d.).", " n.d.", "episode 12, workbench"),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(published: str, apa: str, chicago: str, mla: str):
    """A month or year alone stays one; without a date APA and Chicago say so and MLA leaves it out."""
    passage = quote(published=published)
    assert apa in cite(passage, "apa")
    assert chicago in cite(passage, "chicago")
    assert mla in cite(passage, "mla")


@pytest.mark.parametrize(
    ("number", "shown"),
    [("E12", "12"), ("Ep. 12", "12"), ("#12", "12"), ("S02E05", "S02E05"), ("Extra", "Extra"), ("12", "12")],
)
def test_a_number_stands_behind_the_word_of_the_style(number: str, shown: str):
    """What the show writes before its numbers is left out, because the style says "No." or "episode"."""
    assert f"(No. {shown}) " in cite(quote(number=number), "apa")
    assert f", episode {shown}. " in cite(quote(number=number), "chicago")
    assert f", episode {shown}, " in cite(quote(number=number), "mla")


def test_what_is_unknown_is_left_out():
    """Without number, URL and show there are no empty brackets, blanks or commas."""
    passage = quote(number="", url="", show="")
    assert cite(passage, "apa") == "Lind, A. (2023, June 19). Mending is thinking [Audio podcast episode]."
    assert cite(passage, "chicago") == "Lind, Ada. “Mending is thinking.” June 19, 2023. Podcast."
    assert cite(passage, "mla") == "Lind, Ada, speaker. “Mending is thinking.” 19 June 2023."


@pytest.mark.parametrize(
    ("speaker", "apa", "chicago", "in_text"),
    [
        ("Anneke van der Meer", "van der Meer, A. (", "van der Meer, Anneke. “", "(van der Meer, 2023"),
        ("J.K. Rowling", "Rowling, J. K. (", "Rowling, J.K. “", "(Rowling, 2023"),
        ("Robert Downey Jr.", "Downey, R., Jr. (", "Downey, Robert, Jr. “", "(Downey, 2023"),
        ("Plato", "Plato. (", "Plato. “", "(Plato, 2023"),
        ("山田太郎", "山田太郎. (", "山田太郎. “", "(山田太郎, 2023"),
        ("Ana García Ruiz", "Ana García Ruiz. (", "Ana García Ruiz. “", "(Ana García Ruiz, 2023"),
    ],
)
def test_names_are_turned_round_only_when_sure(speaker: str, apa: str, chicago: str, in_text: str):
    """Particles and suffixes stand where the styles want them; a name in doubt stays as it is."""
    passage = quote(speaker=speaker, at=1.0)
    assert cite(passage, "apa").startswith(apa)
    assert cite(passage, "chicago").startswith(chicago)
    assert in_text in cite(passage, "apa")


def test_titles_keep_their_own_marks():
    """A question mark takes the place of the full stop, and quotation marks within quotation marks are single."""
    passage = quote(title="Who said “no”?", at=1.0)
    assert "Who said “no”? (No. 12) [" in cite(passage, "apa")
    assert cite(passage, "mla").startswith("Lind, Ada, speaker. “Who said ‘no’?” The Workbench")
    assert "Ada Lind, “Who said ‘no’?,” June" in cite(passage, "chicago")


def test_a_video_is_one():
    """A link to a site for videos changes what the episode is called."""
    passage = quote(url="https://youtu.be/abc")
    assert "[Video podcast episode]" in cite(passage, "apa")
    assert "Podcast, video. https" in cite(passage, "chicago")


def test_bibtex_and_csl_json_are_entries_of_their_own():
    """They read back on their own, with the key that the formats give."""
    [entry] = bibtexparser.parse_string(cite(QUOTE, "bibtex")).entries
    [item] = json.loads(cite(QUOTE, "csl-json"))
    assert entry.key == item["id"] == "meer2023-the-workbench-mending-is-thinking-quote-3"


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_no_line(style: str, text: str):
    """Nothing acts on a terminal, and the text forms are an entry and a line for the moment."""
    made = cite(everywhere(text).hits[0].passage, style)
    assert visible(made) == made
    assert not made.endswith("\n")
    assert style in {"bibtex", "csl-json"} or made.count("\n") == 1


def test_a_quote_of_a_collection_is_no_podcast():
    """Where an episode names nobody beside its quotes, it is cited as a collection of quotations."""
    taken = quote(speakers=(), show="Quotations", title="Paper sayings", number="", published="", url="")
    entry, line = cite(taken, "apa").split("\n")
    assert entry == "Paper sayings [Collection of quotations]. (n.d.). In Quotations."
    assert line == "In text: (Lind, as cited in “Paper sayings,” n.d.)"
    assert "In a note: Ada Lind, quoted in “Paper sayings,”" in cite(taken, "chicago")
    assert cite(taken, "mla").endswith("In text: (Lind, qtd. in “Paper sayings”)")


def test_the_person_quoted_in_a_collection_is_not_its_author():
    """The bibliographic forms name whom a collection quotes in the note, and CSL as the original author."""
    taken = quote(speakers=(), show="Quotations", title="Paper sayings", number="", published="", url="")
    made = json.loads(cite(taken, "csl-json"))[0]
    assert "author" not in made
    assert made["original-author"] == [{"family": "Lind", "given": "Ada"}]
    assert "author" not in cite(taken, "bibtex")
    assert "Ada Lind, quoted in “Paper sayings”" in cite(taken, "bibtex")
    assert json.loads(cite(taken, "csl-json"))[0]["type"] == "document"
