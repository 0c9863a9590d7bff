"""What is done when the words as they were typed would find nothing: misspelt ones corrected, some left out.

Both are said with the results, and `Query.strict` forbids both.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from searchkit.engines.base import Engine, Found
from searchkit.highlighting import holds, shown_leaves
from searchkit.model import Hit, Query
from searchkit.query.nodes import (
    Among,
    Dates,
    Leaf,
    Node,
    Phrase,
    Term,
    Words,
    loosened,
    mapped,
    wanted_leaves,
    words_of,
)
from searchkit.records import replace

ALL_WANTED = 3  # plain words up to which a search wants all of them where it can
LINE = 5  # words, stop words too, from which on it is a line that somebody half remembers
TELLING = 0.34  # share of the words of a line that are no stop words, up to which it is found by every word
_TOO_SHORT = 3  # letters below which nothing that looks like a word is worth telling
_LONG = 10  # letters from which on a word may be two letters off
_SHORT = 5  # letters below which a word is not corrected: nearly every other one looks like it
_LONG_IN_A_LINE, _SHORT_IN_A_LINE = 8, 4  # where the other words tell whether the correction was meant


def unknown_terms(tree: Node, engine: Engine) -> list[Term]:
    """Return the words of a query that no passage holds and no speaker has in the name."""
    terms = [leaf for leaf in wanted_leaves(tree) if isinstance(leaf, Term) and leaf.field == "text"]
    frequencies = engine.frequencies({stem for term in terms for stem in term.stems})
    return [
        term for term in terms if not any(frequencies[stem] for stem in term.stems) and not engine.speaks(term.word)
    ]


def correct(tree: Node, unknown: Sequence[Term], engine: Engine) -> tuple[Node, dict[str, str]]:
    """Return the tree with words of the index in place of misspelt ones, and which was taken for which.

    A word is corrected if one of the index is one letter off (exchanged, added, left out, or swapped with its
    neighbour), or two if it has ten letters, in a line eight; nearer ones are preferred, then more frequent ones. Words
    of titles are known, although no passage holds them.
    """
    instead: dict[str, str] = {}
    is_line = isinstance(tree, Words) and len(tree.wording) >= LINE
    shortest, long = (_SHORT_IN_A_LINE, _LONG_IN_A_LINE) if is_line else (_SHORT, _LONG)
    for term in unknown:
        if len(term.word) < shortest or engine.count(replace(term, field="title")):
            continue
        for near in engine.similar_words(term.word, 1):
            if _is_slip(term.word, near, long):
                instead[term.word] = near
    if not instead:
        return tree, {}

    def corrected(leaf: Leaf) -> Node:
        if isinstance(leaf, Term) and leaf.field == "text" and leaf.word in instead:
            return replace(leaf, word=instead[leaf.word], raw=instead[leaf.word])
        return leaf

    made = mapped(tree, corrected)
    if isinstance(made, Words):
        made = replace(
            made,
            words=tuple(dict.fromkeys(made.words)),
            wording=tuple(instead.get(word, word) for word in made.wording),
        )
    return made, {term.raw or term.word: instead[term.word] for term in unknown if term.word in instead}


def _is_slip(typed: str, known: str, long: int) -> bool:
    from rapidfuzz.distance import DamerauLevenshtein  # noqa: PLC0415 -- start-up time

    return DamerauLevenshtein.distance(typed, known) <= (2 if len(typed) >= long else 1)


def find(tree: Node, query: Query, ask: Callable[[Node], Found]) -> tuple[Node, Found]:
    """Return what was found, and the tree that found it: with all words, or with some of them."""
    if not isinstance(tree, Words) or not tree.words or query.match == "all" or query.strict:
        return tree, ask(tree)
    if len(tree.words) + len(tree.required) < 2:  # noqa: PLR2004 -- one word: there is nothing to do without
        return tree, ask(tree)
    words = tuple(dict.fromkeys(other for part in tree.words for other in loosened(part)))
    content = [part for part in words if not (isinstance(part, Term) and part.is_stop)]
    is_line = len(tree.wording) >= LINE
    partial = replace(tree, need="any", words=words, every=is_line and len(content) <= len(words) * TELLING)
    if query.match == "any" or is_line or len(content) > ALL_WANTED:
        return partial, ask(partial)
    found = ask(tree)
    return (tree, found) if found.total else (partial, ask(partial))


def unquoted(tree: Node) -> Words | None:
    """Return a tree of plain words with those of its quoted phrases among them, None if it has none of both.

    A phrase alone is meant as it stands.
    """
    if not isinstance(tree, Words) or not tree.words:
        return None
    phrases = [part for part in tree.required if isinstance(part, Phrase) and part.field == "text"]
    if not phrases:
        return None
    words = dict.fromkeys((*tree.words, *(word for phrase in phrases for word in words_of(phrase))))
    rest = tuple(part for part in tree.required if part not in phrases)
    return replace(tree, words=tuple(words), required=rest, need="any")


def dropped(tree: Node, filters: Sequence[Among | Dates], hits: Sequence[Hit], engine: Engine) -> tuple[str, ...]:
    """Return the words that the best hit lacks, if no passage holds all of them."""
    if not hits or not isinstance(tree, Words) or tree.need == "all":
        return ()
    missing = [leaf for leaf in shown_leaves(tree) if not holds(leaf, hits[0].passage)]
    if not missing or engine.count(replace(tree, need="all"), filters):
        return ()
    return tuple(getattr(leaf, "raw", "") or getattr(leaf, "word", "") or str(leaf) for leaf in missing)


def suggestions(unknown: Sequence[Term], corrected: Mapping[str, str], engine: Engine) -> dict[str, tuple[str, ...]]:
    """Return known words that look like those that are not known and were not corrected."""
    asked = {term.raw or term.word: term.word for term in unknown}
    return {
        raw: () if len(word) < _TOO_SHORT or any(map(str.isdigit, word)) else engine.similar_words(word)
        for raw, word in asked.items()
        if raw not in corrected
    }
