"""The commands put together, and the one place where errors end."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Annotated, Any, NoReturn, TextIO

import typer
from typer.exceptions import TyperException

from searchkit.errors import ExitCode, QueryError, SearchkitError
from searchkit.terminal import INDENT, Terminal
from searchkit.terminal.layout import beginning, columns_of
from searchkit.text import one_line, visible
from searchkit.version import __version__

# Command: module and function. Only the module of the command that is asked for is imported.
COMMANDS: dict[str, tuple[str, str]] = {
    "search": ("finding", "search"),
    "quotes": ("finding", "quotes"),
    "ideas": ("finding", "ideas"),
    "moments": ("finding", "moments"),
    "random": ("finding", "random"),
    "export": ("finding", "export"),
    "similar": ("relating", "similar"),
    "compare": ("relating", "compare"),
    "trends": ("relating", "trends"),
    "whosaid": ("checking", "whosaid"),
    "verify": ("checking", "verify"),
    "show": ("looking", "show"),
    "cite": ("looking", "cite"),
    "episodes": ("looking", "episodes"),
    "shows": ("looking", "shows"),
    "speakers": ("looking", "speakers"),
    "add": ("filling", "add"),
    "index": ("filling", "index"),
    "status": ("filling", "status"),
    "doctor": ("mending", "doctor"),
    "config": ("helping", "config"),
    "help": ("helping", "help_"),
}
_WIDTH = 100  # columns of a help text at most
_VERSION = ("--version", "-V")
_HELP: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": _WIDTH}


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command that the arguments name, those of the process if None, and exit."""
    _ready_streams()
    code = run(sys.argv[1:] if arguments is None else arguments)
    try:
        sys.stderr.flush()
    except OSError:
        _abandon(sys.stderr)
    sys.exit(code)


def _ready_streams() -> None:
    """Make the standard streams take any text: those that are closed swallow it or give none; others get UTF-8."""
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 -- stays open
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            nowhere = os.open(os.devnull, os.O_WRONLY)
            setattr(sys, name, open(nowhere, "w", encoding="utf-8", closefd=False))  # noqa: SIM115 -- stays open
        elif isinstance(stream, TextIOWrapper):
            # A terminal keeps its encoding, and shows a question mark for what that does not hold.
            stream.reconfigure(encoding=stream.encoding if stream.isatty() else "utf-8", errors="replace")


def run(arguments: list[str]) -> int:
    """Run the command that some arguments name and return the exit code; errors end here."""
    debug = "--debug" in arguments or os.environ.get("SEARCHKIT_DEBUG", "") not in ("", "0")
    terminals = [Terminal()]  # the last one is that of the settings, once they are read
    try:
        return _run(arguments, terminals)
    except SearchkitError as error:
        if debug:
            _print_traceback()
        _tell(error, terminals[-1])
        return error.exit_code
    except TyperException as error:
        return _tell_usage(error, terminals[-1])
    except BrokenPipeError:
        # Who reads us has had enough (| head): no error. What Python would still flush goes nowhere.
        _abandon(sys.stdout)
        return ExitCode.DONE
    except (KeyboardInterrupt, typer.Abort):
        return ExitCode.INTERRUPTED
    except OSError as error:
        if debug:
            _print_traceback()
        _abandon(sys.stdout)
        place = f"{error.filename}: " if error.filename else ""
        terminals[-1].fail(f"the system refuses: {place}{error.strerror or error}", "nothing that was stored is lost")
        return ExitCode.BAD_INPUT
    except Exception as error:  # noqa: BLE001 -- the boundary: whatever nobody foresaw is our fault, and said so
        if debug:
            _print_traceback()
        what = one_line(f"{type(error).__name__}: {error}")
        terminals[-1].fail(f"searchkit failed: {what}", "--debug shows where; please report it")
        return ExitCode.INTERNAL


def _print_traceback() -> None:
    import traceback  # noqa: PLC0415 -- start-up time

    traceback.print_exc()


