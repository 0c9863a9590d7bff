"""The records: frozen, slotted, with collections that are never None."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, fields, is_dataclass

import pytest

from searchkit import model
from searchkit.model import Episode, Hit, Passage, Query, Quote, Results

from .building import episode, quotes

RECORDS = [made for made in vars(model).values() if is_dataclass(made)]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_records_are_frozen_and_documented(record: type) -> None:
    """Every record is frozen and slotted, says what it is, and defaults no collection to None."""
    assert record.__dataclass_params__.frozen
    assert hasattr(record, "__slots__")
    assert record.__doc__
    assert not record.__doc__.startswith(record.__name__ + "(")
    optional = {"at", "start", "end", "source", "idea", "limit"}
    assert {field.name for field in fields(record) if field.default is None} <= optional


def test_a_record_cannot_be_changed() -> None:
    """Setting a field of a record raises."""
    with pytest.raises(FrozenInstanceError):
        Quote("words").text = "other"  # type: ignore[misc]


def test_voices() -> None:
    """Who speaks are the speakers, then those whom only a quote names, each once, in order."""
    told = episode("one", speakers=("Ada", "Bo"), quotes=(*quotes("x", speaker="Cy"), *quotes("y", "z", speaker="Ada")))
    assert told.voices == ("Ada", "Bo", "Cy")
    assert Episode("A", "B").voices == ()


def test_results_are_a_row_of_hits() -> None:
    """Results are iterated and counted by their hits."""
    hit = Hit(Passage("a/b#quote-1", "quote", "words", model.EpisodeRef("a/b", "A", "B")))
    results = Results(Query(text="x"), 7, (hit, hit), "whoosh")
    assert list(results) == [hit, hit]
    assert len(results) == 2
