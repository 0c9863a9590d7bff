"""What transcripts say of quotes, as JSON and as plain lines (docs/formats.md)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from searchkit.formats.diffs import diff_objects, marked_diff
from searchkit.formats.objects import SCHEMA_VERSION, Object, layered
from searchkit.formats.parts import clean, counted
from searchkit.model import Verified
from searchkit.times import format_moment
from searchkit.verify import CheckedEpisode, CheckedQuote, Verification

OUTSIDE = "its moment lies outside of the transcript, which may be an excerpt"


def write(verification: Verification, name: str, stream: TextIO) -> None:
    """Write a verification to a text stream as "json" or "plain"."""
    if name == "json":
        stream.write(layered(verification_object(verification), 6) + "\n")
        return
    between = ""
    for episode in verification.episodes:
        for checked in episode.quotes:
            stream.write(between + "".join(f"{line}\n" for line in _lines(checked)))
            between = "\n"


def verification_object(verification: Verification) -> Object:
    """Return a verification as a plain dictionary."""
    return {
        "schema_version": SCHEMA_VERSION,
        "counts": dict(verification.counts),
        "moments": verification.moments,
        "episodes": [_episode(episode) for episode in verification.episodes],
        "errors": [{"message": error.message, "hint": error.hint} for error in verification.errors],
    }


def _episode(episode: CheckedEpisode) -> Object:
    return {
        "id": episode.id,
        "show": episode.show,
        "title": episode.title,
        "url": episode.url,
        "transcript": episode.has_transcript,
        "written": episode.written,
        "quotes": [_quote(checked) for checked in episode.quotes],
    }


def _quote(checked: CheckedQuote) -> Object:
    quote, verdict = checked.quote, checked.verdict
    return {
        "id": checked.id,
        "text": quote.text,
        "speaker": quote.speaker,
        "at": quote.at,
        "verified": verdict.name,
        "sure": verdict.sure,
        "likeness": verdict.likeness,
        "said": verdict.said,
        "said_by": verdict.speaker,
        "said_at": verdict.at,
        "within": verdict.within,
        "places": verdict.places,
        "diff": diff_objects(verdict.diff),
        "outside": checked.outside,
    }


def _lines(checked: CheckedQuote) -> Iterator[str]:
    quote, verdict = checked.quote, checked.verdict
    yield f"“{clean(quote.text)}”"
    moment = "" if quote.at is None else f"at {format_moment(quote.at)}"
    by = " ".join(filter(None, (clean(quote.speaker), moment)))
    if by:
        yield f"  — {by}"
    yield f"  verified: {verdict.name}, sure {verdict.sure:.2f}"
    if checked.outside:
        yield f"  {OUTSIDE}"
    if verdict.said:
        when = "" if verdict.at is None else f" at {format_moment(float(int(verdict.at)))}"
        often = "" if verdict.places <= 1 else f", {verdict.places} times"
        yield f"  said by: {clean(verdict.speaker) or 'nobody named'}{when}{often}"
    if verdict.name == "near" or (verdict.name == "elsewhere" and differs(checked)):
        yield f"  diff: {marked_diff(verdict.diff)}"
    yield f"  id: {clean(checked.id)}"


def differs(checked: CheckedQuote) -> bool:
    """Whether any word of a quote is not as it was said."""
    return any(change.op != "equal" for change in checked.verdict.diff)


def summary(verification: Verification) -> str:
    """Return how many quotes have each verdict: `5 quotes: 3 verbatim, 1 near, 1 not found`."""
    counts: dict[Verified, int] = verification.counts
    told = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
    total = counted(sum(counts.values()), "quote")
    return f"{total}: {told}" if told else total
