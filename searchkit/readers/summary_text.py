"""A summary written in Markdown made headline, points and ideas.

Its headings and numbered bold labels only order it. `* **Heading:** explanation` is an idea, another bullet or
paragraph a point; the first paragraph gives the headline.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from searchkit.model import Idea
from searchkit.readers.layout import Item, bold_lead, items_of
from searchkit.readers.markup import ends_sentence, headline_of, sentence_ends, without_hidden_parts
from searchkit.text import fold

_NUMBERED = re.compile(r"\d{1,2}[.)] ?")
_AUDIENCE = "target audience"


@dataclass(slots=True)
class SummaryRead:
    """What a summary holds.

    Attributes:
        headline: the first sentence of its first paragraph.
        points: paragraphs and bullets.
        ideas: bullets and paragraphs with a bold heading.
        audience: what it says about whom the episode is for.
        breaks_off: the last line, if that ends in mid-sentence where all others do not.
    """

    headline: str = ""
    points: list[str] = field(default_factory=list)
    ideas: list[Idea] = field(default_factory=list)
    audience: str = ""
    breaks_off: str = ""


def read_summary(text: str) -> SummaryRead:
    """Return headline, points and ideas of a Markdown summary."""
    read = SummaryRead()
    section = ""
    items = items_of(without_hidden_parts(text).split("\n"))
    for index, item in enumerate(items):
        after = items[index + 1] if index + 1 < len(items) else None
        title, rest = _label(item)
        section = title or section
        if not rest:
            continue
        if _AUDIENCE in fold(section):
            read.audience = f"{read.audience} {rest}".strip()
        elif idea := _idea(item, title):
            read.ideas.append(idea)
        elif item.bullet:
            read.points.append(rest)
        else:
            _add_paragraph(read, _without_lead_in(rest, after))
    read.breaks_off = _broken_end([item for item in items if item.bullet != "heading"])
    return read


def _broken_end(items: list[Item]) -> str:
    ended = [ends_sentence(item.text) for item in items]
    return items[-1].text if len(items) > 1 and not ended[-1] and sum(ended) > len(items) // 2 else ""


def _label(item: Item) -> tuple[str, str]:
    """Return the section title that an item is, or begins with, and its other text."""
    if item.bullet == "heading":
        return item.text, ""
    lead = None if item.bullet else bold_lead(item.raw)
    if lead and (not lead.text or _NUMBERED.match(lead.heading)):
        return lead.heading, lead.text
    return "", item.text


def _idea(item: Item, title: str) -> Idea | None:
    lead = None if title else bold_lead(item.raw)
    return lead.idea if lead and lead.separated and lead.text else None


def _without_lead_in(text: str, after: Item | None) -> str:
    """Return a paragraph without the last sentence if that only leads over to the list below: `Key areas were:`."""
    if not text.endswith(":") or after is None or not after.bullet or after.bullet == "heading":
        return text
    ends = sentence_ends(text)
    return text[: ends[-1]] if ends else ""


def _add_paragraph(read: SummaryRead, text: str) -> None:
    if not text:
        return
    if not read.headline:
        read.headline = headline_of(text)
        if read.headline == text:
            return
    read.points.append(text)
