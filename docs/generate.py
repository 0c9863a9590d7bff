"""Write the pages that are made from the program itself: docs/cli.md from the help, docs/query.md from its topic.

`python docs/generate.py` writes them; with `--check` it fails, naming them, if they are not in step.
"""

from __future__ import annotations

import os
import sys
from importlib import resources
from pathlib import Path

os.environ["COLUMNS"] = os.environ["TERMINAL_WIDTH"] = "100"  # the help is wrapped alike wherever this runs

from searchkit.cli.app import COMMANDS, command_help
from searchkit.cli.helping import EXIT_CODES
from searchkit.settings import KEYS, PREFIX

DOCS = Path(__file__).parent
_GENERATED = "<!-- Made by docs/generate.py from the program: edit the program, then run “make docs”. -->\n"

_STREAMS = """\
Results go to standard output, everything else (counts, hints, progress, errors) to standard error. On a terminal hits
are drawn as cards; in a pipe they are whole plain lines.
"""

_SETTINGS = """\
## Settings

An option of the command goes before the environment variable, that before the config file (TOML; `searchkit config
path` tells where it lies), that before the default.

| setting | environment variable | meaning |
| --- | --- | --- |
{rows}

`{prefix}CONFIG` names another config file, `{prefix}DEBUG=1` shows the traceback of an error. `NO_COLOR` and
`TERM=dumb` turn colour off.

Output that is longer than the screen goes through a pager where somebody can leave it: standard input and standard
output are terminals, and `TERM` is not `dumb`. It is the setting `pager`, else `PAGER`, else `less -FRX`; `never`,
`cat` and an empty `PAGER` mean none. So a script, a pipe and a scheduled job never wait for a key.

Without `--corpus` and `--index`, both are looked for from the working folder upwards: a folder `corpus` that has a
folder `index` beside it, or that holds episodes. Where there is none, they lie in the user's data folder. The index of
a corpus that is called otherwise lies in it, in `.index`.
"""


def cli_page() -> str:
    """Return the reference of the command line."""
    parts = [
        "# The command line\n",
        _GENERATED,
        _STREAMS,
        f"```text\n{command_help('').rstrip()}\n```\n",
    ]
    for name in COMMANDS:
        if name == "config":
            helps = [command_help(name), *(command_help(f"{name} {sub}") for sub in ("path", "show"))]
        else:
            helps = [command_help(name)]
        body = "\n\n".join(text.rstrip() for text in helps)
        parts.append(f"## searchkit {name}\n\n```text\n{body}\n```\n")
    parts.append(f"## Exit codes\n\n```text\n{EXIT_CODES.rstrip()}\n```\n")
    rows = "\n".join(f"| `{name}` | `{PREFIX}{name.upper()}` | {what} |" for name, what in KEYS.items())
    parts.append(_SETTINGS.format(rows=rows, prefix=PREFIX))
    return "\n".join(parts)


def query_page() -> str:
    """Return the page about the query language."""
    text = resources.files("searchkit.cli").joinpath("query.txt").read_text(encoding="utf-8")
    title, _, rest = text.partition("\n")
    return f"# {title}\n\n{_GENERATED}\n```text\n{rest.strip()}\n```\n"


PAGES = {"cli.md": cli_page, "query.md": query_page}


def main(arguments: list[str]) -> int:
    """Write the pages, or with --check tell which are not in step."""
    behind = []
    for name, make in PAGES.items():
        path, page = DOCS / name, make()
        if path.exists() and path.read_text(encoding="utf-8") == page:
            continue
        behind.append(name)
        if "--check" not in arguments:
            path.write_text(page, encoding="utf-8")
    if behind and "--check" in arguments:
        print("not in step with the program:", ", ".join(behind), "— run “make docs”")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
