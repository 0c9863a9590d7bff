"""The cards, episodes and lists that a terminal shows."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console, RenderableType

from searchkit.catalog import EpisodeEntry, entry_of
from searchkit.library import WholeEpisode
from searchkit.model import (
    Chapter,
    Context,
    Episode,
    EpisodeRef,
    Facets,
    Hit,
    Part,
    Passage,
    Query,
    Results,
    Segment,
    Span,
)
from searchkit.names import Name
from searchkit.terminal import Terminal, views

EPISODE = EpisodeRef(
    id="the-workbench/mending-is-thinking",
    show="The Workbench",
    title="Mending is thinking",
    number="E12",
    published="2023-06-19",
    url="https://workbench.example/12",
    headline="Why repair teaches more than design",
    speakers=("Ada Lind",),
)
IDEA = Passage(
    f"{EPISODE.id}#idea-1", "idea", "Whoever mends a thing learns why it broke.", EPISODE, heading="Repair is research"
)
QUOTE = Passage(
    f"{EPISODE.id}#quote-3",
    "quote",
    "A broken chair tells you everything.",
    EPISODE,
    speaker="Ada Lind",
    at=751.0,
    idea=IDEA.id,
)
ENTRY = EpisodeEntry(
    id=EPISODE.id, show=EPISODE.show, title=EPISODE.title, number="E12", published="2023-06-19", url=EPISODE.url,
    headline=EPISODE.headline, speakers=("Ada Lind", "Bo Berg"), chapters=(Chapter(61, "Glue"),), ideas=1, quotes=2,
)  # fmt: skip


def drawn(*parts: RenderableType, width: int = 80, color: str = "never") -> str:
    """Return what a terminal of some width shows."""
    out = io.StringIO()
    terminal = Terminal(out, environment={"COLUMNS": str(width)}, color=color, pager="never")
    terminal.draw(*parts)
    return out.getvalue()


def everything(text: str) -> Iterable[RenderableType]:
    """Yield every view with a text in every field."""
    ref = replace(EPISODE, show=text, title=text, number=text, published=text, url=text, headline=text)
    idea = replace(IDEA, text=text, heading=text, episode=ref)
    quote = replace(QUOTE, text=text, speaker=text, episode=ref)
    context = Context(idea=idea, quotes=(quote,), before=(quote,), after=(idea,))
    spans = (Span(0, len(text)), Span(0, 1, "heading"))
    hits = tuple(Hit(one, 1.5, spans, context, (Part(text, 1.5),)) for one in (quote, idea))
    facets = Facets(speakers=((text, 3),) * 7, shows=((text, 3),), kinds=(("quote", 3),))
    yield from views.results(Results(Query(), 2, hits, "whoosh", facets=facets))
    entry = replace(ENTRY, show=text, title=text, published=text, url=text, headline=text, speakers=(text,))
    entry = replace(entry, number=text, chapters=(Chapter(61, text),))
    yield from views.episode(WholeEpisode(entry, (quote, idea)))
    yield views.episodes([entry])
    yield views.names([Name(text, (text, text), ("x",), 1, 2)], "speaker")


@given(st.text(max_size=60), st.sampled_from((20, 33, 80)))
def test_any_text_can_be_drawn_and_never_acts(text: str, width: int) -> None:
    """Whatever the corpus holds, every view can be drawn, fits, and holds no character that a terminal acts on."""
    shown = drawn(*everything(text), width=width)
    assert not re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    assert max(map(cell_len, shown.split("\n"))) <= width


@pytest.mark.parametrize(
    "text", ["[bold]x[/bold]", "[/]", ":smile:", "\\[x]", "[link=http://x]y[/link]", "[@click=x]y"]
)
def test_markup_is_text(text: str) -> None:
    """Rich's markup and emoji codes in the corpus are shown as they are written."""
    shown = drawn(*everything(text), width=100)
    assert shown.count(text) > 30


def test_matches_are_marked_where_they_are() -> None:
    """The spans of a hit are set off in the text and in the heading, each in its own."""
    shown = drawn(views.card(Hit(QUOTE, highlights=(Span(2, 14), Span(0, 6, "heading")))), color="always")
    assert re.findall(r"\x1b\[1;30;43m(.*?)\x1b\[0m", shown) == ["broken chair"]
    shown = drawn(views.card(Hit(IDEA, highlights=(Span(8, 13), Span(0, 6, "heading")))), color="always")
    assert re.findall(r"\x1b\[1;30;43m(.*?)\x1b\[0m", shown) == ["Repair", "mends"]


def test_a_span_beyond_the_text_marks_what_there_is() -> None:
    """Spans that do not fit the text, which only a wrong index gives, make no error."""
    drawn(views.card(Hit(QUOTE, highlights=(Span(30, 900), Span(900, 901)))), color="always")


