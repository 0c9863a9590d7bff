"""What every engine has to do in the same way, so that the same passages are found, counted and put in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from searchkit.model import KINDS, Kind, Passage, Sort
from searchkit.query.nodes import Term, WordField, Words
from searchkit.text import fold, name_key

WORDS_OF: Mapping[WordField, str] = {"text": "words", "heading": "heading_words", "title": "title_words"}
LAST_DAY = 99_999_999

_KIND_STEP = 10_000_000  # more than an episode has passages of a kind
_LAST = "\U0010ffff"  # sorts behind every name


def only_stop_words(node: Words) -> bool:
    """Whether plain words are all too frequent to tell passages apart, so that all of them are wanted."""
    return not node.every and all(isinstance(part, Term) and part.is_stop for part in node.words)


def day_number(published: str) -> int:
    """Return a day, month or year as a number `YYYYMMDD` with 00 for what is unknown, 0 if nothing is known."""
    return int(published.replace("-", "").ljust(8, "0")) if published else 0


def published_of(day: int) -> str:
    """Return the day, month or year that `day_number` made a number of.

    >>> [published_of(day) for day in (20230619, 20230600, 20230000, 0)]
    ['2023-06-19', '2023-06', '2023', '']
    """
    digits = f"{day:08}"
    parts = (digits[:4], digits[4:6], digits[6:])
    return "-".join(part for part in parts if int(part))


def rank_in_episode(passage: Passage) -> int:
    """Return what sorts the passages of one episode: by kind, then by their number within it."""
    return rank_of(passage.kind, int(passage.id.rpartition("-")[2]))


def rank_of(kind: Kind, number: int) -> int:
    """Return the place in its episode of the passage of a kind with a number."""
    return KINDS.index(kind) * _KIND_STEP + number


def order_key(passage: Passage, sort: Sort) -> tuple[int | str, str, int]:
    """Return what sorts passages in an order; those without a date or speaker come last, equal ones by their place."""
    key: int | str = 0
    if sort == "newest":
        key = -day_number(passage.episode.published)
    elif sort == "oldest":
        key = day_number(passage.episode.published) or LAST_DAY
    elif sort == "speaker":
        key = speaker_key(passage.speaker)
    return key, passage.episode.id, rank_in_episode(passage)


def speaker_key(name: str) -> str:
    """Return what sorts a speaker among the others, whatever the spelling."""
    return fold(name) if name else _LAST


def merged(counts: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    """Return counts with the spellings of one name together, under the most frequent of them; "" is left out."""
    spellings: dict[str, list[tuple[str, int]]] = {}
    for name, count in sorted(counts, key=lambda item: (-item[1], item[0])):
        if name:
            spellings.setdefault(name_key(name), []).append((name, count))
    together = [(group[0][0], sum(count for _, count in group)) for group in spellings.values()]
    return tuple(sorted(together, key=lambda item: (-item[1], item[0])))
