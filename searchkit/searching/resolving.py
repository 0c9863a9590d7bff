"""What a query means in one index: names become keys, conditions become filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from searchkit.errors import QueryError, UsageError
from searchkit.languages import ENGLISH
from searchkit.model import KINDS, Kind, Query
from searchkit.query import date_bounds, parse
from searchkit.query.nodes import All, Among, And, Dates, Leaf, Named, Node, Not, Or, Phrase, Term, Words, mapped
from searchkit.records import dataclass, replace
from searchkit.text import name_key

if TYPE_CHECKING:
    from searchkit.names import Names

_SAID_KINDS = frozenset({"quote", "segment"})


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

    def same_voice(self, one: str, other: str) -> bool:
        """Whether two names are those of one speaker."""
        speakers = self.names()[0]
        return name_key(speakers.canonical(one)) == name_key(speakers.canonical(other))


def resolve(tree: Node, query: Query, resolver: Resolver, facts: Facts) -> tuple[Node, tuple[Among | Dates, ...]]:
    """Return a tree as an engine wants it, and the conditions that every hit must fulfil.

    Raises:
        QueryError, UsageError, NotFoundError: a name may mean several, or is not known.
    """
    tree = mapped(tree, lambda leaf: _named(leaf, query, resolver) if isinstance(leaf, Named) else leaf)
    if facts.languages != (ENGLISH,):
        tree = _in_languages(tree, facts.languages)
    tree, conditions = _split(tree)
    return tree, (*conditions, *_filters(query, resolver))


def _speaker_field(kinds: Sequence[Kind]) -> str:
    """Return the field that says who: of ideas and points, which nobody says, those who speak in their episode."""
    return "speaker" if not kinds or _SAID_KINDS & set(kinds) else "voice"


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


def _filters(query: Query, resolver: Resolver) -> Iterable[Among | Dates]:
    if query.kinds:
        yield Among("kind", tuple(query.kinds))
    if query.speaker:
        keys = resolver.names()[0].resolve(query.speaker)
        yield Among("speaker" if _speaker_field(query.kinds) == "speaker" else "voice", keys)
    if query.show:
        yield Among("show", resolver.names()[1].resolve(query.show))
    if query.episode:
        yield Among("episode", resolver.episodes(query.episode))
    if query.since or query.until:
        first, last = _bound(query.since, "since")[0], _bound(query.until, "until")[1]
        if last and first > last:
            raise UsageError(f"nothing is both since {query.since} and until {query.until}", "exchange the two")
        yield Dates(first, last)


def kinds_asked(query: Query) -> tuple[Kind, ...]:
    """Return the kinds of passages that a query is about, () for points, ideas and quotes.

    It is about segments if it asks for them by its kinds, or by `kind:segment` in its text: to find one of these among
    all kinds is what a query with a text such as `kind:segment OR bridge` wants.

    Raises:
        QueryError: the text of the query cannot be read.
    """
    if query.kinds or "segment" not in query.text or "kind:" not in query.text:
        return query.kinds
    told: list[Among] = []
    mapped(parse(query.text), lambda leaf: _noted(leaf, told))
    return KINDS if any("segment" in among.values for among in told) else ()


def _noted(leaf: Leaf, told: list[Among]) -> Leaf:
    if isinstance(leaf, Among) and leaf.field == "kind":
        told.append(leaf)
    return leaf


def _bound(value: str, option: str) -> tuple[int, int]:
    if not value:
        return 0, 0
    try:
        return date_bounds(value)
    except ValueError as error:
        raise UsageError(f"--{option}: {error}") from None
