"""Quotations of every class put to `searchkit.verify`, and how long fifty of them take in three hours of talk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from time import process_time

from bench.report import table
from bench.said.misquotes import CLASSES, WANTED, Quotation
from bench.said.transcripts import Recording
from searchkit.model import VERDICTS
from searchkit.verify import Transcript, Verdict, judge

GOAL_VERBATIM, GOAL_ALL = 0.99, 0.95
_NEAR_ENOUGH = 2.0  # seconds
_THREE_HOURS = 30_000  # words
_FIFTY = 50
_THRESHOLDS = (0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)


@dataclass(frozen=True, slots=True)
class Judged:
    """A quotation and what was said of it."""

    quotation: Quotation
    verdict: Verdict

    @property
    def off(self) -> float | None:
        """By how many seconds the moment is wrong; None if it is not known, or the words were not found."""
        at, found = self.quotation.at, self.verdict.at
        return None if at is None or found is None else abs(at - found)


def judged(recordings: Sequence[Recording], quotations: Sequence[Quotation]) -> list[Judged]:
    """Return what the transcripts say of quotations."""
    made: dict[int, Transcript] = {}
    found = []
    for one in quotations:
        if one.recording not in made:
            made[one.recording] = Transcript(recordings[one.recording].episode.transcript)
        found.append(Judged(one, judge(made[one.recording], one.text, one.speaker)))
    return found


def confusion(found: Sequence[Judged]) -> str:
    """Return the table of classes and verdicts, with the moments that are known."""
    counts = Counter((one.quotation.kind, one.verdict.name) for one in found)
    rows = []
    for kind, wanted in zip(CLASSES, WANTED, strict=True):
        of_kind = [one for one in found if one.quotation.kind == kind]
        right = sum(one.verdict.name == wanted for one in of_kind)
        known = [one.off for one in of_kind if one.off is not None]
        close = f"{sum(off <= _NEAR_ENOUGH for off in known)} of {len(known)}" if known else ""
        rows.append([kind, *(str(counts[kind, name]) for name in VERDICTS), f"{right / len(of_kind):.1%}", close])
    right = sum(one.verdict.name == one.quotation.wanted for one in found)
    known = [one.off for one in found if one.off is not None]
    close = sum(off <= _NEAR_ENOUGH for off in known)
    rows.append(["all", *[""] * len(VERDICTS), f"{right / len(found):.1%}", f"{close} of {len(known)}"])
    title = (
        f"{len(found)} quotations, classed. Goal: {GOAL_VERBATIM:.0%} of verbatim and {GOAL_ALL:.0%} of all right, "
        f"the moment within\n{_NEAR_ENOUGH:.0f} s where it is known ({close / max(1, len(known)):.1%})."
    )
    return table(title, ["quotation", *VERDICTS, "right", "moment"], rows)


def thresholds(found: Sequence[Judged]) -> str:
    """Return how many changed and invented lines have at least each likeness."""
    rows = []
    for threshold in _THRESHOLDS:
        row = [f"{threshold:.2f}"]
        for kind in ("10 % changed", "invented"):
            likenesses = [one.verdict.likeness for one in found if one.quotation.kind == kind]
            row.append(f"{sum(likeness >= threshold for likeness in likenesses) / len(likenesses):.1%}")
        rows.append(row)
    return table("Shares of quotations with at least a likeness.", ["likeness", "10 % changed", "invented"], rows)


def wrong(found: Sequence[Judged]) -> str:
    """Return the quotations that were not classed right, with what was said of them."""
    return "\n".join(
        f"{one.quotation.kind}: {one.verdict.name} {one.verdict.likeness}\n  given: {one.quotation.text}\n"
        f"  said:  {one.verdict.said}"
        for one in found
        if one.verdict.name != one.quotation.wanted
    )


def speed(recordings: Sequence[Recording], quotations: Sequence[Quotation]) -> str:
    """Return how long fifty quotations take against a transcript of three hours, cutting it into words included."""
    segments = [segment for recording in recordings for segment in recording.episode.transcript]
    words, taken = 0, []
    for segment in segments:
        words += len(segment.text.split())
        taken.append(segment)
        if words >= _THREE_HOURS:
            break
    asked = [one for one in quotations if one.kind != "invented"][:: max(1, len(quotations) // _FIFTY)]
    asked = (asked + list(quotations))[:_FIFTY]
    start = process_time()
    transcript = Transcript(taken)
    for one in asked:
        judge(transcript, one.text, one.speaker)
    spent = process_time() - start
    return f"{len(asked)} quotations against {words:,} words: {spent:.2f} CPU s (goal: below 1).\n"
