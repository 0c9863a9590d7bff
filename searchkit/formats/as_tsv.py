"""Tab-separated values: the table of `csv` with tabs; a cell that holds a tab, a line end or a quote is quoted."""

from __future__ import annotations

from typing import TextIO

from searchkit.formats.tables import write_table
from searchkit.model import Results


def write(results: Results, stream: TextIO) -> None:
    """Write results as tab-separated values."""
    write_table(results, stream, "\t")
