"""How well “did you mean” tells slips from names that are nobody's: `python -m bench.suggestions FOLDER`.

The folder is `quotes` of the shared data. Known are the authors of one collection. Typed are those names and their
surnames with one slip and with two, and names and surnames of the other collection that share no word with a known one.
Found is how often the name that was meant is among the suggestions, false how often somebody unknown gets one.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Sequence
from pathlib import Path
from string import ascii_lowercase

from bench.machine import describe
from bench.quality.quotes import read
from searchkit.suggest import SLIPS, nearest
from searchkit.text import fold

_SEED = "suggestions 1"
_DRAWN = 300
_TOLD = ("date", "processor", "Python", "rapidfuzz")
_LONG = 7  # letters of a surname that is given two slips
_SHARES = (0.2, 0.25, SLIPS, 0.35)


def slipped(name: str, slips: int, chance: random.Random) -> str:
    """Return a name with some letters lost, wrong, too many or exchanged with the next."""
    for _ in range(slips):
        at = chance.randrange(len(name) - 1)
        letter = chance.choice(ascii_lowercase)
        head, tail = name[:at], name[at + 1 :]
        name = chance.choice(
            (
                head + tail,
                head + letter + tail,
                head + letter + name[at:],
                head + name[at + 1] + name[at] + name[at + 2 :],
            )
        )
    return name


def main(arguments: Sequence[str]) -> None:
    """Print the table."""
    lines = read(Path(arguments[0]))
    known = sorted({line.author for line in lines if line.collection == "quotable"})
    words = {word for name in known for word in fold(name).split()}
    others = sorted({line.author for line in lines if line.collection == "jamesft"} - set(known))
    strangers = [name for name in others if name and not words.intersection(fold(name).split())]
    chance = random.Random(_SEED)
    meant = chance.sample(known, min(_DRAWN, len(known)))
    surnames = {name: fold(name).split()[-1] for name in meant}
    asked = {
        "name, one slip": [(slipped(fold(name), 1, chance), name) for name in meant],
        "name, two": [(slipped(fold(name), 2, chance), name) for name in meant],
        "surname, one": [(slipped(last, 1, chance), name) for name, last in surnames.items() if len(last) > 1],
        "surname, two": [(slipped(last, 2, chance), name) for name, last in surnames.items() if len(last) >= _LONG],
    }
    print(", ".join(f"{what} {value}" for what, value in describe().items() if what in _TOLD))
    print(f"{len(known)} known names, {len(strangers)} strangers\n")
    print("| slips a letter |", " | ".join((*asked, "false: names", "false: surnames")), "|")
    print("| --- |" + " --- |" * (len(asked) + 2))
    for share in _SHARES:
        shown = [
            sum(name in nearest(typed, known, slips=share) for typed, name in pairs) / len(pairs)
            for pairs in asked.values()
        ]
        shown += [
            sum(bool(nearest(name, known, slips=share)) for name in typed) / len(typed)
            for typed in (strangers, [name.split()[-1] for name in strangers])
        ]
        print(f"| {share} |", " | ".join(f"{value:.2f}" for value in shown), "|", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
