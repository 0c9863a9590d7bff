"""Query text to tree: Lucene's syntax, checked, with the place of a fault and the nearest reading that works."""

from searchkit.query.parsing import FIELDS, date_bounds, parse

__all__ = ["FIELDS", "date_bounds", "parse"]
