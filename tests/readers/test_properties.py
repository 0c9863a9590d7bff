"""What holds for every page: what is written in any rendering reads back, and no text breaks a reader."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from hypothesis import example, given
from hypothesis import strategies as st

from searchkit import readers
from searchkit.episode_file import dump_episode
from searchkit.errors import InputError
from searchkit.readers import Hints

from .conftest import PAGE, read

WORDS = "paper river coast fold walk sheet border lamp kite slope moss wind harbour ink scale name north hill".split()  # noqa: SIM905
NAMES = ["Ada Moreau", "Ben Ito", "Cy van der Ode", "Dora Q. Lind", "Éva Szabó"]
SHOWS = ["The Evening Kite", "Kite VC", "Paper & Ink", "Radio Fjord", "What Now"]


@st.composite
def sentences(draw: st.DrawFn, least: int, most: int) -> str:
    """Return one sentence of some invented words."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=least, max_size=most))
    return " ".join(words).capitalize() + draw(st.sampled_from([".", ".", "!", "?"]))


@dataclass(frozen=True)
class Content:
    """What a page says."""

    show: str
    title: str
    number: str
    headline: str
    points: list[str]
    ideas: list[tuple[str, str]]
    quotes: list[tuple[str, str]]


CONTENTS = st.builds(
    Content,
    show=st.sampled_from(SHOWS),
    title=sentences(2, 8).map(lambda text: text.rstrip(".!?")),
    number=st.sampled_from(["", "E12", "#7", "Ep. 3", "Episode 44", "S2E3"]),
    headline=sentences(3, 8).map(lambda text: text.rstrip(".!?")),
    points=st.lists(sentences(4, 40), min_size=1, max_size=4),
    ideas=st.lists(st.tuples(sentences(3, 8), sentences(20, 50)), min_size=1, max_size=6),
    quotes=st.lists(st.tuples(sentences(3, 40), st.sampled_from(NAMES)), min_size=1, max_size=6),
)


@dataclass(frozen=True)
class Rendering:
    """How a page is written."""

    line_end: str
    bullet: str
    dash: str
    glued: bool
    counts: bool
    gaps: bool
    footer: bool
    shout: bool


RENDERINGS = st.builds(
    Rendering,
    line_end=st.sampled_from(["\n", "\r\n", "\r", "\u2028"]),
    bullet=st.sampled_from(["- ", "* ", "•", "– ", "1. ", "2) "]),
    dash=st.sampled_from(["— ", "—", "– ", "-- ", "- ", "― "]),
    glued=st.booleans(),
    counts=st.booleans(),
    gaps=st.booleans(),
    footer=st.booleans(),
    shout=st.booleans(),
)


def rendered(content: Content, how: Rendering) -> str:
    """Return the page that says `content`."""
    number = f" | {content.number}" if content.number else ""
    joint = "" if how.glued else how.line_end
    gap = how.line_end if how.gaps else ""

    def head(text: str) -> str:
        return text.upper() if how.shout else text.capitalize()

    def count(number: int, what: str) -> str:
        return f"{number} {what}{'' if number == 1 else 's'}{joint}" if how.counts else ""

    lines = [f"{content.show}{joint}{content.title}{number}", head("at a glance"), head("what it’s really about")]
    lines += [content.headline, *(f"{how.bullet}{point}" for point in content.points)]
    lines.append(head("ideas worth remembering"))
    blocks = [f"{heading}{how.line_end}{text}{gap}" for heading, text in content.ideas]
    lines += [count(len(blocks), "idea") + blocks[0], *blocks[1:]]
    lines.append(head("words worth saving"))
    blocks = [f"{text}{how.line_end}{how.dash}{speaker}{gap}" for text, speaker in content.quotes]
    lines += [count(len(blocks), "quote") + blocks[0], *blocks[1:]]
    if how.footer:
        lines += ["Get more out of YouTube videos.", "Add to Chrome"]
    return how.line_end.join(lines)


@given(content=CONTENTS, how=RENDERINGS)
def test_a_page_reads_back_in_every_rendering(content: Content, how: Rendering) -> None:
    """Line ends, bullets, dashes, gluing, counts and blank lines do not change what is read."""
    hints = Hints(known_shows=(content.show,))
    episode = readers.read(rendered(content, how), name="page.txt", hints=hints).episode
    assert (episode.show, episode.title, episode.number) == (content.show, content.title, content.number)
    assert episode.headline == content.headline
    assert [point.text for point in episode.overview] == content.points
    assert [(idea.heading, idea.text) for idea in episode.ideas] == content.ideas
    assert [(quote.text, quote.speaker) for quote in episode.quotes] == content.quotes


