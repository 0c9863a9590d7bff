"""Frozen, slotted data classes that cost next to nothing to define.

To type checkers `dataclass`, `field` and `replace` are those of the standard library, and so they are to whoever uses
a class: `dataclasses.fields`, `asdict`, `is_dataclass` and `match` work. But where the standard library compiles six
functions for every class when its module is imported, this compiles `__init__` alone and shares the rest. A search
imports some fifty such classes; that took more CPU time than all else that it does beyond loading Typer.
Modules that a search does not load use the standard library's.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from dataclasses import dataclass, field, replace
else:

    def dataclass(*, frozen: bool, slots: bool, kw_only: bool = False) -> Callable[[type], type]:
        """Return a decorator that makes a data class of a class without data classes among its bases.

        Args:
            frozen: must be True, as must `slots`: there is nothing else here.
            slots: as above.
            kw_only: whether all fields are given by name.
        """
        if not (frozen and slots):
            raise TypeError("use the data classes of the standard library")
        return lambda cls: _made(cls, kw_only=kw_only)

    def field(**options: Any) -> _Field:
        """Return what a field is made of: `default` or `default_factory`, and whether to `compare` it."""
        return _Field(**options)

    def replace(record: Any, /, **changes: Any) -> Any:
        """Return a record like another one with some fields changed."""
        values = {name: getattr(record, name) for name in record.__slots__}
        return record.__class__(**values | changes)


_MISSING: Any = object()
_STANDARD = ("__dataclass_fields__", "__dataclass_params__")


class _Field:
    __slots__ = ("compare", "default", "default_factory")

    def __init__(self, default: Any = _MISSING, default_factory: Any = _MISSING, *, compare: bool = True) -> None:
        self.default = default
        self.default_factory = default_factory
        self.compare = compare

    @property
    def options(self) -> dict[str, Any]:
        """What `dataclasses.field` is to be given for the same."""
        given = {"default": self.default, "default_factory": self.default_factory, "compare": self.compare}
        return {name: value for name, value in given.items() if value is not _MISSING}


class _Standard:
    """An attribute that the standard library gives its data classes, made when somebody asks for it."""

    __slots__ = ("_fields", "_kw_only", "_name")

    def __init__(self, name: str, fields: dict[str, _Field], *, kw_only: bool) -> None:
        self._name = name
        self._fields = fields
        self._kw_only = kw_only

    def __get__(self, record: Any, cls: type) -> Any:
        import dataclasses  # noqa: PLC0415 -- start-up time

        types = cls.__annotations__
        rows = [(name, types[name], dataclasses.field(**some.options)) for name, some in self._fields.items()]
        made = dataclasses.make_dataclass(cls.__name__, rows, frozen=True, slots=True, kw_only=self._kw_only)
        setattr(cls, self._name, getattr(made, self._name))
        return getattr(made, self._name)


def _made(cls: type, *, kw_only: bool) -> type:
    """Return a class like another one with the fields that this is annotated with."""
    fields = {}
    for name in cls.__annotations__:
        default = cls.__dict__.get(name, _MISSING)
        fields[name] = default if isinstance(default, _Field) else _Field(default)
    body = {name: value for name, value in cls.__dict__.items() if name not in (*fields, "__dict__", "__weakref__")}
    compared = [name for name, some in fields.items() if some.compare]
    values: Callable[[Any], Any] = attrgetter(*compared) if compared else lambda _record: ()

    def is_equal(record: Any, other: object) -> Any:
        return values(record) == values(other) if other.__class__ is record.__class__ else NotImplemented

    known: dict[str, Any] = {}
    made = type(cls)(
        cls.__name__,
        cls.__bases__,
        {
            "__init__": _init(cls, fields, known, kw_only=kw_only),
            "__repr__": _repr,
            "__eq__": is_equal,
            "__hash__": lambda record: hash(values(record)),
            "__setattr__": _refuse,
            "__delattr__": _refuse,
            "__getstate__": _get_state,
            "__setstate__": _set_state,
            "__replace__": replace,
            **body,
            "__slots__": tuple(fields),
            "__match_args__": () if kw_only else tuple(fields),
            **{name: _Standard(name, fields, kw_only=kw_only) for name in _STANDARD},
        },
    )
    # A slot lets itself be set, whatever the class says of setting attributes.
    known.update((f"__set_{name}", vars(made)[name].__set__) for name in fields)
    return made


def _init(cls: type, fields: dict[str, _Field], known: dict[str, Any], *, kw_only: bool) -> Any:
    """Return the function that makes a new record: compiled, because it is called for every passage of a corpus.

    Args:
        cls: the class.
        fields: its fields.
        known: the names that the function knows; what sets a field is to be put there as `__set_` and its name.
        kw_only: whether all fields are given by name.
    """
    # Names of its own begin with two underscores, which no field's does.
    known["__missing"] = _MISSING
    parameters, lines = [], []
    for name, some in fields.items():
        value = name
        if some.default is not _MISSING:
            known[f"__{name}"] = some.default
            parameters.append(f"{name}=__{name}")
        elif some.default_factory is not _MISSING:
            known[f"__{name}"] = some.default_factory
            parameters.append(f"{name}=__missing")
            value = f"__{name}() if {name} is __missing else {name}"
        else:
            parameters.append(name)
        lines.append(f"__set_{name}(__self, {value})")
    head = ", ".join(["__self", *["*"] * (kw_only and bool(parameters)), *parameters])
    source = f"def __init__({head}): {'; '.join(lines) or 'pass'}"
    exec(source, known)  # names of fields, as the standard library does it  # noqa: S102  # nosec B102
    made = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__module__ = cls.__module__
    made.__annotations__ = cls.__annotations__ | {"return": None}
    return made


def _repr(record: Any) -> str:
    values = ", ".join(f"{name}={getattr(record, name)!r}" for name in record.__slots__)
    return f"{record.__class__.__qualname__}({values})"


def _refuse(_record: Any, name: str, *_value: Any) -> None:
    from dataclasses import FrozenInstanceError  # noqa: PLC0415 -- start-up time

    raise FrozenInstanceError(f"cannot change field {name!r}")


def _get_state(record: Any) -> list[Any]:
    return [getattr(record, name) for name in record.__slots__]


def _set_state(record: Any, state: list[Any]) -> None:
    for name, value in zip(record.__slots__, state, strict=True):
        object.__setattr__(record, name, value)


__all__ = ["dataclass", "field", "replace"]
