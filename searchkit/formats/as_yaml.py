"""YAML 1.1, as PyYAML writes it: the object of the `json` format as block text for people.

Every text that YAML would take for something else (`no`, `1:30:00`, a date) is quoted, so it reads back as text.
"""

from __future__ import annotations

from typing import Any, TextIO

from searchkit.formats.objects import hit_object, results_object
from searchkit.model import Results
from searchkit.text import visible
from searchkit.yaml_text import dump


def write(results: Results, stream: TextIO) -> None:
    """Write results as one YAML document."""
    stream.write(_part(results_object(results)))
    if not results.hits:
        stream.write("hits: []\n")
        return
    stream.write("hits:\n")
    # A list in a mapping may stand without indentation, so each hit is written as a list of one.
    stream.writelines(_part([hit_object(hit)]) for hit in results)


def document(value: Any) -> str:
    """Return an object as a YAML document of its own."""
    return _part(value)


def _part(value: Any) -> str:
    """Return a part of the document; what ends a document, which comes behind some texts, is left out."""
    text = dump(_shown(value))
    return text[:-4] if text.endswith("\n...\n") else text


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, list):
        return [_shown(item) for item in value]
    if isinstance(value, dict):
        return {_shown(key): _shown(item) for key, item in value.items()}
    return value
