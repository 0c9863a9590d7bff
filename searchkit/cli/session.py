"""What every command works with: settings, terminal and library of one run, made of the options that all share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self

from typer import Context, Option

from searchkit.errors import UsageError
from searchkit.limits import DESCRIPTIONS, option_name
from searchkit.settings import LIMIT, Settings
from searchkit.suggest import nearest
from searchkit.terminal import Terminal

if TYPE_CHECKING:
    from searchkit.library import Library

COLORS = ("auto", "always", "never")
_PANEL = "Everywhere"
_EXAMINES = "doctor"  # the command that tells of faulty settings and goes on without them


class Session:
    """One run of a command; a context manager that lets go of the index.

    Args:
        settings: where things lie and how they are shown.
        faults: what is wrong with those that were left out of the settings.
    """

    def __init__(self, settings: Settings, faults: Sequence[UsageError] = ()) -> None:
        self.settings = settings
        self.faults = faults
        self.terminal = Terminal(
            color=settings.choice("color", COLORS),
            pager=settings.text("pager"),
            quiet=settings.truth("quiet"),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if "library" in self.__dict__:
            self.library.close()

    @property
    def corpus(self) -> Path:
        """The corpus folder."""
        return Path(self.settings.corpus.value)

    @property
    def index(self) -> Path:
        """The index folder."""
        return Path(self.settings.index.value)

    @cached_property
    def library(self) -> Library:
        """The library of both."""
        from searchkit.library import Library  # noqa: PLC0415 -- start-up time
        from searchkit.locks import WAIT  # noqa: PLC0415

        trusted = self.settings.text("trust").replace(",", " ").split()
        wait = self.settings.number("wait", int(WAIT))
        return Library(self.corpus, self.index, wait=wait, trusted=trusted, limits=self.settings.limits())

    def format(self, asked: str, *, as_json: bool) -> str:
        """Return the output format: the one asked for, or that of the settings; "" for cards on a terminal.

        Raises:
            UsageError: there is no such format, or `--json` and another one were asked for.
        """
        from searchkit import formats  # noqa: PLC0415 -- start-up time

        if as_json and asked not in ("", "json"):
            raise UsageError(f"--json and --format {asked} exclude each other", "give one of them")
        name = "json" if as_json else asked or self.settings.text("format")
        if name and not as_json and not asked:
            try:
                return formats.find(name).name
            except UsageError as error:
                given = self.settings.given("format")
                raise UsageError(f"{error.message} ({given.origin if given else ''})", error.hint) from None
        if name:
            return formats.find(name).name
        return "" if self.terminal.is_interactive else "plain"


def session(
    *,
    run: Context,
    corpus: Annotated[str, Option(metavar="FOLDER", help="Where the episodes lie.", rich_help_panel=_PANEL)] = "",
    index: Annotated[str, Option(metavar="FOLDER", help="Where the index lies.", rich_help_panel=_PANEL)] = "",
    color: Annotated[str, Option(metavar="WHEN", help="auto, always or never.", rich_help_panel=_PANEL)] = "",
    quiet: Annotated[bool, Option("--quiet", "-q", help="Print no counts and hints.", rich_help_panel=_PANEL)] = False,
    limits: Annotated[
        list[str] | None,
        Option("--max", metavar="NAME=N", help="Raise a limit; see “searchkit help limits”.", rich_help_panel=_PANEL),
    ] = None,
    debug: Annotated[bool, Option("--debug", help="Show the traceback of an error.", rich_help_panel=_PANEL)] = False,
) -> Session:
    """Return the session of a run."""
    del debug  # read by the error boundary, which must know it even when the options cannot be read
    options: dict[str, Any] = {"corpus": corpus, "index": index, "color": color, "quiet": "true" if quiet else ""}
    settings = Settings(options | _raised(limits or ()))
    faults: Sequence[UsageError] = ()
    if run.info_name == _EXAMINES:
        from searchkit.cli.faults import without_faults  # noqa: PLC0415 -- start-up time

        settings, faults = without_faults(settings)
    made = Session(settings, faults)
    if run.obj is not None:  # the boundary's: errors are shown as the rest is
        run.obj.append(made.terminal)
    return made


def _raised(given: Iterable[str]) -> dict[str, str]:
    """Return the limits given as `page-bytes=1000` as settings.

    Raises:
        UsageError: there is no such limit, or no number.
    """
    made = {}
    for one in given:
        name, _, value = one.partition("=")
        key = name.strip().replace("-", "_")
        if key not in DESCRIPTIONS:
            known = ", ".join(map(option_name, DESCRIPTIONS))
            close = nearest(key, DESCRIPTIONS, limit=1)
            guess = f"did you mean {option_name(close[0])}? " if close else ""
            raise UsageError(f"there is no limit {name}", f"{guess}the limits are {known}")
        if not value.strip():
            raise UsageError(f"--max {one} gives no number", f"write --max {option_name(key)}=N")
        made[LIMIT + key] = value.strip()
    return made
