"""Where output goes and how: the streams of one run, their colour, width and links, paging and progress.

Nothing here loads Rich before something is drawn on a terminal.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Literal, TextIO

from searchkit.terminal.layout import laid_out, wrapped
from searchkit.text import visible

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_MIN_WIDTH, _MAX_WIDTH = 20, 100  # columns below which nothing can be drawn, and beyond which lines are hard to read
_USUAL_SIZE = os.terminal_size((80, 24))
_LINK = "\x1b]8;[^\x1b]*\x1b\\\\"
INDENT = "  "  # of what stands below an error


class Terminal:
    """The streams of one run; tests replace it.

    Args:
        out: where results go.
        err: where everything else goes.
        environment: for NO_COLOR, TERM, PAGER and the like.
        color: "auto", "always" or "never".
        pager: command that shows long output, "never", or "" for the environment's.
        quiet: whether counts and hints are left out; errors and warnings never are.
        keys: where what is typed comes from, standard input if None.
    """

    def __init__(
        self,
        out: TextIO | None = None,
        err: TextIO | None = None,
        environment: Mapping[str, str] | None = None,
        *,
        color: str = "auto",
        pager: str = "",
        quiet: bool = False,
        keys: TextIO | None = None,
    ) -> None:
        self.out = out or sys.stdout
        self.err = err or sys.stderr
        self.environment = os.environ if environment is None else environment
        self.color = color
        self.pager = pager
        self.quiet = quiet
        self.keys = keys or sys.stdin

    @property
    def is_interactive(self) -> bool:
        """Whether results are drawn for somebody who looks at them: on a terminal, or where colour is asked for."""
        return self.out.isatty() or self.color == "always"

    def size(self, stream: TextIO) -> os.terminal_size:
        """Return columns and lines of the terminal that a stream goes to; what is usual for any other stream."""
        try:
            found = os.get_terminal_size(stream.fileno())
        except (OSError, ValueError):  # no terminal, or a stream in memory
            found = _USUAL_SIZE
        asked = [self.environment.get(name, "") for name in ("COLUMNS", "LINES")]
        given = [int(text) if text.isdecimal() else 0 for text in asked]
        columns, lines = (sizes[0] or sizes[1] or sizes[2] for sizes in zip(given, found, _USUAL_SIZE, strict=True))
        return os.terminal_size((columns, lines))

    def width(self, stream: TextIO | None = None, most: int = _MAX_WIDTH) -> int:
        """Return how many columns lines may take on a stream, standard output if None; at most so many."""
        return max(_MIN_WIDTH, min(self.size(stream or self.out).columns, most))

    def colors(self, stream: TextIO) -> bool:
        """Whether a stream takes colour: decided for each one by itself."""
        if self.color != "auto":
            return self.color == "always"
        return stream.isatty() and not self.environment.get("NO_COLOR") and not self._is_dumb

    @property
    def _is_dumb(self) -> bool:
        return self.environment.get("TERM") == "dumb"

    def console(self, stream: TextIO | None = None, most: int = _MAX_WIDTH) -> Console:
        """Return a Rich console on a stream, standard output if None, of at most so many columns."""
        from rich.console import Console  # noqa: PLC0415 -- start-up time

        target = stream or self.out
        # Without colour a match can still be bold, unless nothing but text is wanted or understood.
        plain = self.color == "never" or (self.color == "auto" and self._is_dumb)
        system: Literal["standard"] | None = None if plain else "standard"
        return Console(
            file=target,
            width=self.width(target, most),
            color_system=system,
            no_color=not self.colors(target),
            force_terminal=target.isatty() or self.color == "always",
            highlight=False,
            markup=False,
            emoji=False,
            soft_wrap=False,
        )

    # Results

    def draw(self, *parts: RenderableType, most: int = _MAX_WIDTH) -> None:
        """Draw Rich renderables on the terminal, through the pager if they are longer than the screen.

        Args:
            parts: what to draw.
            most: columns that it may take at most; lines of text are hard to read beyond the usual number.
        """
        console = self.console(most=most)
        with console.capture() as capture:
            for part in parts:
                console.print(part)
        drawn = capture.get()
        if not self.out.isatty():
            import re  # noqa: PLC0415 -- start-up time

            drawn = re.sub(_LINK, "", drawn)  # they carry a number drawn by lot, and a file is to be the same each time
        if not self._page(drawn):
            self.write(drawn)

    def write(self, text: str) -> None:
        """Write text to standard output as it is."""
        self.out.write(text)

    def tell(self, text: str) -> None:
        """Write text of paragraphs and rows to standard output, made to fit a terminal, and paged where it is long."""
        shown = laid_out(text, self.width()) if self.out.isatty() else text
        if not self._page(shown):
            self.write(shown)

    @property
    def _pager(self) -> str:
        """The command that shows long output, "" for none: the setting, else PAGER, else less.

        As in git, PAGER=cat and an empty PAGER mean none. Whoever reads must be able to type,
        or nobody can leave the pager: both standard input and standard output must be terminals, and not dumb ones.
        """
        asked = self.pager or self.environment.get("PAGER", "less")
        attended = self.out.isatty() and self.keys is not None and self.keys.isatty() and not self._is_dumb
        return asked if attended and asked.strip() not in ("never", "cat") else ""

    def _page(self, text: str) -> bool:
        """Show text in the pager if it is longer than the screen and there is one; return whether that was done."""
        asked = self._pager
        if not asked or text.count("\n") < self.size(self.out).lines:
            return False
        import shlex  # noqa: PLC0415 -- start-up time
        import shutil  # noqa: PLC0415
        import signal  # noqa: PLC0415
        import subprocess  # noqa: PLC0415  # nosec B404

        try:
            command = shlex.split(asked)
        except ValueError:  # a quotation mark that is never closed
            return False
        if not command or shutil.which(command[0]) is None:
            return False
        # F: leave if it fits one screen, R: show colours, X: keep the text on the screen afterwards.
        environment = {"LESS": "FRX", "LESSCHARSET": "utf-8", **self.environment}
        self.out.flush()
        # An interrupt is the pager's, which stops a search in it; we wait until it is left, or it would lose its keys.
        before = signal.signal(signal.SIGINT, lambda _signal, _frame: None)
        try:
            # The command is the user's own setting, as in git and man, and no shell reads it.
            shown = text.encode("utf-8", "replace")
            subprocess.run(command, input=shown, env=environment, check=False)  # noqa: S603  # nosec B603
        finally:
            signal.signal(signal.SIGINT, before)
        return True

    # Everything else

    def note(self, message: str) -> None:
        """Tell a count or hint, unless quiet."""
        if not self.quiet:
            self._tell("", message)

    def warn(self, message: str) -> None:
        """Tell a warning."""
        self._tell("warning: ", message, "33")

    def fail(self, message: str, hint: str = "") -> None:
        """Tell an error, and what to do about it."""
        self._tell("error: ", message, "1;31")
        if hint:
            self.hint(hint)

    def hint(self, message: str) -> None:
        """Tell what to do about an error."""
        self._tell(INDENT, message)

    def mark(self, line: str, below: str) -> None:
        """Show a line and what points at parts of it from below."""
        self._write_err(f"{INDENT}{line}\n{INDENT}{below}\n")

    def _tell(self, label: str, message: str, code: str = "") -> None:
        shown = label + visible(message)
        if self.err.isatty():
            shown = wrapped(shown, self.width(self.err), INDENT)
        self._write_err((self._styled(label, code) if code else label) + shown.removeprefix(label) + "\n")

    def _write_err(self, text: str) -> None:
        with suppress(OSError):  # nobody can be told; the exit code tells it still
            self.err.write(text)

    def _styled(self, text: str, code: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self.colors(self.err) else text

    @contextmanager
    def progress(self, what: str, least: int = 5) -> Iterator[Callable[[int, int], None]]:
        """Give a function that is told how many are done and in all, and shows a bar on a terminal if they are many.

        Args:
            what: what is going on, a word or two.
            least: from how many on a bar is shown.
        """
        if self.quiet or not self.err.isatty():
            yield lambda _done, _total: None
            return
        bar = _Bar(self, what, least)
        try:
            yield bar.advance
        finally:
            bar.stop()


class _Bar:
    """A progress bar on standard error that starts with the first call that needs one."""

    def __init__(self, terminal: Terminal, what: str, least: int) -> None:
        self.terminal = terminal
        self.what = what
        self.least = least
        self._stop: Callable[[], None] | None = None
        self._update: Callable[[int, int], None] | None = None

    def advance(self, done: int, total: int) -> None:
        if total < self.least:
            return
        if self._update is None:
            self._start(total)
        if self._update is not None:
            self._update(done, total)

    def _start(self, total: int) -> None:
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

        progress = Progress(
            TextColumn(self.what, markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
            console=self.terminal.console(self.terminal.err),
            transient=True,
        )
        task = progress.add_task(self.what, total=total)
        progress.start()
        self._stop = progress.stop
        self._update = lambda done, all_: progress.update(task, completed=done, total=all_)

    def stop(self) -> None:
        if self._stop is not None:
            self._stop()
