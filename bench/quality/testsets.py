"""Test collections: documents, queries, and which documents answer each query.

A folder holds `corpus.jsonl` (`_id`, `title`, `text`), `queries.jsonl` (`_id`, `text`) and `qrels.tsv` (query,
document, grade, below one line of headings), as in BEIR (Thakur and others, NeurIPS 2021).
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.measuring import ROOT
from searchkit.model import Episode, Idea, Quote

_DOCUMENTS = "corpus.jsonl"


@dataclass(frozen=True, slots=True)
class Document:
    """A document: `title` may be ""."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class TestSet:
    """A test collection.

    Attributes:
        name: name of its folder.
        documents: in the order of the file.
        queries: texts by id; only those that are judged.
        judged: for each query the grades of documents, 0 for one that is no answer.
    """

    name: str
    documents: tuple[Document, ...]
    queries: Mapping[str, str]
    judged: Mapping[str, Mapping[str, int]]


def shared_data() -> Path:
    """Return the folder of real input: $SEARCHKIT_SHARED_DATA, or the one beside the project."""
    return Path(os.environ.get("SEARCHKIT_SHARED_DATA") or ROOT.parent / "shared" / "data")


def folders(named: Iterable[Path]) -> list[Path]:
    """Return the folders of test collections among those named and in them.

    Raises:
        FileNotFoundError: a folder holds none.
    """
    found: list[Path] = []
    for folder in named:
        own = [folder] if (folder / _DOCUMENTS).exists() else sorted(p.parent for p in folder.glob(f"*/{_DOCUMENTS}"))
        if not own:
            raise FileNotFoundError(f"no test collection in {folder}")
        found += own
    return found


def read(folder: Path, limit: int | None = None) -> TestSet:
    """Return the test collection of a folder, with its first `limit` queries."""
    judged: dict[str, dict[str, int]] = {}
    with (folder / "qrels.tsv").open(encoding="utf-8", newline="") as stream:
        for query, document, grade in list(csv.reader(stream, delimiter="\t"))[1:]:
            judged.setdefault(query, {})[document] = int(grade)
    queries = {row["_id"]: row["text"] for row in _rows(folder / "queries.jsonl") if row["_id"] in judged}
    queries = dict(list(queries.items())[:limit])
    documents = tuple(
        Document(row["_id"], row.get("title") or "", row.get("text") or "") for row in _rows(folder / _DOCUMENTS)
    )
    return TestSet(folder.name, documents, queries, {query: judged[query] for query in queries})


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def episode_ids(test_set: TestSet) -> dict[str, Document]:
    """Return the documents by the id of the episode that each becomes."""
    return {f"documents/d{number:06}": document for number, document in enumerate(test_set.documents)}


def as_episode(episode_id: str, document: Document) -> Episode:
    """Return a document as an episode of one passage: an idea with a heading, or a quote if it has no title."""
    ideas = (Idea(document.title, document.text),) if document.title else ()
    quotes = () if document.title else (Quote(document.text),)
    return Episode(show="Documents", title=episode_id, ideas=ideas, quotes=quotes, id=episode_id)
