"""What every reader shares: what the caller may tell it, what it gives back, and bytes made text."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from searchkit.errors import InputError
from searchkit.limits import USUAL, Limits
from searchkit.model import Episode
from searchkit.text import normalise_input

# Controls that no text needs, and lone surrogates, which no encoding takes. Tab and line feed stay.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_SURROGATES = re.compile("[\ud800-\udfff]")


UNKNOWN_SHOW = "Unknown show"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the caller knows about an input; each overrules what the page says, "" leaves it to the page.

    Attributes:
        show: name of the show.
        title: title of the episode.
        number: number of the episode, as the show writes it.
        published: ISO day, month or year.
        url: where it can be heard or seen.
        speaker: who said the quotes that the page gives no name for; also tells the show from the title.
        known_shows: names of the shows that the corpus holds already.
        limits: how much is read.
    """

    show: str = ""
    title: str = ""
    number: str = ""
    published: str = ""
    url: str = ""
    speaker: str = ""
    known_shows: tuple[str, ...] = ()
    limits: Limits = USUAL


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of an input.

    Attributes:
        episode: the episode; its id is "", which the caller fills, and its source None unless the text itself is an
            episode file that says where it came from.
        warnings: what a person should look at, each one line.
        reader: name of the reader that took it.
    """

    episode: Episode
    warnings: tuple[str, ...] = ()
    reader: str = ""


def unknown_show() -> str:
    """Return the warning for an episode that goes under `UNKNOWN_SHOW`."""
    return f'names no show: put under “{UNKNOWN_SHOW}”; name it with --show "…"'


def decode(data: bytes, *, name: str) -> str:
    """Return the text of a file: UTF-8 with or without a byte order mark, or UTF-16 with one.

    Args:
        data: the whole file.
        name: its name, for the errors.

    Raises:
        InputError: the bytes are no text, or text in another encoding; says at which byte.
    """
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    encoding, label = ("utf-16", "UTF-16") if wide else ("utf-8-sig", "UTF-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        if b"\0" in data and not wide:
            raise _not_text(name) from None
        offset = len(data) - len(error.object) + error.start  # the codec counts from behind the mark
        place = f"byte {offset + 1:,} (0x{data[offset]:02x})"
        hint = "save it as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW"
        raise InputError(f"is not {label} at {place}", hint, path=name) from None
    if "\0" in text:
        raise _not_text(name)
    return text


def _not_text(name: str) -> InputError:
    return InputError("is not text: it holds zero bytes", "give it a text file", path=name)


def prepare(text: str) -> str:
    """Return an input with one kind of line end and blank, without control characters and lone surrogates."""
    return without_controls(normalise_input(text))


def without_controls(text: str) -> str:
    """Return `text` without control characters but tab and line feed; lone surrogates become U+FFFD."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return text
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))
