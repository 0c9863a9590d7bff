"""Names of speakers and shows: which one somebody means, and when that cannot be told.

Spellings that fold to the same key (`Yann LeCun`, `Yann Le Cun`) are one name, and so are those that `speakers.yaml`
brings together. A name is found by its key, by a run of its words (`lecun`, `le cun`, `van der meer`), by all of some
words in any order, and by how its words begin.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from searchkit.analysis import words
from searchkit.errors import NotFoundError, UsageError
from searchkit.suggest import nearest
from searchkit.text import name_key

_MIN_BEGINNING = 3  # letters of a word that may stand for the whole
_MOST_LISTED = 8


@dataclass(frozen=True, slots=True)
class Name:
    """One speaker or show.

    Attributes:
        name: the canonical spelling, or else the most frequent one.
        spellings: every spelling known, aliases too.
        keys: the keys of the spellings, as the index holds them.
        episodes: how many episodes it stands in.
        passages: how many quotes (of a speaker) or passages (of a show) there are.
    """

    name: str
    spellings: tuple[str, ...]
    keys: tuple[str, ...]
    episodes: int = 0
    passages: int = 0


class Names:
    """The known names of one sort.

    Args:
        sort: what they name, "speaker" or "show", for the errors.
        counts: every spelling with (episodes, passages).
        aliases: canonical spelling to the others.
    """

    def __init__(
        self, sort: str, counts: Mapping[str, tuple[int, int]], aliases: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self.sort = sort
        self._of_key: dict[str, str] = {}
        groups: dict[str, list[str]] = {}
        home: dict[str, str] = {}
        for canonical, others in (aliases or {}).items():
            key = name_key(canonical)
            groups.setdefault(key, []).append(canonical)
            for spelling in (canonical, *others):
                home.setdefault(name_key(spelling), key)
                groups[key].append(spelling)
        for spelling in sorted(counts, key=lambda name: (-counts[name][1], -counts[name][0], name)):
            key = home.get(name_key(spelling), name_key(spelling))
            groups.setdefault(key, []).append(spelling)
        self.all: tuple[Name, ...] = tuple(
            sorted(
                (_name(spellings, counts) for spellings in groups.values()),
                key=lambda name: (-name.passages, -name.episodes, name.name),
            )
        )

    def canonical(self, spelling: str) -> str:
        """Return the name that a spelling belongs to, the spelling itself if it is not known."""
        if not self._of_key:
            self._of_key.update({key: name.name for name in self.all for key in name.keys})
        return self._of_key.get(name_key(spelling), spelling)

    def present(self) -> tuple[Name, ...]:
        """Return the names that stand in an episode, those with most passages first."""
        return tuple(name for name in self.all if name.episodes)

    def find(self, text: str, *, prefix: bool = False) -> tuple[Name, ...]:
        """Return every name that `text` may mean, () if none; by the most exact way that finds any.

        Args:
            text: a name or part of one.
            prefix: take it as the beginning of a name or of one of its words.
        """
        key = name_key(text)
        asked = words(text)
        if not key:
            return ()
        if not prefix:
            for matches in (_is_key, _is_run, _has_words):
                if found := tuple(name for name in self.all if matches(name, key, asked)):
                    return found
        if prefix or len(key) >= _MIN_BEGINNING:
            return tuple(name for name in self.all if _begins(name, key, asked))
        return ()

    def longer(self, text: str) -> tuple[Name, ...]:
        """Return the names that hold `text` where it is a whole name too, which is then what it means."""
        key = name_key(text)
        exact = [name for name in self.all if _is_key(name, key, [])]
        return tuple(name for name in self.present() if name not in exact and _is_run(name, key, [])) if exact else ()

    def resolve(self, text: str, *, prefix: bool = False) -> tuple[str, ...]:
        """Return the keys of the one name that `text` means; with `prefix` of all that begin so.

        Raises:
            NotFoundError: there is none; the hint suggests some.
            UsageError: there are several; the hint lists them.
        """
        found = self.find(text, prefix=prefix)
        if not found:
            raise self._unknown(text)
        if len(found) > 1 and not prefix:
            listed = ", ".join(f"{name.name} ({name.passages})" for name in found[:_MOST_LISTED])
            more = f" and {len(found) - _MOST_LISTED} more" if len(found) > _MOST_LISTED else ""
            raise UsageError(
                f"“{text}” may be any of {len(found)} {self.sort}s: {listed}{more}", "write more of the name"
            )
        return tuple(dict.fromkeys(key for name in found for key in name.keys))

    def _unknown(self, text: str) -> NotFoundError:
        spellings = {spelling: name.name for name in self.present() for spelling in name.spellings}
        close = dict.fromkeys(spellings[spelling] for spelling in nearest(text, spellings))
        hint = f"did you mean {_either(close)}?" if close else f"“searchkit {self.sort}s” lists them"
        return NotFoundError(f"there is no {self.sort} “{text}”", hint)


def _name(spellings: Iterable[str], counts: Mapping[str, tuple[int, int]]) -> Name:
    distinct = tuple(dict.fromkeys(spellings))
    return Name(
        distinct[0],
        distinct,
        tuple(dict.fromkeys(name_key(spelling) for spelling in distinct)),
        sum(counts.get(spelling, (0, 0))[0] for spelling in distinct),
        sum(counts.get(spelling, (0, 0))[1] for spelling in distinct),
    )


def _is_key(name: Name, key: str, _: list[str]) -> bool:
    return key in name.keys


def _is_run(name: Name, key: str, _: list[str]) -> bool:
    """Whether some words of the name that follow each other, written together, are the key."""
    for spelling in name.spellings:
        parts = [name_key(word) for word in spelling.replace("-", " ").split()]
        for start in range(len(parts)):
            joined = ""
            for part in parts[start:]:
                joined += part
                if joined == key:
                    return True
                if len(joined) >= len(key):
                    break
    return False


def _has_words(name: Name, _: str, asked: list[str]) -> bool:
    return bool(asked) and any(set(asked) <= set(words(spelling)) for spelling in name.spellings)


def _begins(name: Name, key: str, asked: list[str]) -> bool:
    for spelling in name.spellings:
        own = words(spelling)
        if name_key(spelling).startswith(key):
            return True
        if asked and all(any(word.startswith(beginning) for word in own) for beginning in asked):
            return True
    return False


def _either(names: Iterable[str]) -> str:
    listed = list(names)
    return listed[0] if len(listed) == 1 else ", ".join(listed[:-1]) + " or " + listed[-1]
