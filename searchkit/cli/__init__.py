"""The command line: a command reads its options, calls the library, and prints."""

from __future__ import annotations

import gc
from typing import NoReturn

_PATIENCE = 100_000  # objects that may be made before Python looks for rubbish: a search makes a third as many


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command that the arguments name, those of the process if None, and exit."""
    # Nearly all that is made while a command starts lives as long as it runs. To look through it for rubbish, again
    # and again and once more at the end, takes a fifth of the CPU time of a search; frozen, it is not looked through.
    gc.set_threshold(_PATIENCE)
    from searchkit.cli import app  # noqa: PLC0415 -- what it loads is made after the line above

    try:
        app.main(arguments)
    finally:
        gc.freeze()


__all__ = ["main"]
