"""Which documents hold words one behind the other."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from searchkit.engines.whoosh import bits
from searchkit.engines.whoosh.postings import PostingList
from searchkit.engines.whoosh.segment import Segment
from searchkit.proximity import follow

_SHORTER = 16  # times shorter a list must be for looking each of its documents up to be the faster way


def phrase(segment: Segment, field: str, stems: Sequence[bytes], slop: int) -> int:
    """Return the documents that hold stems in this order, at most `slop` other words between them in all, as bits."""
    lists = {stem: segment.list(field, stem) for stem in stems}
    there = [found for found in lists.values() if found is not None]
    if len(there) < len(lists):
        return 0
    documents = _common(there)
    if not documents:
        return 0
    places = {stem: found.positions(documents) for stem, found in lists.items() if found is not None}
    rows = zip(*(places[stem] for stem in stems), strict=True)
    if field == "title":
        return segment.of_episodes(one for one, row in zip(documents, rows, strict=True) if follow(row, slop))
    headings = segment.headings if field == "text" else None
    holding = [
        one
        for one, row in zip(documents, rows, strict=True)
        if (follow(row, slop) if headings is None or not headings[one] else _follow_apart(row, headings[one], slop))
    ]
    return bits.of_numbers(holding, segment.documents) & segment.everything


def _common(lists: Sequence[PostingList]) -> Sequence[int]:
    """Return the documents that are in all lists, ascending."""
    rarest, *others = sorted(lists, key=lambda found: len(found.ids))
    documents: Sequence[int] = rarest.ids
    for other in others:
        documents = other.among(documents, look_up=len(documents) * _SHORTER < len(other.ids))
    return documents


def _follow_apart(places: Sequence[Sequence[int]], border: int, slop: int) -> bool:
    """As `follow`, of heading or text: no phrase reaches from one into the other."""
    cuts = [bisect_left(place, border) for place in places]
    return follow([place[:cut] for place, cut in zip(places, cuts, strict=True)], slop) or follow(
        [place[cut:] for place, cut in zip(places, cuts, strict=True)], slop
    )
