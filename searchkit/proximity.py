"""Words that stand near each other: phrases, and how close two words come, from the positions of each."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

PARAGRAPH_GAP = 1_000  # positions between heading and text, so that no phrase reaches from one into the other
REVERSED = 0.5  # of the nearness of two words that stand the other way round


def follow(places: Sequence[Sequence[int]], slop: int) -> bool:
    """Whether one position can be taken of each list, rising, with at most `slop` left out between them in all.

    Args:
        places: for each word of a phrase its positions, ascending.
        slop: how many other words may stand between them.
    """
    reach = len(places) - 1 + slop
    for first in places[0]:
        at = first
        for other in places[1:]:
            following = bisect_right(other, at)
            if following == len(other):
                return False  # nothing behind this place, so nothing behind a later one either
            at = other[following]
            if at - first > reach:
                break
        else:
            return True
    return False


def closeness(one: Sequence[int], other: Sequence[int]) -> float:
    """Return 1/d, d the smallest distance of two words of a text, and half of that if they stand in reverse."""
    best = 0.0
    for place in one:
        at = bisect_left(other, place)
        if at < len(other) and other[at] > place:
            best = max(best, 1 / (other[at] - place))
        if at > 0:
            best = max(best, REVERSED / (place - other[at - 1]))
    return best
