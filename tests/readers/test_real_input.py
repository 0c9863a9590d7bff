"""Input that nobody in the project wrote; skipped where it is not there."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Any

import pytest

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


def test_variants_of_summary_pages_are_read() -> None:
    """Notes with front matter, talk notes and pattern output give ideas and quotes."""
    folder = shared_data("summary_page_variants")
    for path in sorted(folder.glob("0[134]_*.md")):
        episode = read_file(path, show="S", title="T").episode
        assert episode.ideas, path.name
        assert episode.quotes, path.name


def test_transcripts_are_read_as_such() -> None:
    """Transcripts of any form are taken by the reader of transcripts, not by one of summaries."""
    for folder in ("lennys_transcripts", "changelog_transcripts", "summary_page_variants/transcripts_plain"):
        for path in sorted(shared_data(folder).iterdir()):
            reading = read_file(path)
            assert reading.reader == "transcript", path.name
            assert reading.episode.transcript
