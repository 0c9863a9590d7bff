"""HTML (WHATWG): a whole page that loads nothing, runs nothing, and reads well in light and dark.

Its Content-Security-Policy allows its own style sheet by digest and nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterator
from typing import TextIO

from searchkit.formats.markup import line_of, marked, source, text_of
from searchkit.formats.objects import clipped
from searchkit.formats.parts import alsos, around, badge, clean, is_spoken
from searchkit.model import Hit, Passage, Results

_STYLE = """
:root { color-scheme: light dark; }
body { max-width: 42rem; margin: 2rem auto; padding: 0 1rem; font: 1.05rem/1.55 Georgia, serif; }
article { border-top: 1px solid color-mix(in srgb, currentColor 25%, transparent); padding: 1rem 0; }
h2 { font-size: 1.15rem; margin: 0 0 .5rem; }
blockquote { margin: 0 0 .5rem; padding-left: 1rem; border-left: .2rem solid; }
p { margin: 0 0 .5rem; }
.words { white-space: pre-line; overflow-wrap: break-word; }
.source, .near, .count { font: .85rem/1.4 system-ui, sans-serif; opacity: .8; }
"""
_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
_POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'"


def write(results: Results, stream: TextIO) -> None:
    """Write results as a page."""
    asked = clean(results.query.text) or "All passages"
    stream.write(
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(_POLICY, quote=False)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{html.escape(asked)}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        f'<h1 dir="auto">{html.escape(asked)}</h1>\n<p class="count">{len(results)} of {results.total} passages</p>\n'
    )
    stream.writelines(
        f'<article class="{html.escape(hit.passage.kind)}">\n{"".join(_parts(hit))}</article>\n' for hit in results
    )
    stream.write("</main>\n</body>\n</html>\n")


def _parts(hit: Hit) -> Iterator[str]:
    passage, context = hit.passage, hit.context
    if passage.heading:
        heading = marked(passage.heading, clipped(hit.highlights, "heading", len(passage.heading)))
        yield f'<h2 dir="auto">{heading}</h2>\n'
    words = marked(passage.text, clipped(hit.highlights, "text", len(passage.text)))
    if is_spoken(passage):
        yield f'<blockquote class="words" dir="auto">{words}</blockquote>\n'
    elif passage.text:
        yield f'<p class="words" dir="auto">{words}</p>\n'
    speaker = f"{line_of(passage.speaker)}, " if passage.speaker else ""
    yield f'<p class="source">— {speaker}{source(passage)}</p>\n'
    if passage.verified:
        yield f'<p class="near">Verified: {badge(passage)}</p>\n'
    if context.idea:
        yield f'<p class="near">Idea: {line_of(context.idea.heading)}</p>\n'
    for quote in context.quotes:
        by = f"— {line_of(quote.speaker)}" if quote.speaker else ""
        yield f'<blockquote class="words" dir="auto">{text_of(quote.text)} {by}</blockquote>\n'
    for label, other in around(context):
        yield f'<p class="near">{label.capitalize()}: {_near(other)}</p>\n'
    for place in alsos(hit):
        yield f'<p class="near">Also: {line_of(place)}</p>\n'


def _near(passage: Passage) -> str:
    by = f" — {line_of(passage.speaker)}" if passage.speaker else ""
    return " ".join(filter(None, (line_of(passage.heading), line_of(passage.text)))) + by
