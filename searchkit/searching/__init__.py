"""A question answered: names resolved, words found, candidates ranked, matches marked, context gathered."""

from searchkit.searching.answering import search, tally
from searchkit.searching.resolving import Facts, Resolver, kinds_asked
from searchkit.searching.surroundings import contexts

__all__ = ["Facts", "Resolver", "contexts", "kinds_asked", "search", "tally"]
