"""Who said half-remembered lines, as JSON and as plain lines (docs/formats.md)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TextIO

from searchkit.formats.as_plain import source
from searchkit.formats.diffs import diff_objects, marked_diff
from searchkit.formats.objects import SCHEMA_VERSION, Object, layered, passage_object
from searchkit.formats.parts import clean, moment_url
from searchkit.whosaid import Remembered, WhoSaid

NOTHING = "nothing is close"


def write(answers: Sequence[WhoSaid], name: str, stream: TextIO) -> None:
    """Write the answers to some lines to a text stream as "json" or "plain"."""
    if name == "json":
        stream.write(layered(answers_object(answers), 5) + "\n")
        return
    between = ""
    for answer in answers:
        stream.write(f"{between}asked: {clean(answer.text)}\n")
        between = "\n"
        if not answer.found:
            stream.write(f"\n{NOTHING}\n")
        stream.writelines("\n" + "".join(f"{line}\n" for line in _lines(one)) for one in answer.found)


def answers_object(answers: Sequence[WhoSaid]) -> Object:
    """Return the answers to some lines as a plain dictionary."""
    return {
        "schema_version": SCHEMA_VERSION,
        "engine": answers[0].engine if answers else "",
        "stale": any(answer.stale for answer in answers),
        "answers": [{"text": answer.text, "found": [_remembered(one) for one in answer.found]} for answer in answers],
    }


def _remembered(one: Remembered) -> Object:
    passage = passage_object(one.passage)
    for key in ("idea", "quotes"):
        del passage[key]
    return {
        "likeness": one.likeness,
        "said": one.said,
        "diff": diff_objects(one.diff),
        "also": list(one.also),
        "passage": passage,
    }


def _lines(one: Remembered) -> Iterator[str]:
    passage = one.passage
    yield f"“{clean(one.said)}”"
    yield f"  — {source(passage)}"
    yield f"  likeness: {one.likeness:.2f}"
    yield f"  diff: {marked_diff(one.diff)}"
    if passage.verified:
        yield f"  verified: {passage.verified}"
    for other in one.also:
        yield f"  also: {clean(other)}"
    if link := moment_url(passage.episode.url, passage.at):
        yield f"  link: {link}"
    yield f"  id: {clean(passage.id)}"
