"""The fields of the index as stock Whoosh knows them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from whoosh import analysis, columns, fields, formats

from searchkit.analysis import stem, tokens, words
from searchkit.engines.whoosh.schema import FIELDS, LAST_POSITION, STEMS, decoded, encoded
from searchkit.model import Passage
from searchkit.text import name_key

COLUMNS: dict[str, Callable[[Passage], str]] = {
    "speaker": lambda passage: passage.speaker,
    "show": lambda passage: passage.episode.show,
    "kind": lambda passage: passage.kind,
    "date": lambda passage: passage.episode.published,
}


class PackedPositions(formats.Positions):  # type: ignore[misc]
    """Positions as 16-bit numbers."""

    def encode(self, positions: Iterable[int]) -> bytes:
        """Return positions as a value holds them."""
        return array("H", [min(position, LAST_POSITION) for position in positions]).tobytes()

    def decode_positions(self, value: bytes) -> list[int]:
        """Return the positions of a value."""
        return list(array("H", value))

    def decode_frequency(self, value: bytes) -> int:
        """Return how many positions a value holds."""
        return len(value) // 2

    def decode_weight(self, value: bytes) -> float:
        """Return the weight of that many occurrences."""
        return float(len(value) // 2)

    def decode_position_boosts(self, value: bytes) -> list[tuple[int, int]]:
        """Return the positions of a value, each with a boost of 1."""
        return [(position, 1) for position in array("H", value)]

    def combine(self, values: Iterable[bytes]) -> bytes:
        """Return the union of several values."""
        return self.encode(sorted({position for value in values for position in array("H", value)}))


class Stemming(analysis.Analyzer):  # type: ignore[misc]
    """searchkit's analyzer (English) as one of Whoosh's."""

    def __call__(self, value: str, positions: bool = False, chars: bool = False, **options: Any) -> Iterator[Any]:
        """Yield the stems of a text as Whoosh's tokens."""
        start = options.pop("start_pos", 0)
        token = analysis.Token(positions, chars, mode=options.get("mode", ""))
        for position, found in enumerate(tokens(value), start):
            token.text, token.original = stem(found.word), found.word
            token.pos, token.startchar, token.endchar = position, found.start, found.end
            token.boost, token.stopped = 1.0, False
            yield token


class _Terms:
    """What all fields share: terms that are any text."""

    def to_bytes(self, value: str | bytes) -> bytes:
        """Return a term as the index holds it."""
        return encoded(value) if isinstance(value, str) else value

    def from_bytes(self, term: bytes) -> str:
        """Return a term as text."""
        return decoded(term)

    def from_column_value(self, value: bytes) -> str:
        """Return a value of a column as text."""
        return decoded(value)


class Stems(_Terms, fields.TEXT):  # type: ignore[misc]
    """Stems with positions."""

    def __init__(self) -> None:
        super().__init__(analyzer=Stemming(), phrase=True, stored=True)
        self.format = PackedPositions()


class Keys(_Terms, fields.FieldType):  # type: ignore[misc]
    """Words or keys without positions; a query's text becomes terms by `cut`."""

    def __init__(self, cut: Callable[[str], list[str]], column: columns.Column | None = None) -> None:
        super().__init__(formats.Existence(), None, stored=True)
        self.cut, self.column_type = cut, column

    def process_text(self, qstring: str, mode: str = "", **_: Any) -> list[str]:  # noqa: ARG002
        """Return the terms of a query's text."""
        return self.cut(qstring)


def make_schema() -> fields.Schema:
    """Return the schema: the indexed fields, and those that are only stored."""
    schema = fields.Schema()
    for name in FIELDS:
        if name in STEMS:
            schema.add(name, Stems())
        elif name.endswith("words") or name == "by":
            schema.add(name, Keys(words))
        else:
            column = columns.RefBytesColumn() if name in COLUMNS else None
            schema.add(name, Keys(_key if name != "kind" else _as_it_is, column))
    for name in ("id", "episode", "moment", "idea", "quotes", "url"):
        schema.add(name, fields.STORED())
    schema.add("date", Keys(_as_it_is, columns.RefBytesColumn()))
    return schema


def _key(text: str) -> list[str]:
    return [name_key(text)]


def _as_it_is(text: str) -> list[str]:
    return [text]


def stored_fields(passage: Passage) -> dict[str, Any]:
    """Return a passage as the stored fields of a document, those without a value left out."""
    episode = passage.episode
    told = {
        "id": passage.id,
        "kind": passage.kind,
        "text": passage.text,
        "heading": passage.heading,
        "speaker": passage.speaker,
        "moment": passage.at,
        "idea": passage.idea,
        "quotes": list(passage.quotes),
        "episode": episode.id,
        "show": episode.show,
        "title": episode.title,
        "number": episode.number,
        "date": episode.published,
        "url": episode.url,
    }
    return {name: value for name, value in told.items() if value not in ("", None, [])}
