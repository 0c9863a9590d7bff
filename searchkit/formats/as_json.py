"""JSON (RFC 8259): one object with everything that is known about the answer; a key and a hit stand on a line each.

The object is described in docs/formats.md and in schema/results-1.json.
"""

from __future__ import annotations

from itertools import chain, repeat
from typing import TextIO

from searchkit.formats.objects import encode, hit_object, results_object
from searchkit.model import Results


def write(results: Results, stream: TextIO) -> None:
    """Write results as one JSON object."""
    stream.write("{\n")
    stream.writelines(f"  {encode(key)}: {encode(value)},\n" for key, value in results_object(results).items())
    stream.write('  "hits": [')
    leads = chain(["\n    "], repeat(",\n    "))
    stream.writelines(lead + encode(hit_object(hit)) for lead, hit in zip(leads, results, strict=False))
    stream.write("\n  ]\n}\n" if results.hits else "]\n}\n")
