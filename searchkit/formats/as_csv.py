"""CSV (RFC 4180, with LF line ends, UTF-8 without a byte order mark): a header, then one row a hit."""

from __future__ import annotations

from typing import TextIO

from searchkit.formats.tables import write_table
from searchkit.model import Results


def write(results: Results, stream: TextIO) -> None:
    """Write results as comma-separated values."""
    write_table(results, stream, ",")
