"""Weights tried from outside: constants of searchkit's modules set for a while. For experiments only.

`NAME=0.5` is a constant of `searchkit.ranking`, `searching.NAME=2` one of another module; `NAME=0.3,0.5` tries each
value, and with several constants every combination.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from itertools import product
from types import ModuleType

_MODULE = "ranking"
_AFTER_ENGINES = ("", _MODULE, "searching", "proximity")  # modules whose constants no engine knows


@dataclass(frozen=True, slots=True)
class Trial:
    """Constants and their values, `(name, value)`; none for searchkit as it is."""

    settings: tuple[tuple[str, float], ...] = ()

    def __str__(self) -> str:
        return " ".join(f"{name}={value:g}" for name, value in self.settings) or "as it is"

    @property
    def keeps_candidates(self) -> bool:
        """Whether an engine finds the same as without the trial: only the second look is another."""
        return all(name.rpartition(".")[0] in _AFTER_ENGINES for name, _ in self.settings)

    @contextmanager
    def applied(self) -> Iterator[None]:
        """Set the constants, and give them their old values at the end."""
        places = [
            (module, constant, value)
            for name, value in self.settings
            for module, constant in _everywhere(*_place(name))
        ]
        before = [(module, constant, getattr(module, constant)) for module, constant, _ in places]
        try:
            for module, constant, value in places:
                setattr(module, constant, value)
            yield
        finally:
            for module, constant, value in before:
                setattr(module, constant, value)


def parse(texts: Sequence[str]) -> list[Trial]:
    """Return searchkit as it is, and every combination of what the texts set.

    Raises:
        ValueError: a text that cannot be read, or a constant that is not there.
    """
    choices: list[list[tuple[str, float]]] = []
    for text in texts:
        name, equals, values = text.partition("=")
        if not equals:
            raise ValueError(f"{text} is not NAME=VALUE")
        _place(name)
        choices.append([(name, _number(value)) for value in values.split(",")])
    return [Trial(), *(Trial(combination) for combination in product(*choices) if combination)]


def _number(text: str) -> float:
    try:
        value = ast.literal_eval(text.strip())
    except (SyntaxError, ValueError):
        value = None
    if not isinstance(value, int | float):
        raise ValueError(f"{text} is not a number")  # noqa: TRY004 -- it is the text that is wrong
    return value


def _everywhere(module: ModuleType, constant: str) -> Iterator[tuple[ModuleType, str]]:
    """Yield a constant in its module, and in those that have imported it by its name."""
    value = getattr(module, constant)
    for name, other in list(sys.modules.items()):
        if name.startswith("searchkit.") and vars(other).get(constant) is value:
            yield other, constant


def _place(name: str) -> tuple[ModuleType, str]:
    module_name, _, constant = name.rpartition(".")
    module = import_module("searchkit." + (module_name or _MODULE))
    known = [one for one, value in vars(module).items() if one.isupper() and isinstance(value, int | float)]
    if constant not in known:
        raise ValueError(f"{module.__name__} has no constant {constant}; it has " + ", ".join(sorted(known)))
    return module, constant
