"""The commands that explain: help and config."""

from __future__ import annotations

from importlib import resources
from typing import Annotated

from typer import Argument, Context, Exit, Option, Typer, echo

from searchkit.cli.gather import gathered
from searchkit.cli.options import Output, output
from searchkit.cli.session import Session, session
from searchkit.errors import UsageError
from searchkit.limits import DESCRIPTIONS, option_name
from searchkit.settings import LIMIT
from searchkit.suggest import nearest
from searchkit.text import visible

TOPICS = {
    "query": "the query language, with examples",
    "formats": "the output formats",
    "readers": "what “searchkit add” can read",
    "limits": "how much is read and asked for, and how to raise it",
    "exit-codes": "what the exit status means",
}

LIMITS = """\
What is beyond one of these is refused by name. To raise one, write --max page-bytes=20000000 behind the command,
set SEARCHKIT_MAX_PAGE_BYTES, or write max_page_bytes = 20000000 in the config file.

"""
EXIT_CODES = """\
0    done; for a search: something was found
1    a search found nothing, there is no such speaker, show or episode, or a quote was not said (verify)
2    wrong usage, or a query that cannot be read
3    no index, or one that is broken, busy or of another version; doctor: the index is not sound
4    a page, a corpus file or an output file that cannot be read or written; doctor: a corpus file is faulty
70   our own fault: a short message, the traceback with --debug
130  interrupted
"""


@gathered(session=session)
def help_(
    topic: Annotated[str, Argument(metavar="[TOPIC]", help="A topic or a command.")] = "", *, session: Session
) -> None:
    """Explain a topic or a command.

    \b
    Examples:
      searchkit help query
      searchkit help formats
      searchkit help export
    """
    if topic in TOPICS:
        session.terminal.tell(_topic(session, topic))
        return
    from searchkit.cli.app import COMMANDS, command_help  # noqa: PLC0415 -- it imports this module

    if not topic or topic in COMMANDS:
        session.terminal.write(command_help(topic))
        if not topic:
            lines = "".join(f"  {name:<11} {what}\n" for name, what in TOPICS.items())
            session.terminal.tell(f"\nTopics of “searchkit help TOPIC”:\n{lines}")
        return
    close = nearest(topic, [*TOPICS, *COMMANDS])
    hint = f"did you mean {close[0]}? " if close else ""
    raise UsageError(f"there is no topic {topic}", f"{hint}the topics are {', '.join(TOPICS)}, and every command")


def _topic(session: Session, topic: str) -> str:
    if topic == "query":
        return resources.files("searchkit.cli").joinpath("query.txt").read_text(encoding="utf-8")
    if topic == "formats":
        from searchkit.formats import describe  # noqa: PLC0415 -- start-up time

        rows = ((row.name, f"{row.description} ({' '.join(row.suffixes)})") for row in describe())
    elif topic == "readers":
        from searchkit.readers import names_and_descriptions  # noqa: PLC0415 -- start-up time

        rows = (pair for pair in names_and_descriptions().items())
    elif topic == "limits":
        limits = session.settings.limits()
        lines = ((option_name(name), f"{getattr(limits, name):,} {what}") for name, what in DESCRIPTIONS.items())
        return LIMITS + "".join(f"{name:<17} {what}\n" for name, what in lines)
    else:
        return EXIT_CODES
    return "".join(f"{name:<14} {what}\n" for name, what in rows)


config = Typer(rich_markup_mode=None)


@config.callback(invoke_without_command=True)
def config_(context: Context) -> None:
    """Tell the settings.

    Each is taken from the first that gives it: an option, the environment (SEARCHKIT_LIMIT=20), the config file
    (limit = 20), the default.

    \b
    Examples:
      searchkit config show
      searchkit config path
    """
    if context.invoked_subcommand is None:
        echo(context.get_help())
        raise Exit


@config.command("path")
@gathered(session=session)
def config_path(*, session: Session) -> None:
    """Print where the config file lies, or would lie.

    \b
    Examples:
      searchkit config path
    """
    session.terminal.write(f"{session.settings.config_path}\n")


@config.command("show")
@gathered(form=output, session=session)
def config_show(
    *,
    all_: Annotated[bool, Option("--all", help="Print the limits too that nobody changed.")] = False,
    form: Output,
    session: Session,
) -> None:
    """Print the settings, and where the value of each comes from.

    \b
    Examples:
      searchkit config show
      searchkit config show --all
      searchkit config show --json
    """
    from searchkit.cli.printing import print_json, print_rows  # noqa: PLC0415 -- start-up time

    settings = session.settings.all()
    if session.format(form.format, as_json=form.json) == "json":
        print_json(session, {name: {"value": one.value, "origin": one.origin} for name, one in settings.items()})
        return
    usual = [name for name, one in settings.items() if name.startswith(LIMIT) and one.origin == "default" and not all_]
    shown = [(name, one.value, one.origin) for name, one in settings.items() if name not in usual]
    if session.terminal.out.isatty():
        width = max(len(name) for name, _, _ in shown)
        session.terminal.tell(
            "".join(f"{name:<{width}}  {visible(value)} ({origin})\n" for name, value, origin in shown)
        )
    else:
        print_rows(session, shown)
    config_file = session.settings.config_path
    session.terminal.note(f"config file: {config_file}" + ("" if config_file.is_file() else " (there is none yet)"))
    if usual:
        session.terminal.note(
            f"{len(usual)} limits are as usual; --all prints them, “searchkit help limits” explains them"
        )
