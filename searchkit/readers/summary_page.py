"""Reads a summary page pasted as text: show and title, then an overview, ideas and quotes under known heads."""

from __future__ import annotations

from dataclasses import replace

from searchkit.errors import InputError
from searchkit.model import Episode
from searchkit.readers.base import UNKNOWN_SHOW, Hints, Reading, unknown_show
from searchkit.readers.fields import hinted_date, name_of_file
from searchkit.readers.markup import has_words
from searchkit.readers.page_head import Evidence, read_head
from searchkit.readers.passages import read_sections, unattributed
from searchkit.readers.sections import Page, looks_like_a_page, split_page


def claims(text: str, suffix: str) -> bool:  # noqa: ARG001 - pages come in files of any name
    """Return True if the text has at least two known section heads; a transcript or an article has not."""
    return looks_like_a_page(text)


def read(text: str, *, name: str, hints: Hints) -> Reading:
    """Return the episode on the page.

    Raises:
        InputError: the page has no known section head or no title, or its show cannot be told from its title.
    """
    page = split_page(text)
    if not page.sections:
        hint = "head its parts OVERVIEW, IDEAS and QUOTES"
        raise InputError("has no section head that a summary page has", hint, path=name)
    hints, warnings = _named(page, name, hints)
    body = [line for section in page.sections for line in section.lines]
    passages = read_sections(page)
    if hints.speaker:
        passages.quotes = [replace(quote, speaker=quote.speaker or hints.speaker) for quote in passages.quotes]
    names = [*passages.speakers, hints.speaker] if hints.speaker else passages.speakers
    head = read_head(page.preamble, name=name, hints=hints, evidence=Evidence(names, lambda: body))
    if head.rest:
        passages.note("", head.rest)
    episode = Episode(
        show=head.show,
        title=head.title,
        number=head.number,
        published=hinted_date(hints) or head.published,
        url=head.url,
        speakers=tuple(dict.fromkeys((*head.speakers, *passages.speakers))),
        headline=passages.headline,
        overview=tuple(passages.points),
        ideas=tuple(passages.ideas),
        quotes=tuple(passages.quotes),
        chapters=tuple(passages.chapters),
        extra={**head.facts, **passages.extra},
    )
    return Reading(episode, (*warnings, *head.warnings, *passages.warnings, *unattributed(passages.quotes)))


def _named(page: Page, name: str, hints: Hints) -> tuple[Hints, list[str]]:
    """Return hints and warnings for a page that begins with a head, as what prompts give does: its file names it."""
    title = "" if any(map(has_words, page.preamble)) else name_of_file(name)
    if not title:
        return hints, []
    warnings = []
    if not hints.title:
        warnings.append(f"no title stands above the first section: took “{title}”, the name of the file")
        hints = replace(hints, title=title)
    if not hints.show:
        warnings.append(unknown_show())
        hints = replace(hints, show=UNKNOWN_SHOW)
    return hints, warnings
