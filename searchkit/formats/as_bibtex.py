r"""BibTeX (Patashnik, "BibTeXing", 1988) that biblatex 3 takes as well.

Every entry is a `@misc`: BibTeX has no type for recordings, and biblatex's `@audio` is an alias of `@misc` that BibTeX
does not know. `howpublished` names the show in print; `series` and `number` hold it for reference managers. The words
stand in `annote`, which both know. `date` is there where a day is known, because BibTeX has no field for days.

Values are UTF-8. What TeX acts on becomes a command that prints it; braces become `\textbraceleft{}` and
`\textbraceright{}` because BibTeX counts braces even behind a backslash. URLs stay as they are but percent-encoded:
biblatex and url.sty read that field verbatim.
"""

from __future__ import annotations

import re
from typing import TextIO

from searchkit.formats.names import Name
from searchkit.formats.parts import MONTHS
from searchkit.formats.references import Reference, references
from searchkit.model import Results

_COMMANDS = str.maketrans(
    {
        **{char: f"\\{char}" for char in "&%$#_"},
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        "`": r"\textasciigrave{}",
    }
)
# TeX joins these into dashes and quotation marks.
_LIGATURE = re.compile(r"([-',])(?=\1)")


def escape(text: str) -> str:
    """Return text as LaTeX that prints it."""
    return _LIGATURE.sub(r"\1{}", text.translate(_COMMANDS))


def write(results: Results, stream: TextIO) -> None:
    """Write one entry a hit, with a blank line between them; nothing for no hits."""
    between = ""
    for made in references(hit.passage for hit in results):
        stream.write(between + entry(made))
        between = "\n"


def entry(made: Reference) -> str:
    """Return one entry, with a line end behind it."""
    number = f", episode {made.number}" if made.number else ""
    fields = {
        "author": f"{{{_name(made.author)}}}" if made.author else "",
        # The second pair of braces keeps BibTeX styles from lowering the capitals of names.
        "title": f"{{{{{escape(made.title)}}}}}",
        "howpublished": _braced(f"{made.show}{number}"),
        "series": _braced(made.show),
        "number": _braced(made.number),
        "year": f"{{{made.date[0]:04}}}" if made.date else "",
        # The name of a month is a macro of every BibTeX style.
        "month": MONTHS[made.date[1] - 1][:3].lower() if made.date[1:] else "",
        "date": "{{{:04}-{:02}-{:02}}}".format(*made.date) if made.date[2:] else "",
        "url": f"{{{made.url}}}" if made.url else "",
        "annote": _braced(made.note),
    }
    lines = "".join(f"  {name} = {value},\n" for name, value in fields.items() if value)
    return f"@misc{{{made.key},\n{lines}}}\n"


def _braced(text: str) -> str:
    return f"{{{escape(text)}}}" if text else ""


def _name(name: Name) -> str:
    if name.literal:
        return f"{{{escape(name.literal)}}}"
    return ", ".join(escape(part) for part in (name.surname, name.suffix, name.given) if part)
