"""A question answered: names resolved, words found, candidates ranked, matches marked, context gathered."""

from searchkit.searching.answering import search, tally
from searchkit.searching.resolving import Facts, Resolver
from searchkit.searching.surroundings import context_of, neighbours

__all__ = ["Facts", "Resolver", "context_of", "neighbours", "search", "tally"]
