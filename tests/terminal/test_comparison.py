"""A comparison on terminals of several widths."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from searchkit.comparing import Comparison, Voice
from searchkit.model import Hit, Query, Span
from searchkit.terminal import Terminal
from searchkit.terminal.comparison import WIDEST, SideBySide

from .test_views import EPISODE, IDEA, QUOTE

LATER = replace(EPISODE, published="2024-02", id="the-workbench/later", title="Later")
UNDATED = replace(EPISODE, published="", id="the-workbench/some-day", title="Some day")
OTHER = replace(
    QUOTE, text="Glue is a form of patience.", speaker="Bo Berg", episode=LATER, id="the-workbench/later#quote-1"
)
LAST = replace(QUOTE, text="I forget when I said so.", episode=UNDATED, id="the-workbench/some-day#quote-1")
MADE = Comparison(
    Query(text="chair", kinds=("quote",)),
    (Voice("Ada Lind", (Hit(QUOTE, 1.0, (Span(2, 14),)), Hit(LAST)), 2, 8), Voice("Bo Berg", (Hit(OTHER),), 1, 3)),
    "whoosh",
)


def drawn(made: Comparison, width: int, color: str = "never") -> str:
    """Return what a terminal of some width shows."""
    out = io.StringIO()
    terminal = Terminal(out, environment={"COLUMNS": str(width)}, color=color, pager="never")
    terminal.draw(SideBySide(made), most=WIDEST)
    return out.getvalue()


@pytest.mark.parametrize("width", [20, 40, 80, 100, 160, 300])
def test_it_fits_and_holds_everything(width: int) -> None:
    """At every width each word, name, count and id is there, and no line is longer than the terminal."""
    shown = drawn(MADE, width)
    assert max(map(cell_len, shown.split("\n"))) <= min(width, WIDEST)
    squeezed = re.sub(r"\s", "", shown)
    for text in (
        QUOTE.text,
        LAST.text,
        "Ada Lind",
        "Bo Berg",
        "2 of 8 quotes (25.0 %)",
        "1 of 3 quotes (33.3 %)",
        LAST.id,
    ):
        if width in (20, 40):
            assert re.sub(r"\s", "", text) in squeezed
        else:
            assert text.split()[0] in shown


def test_a_wide_terminal_shows_them_side_by_side() -> None:
    """Where there is room the voices are columns, and the years go down, those without a date last."""
    for width in (83, 100, 160):
        lines = drawn(MADE, width).splitlines()
        assert lines[0].split() == ["Ada", "Lind", "Bo", "Berg"]
        assert [line.split()[0] for line in lines if "─" in line] == ["2023", "2024", "no"]
        first, second = (next(line for line in lines if text in line) for text in ("broken chair", "Glue is"))
        assert first.startswith("“A broken")
        assert second.startswith(" " * 30)


def test_a_narrow_terminal_shows_one_below_the_other() -> None:
    """Where there is none each voice has the whole width, in the order asked for."""
    for width in (20, 40, 80, 82):
        lines = drawn(MADE, width).splitlines()
        assert lines[0].strip() == "Ada Lind"
        assert "Bo Berg" in [line.strip() for line in lines[5:]]
    three = replace(MADE, voices=(*MADE.voices, Voice("Cy", (), 0, 0)))
    assert drawn(three, 100).splitlines()[0].strip() == "Ada Lind"
    assert drawn(three, 160).splitlines()[0].split() == ["Ada", "Lind", "Bo", "Berg", "Cy"]


def test_what_matched_is_marked() -> None:
    """The words of the subject are set off."""
    assert re.findall(r"\x1b\[1;30;43m(.*?)\x1b\[0m", drawn(MADE, 100, "always")) == ["broken chair"]


@given(st.text(max_size=40), st.sampled_from((20, 40, 80, 160)))
def test_any_text_can_be_drawn_and_never_acts(text: str, width: int) -> None:
    """Whatever the corpus holds, it fits and holds no character that a terminal acts on."""
    ref = replace(EPISODE, show=text, title=text, number=text, published=text, url=text)
    hits = tuple(Hit(replace(one, text=text, heading=text, episode=ref)) for one in (QUOTE, IDEA))
    shown = drawn(replace(MADE, voices=(Voice(text, hits, 2, 3), Voice("b", (), 0, 0))), width)
    assert not re.findall("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    assert max(map(cell_len, shown.split("\n"))) <= width


@pytest.mark.parametrize("text", ["[bold]x[/bold]", "[/]", ":smile:", "[link=http://x]y[/link]"])
def test_markup_is_text(text: str) -> None:
    """Rich's markup in the corpus is shown as it is written."""
    voices = (Voice(text, (Hit(replace(QUOTE, text=text)),), 1, 1), MADE.voices[1])
    assert drawn(replace(MADE, voices=voices), 160).count(text) == 2
