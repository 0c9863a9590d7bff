"""Who said it: lines and line ends such as `— Ada Moreau (12:31)`."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from searchkit.readers.fields import take_moment
from searchkit.readers.markup import ends_sentence, has_words, plain
from searchkit.text import fold, one_line

_LONGEST = 200  # characters of the whole attribution
_LONGEST_NAME = 70
_MOST_WORDS = 6
_MOST_WORDS_BEHIND_A_DASH = 12
_MOST_WORDS_OF_A_SMALL_NAME = 3  # naval, the host, bell hooks
_LONG_DASHES = "—–―⸺⸻"
_LONG_DASH_LINE = re.compile(r"(?:[—–―⸺⸻]+|-{2,3}|~) ?(?=\S)")
_HYPHEN_LINE = re.compile(r"- {0,3}(?=\S)")
_INLINE = re.compile(rf" ?[{_LONG_DASHES}]+ ?| -{{1,3}} |(?<=[\"”»’]) ?-{{1,3}} ?")
_QUOTE_MARKS = re.compile('["“”„«»]')
_ASIDE = re.compile(r" ?[(\[][^()\[\]]{0,120}[)\]]")
_PARTICLE_TABLE = "de da di del della der den des du la le van von zu af al el bin ibn ben of the and y e & und et st"
_PARTICLES = frozenset(_PARTICLE_TABLE.split())
# Words that tell a role from a second name behind a comma.
_ROLE = re.compile(
    r"\b(?:c[efitmops]o|ceo|co-?founder|founder|author|writer|professor|prof|host|co-?host|guest|president|director|head|"
    r"scientist|engineer|economist|historian|investor|partner|chair|chairman|chairwoman|vp|editor|minister|researcher|"
    r"at|of|from|on|in|the|quoting|citing|quoted|cited|speaking)\b",
    re.IGNORECASE,
)
_ABBREVIATED_END = re.compile(r"(?:\b[^\W\d_]|\b(?:Jr|Sr|Dr|Ph\.?D|M\.?D|Esq))\.$")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who said something, and when.

    Attributes:
        speaker: the name, "" if only the moment is known.
        at: seconds from the start of the recording, None if unknown.
        whole: name, role and aside as they stand there, "" if there is nothing but the name.
    """

    speaker: str
    at: float | None = None
    whole: str = ""


def attribution_line(line: str, *, behind_words: bool) -> Attribution | None:
    """Return what a line that holds nothing but an attribution says, None for any other line.

    Args:
        line: one line without block quote marks.
        behind_words: True if words without an attribution stand before it: only then is `- Ada Moreau` no bullet.
    """
    if len(line) > _LONGEST * 2:
        return None
    text = plain(line)
    if not has_words(text):
        return None
    if match := _LONG_DASH_LINE.match(text):
        return _credited(text[match.end() :])
    if behind_words and (match := _HYPHEN_LINE.match(text)) and is_name(text[match.end() :]):
        return _parsed(text[match.end() :])
    return None


def split_attribution(text: str, speakers: Collection[str] = ()) -> tuple[str, Attribution] | None:
    """Return the words and the attribution of `Maps lie. — Ada Moreau`, None if the line's end is no attribution.

    Args:
        text: one line or paragraph, plain.
        speakers: names that other attributions of the page give; with one of them the words need no full stop.
    """
    tail = max(0, len(text) - _LONGEST)
    match = None
    for match in _INLINE.finditer(text, tail):  # noqa: B007 - the last one is wanted
        pass
    if match is None:
        return None
    words, rest = text[: match.start()].rstrip(), text[match.end() :]
    if not words or not is_name(rest):
        return None
    found = _parsed(rest)
    if ends_sentence(words) or words[-1] in '"”»’' or (found and found.speaker in speakers):
        return (words, found) if found else None
    return None


def split_label(text: str) -> tuple[str, str] | None:
    """Return speaker and words of `Ada Moreau: “Maps lie.”`, None without quotation marks around the words."""
    name, colon, words = text[:_LONGEST].partition(":")
    words = text[len(name) + 1 :].strip()
    quoted = len(words) > 1 and words[0] in '"“„«' and words[-1] in '"”“»'
    return (name.strip(), words) if colon and quoted and is_name(name) else None


def is_name(text: str) -> bool:
    """Return True if `text` looks like somebody's name, a role, an aside or a moment behind it allowed."""
    if len(text) > _LONGEST or _QUOTE_MARKS.search(text):
        return False
    name = _name_of(take_moment(one_line(text))[0])
    words = name.split()
    if not 0 < len(words) <= _MOST_WORDS or len(name) > _LONGEST_NAME or not any(map(str.isalpha, name)):
        return False
    if ends_sentence(name) and not _ABBREVIATED_END.search(name):
        return False
    return all(_fits_a_name(word) for word in words) and not words[0].islower()


def _fits_a_name(word: str) -> bool:
    letter = next((char for char in word if char.isalpha()), "")
    return not letter.islower() or word.lower() in _PARTICLES or word.startswith(("d'", "d’", "al-", "el-", "@"))


def _credited(text: str) -> Attribution | None:
    """Return the attribution behind a long dash, where a name may be anything short that is no sentence."""
    if len(text) > _LONGEST:
        return None
    if not is_name(text):
        rest = take_moment(one_line(text))[0]
        words = rest.split()
        sentence = ends_sentence(rest) and not _ABBREVIATED_END.search(rest)
        clause = rest[:1].islower() and len(words) > _MOST_WORDS_OF_A_SMALL_NAME
        if sentence or clause or len(words) > _MOST_WORDS_BEHIND_A_DASH or _QUOTE_MARKS.match(rest):
            return None
    return _parsed(text)


def _parsed(text: str) -> Attribution | None:
    rest, at = take_moment(one_line(text))
    name = _name_of(rest)
    whole = rest if rest.strip(" ,;:·|*_") != name else ""
    return Attribution(name, at, whole) if name or at is not None else None


def _name_of(text: str) -> str:
    """Return a name without aside and role: `Ada Moreau` of `Ada Moreau, editor at Kite (laughing)`."""
    name = _ASIDE.sub("", text).strip(" ,;:·|*_")
    first, comma, role = name.partition(",")
    return first.rstrip() if comma and _ROLE.search(fold(role)) else name
