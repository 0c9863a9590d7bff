"""The streams of a run: which are drawn on, which are coloured, how wide they are."""

from __future__ import annotations

import io
import os
import pty
from collections.abc import Callable, Iterator

import pytest
from rich.text import Text

from searchkit.terminal import Terminal

Make = Callable[..., Terminal]


class Screen(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        """Say so."""
        return True


class Broken(io.StringIO):
    """A stream that cannot be written to."""

    def write(self, _: str) -> int:
        """Refuse."""
        raise BrokenPipeError


@pytest.fixture
def real() -> Iterator[io.TextIOWrapper]:
    """A stream to a real terminal of unknown size."""
    ours, theirs = pty.openpty()
    with open(theirs, "w", encoding="utf-8") as stream:  # noqa: PTH123
        yield stream
    os.close(ours)


@pytest.mark.parametrize(
    ("color", "environment", "on_screen", "in_pipe"),
    [
        ("auto", {}, True, False),
        ("auto", {"NO_COLOR": "1"}, False, False),
        ("auto", {"NO_COLOR": ""}, True, False),
        ("auto", {"TERM": "dumb"}, False, False),
        ("always", {"NO_COLOR": "1", "TERM": "dumb"}, True, True),
        ("never", {}, False, False),
    ],
)
def test_colour_is_decided_for_each_stream(
    color: str, environment: dict[str, str], *, on_screen: bool, in_pipe: bool
) -> None:
    """A terminal has colour unless it is declined, a pipe has none unless it is asked for."""
    terminal = Terminal(Screen(), io.StringIO(), environment, color=color)
    assert terminal.colors(terminal.out) == on_screen
    assert terminal.colors(terminal.err) == in_pipe


def test_what_a_stream_is_decides_whether_results_are_drawn() -> None:
    """Results are drawn on a terminal, and where colour is asked for."""
    assert Terminal(Screen(), environment={}).is_interactive
    assert not Terminal(io.StringIO(), environment={}).is_interactive
    assert Terminal(io.StringIO(), environment={}, color="always").is_interactive


def test_errors_are_marked_and_hints_stand_below() -> None:
    """An error has its label and its hint in a line of its own; the label is coloured on a terminal only."""
    for err, label in ((io.StringIO(), "error: "), (Screen(), "\x1b[1;31merror: \x1b[0m")):
        Terminal(io.StringIO(), err, {}).fail("it fails", "mend it")
        assert err.getvalue() == f"{label}it fails\n  mend it\n"


def test_quiet_leaves_errors_and_warnings() -> None:
    """A quiet terminal tells no counts, but errors and warnings."""
    err = io.StringIO()
    terminal = Terminal(io.StringIO(), err, {}, quiet=True)
    terminal.note("3 found")
    terminal.warn("look")
    terminal.fail("it fails")
    assert err.getvalue() == "warning: look\nerror: it fails\n"


def test_messages_are_broken_on_a_terminal_only() -> None:
    """A long message is one line in a pipe, and lines that fit on a terminal; its words are the same."""
    message = "there is no format called x " * 6
    piped, screen = io.StringIO(), Screen()
    Terminal(io.StringIO(), piped, {"COLUMNS": "40"}).warn(message)
    Terminal(io.StringIO(), screen, {"COLUMNS": "40"}, color="never").warn(message)
    assert piped.getvalue().count("\n") == 1
    assert max(map(len, screen.getvalue().splitlines())) <= 40
    assert piped.getvalue().split() == screen.getvalue().split()


def test_messages_never_act() -> None:
    """Control characters in what is told come out as U+FFFD."""
    err = io.StringIO()
    terminal = Terminal(io.StringIO(), err, {})
    for tell in (terminal.note, terminal.warn, terminal.fail, terminal.hint):
        tell("a\x1b]0;x\x07\u202eb")
    assert not set("\x1b\x07\u202e") & set(err.getvalue())


def test_a_message_that_nobody_can_read_is_no_error() -> None:
    """Where standard error cannot be written to, telling does nothing."""
    terminal = Terminal(io.StringIO(), Broken(), {})
    terminal.note("x")
    terminal.fail("x", "y")
    terminal.mark("x", "^")


@pytest.mark.parametrize(
    ("environment", "width"),
    [({}, 80), ({"COLUMNS": "40"}, 40), ({"COLUMNS": "500"}, 100), ({"COLUMNS": "3"}, 20), ({"COLUMNS": "x"}, 80)],
)
def test_the_width_stays_between_what_can_be_drawn_and_what_reads_well(
    real: io.TextIOWrapper, environment: dict[str, str], width: int
) -> None:
    """COLUMNS overrules the terminal; lines take at least twenty columns and at most a hundred."""
    assert Terminal(real, environment=environment).width() == width
    assert Terminal(io.StringIO(), environment=environment).width() == width


def test_a_terminal_without_a_size_is_the_usual_one(real: io.TextIOWrapper) -> None:
    """A terminal that does not know its size is taken to be eighty columns by twenty-four lines."""
    assert Terminal(real, environment={}).size(real) == (80, 24)


def test_text_is_drawn_as_text() -> None:
    """What is drawn is no markup, no emoji code, no number to highlight; a pipe gets no codes."""
    out = io.StringIO()
    Terminal(out, environment={}).draw(Text("[bold]x[/bold] :smile: 12 http://x.y"))
    assert out.getvalue() == "[bold]x[/bold] :smile: 12 http://x.y\n"


def test_links_stay_out_of_pipes() -> None:
    """A link, which carries a number drawn by lot, is written to a terminal and left out of a coloured pipe."""
    text = Text("here", style="bold link https://example.org")
    for out, links in ((Screen(), 2), (io.StringIO(), 0)):
        Terminal(out, environment={"TERM": "xterm"}, color="always", pager="never").draw(text)
        assert out.getvalue().count("\x1b]8;") == links
        assert "here" in out.getvalue()


def test_progress_is_shown_on_a_terminal_if_there_is_much_to_do() -> None:
    """A bar is drawn on a terminal from five steps on, and nowhere else."""
    for err, total, quiet, shown in (
        (Screen(), 9, False, True),
        (Screen(), 4, False, False),
        (Screen(), 9, True, False),
        (io.StringIO(), 9, False, False),
    ):
        terminal = Terminal(io.StringIO(), err, {"TERM": "xterm"}, quiet=quiet)
        with terminal.progress("working [on] it") as advance:
            for done in range(1, total + 1):
                advance(done, total)
        assert ("working [on] it" in err.getvalue()) == shown
        assert ("9/9" in err.getvalue()) == shown
