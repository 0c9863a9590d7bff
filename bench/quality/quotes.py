"""The half-remembered quote: lines of quote collections, and what somebody who half remembers one would type.

Of a quote's words three in ten are lost; of the others two neighbours change places, one or two are replaced by another
word of that meaning or another form, and one has a slip of the fingers. All of it happens to every quote. Quotes of
fewer than five words are not drawn: of them too little would be left.
"""

from __future__ import annotations

import json
import random
import re
from dataclasses import dataclass
from pathlib import Path

from bench.quality.wordforms import misspelt, replacements
from searchkit.analysis import words
from searchkit.model import Episode, Quote

NAME = "half-remembered"
DRAWN = 500  # quotes of each collection
FEWEST = 5  # words of a quote that is drawn
_COLLECTIONS = ("quotable", "jamesft")
_LOST = 0.3  # of the words
_TWO_FROM = 10  # words left from which two are replaced
_TYPO_FROM = 5  # letters of a word that is mistyped
_SEED = "half-remembered 1"
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_ATTRIBUTION = re.compile(r"\n\s*--\s*(?P<author>.*)\Z", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """A quote of a collection."""

    text: str
    author: str
    collection: str

    @property
    def key(self) -> tuple[str, ...]:
        """The words after folding: lines that have the same are the same."""
        return tuple(words(self.text))


@dataclass(frozen=True, slots=True)
class Memory:
    """What is typed, and the quote that is meant."""

    typed: str
    wanted: Line


def read(folder: Path) -> tuple[Line, ...]:
    """Return the quotes of the folder `quotes` of the shared data: quotable, jamesft and a file of fortunes."""
    lines: list[Line] = []
    with (folder / "quotable.jsonl").open(encoding="utf-8") as stream:
        lines += [Line(row["text"], row["author"], "quotable") for row in map(json.loads, stream)]
    rows = json.loads((folder / "jamesft_quotes_cp1252.json").read_text(encoding="cp1252"))
    lines += [Line(row["quoteText"], row["quoteAuthor"] or "", "jamesft") for row in rows]
    for text in (folder / "fortunes_wisdom").read_text(encoding="utf-8", errors="replace").split("\n%\n"):
        said = _ATTRIBUTION.search(text)
        author = " ".join(said["author"].split()) if said else ""
        lines.append(Line(" ".join(_ATTRIBUTION.sub("", text).split()), author, "fortunes"))
    return tuple(line for line in lines if line.text.strip())


def as_episode(episode_id: str, line: Line) -> Episode:
    """Return a quote as an episode of one passage."""
    return Episode(show="Quotes", title=episode_id, quotes=(Quote(line.text, line.author),), id=episode_id)


def episode_ids(lines: tuple[Line, ...]) -> dict[str, Line]:
    """Return the quotes by the id of the episode that each becomes."""
    return {f"quotes/q{number:05}": line for number, line in enumerate(lines)}


def memories(lines: tuple[Line, ...], drawn: int = DRAWN) -> list[Memory]:
    """Return what is typed for `drawn` different quotes of each collection, the same in every run."""
    found: list[Memory] = []
    for collection in _COLLECTIONS:
        once = {line.key: line for line in reversed(lines) if line.collection == collection}
        eligible = sorted((line for key, line in once.items() if len(key) >= FEWEST), key=lambda line: line.text)
        chosen = random.Random(f"{_SEED} {collection}").sample(eligible, min(drawn, len(eligible)))
        found += [Memory(half_remembered(line.text, random.Random(f"{_SEED} {line.text}")), line) for line in chosen]
    return found


def half_remembered(text: str, chance: random.Random) -> str:
    """Return what is left of a text in somebody's memory, in lower case, without punctuation."""
    kept = _WORD.findall(text.lower())
    for at in sorted(chance.sample(range(len(kept)), round(_LOST * len(kept))), reverse=True):
        del kept[at]
    if len(kept) > 1:
        at = chance.randrange(len(kept) - 1)
        kept[at : at + 2] = [kept[at + 1], kept[at]]
    replaceable = [at for at, word in enumerate(kept) if replacements(word)]
    touched = set(chance.sample(replaceable, min(len(replaceable), 2 if len(kept) >= _TWO_FROM else 1)))
    for at in sorted(touched):
        kept[at] = chance.choice(replacements(kept[at]))
    long_ones = [at for at, word in enumerate(kept) if at not in touched and len(word) >= _TYPO_FROM]
    if long_ones:
        at = chance.choice(long_ones)
        kept[at] = misspelt(kept[at], chance)
    return " ".join(kept)
