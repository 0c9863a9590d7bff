"""Query text to tree: luqum reads the operators, this module makes the leaves and checks what they ask for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypeGuard, get_args

from searchkit.analysis import words
from searchkit.errors import QueryError
from searchkit.limits import USUAL, Limits, raising
from searchkit.model import KINDS
from searchkit.query.lexing import Token, check, scan
from searchkit.query.nodes import (
    All,
    Among,
    And,
    Boost,
    Dates,
    Fuzzy,
    Named,
    NameField,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Term,
    Wildcard,
    WordField,
    Words,
)
from searchkit.text import fold
from searchkit.times import parse_date

WORD_FIELDS: tuple[WordField, ...] = get_args(WordField)
NAME_FIELDS: tuple[NameField, ...] = get_args(NameField)
FIELDS: tuple[str, ...] = (*NAME_FIELDS, *WORD_FIELDS, "date")

MAX_DISTANCE = 2
DEFAULT_SLOP = 5  # words that may stand between those of "a phrase"~
MAX_SLOP = 10_000  # more words than stand between any
MIN_PATTERN = 2  # letters that a pattern with * or ? must have
OPEN_COST = 4  # what a pattern counts for whose beginning is not known
_MAX_REPAIRS = 8
_LONG = 2000  # characters of a query that is not worth mending more than once
_PLACEHOLDER = re.compile(r"t(\d+)")


def parse(typed: str, limits: Limits = USUAL) -> Node:
    """Return the tree of a query; a query without anything in it finds every passage.

    Args:
        typed: the query.
        limits: how much it may ask for.

    Raises:
        QueryError: with the place of the fault and, where there is one, the nearest query that works.
    """
    try:
        return _parse(typed, limits)
    except QueryError as error:
        error.suggestion = _repaired(error, limits)
        raise


def _repaired(error: QueryError, limits: Limits) -> str:
    """Return the suggestion of an error, mended further until it can be read itself."""
    suggestion = error.suggestion
    for _ in range(_MAX_REPAIRS if len(suggestion) <= _LONG else 1):
        if not suggestion:
            return ""
        try:
            _parse(suggestion, limits)
        except QueryError as next_error:
            suggestion = next_error.suggestion
        else:
            return suggestion
    return ""


def _parse(typed: str, limits: Limits) -> Node:
    tokens = scan(typed, FIELDS.__contains__, limits)
    if not tokens:
        if typed.strip():
            raise QueryError("there is no word in the query", query=typed, start=0, end=len(typed))
        return All()
    check(typed, tokens, limits)
    builder = _Builder(typed, tokens, limits)
    if len(tokens) == 1 and tokens[0].kind in ("word", "phrase"):
        node = builder.token(tokens[0], "text")
    elif all(token.kind in ("word", "phrase") for token in tokens):
        node = builder.side_by_side([(builder.token(token, "text"), False) for token in tokens])
    else:
        node = builder.node(_read_operators(typed, tokens), "text")
    if node is None:
        raise QueryError("there is no word in the query", query=typed, start=0, end=len(typed))
    return node


def _read_operators(typed: str, tokens: list[Token]) -> Any:
    """Return luqum's tree of the tokens; it is loaded here, because most queries are words alone."""
    from luqum.exceptions import ParseError  # noqa: PLC0415
    from luqum.thread import parse as parse_lucene  # noqa: PLC0415

    try:
        return parse_lucene(" ".join(_written(index, token) for index, token in enumerate(tokens)))
    except ParseError:
        plain = " ".join(token.text for token in tokens if token.kind in ("word", "phrase"))
        raise QueryError(
            "these signs cannot stand together", query=typed, start=0, end=len(typed), suggestion=plain
        ) from None


def _written(index: int, token: Token) -> str:
    """Return a token as luqum shall read it: operators as they are, everything else as a numbered name."""
    if token.kind in ("operator", "open", "close", "sign", "near", "boost"):
        return token.text
    return f"f{index}:" if token.kind == "field" else f"t{index}"


