"""“Did you mean”: the known names that look most like one that is not known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from searchkit.text import fold

# Of the letters typed, how many may be slips: surnames with two slips are found five times in six, and seven of eight
# surnames that are nobody's get no suggestion. “python -m bench.suggestions” measures it, beside other shares.
SLIPS = 0.3
_SHORTEST = 3  # letters below which every word resembles some other
_BEGINNING = 4  # letters from which on a name that begins with them is meant
_ROUGHLY = 55.0  # percent of RapidFuzz's partial ratio that whatever is so near has, with room to spare
_WORD = re.compile(r"[^\W_]+")


def nearest(name: str, known: Iterable[str], limit: int = 3, slips: float = SLIPS) -> list[str]:
    """Return up to `limit` of the known names that look like `name`, the most similar first.

    Compared are the folded words: with the whole known name, and with each run of its words that is about as long, so
    that `lecunn` finds `Yann LeCun`. A letter too much, missing, wrong, or exchanged with the next is one slip (optimal
    string alignment distance). One slip is forgiven to three letters, and a share of the letters to longer names. What
    somebody has begun to write is found too: by four letters, or by all but the last one.

    Args:
        name: as it was typed.
        known: the names that there are.
        limit: how many to return at most.
        slips: how many slips a letter of the typed name is allowed, 0 to 1.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 -- start-up time
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    typed = _plain(name)
    if not typed:
        return []
    most = int(len(typed) * slips) or int(len(typed) >= _SHORTEST)
    folded = {entry: plain for entry in known if (plain := _plain(entry))}
    likely: dict[str, None] = {}
    for scorer in (fuzz.ratio, fuzz.partial_ratio):
        near = process.extract(typed, folded, scorer=scorer, limit=None, score_cutoff=_ROUGHLY)
        likely |= dict.fromkeys(entry for _, _, entry in near)
    best: dict[str, tuple[float, bool, str]] = {}  # slips a letter, whether it is only a part, the name
    for entry in likely:
        for run in _runs(folded[entry], len(typed.split())):
            distance: float = OSA.distance(typed, run)
            cut_short = run.startswith(typed) and (len(typed) >= _BEGINNING or distance == 1)
            if distance <= most or cut_short:
                found = (min(distance, most or 1) / len(run), run != folded[entry], entry)
                best[entry] = min(best.get(entry, found), found)
    return [entry for _, _, entry in sorted(best.values())[:limit]]


def _plain(name: str) -> str:
    """Return the folded words of a name with blanks between them."""
    return " ".join(_WORD.findall(fold(name)))


def _runs(name: str, count: int) -> Iterator[str]:
    """Yield a name, and each run of its words that has as many as were typed, or one more or less."""
    yield name
    words = name.split()
    for size in range(max(1, count - 1), min(count + 1, len(words) - 1) + 1):
        for start in range(len(words) - size + 1):
            yield " ".join(words[start : start + size])
