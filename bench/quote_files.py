"""How long a large collection of quotes takes: `python -m bench.quote_files [QUOTES]`.

Makes a JSON Lines file of invented quotes with names and tags, and prints the CPU seconds of reading, adding, loading,
indexing and searching it.
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bench.vocabulary import Vocabulary
from searchkit import Library, readers
from searchkit.adding import add_text
from searchkit.corpus import Corpus

T = TypeVar("T")
_SEED = 20_261_124
_WORDS = 20
_PEOPLE = 1500


def made_file(count: int) -> str:
    """Return a JSON Lines file of `count` invented quotes."""
    chance = random.Random(_SEED)
    words = Vocabulary()
    return "".join(
        json.dumps(
            {
                "text": " ".join(words.draw(chance, _WORDS)),
                "author": f"Given{chance.randrange(_PEOPLE)} Family{chance.randrange(_PEOPLE)}",
                "tags": ["paper", "ink"],
            }
        )
        + "\n"
        for _ in range(count)
    )


def timed(label: str, work: Callable[[], T]) -> T:
    """Do some work and print the CPU seconds that it took."""
    start = time.process_time()
    made = work()
    print(f"{label:<8} {time.process_time() - start:6.2f} s")
    return made


def main() -> None:
    """Print the times."""
    count = int(sys.argv[1]) if sys.argv[1:] else 10_000
    text = made_file(count)
    with tempfile.TemporaryDirectory() as folder:
        corpus = Corpus(Path(folder, "corpus"))
        timed("read", lambda: readers.read(text, name="quotes.jsonl"))
        added = timed("add", lambda: add_text(corpus, text, name="quotes.jsonl"))
        path = corpus.root / f"{added.episode.id}.yaml"
        print(f"{count:,} quotes, {path.stat().st_size / 1e6:.1f} MB of YAML")
        timed("load", lambda: corpus.load(added.episode.id))
        library = Library(corpus=corpus.root, index=Path(folder, "index"))
        timed("index", library.sync)
        timed("search", lambda: library.search("paper", limit=10))


if __name__ == "__main__":
    main()