def _abandon(stream: TextIO) -> None:
    """Send nowhere what Python would still write to a stream when it exits."""
    try:
        descriptor = stream.fileno()
    except (OSError, ValueError):  # a stream in memory
        return
    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)


def _run(arguments: list[str], terminals: list[Terminal]) -> int:
    completing = "_SEARCHKIT_COMPLETE" in os.environ
    asked = arguments[0] if arguments and not completing else ""
    names = [asked] if asked in COMMANDS else [] if asked in _VERSION else list(COMMANDS)
    command = typer.main.get_command(build(names))
    if completing:
        command.main(args=arguments, prog_name="searchkit")
    try:
        # Not main(), which makes a broken pipe exit code 1: to us that is "nothing found".
        with command.make_context("searchkit", arguments, obj=terminals) as context:
            command.invoke(context)
    except typer.Exit as done:
        return done.exit_code
    finally:
        sys.stdout.flush()
    return ExitCode.DONE


def build(names: list[str]) -> typer.Typer:
    """Return the application with some of its commands."""
    app = typer.Typer(
        name="searchkit",
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        no_args_is_help=False,
        context_settings=_HELP,
    )
    app.callback(invoke_without_command=True)(_root)
    for name in names:
        module, function = COMMANDS[name]
        target: Any = getattr(import_module(f"searchkit.cli.{module}"), function)
        if isinstance(target, typer.Typer):
            app.add_typer(target, name=name, context_settings=_HELP)
        else:
            app.command(name, context_settings=_HELP)(target)
    return app


def _root(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option(*_VERSION, help="Print the version.", is_eager=True)] = False,
) -> None:
    """Find who said what, where, and in which words."""
    if version:
        typer.echo(f"searchkit {__version__}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit


def command_help(name: str) -> str:
    """Return the help of a command (`search`, `config show`), or of searchkit itself for ""."""
    command: Any = typer.main.get_command(build(list(COMMANDS)))
    context = typer.Context(command, info_name="searchkit", **_HELP)
    for part in name.split():
        command = command.commands[part]
        context = typer.Context(command, info_name=part, parent=context, **_HELP)
    return str(command.get_help(context)) + "\n"


def _tell(error: SearchkitError, terminal: Terminal) -> None:
    terminal.fail(error.message)
    if isinstance(error, QueryError):
        terminal.mark(*_marked(error, terminal.width(terminal.err) - len(INDENT)))
        if error.suggestion:
            terminal.hint(f"try: {one_line(error.suggestion)}")
    if error.hint:
        terminal.hint(error.hint)


def _marked(error: QueryError, width: int) -> tuple[str, str]:
    """Return the query, or as much of it as fits beside the fault, and below it the place of the fault."""
    query = visible(error.query).replace("\n", " ").replace("\t", " ")
    before, rest = query[: error.start], query[error.start :]
    fault = beginning(rest[: max(1, error.end - error.start)], width // 2)
    room = width - columns_of(fault) - 2  # for an ellipsis on each side
    lead = beginning(before[::-1], room * 2 // 3)[::-1]
    after = beginning(rest[len(fault) :], room - columns_of(lead))
    lead = "…" * (len(lead) < len(before)) + lead
    line = lead + fault + after + "…" * (len(fault + after) < len(rest))
    return line, " " * columns_of(lead) + "^" * max(1, columns_of(fault))


def _tell_usage(error: TyperException, terminal: Terminal) -> int:
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "searchkit"
    hint = f"“{path} --help” tells more"
    if hasattr(error, "possibilities"):  # there is no such option
        if path == "searchkit":
            hint = f"options stand behind the command; {hint}"
        elif not str(getattr(error, "option_name", "")).startswith("--"):
            hint = f"a query that leaves out words is quoted: 'silence -radio'; {hint}"
    terminal.fail(error.format_message().rstrip("."), hint)
    return ExitCode.USAGE
