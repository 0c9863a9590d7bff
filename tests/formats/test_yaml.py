from __future__ import annotations

import json

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit import formats
from searchkit.text import visible

from .conftest import HOSTILE, everywhere, results

ODD = (
    "no",
    "Yes",
    "1:30:00",
    "2023-01-01",
    "~",
    "null",
    "1e3",
    "0x10",
    ".inf",
    "",
    " ",
    "- a",
    "a: b",
    "#",
    "a\n\n b\n",
)


def shown(value: object) -> object:
    """Return a value with every text in it made safe to show."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {visible(key): shown(item) for key, item in value.items()}
    return [shown(item) for item in value] if isinstance(value, list) else value


def same(made) -> bool:
    """Whether YAML and JSON say the same about results."""
    return yaml.safe_load(formats.render(made, "yaml")) == shown(json.loads(formats.render(made, "json")))


def test_yaml_holds_what_json_holds(full):
    """The two forms read back as the same object, keys in the same order."""
    assert same(full)
    assert same(results())
    assert list(yaml.safe_load(formats.render(full, "yaml"))) == list(json.loads(formats.render(full, "json")))


def test_yaml_is_for_reading(full):
    """Block style: no braces, text over several lines as a block, other scripts as they are."""
    made = formats.render(full, "yaml")
    assert "{" not in made
    assert "text: |-\n" in made
    assert "text: “Łódź”\n" in formats.render(everywhere("“Łódź”"), "yaml")


@pytest.mark.parametrize("text", [*HOSTILE, *ODD])
def test_hostile_text_stays_text(text: str):
    """Nothing becomes a number, date, truth value, alias or tag; what YAML cannot hold becomes U+FFFD."""
    assert same(everywhere(text))


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())) | st.text("\n \t:#-'\"a>|%&*![]{}\\,?0e.~é"))
def test_any_text_reads_back(text: str):
    """The same for whatever Hypothesis finds."""
    assert same(everywhere(text))
