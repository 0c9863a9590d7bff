"""The tree that a query becomes: small frozen records that every engine compiles.

Leaves that look for words name the field they look in: the passage's words (`text`, an idea's heading included), the
`heading` alone, or the episode's `title`. Words stand in them folded, as `analysis.fold_word` leaves them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from searchkit.analysis import is_stop_word, stem

WordField = Literal["text", "heading", "title"]
NameField = Literal["speaker", "show", "episode", "kind", "number"]


@dataclass(frozen=True, slots=True)
class Term:
    """One word, in any inflection; `raw` is how it was typed."""

    word: str
    field: WordField = "text"
    raw: str = ""

    @property
    def stem(self) -> str:
        """What the index holds it under."""
        return stem(self.word)

    @property
    def is_stop(self) -> bool:
        """Whether it is too frequent to tell passages apart."""
        return is_stop_word(self.word)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that follow each other, in any inflection, with at most `slop` other words between them in all.

    `quoted` is False for one word as typed that is several to the index (well-known).
    """

    words: tuple[str, ...]
    slop: int = 0
    field: WordField = "text"
    raw: str = ""
    quoted: bool = True


@dataclass(frozen=True, slots=True)
class Prefix:
    """Every word that begins so."""

    prefix: str
    field: WordField = "text"


@dataclass(frozen=True, slots=True)
class Wildcard:
    """Every word of the pattern: `*` stands for any letters, `?` for one."""

    pattern: str
    field: WordField = "text"

    def regex(self) -> re.Pattern[str]:
        """Return the regular expression that the words fulfil from beginning to end.

        What stands between two stars is looked for once, at the first place: another one cannot help what follows, and
        trying each would take for ever on a long word. So does `fnmatch.translate`.
        """
        runs = re.sub(r"\*+", "*", self.pattern).split("*")
        first, *others = ("".join("." if char == "?" else re.escape(char) for char in run) for run in runs)
        if not others:
            return re.compile(first, re.DOTALL)
        between = "".join(f"(?>.*?{run})" for run in others[:-1])
        return re.compile(f"{first}{between}.*{others[-1]}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fuzzy:
    """Every word that is at most `distance` letters off (added, left out or exchanged)."""

    word: str
    distance: int = 1
    field: WordField = "text"


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
    """Passages whose `field` has one of the exact `values`: name keys of speakers, ids of episodes, and so on."""

    field: Literal["speaker", "voice", "show", "episode", "kind", "number"]
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
        wording: the plain words in a row as they were typed, repetitions too: what a passage that says just that says.
    """

    words: tuple[Node, ...]
    required: tuple[Node, ...] = ()
    excluded: tuple[Node, ...] = ()
    need: Literal["all", "any"] = "all"
    wording: tuple[str, ...] = field(default=(), compare=False)


WordLeaf: TypeAlias = Term | Phrase | Prefix | Wildcard | Fuzzy
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
        return tuple(part for part in node.words if isinstance(part, Term) and part.field == "text")
    if isinstance(node, And):
        return tuple(part for part in node.parts if isinstance(part, Term) and part.field == "text")
    return ()
