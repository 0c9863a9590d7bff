"""Results, hits, passages and episodes as plain dictionaries, and those as JSON text.

The keys are described in docs/formats.md and in schema/results-1.json. A key may be added within a schema version;
to remove or rename one, or to change what it means, needs a new version.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from searchkit.formats.parts import moment_url
from searchkit.model import Context, EpisodeRef, Facets, Hit, Passage, Query, Results, Span

SCHEMA_VERSION = 1

Object = dict[str, Any]

_LINE = 100  # characters of JSON that stand on one line whatever is in them

# What json.dumps leaves as it is and a terminal acts on, or no encoding takes; compare text.visible.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


def encode(value: object, indent: int | None = None) -> str:
    r"""Return a value as JSON text (RFC 8259) that any encoding of Unicode takes and no terminal acts on.

    Controls, marks that reorder text and lone surrogates are escaped (`\u202e`) and read back as they were.

    Raises:
        ValueError: a number in it is infinite or none.
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, indent=indent)
    return text if text.isascii() and "\x7f" not in text else _UNSAFE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def layered(value: object, levels: int = 4, indent: str = "") -> str:
    """Return a value as JSON text on several lines: what is short, or lies deeper than so many levels, on one each."""
    text = encode(value)
    if not levels or len(text) <= _LINE or not isinstance(value, dict | list):
        return text
    inner = indent + "  "
    if isinstance(value, dict):
        parts = [f"{inner}{encode(key)}: {layered(part, levels - 1, inner)}" for key, part in value.items()]
        return "{\n" + ",\n".join(parts) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + layered(part, levels - 1, inner) for part in value) + f"\n{indent}]"


def _seconds(at: float | None) -> float | int | None:
    return int(at) if at is not None and at == int(at) else at


def episode_object(episode: EpisodeRef) -> Object:
    """Return what a passage says about its episode."""
    return {
        "id": episode.id,
        "show": episode.show,
        "title": episode.title,
        "number": episode.number,
        "published": episode.published,
        "url": episode.url,
    }


def passage_object(passage: Passage) -> Object:
    """Return a passage with its episode and the ids of what belongs to it."""
    return {
        **_core(passage),
        "episode": episode_object(passage.episode),
        "idea": passage.idea,
        "quotes": list(passage.quotes),
    }


def _core(passage: Passage) -> Object:
    return {
        "id": passage.id,
        "kind": passage.kind,
        "text": passage.text,
        "speaker": passage.speaker,
        "heading": passage.heading,
        "at": _seconds(passage.at),
        "verified": passage.verified,
    }


def hit_object(hit: Hit) -> Object:
    """Return a hit; `explanation` and `duplicates` are there only if the hit has any."""
    made = {
        **_core(hit.passage),
        "link": moment_url(hit.passage.episode.url, hit.passage.at),
        "score": hit.score,
        "highlights": {"text": _spans(hit, "text"), "heading": _spans(hit, "heading")},
        "episode": episode_object(hit.passage.episode),
        "context": _context(hit.context, hit.passage.episode.headline),
    }
    if hit.duplicates:
        made["duplicates"] = [
            {
                "id": duplicate.passage.id,
                "text": duplicate.passage.text,
                "speaker": duplicate.passage.speaker,
                "exact": duplicate.exact,
                "other_speaker": duplicate.other_speaker,
                "episode": episode_object(duplicate.passage.episode),
            }
            for duplicate in hit.duplicates
        ]
    if hit.explanation:
        made["explanation"] = [{"what": part.what, "value": part.value} for part in hit.explanation]
    return made


def _spans(hit: Hit, field: str) -> list[list[int]]:
    return [[span.start, span.end] for span in hit.highlights if span.field == field]


def _context(context: Context, headline: str) -> Object:
    idea = context.idea
    made: Object = {
        "headline": headline,
        "idea": idea and {"id": idea.id, "heading": idea.heading, "text": idea.text},
        "quotes": [
            {"id": quote.id, "text": quote.text, "speaker": quote.speaker, "at": _seconds(quote.at)}
            for quote in context.quotes
        ],
        "before": [_core(passage) for passage in context.before],
        "after": [_core(passage) for passage in context.after],
    }
    if context.turns:
        made["turns"] = [_core(passage) for passage in context.turns]
    return made


def results_object(results: Results) -> Object:
    """Return results without their hits, so that a format can write those one by one."""
    made: Object = {
        "schema_version": SCHEMA_VERSION,
        "query": query_object(results.query),
        "total": results.total,
        "offset": results.query.offset,
        "engine": results.engine,
        "dropped": list(results.dropped),
        "corrected": dict(results.corrected),
        "suggestions": {word: list(known) for word, known in results.suggestions.items()},
    }
    if results.limited:
        made["limited"] = dict(results.limited)
    if results.facets != Facets():
        made["facets"] = {
            name: [{"name": value, "count": count} for value, count in getattr(results.facets, name)]
            for name in ("speakers", "shows", "kinds")
        }
    return {**made, "stale": results.stale}


def query_object(query: Query) -> Object:
    """Return the text and the limit, which nobody should have to guess, and whatever else was set."""
    plain = Query()
    made: Object = {"text": query.text, "limit": query.limit}
    for name in Query.__slots__:
        value = getattr(query, name)
        if name not in made and value != getattr(plain, name):
            made[name] = list(value) if isinstance(value, tuple) else value
    return made


def clipped(spans: Iterable[Span], field: str, length: int) -> list[tuple[int, int]]:
    """Return the spans of one field that lie within `length` characters, in order, none over another."""
    made: list[tuple[int, int]] = []
    for span in sorted((span for span in spans if span.field == field), key=lambda span: span.start):
        start, end = max(span.start, made[-1][1] if made else 0), min(span.end, length)
        if start < end:
            made.append((start, end))
    return made
