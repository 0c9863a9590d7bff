"""What the pages and the flash cards share: text from the corpus as HTML (WHATWG), all of it escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable

from searchkit.formats.parts import clean, date_words, moment_url, short_clock
from searchkit.model import Passage
from searchkit.text import visible


def text_of(text: str) -> str:
    """Return text with its line ends as HTML without a tag."""
    return html.escape(visible(text))


def line_of(text: str) -> str:
    """Return text as one line of HTML without a tag."""
    return html.escape(clean(text))


def marked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return text as HTML with `<mark>` around the given spans, which are in order and do not overlap."""
    made, at = [], 0
    for start, end in spans:
        made += [text_of(text[at:start]), "<mark>", text_of(text[start:end]), "</mark>"]
        at = end
    return "".join([*made, text_of(text[at:])])


def link(url: str, at: float | None, label: str) -> str:
    """Return a link to a moment, or the label alone where the URL is none that may become a link."""
    target = moment_url(url, at)
    return f'<a href="{html.escape(target)}" rel="noopener noreferrer">{label}</a>' if target and label else label


def source(passage: Passage) -> str:
    """Return show, number, title, date and moment as HTML; the moment, or else the title, is a link."""
    episode = passage.episode
    show = f"<cite>{line_of(episode.show)}</cite>" if clean(episode.show) else ""
    if clean(episode.number):
        show += f" no. {line_of(episode.number)}"
    title = f"“{line_of(episode.title)}”"
    day = date_words(episode.published)
    if day:
        day = f'<time datetime="{html.escape(episode.published)}">{day}</time>'
    if passage.at is None:
        return ", ".join(filter(None, (show, link(episode.url, None, title), day)))
    return ", ".join(filter(None, (show, title, day, link(episode.url, passage.at, short_clock(passage.at)))))
