"""A passage as a citation in the style of APA, Chicago or MLA, or as a BibTeX entry or CSL-JSON item.

The rules, and where they come from, stand in docs/formats.md. The style guides disagree about podcasts in detail and
none of them says what to do with a speaker of whom one does not know whether they are host or guest; here the person
quoted stands first, as APA does with interviewees. Citations are plain text: what a style sets in italics is not
marked, and titles keep the capitals of the source.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from searchkit.formats import as_bibtex, as_csl
from searchkit.formats.names import Name
from searchkit.formats.objects import encode
from searchkit.formats.parts import MONTHS, short_clock, unknown
from searchkit.formats.references import Reference, reference
from searchkit.model import Passage
from searchkit.times import format_moment

_MLA_MONTHS = ("Jan.", "Feb.", "Mar.", "Apr.", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
# What a show writes before its numbers ("E12", "Ep. 12", "#12"); the styles have a word of their own.
_NUMBER_PREFIX = re.compile(r"(?:episode|ep\.?|e|no\.?|#|№)\s*(?=\d)", re.IGNORECASE)

_ENDS = (".", "?", "!", "…")


def cite(passage: Passage, style: str) -> str:
    """Return a passage as a citation, without a line end behind it.

    Args:
        passage: what to cite; its episode is the source.
        style: one of `STYLES`.

    Returns:
        For apa, chicago and mla: the entry for the list of references; if the passage has a moment, a second line
        says how to cite that place: in the text (apa, mla) or in a note (chicago). For a quote in a collection
        that line names the person quoted, as all three have it with indirect sources.

    Raises:
        UsageError: there is no such style; the hint lists them and names the nearest.
    """
    make = _STYLES.get(style)
    if make is None:
        raise unknown("citation style", style, STYLES)
    return make(reference(passage), passage.at)


def _apa(made: Reference, at: float | None) -> str:
    date = ", ".join(filter(None, (_year(made), _join(made, "{month} {day}", "{month}", ""))))
    number = f" (No. {_number(made)})" if made.number else ""
    work = f"{made.title}{number} [{made.genre}]"
    lead = [_stop(_apa_name(made.author)), f"({date})."] if made.author else [_stop(work), f"({date})."]
    rest = [_stop(work)] if made.author else []
    entry = _spaced(*lead, *rest, made.show and _stop(f"In {made.show}"), made.url)
    who = made.author.surname if made.author else _quoted(made.title, ",")
    join = ", " if made.author else " "
    moment = "" if at is None else f", {short_clock(at)}"
    if made.quoted:
        return f"{entry}\nIn text: ({made.quoted.surname}, as cited in {who} {_year(made)}{moment})"
    return entry if at is None else f"{entry}\nIn text: ({who}{join}{_year(made)}{moment})"


def _apa_name(name: Name) -> str:
    return name.literal or ", ".join(filter(None, (name.surname, name.initials, name.suffix)))


def _chicago(made: Reference, at: float | None) -> str:
    day = _join(made, "{month} {day}, {year}", "{month} {year}", "{year}") or "n.d."
    number = f"episode {_number(made)}" if made.number else ""
    show = ", ".join(filter(None, (made.show, number)))
    kind = made.genre if made.collected else "Podcast, video" if made.video else "Podcast"
    lead = _stop(made.author.inverted) if made.author else ""
    url = f"{made.url}." if made.url else ""
    entry = _spaced(lead, _quoted(made.title, "."), show and _stop(show), _stop(day), f"{kind}.", url)
    if at is None and not made.quoted:
        return entry
    who = f"{made.author.straight}, " if made.author else ""
    if made.quoted:
        who = f"{made.quoted.straight}, quoted in "
    moment = "" if at is None else f"at {short_clock(at)}"
    note = ", ".join(filter(None, (day, f"in {show}" if show else "", kind.lower(), moment, made.url)))
    return f"{entry}\nIn a note: {who}{_quoted(made.title, ',')} {note}."


def _mla(made: Reference, at: float | None) -> str:
    month = _MLA_MONTHS[made.date[1] - 1] if made.date[1:] else ""
    day = " ".join(filter(None, (f"{made.date[2]}" if made.date[2:] else "", month, _year(made, ""))))
    number = f"episode {_number(made)}" if made.number else ""
    place = ", ".join(filter(None, (made.show, number, day, re.sub("^https?://", "", made.url))))
    lead = f"{made.author.inverted}, speaker." if made.author else ""
    entry = _spaced(lead, _quoted(made.title, "."), place and _stop(place))
    who = made.author.surname if made.author else _quoted(made.title, "")
    moment = "" if at is None else f" {format_moment(int(at))}"
    if made.quoted:
        return f"{entry}\nIn text: ({made.quoted.surname}, qtd. in {who}{moment})"
    return entry if at is None else f"{entry}\nIn text: ({who}{moment})"


def _bibtex(made: Reference, _at: float | None) -> str:
    return as_bibtex.entry(made).rstrip("\n")


def _csl(made: Reference, _at: float | None) -> str:
    return encode([as_csl.item(made)], indent=2)


_STYLES: dict[str, Callable[[Reference, float | None], str]] = {
    "apa": _apa,
    "chicago": _chicago,
    "mla": _mla,
    "bibtex": _bibtex,
    "csl-json": _csl,
}

STYLES: tuple[str, ...] = tuple(_STYLES)
"""Names of the citation styles, in the order in which they are listed."""


def _year(made: Reference, unknown_year: str = "n.d.") -> str:
    return f"{made.date[0]}" if made.date else unknown_year


def _join(made: Reference, day: str, month: str, year: str) -> str:
    """Return the date in the pattern for as much of it as is known."""
    if not made.date:
        return ""
    pattern = (year, month, day)[len(made.date) - 1]
    name = MONTHS[made.date[1] - 1] if made.date[1:] else ""
    return pattern.format(year=made.date[0], month=name, day=made.date[-1])


def _number(made: Reference) -> str:
    return _NUMBER_PREFIX.sub("", made.number, count=1) if _NUMBER_PREFIX.match(made.number) else made.number


def _stop(text: str) -> str:
    """Return text with a full stop behind it, unless it ends a sentence already."""
    return text if text.endswith((*_ENDS, ".”", "?”", "!”")) else f"{text}."


def _quoted(title: str, mark: str) -> str:
    """Return a title in quotation marks, with a mark inside them as American usage has it; single ones within."""
    inner = title.translate({0x201C: "‘", 0x201D: "’", 0x22: "'"})
    return f"“{inner if mark == '.' and inner.endswith(_ENDS) else inner + mark}”"


def _spaced(*parts: str) -> str:
    return " ".join(filter(None, parts))
