"""The index as stock Whoosh sees it: a codec through which its own readers, searchers and queries work, read-only.

    with open_index(folder).searcher() as searcher:
        hits = searcher.search(query.Term("text", "walk"))

It is for what the engine does not know, and for comparing: the engine itself loads nothing of this. Fields are those
of `searchkit.engines.whoosh.schema`; terms of `text`, `heading` and `title` are stems.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from whoosh.codec import base
from whoosh.columns import ColumnReader
from whoosh.filedb.filestore import FileStorage, ReadOnlyError
from whoosh.index import TOC, FileIndex
from whoosh.matching import ListMatcher
from whoosh.reading import TermInfo

from searchkit.engines.whoosh import bits, contents
from searchkit.engines.whoosh.contents import SegmentEntry
from searchkit.engines.whoosh.postings import POSITIONS, Postings
from searchkit.engines.whoosh.schema import FIELDS, LENGTHS, OF_EPISODES, STEMS, encoded
from searchkit.engines.whoosh.segment import Segment
from searchkit.engines.whoosh.stock_schema import COLUMNS, make_schema, stored_fields
from searchkit.proximity import PARAGRAPH_GAP

_NAME = "searchkit"


class StockCodec(base.Codec):  # type: ignore[misc]
    """Gives Whoosh the readers of a segment.

    Args:
        folder: where the index lies.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._segments: dict[str, Segment] = {}

    def _open(self, entry: SegmentEntry) -> Segment:
        """Return a segment, opened; the readers of terms and of documents share it."""
        if entry.name not in self._segments:
            self._segments[entry.name] = Segment(self._folder, entry)
        return self._segments[entry.name]

    def terms_reader(self, storage: Any, segment: StockSegment) -> StockTerms:  # noqa: ARG002
        """Return the reader of terms and postings."""
        return StockTerms(self._open(segment.entry))

    def per_document_reader(self, storage: Any, segment: StockSegment) -> StockDocuments:  # noqa: ARG002
        """Return the reader of what is kept by document."""
        return StockDocuments(self._open(segment.entry))

    def _refuse(self, *_: Any, **__: Any) -> Any:
        raise ReadOnlyError

    per_document_writer = field_writer = postings_writer = postings_reader = new_segment = _refuse


class StockSegment(base.Segment):  # type: ignore[misc]
    """A segment as Whoosh's table of contents lists it."""

    def __init__(self, entry: SegmentEntry, codec: StockCodec) -> None:
        self.entry, self._codec = entry, codec
        self.indexname, self.segid, self.compound = _NAME, entry.name, False

    def codec(self) -> StockCodec:
        """Return its codec."""
        return self._codec

    def doc_count_all(self) -> int:
        """Return how many documents it holds, deleted ones too."""
        return self.entry.documents

    def deleted_count(self) -> int:
        """Return how many of them are deleted."""
        return self.entry.gone

    def set_doc_count(self, doccount: int) -> None:  # noqa: ARG002
        """Refuse to change anything."""
        raise ReadOnlyError

    def delete_document(self, docnum: int, delete: bool = True) -> None:  # noqa: ARG002
        """Refuse to change anything."""
        raise ReadOnlyError

    def deleted_docs(self) -> Sequence[int]:
        """Return the numbers of the deleted documents."""
        return list(self._codec.per_document_reader(None, self).deleted_docs())

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return bool(self._codec.per_document_reader(None, self).is_deleted(docnum))


class _Values(Sequence[bytes]):
    """The positions of a term in each document that holds it, as its format encodes them, read when asked for."""

    def __init__(self, segment: Segment, field: str, term: bytes, ids: Sequence[int]) -> None:
        self._segment, self._field, self._ids = segment, field, ids
        self._list = segment.list(field, term)

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, at: Any) -> Any:
        document = self._ids[at]
        if self._list is None or not self._list.has(POSITIONS):
            return b""
        own = self._segment.stored.episode_of(document) if self._field in OF_EPISODES else document
        places = array("H", list(self._list.positions([own])[0]))  # of bytes it would take pairs
        border = self._segment.headings[document] if self._field == "text" else 0
        if border:
            places = array("H", (place + (PARAGRAPH_GAP if place >= border else 0) for place in places))
        return places.tobytes()


