"""Plain text, which a pipe gets: whole lines, nothing cut, no colour; a blank line stands between hits.

Every line but the first of a hit says what it is, so it reads well aloud. Line ends within a text become blanks: no
text can look like a hit of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TextIO

from searchkit.formats.parts import alsos, around, clean, is_spoken, moment_url, words
from searchkit.model import Context, Hit, Passage, Results
from searchkit.times import format_moment


def write(results: Results, stream: TextIO) -> None:
    """Write each hit as a few lines; nothing for no hits."""
    between = ""
    for hit in results:
        stream.write(between + "".join(line + "\n" for line in _lines(hit)))
        between = "\n"


def _lines(hit: Hit) -> Iterator[str]:
    passage, context = hit.passage, hit.context
    if is_spoken(passage) or not passage.heading:
        yield words(passage)
    else:
        yield clean(passage.heading)
        if passage.text:
            yield f"  {clean(passage.text)}"
    yield f"  — {source(passage)}"
    if passage.verified:
        yield f"  verified: {passage.verified}"
    if passage.episode.headline:
        yield f"  about: {clean(passage.episode.headline)}"
    yield from _around(context)
    for place in alsos(hit):
        yield f"  also: {place}"
    for part in hit.explanation:
        yield f"  score: {part.value:.4f} {clean(part.what)}"
    if hit.explanation:
        yield f"  score: {hit.score:.4f} in all"
    link = moment_url(passage.episode.url, passage.at)
    if link:
        yield f"  link: {link}"
    yield f"  id: {clean(passage.id)}"


def _around(context: Context) -> Iterator[str]:
    if context.idea:
        yield f"  idea: {clean(context.idea.heading)}"
    for quote in context.quotes:
        yield f"  quote: {_short(quote)}"
    for label, other in around(context):
        yield f"  {label}: {_short(other)}"


def source(passage: Passage) -> str:
    """Return who said it, where and when: `Ada Lind, The Workbench E12, “Mending” (2023-06-19) at 00:12:31`."""
    episode = passage.episode
    show = " ".join(filter(None, (clean(episode.show), clean(episode.number))))
    made = ", ".join(filter(None, (clean(passage.speaker), show, f"“{clean(episode.title)}”")))
    if episode.published:
        made += f" ({clean(episode.published)})"
    return made if passage.at is None else f"{made} at {format_moment(passage.at)}"


def _short(passage: Passage) -> str:
    speaker = f" — {clean(passage.speaker)}" if passage.speaker else ""
    moment = "" if passage.at is None else f" at {format_moment(passage.at)}"
    return f"{words(passage)}{speaker}{moment}"
