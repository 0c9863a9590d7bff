"""Lists, episodes and states as JSON or as plain lines: what has no place among the formats of results."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from searchkit.formats.objects import SCHEMA_VERSION, encode, passage_object
from searchkit.text import one_line, visible

if TYPE_CHECKING:
    from searchkit.catalog import EpisodeEntry
    from searchkit.cli.session import Session
    from searchkit.indexing import Status
    from searchkit.library import WholeEpisode
    from searchkit.names import Name


def print_json(session: Session, value: Any) -> None:
    """Print an object or list as indented JSON."""
    session.terminal.write(encode(value, indent=2) + "\n")


def print_rows(session: Session, rows: Iterable[Sequence[Any]]) -> None:
    """Print rows as lines with tabs between the cells, whole, for pipes and screen readers."""
    for row in rows:
        session.terminal.write("\t".join(one_line(visible(str(cell))) for cell in row) + "\n")


def print_table(session: Session, name: str, columns: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    """Print rows as CSV or TSV under their columns, or as plain lines without them.

    Args:
        session: where to.
        name: "csv", "tsv" or "plain".
        columns: their names.
        rows: the cells; text comes from the corpus, numbers are ours.
    """
    if name == "plain":
        print_rows(session, rows)
        return
    from searchkit.formats.tables import cell, write_rows  # noqa: PLC0415 -- start-up time

    texts = ([cell(one_line(part)) if isinstance(part, str) else str(part) for part in row] for row in rows)
    write_rows(session.terminal.out, columns, texts, "," if name == "csv" else "\t")


def entry_object(entry: EpisodeEntry) -> dict[str, Any]:
    """Return an episode of a list."""
    return {
        "id": entry.id,
        "show": entry.show,
        "title": entry.title,
        "number": entry.number,
        "published": entry.published,
        "url": entry.url,
        "language": entry.language,
        "headline": entry.headline,
        "speakers": list(entry.speakers),
        "points": entry.points,
        "ideas": entry.ideas,
        "quotes": entry.quotes,
        "segments": entry.segments,
        "chapters": [{"at": chapter.at, "title": chapter.title} for chapter in entry.chapters],
    }


def episode_object(whole: WholeEpisode) -> dict[str, Any]:
    """Return a whole episode with all its passages."""
    passages = []
    for passage in whole.passages:
        made = passage_object(passage)
        del made["episode"]  # said once, above
        passages.append(made)
    return {
        "schema_version": SCHEMA_VERSION,
        **entry_object(whole.entry),
        "passages": passages,
    }


def counted_as(sort: str) -> str:
    """Return what is counted of a sort of name."""
    return "quotes" if sort == "speaker" else "passages"


def name_object(name: Name, sort: str) -> dict[str, Any]:
    """Return a speaker or show of a list."""
    return {
        "name": name.name,
        "spellings": list(name.spellings),
        "episodes": name.episodes,
        counted_as(sort): name.passages,
    }


def status_object(told: Status) -> dict[str, Any]:
    """Return the state of corpus and index."""
    made = asdict(told) | {"kinds": dict(told.kinds), "in_step": not told.difference}
    made["errors"] = [{"message": error.message, "hint": error.hint} for error in told.errors]
    made["difference"] = {
        key: list(value) if isinstance(value, tuple) else value for key, value in made["difference"].items()
    }
    return made