class _Builder:
    """Turns luqum's tree into ours; None stands for a part without any word in it."""

    def __init__(self, typed: str, tokens: list[Token], limits: Limits) -> None:
        self.typed = typed
        self.tokens = tokens
        self.limits = limits
        self._asked = 0  # what the patterns so far count

    def fault(self, message: str, token: Token, suggestion: str = "", hint: str = "") -> QueryError:
        return QueryError(message, query=self.typed, start=token.start, end=token.end, suggestion=suggestion, hint=hint)

    def node(self, item: Any, field: str) -> Node | None:
        from luqum import tree as lucene  # noqa: PLC0415 -- loaded already by whoever made the item

        if isinstance(item, lucene.SearchField):
            return self.node(item.expr, self.field(self.tokens[int(item.name[1:])]))
        if isinstance(item, lucene.BaseGroup):
            return self.node(item.expr, field)
        if isinstance(item, lucene.UnknownOperation):
            parts = [(self.node(child, field), isinstance(child, lucene.Plus)) for child in item.children]
            return self.side_by_side(parts)
        if isinstance(item, lucene.AndOperation | lucene.OrOperation):
            found = [part for child in item.children if (part := self.node(child, field)) is not None]
            if len(found) < 2:  # noqa: PLR2004
                return found[0] if found else None
            return And(tuple(found)) if isinstance(item, lucene.AndOperation) else Or(tuple(found))
        if isinstance(item, lucene.Not | lucene.Prohibit):
            part = self.node(item.a, field)
            return None if part is None else Not(part)
        if isinstance(item, lucene.Plus):
            part = self.node(item.a, field)
            return None if part is None else Words((), required=(part,))
        if isinstance(item, lucene.Boost):
            part = self.node(item.expr, field)
            return None if part is None else Boost(part, float(item.force))
        return self.leaf(item, field)

    def side_by_side(self, parts: Iterable[tuple[Node | None, bool]]) -> Node | None:
        """Return the node of parts without an operator between them, each with whether it has a plus."""
        plain: list[Node] = []
        required: list[Node] = []
        excluded: list[Node] = []
        wording: tuple[str, ...] = ()
        everything: Node | None = None
        for node, has_plus in parts:
            if node is None or isinstance(node, All):  # a lone * beside words adds nothing
                everything = everything or node
                continue
            wording += _words_of(node) if _is_plain(node) else ()
            if isinstance(node, Not):
                excluded.append(node.part)
            elif isinstance(node, Words) and not node.words and has_plus:
                required += node.required
            elif _is_plain(node):
                plain.append(node)
            elif _is_aside(node) and not has_plus:  # in prose, brackets are no more than commas
                plain += node.words
                wording += node.wording
                continue
            else:
                required.append(node)
        if not plain and not required:
            if not excluded:
                return everything
            return Not(excluded[0] if len(excluded) == 1 else Or(tuple(excluded)))
        return Words(tuple(dict.fromkeys(plain)), tuple(required), tuple(excluded), wording=wording)

    def field(self, token: Token) -> str:
        if token.text in FIELDS:
            return token.text
        from searchkit.suggest import nearest  # noqa: PLC0415 -- start-up time

        known = ", ".join(f"{name}:" for name in FIELDS)
        close = nearest(token.text, FIELDS)
        rest = self.typed[: token.start] + (close[0] + ":" if close else "") + self.typed[token.end :]
        if not close:
            rest = self.typed[: token.start] + token.text + " " + self.typed[token.end :]
        raise self.fault(f"there is no field {token.text}:", token, suggestion=rest, hint=f"the fields are {known}")

    def leaf(self, item: Any, field: str) -> Node | None:
        from luqum import tree as lucene  # noqa: PLC0415 -- loaded already

        degree: float | None = None
        approximate = isinstance(item, lucene.Fuzzy | lucene.Proximity)
        if approximate:
            implicit = item.degree is None or getattr(item, "_implicit_degree", False)
            degree = None if implicit else float(item.degree)
            item = item.term
        match = _PLACEHOLDER.fullmatch(str(item))
        if match is None:  # TO, which luqum reads as a word outside of a range
            return _term(str(item), "text") if field in WORD_FIELDS else None
        return self.token(self.tokens[int(match.group(1))], field, approximate=approximate, degree=degree)

    def token(self, token: Token, field: str, *, approximate: bool = False, degree: float | None = None) -> Node | None:
        """Return the node of a token that stands for itself."""
        if field == "date":
            return self.dates(token)
        if field in NAME_FIELDS:
            return self.name(token, field)
        word_field: WordField = field  # type: ignore[assignment]
        if token.kind in ("range", "compare"):
            raise self.fault("only date: takes a range", token, suggestion=self.plain(token))
        if token.kind == "phrase":
            slop = DEFAULT_SLOP if approximate and degree is None else int(min(degree or 0, MAX_SLOP))
            return _phrase(token.text[1:-1], word_field, slop)
        return self.word(token, word_field, approximate=approximate, degree=degree)

    def plain(self, token: Token) -> str:
        quoted = '"' + re.sub(r'[\[\]{}"<>=]', " ", token.text).strip() + '"'
        return (self.typed[: token.start] + quoted + self.typed[token.end :]).strip()

    def word(self, token: Token, field: WordField, *, approximate: bool, degree: float | None) -> Node | None:
        raw = re.sub(r"\\(.)", r"\1", token.text)
        if approximate:
            return self.fuzzy(token, raw, field, degree)
        if "*" not in raw and "?" not in raw:
            return _term(raw, field)
        pattern = re.sub(r"[^\w*?]", "", fold(raw)).replace("_", "")
        if not pattern.strip("*"):
            return All()
        if sum(char not in "*?" for char in pattern) < MIN_PATTERN:
            raise self.fault(
                f"{raw} asks for too many words", token, hint=f"put at least {MIN_PATTERN} letters beside * and ?"
            )
        self.pay(token, 1 if re.match(r"[^*?]{2}", pattern) else OPEN_COST)
        if pattern.endswith("*") and "*" not in pattern[:-1] and "?" not in pattern:
            return Prefix(pattern[:-1], field)
        return Wildcard(pattern, field)

    def pay(self, token: Token, cost: int) -> None:
        """Count a pattern, which takes time for every word of the index that it may stand for."""
        self._asked += cost
        most = self.limits.query_patterns
        if self._asked > most:
            before, behind = self.typed[: token.start], self.typed[token.end :]
            raise self.fault(
                f"with {token.text[:40]} the query has too many patterns",
                token,
                suggestion=" ".join(f"{before} {behind}".split()),
                hint=f"{most} are answered, of which one without two letters at its beginning counts {OPEN_COST}; "
                + raising("query_patterns"),
            )

    def fuzzy(self, token: Token, raw: str, field: WordField, degree: float | None) -> Node | None:
        found = words(raw)
        if len(found) != 1:
            return _term(raw, field)
        distance = 1 if degree is None else degree
        if not 0 <= distance <= MAX_DISTANCE:
            raise self.fault(
                f"{token.text}~{distance:g} asks for too many words",
                token,
                suggestion=re.sub(rf"~{distance:g}\b", f"~{MAX_DISTANCE}", self.typed),
                hint=f"words may be at most {MAX_DISTANCE} letters off",
            )
        if distance < 1:  # the similarity of old Lucene, 0.5 or the like
            distance = 1 if distance else 0
        if not distance:
            return _term(raw, field)
        self.pay(token, 1)
        return Fuzzy(found[0], int(distance), field)

    def name(self, token: Token, field: NameField | str) -> Node:
        name_field: NameField = field  # type: ignore[assignment]
        if token.kind in ("range", "compare"):
            raise self.fault(f"{field}: takes a name; only date: takes a range", token, suggestion=self.plain(token))
        text = token.text[1:-1] if token.kind == "phrase" else token.text
        if name_field == "kind":
            return self.kind(token, text)
        prefix = token.kind == "word" and text.endswith("*") and not text.endswith("\\*")
        text = re.sub(r"\\(.)", r"\1", text.rstrip("*") if prefix else text)
        if not text.strip():
            return All()
        return Named(name_field, text.strip(), prefix, token.start, token.end)

    def kind(self, token: Token, text: str) -> Node:
        singular = fold(text).removesuffix("s")
        if singular in KINDS:
            return Among("kind", (singular,))
        from searchkit.suggest import nearest  # noqa: PLC0415 -- start-up time

        close = nearest(singular, KINDS)
        suggestion = self.typed[: token.start] + close[0] + self.typed[token.end :] if close else ""
        raise self.fault(f"there is no kind {text}", token, suggestion, hint="the kinds are " + ", ".join(KINDS))

    def dates(self, token: Token) -> Node:
        if token.kind == "compare":
            sign, value = re.fullmatch(r"([<>]=?)(.*)", token.text, re.DOTALL).groups()  # type: ignore[union-attr]
            first, last = self.bounds(token, value)
            return {
                ">": Dates(first=last + 1),
                ">=": Dates(first=first),
                "<": Dates(last=first - 1),
                "<=": Dates(last=last),
            }[sign]
        if token.kind == "range":
            low, high = re.split(r"\s+TO\s+", token.text[1:-1].strip())
            first, behind_first = self.bounds(token, low) if low != "*" else (0, 0)
            before_last, last = self.bounds(token, high) if high != "*" else (0, 0)
            if token.text[0] == "{" and first:
                first = behind_first + 1
            if token.text[-1] == "}" and last:
                last = before_last - 1
            if first and last and first > last:
                raise self.fault("the range ends before it begins", token, suggestion=self.turned(token, low, high))
            return Dates(first, last) if first or last else All()
        value = token.text.strip('"')
        if value == "*":
            return All()
        return Dates(*self.bounds(token, value))

    def turned(self, token: Token, low: str, high: str) -> str:
        return f"{self.typed[: token.start]}[{high} TO {low}]{self.typed[token.end :]}"

    def bounds(self, token: Token, value: str) -> tuple[int, int]:
        try:
            return date_bounds(value.strip('"'))
        except ValueError as error:
            raise self.fault(
                str(error).replace("'", ""),
                token,
                hint="a range is written date:[2023 TO 2024], from or up to a day date:>=2023-06-19",
            ) from None


