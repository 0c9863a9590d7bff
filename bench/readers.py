"""What readers make of real files: `python -m bench.readers [FILE or FOLDER...]`.

Prints a row for each file: the reader that took it, how much it found, and how many of the words that went in are in
the episode. Words are runs of letters and digits whatever their case; addresses, keys of records and marks of Markdown
are none. Section heads, labels, counts and advertisement, which become no words of an episode, are counted as missing.
What a file says twice must be in the episode twice. What is missing is named in the warnings of the reader, which are
printed below the row with `--warnings`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from searchkit import readers, yaml_text
from searchkit.episode_file import dump_episode
from searchkit.errors import InputError
from searchkit.readers import Hints

FOLDERS = ("pages", "summary_page_variants", "bigdegen_summaries", "quotes")
_WORD = re.compile(r"[^\W_]+")
_NOT_WORDS = re.compile(
    r"https?://[^\s)>\"]+|\]\([^)\s]*\)|<!--.*?-->|</?[a-z][^<>]{0,300}>", re.DOTALL | re.IGNORECASE
)
_PERCENT = 100.0
_LONGEST_NAME = 48


@dataclass(frozen=True, slots=True)
class Row:
    """What became of a file: counts, or why it was refused."""

    file: str
    reader: str = ""
    speakers: int = 0
    points: int = 0
    ideas: int = 0
    quotes: int = 0
    chapters: int = 0
    words: int = 0
    kept: int = 0
    refused: str = ""
    warnings: tuple[str, ...] = ()

    @property
    def share(self) -> float:
        """Percent of the words that are in the episode."""
        return _PERCENT * self.kept / self.words if self.words else _PERCENT


def row_of(path: Path, **hints: Any) -> Row:
    """Return what the readers make of a file."""
    try:
        text = readers.decode(path.read_bytes(), name=path.name)
        reading = readers.read(text, name=path.name, hints=Hints(**hints))
    except InputError as error:
        return Row(path.name, refused=error.message)
    episode = reading.episode
    words, kept = words_of(text), words_of(dump_episode(episode))
    return Row(
        path.name,
        reading.reader,
        len(episode.voices),
        len(episode.overview),
        len(episode.ideas),
        len(episode.quotes),
        len(episode.chapters),
        words.total(),
        (words & kept).total(),
        warnings=reading.warnings,
    )


def words_of(text: str) -> Counter[str]:
    """Return the words that a file says, and how often: of records and front matter the values alone."""
    return Counter(word.casefold() for part in _texts(text) for word in _WORD.findall(_NOT_WORDS.sub(" ", part)))


def _texts(text: str) -> Iterator[str]:
    text = text.removeprefix("\ufeff")
    start = text.lstrip()[:1]
    if start in ("[", "{"):
        yield from _of_json(text)
        return
    parts = text.split("\n---\n", 1) if text.startswith("---\n") else [text]
    if len(parts) > 1:
        yield from _scalars(yaml_text.load(parts[0]))
        yield parts[1]
    elif text.startswith("show: "):
        yield from _scalars(yaml_text.load(text))
    else:
        yield text


def _of_json(text: str) -> Iterator[str]:
    try:
        yield from _scalars(json.loads(text))
    except ValueError:
        for line in filter(str.strip, text.split("\n")):
            yield from _scalars(json.loads(line))


def _scalars(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for each in value.values():
            yield from _scalars(each)
    elif isinstance(value, list):
        for each in value:
            yield from _scalars(each)
    else:
        yield str(value)


def files(names: list[str]) -> list[Path]:
    """Return the files that are named, or lie in folders that are."""
    found: list[Path] = []
    for path in map(Path, names):
        found += sorted(inner for inner in path.iterdir() if inner.is_file()) if path.is_dir() else [path]
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="What readers make of real files.")
    parser.add_argument("files", nargs="*", metavar="FILE")
    parser.add_argument("--warnings", action="store_true", help="print what the readers warn of")
    arguments = parser.parse_args()
    root = Path(os.environ.get("SEARCHKIT_SHARED_DATA", Path(__file__).parents[2] / "shared" / "data"))
    names = arguments.files or [str(root / folder) for folder in FOLDERS if (root / folder).is_dir()]
    if not names:
        sys.exit(f"there is no real input in {root}; name files, or their folder with SEARCHKIT_SHARED_DATA")
    print("| file | reader | speakers | points | ideas | quotes | chapters | words in | words kept |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for row in map(row_of, files(names)):
        name = row.file if len(row.file) <= _LONGEST_NAME else row.file[: _LONGEST_NAME - 1] + "…"
        if row.refused:
            print(f"| {name} | refused: {row.refused} | | | | | | | |")
            continue
        counts = f"{row.speakers} | {row.points} | {row.ideas} | {row.quotes} | {row.chapters}"
        print(f"| {name} | {row.reader} | {counts} | {row.words} | {row.kept} ({row.share:.1f} %) |")
        if arguments.warnings:
            for warning in row.warnings:
                print(f"  - {warning}")


if __name__ == "__main__":
    main()
