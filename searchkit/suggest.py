"""“Did you mean”: the known names that look most like one that is not known."""

from __future__ import annotations

from collections.abc import Iterable

from searchkit.text import fold

_CUTOFF = 70.0  # percent of similarity below which a suggestion puzzles more than it helps


def nearest(name: str, known: Iterable[str], limit: int = 3) -> list[str]:
    """Return up to `limit` of the known names that look like `name`, the most similar first.

    Similarity is RapidFuzz's normalised indel ratio of the folded names, or of the part of the longer one that fits
    best, so that `lecunn` finds `Yann LeCun`.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 -- start-up time

    folded = fold(name)
    best: dict[str, float] = {}
    for scorer, weight in ((fuzz.ratio, 1.0), (fuzz.partial_ratio, 0.9)):
        if scorer is fuzz.partial_ratio and len(folded) < 4:  # noqa: PLR2004 -- three letters fit anywhere
            continue
        for match, score, _ in process.extract(
            folded, {entry: fold(entry) for entry in known}, scorer=scorer, limit=limit, score_cutoff=_CUTOFF
        ):
            del match
            best[_] = max(best.get(_, 0.0), score * weight)
    return sorted(best, key=lambda entry: (-best[entry], entry))[:limit]
