"""CSL-JSON (Citation Style Language 1.0.2, csl-data.json), which citation processors and Zotero read.

The type is `broadcast`, which the specification gives for an episode of a podcast if there is a `container-title`;
`document` is a collection of quotes, and the person quoted its `original-author`, never its author;
`genre` says which kind. Nobody is called `host` or `guest`, because the corpus does not say who is: who said the words
is the author, the others are contributors. The words stand in `note`, which version 1.0.2 has for descriptive text.
"""

from __future__ import annotations

from typing import Any, TextIO

from searchkit.formats.names import Name
from searchkit.formats.objects import encode
from searchkit.formats.references import Reference, references
from searchkit.model import Results


def write(results: Results, stream: TextIO) -> None:
    """Write results as an array of items, one a line."""
    between = "[\n"
    for made in references(hit.passage for hit in results):
        stream.write(between + encode(item(made)))
        between = ",\n"
    stream.write("\n]\n" if results.hits else "[]\n")


def item(made: Reference) -> dict[str, Any]:
    """Return one item; what is unknown is left out."""
    fields = {
        "id": made.key,
        "type": "document" if made.collected else "broadcast",
        "author": [_name(made.author)] if made.author else [],
        "original-author": [_name(made.quoted)] if made.quoted else [],
        "contributor": [_name(name) for name in made.others],
        "title": made.title,
        "container-title": made.show,
        "number": made.number,
        "genre": made.genre,
        "issued": {"date-parts": [list(made.date)]} if made.date else {},
        "URL": made.url,
        # citeproc-js reads `{:variable:value}` in a note as a variable.
        "note": made.note.replace("{:", "{ :"),
    }
    return {name: value for name, value in fields.items() if value}


def _name(name: Name) -> dict[str, str]:
    parts = {
        "family": name.family,
        "given": name.given,
        "non-dropping-particle": name.particle,
        "suffix": name.suffix,
        "literal": name.literal,
    }
    return {part: value for part, value in parts.items() if value}
