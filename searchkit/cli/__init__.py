"""The command line: a command reads its options, calls the library, and prints."""

from searchkit.cli.app import main

__all__ = ["main"]
