"""Captions that scroll, as YouTube makes them: each cue repeats the last lines of the one before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from searchkit.model import Segment

_SHARE = 0.3  # of the cues that must begin with what the one before ended with for a file to be one that scrolls
_MOST_LINES = 4  # of a cue that can be repeated


def without_repeats(cues: Sequence[Segment]) -> list[Segment]:
    """Return cues without the lines that only scroll; those of another file stay as they are.

    In a file that does not scroll somebody may well say the same twice.
    """
    shared = [_overlap(before.text, after.text) for before, after in pairwise(cues)]
    if len(cues) < 3 or sum(map(bool, shared)) < _SHARE * len(shared):  # noqa: PLR2004 -- too few to tell
        return list(cues)
    kept = [cues[0]]
    for cue, repeated in zip(cues[1:], shared, strict=True):
        rest = cue.text.split("\n")[repeated:]
        if rest:
            kept.append(replace(cue, text="\n".join(rest)))
        elif kept[-1].end is not None and cue.end is not None:
            kept[-1] = replace(kept[-1], end=max(kept[-1].end, cue.end))
    return kept


def _overlap(before: str, after: str) -> int:
    """Return how many lines at the start of one text are those at the end of the other."""
    last, first = before.split("\n")[-_MOST_LINES:], after.split("\n")[:_MOST_LINES]
    for count in range(min(len(last), len(first)), 0, -1):
        if last[-count:] == first[:count]:
            return count
    return 0
