"""A person's name in parts, for the forms that sort by family name.

No rule splits every name. This one splits those of which it is sure, as they are written in most of the West: given
names, a particle, a family name, a suffix. Every other name stays whole: one word, other scripts, organisations,
anything with a digit or a sign in it, and three or more full words ("Ana García Ruiz", "Ana Maria Ruiz"), where only
the bearer knows which of them is the family name.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from searchkit.formats.parts import clean

_PARTICLES = frozenset(
    {"van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "das", "do", "du", "la", "le", "las", "los"}
    | {"ter", "ten", "te", "zu", "zum", "zur", "af", "al", "el", "bin", "ibn", "ben"}
)
# Written with a capital, a particle belongs to the family name: Le Guin, De Niro, Van Buren.
_CAPITAL_PARTICLES = frozenset(word.capitalize() for word in _PARTICLES) | {"St."}
_TITLES = frozenset({"dr", "prof", "professor", "mr", "mrs", "ms"})
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_DEGREES = frozenset({"phd", "md", "dphil", "mba", "esq"})
# What begins with a rank or a part played, or holds a word of an organisation, is no given and family name.
_RANKS = frozenset(
    {"pope", "king", "queen", "prince", "princess", "lord", "lady", "saint", "sir", "dame", "sister", "brother"}
    | {"father", "mother", "rabbi", "imam", "sheikh", "captain", "president", "senator", "judge", "general"}
    | {"team", "host", "hosts", "guest", "guests", "speaker", "narrator", "audience", "unknown", "voice"}
)
_ORGANISATIONS = frozenset(
    {"the", "and", "inc", "inc.", "ltd", "ltd.", "llc", "gmbh", "university", "institute", "foundation", "group"}
    | {"news", "podcast", "radio", "show", "staff", "editors", "team"}
)
_WORD = re.compile(r"[^\W\d_]+(?:[.'’\-]{1,2}[^\W\d_]+)*\.?")
_INITIAL = re.compile(r"[^\W\d_](?:\.-?[^\W\d_])*\.?")
_GIVEN = re.compile(r"-?[^\W\d_]['’\w]*")


@dataclass(frozen=True, slots=True)
class Name:
    """A name: either `family` and what belongs to it, or, where that is in doubt, `literal` alone.

    Attributes:
        family: family name, without the particle.
        given: given names and initials.
        particle: `van der` and the like, "" if there is none.
        suffix: `Jr.` and the like, "" if there is none.
        literal: the name as it is written.
    """

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def surname(self) -> str:
        """The name under which a style cites and sorts: particle and family name, or the whole name."""
        return self.literal or " ".join(filter(None, (self.particle, self.family)))

    @property
    def inverted(self) -> str:
        """`van der Meer, Anneke`, `King, Martin L., Jr.`, or the whole name."""
        return self.literal or ", ".join(filter(None, (self.surname, self.given, self.suffix)))

    @property
    def straight(self) -> str:
        """`Anneke van der Meer`, `Martin L. King Jr.`, or the whole name."""
        return self.literal or " ".join(filter(None, (self.given, self.surname, self.suffix)))

    @property
    def initials(self) -> str:
        """Given names as initials: `J.-L.` for Jean-Luc, `J. K.` for J.K. or JK."""
        made = ""
        for word in _GIVEN.findall(self.given):
            together = word.isupper() and len(word) == 2 and "-" not in word  # noqa: PLR2004 - JK Rowling
            first = word[:2] if word.startswith("-") else word[0]
            made += " ".join(f" {letter}." for letter in word) if together else f" {first.upper()}."
        return " ".join(made.replace(" -", "-").split())


@lru_cache(maxsize=4096)  # an answer of many hits has few speakers
def parse(name: str) -> Name | None:
    """Return a name in parts, None for no name.

    >>> parse("Anneke van der Meer")
    Name(family='Meer', given='Anneke', particle='van der', suffix='', literal='')
    >>> parse("Madonna").literal
    'Madonna'
    """
    whole = unicodedata.normalize("NFC", clean(name))
    if not whole:
        return None
    body, suffix = _without_suffix(whole)
    words = body.split()
    if words and words[0].rstrip(".").lower() in _TITLES:
        words = words[1:]
    parts = _split(words)
    return Name(literal=whole) if parts is None else Name(*parts, suffix=suffix)


def _without_suffix(name: str) -> tuple[str, str]:
    """Return a name without `Jr.` or a degree behind it, and the suffix; degrees are no part of a citation."""
    body, _, last = name.rpartition(" ")
    bare, body = last.replace(".", "").lower(), body.rstrip()
    if bare in _DEGREES and body.endswith(","):
        return body[:-1], ""
    return (body.removesuffix(","), last) if bare in _SUFFIXES and " " in body else (name, "")


def _split(words: list[str]) -> tuple[str, str, str] | None:
    """Return family, given and particle, or None if the words do not say which is which."""
    if len(words) < 2 or not all(map(_is_word, words)) or words[0].lower() in _RANKS:  # noqa: PLR2004
        return None
    if re.search("-[a-z]", words[-1]):  # "Min-ji" is a given name: a Korean or Chinese name, family first
        return None
    family_at = len(words) - 1
    while family_at > 1 and words[family_at - 1] in _CAPITAL_PARTICLES:
        family_at -= 1
    particle_at = family_at
    while particle_at > 0 and words[particle_at - 1] in _PARTICLES:
        particle_at -= 1
    given = words[:particle_at]
    full = [word for word in given if not _INITIAL.fullmatch(word)]
    if not given or len(full) > 1 or not all(word[0].isupper() for word in (*given, words[-1])):
        return None
    return " ".join(words[family_at:]), " ".join(given), " ".join(words[particle_at:family_at])


def _is_word(word: str) -> bool:
    letters = [char for char in word if char.isalpha()]
    # Names in Han, Kana, Hangul and other scripts put the family first, or have none.
    western = all(unicodedata.name(char, "").startswith(("LATIN", "GREEK", "CYRILLIC")) for char in letters)
    return western and _WORD.fullmatch(word) is not None and word.lower() not in _ORGANISATIONS
