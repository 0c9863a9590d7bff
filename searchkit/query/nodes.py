"""The tree that a query becomes: small frozen records that every engine compiles.

Leaves that look for words name the field they look in: the passage's words (`text`, an idea's heading included), the
`heading` alone, or the episode's `title`. Words stand in them folded, as `analysis.fold_word` leaves them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Literal, TypeAlias

from searchkit.analysis import is_stop_word, stem, stems, terms, tokens
from searchkit.languages import ENGLISH
from searchkit.records import dataclass, field, replace

WordField = Literal["text", "heading", "title"]
NameField = Literal["speaker", "show", "episode", "kind", "number"]


@dataclass(frozen=True, slots=True)
class Term:
    """One word, in any inflection; `raw` is how it was typed, `languages` are those of the passages."""

    word: str
    field: WordField = "text"
    raw: str = ""
    languages: tuple[str, ...] = (ENGLISH,)

    @property
    def stems(self) -> tuple[str, ...]:
        """What the index holds it under: its distinct stems in each language, nearly always one."""
        if len(self.languages) == 1:
            return _stems(self.word, self.raw, self.languages[0])
        return tuple(dict.fromkeys(stem_ for language in self.languages for stem_ in self.stems_in(language)))

    def stems_in(self, language: str) -> tuple[str, ...]:
        """Return its stems in one language."""
        return _stems(self.word, self.raw, language)

    @property
    def is_stop(self) -> bool:
        """Whether it is too frequent to tell passages apart, in a language of the index."""
        return any(is_stop_word(self.word, language) for language in self.languages)


@lru_cache(4096)  # each is asked for with every passage that is ranked
def _stems(word: str, raw: str, language: str) -> tuple[str, ...]:
    typed = stems(raw, language) if raw and not raw.isascii() else ()
    return typed or (stem(word, language),)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other, in any inflection, with at most `slop` other words between them in all.

    `quoted` is False for one word as typed that is several to the index (well-known). `languages` as in `Term`.
    """

    words: tuple[str, ...]
    slop: int = 0
    field: WordField = "text"
    raw: str = ""
    quoted: bool = True
    languages: tuple[str, ...] = (ENGLISH,)

    @property
    def variants(self) -> tuple[tuple[str, ...], ...]:
        """What the index holds: the distinct rows of stems, one for each language and way of writing accents."""
        rows = (row for language in self.languages for row in self.variants_in(language))
        return tuple(dict.fromkeys(rows))

    def variants_in(self, language: str) -> tuple[tuple[str, ...], ...]:
        """Return its rows of stems in one language."""
        plain = tuple(stem(word, language) for word in self.words)
        if self.raw.isascii() or language == ENGLISH:
            return (plain,)
        typed = terms(self.raw, language)
        written = tuple(stems_[0] for _, stems_ in typed)
        return tuple(dict.fromkeys((written, plain))) if len(written) == len(plain) else (plain,)


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins so."""

    prefix: str
    field: WordField = "text"

    def __str__(self) -> str:
        return f"{self.prefix}*"

    def matcher(self) -> Callable[[str], bool]:
        """Return what tells whether a folded word begins so."""
        return lambda word: word.startswith(self.prefix)


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Every word of the pattern: `*` stands for any letters, `?` for one."""

    pattern: str
    field: WordField = "text"

    def __str__(self) -> str:
        return self.pattern

    def matcher(self) -> Callable[[str], bool]:
        """Return what tells whether a folded word fulfils the pattern."""
        match = self.regex().fullmatch
        return lambda word: match(word) is not None

    def regex(self) -> re.Pattern[str]:
        """Return the regular expression that the words fulfil from beginning to end.

        What stands between two stars is looked for once, at the first place: another one cannot help what follows, and
        trying each would take for ever on a long word. So does `fnmatch.translate`.
        """
        runs = re.sub(r"\*+", "*", self.pattern).split("*")
        first, *others = ("".join("." if char == "?" else re.escape(char) for char in run) for run in runs)
        if not others:
            return re.compile(first, re.DOTALL)
        # Of a letter alone the first is found faster by passing all others.
        between = "".join(
            f"(?>[^{run}]*{run})" if len(run) == 1 and run.isascii() and run.isalnum() else f"(?>.*?{run})"
            for run in others[:-1]
        )
        return re.compile(f"{first}{between}.*{others[-1]}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Every word that is at most `distance` letters off (added, left out or exchanged); its first letter is right."""

    word: str
    distance: int = 1
    field: WordField = "text"

    def __str__(self) -> str:
        return f"{self.word}~{self.distance}"

    def matcher(self) -> Callable[[str], bool]:
        """Return what tells whether a folded word is so near."""
        from rapidfuzz.distance import Levenshtein  # noqa: PLC0415 -- start-up time

        own, most, first, measure = self.word, self.distance, self.word[:1], Levenshtein.distance
        return lambda word: word[:1] == first and measure(own, word, score_cutoff=most) <= most


@dataclass(frozen=True, slots=True)
class Named:
    """A name as it was typed, to be resolved before an engine sees the tree; `start` and `end` are its place."""

    field: NameField
    text: str
    prefix: bool = False
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Among:
    """Passages whose `field` has one of the exact `values`: name keys of speakers, ids of episodes, and so on.

    `id` is that of a passage.
    """

    field: Literal["speaker", "voice", "show", "episode", "kind", "number", "id"]
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dates:
    """Passages of episodes published between two days, both included, as numbers `YYYYMMDD`.

    A bound of 0 is open. Of a date that is only a month or a year the missing parts are 00.
    """

    first: int = 0
    last: int = 0


@dataclass(frozen=True, slots=True)
class All:
    """Every passage."""


@dataclass(frozen=True, slots=True)
class And:
    """Passages that all parts find."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Passages that any part finds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Passages that the part does not find."""

    part: Node


@dataclass(frozen=True, slots=True)
class Boost:
    """The part, weighing `factor` times as much."""

    part: Node
    factor: float


@dataclass(frozen=True, slots=True)
class Words:
    """Parts that stand side by side without an operator.

    Attributes:
        words: plain words and patterns: the more of them a passage holds the better; `need` says whether all must be.
        required: what must be found: phrases, fields and what has a plus.
        excluded: what must not: what has a minus or NOT.
        need: "all" words or "any".
        every: whether passages are found by stop words too, although there are others.
        wording: the plain words in a row as they were typed, repetitions too: what a passage that says just that says.
    """

    words: tuple[Node, ...]
    required: tuple[Node, ...] = ()
    excluded: tuple[Node, ...] = ()
    need: Literal["all", "any"] = "all"
    every: bool = False
    wording: tuple[str, ...] = field(default=(), compare=False)


Pattern: TypeAlias = Prefix | Wildcard | Fuzzy
WordLeaf: TypeAlias = Term | Phrase | Pattern
Leaf: TypeAlias = WordLeaf | Named | Among | Dates | All
Node: TypeAlias = Leaf | And | Or | Not | Boost | Words


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts directly under a node, those that exclude among them."""
    if isinstance(node, And | Or):
        return node.parts
    if isinstance(node, Not | Boost):
        return (node.part,)
    if isinstance(node, Words):
        return node.words + node.required + node.excluded
    return ()


def mapped(node: Node, change: Callable[[Leaf], Node]) -> Node:
    """Return the tree with what `change` makes of each leaf in its place."""
    if isinstance(node, And | Or):
        return replace(node, parts=tuple(mapped(part, change) for part in node.parts))
    if isinstance(node, Not | Boost):
        return replace(node, part=mapped(node.part, change))
    if isinstance(node, Words):
        return replace(
            node,
            words=tuple(mapped(part, change) for part in node.words),
            required=tuple(mapped(part, change) for part in node.required),
            excluded=tuple(mapped(part, change) for part in node.excluded),
        )
    return change(node)


def patterns(node: Node) -> Iterator[Pattern]:
    """Yield the patterns of a tree, those that exclude too."""
    if isinstance(node, Prefix | Wildcard | Fuzzy):
        yield node
    for part in children(node):
        yield from patterns(part)


def wanted_leaves(node: Node) -> Iterator[WordLeaf]:
    """Yield the leaves that look for words, in the order of the query, but for those that exclude."""
    if isinstance(node, Term | Phrase | Prefix | Wildcard | Fuzzy):
        yield node
    elif isinstance(node, Words):
        for part in node.words + node.required:
            yield from wanted_leaves(part)
    elif not isinstance(node, Not):
        for part in children(node):
            yield from wanted_leaves(part)


def sought(node: Words) -> tuple[Node, ...]:
    """Return the words that a passage is found by: stop words beside others only earn; alone they are meant."""
    if node.every:
        return node.words
    return tuple(part for part in node.words if not (isinstance(part, Term) and part.is_stop)) or node.words


def ranking_parts(node: And | Or | Words) -> tuple[Node, ...]:
    """Return the parts that a passage can earn something for."""
    return (*node.words, *node.required) if isinstance(node, Words) else node.parts


def scored_leaves(node: Node, factor: float = 1.0) -> Iterator[tuple[Leaf, float]]:
    """Yield the leaves that a passage can earn something for, each with what boosts make of it."""
    if isinstance(node, Boost):
        yield from scored_leaves(node.part, factor * node.factor)
    elif isinstance(node, And | Or | Words):
        for part in ranking_parts(node):
            yield from scored_leaves(part, factor)
    elif not isinstance(node, Not):
        yield node, factor


def loosened(node: Node) -> tuple[Node, ...]:
    """Return the words of one that was typed as one and is several to the index (well-known), or the node itself."""
    if isinstance(node, Phrase) and not node.quoted:
        return words_of(node)
    return (node,)


def words_of(node: Phrase) -> tuple[Term, ...]:
    """Return the words of a phrase."""
    typed = [word for word, _ in terms(node.raw)]
    spans = [node.raw[start:end] for _, start, end in tokens(node.raw)] if typed == list(node.words) else node.words
    return tuple(Term(word, node.field, raw, node.languages) for word, raw in zip(node.words, spans, strict=True))


def wording(node: Node) -> tuple[str, ...]:
    """Return the folded words of a query in a row, if it is made of plain words."""
    if isinstance(node, Words):
        return node.wording
    return (node.word,) if isinstance(node, Term) else ()


def plain_terms(node: Node) -> tuple[Term, ...]:
    """Return the words that a search ranks by nearness and order: the plain words of the query, stop words too."""
    if isinstance(node, Term):
        return (node,) if node.field == "text" else ()
    if isinstance(node, Words):
        parts = (loosened(part) for part in node.words)
        return tuple(part for some in parts for part in some if isinstance(part, Term) and part.field == "text")
    if isinstance(node, And):
        return tuple(part for part in node.parts if isinstance(part, Term) and part.field == "text")
    return ()
