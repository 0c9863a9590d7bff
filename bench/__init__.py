"""How fast searchkit is: start, indexing and queries beside plain Whoosh and SQLite FTS5. Run `python -m bench`."""
