"""A question answered: names resolved, words found, candidates ranked, matches marked, context gathered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from searchkit.engines.base import Engine, Found, Request
from searchkit.errors import QueryError, UsageError
from searchkit.highlighting import Highlighter, holds, shown_leaves
from searchkit.languages import ENGLISH
from searchkit.model import KINDS, MATCHES, SORTS, Context, Facets, Hit, Kind, Part, Passage, Query, Results
from searchkit.query import date_bounds, parse
from searchkit.query.nodes import (
    All,
    Among,
    And,
    Dates,
    Named,
    Node,
    Not,
    Or,
    Phrase,
    Term,
    Words,
    mapped,
    plain_terms,
    wanted_leaves,
)
from searchkit.ranking import Ranked, Ranker, window
from searchkit.scoring import Statistics, stems_of
from searchkit.text import name_key

if TYPE_CHECKING:
    from searchkit.names import Names

PLAIN_KINDS: tuple[Kind, ...] = ("point", "idea", "quote")  # where a search looks unless told otherwise
_SAID_KINDS = frozenset({"quote", "segment"})
_ALL_WANTED = 3  # plain words up to which a search wants all of them where it can
_DECIMALS = 4  # of a score


@dataclass(frozen=True, slots=True)
class Facts:
    """What the manifest of an index tells of its passages.

    Attributes:
        average_length: words of a passage on average.
        languages: codes of the languages in which they are.
    """

    average_length: float = 1.0
    languages: tuple[str, ...] = (ENGLISH,)


@dataclass(frozen=True, slots=True)
class Resolver:
    """How names become what the index holds; each function is called only when a query names something.

    Attributes:
        names: gives the speakers and the shows.
        episodes: gives the ids of the episodes that a text names.
    """

    names: Callable[[], tuple[Names, Names]]
    episodes: Callable[[str], tuple[str, ...]]


def search(engine: Engine, query: Query, resolver: Resolver, facts: Facts, *, engine_name: str) -> Results:
    """Return the answer of an engine to a query.

    Raises:
        QueryError: the text of the query cannot be read.
        UsageError: an option cannot be what it is, or a name may mean several.
        NotFoundError: a name that is not known.
    """
    _check(query)
    tree = _resolved(parse(query.text), query, resolver)
    if facts.languages != (ENGLISH,):
        tree = _in_languages(tree, facts.languages)
    tree, conditions = _split(tree)
    filters = (*conditions, *_filters(query, resolver, engine))
    tree, found = _find(engine, tree, filters, query)
    statistics = Statistics(engine.size, facts.average_length, engine.frequencies(stems_of(tree)))
    hits = _hits(engine, tree, found, query, Ranker(tree, statistics))
    unknown = [
        term for term in plain_terms(tree) if not statistics.frequency(term.stems) and not engine.speaks(term.word)
    ]
    return Results(
        query=query,
        total=found.total,
        hits=hits,
        engine=engine_name,
        dropped=_dropped(engine, tree, filters, hits),
        suggestions={term.raw or term.word: engine.similar_words(term.word) for term in unknown},
        facets=_with_names(found.facets, resolver) if query.facets else found.facets,
    )


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


# Names and conditions


def _speaker_field(kinds: Sequence[Kind]) -> str:
    """Return the field that says who: of ideas and points, which nobody says, those who speak in their episode."""
    return "speaker" if not kinds or _SAID_KINDS & set(kinds) else "voice"


def _resolved(node: Node, query: Query, resolver: Resolver) -> Node:
    """Return the tree with the keys of the index in place of names."""
    return mapped(node, lambda leaf: _named(leaf, query, resolver) if isinstance(leaf, Named) else leaf)


def _in_languages(node: Node, languages: tuple[str, ...]) -> Node:
    """Return the tree with the languages of the index for every word."""
    return mapped(node, lambda leaf: replace(leaf, languages=languages) if isinstance(leaf, Term | Phrase) else leaf)


def _named(node: Named, query: Query, resolver: Resolver) -> Among:
    try:
        if node.field == "number":
            return Among("number", (name_key(node.text),))
        if node.field == "episode":
            return Among("episode", resolver.episodes(node.text))
        speakers, shows = resolver.names()
        if node.field == "show":
            return Among("show", shows.resolve(node.text, prefix=node.prefix))
        field = "voice" if _speaker_field(query.kinds) == "voice" else "speaker"
        return Among(field, speakers.resolve(node.text, prefix=node.prefix))  # type: ignore[arg-type]
    except UsageError as error:
        raise QueryError(error.message, query=query.text, start=node.start, end=node.end, hint=error.hint) from None


def _split(tree: Node) -> tuple[Node, tuple[Among | Dates, ...]]:
    """Return the tree without the conditions that every hit must fulfil, and those: they earn no score."""
    if isinstance(tree, Among | Dates):
        return All(), (tree,)
    if isinstance(tree, And):
        parts = [part for part in tree.parts if not isinstance(part, Among | Dates)]
        conditions = tuple(part for part in tree.parts if isinstance(part, Among | Dates))
        if not parts:
            return All(), conditions
        return (parts[0] if len(parts) == 1 else And(tuple(parts))), conditions
    if isinstance(tree, Words):
        conditions = tuple(part for part in tree.required if isinstance(part, Among | Dates))
        required = tuple(part for part in tree.required if not isinstance(part, Among | Dates))
        rest = replace(tree, required=required)
        if rest.words or rest.required:
            return rest, conditions
        if rest.excluded:
            return Not(rest.excluded[0] if len(rest.excluded) == 1 else Or(rest.excluded)), conditions
        return All(), conditions
    return tree, ()


def _filters(query: Query, resolver: Resolver, engine: Engine) -> Iterable[Among | Dates]:
    kinds = query.kinds or _default_kinds(engine)
    if kinds:
        yield Among("kind", tuple(kinds))
    if query.speaker:
        keys = resolver.names()[0].resolve(query.speaker)
        yield Among("speaker" if _speaker_field(query.kinds) == "speaker" else "voice", keys)
    if query.show:
        yield Among("show", resolver.names()[1].resolve(query.show))
    if query.episode:
        yield Among("episode", resolver.episodes(query.episode))
    if query.since or query.until:
        yield Dates(_bound(query.since, "since")[0], _bound(query.until, "until")[1])


def _default_kinds(engine: Engine) -> tuple[Kind, ...]:
    """Return the kinds that a search looks in unless told otherwise; () where the index holds no others."""
    return PLAIN_KINDS if engine.holds_kind("segment") else ()


def _bound(value: str, option: str) -> tuple[int, int]:
    if not value:
        return 0, 0
    try:
        return date_bounds(value)
    except ValueError as error:
        raise UsageError(f"--{option}: {error}") from None


# Finding


def _find(engine: Engine, tree: Node, filters: Sequence[Among | Dates], query: Query) -> tuple[Node, Found]:
    """Return what was found, and the tree that found it: with all words, or with some of them."""
    wanted = query.offset + query.limit if query.limit is not None else None
    if query.sort == "relevance" and wanted is not None:
        wanted = max(wanted, window(plain_terms(tree)))

    def ask(tree: Node) -> Found:
        return engine.search(Request(tree, tuple(filters), query.sort, wanted, facets=query.facets))

    if not isinstance(tree, Words) or not tree.words or query.match == "all":
        return tree, ask(tree)
    if len(tree.words) + len(tree.required) < 2:  # noqa: PLR2004 -- one word: there is nothing to do without
        return tree, ask(tree)
    partial = replace(tree, need="any")
    content = [part for part in tree.words if not (isinstance(part, Term) and part.is_stop)]
    if query.match == "any" or len(content) > _ALL_WANTED:
        return partial, ask(partial)
    found = ask(tree)
    return (tree, found) if found.total else (partial, ask(partial))


def _dropped(engine: Engine, tree: Node, filters: Sequence[Among | Dates], hits: Sequence[Hit]) -> tuple[str, ...]:
    """Return the words that the best hit lacks, if no passage holds all of them."""
    if not hits or not isinstance(tree, Words) or tree.need == "all":
        return ()
    missing = [leaf for leaf in shown_leaves(tree) if not holds(leaf, hits[0].passage)]
    if not missing or engine.count(replace(tree, need="all"), filters):
        return ()
    return tuple(getattr(leaf, "raw", "") or getattr(leaf, "word", "") or str(leaf) for leaf in missing)


def _hits(engine: Engine, tree: Node, found: Found, query: Query, ranker: Ranker) -> tuple[Hit, ...]:
    end = None if query.limit is None else query.offset + query.limit
    window = ranker.window if query.sort == "relevance" and any(wanted_leaves(tree)) else 0
    ranked = ranker.rank(found.candidates[:window])
    ranked += [Ranked(candidate, candidate.score, ()) for candidate in found.candidates[window:]]
    page = ranked[query.offset : end]
    marker = Highlighter(tree)
    contexts = _contexts(engine, [entry.candidate.passage for entry in page], query.context)
    return tuple(
        Hit(
            entry.candidate.passage,
            round(entry.score, _DECIMALS),
            marker.spans(entry.candidate.passage),
            context,
            _explained(entry.parts, entry.score) if query.explain and entry.score else (),
        )
        for entry, context in zip(page, contexts, strict=True)
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


# Context


def _contexts(engine: Engine, passages: Sequence[Passage], around: int) -> list[Context]:
    """Return what stands around each passage, everything fetched from the index at once."""
    wanted: dict[str, None] = {}
    for passage in passages:
        wanted |= dict.fromkeys((passage.idea, *passage.quotes, *neighbours(passage, around)))
    wanted.pop("", None)
    there = engine.passages(list(wanted))
    return [context_of(passage, there, around) for passage in passages]


def context_of(passage: Passage, there: dict[str, Passage], around: int) -> Context:
    """Return the context of a passage from the passages that were fetched for it."""
    beside = [there[other] for other in neighbours(passage, around) if other in there]
    own = number_of(passage.id)
    return Context(
        idea=there.get(passage.idea),
        quotes=tuple(there[quote] for quote in passage.quotes if quote in there),
        before=tuple(other for other in beside if number_of(other.id) < own),
        after=tuple(other for other in beside if number_of(other.id) > own),
    )


def neighbours(passage: Passage, around: int) -> list[str]:
    """Return the ids that the passages of its kind on each side of a passage have, whether they exist or not."""
    head, _, number = passage.id.rpartition("-")
    own = int(number)
    return [f"{head}-{other}" for other in range(max(1, own - around), own + around + 1) if other != own]


def number_of(passage_id: str) -> int:
    """Return the number of a passage within its kind."""
    return int(passage_id.rpartition("-")[2])
