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
        known_speakers: names of those who surely speak, as they are to be written.
        names: pairs of a spelling in a transcript and the name that it stands for, before any rule.
        info: what yt-dlp's `*.info.json` beside a file says, "" if there is none.
    """

    show: str = ""
    title: str = ""
    number: str = ""
    published: str = ""
    url: str = ""
    speaker: str = ""
    known_shows: tuple[str, ...] = ()
    limits: Limits = USUAL
    known_speakers: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    info: str = ""


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


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file.

    Attributes:
        text: its text.
        encoding: as Python names it.
        warning: what a person should know of how that was found, "" where the file says it or it is UTF-8.
    """

    text: str
    encoding: str = "utf-8"
    warning: str = ""


def unknown_show() -> str:
    """Return the warning for an episode that goes under `UNKNOWN_SHOW`."""
    return f'names no show: put under “{UNKNOWN_SHOW}”; name it with --show "…"'


def decode(data: bytes, *, name: str) -> str:
    """Return the text of a file; see `decoded`."""
    return decoded(data, name=name).text


def decoded(data: bytes, *, name: str) -> Decoded:
    """Return the text of a file, and how it was encoded: UTF-8, UTF-16 with a byte order mark, or what it looks like.

    Where only some of it is UTF-8, the rest is taken for windows-1252, byte by byte: nothing is left out.

    Args:
        data: the whole file.
        name: its name, for the errors.

    Raises:
        InputError: the bytes are no text; for UTF-16 says at which byte.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Decoded(_utf16(data, name), "utf-16")
    if b"\0" in data:
        raise _not_text(name)
    try:
        return Decoded(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        first = len(data) - len(error.object) + error.start  # the codec counts from behind the mark
    line = data.count(b"\n", 0, first) + 1
    content = data.removeprefix(codecs.BOM_UTF8)
    if _UTF8_LETTER.search(content):
        text = content.decode("utf-8", _AS_WINDOWS)
        return Decoded(text, "utf-8", f"is UTF-8 only in part: from line {line:,} on some was read as windows-1252")
    encoding = _likely_encoding(content)
    text = content.decode(encoding, _AS_WINDOWS if encoding == _WESTERN else "strict")
    label = encoding.replace("cp125", "windows-125")
    return Decoded(text, encoding, f"is not UTF-8; read as {label}, which it looks like: check line {line:,}")


_WESTERN = "cp1252"
_AS_WINDOWS = "searchkit-windows-1252"
_UTF8_LETTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_SAMPLE = 200_000  # bytes that tell an encoding
_OTHERS = (
    *("cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr"),
    *("cp1250", "cp1254"),
)
_ALIKE = (_WESTERN, "cp1250", "cp1254")  # the frequency of letters tells them apart no better than chance


def _windows(error: UnicodeError) -> tuple[str, int]:
    """Read what an encoding does not know as windows-1252, and the five bytes that this lacks as Latin 1."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    letters = (bytes((byte,)) for byte in error.object[error.start : error.end])
    return "".join(letter.decode(_WESTERN, "ignore") or letter.decode("latin-1") for letter in letters), error.end


codecs.register_error(_AS_WINDOWS, _windows)


def _likely_encoding(data: bytes) -> str:
    """Return the encoding that some bytes with letters beyond ASCII look like; windows-1252 in doubt."""
    from charset_normalizer import from_bytes  # noqa: PLC0415 -- start-up time

    from searchkit.readers.code_pages import code_page  # noqa: PLC0415

    lines = b"\n".join(line for line in data[: 20 * _SAMPLE].split(b"\n") if not line.isascii())[:_SAMPLE]
    best = from_bytes(lines, cp_isolation=[_WESTERN, *_OTHERS]).best()
    if best is None:
        return _WESTERN
    encoding = code_page(data[: 2 * _SAMPLE]) if best.encoding in _ALIKE else str(best.encoding)
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return _WESTERN
    return encoding


def _utf16(data: bytes, name: str) -> str:
    try:
        text = data.decode("utf-16")
    except UnicodeDecodeError as error:
        place = f"byte {error.start + 1:,} (0x{data[error.start]:02x})"
        raise InputError(f"is not UTF-16 at {place}", "save it as UTF-8", path=name) from None
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
