"""Stock Whoosh opens the index with its own readers, and finds and scores what the engine does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from whoosh import qparser, query, sorting
from whoosh.filedb.filestore import ReadOnlyError
from whoosh.index import FileIndex

from searchkit.engines.base import Request
from searchkit.engines.whoosh.codec import open_index
from searchkit.engines.whoosh.reading import WhooshEngine
from searchkit.engines.whoosh.writing import WhooshWriter
from searchkit.passages import cut
from searchkit.query.nodes import And, Node, Or, Phrase, Term
from tests.building import many


@dataclass
class Case:
    """One index, opened by both."""

    folder: Path
    engine: WhooshEngine
    index: FileIndex


@pytest.fixture(scope="module", params=["one segment", "several"])
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """An index of one segment, and one of several."""
    folder = tmp_path_factory.mktemp("stock")
    writer = WhooshWriter(folder, fresh=True, limit=65_535 if request.param == "one segment" else 80)
    for episode in many(11, 60):
        writer.add(cut(episode))
    writer.finish()
    engine = WhooshEngine(folder, rarity="whoosh")
    yield Case(folder, engine, open_index(folder))
    engine.close()


def stock(node: Node) -> query.Query:
    """Return a tree as Whoosh's own query; words are not looked for in the speaker's name there."""
    if isinstance(node, Term):
        return query.Term(node.field, node.stems[0])
    if isinstance(node, Phrase):
        return query.Phrase(node.field, list(node.variants[0]), slop=node.slop + 1)
    parts = [stock(part) for part in node.parts]
    return query.And(parts) if isinstance(node, And) else query.Or(parts)


WORDS = [Term(word, field) for word in ("walk", "map", "river", "kite", "the", "café") for field in ("text", "title")]
PAIRS = list(zip(WORDS, WORDS[2:], strict=False))
TREES: list[Node] = [
    *WORDS,
    *(And(pair) for pair in PAIRS),
    *(Or(pair) for pair in PAIRS),
    *(Phrase(words) for words in (("walk", "map"), ("the", "map"), ("river", "walks"), ("maps", "walk", "walking"))),
    Phrase(("walk", "map"), field="title"),
]


@pytest.mark.parametrize("tree", TREES, ids=str)
def test_stock_search_gives_the_same_first_ten(case: Case, tree: Node) -> None:
    """Asked for Whoosh's formula, the engine gives the scores and the order that stock search gives."""
    with case.index.searcher() as searcher:
        results = searcher.search(stock(tree), limit=None)  # with a limit 2.7.4 skips, and loses some of the best
        theirs = [(hit["id"], hit.score) for hit in results][:10]
        total = len(results)
    found = case.engine.search(Request(tree, (), "relevance", None))
    assert found.total == total
    if not isinstance(tree, Phrase):
        ours = [(candidate.passage.id, candidate.score) for candidate in found.candidates[:10]]
        assert [score for _, score in theirs] == pytest.approx([score for _, score in ours])
        scores = {candidate.passage.id: candidate.score for candidate in found.candidates}
        assert [scores[passage_id] for passage_id, _ in theirs] == pytest.approx([score for _, score in theirs])


def test_readers_methods(case: Case) -> None:
    """The methods of a stock reader give what the index holds."""
    ids = {
        candidate.passage.id for candidate in case.engine.search(Request(Term("walk"), (), "episode", None)).candidates
    }
    with case.index.reader() as reader:
        assert reader.doc_count() == case.engine.size
        assert not any(map(reader.is_deleted, reader.all_doc_ids()))
        numbers = list(reader.postings("text", "walk").all_ids())
        stored = {number: reader.stored_fields(number) for number in numbers}
        assert {fields["id"] for fields in stored.values()} <= ids
        assert reader.doc_frequency("text", "walk") == len(numbers)
        assert reader.term_info("text", "walk").max_weight() >= 1
        assert b"walking" in set(reader.expand_prefix("words", "walk"))
        assert ("words", b"walking") in list(reader.terms_from("words", "walk"))
        assert reader.field_length("text") == sum(reader.doc_field_length(n, "text") for n in reader.all_doc_ids())
        assert reader.max_field_length("text") >= reader.min_field_length("text") > 0
        assert set(reader.indexed_field_names()) >= {"text", "words", "title", "speaker"}
        column = reader.column_reader("kind")
        assert {column[number] for number in numbers} <= {"point", "idea", "quote"}
        positions = reader.postings("text", "walk")
        assert positions.value_as("positions") == sorted(positions.value_as("positions"))
        assert list(reader.terms_within("words", "walkz", 1))


def test_stock_parser_prefixes_and_sorting(case: Case) -> None:
    """Stock queries that the engine does not make work too: parsed text, prefixes, facets as sort keys."""
    with case.index.searcher() as searcher:
        parser = qparser.QueryParser("text", case.index.schema)
        assert len(searcher.search(parser.parse("Walking maps"), limit=None)) > 0
        everything = searcher.search(query.Every(), limit=None, sortedby=sorting.FieldFacet("kind"))
        kinds = [hit["kind"] for hit in everything]
        assert kinds == sorted(kinds)
        assert len(searcher.search(query.Prefix("words", "wal"), limit=None)) > 0


def test_stock_cannot_write(case: Case) -> None:
    """The index is read-only to stock Whoosh."""
    with pytest.raises(ReadOnlyError):
        case.index.writer()


def test_deleted_documents(tmp_path: Path) -> None:
    """What is deleted is so for stock Whoosh too."""
    episodes = many(12, 30)
    writer = WhooshWriter(tmp_path, fresh=True)
    for episode in episodes:
        writer.add(cut(episode))
    writer.finish()
    writer = WhooshWriter(tmp_path, fresh=False)
    writer.remove([episodes[2].id, episodes[3].id])
    writer.finish()
    gone = {episodes[2].id, episodes[3].id}
    with open_index(tmp_path).searcher() as searcher:
        assert searcher.reader().has_deletions()
        found = searcher.search(query.Term("text", "walk"), limit=None)
        assert not gone & {hit["episode"] for hit in found}
        assert {fields["episode"] for fields in searcher.reader().all_stored_fields()}.isdisjoint(gone)
