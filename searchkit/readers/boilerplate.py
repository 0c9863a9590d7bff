"""What sites write around a summary and nobody said: advertisement, buttons, notices. A new one is a new line here."""

from __future__ import annotations

import re

from searchkit.text import one_line

_LONGEST = 400
_PATTERNS = (
    r"high[- ]quality (?:ai[- ]generated )?summar(?:y|ies) (?:created from|for youtube)",
    r"(?:ai[- ]generated )?summary (?:created|generated) (?:from|by|with) .{0,80}(?:transcript|\bai\b|gpt|claude)",
    r"(?:this )?(?:summary|transcript|page) (?:was|is) (?:ai[- ]|automatically |machine )?generated",
    r"get more out of (?:youtube|your)",
    r"accurate transcripts to search",
    r"(?-i:Powered by (?:[A-Z0-9]\S*|&|and|,)(?: (?:[A-Z0-9]\S*|&|and)){0,8}$)",
    r"(?:add|install|get it) (?:to|on|for) (?:chrome|firefox|safari|edge|brave)(?:[ .!—-].{0,40})?$",
    r"(?:install|get|download) (?:the|our) (?:free )?(?:browser |chrome )?(?:extension|app)\b",
    r"(?:sign|log) (?:up|in)(?: (?:for free|now|to .{1,40}|with .{1,30}))?[.!]?$",
    r"subscribe(?: (?:now|for free|to (?:our|the) .{1,60}))?[.!]?$",
    r"(?:share|copy|save|print|download|export)(?: (?:link|this|summary|page|pdf|transcript|episode).{0,20})?$",
    r"skip to (?:main )?content$",
    r"(?:privacy policy|terms of (?:service|use)|cookie (?:policy|settings)|contact us|about us)(?:\b.{0,60})?$",
    r"(?:©|\(c\)|copyright) ?(?:©|\(c\))? ?\d{4}",
    r"all rights reserved\.?$",
)
_LINES = re.compile("|".join(_PATTERNS), re.IGNORECASE)
# Two that paste glued to the line before them.
_GLUED = re.compile(
    r"(?<=[^\s“\"'‘])(?=High[- ]quality AI[- ]generated summary created from|Get more out of YouTube videos)"
)


def is_boilerplate(line: str) -> bool:
    """Return True for a line that a site puts on every page."""
    return len(line) <= _LONGEST and _LINES.match(one_line(line)) is not None


def unglued(text: str) -> str:
    """Return `text` with a line break before boilerplate that is glued to what stands before it."""
    return _GLUED.sub("\n", text)


def without_tail(lines: list[str], start: int = 0) -> list[str]:
    """Return lines up to the first boilerplate from `start` on; what follows it is the site's, too."""
    for index in range(start, len(lines)):
        if is_boilerplate(lines[index]):
            return lines[:index]
    return lines
