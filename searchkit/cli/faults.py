"""Settings that cannot be what they are, for the command that tells of all of them and does its work all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from searchkit import formats
from searchkit.errors import UsageError
from searchkit.limits import DESCRIPTIONS, USUAL, checked
from searchkit.records import replace
from searchkit.settings import LIMIT, Settings


def without_faults(settings: Settings) -> tuple[Settings, tuple[UsageError, ...]]:
    """Return settings without those that no command could use, and what is wrong with each of these.

    What an option of this run gives stays: it is refused where it is read, as everywhere.
    """
    faults: dict[str, UsageError] = {}
    for name, read in _readings(settings):
        given = settings.given(name)
        if given is None or given.origin == "option":
            continue
        try:
            read(name)
        except UsageError as error:
            told = given.origin in error.message
            message = error.message if told else f"{error.message} ({given.origin})"
            faults[name] = UsageError(message, error.hint)
    return settings.without(faults), tuple(faults.values())


def _readings(settings: Settings) -> Iterator[tuple[str, Callable[[str], Any]]]:
    """Yield each setting that may be wrong, and what reads it as its commands do."""
    from searchkit.cli.session import COLORS  # noqa: PLC0415 -- which imports this

    yield "limit", lambda name: settings.number(name, 10, least=1)
    yield "context", lambda name: settings.number(name, 0)
    yield "wait", lambda name: settings.number(name, 0)
    yield "color", lambda name: settings.choice(name, COLORS)
    yield "format", lambda name: formats.find(settings.text(name))
    for bound in DESCRIPTIONS:
        yield (
            LIMIT + bound,
            lambda name, bound=bound: checked(  # type: ignore[misc]
                replace(USUAL, **{bound: settings.number(name, 1, least=1)})
            ),
        )
