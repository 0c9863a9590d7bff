"""A comparison in the output forms: JSON and YAML with a list of hits a voice, plain text with a line over each.

Every other form has no place for what is said of a voice: it gets the hits of all voices one after the other, each
passage once.
"""

from __future__ import annotations

from typing import TextIO

from searchkit import formats
from searchkit.comparing import Comparison, Voice
from searchkit.formats.objects import SCHEMA_VERSION, Object, hit_object, layered, query_object
from searchkit.formats.parts import clean, counted, percent
from searchkit.model import Results


def write(comparison: Comparison, name: str, stream: TextIO) -> None:
    """Write a comparison to a text stream in the format called `name`.

    Raises:
        UsageError: there is no such format.
    """
    if name == "json":
        stream.write(layered(comparison_object(comparison)) + "\n")
    elif name == "yaml":
        from searchkit.formats.as_yaml import document  # noqa: PLC0415 -- start-up time

        stream.write(document(comparison_object(comparison)))
    elif name == "plain":
        for number, voice in enumerate(comparison):
            stream.write("\n" * bool(number) + f"voice: {clean(voice.name)}, {summary(comparison, voice)}\n")
            if voice.hits:
                stream.write("\n")
                formats.write(_results(comparison, voice), name, stream)
    else:
        formats.write(_results(comparison), name, stream)


def summary(comparison: Comparison, voice: Voice) -> str:
    """Return in words how often a voice speaks of the subject: `3 of 12 quotes (25.0 %)`.

    Without a subject all of its passages match, and their number is all that there is to say.
    """
    kinds = comparison.query.kinds
    what = kinds[0] if len(kinds) == 1 else "passage"
    if not comparison.query.text.strip():
        return counted(voice.of, what)
    share = f" ({percent(voice.share)})" if voice.of else ""
    return f"{voice.total:,} of {counted(voice.of, what)}{share}"


def comparison_object(comparison: Comparison) -> Object:
    """Return a comparison as a plain dictionary; the keys are described in docs/formats.md."""
    return {
        "schema_version": SCHEMA_VERSION,
        "query": query_object(comparison.query),
        "engine": comparison.engine,
        "partial": comparison.partial,
        "corrected": dict(comparison.corrected),
        "suggestions": {word: list(known) for word, known in comparison.suggestions.items()},
        **({"limited": dict(comparison.limited)} if comparison.limited else {}),
        "stale": comparison.stale,
        "voices": [
            {
                "name": voice.name,
                "total": voice.total,
                "of": voice.of,
                "share": round(voice.share, 4),
                "hits": [hit_object(hit) for hit in voice.hits],
            }
            for voice in comparison
        ],
    }


def _results(comparison: Comparison, voice: Voice | None = None) -> Results:
    hits = comparison.hits if voice is None else voice.hits
    total = sum(one.total for one in comparison) if voice is None else voice.total
    return Results(comparison.query, total, hits, comparison.engine, stale=comparison.stale)
