"""JSON Lines (jsonlines.org): one object a hit and line, as in `json`, with the schema version in each."""

from __future__ import annotations

from typing import TextIO

from searchkit.formats.objects import SCHEMA_VERSION, encode, hit_object
from searchkit.model import Results


def write(results: Results, stream: TextIO) -> None:
    """Write each hit as one line of JSON; nothing for no hits."""
    version = {"schema_version": SCHEMA_VERSION}
    stream.writelines(encode(version | hit_object(hit)) + "\n" for hit in results)
