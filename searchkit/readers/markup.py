"""Markdown made plain text, and the small matters of lines: bullets, sentences, quotation marks.

Everything here takes time in proportion to its input: delimiters are paired with one pass and stacks, not with
regular expressions that look for the other end.
"""

from __future__ import annotations

import html
import re
from collections import defaultdict

from searchkit.text import one_line

_SPECIAL = re.compile(r"\\[\\`*_{}\[\]()#+.!|<>~$\"'-]|\*+|_+|~{2,}|`+")
_LINK = re.compile(
    r"!?\[([^\[\]\n]*+)\]\(<?[^()\s<>]*+(?:\([^()\s<>]*+\)[^()\s<>]*+)?>?(?: {1,3}\"[^\"\n]{0,300}\")?\)"
)
_REFERENCE_LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\[[^\[\]\n]{0,100}\]")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{1,300}\|)?([^\[\]|\n]{1,300})\]\]")
_AUTOLINK = re.compile(r"<(https?://[^<>\s]{1,2000})>")
_TAG = re.compile(
    r"</?(?:a|b|i|u|s|p|br|em|strong|sub|sup|span|div|small|mark|center|img|details|summary|blockquote|q|cite)"
    r"(?:[ /][^<>\n]{0,500})?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
_CODE_FENCE = re.compile(r" {0,3}(```|~~~)")
_CJK = "\u2e80"  # from here on, scripts that write no blanks between words

_BULLET = re.compile(r"\s*(?:[•·‣▪●○◦►▸✓✔➤→]\s*|[-*+–—]\s+|\(?\d{1,3}(?:[.)]\s+|\)(?=[^\W\d_]|[\"“„«])))(?=\S)")
_WORD_CHAR = re.compile(r"[^\W_]")

_CLOSERS = "\"'”’»)]*_"
_SENTENCE_END = re.compile(r"[.!?…][\"'”’»)\]]{0,3}\s+(?=[^\sa-z])")
_ABBREVIATION_TABLE = """
dr mr mrs ms prof st sr jr vs e.g i.e etc no inc ltd co corp u.s u.k a.m p.m ph.d gen sen rep gov approx est
"""
_ABBREVIATIONS = frozenset(_ABBREVIATION_TABLE.split())
_MARK_PAIRS = (
    ('"', '"'),
    ("“", "”"),
    ("„", "“"),
    ("„", "”"),
    ("«", "»"),
    ("»", "«"),
    ("‹", "›"),
    ("'", "'"),
    ("‘", "’"),
)
_EDGE_MARK = re.compile("[\"“”„«»‹›'‘’]")
_LONGEST_BLOCK = 50_000
_HEADLINE = 160
_CLAUSE = re.compile(r"[;:] | ?[—–] ?|, (?=\w+ing\b|(?:which|who|whose|where|while|with|but|as|from)\b)")
_LONGEST_HEADLINE = 200  # a sentence that long stays whole
_APOSTROPHES = "'’"


def without_hidden_parts(text: str) -> str:
    """Return Markdown without comments, fenced code and folded `<details>`: what a reader of the page does not see."""
    shown = _cut(_cut(text, "<!--", "-->"), "<details", "</details>")
    if "```" not in shown and "~~~" not in shown:
        return shown
    lines: list[str] = []
    fence = ""
    for line in shown.split("\n"):
        mark = _CODE_FENCE.match(line)
        if mark and (not fence or mark[1] == fence):
            fence = "" if fence else mark[1]
        elif not fence:
            lines.append(line)
    return "\n".join(lines)


def _cut(text: str, start: str, end: str) -> str:
    parts: list[str] = []
    position = 0
    while (found := text.find(start, position)) >= 0:
        close = text.find(end, found + len(start))
        if close < 0:
            break
        parts.append(text[position:found])
        position = close + len(end)
    return "".join(parts) + text[position:] if position else text


def plain(text: str) -> str:
    """Return one block of Markdown as plain text on one line: no emphasis, links, tags, escapes or code marks.

    A block far longer than anybody writes keeps its marks, so that no input takes long.
    """
    if len(text) > _LONGEST_BLOCK:
        return one_line(text)
    if "<" in text:
        text = _TAG.sub(" ", _AUTOLINK.sub(r"\1", text))
    if "[" in text:
        text = _LINK.sub(_link_text, _WIKI_LINK.sub(r"\1", text))
        if "[](" in text:  # a picture was all that a link held
            text = _LINK.sub(_link_text, text)
        text = _REFERENCE_LINK.sub(r"\1", text)
    text = _without_delimiters(text)
    if "&" in text:
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
    return one_line(text)


def _link_text(match: re.Match[str]) -> str:
    return "" if match[0].startswith("!") else match[1]


def _without_delimiters(text: str) -> str:
    tokens = list(_SPECIAL.finditer(text))
    if not tokens:
        return text
    dropped = _paired(text, tokens)
    parts: list[str] = []
    position = 0
    for index, token in enumerate(tokens):
        if token[0].startswith("\\"):
            parts += (text[position : token.start()], token[0][1])
        elif index in dropped:
            parts.append(text[position : token.start()])
        else:
            continue
        position = token.end()
    return "".join(parts) + text[position:]


def _paired(text: str, tokens: list[re.Match[str]]) -> set[int]:
    """Return the tokens that open or close something; a lone asterisk is one, and stays."""
    waiting: defaultdict[str, list[int]] = defaultdict(list)
    paired: set[int] = set()
    for index, token in enumerate(tokens):
        mark = token[0]
        if mark.startswith("\\"):
            continue
        before, after = text[token.start() - 1 : token.start()], text[token.end() : token.end() + 1]
        opens, closes = bool(after) and not after.isspace(), bool(before) and not before.isspace()
        if mark.startswith("`"):
            opens = closes = True
        if closes and waiting[mark] and _free_side(text, tokens[waiting[mark][-1]], token):
            paired |= {waiting[mark].pop(), index}
        elif opens:
            waiting[mark].append(index)
    return paired


def _free_side(text: str, opener: re.Match[str], closer: re.Match[str]) -> bool:
    """Return True unless both ends stand inside words, as in `f**k and sh**t` or snake_case_names."""
    outer = (text[opener.start() - 1 : opener.start()], text[closer.end() : closer.end() + 1])
    inside = [char.isalnum() and char < _CJK for char in outer]
    return not (any(inside) if opener[0].startswith("_") else all(inside))


def has_words(text: str) -> bool:
    """Return False for a rule, a blank line or other drawing without letter or digit."""
    return _WORD_CHAR.search(text) is not None


def bullet_text(line: str) -> str | None:
    """Return what stands behind a line's bullet or item number, None if it has none."""
    match = _BULLET.match(line)
    return line[match.end() :].strip() if match else None


def ends_sentence(text: str) -> bool:
    """Return True if `text` ends as a sentence does, closing marks aside."""
    return text.rstrip().rstrip(_CLOSERS).endswith((".", "!", "?", "…", "。", "！", "？"))


def sentence_ends(text: str, limit: int = 1_000_000) -> list[int]:
    """Return the offsets behind the sentences of `text`, but for the last one; at most the first `limit`."""
    ends: list[int] = []
    for match in _SENTENCE_END.finditer(text, 0, _LONGEST_BLOCK):
        word = text[max(0, match.start() - 12) : match.start()].rsplit(None, 1)
        last = word[-1].strip("(“\"'").lower() if word else ""
        if match[0][0] == "." and (last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha())):
            continue
        ends.append(match.end() - len(match[0]) + len(match[0].rstrip()))
        if len(ends) >= limit:
            break
    return ends