HEADS = [
    "Summary",
    "Overview",
    "Ideas",
    "Quotes",
    "Facts",
    "Links",
    "Chapters",
    "Lamp",
    "Takeaways",
    "Key Insights",
    "In a nutshell",
]
MARKS = ["", "- ", "1. ", "1) ", "> ", "**Kite:** ", "- **Kite** (1:05) - ", "### ", "0:30 ", "[1:05] "]
ITEMS = st.tuples(st.sampled_from(MARKS), sentences(2, 30), st.sampled_from(["", "", " — Ada Moreau", " (12:31)"]))
SECTIONS = st.lists(
    st.tuples(st.sampled_from(HEADS), st.lists(ITEMS, max_size=6), st.booleans()), min_size=2, max_size=7
)


@given(sections=SECTIONS)
@example(sections=[("Summary", [("### ", "Paper paper.", ""), ("", "Paper paper.", "")], False), ("Ideas", [], False)])
def test_no_word_of_a_page_of_notes_is_lost(sections: list[tuple[str, list[tuple[str, str, str]], bool]]) -> None:
    """Whatever stands under whatever head, in whatever marks, is in the episode as often as on the page."""
    lines = ["# Why maps lie", ""]
    for head, items, gaps in sections:
        lines += [f"## {head}", "", *(f"{mark}{words}{credit}" + "\n" * gaps for mark, words, credit in items), ""]
    text = "\n".join(lines)
    said = Counter(re.findall(r"[a-z]+", " ".join(words for _, items, _ in sections for _, words, _ in items).lower()))
    try:
        episode = readers.read(text, name="x.md", reader="summary-page", hints=Hints(show="Kite")).episode
    except InputError:
        return
    kept = Counter(re.findall(r"[a-z]+", dump_episode(episode).lower()))
    assert said - kept == Counter()


PIECES = st.sampled_from(
    [
        *(
            "IDEAS\n",
            "QUOTES\n",
            "OVERVIEW\n",
            "WHAT IT'S REALLY ABOUT\n",
            "# ",
            "## Quotes\n",
            "5 ideas",
            "1 quote",
            "---\n",
        ),
        *(
            "title: ",
            "show: ",
            "quotes:\n- ",
            "summary: ",
            "— Ada Moreau\n",
            "> ",
            "- ",
            "1. ",
            "**",
            "“",
            "”",
            '"',
            "| E4",
        ),
        *(
            "(12:31)",
            "[0:99]",
            "\n",
            "\n\n",
            "\t",
            "\r",
            "\ufeff",
            "\u2028",
            "\0",
            "\ud800",
            "<!--",
            "-->",
            "```\n",
            "&#0;",
        ),
        *(
            "[a](b",
            "Show",
            "Ada Moreau",
            "A b.",
            "\\",
            "*",
            "_",
            "TRANSCRIPT\n",
            "Published: ",
            "https://",
            "| a | b |\n",
        ),
    ]
)
TEXTS = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=30).map("".join))
NAMES_OF_FILES = st.sampled_from(["x.txt", "x.md", "x.yaml", "-", "", "\0", "a/b.tar.gz"])


HINTS = st.builds(
    Hints,
    show=st.sampled_from(["", "Show"]),
    title=st.sampled_from(["", "Ada Moreau"]),
    speaker=st.sampled_from(["", "A"]),
    known_shows=st.sampled_from([(), ("Show", "S")]),
)


@given(text=TEXTS, name=NAMES_OF_FILES, reader=st.sampled_from(["", *readers.names_and_descriptions()]), hints=HINTS)
@example(text="---\n---\n", name="x", reader="front-matter", hints=Hints())
@example(text="QUOTES\n— \nIDEAS\n-", name="x", reader="summary-page", hints=Hints())
def test_no_text_breaks_a_reader(text: str, name: str, reader: str, hints: Hints) -> None:
    """Every text gives a reading or an input error."""
    try:
        reading = readers.read(text, name=name, reader=reader, hints=hints)
    except InputError:
        return
    episode = reading.episode
    assert episode.show
    assert episode.title
    assert all(quote.text.strip() for quote in episode.quotes)
    assert all(idea.heading.strip() for idea in episode.ideas)
    assert all(point.text.strip() for point in episode.overview)
    assert all("\n" not in warning for warning in reading.warnings)


@given(start=st.integers(0, len(PAGE)), size=st.integers(0, 80), piece=st.one_of(PIECES, st.text(max_size=5)))
def test_a_damaged_page_never_breaks_the_reader(start: int, size: int, piece: str) -> None:
    """A page with something cut out and something else put in gives a reading or an input error."""
    try:
        read(PAGE[:start] + piece + PAGE[start + size :])
    except InputError:
        return


@given(st.binary())
def test_no_bytes_break_decoding(data: bytes) -> None:
    """Every file gives text or an input error."""
    try:
        assert isinstance(readers.decode(data, name="x"), str)
    except InputError:
        return
