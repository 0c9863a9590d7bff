"""CommonMark 0.31: a block quote a hit with its source, ideas as heading and paragraph.

Whatever Markdown could act on in a text from the corpus is escaped: the punctuation of CommonMark, of GitHub's
extensions (tables, strike-through, autolinks, mentions), and of Pandoc's and Obsidian's (maths, highlights, comments).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TextIO

from searchkit.formats.parts import alsos, around, badge, clean, date_words, is_spoken, moment_url, short_clock, words
from searchkit.model import Hit, Passage, Results
from searchkit.text import visible

# A colon is escaped before anything but a blank (URLs, :smile:), `=` and `%` only when doubled.
_ACTIVE = re.compile(r"[\\`*_{}\[\]<>#|~$^&@]|:(?=\S)|=(?==)|(?<==)=|%(?=%)|(?<=%)%|(?<=www)\.", re.IGNORECASE)
# What makes a list, a heading or a definition at the start of a line; the match ends before the character to escape.
_LINE_START = re.compile(r"(?=[-+=:])|\d{1,9}(?=[.)])")


def escape(text: str) -> str:
    """Return one line of text as Markdown that shows it as it is; for places behind the start of a line."""
    return _ACTIVE.sub(r"\\\g<0>", text)


def _escape_line(line: str) -> str:
    """Return a line that may stand at the start of a paragraph: no list, heading or rule begins with it."""
    match = _LINE_START.match(line)
    if match is None:
        return escape(line)
    at = match.end()
    return f"{line[:at]}\\{line[at]}{escape(line[at + 1 :])}"


def write(results: Results, stream: TextIO) -> None:
    """Write each hit as blocks, with a blank line between them; nothing for no hits."""
    between = ""
    for hit in results:
        stream.write(between + "\n\n".join(_blocks(hit)) + "\n")
        between = "\n"


def _blocks(hit: Hit) -> Iterator[str]:
    passage, context = hit.passage, hit.context
    if is_spoken(passage):
        yield _quoted([*_paragraphs(passage.text), f"— {source(passage)}"])
    else:
        if passage.heading:
            yield f"## {escape(clean(passage.heading))}"
        yield from _paragraphs(passage.text)
        yield f"— {source(passage)}"
    if passage.verified:
        yield f"Verified: {badge(passage)}"
    if context.idea:
        yield f"Idea: {escape(clean(context.idea.heading))}"
    for quote in context.quotes:
        by = f"— {escape(clean(quote.speaker))}" if quote.speaker else ""
        yield _quoted([*_paragraphs(quote.text), *filter(None, [by])])
    for label, other in around(context):
        by = f" — {clean(other.speaker)}" if other.speaker else ""
        yield f"{label.capitalize()}: {escape(words(other) + by)}"
    for place in alsos(hit):
        yield f"Also: {escape(place)}"


def source(passage: Passage) -> str:
    """Return who said it, where and when, as Markdown; the moment is a link where the episode has a URL."""
    episode = passage.episode
    show = f"*{escape(clean(episode.show))}*" if clean(episode.show) else ""
    if episode.number:
        show += f" no. {escape(clean(episode.number))}"
    speaker, title = escape(clean(passage.speaker)), f"“{escape(clean(episode.title))}”"
    link = moment_url(episode.url, passage.at)
    moment = "" if passage.at is None else short_clock(passage.at)
    if link:
        target = link.replace("(", "%28").replace(")", "%29").replace("&", "&amp;")
        moment = f"[{moment or 'link'}]({target})"
    return ", ".join(filter(None, (speaker, show, title, date_words(episode.published), moment)))


def _paragraphs(text: str) -> list[str]:
    lines = [_escape_line(line.strip()) for line in visible(text).split("\n")]
    return [part.strip("\n") for part in re.split(r"\n{2,}", "\n".join(lines)) if part.strip("\n")]


def _quoted(paragraphs: list[str]) -> str:
    lines = "\n\n".join(paragraphs).split("\n")
    return "\n".join(f"> {line}" if line else ">" for line in lines)
