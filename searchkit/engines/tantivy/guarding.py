"""What Tantivy raises on files that it cannot make sense of, made an error of the index.

Its files are compared with their checksums before they are opened (`searchkit.engines.checking`), but for big ones that
is remembered, and a disk may lose what is on it meanwhile. Tantivy then raises ValueError, or panics.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from searchkit.errors import REBUILD, IndexUnusableError

_Class = TypeVar("_Class")

_PANIC = "PanicException"  # of PyO3; it cannot be imported, and is no Exception


def guarded(cls: type[_Class]) -> type[_Class]:
    """Return an engine's class whose public methods tell of damage as every engine does."""
    for name, method in list(vars(cls).items()):
        if callable(method) and not name.startswith("_"):
            setattr(cls, name, _guarded(method))
    return cls


def _guarded(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def run(*arguments: Any, **options: Any) -> Any:
        try:
            return method(*arguments, **options)
        except ValueError as error:
            raise _damaged(error) from error
        except BaseException as error:
            if type(error).__name__ != _PANIC:
                raise
            raise _damaged(error) from error

    return run


def _damaged(error: BaseException) -> IndexUnusableError:
    return IndexUnusableError(f"the index is damaged: Tantivy says “{error}”", REBUILD)
