"""The best documents of a segment, without scoring all that are found.

This is MaxScore (Turtle and Flood, 1995), over whole lists: the parts of the query are taken from the rarest to the
most frequent. Once `limit` documents are known to earn so much, a document that no part before held is looked at only
if this part alone earns it that much, or if a part behind holds it too and both may earn it that much together. None of
the first `limit` is lost: what a document that is passed over could earn at most is less than what they have.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import nlargest
from itertools import accumulate

from searchkit.engines.whoosh import bits
from searchkit.engines.whoosh.scoring import Earner
from searchkit.engines.whoosh.segment import Segment

Scored = tuple[float, int]  # score and document
_AT_ONCE = 300  # documents up to which scoring each is the faster way
_CAUTION = 1 - 1e-9  # sums in another order differ in their last digits


def best(segment: Segment, found: int, earners: Sequence[Earner], limit: int | None, floor: float) -> list[Scored]:
    """Return the best documents of a segment.

    Args:
        segment: the segment.
        found: the documents to choose from, as bits.
        earners: what earns them scores, in the order in which scores are added up.
        limit: how many are wanted, None for all.
        floor: what a document must earn at least to be of interest.

    Returns:
        score and document of the first `limit` by score and place, in no order, and possibly some that earn less than
        `floor`.
    """
    count = found.bit_count()
    if limit is None or count <= max(limit, _AT_ONCE):
        scored = _each(found, earners)
    else:
        inside = [earner.within(found) for earner in earners]
        inside = [earner for earner in inside if earner.bits]
        held = 0
        for earner in inside:
            held |= earner.bits
        if held.bit_count() < limit or min((earner.bound for earner in inside), default=0.0) <= 0:
            scored = _each(found, earners)
        else:
            scored = _skipping(segment, inside, limit, floor)
    return scored if limit is None or len(scored) <= limit else _first(segment, scored, limit)


def _first(segment: Segment, scored: list[Scored], limit: int) -> list[Scored]:
    least = nlargest(limit, [score for score, _ in scored])[-1]
    above = [entry for entry in scored if entry[0] > least]
    equal = [document for score, document in scored if score == least]
    wanted = limit - len(above)
    if len(equal) > wanted:
        equal = segment.stored.first(equal, wanted)
    return above + [(least, document) for document in equal]


def _each(found: int, earners: Sequence[Earner]) -> list[Scored]:
    """Return every document with its score."""
    alike = next((earner for earner in earners if earner.bits == found), None)
    documents = bits.numbers_of(found) if alike is None else alike.documents()
    scores = [0.0] * len(documents)
    for earner in earners:
        scores = [score + value for score, value in zip(scores, earner.values(documents), strict=True)]
    return list(zip(scores, documents, strict=True))


def _skipping(segment: Segment, earners: Sequence[Earner], limit: int, floor: float) -> list[Scored]:
    least = max(floor, *(earner.least(limit) for earner in earners))
    # What the parts behind each may add, and the documents that any of them holds.
    rests = list(accumulate((earner.bound for earner in reversed(earners)), initial=0.0))[-2::-1]
    behind = list(accumulate((earner.bits for earner in reversed(earners)), int.__or__, initial=0))[-2::-1]
    earned: dict[int, float] = {}
    for earner, rest, others in zip(earners, rests, behind, strict=True):
        enough = least * _CAUTION
        if earned:
            known = list(earned)
            earned = {
                one: score + value
                for (one, score), value in zip(earned.items(), earner.values(known), strict=True)
                if score + value + rest >= enough
            }
        looked = [one for one in earner.above(enough) if one not in earned]
        if rest and earner.bound + rest >= enough and (shared := earner.bits & others):
            looked += [one for one in _shared(segment, earner, shared, enough - rest) if one not in earned]
        earned.update(zip(looked, earner.values(looked), strict=True))
        if len(earned) >= limit:
            least = max(least, nlargest(limit, earned.values())[-1])
    return [(score, one) for one, score in earned.items()]


def _shared(segment: Segment, earner: Earner, shared: int, value: float) -> list[int]:
    """Return those of some documents that earn so much."""
    if value <= 0:
        return bits.numbers_of(shared)
    packed = bits.packed(shared, segment.documents)
    return [one for one in earner.above(value) if packed[one >> 3] >> (one & 7) & 1]
