"""Options shared by several commands: written once as a function that makes an object of them.

    def paging(limit: Annotated[int, Option(help=…)] = 10) -> Paging: …

    @gathered(paging=paging)
    def search(words: …, *, paging: Paging) -> None: …

The command that Typer sees has the option `--limit`; the function is called with what `paging` returned. What is a
context manager is entered, and left when the command ends.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from functools import cache, wraps
from typing import Any


def gathered(**makers: Callable[..., Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that replaces each parameter named here by the parameters of its maker.

    The makers are called in the order in which they are named here. Parameters of makers must differ in name.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        signatures = {name: _signature(maker) for name, maker in makers.items()}
        own = [p for p in inspect.signature(command, eval_str=True).parameters.values() if p.name not in makers]
        shared = [
            parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY)
            for signature in signatures.values()
            for parameter in signature.parameters.values()
        ]

        @wraps(command)
        def run(**given: Any) -> None:
            with ExitStack() as stack:
                for name, signature in signatures.items():
                    made = makers[name](**{key: given.pop(key) for key in signature.parameters})
                    given[name] = stack.enter_context(made) if isinstance(made, AbstractContextManager) else made
                command(**given)

        parameters = [*(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in own), *shared]
        run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return run

    return decorate


# To evaluate the annotations of all options takes milliseconds, and most commands share most of them.
@cache
def _signature(maker: Callable[..., Any]) -> inspect.Signature:
    return inspect.signature(maker, eval_str=True)
