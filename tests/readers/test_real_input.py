"""Input that nobody in the project wrote; skipped where it is not there."""

from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

from bench.readers import row_of
from searchkit import readers, yaml_text
from searchkit.model import Episode
from searchkit.readers import Hints, Reading

from .conftest import shared_data


def read_file(path: Path, **hints: Any) -> Reading:
    """Return the reading of a file."""
    return readers.read(readers.decode(path.read_bytes(), name=path.name), name=path.name, hints=Hints(**hints))


def test_the_first_page_is_read_whole() -> None:
    """The pasted page gives show, number, title, headline, 3 points, 5 ideas and 5 quotes, and no boilerplate."""
    (path,) = shared_data("pages").glob("*.txt")
    reading = read_file(path)
    episode = reading.episode
    assert (episode.show, episode.number) == ("The Twenty Minute VC", "E1014")
    assert episode.title.startswith("Yann LeCun: Meta")
    assert episode.title.endswith("Open-source AI Models")
    assert episode.headline
    assert (len(episode.overview), len(episode.ideas), len(episode.quotes)) == (3, 5, 5)
    assert {quote.speaker for quote in episode.quotes} == {"Yann LeCun"}
    assert all(idea.text for idea in episode.ideas)
    assert "Chrome" not in repr(episode)
    assert "YouTube" not in repr(episode)
    assert reading.warnings == ()


def _same(text: str, episode: Episode) -> bool:
    return readers.read(text, name="page.txt").episode == episode


@pytest.mark.parametrize("width", [72, 80, 90, 100, 120])
def test_the_first_page_reads_the_same_when_wrapped(width: int) -> None:
    """An editor that wraps the page below its title changes nothing."""
    (path,) = shared_data("pages").glob("*.txt")
    text = path.read_text(encoding="utf-8")
    first, *rest = text.split("\n")
    wrapped = "\n".join((first, *(textwrap.fill(line, width) for line in rest)))
    assert _same(wrapped, readers.read(text, name="page.txt").episode)


def test_every_made_summary_is_read_with_all_its_quotes() -> None:
    """Each Markdown file gives an episode with every quote that has words, in their order, words unchanged."""
    paths = sorted(shared_data("bigdegen_summaries").glob("*.md"))
    assert paths
    for path in paths:
        header = readers.decode(path.read_bytes(), name=path.name).split("\n---\n", 1)[0].removeprefix("---\n")
        values: Any = yaml_text.load(header)
        wanted = [" ".join(quote["text"].split()) for quote in values["quotes"] if quote["text"].strip()]
        episode = read_file(path).episode
        assert [quote.text for quote in episode.quotes] == wanted, path.name
        assert episode.title == " ".join(values["title"].split())
        assert episode.headline
        assert episode.overview
        assert not any(
            mark in repr((episode.overview, episode.ideas, episode.headline)) for mark in ("**", "](", "<!--")
        )


VARIANTS = {
    "01": ("front-matter", 1, 2, 4, 0),
    "03": ("summary-page", 1, 4, 4, 0),
    "04": ("summary-page", 6, 6, 3, 0),
    "07": ("show-notes", 1, 0, 0, 7),
    "10": ("show-notes", 3, 0, 0, 2),
}


def test_variants_of_summary_pages_are_read() -> None:
    """Notes with front matter, talk notes, pattern output, show notes and topics give all their passages."""
    for path in sorted(shared_data("summary_page_variants").glob("[01]*_*")):
        reading = read_file(path)
        episode = reading.episode
        counts = tuple(map(len, (episode.overview, episode.ideas, episode.quotes, episode.chapters)))
        assert (reading.reader, *counts) == VARIANTS[path.name[:2]], path.name


def test_attributions_moments_and_tables_of_variants_are_read() -> None:
    """Quotes keep speaker and moment, those without a speaker none; a table above a page gives its facts."""
    folder = shared_data("summary_page_variants")
    linked, noted = (read_file(*folder.glob(f"{number}_*.md")).episode for number in ("01", "03"))
    assert [quote.at for quote in linked.quotes] == [283.0, 543.0, 379.0, 406.0]
    assert {quote.speaker for quote in linked.quotes} == {"Ksenia Se"}
    assert [idea.extra["at"] for idea in linked.ideas] == ["00:00:17", "00:00:46"]
    assert [bool(quote.speaker) for quote in noted.quotes] == [True, False, False, False]
    assert (noted.show, noted.published, noted.speakers[0]) == ("Strange Loop", "2011", "Rich Hickey")


# The percentage of words kept, and the number of those which may be missing: heads, labels, counts, advertisement.
LEAST = {
    "pages": 90.0,
    "summary_page_variants": 60.0,  # of one with a transcript below it; it is named
    "bigdegen_summaries": 60.0,  # of lists that a program made of every name; they are named
    "quotes": 99.5,
}


@pytest.mark.parametrize("folder", LEAST)
def test_every_file_is_read_with_its_words(folder: str) -> None:
    """Each file is read; of its words as many are in the episode as are no heads, and what is left out is named."""
    rows = [row_of(path) for path in sorted(shared_data(folder).iterdir()) if path.is_file()]
    assert rows
    for row in rows:
        if row.refused:
            assert "is not UTF-8" in row.refused, row
            continue
        named = sum(
            int(count.replace(",", "")) for text in row.warnings for count in re.findall(r"\(([\d,]+) words\)", text)
        )
        assert row.share >= LEAST[folder], row
        assert 100 * (row.kept + named) >= 85 * row.words, row


def test_collections_are_read_whole() -> None:
    """Every record of a collection with words becomes a quote, with the speaker that it names."""
    folder = shared_data("quotes")
    lines = (folder / "quotable.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    quotes = read_file(folder / "quotable.jsonl").episode.quotes
    assert [(quote.text, quote.speaker) for quote in quotes] == [
        (" ".join(record["text"].split()), record["author"]) for record in records
    ]
    made = json.loads((folder / "jamesft_quotes_cp1252.json").read_bytes().decode("cp1252"))
    again = readers.read(json.dumps(made), name="x.json").episode.quotes
    assert len(again) == len(made)
    fortunes = (folder / "fortunes_wisdom").read_text(encoding="utf-8").split("\n%\n")
    assert len(read_file(folder / "fortunes_wisdom").episode.quotes) == len([each for each in fortunes if each.strip()])


def test_transcripts_are_read_as_such() -> None:
    """Transcripts of any form are taken by the reader of transcripts, not by one of summaries."""
    for folder in ("lennys_transcripts", "changelog_transcripts", "summary_page_variants/transcripts_plain"):
        for path in sorted(shared_data(folder).iterdir()):
            reading = read_file(path)
            assert reading.reader == "transcript", path.name
            assert reading.episode.transcript