def test_a_card_holds_everything_of_a_hit() -> None:
    """Words, speaker, source, headline, idea, neighbours, the parts of the score and the id stand in the card."""
    context = Context(
        idea=IDEA, before=(replace(QUOTE, text="Before that."),), after=(replace(QUOTE, text="x " * 200),)
    )
    shown = drawn(views.card(Hit(QUOTE, 12.5, (), context, (Part("broken, in 2 of 9", 12.5),)), 7))
    for piece in (
        "7 · quote",
        "“A broken chair tells you everything.”",
        "— Ada Lind",
        "The Workbench E12 · Mending is thinking · 19 June 2023 · 12:31",
        "Why repair teaches more than design",
        "idea         Repair is research",
        "quote before “Before that.” — Ada Lind",
        "x x …” — Ada Lind",
        "12.5000 broken, in 2 of 9",
        "12.5000 in all",
        f" {QUOTE.id} ─╯",
    ):
        assert piece in shown


def test_what_is_missing_leaves_no_gap() -> None:
    """An episode of which little is known makes no empty parts, dots or lines."""
    bare = EpisodeRef(id="a/b", show="Show", title="Title")
    shown = drawn(views.card(Hit(Passage("a/b#point-1", "point", "A point.", bare))))
    assert shown == (
        f"╭─ point {'─' * 70}╮\n│ A point.{' ' * 69}│\n│{' ' * 78}│\n"
        f"│ Show · Title{' ' * 65}│\n╰{'─' * 64} a/b#point-1 ─╯\n"
    )


def test_an_id_that_is_too_long_for_the_edge_stands_inside() -> None:
    """On a narrow terminal the id is the last line of the card, folded and not cut."""
    shown = drawn(views.card(Hit(QUOTE)), width=30)
    assert QUOTE.id in "".join(re.findall(r"│ (.*?) *│", shown))


def test_an_unsafe_address_is_no_link() -> None:
    """Only web addresses become links."""
    for url, links in (("https://x.example/1", True), ("javascript:alert(1)", False), ("file:///etc/passwd", False)):
        console = Console(file=io.StringIO(), force_terminal=True, width=80, color_system="standard")
        console.print(views.card(Hit(replace(QUOTE, episode=replace(EPISODE, url=url)))))
        assert ("\x1b]8;" in console.file.getvalue()) == links  # type: ignore[attr-defined]


def test_an_episode_shows_its_parts_in_order() -> None:
    """Title, show and date, speakers, address, headline, id, then the passages by kind, then the chapters."""
    point = Passage(f"{EPISODE.id}#point-1", "point", "A point.", EPISODE)
    shown = drawn(*views.episode(WholeEpisode(ENTRY, (point, IDEA, QUOTE))))
    pieces = (
        "Mending is thinking",
        "The Workbench E12 · 19 June 2023",
        "Ada Lind, Bo Berg",
        "https://workbench.example/12",
        "Why repair teaches",
        EPISODE.id,
        "Overview",
        "1 A point.",
        "Ideas",
        "1 Repair is research",
        "Quotes",
        "3 “A broken chair",
        "— Ada Lind, 12:31",
        "Chapters",
        "1:01 Glue",
    )
    places = [shown.find(piece) for piece in pieces]
    assert -1 not in places
    assert places == sorted(places)


def test_facets_show_five_and_count_the_rest() -> None:
    """A facet shows the five most frequent values, and how many more there are."""
    shown = drawn(views.facets(Facets(speakers=tuple((f"S{number}", 9 - number) for number in range(8)))))
    assert shown.strip() == "speakers  S0 9 · S1 8 · S2 7 · S3 6 · S4 5 · 3 more"


def test_spellings_stand_behind_a_name() -> None:
    """A list of names gives episodes and quotes in columns, and other spellings behind the name."""
    names = [Name("Ada Lind", ("Ada Lind", "A. Lind"), ("adalind",), 2, 1_234)]
    shown = drawn(views.names(names, "speaker")).splitlines()
    assert shown[0].split() == ["speaker", "episodes", "quotes"]
    assert shown[2].split() == ["Ada", "Lind", "also", "A.", "Lind", "2", "1,234"]
    assert len(shown) == 3


def test_a_card_of_an_idea_shows_its_first_quotes() -> None:
    """Of twenty quotes of an idea a card shows three and counts the others."""
    quotes = tuple(replace(QUOTE, text=f"Number {number}.") for number in range(20))
    shown = drawn(views.card(Hit(IDEA, context=Context(quotes=quotes)), 1))
    assert shown.count("“Number ") == 3
    assert "and 17 more quotes" in shown


def test_a_list_of_episodes_counts_what_there_is() -> None:
    """An episode that is a transcript alone is listed with its segments, and not with no ideas and no quotes."""
    entry = entry_of(Episode(id="s/e", show="S", title="T", transcript=(Segment("x"),)))
    shown = drawn(views.episodes([entry]))
    assert "1 segment" in shown
    assert "0 " not in shown
