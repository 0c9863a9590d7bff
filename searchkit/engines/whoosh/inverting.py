"""Writing postings faster than Whoosh does by itself, in the format that it reads.

Whoosh sorts one tuple a posting and writes them one by one. Here a segment is inverted in memory, so that each term has
its whole posting list when it is written, and a block is encoded at once. The files are those of Whoosh's own codec
(`whoosh.codec.whoosh3`, W3): a block is its statistics and three pickled tuples of document numbers (as differences),
weights and values.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from itertools import pairwise
from pickle import dumps
from typing import Any

from whoosh.codec.whoosh3 import WHOOSH3_HEADER_MAGIC, W3Codec, W3FieldWriter, W3Segment, W3TermInfo
from whoosh.system import pack_ushort
from whoosh.util.numeric import byte_to_length, length_to_byte
from whoosh.writing import SegmentWriter

_BLOCK = 128  # postings in a block, Whoosh's own number
_COMPRESS_FROM = 200  # bytes below which compressing a block costs more than it saves
_COMPRESSION = 3
_LENGTH = struct.Struct("!i").pack

Posting = tuple[str, bytes, int, float, bytes]  # field, term, document, weight, value


class InvertedPool:
    """Postings of a segment in memory: for each field and term its documents, weights and values, in order."""

    def __init__(self) -> None:
        self.fields: dict[str, dict[bytes, tuple[list[int], list[float], list[bytes]]]] = {}

    def add(self, posting: Posting) -> None:
        """Take one posting; documents must come in ascending order. Whoosh calls this when it merges segments."""
        field, term, document, weight, value = posting
        terms = self.fields.setdefault(field, {})
        lists = terms.get(term)
        if lists is None:
            terms[term] = ([document], [weight], [value])
        else:
            lists[0].append(document)
            lists[1].append(weight)
            lists[2].append(value)

    def cleanup(self) -> None:
        """Forget everything."""
        self.fields.clear()


class _ListFieldWriter(W3FieldWriter):  # type: ignore[misc]
    """Whoosh's writer of terms and postings, with a way to write a whole posting list."""

    def write_list(
        self,
        term: bytes,
        documents: Sequence[int],
        weights: Sequence[float],
        values: Sequence[bytes],
        lengths: bytes | None,
    ) -> None:
        """Write a term of the current field with all its postings.

        Args:
            term: the term.
            documents: numbers of the documents that hold it, ascending.
            weights: its weight in each.
            values: its encoded value in each.
            lengths: length byte of every document of the segment in this field, None if the field is not scored.
        """
        post = self._postfile
        start = post.tell()
        keep_values = self._format.fixed_value_size() != 0
        parts = [WHOOSH3_HEADER_MAGIC]
        shortest, longest = 255, 0
        count = len(documents)
        for at in range(0, count, _BLOCK):
            block = documents[at : at + _BLOCK]
            weighted = weights[at : at + _BLOCK]
            lengths_here = [lengths[document] for document in block] if lengths is not None else [0]
            least, most = min(lengths_here), max(lengths_here)
            shortest, longest = min(shortest, least), max(longest, most)
            data = dumps(
                (
                    (block[0], *(after - before for before, after in pairwise(block))),
                    _mini(weighted),
                    tuple(values[at : at + _BLOCK]) if keep_values else None,
                ),
                4,
            )
            compression = _COMPRESSION if len(data) > _COMPRESS_FROM else 0
            if compression:
                data = zlib.compress(data, compression)
            facts = dumps((len(block), block[-1], float(max(weighted)), compression, least, most), 2)
            size = len(facts) + len(data)
            parts += (_LENGTH(size if at + _BLOCK < count else -size), facts, data)
        written = b"".join(parts)
        post.write(written)
        info = W3TermInfo(
            float(sum(weights)), count, byte_to_length(shortest if lengths is not None else 0),
            byte_to_length(longest), float(max(weights)), documents[0], documents[-1],
        )  # fmt: skip
        info.set_extent(start, len(written))
        self._tindex.add(pack_ushort(self._fieldid) + term, info.to_bytes())


def _mini(weights: Sequence[float]) -> float | tuple[float, ...] | None:
    """Return weights as a block holds them: nothing if all are 1, one number if all are equal."""
    first = weights[0]
    if weights.count(first) == len(weights):
        return None if first == 1.0 else float(first)
    return tuple(map(float, weights))


class _Codec(W3Codec):  # type: ignore[misc]
    def field_writer(self, storage: Any, segment: Any) -> _ListFieldWriter:
        return _ListFieldWriter(self, storage, segment)

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:  # noqa: ARG002
        # The segment names the codec that reads it, which is Whoosh's own: nobody loads this module to search.
        return W3Segment(W3Codec(), indexname)


class InvertingWriter(SegmentWriter):  # type: ignore[misc]
    """Whoosh's writer of one segment with its postings in memory until it is committed.

    Args:
        index: the Whoosh index to write to.
    """

    def __init__(self, index: Any) -> None:
        super().__init__(index, codec=_Codec(), compound=False)
        self.pool = InvertedPool()

    def add_document(self, **fields: Any) -> None:
        """Add a document, as `whoosh.writing.SegmentWriter.add_document` but for boosts, vectors and spelling."""
        document, per_document, inverted = self.docnum, self.perdocwriter, self.pool.fields
        per_document.start_doc(document)
        for name in sorted(name for name in fields if not name.startswith("_")):
            value = fields[name]
            field = self.schema[name]
            length = 0
            if field.indexed:
                terms = inverted.setdefault(name, {})
                for term, frequency, weight, encoded in field.index(value):
                    length += frequency
                    lists = terms.get(term)
                    if lists is None:
                        terms[term] = ([document], [weight], [encoded])
                    else:
                        lists[0].append(document)
                        lists[1].append(weight)
                        lists[2].append(encoded)
            shown = fields.get(f"_stored_{name}", value)
            per_document.add_field(name, field, shown if field.stored else None, length if field.scorable else 0)
            if field.column_type:
                per_document.add_column_value(name, field.column_type, field.to_column_value(shown))
        per_document.finish_doc()
        self._added = True
        self.docnum += 1

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        reader = self.per_document_reader()
        for name in sorted(self.pool.fields):
            field = self.schema[name]
            lengths = None
            if field.scorable:
                lengths = bytes(length_to_byte(reader.doc_field_length(number, name)) for number in range(self.docnum))
            self.fieldwriter.start_field(name, field)
            terms = self.pool.fields.pop(name)
            for term in sorted(terms):
                self.fieldwriter.write_list(term, *terms[term], lengths)
            self.fieldwriter.finish_field()
        self.fieldwriter.close()
        reader.close()
