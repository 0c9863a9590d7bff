from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from searchkit import formats
from searchkit.formats import citations, periods
from searchkit.model import Context, Span

from .conftest import IDEA, QUOTE, hit, results
from .test_periods import MADE

DOCS = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(?:[a-z]+ )?([a-z-]+)\n(.*?\n)```\n", DOCS, re.DOTALL)
EXAMPLES = dict(BLOCKS)
SAMPLE = results(hit(QUOTE, highlights=(Span(2, 14),), context=Context(idea=IDEA)))


@pytest.mark.parametrize("name", formats.FORMATS)
def test_every_format_is_documented(name: str):
    """The table has each format with its endings, and a section says more about it."""
    assert re.search(rf"^## .*`{name}`", DOCS, re.MULTILINE)
    [row] = [row for row in formats.describe() if row.name == name]
    assert f"| {' '.join(f'`{suffix}`' for suffix in row.suffixes)} |\n" in DOCS


@pytest.mark.parametrize("name", sorted(set(EXAMPLES) & set(formats.FORMATS)))
def test_the_examples_of_formats_are_what_comes_out(name: str):
    """What the documentation shows is what the program writes."""
    made = formats.render(SAMPLE, name)
    if name == "json":
        assert json.loads(EXAMPLES[name]) == json.loads(made)
    else:
        assert EXAMPLES[name] in made


@pytest.mark.parametrize("style", ["apa", "chicago", "mla"])
def test_the_examples_of_citations_are_what_comes_out(style: str):
    """The same for the styles of citations."""
    assert EXAMPLES[style] == citations.cite(QUOTE, style) + "\n"


def test_the_example_of_trends_is_what_comes_out():
    """The same for trends in plain text."""
    stream = io.StringIO()
    periods.write(MADE, "plain", stream)
    assert EXAMPLES["trends"] == stream.getvalue()


def test_every_key_of_json_is_documented():
    """No key of the schema is missing in the reference."""

    def keys(schema: object):
        if isinstance(schema, dict):
            yield from schema.get("properties", ())
            for value in schema.values():
                yield from keys(value)

    missing = {key for key in keys(formats.schema()) if not re.search(rf"[`{{ ]{key}[`}}, ]", DOCS)}
    assert not missing
