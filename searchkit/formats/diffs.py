"""A word diff as text, as GNU wdiff marks it: `[-given-]` was not said, `{+said+}` was."""

from __future__ import annotations

from collections.abc import Iterable

from searchkit.formats.objects import Object
from searchkit.formats.parts import clean
from searchkit.wording import Change


def marked_diff(diff: Iterable[Change]) -> str:
    """Return a word diff as one line.

    >>> marked_diff([Change("equal", "the map is", "the map is"), Change("replace", "late.", "slow.")])
    'the map is [-late.-] {+slow.+}'
    """
    return " ".join(piece for change in diff for piece in _pieces(change))


def _pieces(change: Change) -> Iterable[str]:
    if change.op == "equal":
        yield clean(change.said)
        return
    if change.given:
        yield f"[-{clean(change.given)}-]"
    if change.said:
        yield f"{{+{clean(change.said)}+}}"


def diff_objects(diff: Iterable[Change]) -> list[Object]:
    """Return a word diff as plain dictionaries."""
    return [{"op": change.op, "given": change.given, "said": change.said} for change in diff]
