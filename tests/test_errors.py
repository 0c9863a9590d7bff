"""The errors that a face shows: message, hint, place and exit code."""

from __future__ import annotations

import pytest

from searchkit import (
    IndexUnusableError,
    InputError,
    NotFoundError,
    QueryError,
    SearchkitError,
    UsageError,
)
from searchkit.errors import ExitCode


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SearchkitError("x"), 70),
        (UsageError("x"), 2),
        (QueryError("x", query="q", start=0), 2),
        (NotFoundError("x"), 1),
        (IndexUnusableError("x"), 3),
        (InputError("x"), 4),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_error_ends_a_command_with_its_code(error: SearchkitError, code: int) -> None:
    """Every kind of error has its exit code, message and, where there is one, its hint."""
    assert error.exit_code == code
    assert error.exit_code in ExitCode
    assert (str(error), error.message, error.hint) == ("x", "x", "")


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ({}, "is wrong"),
        ({"path": "a.yaml"}, "a.yaml: is wrong"),
        ({"path": "a.yaml", "line": 3}, "a.yaml:3: is wrong"),
        ({"path": "a.yaml", "line": 3, "key": "quotes[1].at"}, "a.yaml:3: quotes[1].at: is wrong"),
        ({"key": "show"}, "show: is wrong"),
    ],
)
def test_an_input_error_says_where(place: dict[str, object], message: str) -> None:
    """An error in a file is led by file, line and key, as far as they are known, and keeps its bare message."""
    error = InputError("is wrong", "mend it", **place)
    assert error.message == message
    assert error.bare == "is wrong"
    assert (error.path, error.line, error.key) == (place.get("path", ""), place.get("line"), place.get("key", ""))


def test_a_query_error_has_a_place() -> None:
    """The place of a fault is one character unless its end is given, and never ends before it starts."""
    assert (QueryError("x", query="abc", start=1).start, QueryError("x", query="abc", start=1).end) == (1, 2)
    assert QueryError("x", query="abc", start=1, end=3).end == 3
    assert QueryError("x", query="abc", start=2, end=1).end == 2