class StockTerms(base.TermsReader):  # type: ignore[misc]
    """The terms of a segment."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field, text = term
        return field in FIELDS and self._segment.dictionary(field).get(text) is not None

    def indexed_field_names(self) -> list[str]:
        """Return the fields that have terms."""
        return [field for field in sorted(FIELDS) if len(self._segment.dictionary(field))]

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield all terms, field by field."""
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield the terms from one on, those of later fields too."""
        for field in sorted(FIELDS):
            if field >= fieldname:
                for term, _ in self._segment.dictionary(field).since(prefix if field == fieldname else b""):
                    yield field, term

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield all terms with what is known of them."""
        return self.items_from("", b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield the terms from one on with what is known of them."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def cursor(self, fieldname: str, fieldobj: Any) -> _Cursor:
        """Return what steps through the terms of a field."""
        return _Cursor(self._segment.dictionary(fieldname).beginning(b"")[0], fieldobj)

    def _postings(self, field: str, term: bytes) -> Postings:
        if (field, term) not in self:
            raise KeyError(field, term)
        return self._segment.postings(field, self._segment.list(field, term))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return what is known of a term."""
        ids, codes, more = self._postings(fieldname, text)
        return TermInfo(
            weight=float(len(ids) + sum(more.values()) - len(more)),
            df=len(ids),
            minlength=LENGTHS[min(codes, default=0)],
            maxlength=LENGTHS[max(codes, default=0)],
            maxweight=float(max(more.values(), default=1)),
            minid=ids[0] if ids else 0,
            maxid=ids[-1] if ids else 0,
        )

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ListMatcher:
        """Return what steps through the documents that hold a term."""
        ids, _, more = self._postings(fieldname, text)
        return ListMatcher(
            ids,
            [float(more.get(document, 1)) for document in ids],
            _Values(self._segment, fieldname, text, ids) if fieldname in STEMS else None,
            format_,
            scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )


class _Cursor(base.FieldCursor):  # type: ignore[misc]
    """Steps through the terms of a field."""

    def __init__(self, terms: Sequence[bytes], field: Any) -> None:
        self._terms, self._field, self._at = terms, field, 0

    def text(self) -> str | None:
        """Return the term that it stands at, None behind the last."""
        return self._field.from_bytes(self._terms[self._at]) if self._at < len(self._terms) else None

    term = text

    def first(self) -> str | None:
        """Go to the first term."""
        self._at = 0
        return self.text()

    def find(self, string: str | bytes) -> str | None:
        """Go to a term, or to the next one if it is not there."""
        wanted = encoded(string) if isinstance(string, str) else string
        self._at = bisect_right(self._terms, wanted)
        if self._at and self._terms[self._at - 1] == wanted:
            self._at -= 1
        return self.text()

    def next(self) -> str | None:
        """Go to the next term."""
        self._at += 1
        return self.text()


class StockDocuments(base.PerDocumentReader):  # type: ignore[misc]
    """What a segment keeps by document."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def doc_count(self) -> int:
        """Return how many documents there are."""
        return self._segment.size

    def doc_count_all(self) -> int:
        """Return how many documents there are, deleted ones too."""
        return self._segment.documents

    def has_deletions(self) -> bool:
        """Whether documents are deleted."""
        return bool(self._segment.gaps)

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return not self._segment.everything >> docnum & 1

    def deleted_docs(self) -> Iterator[int]:
        """Yield the numbers of the deleted documents."""
        return (number for start, end in self._segment.gaps for number in range(start, end))

    def all_doc_ids(self) -> Iterator[int]:
        """Yield the numbers of the others."""
        return iter(bits.numbers_of(self._segment.everything))

    def supports_columns(self) -> bool:
        """Say that there are columns."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Whether a field has a column."""
        return fieldname in COLUMNS

    def list_columns(self) -> list[str]:
        """Return the fields that have one."""
        return sorted(COLUMNS)

    def column_reader(self, fieldname: str, column: Any) -> _Column:  # noqa: ARG002
        """Return the column of a field."""
        return _Column(self._segment, fieldname)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return the number of words in a field of a document."""
        lengths = self._segment.lengths(fieldname)
        return LENGTHS[lengths[docnum]] if lengths else default

    def field_length(self, fieldname: str) -> int:
        """Return the number of words in a field of all documents that are not deleted."""
        return self._segment.total_length(fieldname) if fieldname in STEMS else 0

    def min_field_length(self, fieldname: str) -> int:
        """Return the number of words in the shortest field."""
        return LENGTHS[min(self._segment.lengths(fieldname), default=0)]

    def max_field_length(self, fieldname: str) -> int:
        """Return the number of words in the longest field."""
        return LENGTHS[max(self._segment.lengths(fieldname), default=0)]

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Return what is stored of a document."""
        return stored_fields(self._segment.stored.passage(docnum))


class _Column(ColumnReader):  # type: ignore[misc]
    """The stored values of a field, as sortable bytes."""

    def __init__(self, segment: Segment, field: str) -> None:
        super().__init__(None, 0, 0, segment.documents)
        self._segment, self._value = segment, COLUMNS[field]

    def __getitem__(self, docnum: int) -> bytes:
        return encoded(self._value(self._segment.stored.passage(docnum)))


class StockIndex(FileIndex):  # type: ignore[misc]
    """An index of searchkit as a Whoosh index.

    Args:
        folder: where it lies.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.storage, self.indexname, self._schema = FileStorage(str(folder), readonly=True), _NAME, make_schema()
        contents.read(folder)

    def latest_generation(self) -> int:
        """Return the number that the next segment will have."""
        return contents.read(self._folder).next

    def _read_toc(self) -> TOC:
        listed = contents.read(self._folder)
        codec = StockCodec(self._folder)
        return TOC(self._schema, [StockSegment(entry, codec) for entry in listed.segments], listed.next)

    def writer(self, *_: Any, **__: Any) -> Any:
        """Refuse to change anything."""
        raise ReadOnlyError


def open_index(folder: Path) -> StockIndex:
    """Return the index in a folder as one that stock Whoosh reads.

    Raises:
        IndexUnusableError: there is none, or it is damaged.
    """
    return StockIndex(folder)
