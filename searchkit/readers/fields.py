"""Single facts in the text around an episode: dates, addresses, episode numbers, moments, lists of names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePath

from searchkit.errors import UsageError
from searchkit.readers.base import Hints, prepare
from searchkit.text import fold, one_line
from searchkit.times import parse_date, parse_moment

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WORDY_DATE = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th|\.)? +(?P<month>[a-z]{3,9})\.?,? +(?P<year>\d{4})"
    r"|(?P<month2>[a-z]{3,9})\.? +(?P<day2>\d{1,2})(?:st|nd|rd|th)?,? +(?P<year2>\d{4}))"
)
_LONGEST_DATE = 40

_URL = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)

# What may stand behind the last bar of a title. Bare digits count too, unless they read as a year.
_NUMBER = (
    r"s\d{1,3}[ .:]?e(?:p\.? ?)?\d{1,5}"
    r"|(?:e|ep|eps|episode|no|nr|number|folge|épisode|episodio)\.? ?#?\d{1,6}[a-z]?"
    r"|[#№] ?\d{1,6}[a-z]?"
    r"|(?!(?:19|20)\d\d\Z)\d{1,6}"
)
_NUMBER_ALONE = re.compile(_NUMBER, re.IGNORECASE)
_BARS = "|｜¦"
_LONGEST_NUMBER = 24

_STAMP = r"(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?"
MOMENT = re.compile(
    rf"(?:\( ?(?:at )?{_STAMP} ?\)|\[ ?(?:at )?{_STAMP} ?\]|(?<![\w:]){_STAMP}(?![\w:]))", re.IGNORECASE
)
_STAMP_ALONE = re.compile(_STAMP)

_LABELS = {
    **dict.fromkeys(("show", "podcast", "channel", "event"), "show"),
    **dict.fromkeys(("title", "episode title"), "title"),
    **dict.fromkeys(("number", "episode number", "episode no"), "number"),
    **dict.fromkeys(("published", "date", "published on", "release date", "aired", "year", "upload date"), "published"),
    **dict.fromkeys(
        ("url", "link", "source url", "video", "youtube", "watch", "listen", "watch on", "episode url"), "url"
    ),
    **dict.fromkeys(("speaker", "speakers", "guest", "guests", "host", "hosts", "with"), "speakers"),
}
_LABELLED = re.compile(r"([^\W\d_][\w ]{1,20}?) ?: *(?!//)(\S.*)")
_TABLE_ROW = re.compile(r"\| *\**([^|*]{1,40}?)[*: ]*\| *([^|]*?) *\|?")


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line that says of itself what it is: `Published: 2023-06-19`.

    Attributes:
        field: the field of an episode that it fills.
        value: what stands behind the colon.
    """

    field: str
    value: str


def any_date(value: str) -> str:
    """Return the ISO day, month or year in `2025-10-03 19:26:05 +0000`, `June 19, 2023` or `19 Jun 2023`.

    Raises:
        ValueError: it is none of these.
    """
    short = one_line(value[: _LONGEST_DATE + 1])
    match = _WORDY_DATE.fullmatch(fold(short)) if len(short) <= _LONGEST_DATE else None
    if match is None:
        return parse_date(value)
    month = (match["month"] or match["month2"])[:3]
    if month not in _MONTHS:
        raise ValueError(f"{short!r} is not a date")
    return parse_date(f"{match['year'] or match['year2']}-{_MONTHS.index(month) + 1}-{match['day'] or match['day2']}")


def hinted_date(hints: Hints) -> str:
    """Return the caller's date as ISO text, "" if none was given.

    Raises:
        UsageError: it is not a date.
    """
    try:
        return any_date(hints.published) if hints.published else ""
    except ValueError as error:
        raise UsageError(str(error)) from None


def first_url(text: str) -> str:
    """Return the first web address in `text` without the punctuation behind it, or ""."""
    match = _URL.search(text)
    return match[0].rstrip(".,;:!?)]}'*_") if match else ""


def is_url(text: str) -> bool:
    """Return True if `text` is one web address and nothing else."""
    return _URL.fullmatch(text) is not None


def split_number(title: str) -> tuple[str, str]:
    """Return a title without the episode number behind its last bar, and that number as it is written, or "".

    >>> split_number("Why maps lie | E12"), split_number("Why maps lie | Part two")
    (('Why maps lie', 'E12'), ('Why maps lie | Part two', ''))
    """
    bar = max(title.rfind(char) for char in _BARS)
    if bar < 0 or len(title) - bar > 2 * _LONGEST_NUMBER:
        return title, ""
    number = one_line(title[bar + 1 :])
    return (title[:bar].rstrip(), number) if is_number(number) else (title, "")


def is_number(text: str) -> bool:
    """Return True for `E1014`, `#12`, `Ep. 7`, `Episode 12`, `S2E3`, `147`."""
    return len(text) <= _LONGEST_NUMBER and _NUMBER_ALONE.fullmatch(text) is not None


def take_moment(text: str) -> tuple[str, float | None]:
    """Return `text` without the first time stamp in it, and that stamp in seconds, None if it holds none.

    >>> take_moment("Ada Moreau (12:31)")
    ('Ada Moreau', 751.0)
    """
    match = MOMENT.search(text)
    if match is None:
        return text, None
    stamp = _STAMP_ALONE.search(match[0])
    try:
        seconds = parse_moment(stamp[0].replace(",", ".")) if stamp else None
    except ValueError:
        return text, None
    rest = f"{text[: match.start()].rstrip()} {text[match.end() :].lstrip()}"
    return re.sub(r"(?:[,;·|@-]|\bat)$", "", rest.strip(" ,;·|@-")).strip(" ,;·|@-"), seconds


def is_moment(text: str) -> bool:
    """Return True for `12:31`, `00:12:31` and a bare number of seconds."""
    return seconds(text) is not None


def seconds(text: str) -> float | None:
    """Return the seconds of `00:12:31`, `12:31` or `751`, None for other text."""
    try:
        return parse_moment(text.replace(",", "."))
    except ValueError:
        return None


def labelled(line: str) -> Labelled | None:
    """Return what a line such as `Published: 2023-06-19` or `| **Year** | 2011 |` fills, None for any other line."""
    row = _TABLE_ROW.fullmatch(line) if line.startswith("|") and len(line) < _LONGEST_ROW else None
    if row is not None:
        label, value = row[1], row[2]
    elif match := _LABELLED.match(line.replace("**", "", 2)):
        label, value = match[1], match[2]
    else:
        return None
    name = _LABELS.get(fold(label.strip()))
    return Labelled(name, value.strip()) if name and value.strip() else None


_LONGEST_ROW = 1000


def name_of_file(name: str) -> str:
    """Return a title made of a file's name: `/tmp/words_on-loan.json` gives `words on-loan`; "" for standard input."""
    stem = PurePath(name).name.partition(".")[0] if name not in ("-", "standard input") else ""
    return one_line(prepare(stem).replace("_", " "))


def names_in(text: str) -> list[str]:
    """Return the names in `Ada Moreau, Ben Ito and Cy Ode`."""
    parts = re.split(r", and |,|;| & | and | und | et | y ", one_line(text))
    return [part.strip() for part in parts if part.strip()]
