"""The commands put together, and the one place where errors end."""

from __future__ import annotations

import os
import sys
import traceback
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer
from typer.exceptions import TyperException

from searchkit.errors import ExitCode, QueryError, SearchkitError
from searchkit.terminal import Terminal
from searchkit.text import visible
from searchkit.version import __version__

# Command: module and function. Only the module of the command that is asked for is imported.
COMMANDS: dict[str, tuple[str, str]] = {
    "search": ("finding", "search"),
    "quotes": ("finding", "quotes"),
    "ideas": ("finding", "ideas"),
    "random": ("finding", "random"),
    "export": ("finding", "export"),
    "show": ("looking", "show"),
    "cite": ("looking", "cite"),
    "episodes": ("looking", "episodes"),
    "shows": ("looking", "shows"),
    "speakers": ("looking", "speakers"),
    "add": ("filling", "add"),
    "index": ("filling", "index"),
    "status": ("filling", "status"),
    "config": ("helping", "config"),
    "help": ("helping", "help_"),
}
_WIDTH = 100  # columns of a help text at most
_HELP: dict[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": _WIDTH}


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command that the arguments name, those of the process if None, and exit."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: list[str]) -> int:
    """Run the command that some arguments name and return the exit code; errors end here."""
    debug = "--debug" in arguments or os.environ.get("SEARCHKIT_DEBUG", "") not in ("", "0")
    try:
        return _run(arguments)
    except SearchkitError as error:
        if debug:
            traceback.print_exc()
        _tell(error)
        return error.exit_code
    except TyperException as error:
        return _tell_usage(error)
    except BrokenPipeError:
        # Who reads us has had enough (| head): no error. What Python would still flush goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE
    except (KeyboardInterrupt, typer.Abort):
        return ExitCode.INTERRUPTED
    except OSError as error:
        if debug:
            traceback.print_exc()
        Terminal().fail(f"the system refuses: {error}", "nothing that was stored is lost")
        return ExitCode.BAD_INPUT
    except Exception as error:  # noqa: BLE001 -- the boundary: whatever nobody foresaw is our fault, and said so
        if debug:
            traceback.print_exc()
        Terminal().fail(f"searchkit failed: {type(error).__name__}: {error}", "--debug shows where; please report it")
        return ExitCode.INTERNAL


def _run(arguments: list[str]) -> int:
    name = next((argument for argument in arguments if not argument.startswith("-")), "")
    completing = "_SEARCHKIT_COMPLETE" in os.environ
    names = [name] if name in COMMANDS and arguments[:1] == [name] and not completing else list(COMMANDS)
    command = typer.main.get_command(build(names))
    try:
        code = command.main(args=arguments, prog_name="searchkit", standalone_mode=False)
    finally:
        sys.stdout.flush()
    return int(code or 0)


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
            app.add_typer(target, name=name, help="Tell the settings.", context_settings=_HELP)
        else:
            app.command(name, context_settings=_HELP)(target)
    return app


def _root(
    context: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", "-V", help="Print the version.", is_eager=True)] = False,
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


def _tell(error: SearchkitError) -> None:
    terminal = Terminal()
    terminal.fail(error.message)
    if isinstance(error, QueryError):
        terminal.err.write(_marked(error))
        if error.suggestion:
            terminal.err.write(f"  try: {visible(error.suggestion)}\n")
    if error.hint:
        terminal.err.write(f"  {visible(error.hint)}\n")


def _marked(error: QueryError) -> str:
    """Return the query with the place of the fault marked below it."""
    shown = visible(error.query).replace("\n", " ").replace("\t", " ")
    return f"  {shown}\n  {' ' * error.start}{'^' * max(1, error.end - error.start)}\n"


def _tell_usage(error: TyperException) -> int:
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else "searchkit"
    Terminal().fail(error.format_message().rstrip("."), f"“{path} --help” tells more")
    return ExitCode.USAGE
