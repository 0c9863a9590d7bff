"""The query as it was typed, cut into tokens, and what is wrong with their order.

People paste titles, lines and questions into a search. So a sign is an operator only where it can be one: a dash
before a word excludes it, a dash between blanks is a dash; a bracket that opens no range is a bracket; the question
mark that ends a sentence is no wildcard. What is left of the others is text, and text never fails.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal

from searchkit.errors import QueryError
from searchkit.limits import USUAL, Limits, raising
from searchkit.records import dataclass
from searchkit.text import DOUBLE_QUOTE_MARKS, QUOTE_MARKS

TokenKind = Literal["word", "phrase", "range", "compare", "operator", "sign", "field", "open", "close", "near", "boost"]

_SHOWN = 60  # characters of a query that is too long
MAX_WEIGHT = 1000  # behind a ^: beyond it all else is nothing, and far beyond it no number

_LONG_DASHES = dict.fromkeys((8210, 8211, 8212, 8213, 8230, 8722), " ")
_HYPHENS = dict.fromkeys((0x2010, 0x2011), "-")
_PLAIN = DOUBLE_QUOTE_MARKS | QUOTE_MARKS | _LONG_DASHES | _HYPHENS
# Controls, marks of direction, separators and lone surrogates: nothing that anybody searches for.
_CONTROL = "[\x00-\x1f\x7f-\xa0\u061c\u200b\u200e\u200f\u2028-\u202f\u2060-\u206f\ufeff\ud800-\udfff]"

_BOUND = r'(?:"[^"]*"|[^\s\[\]{}"()]+)'
_TOKEN = re.compile(
    rf"""
    (?P<blank>\s+)
  | (?P<phrase>"(?:[^"\\]|\\.)*")
  | (?P<quote>")
  | (?P<range>[\[{{]\s*(?P<low>{_BOUND})\s+TO\s+(?P<high>{_BOUND})\s*[\]}}])
  | (?P<open>\()
  | (?P<close>\))
  | (?P<operator>(?:AND|OR|NOT|&&|\|\|)(?![^\s()]))
  | (?P<sign>[-+])
  | (?P<near>~(?:\d+(?:\.\d+)?)?)
  | (?P<boost>\^\d+(?:\.\d+)?)
  | (?P<field>[A-Za-z_]+:)
  | (?P<compare>[<>]=?[^\s()"]+)
  | (?P<word>(?:\\.|[^\s()"\[\]{{}}~^:<>\\])+)
  | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_ACRONYM = re.compile(r"(?:[^\W\d_]\.){2,}")  # U.S., whose last dot belongs to it
_RUN = r"[^\W_]+(?:['’][^\W_]+)*"  # of letters and digits
_OPERATORS = {"&&": "AND", "||": "OR"}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the query: what it is, its text, and its place in the query as typed."""

    kind: TokenKind
    text: str
    start: int
    end: int


def scan(typed: str, is_field: Callable[[str], bool], limits: Limits = USUAL) -> list[Token]:
    """Return the tokens of a query, text that cannot be meant as an operator left out or made part of words.

    Args:
        typed: the query.
        is_field: whether a name, in lower case, is that of a field.
        limits: how long the query may be.

    Raises:
        QueryError: the query is too long, or a quotation mark is never closed.
    """
    if len(typed) > limits.query_characters:
        raise _too_long(typed, len(typed), "characters", limits)
    tokens = _without_empty_brackets(_tokens(typed, is_field))
    # Words that only signs part (a,b,c) are one to whoever types them, and a phrase of many to an engine.
    words = sum(max(1, len(re.findall(_RUN, token.text))) for token in tokens if token.kind in ("word", "phrase"))
    if words > limits.query_words:
        raise _too_long(typed, words, "words", limits)
    return tokens


def _without_empty_brackets(tokens: Iterable[Token]) -> list[Token]:
    """Return the tokens without brackets that hold nothing, as pasted text has them: (+), (…)."""
    kept: list[Token] = []
    for token in tokens:
        if token.kind == "close" and kept and kept[-1].kind == "open":
            kept.pop()
        else:
            kept.append(token)
    return kept


def _too_long(typed: str, there: int, what: Literal["characters", "words"], limits: Limits) -> QueryError:
    name = f"query_{what}"
    return QueryError(
        f"the query has {there:,} {what}; at most {getattr(limits, name):,} are read",
        query=typed[:_SHOWN] + "…" * (len(typed) > _SHOWN),
        start=0,
        hint=f"search for a sentence or two of it; {raising(name, there)}",
    )


def _tokens(typed: str, is_field: Callable[[str], bool]) -> Iterator[Token]:
    plain = typed if typed.isprintable() else re.sub(_CONTROL, " ", typed)
    text = plain.translate(_PLAIN)  # one character for one, so that places stay
    previous: Token | None = None
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup if match.lastgroup not in ("low", "high") else "range"
        touches = previous is not None and previous.end == match.start()
        token = None
        if kind == "quote":
            raise QueryError(
                "the quotation mark is never closed",
                query=typed,
                start=match.start(),
                suggestion=_without(typed, match.start(), match.end()),
            )
        if kind == "other" and match.group() in "[{" and touches and previous is not None and previous.text == "date":
            raise QueryError(
                "the range is never closed",
                query=typed,
                start=match.start(),
                suggestion=_without(typed, previous.start, len(typed)),
                hint="a range is written date:[2019 TO 2021], with * for an open end",
            )
        if kind not in ("blank", "other") and kind is not None:
            token = _token(kind, match, text, previous if touches else None, is_field)
        if token is not None:
            yield token
            previous = token


def _token(
    kind: str, match: re.Match[str], text: str, before: Token | None, is_field: Callable[[str], bool]
) -> Token | None:
    """Return what a match means where it stands, or None for punctuation; `before` is the token that it touches."""
    value, start, end = match.group(), match.start(), match.end()
    if kind == "operator":
        return Token("operator", _OPERATORS.get(value, value), start, end)
    if kind == "sign":
        follows = text[end : end + 1]
        free = before is None or before.kind in ("open", "field")
        return (
            Token("sign", value, start, end) if free and follows and (follows.isalnum() or follows in '("*\\') else None
        )
    if kind in ("near", "boost"):
        modifies = before is not None and before.kind in ("word", "phrase", "close", "near", "range")
        return Token("near" if kind == "near" else "boost", value, start, end) if modifies else None
    if kind == "compare":
        return (
            Token("compare", value, start, end)
            if before is not None and before.kind == "field"
            else _word(value, start)
        )
    if kind == "field":
        name = value[:-1].lower()
        follows = text[end : end + 1]
        if (before is None or before.kind in ("open", "sign")) and (
            is_field(name) or (follows and not follows.isspace() and follows not in "/:)")
        ):
            return Token("field", name, start, end)
        return Token("word", value[:-1], start, end)
    if kind == "word":
        return _word(value, start)
    return Token("range" if kind == "range" else "phrase" if kind == "phrase" else _bracket(kind), value, start, end)


def _bracket(kind: str) -> TokenKind:
    return "open" if kind == "open" else "close"


def _word(value: str, start: int) -> Token | None:
    kept = value.rstrip("?!,;/|&")
    if not _ACRONYM.fullmatch(kept):
        kept = value.rstrip("?!.,;/|&")  # the end of a sentence; inside a word a question mark is a wildcard
    return Token("word", kept, start, start + len(value)) if kept else None


def check(typed: str, tokens: list[Token], limits: Limits = USUAL) -> None:
    """Find what is wrong with the order of the tokens.

    Raises:
        QueryError: with the place of the first fault, and the query that is left without it.
    """
    brackets: list[Token] = []
    signs = 0
    for index, token in enumerate(tokens):
        before = tokens[index - 1] if index else None
        after = tokens[index + 1] if index + 1 < len(tokens) else None
        negates = token.kind == "operator" and token.text == "NOT"
        signs = signs + 1 if negates or token.kind in ("field", "sign") else 0
        if signs > (most := limits.query_signs):
            raise _fault(
                f"more than {most} signs stand before a word",
                typed,
                *tokens[index - most : index + 1],
                hint=raising("query_signs"),
            )
        if token.kind == "open":
            brackets.append(token)
            if len(brackets) > limits.query_brackets:
                raise QueryError(
                    f"brackets go more than {limits.query_brackets} deep",
                    query=typed,
                    start=token.start,
                    end=token.end,
                    suggestion=" ".join(re.sub(r"[()]", " ", typed).split()),
                    hint=raising("query_brackets"),
                )
        elif token.kind == "close":
            if not brackets:
                raise _fault("the bracket closes nothing", typed, token)
            brackets.pop()
        elif token.kind == "operator":
            _check_operator(typed, token, before, after)
        else:
            _check_modifier(typed, token, after)
    if brackets:
        raise _fault("the bracket is never closed", typed, brackets[-1])


def _check_operator(typed: str, token: Token, before: Token | None, after: Token | None) -> None:
    if token.text != "NOT" and (before is None or before.kind in ("open", "operator", "field")):
        raise _fault(f"{token.text} has nothing before it", typed, token)
    if not _begins_something(after):
        # Write the operator small and it is a word like any other.
        raise QueryError(
            f"{token.text} has nothing after it",
            query=typed,
            start=token.start,
            end=token.end,
            suggestion=_without(typed, token.start, token.end) or token.text.lower(),
        )


def _check_modifier(typed: str, token: Token, after: Token | None) -> None:
    if token.kind in ("field", "sign") and not _begins_something(after):
        named = f"{token.text}:" if token.kind == "field" else token.text
        raise _fault(f"{named} has nothing after it", typed, token)
    if token.kind == "boost" and float(token.text[1:]) > MAX_WEIGHT:
        raise QueryError(
            f"a word may weigh at most {MAX_WEIGHT} times as much",
            query=typed,
            start=token.start,
            end=token.end,
            suggestion=f"{typed[: token.start]}^{MAX_WEIGHT}{typed[token.end :]}",
        )


def _begins_something(token: Token | None) -> bool:
    if token is None or token.kind in ("close", "near", "boost"):
        return False
    return token.kind != "operator" or token.text == "NOT"


def _fault(message: str, typed: str, *tokens: Token, hint: str = "") -> QueryError:
    start, end = tokens[0].start, tokens[-1].end
    return QueryError(message, query=typed, start=start, end=end, suggestion=_without(typed, start, end), hint=hint)


def _without(typed: str, start: int, end: int) -> str:
    return " ".join((typed[:start] + " " + typed[end:]).split())
