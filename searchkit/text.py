"""One normalisation of text for everybody: folding, keys of names, slugs, and text made safe to show.

Folding makes two spellings of the same word equal: case, accents, ligatures, curly quotes and dashes, full-width
forms and soft hyphens do not matter. It follows Unicode's canonical caseless matching (Unicode 15, section 3.13, D145)
with compatibility decomposition, then drops combining marks, and adds the letters that have no decomposition (ł, ø, đ).
"""

from __future__ import annotations

import re
import unicodedata

QUOTE_MARKS = {
    0x2018: "'",
    0x2019: "'",
    0x201A: "'",
    0x201B: "'",
    0x02BC: "'",
    0x2032: "'",
    0xFF07: "'",
    0x60: "'",
    0xB4: "'",
}
DOUBLE_QUOTE_MARKS = {
    0x201C: '"',
    0x201D: '"',
    0x201E: '"',
    0x201F: '"',
    0xAB: '"',
    0xBB: '"',
    0x2033: '"',
    0xFF02: '"',
}
DASHES = dict.fromkeys((8208, 8209, 8210, 8211, 8212, 8213, 8722, 65112, 65123, 65293), "-")
PLAIN_PUNCTUATION = QUOTE_MARKS | DOUBLE_QUOTE_MARKS | DASHES

# Letters that Unicode does not decompose, as readers who lack the key type them; and what has no width.
_PLAIN_LETTERS: dict[int, str | None] = {
    **{ord(letter): plain for letter, plain in zip("łøđħŧıðŋ", ("l", "o", "d", "h", "t", "i", "d", "n"), strict=True)},
    ord("æ"): "ae",
    ord("œ"): "oe",
    ord("þ"): "th",
    **dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)),
}
_FOLD_TABLE: dict[int, str | None] = {**PLAIN_PUNCTUATION, **_PLAIN_LETTERS}


def fold(text: str) -> str:
    """Return `text` in lower case without accents, curly quotes, long dashes, ligatures or soft hyphens.

    The result may be longer or shorter than `text`: use it for comparing, never for offsets.

    >>> fold("Zoë’s naïve ŁÓDŹ — ﬁne")
    "zoe's naive lodz - fine"
    """
    if text.isascii():
        return text.lower().replace("`", "'")
    decomposed = unicodedata.normalize("NFKD", text.translate(PLAIN_PUNCTUATION).casefold()).casefold()
    kept = decomposed.translate(_FOLD_TABLE).replace("и\u0306", "й")  # a letter of its own, as are カ and ガ
    plain = "".join(char for char in kept if not unicodedata.combining(char) or char in "\u3099\u309a")
    return unicodedata.normalize("NFC", plain)


def name_key(name: str) -> str:
    """Return the key under which every spelling of a name is one: folded, letters and digits only.

    >>> name_key("Yann Le Cun") == name_key("yann lecun")
    True
    """
    return "".join(char for char in fold(name) if char.isalnum())


def slug(text: str, limit: int = 80) -> str:
    """Return a name for a file made of `text`: folded words joined by hyphens, at most `limit` characters.

    Letters of other scripts stay. Text without any letter or digit becomes `untitled-` and a digest of it.

    >>> slug("Łukasz Wróbel: “Why maps lie” | E12")
    'lukasz-wrobel-why-maps-lie-e12'
    """
    words: list[str] = re.findall(r"[^\W_]+", fold(text).replace("'", ""))
    if not words:
        from hashlib import blake2b  # noqa: PLC0415 -- start-up time

        return "untitled-" + blake2b(text.encode("utf-8", "replace"), digest_size=4).hexdigest()
    made = words[0][:limit]
    for word in words[1:]:
        if len(made) + 1 + len(word) > limit:
            break
        made += "-" + word
    return made


# What a terminal would act on, or what hides or reorders text: C0 and C1 controls but tab and line feed, bidirectional
# marks and overrides, the line and paragraph separators, the BOM, and lone surrogates (which no encoding takes).
_UNSAFE = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"


def visible(text: str) -> str:
    """Return `text` with every character that a terminal would act on replaced by U+FFFD; the length stays.

    Tabs and line feeds stay. Use it on whatever comes from a file before it is printed.
    """
    # Nothing printable is among them. The pattern is compiled when a text needs it: that takes as long as many texts.
    return text if text.isprintable() else re.sub(_UNSAFE, "\ufffd", text)


def one_line(text: str) -> str:
    """Return `text` with every run of white space made one space, and none at the ends."""
    return " ".join(text.split())


def normalise_input(text: str) -> str:
    """Return text as it comes from a file or the clipboard with one kind of line end and blank, and no BOM.

    CRLF, CR, NEL and the Unicode separators become line feeds; no-break and other fixed spaces become blanks;
    zero-width spaces go.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    text = re.sub("[\r\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return re.sub("[\u200b\u2060\ufeff]", "", re.sub("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]", " ", text))
