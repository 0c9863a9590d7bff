"""Data classes that are cheap to define behave like those of the standard library."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from inspect import signature
from typing import Any

import pytest

from searchkit import records


class Plain:
    """A class with fields of every kind."""

    name: str
    at: float | None = None
    extra: dict[str, Any] = records.field(default_factory=dict)
    note: str = records.field(default="", compare=False)

    @property
    def loud(self) -> str:
        """The name in capitals."""
        return self.name.upper()


class Standard:
    """The same for the standard library."""

    name: str
    at: float | None = None
    extra: dict[str, Any] = dataclasses.field(default_factory=dict)
    note: str = dataclasses.field(default="", compare=False)


@records.dataclass(frozen=True, slots=True)
class Pair:
    """A record that can be pickled, because it has a place in a module."""

    one: str
    other: tuple[str, ...] = ()


@records.dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A record whose fields are given by name."""

    one: int = 1
    other: int = 2


@records.dataclass(frozen=True, slots=True)
class Nothing:
    """A record without fields."""


@records.dataclass(frozen=True, slots=True)
class Twin:
    """A record with the fields of another."""

    one: str
    other: tuple[str, ...] = ()


RECORD: Any = records.dataclass(frozen=True, slots=True)(Plain)
STANDARD: Any = dataclasses.dataclass(frozen=True, slots=True)(Standard)


def test_a_record_is_made_and_shown_like_one_of_the_standard_library() -> None:
    """Signature, representation, fields and parameters are the same."""
    ours, theirs = RECORD("a", extra={"b": 1}), STANDARD("a", extra={"b": 1})
    assert repr(ours) == repr(theirs).replace("Standard", "Plain")
    assert list(signature(RECORD).parameters) == list(signature(STANDARD).parameters)
    assert dataclasses.asdict(ours) == dataclasses.asdict(theirs)
    for own, other in zip(dataclasses.fields(RECORD), dataclasses.fields(STANDARD), strict=True):
        assert (own.name, own.type, own.default, own.compare) == (other.name, other.type, other.default, other.compare)
        assert own.default_factory is other.default_factory
    assert repr(RECORD.__dataclass_params__) == repr(STANDARD.__dataclass_params__)
    assert RECORD.__match_args__ == STANDARD.__match_args__
    assert ours.loud == "A"
    assert (RECORD.__name__, RECORD.__doc__) == ("Plain", Plain.__doc__)


def test_each_record_has_its_own_default() -> None:
    """What a factory makes is not shared."""
    assert RECORD("a").extra == {}
    assert RECORD("a").extra is not RECORD("a").extra


def test_records_are_equal_by_class_and_compared_fields() -> None:
    """Two records are equal and hash alike if class and fields agree, but for those left out of it."""
    assert RECORD("a", note="b") == RECORD("a", note="c") != RECORD("b")
    assert Pair("a", ("b",)) == Pair("a", ("b",))
    assert hash(Pair("a", ("b",))) == hash(Pair("a", ("b",)))
    assert Pair("a") != Twin("a")
    assert Nothing() == Nothing()
    assert len({Nothing(), Nothing(), Pair("a"), Pair("a"), Pair("b"), Twin("a")}) == 4
    with pytest.raises(TypeError):
        hash(RECORD("a"))


def test_records_are_frozen_and_have_slots() -> None:
    """No field can be set or deleted, and none added."""
    made: Any = Pair("a")
    for name in ("one", "new"):
        with pytest.raises(dataclasses.FrozenInstanceError, match=name):
            setattr(made, name, 1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        del made.one
    assert not hasattr(made, "__dict__")


def test_records_are_changed_copied_and_pickled() -> None:
    """`replace` of both kinds, copies and pickles give equal records."""
    made = Pair("a", ("b",))
    assert records.replace(made, one="c") == dataclasses.replace(made, one="c") == Pair("c", ("b",))
    assert records.replace(Named(one=3), other=4) == Named(one=3, other=4)
    assert copy.deepcopy(made) == copy.copy(made) == pickle.loads(pickle.dumps(made)) == made  # noqa: S301 -- our own
    with pytest.raises(TypeError):
        records.replace(made, three="c")


@pytest.mark.parametrize(("record", "values"), [(Pair, ()), (Pair, ("a", (), "c")), (Named, (1,)), (Nothing, (1,))])
def test_wrong_arguments_are_refused(record: Any, values: tuple[Any, ...]) -> None:
    """A field left out, one too many, or one by place that has a name raise as everywhere."""
    with pytest.raises(TypeError):
        record(*values)


def test_records_match_by_place_unless_their_fields_are_given_by_name() -> None:
    """A pattern takes the fields of a record in order."""
    match Pair("a", ("b",)):
        case Pair(one, (other,)):
            assert (one, other) == ("a", "b")
        case _:
            pytest.fail("it did not match")
    assert Named.__match_args__ == ()


def test_other_kinds_are_left_to_the_standard_library() -> None:
    """A data class that is not frozen or has no slots is refused."""
    with pytest.raises(TypeError, match="standard library"):
        records.dataclass(frozen=False, slots=True)(Plain)