def date_bounds(value: str) -> tuple[int, int]:
    """Return the first and last day of a day, month or year, as numbers `YYYYMMDD`; see `Dates`.

    >>> date_bounds("2023-06"), date_bounds("2023")
    ((20230600, 20230699), (20230000, 20239999))

    Raises:
        ValueError: it is no date.
    """
    digits = parse_date(value).replace("-", "")
    return int(digits.ljust(8, "0")), int(digits.ljust(8, "9"))


def _words_of(node: Node) -> tuple[str, ...]:
    if isinstance(node, Boost):
        return _words_of(node.part)
    if isinstance(node, Phrase):
        return node.words
    return (node.word,) if isinstance(node, Term | Fuzzy) else ()


def _is_plain(node: Node) -> bool:
    """Whether a part is a plain word or pattern, of which a passage may lack some."""
    if isinstance(node, Boost):
        return _is_plain(node.part)
    if isinstance(node, Phrase) and node.quoted:
        return False
    return isinstance(node, Term | Phrase | Prefix | Wildcard | Fuzzy) and node.field == "text"


def _is_aside(node: Node) -> TypeGuard[Words]:
    """Whether a part is nothing but plain words in brackets."""
    return isinstance(node, Words) and not node.required and not node.excluded and all(map(_is_plain, node.words))


def _term(raw: str, field: WordField) -> Node | None:
    """Return the node of a word as typed: several words in one (well-known) are a phrase."""
    found = words(raw)
    if len(found) == 1:
        return Term(found[0], field, raw)
    return Phrase(tuple(found), field=field, raw=raw, quoted=False) if found else None


def _phrase(raw: str, field: WordField, slop: int = 0) -> Node | None:
    found = words(raw)
    if not found:
        return None
    if len(found) == 1:
        return Term(found[0], field, raw.strip())
    return Phrase(tuple(found), max(0, slop), field, raw.strip())


__all__ = ["FIELDS", "NAME_FIELDS", "WORD_FIELDS", "date_bounds", "parse"]
