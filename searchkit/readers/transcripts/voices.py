"""The spellings of a speaker's name within one transcript brought together.

The rule: (1) names with the same key (case, accents, blanks and marks aside) are one; (2) a name whose words are among
those of one longer name, and of no other, is that one: `Lenny` is `Lenny Rachitsky` where nobody else is called Lenny.
Of the spellings of one name that in mixed case is taken before one in capitals, then the most frequent. Names that the
episode, the file's header or the caller knows take part, and their spelling wins. `Hints.names` overrules it: `Lenny` =
`Lenny Small`, and `Lenny` = `Lenny` for one that stays as it is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from searchkit.analysis import words
from searchkit.text import name_key


def brought_together(
    spellings: Iterable[str], known: Sequence[str] = (), overruled: Sequence[tuple[str, str]] = ()
) -> Mapping[str, str]:
    """Return for each spelling the name that it stands for.

    Args:
        spellings: every name as the transcript writes it, as often as it stands there.
        known: names that are right as they are written.
        overruled: pairs of a spelling and its name, which go before the rule.
    """
    counts = Counter(spellings)
    told = {name_key(spelling): name for spelling, name in overruled}
    best = {name_key(name): name for name in reversed(known) if name_key(name)}
    ranked = sorted(counts, key=lambda name: (name.isupper() or name.islower(), -counts[name], name))
    for spelling in ranked:
        if name_key(spelling) not in told:
            best.setdefault(name_key(spelling), spelling)
    parts = {key: frozenset(words(name)) for key, name in best.items()}
    found = {}
    for spelling in counts:
        key = name_key(spelling)
        if key in told:
            found[spelling] = told[key]
            continue
        own = frozenset(words(spelling))
        longer = [other for other, its in parts.items() if own and own < its and not _is_numbered(own)]
        top = _outermost(longer, parts)
        found[spelling] = best[top] if top else best.get(key, spelling)
    return found


def _is_numbered(own: frozenset[str]) -> bool:
    """Whether a name is one that a machine gives: `Speaker 1` is no short form of another."""
    return bool(own & {"speaker", "unknown", "voice", "guest", "host"})


def _outermost(keys: Sequence[str], parts: Mapping[str, frozenset[str]]) -> str:
    """Return the one name of some that all others are part of, "" if there is none or more."""
    if not keys:
        return ""
    longest = max(keys, key=lambda key: len(parts[key]))
    return longest if all(parts[key] <= parts[longest] for key in keys) else ""
