"""A library of walks, small enough that every hit can be told beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from searchkit import Episode, Idea, Library, Point, Quote
from tests.building import episode

Make = Callable[[Iterable[Episode]], Library]


@pytest.fixture
def walks(make_library: Make) -> Library:
    """Three episodes of two shows, with all that a query can narrow to."""
    library = make_library(
        [
            episode(
                "one",
                show="Far Walks",
                title="The long bridge",
                number="E1",
                published="2021-03-05",
                speakers=("Ada Lind", "Bo Stone"),
                overview=(Point("A walk over the bridge."),),
                ideas=(
                    Idea("Bridges carry more than feet", "A bridge carries news, goods and quarrels."),
                    Idea("Maps lie", "Every map leaves the kettle out."),
                ),
                quotes=(
                    Quote("The bridge carries news before it carries goods.", "Ada Lind", at=60.0),
                    Quote("My map has no kettle on it.", "Bo Stone"),
                    Quote("Nobody counts the steps of a bridge.", "A. Lind"),
                ),
            ),
            episode(
                "two",
                show="Far Walks",
                title="A kettle at dawn",
                number="E2",
                published="2022-07",
                speakers=("Ada Berg",),
                ideas=(Idea("Kettles sing", "A kettle sings before the walk."),),
                quotes=(Quote("The kettle sings and the walk begins.", "Ada Berg"),),
            ),
            episode(
                "three",
                show="Workbench",
                title="Glue",
                number="7",
                published="2023",
                overview=(Point("Glue and patience."),),
                quotes=(Quote("Glue is patience in a bottle.", "Bo Stone"), Quote("Nobody said this line.")),
            ),
        ]
    )
    library.corpus.root.joinpath("speakers.yaml").write_text("Ada Lind:\n  - A. Lind\n", encoding="utf-8")
    library.sync()
    return library


# Order
