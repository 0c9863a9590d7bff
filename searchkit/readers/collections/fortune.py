"""Reads fortune files: records between lines that hold nothing but `%`, with `-- Name, "Work"` at their ends.

The form is that of `fortune(6)` and `strfile(1)`.
"""

from __future__ import annotations

import re

from searchkit.errors import InputError
from searchkit.readers.base import Hints, Reading, prepare
from searchkit.readers.collections.records import Collected, episode_of
from searchkit.readers.layout import joined
from searchkit.readers.markup import has_words, unquoted
from searchkit.text import one_line

_SEPARATOR = re.compile(r"(?m)^%%?[ \t]*$")
_PERCENT = re.compile(r"(?m)^%")
_OVERSTRIKE = re.compile("[^\n]\b")
_DASH = re.compile(r"\s*(?:-{2,3}|[—–―]) ?(?=\S)")
_MOST_LINES_OF_AN_ATTRIBUTION = 4
_BRACKETED = re.compile(r"(.+?) [\[(]([^\[\]()]+)[\])]$")
_SUFFIX = re.compile(r"(?:Jr|Sr|I{2,3}|IV|Ph\.?D|M\.?D|Esq)\.?(?=,|$)")
_OPENING = "\"'“‘("


def claims(text: str, suffix: str) -> bool:  # noqa: ARG001 - fortune files have none
    """Return True for text with a line `%`, if no line begins with one otherwise, as comments of TeX do."""
    lone = len(_SEPARATOR.findall(text))
    return lone > 0 and lone == len(_PERCENT.findall(text))


def read(text: str, *, name: str, hints: Hints) -> Reading:
    """Return the collection as an episode.

    Raises:
        InputError: there is no line of % in it, or no quote.
    """
    if not _SEPARATOR.search(text):
        raise InputError("has no line that holds nothing but %", "put one between the quotes", path=name)
    collected = Collected()
    for record in _SEPARATOR.split(prepare(_OVERSTRIKE.sub("", text))):
        lines = [line for line in record.expandtabs().split("\n") if line.strip()]
        if lines:
            collected.add(_record(lines))
    return episode_of(collected, name=name, hints=hints)


def _record(lines: list[str]) -> dict[str, str]:
    start = _attribution(lines)
    words = unquoted(one_line(joined([line.strip() for line in lines[:start]])))
    if start == len(lines) or not has_words(words):
        return {"text": unquoted(one_line(joined([line.strip() for line in lines])))}
    credit = one_line(joined([line.strip() for line in lines[start:]]))
    speaker, work = split_work(_DASH.sub("", credit, count=1))
    return {"text": words, "speaker": speaker, "source": work}


def _attribution(lines: list[str]) -> int:
    """Return the index of the line at which the attribution begins, the number of lines if there is none."""
    for index in range(len(lines) - 1, max(-1, len(lines) - 1 - _MOST_LINES_OF_AN_ATTRIBUTION), -1):
        if _DASH.match(lines[index]):
            return index
        if not lines[index][0].isspace():  # a second line of an attribution is indented as the first is
            break
    return len(lines)


def split_work(credit: str) -> tuple[str, str]:
    """Return who said it, and where or when, out of what stands behind the dash.

    >>> split_work('Ada Moreau, "The Sheet and the Sea"'), split_work('"The Kite Annual"'), split_work("Ben Ito, Jr.")
    (('Ada Moreau', 'The Sheet and the Sea'), ('', 'The Kite Annual'), ('Ben Ito, Jr.', ''))
    """
    whole = unquoted(credit)
    if whole != credit:
        return "", whole
    if match := _BRACKETED.match(credit):
        return match[1].rstrip(" ,"), unquoted(match[2])
    comma = credit.find(",")
    while comma >= 0 and _SUFFIX.match(credit, comma + 2):
        comma = credit.find(",", comma + 1)
    if comma > 0:
        return credit[:comma].rstrip(), unquoted(credit[comma + 1 :].strip())
    quote = next((index for index, char in enumerate(credit) if index and char in _OPENING[:1] + "“"), 0)
    if quote and credit[quote - 1].isspace():
        return credit[:quote].rstrip(), unquoted(credit[quote:])
    return credit, ""
