"""How well searchkit finds: test collections and half-remembered quotes. Run `python -m bench.quality`."""
