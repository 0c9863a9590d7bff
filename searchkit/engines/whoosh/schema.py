"""The fields of the Whoosh index: one document a passage.

`text` and `words` are two views of the same words. Stems, with their positions, answer words and phrases; the folded
words as they stand, without positions, answer prefixes, wildcards and fuzzy words, which a stem would answer wrongly,
and know how a misspelt word could have been meant.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from typing import Any

from whoosh import columns, fields, formats

from searchkit.analysis import terms, words
from searchkit.proximity import PARAGRAPH_GAP

SCHEMA = 3

_LAST_POSITION = 0xFFFF


class PackedPositions(formats.Positions):  # type: ignore[misc]
    """Positions as an array of 16-bit numbers; beyond the 65,535th word every position is the last one."""

    def encode(self, positions: Iterable[int]) -> bytes:
        """Return positions as they are stored."""
        return array("H", [min(position, _LAST_POSITION) for position in positions]).tobytes()

    def decode_positions(self, value: bytes) -> list[int]:
        """Return stored positions."""
        return list(array("H", value))

    def decode_frequency(self, value: bytes) -> int:
        """Return how many positions are stored."""
        return len(value) // 2

    def decode_weight(self, value: bytes) -> float:
        """Return the weight of that many occurrences."""
        return len(value) // 2 * float(self.field_boost)

    def decode_position_boosts(self, value: bytes) -> list[tuple[int, int]]:
        """Return stored positions, each with a boost of 1."""
        return [(position, 1) for position in array("H", value)]

    def combine(self, values: Iterable[bytes]) -> bytes:
        """Return the union of several stored lists."""
        return self.encode(sorted({position for value in values for position in array("H", value)}))


def encoded(term: str) -> bytes:
    """Return a term as the index holds it; half a character, which a file's name may bring in, is one of its own."""
    return term.encode("utf-8", "surrogatepass")


class _Terms:
    """What all fields share: terms that are any text."""

    def to_bytes(self, value: str | bytes) -> bytes:
        """Return a term as the index holds it."""
        return encoded(value) if isinstance(value, str) else value


class Stems(_Terms, fields.TEXT):  # type: ignore[misc]
    """Stems with positions. A value is a language and paragraphs, between which no phrase matches."""

    def __init__(self, *, stored: bool = False) -> None:
        super().__init__(stored=stored, phrase=True)
        self.format = PackedPositions()

    def index(self, value: tuple[str, ...], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield each stem with its frequency, weight and positions."""
        places: dict[str, list[int]] = {}
        position = 0
        language, *paragraphs = value
        for paragraph in paragraphs:
            for _word, stems in terms(paragraph, language):
                for stem in stems:
                    places.setdefault(stem, []).append(position)
                position += 1
            position += PARAGRAPH_GAP
        encode = self.format.encode
        for found, positions in places.items():
            frequency = len(positions)
            yield encoded(found), frequency, float(frequency), encode(positions)


class Words(_Terms, fields.FieldType):  # type: ignore[misc]
    """Folded words as they stand, each once, without positions or scores. A value is a tuple of paragraphs."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)

    def index(self, value: tuple[str, ...], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield each word once."""
        for word in {word for paragraph in value for word in words(paragraph)}:
            yield encoded(word), 1, 1.0, b""


class Keys(_Terms, fields.FieldType):  # type: ignore[misc]
    """One or several exact values, as they are; with a column if hits are counted or sorted by what is stored."""

    def __init__(self, *, stored: bool = True, column: columns.Column | None = None) -> None:
        super().__init__(formats.Existence(), None, stored=stored)
        self.column_type = column

    def index(self, value: str | tuple[str, ...], **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield each value."""
        for key in {value} if isinstance(value, str) else set(value):
            yield encoded(key), 1, 1.0, b""

    def to_column_value(self, value: str) -> bytes:
        """Return a stored value as the column holds it."""
        return value.encode("utf-8", "replace")


def make_schema() -> fields.Schema:
    """Return the schema of the index: what is stored under a field's name is what is shown, not what is searched.

    text, heading, title: stems, of heading and text together for `text`. words, heading_words, title_words: the words
    of these. by: words of the speaker's name. id, kind, episode, number: exact. show: its name key. speaker: name key
    of who said it. voice: name keys of all who speak in the episode. date: `YYYYMMDD`, with 00 for what is unknown.
    place: sorts passages by episode and their order in it. The rest is stored only.
    """
    return fields.Schema(
        text=Stems(stored=True),
        words=Words(),
        by=Words(),
        heading=Stems(stored=True),
        heading_words=Words(),
        title=Stems(stored=True),
        title_words=Words(),
        id=Keys(),
        kind=Keys(column=columns.RefBytesColumn()),
        episode=Keys(),
        number=Keys(),
        show=Keys(column=columns.RefBytesColumn()),
        speaker=Keys(column=columns.RefBytesColumn()),
        voice=Keys(stored=False),
        date=Keys(column=columns.RefBytesColumn()),
        place=Keys(stored=False, column=columns.VarBytesColumn()),
        **{name: fields.STORED() for name in ("moment", "idea", "quotes", "url", "headline", "speakers", "language")},
    )
