"""The CSV file that Readwise imports: columns Highlight, Title, Author, URL, Note, Location and Date.

Readwise makes one document of all rows with the same title and author, so the author is the show: an episode stays
together whoever speaks. Location is the second of the recording, by which Readwise sorts. Date is when something was
highlighted, which we do not know; Readwise then takes the day of the import.
"""

from __future__ import annotations

from typing import TextIO

from searchkit.formats.parts import clean, is_spoken, web_url
from searchkit.formats.tables import cell, write_rows
from searchkit.model import Hit, Results
from searchkit.times import format_moment

COLUMNS = ("Highlight", "Title", "Author", "URL", "Note", "Location", "Date")


def write(results: Results, stream: TextIO) -> None:
    """Write one row a hit."""
    write_rows(stream, COLUMNS, map(_row, results))


def _row(hit: Hit) -> tuple[str, ...]:
    passage, episode = hit.passage, hit.passage.episode
    highlight = passage.text if is_spoken(passage) else "\n".join(filter(None, (passage.heading, passage.text)))
    location = "" if passage.at is None else f"{int(passage.at)}"
    url = web_url(episode.url)
    return (cell(highlight), cell(episode.title), cell(episode.show), cell(url), cell(_note(hit)), location, "")


def _note(hit: Hit) -> str:
    """Return speaker, moment and source; it never begins with a full stop, which Readwise takes for a tag."""
    passage, episode = hit.passage, hit.passage.episode
    said = [f"Said by {clean(passage.speaker)}"] if passage.speaker else [passage.kind.capitalize()]
    if passage.at is not None:
        said.append(f"at {format_moment(passage.at)}")
    if episode.number:
        said.append(f"no. {clean(episode.number)}")
    if episode.published:
        said.append(clean(episode.published))
    lines = [", ".join(said)]
    if hit.context.idea:
        lines.append(f"Idea: {clean(hit.context.idea.heading)}")
    return "\n".join(lines)
