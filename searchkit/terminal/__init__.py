"""Where output goes and how: the streams of one run, their colour, width and links, paging and progress.

Nothing here loads Rich before something is drawn on a terminal.
"""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from searchkit.text import visible

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_MAX_WIDTH = 100  # columns beyond which lines are hard to read


class Terminal:
    """The streams of one run; tests replace it.

    Args:
        out: where results go.
        err: where everything else goes.
        environment: for NO_COLOR, TERM, PAGER and the like.
        color: "auto", "always" or "never".
        pager: command that shows long output, "never", or "" for the environment's.
        quiet: whether counts and hints are left out; errors and warnings never are.
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
    ) -> None:
        self.out = out or sys.stdout
        self.err = err or sys.stderr
        self.environment = os.environ if environment is None else environment
        self.color = color
        self.pager = pager
        self.quiet = quiet

    @property
    def is_interactive(self) -> bool:
        """Whether results go to a terminal, where they are drawn, and not to a pipe or file."""
        return self.out.isatty()

    @property
    def width(self) -> int:
        """Columns of the terminal."""
        return shutil.get_terminal_size().columns

    def colors(self, stream: TextIO) -> bool:
        """Whether a stream takes colour: decided for each one by itself."""
        if self.color != "auto":
            return self.color == "always"
        plain = self.environment.get("NO_COLOR") or self.environment.get("TERM") == "dumb"
        return stream.isatty() and not plain

    def console(self, stream: TextIO | None = None) -> Console:
        """Return a Rich console on a stream, standard output if None."""
        from rich.console import Console  # noqa: PLC0415 -- start-up time

        target = stream or self.out
        colors = self.colors(target)
        return Console(
            file=target,
            width=min(self.width, _MAX_WIDTH) if target is self.out else None,
            no_color=not colors,
            force_terminal=target.isatty() or self.color == "always",
            highlight=False,
            markup=False,
            emoji=False,
            soft_wrap=False,
        )

    # Results

    def draw(self, *parts: RenderableType) -> None:
        """Draw Rich renderables on the terminal, through the pager if they are longer than the screen."""
        console = self.console()
        with console.capture() as capture:
            for part in parts:
                console.print(part)
        drawn = capture.get()
        if not (self.is_interactive and self._page(drawn)):
            self.write(drawn)

    def write(self, text: str) -> None:
        """Write text to standard output as it is."""
        self.out.write(text)

    def _page(self, text: str) -> bool:
        """Show text in the pager if it needs one and there is one; return whether that was done."""
        if self.pager == "never" or text.count("\n") < shutil.get_terminal_size().lines:
            return False
        command = shlex.split(self.pager or self.environment.get("PAGER", "") or "less")
        if not command or shutil.which(command[0]) is None:
            return False
        # F: leave if it fits one screen, R: show colours, X: keep the text on the screen afterwards.
        environment = {"LESS": "FRX", "LESSCHARSET": "utf-8", **self.environment}
        self.out.flush()
        subprocess.run(command, input=text.encode("utf-8", "replace"), env=environment, check=False)  # noqa: S603
        return True

    # Everything else

    def note(self, message: str) -> None:
        """Tell a count or hint, unless quiet."""
        if not self.quiet:
            self.err.write(visible(message) + "\n")

    def warn(self, message: str) -> None:
        """Tell a warning."""
        self.err.write(self._styled("warning: ", "33") + visible(message) + "\n")

    def fail(self, message: str, hint: str = "") -> None:
        """Tell an error, and what to do about it."""
        self.err.write(self._styled("error: ", "1;31") + visible(message) + "\n")
        if hint:
            self.err.write("  " + visible(hint) + "\n")

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
