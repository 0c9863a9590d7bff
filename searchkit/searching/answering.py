"""A question answered: what the other modules of this room do, in its order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from searchkit.engines.base import Engine, Found, Request, TallyField
from searchkit.errors import UsageError
from searchkit.highlighting import Highlighter
from searchkit.limits import USUAL, Limits
from searchkit.model import KINDS, MATCHES, SORTS, Facets, Hit, Part, Query, Results
from searchkit.query import parse
from searchkit.query.nodes import Among, And, Dates, Node, Not, Phrase, Words, plain_terms, wanted_leaves
from searchkit.ranking import Ranked, Ranker, window
from searchkit.records import replace
from searchkit.scoring import Statistics, stems_of
from searchkit.searching.collapsing import Group, duplicates_of, one_of_each
from searchkit.searching.relaxing import correct, dropped, find, suggestions, unknown_terms, unquoted
from searchkit.searching.resolving import Facts, Resolver, resolve
from searchkit.searching.surroundings import contexts

_DECIMALS = 4  # of a score


def search(
    engine: Engine,
    query: Query,
    resolver: Resolver,
    facts: Facts,
    group: Group,
    *,
    engine_name: str,
    without: Sequence[str] = (),
    limits: Limits = USUAL,
) -> Results:
    """Return the answer of an engine to a query.

    Args:
        engine: where to look.
        query: what to find.
        resolver: gives the names that the query may use.
        facts: of the index.
        group: gives for a passage those that say nearly the same.
        engine_name: for the results.
        without: ids of passages that are not to be found.
        limits: how much the query may ask for.

    Raises:
        QueryError: the text of the query cannot be read.
        UsageError: an option cannot be what it is, or a name may mean several.
        NotFoundError: a name that is not known.
    """
    _check(query)
    tree, filters = resolve(parse(query.text, limits), query, resolver, facts)
    if without:
        tree = _leaving_out(tree, without)
    unknown = unknown_terms(tree, engine)
    corrected: dict[str, str] = {}
    if unknown and not query.strict:
        tree, corrected = correct(tree, unknown, engine)
    answer = _Answer(engine, query, filters, facts)
    tree, found = find(tree, query, answer.ask)
    phrases: tuple[str, ...] = ()
    if not found.total and query.match == "auto" and not query.strict and (apart := unquoted(tree)) is not None:
        apart_found = answer.ask(apart)
        if apart_found.total:
            phrases = tuple(f"“{leaf.raw}”" for leaf in wanted_leaves(tree) if isinstance(leaf, Phrase) and leaf.quoted)
            tree, found = apart, apart_found
    ranked = answer.ranked(tree, found)
    if not query.duplicates:
        ranked = answer.collapsed(tree, found, ranked, group)
    hits = answer.hits(tree, ranked, resolver, group)
    return Results(
        query=query,
        total=found.total,
        hits=hits,
        engine=engine_name,
        dropped=(*phrases, *dropped(tree, filters, hits, engine)),
        corrected=corrected,
        suggestions=suggestions(unknown, corrected, engine),
        limited={str(pattern): count for pattern, count in found.limited.items()},
        facets=_with_names(found.facets, resolver) if query.facets else found.facets,
    )


def tally(
    engine: Engine,
    query: Query,
    resolver: Resolver,
    facts: Facts,
    fields: Sequence[TallyField],
    *,
    limits: Limits = USUAL,
) -> Mapping[tuple[str, ...], int]:
    """Return how many of the passages that a query finds have each combination of the values of some fields.

    All its words are wanted unless it asks for any: counts of what holds only some of them would not be told apart.
    Errors as in `search`.
    """
    _check(query)
    tree, filters = resolve(parse(query.text, limits), query, resolver, facts)
    if not query.strict:
        tree, _ = correct(tree, unknown_terms(tree, engine), engine)
    if query.match == "any" and isinstance(tree, Words):
        tree = replace(tree, need="any")
    return engine.tally(tree, filters, fields)


def _check(query: Query) -> None:
    if query.limit is not None and query.limit < 1:
        raise UsageError(f"a limit of {query.limit} finds nothing", "give at least 1, or --all for everything")
    for name, value in (("offset", query.offset), ("context", query.context)):
        if value < 0:
            raise UsageError(f"{name} is {value}; it cannot be below 0")
    for name, chosen, known in (("sort", query.sort, SORTS), ("match", query.match, MATCHES)):
        if chosen not in known:
            raise UsageError(f"{name} cannot be {chosen}", "it is one of " + ", ".join(known))
    for kind in query.kinds:
        if kind not in KINDS:
            raise UsageError(f"there is no kind {kind}", "the kinds are " + ", ".join(KINDS))


def _leaving_out(tree: Node, ids: Sequence[str]) -> Node:
    out = Among("id", tuple(ids))
    if isinstance(tree, Words):
        return replace(tree, excluded=(*tree.excluded, out))
    return And((tree, Not(out)))


class _Answer:
    """One query put to one engine."""

    def __init__(self, engine: Engine, query: Query, filters: tuple[Among | Dates, ...], facts: Facts) -> None:
        self.engine = engine
        self.query = query
        self.filters = filters
        self.facts = facts
        self.end = None if query.limit is None else query.offset + query.limit

    def ask(self, tree: Node, end: int | None = None) -> Found:
        """Return what a tree finds, `end` candidates or as many as are shown or read again."""
        wanted = end or self.end
        if self.query.sort == "relevance" and wanted is not None:
            wanted = max(wanted, window(plain_terms(tree)))
        return self.engine.search(Request(tree, self.filters, self.query.sort, wanted, facets=self.query.facets))

    def ranked(self, tree: Node, found: Found) -> list[Ranked]:
        """Return the candidates in their final order."""
        if self.query.sort != "relevance" or not any(wanted_leaves(tree)):
            return [Ranked(candidate, 0.0) for candidate in found.candidates]
        statistics = Statistics(self.engine.size, self.facts.average_length, self.engine.frequencies(stems_of(tree)))
        ranker = Ranker(tree, statistics, explain=self.query.explain)
        ranked = ranker.rank(found.candidates[: ranker.window])
        return ranked + [Ranked(candidate, candidate.score) for candidate in found.candidates[ranker.window :]]

    def collapsed(self, tree: Node, found: Found, ranked: list[Ranked], group: Group) -> list[Ranked]:
        """Return one candidate of each group, with as many in all as are shown, if there are so many."""
        earliest = self.query.sort == "relevance"
        kept = one_of_each(ranked, group, earliest=earliest)
        while self.end is not None and len(kept) < self.end and len(ranked) < found.total:
            ranked = self.ranked(tree, self.ask(tree, 2 * len(ranked)))
            kept = one_of_each(ranked, group, earliest=earliest)
        return kept

    def hits(self, tree: Node, ranked: Sequence[Ranked], resolver: Resolver, group: Group) -> tuple[Hit, ...]:
        """Return the hits of the page, with their highlights, context and duplicates."""
        page = ranked[self.query.offset : self.end]
        passages = [entry.candidate.passage for entry in page]
        groups = [() if self.query.duplicates else group(passage.id) for passage in passages]
        there = self.engine.passages([one for ids in groups for one in ids]) if any(groups) else {}
        marker = Highlighter(tree)
        around = contexts(self.engine, passages, self.query.context)
        return tuple(
            Hit(
                passage,
                round(entry.score, _DECIMALS),
                marker.spans(passage, entry.reading),
                context,
                _explained(entry.parts, entry.score) if self.query.explain and entry.score else (),
                duplicates_of(passage, ids, there, resolver.same_voice) if ids else (),
            )
            for entry, passage, context, ids in zip(page, passages, around, groups, strict=True)
        )


def _with_names(facets: Facets, resolver: Resolver) -> Facets:
    """Return facets in which every speaker is counted once, under the canonical name, whatever the spelling."""
    speakers = resolver.names()[0]
    counts: Counter[str] = Counter()
    for spelling, count in facets.speakers:
        counts[speakers.canonical(spelling)] += count
    return replace(facets, speakers=tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0]))))


def _explained(parts: Sequence[Part], score: float) -> tuple[Part, ...]:
    """Return the parts rounded so that they add up to the rounded score; the largest takes what rounding leaves."""
    rounded = [Part(part.what, round(part.value, _DECIMALS)) for part in parts]
    if rounded:
        largest = max(range(len(rounded)), key=lambda index: rounded[index].value)
        others = sum(part.value for index, part in enumerate(rounded) if index != largest)
        rounded[largest] = replace(rounded[largest], value=round(round(score, _DECIMALS) - others, _DECIMALS))
    return tuple(rounded)
