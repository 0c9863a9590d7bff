"""RIS (Research Information Systems, "RIS Format Specifications"), with LF line ends.

The type is SOUND, or VIDEO where the URL leads to a video: RIS has none for podcasts.
A collection of quotes is GEN. A value is one line, so that no
text can look like a tag.
"""

from __future__ import annotations

from typing import TextIO

from searchkit.formats.references import Reference, references
from searchkit.model import Results


def write(results: Results, stream: TextIO) -> None:
    """Write one record a hit, with a blank line between them; nothing for no hits."""
    between = ""
    for made in references(hit.passage for hit in results):
        stream.write(between + _record(made))
        between = "\n"


def _record(made: Reference) -> str:
    year, month, day = (*(f"{part:02}" for part in made.date), "", "", "")[:3]
    fields = (
        ("TY", "GEN" if made.collected else "VIDEO" if made.video else "SOUND"),
        ("ID", made.key),
        ("AU", made.author.inverted if made.author else ""),
        ("TI", made.title),
        ("T2", made.show),
        ("IS", made.number),
        ("PY", year.zfill(4) if year else ""),
        ("DA", f"{year.zfill(4)}/{month}/{day}/" if year else ""),
        ("UR", made.url),
        ("N1", made.note),
    )
    return "".join(f"{tag}  - {value}\n" for tag, value in fields if value) + "ER  - \n"