def first_sentence(text: str) -> str:
    """Return the first sentence of `text`."""
    ends = sentence_ends(text, 1)
    return text[: ends[0]] if ends else text


def unquoted(text: str) -> str:
    """Return `text` without the quotation marks around it, if one pair surrounds the whole.

    >>> unquoted("“Maps lie.”"), unquoted('"Yes." "No."')
    ('Maps lie.', '"Yes." "No."')
    """
    for opening, closing in _MARK_PAIRS:
        inner = text[len(opening) : -len(closing)]
        if (
            len(text) > 1
            and text.startswith(opening)
            and text.endswith(closing)
            and _surrounds(inner, opening, closing)
        ):
            return inner.strip()
    return text


def _surrounds(inner: str, opening: str, closing: str) -> bool:
    """Return True if every mark within opens and closes again before the end, so that the outer ones are a pair."""
    depth = 0
    for match in _EDGE_MARK.finditer(inner):
        mark = match[0]
        if mark not in (opening, closing):
            continue
        before, after = inner[match.start() - 1 : match.start()], inner[match.end() : match.end() + 1]
        if mark in _APOSTROPHES and before.isalnum() and after.isalnum():
            continue
        opens = mark == opening and (opening != closing or not before or before.isspace() or before in "([—–-")
        depth += 1 if opens else -1
        if depth < 0:
            return False
    return depth == 0


def headline_of(text: str) -> str:
    """Return the first sentence of plain `text` as one line; a very long one is cut at a clause, with an ellipsis."""
    sentence = first_sentence(text)
    if len(sentence) <= _LONGEST_HEADLINE:
        return sentence
    head = sentence[:_HEADLINE]
    clause = max((match.start() for match in _CLAUSE.finditer(head)), default=0)
    cut = clause if clause >= _HEADLINE // 2 else head.rfind(" ")
    return (head[:cut] if cut > 0 else head).rstrip(" ,;:—–") + "…"
