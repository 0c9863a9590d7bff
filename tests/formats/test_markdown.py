from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from searchkit import formats
from searchkit.model import Context
from searchkit.text import visible

from .conftest import HOSTILE, IDEA, POINT, QUOTE, SEGMENT, everywhere, hit, results

MEANT = {"blockquote", "p", "h2", "em", "a"}


def parse(made: str) -> list[Token]:
    """Return the tokens of CommonMark with GitHub's tables and strike-through."""
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(made)


def flat(tokens: Iterable[Token]) -> Iterable[Token]:
    """Return tokens and those within them."""
    for token in tokens:
        yield token
        yield from flat(token.children or ())


def tags(tokens: Iterable[Token]) -> set[str]:
    """Return what the tokens become in HTML: tags, and by their type those that are HTML already."""
    kinds = ("html_block", "html_inline")
    return {token.type if token.type in kinds else token.tag for token in flat(tokens) if token.type != "softbreak"} - {
        ""
    }


def text_of(tokens: Iterable[Token]) -> str:
    """Return the text of tokens: white space as one blank, blocks apart."""
    pieces = []
    for token in flat(tokens):
        pieces.append(token.content if token.type == "text" else " " if token.type == "softbreak" else "")
        pieces.append(" " if token.type.endswith("_close") and token.block else "")
    return " ".join("".join(pieces).split())


def words(text: str) -> str:
    """Return the words of a text that should be found."""
    return " ".join(visible(text).split())


def test_a_quote_is_a_block_with_its_source():
    """Words, then who said them, where and when; the moment is a link."""
    assert formats.render(results(QUOTE), "markdown") == (
        "> A broken chair tells you everything about the man who built it.\n"
        ">\n"
        "> — Anneke van der Meer, *The Workbench* no. E12, “Mending is thinking”, 19 June 2023, "
        "[12:31](https://workbench.example/episodes/12#t=751)\n"
    )


def test_an_idea_is_a_heading_and_paragraphs():
    """The heading, the explanation with its lines, the source, then its quotes."""
    made = formats.render(results(hit(IDEA, context=Context(quotes=(QUOTE,)))), "markdown")
    assert made.startswith("## Repair is research\n\nWhoever mends a thing learns why it broke.\nNobody learns")
    assert made.endswith(
        "> A broken chair tells you everything about the man who built it.\n>\n> — Anneke van der Meer\n"
    )


def test_context_stands_below():
    """The idea of a quote and its neighbours are small lines behind it."""
    context = Context(idea=IDEA, before=(POINT,), after=(SEGMENT,))
    made = formats.render(results(hit(context=context)), "markdown")
    assert (
        "\n\nIdea: Repair is research\n\nPoint before: Glue is a form of patience."
        "\n\nTurn after: “So what did you do then?”" in made
    )


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "ftp://a.b/c", "//a.b", "http://", "http://[", ""]
)
def test_only_http_becomes_a_link(url: str):
    """Another scheme, or what is no URL at all, leaves the moment as text."""
    made = formats.render(results(replace(QUOTE, episode=replace(QUOTE.episode, url=url))), "markdown")
    assert made.endswith("19 June 2023, 12:31\n")


@pytest.mark.parametrize(
    "url",
    ["https://a.example/x_(y)*z*", "https://a.example/?q=1&copy=2", "https://a.example/é/<b>`", "HTTP://A.example/"],
)
def test_a_link_leads_where_the_url_leads(url: str):
    """Brackets, ampersands and letters of other scripts neither end the link nor change where it leads."""
    made = formats.render(results(replace(QUOTE, at=None, episode=replace(QUOTE.episode, url=url))), "markdown")
    [link] = [token for token in flat(parse(made)) if token.type == "link_open"]
    expected = url.replace("(", "%28").replace(")", "%29").replace("é", "%C3%A9").replace("<b>`", "%3Cb%3E%60")
    assert str(link.attrs["href"]).lower() == expected.lower()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_shows_as_text(text: str):
    """A reader of CommonMark and GitHub's extensions finds the words and no tag that we did not mean."""
    made = formats.render(everywhere(text), "markdown")
    tokens = parse(made)
    assert tags(tokens) <= MEANT
    shown = text_of(tokens)
    assert shown.count(words(text)) >= 3
    assert not [token for token in flat(tokens) if token.type == "link_open"]


@pytest.mark.parametrize(
    "line", ["- a", "+ a", "* a", "1. a", "2) a", "# a", "> a", "---", "===", "```", "    a", ": a", "| a |"]
)
def test_no_line_begins_a_block(line: str):
    """Also behind a first line, nothing becomes a list, heading, rule or code."""
    tokens = parse(formats.render(results(replace(POINT, text=f"First.\n{line}\n\n{line}")), "markdown"))
    assert tags(tokens) <= {"p", "em", "a"}
    assert text_of(tokens).startswith(" ".join(f"First. {line} {line}".split()))


@pytest.mark.parametrize(
    "text", ["https://a.b", "www.a.b", ":smile:", "~~x~~", "@someone", "#12", "$x$", "==x==", "%%x%%"]
)
def test_extensions_find_nothing(text: str):
    """What GitHub, Pandoc and Obsidian act on does not stand in the text as it is."""
    made = formats.render(results(replace(POINT, text=f"a {text}")), "markdown")
    assert not re.search(rf"(?<!\\){re.escape(text)}", made)


def test_plain_prose_stays_readable():
    """Ordinary punctuation is not escaped."""
    prose = "Well, it's 50% done (or so): “yes” - he said; isn't it? Yes! A.B."
    assert prose in formats.render(results(replace(QUOTE, text=prose)), "markdown")


@settings(deadline=None)
@given(st.text() | st.text("\\`*_{}[]<>()#+-.!|~$^&@:=%123a\n \t“"))
def test_any_text_shows_as_text(text: str):
    """The same for whatever Hypothesis finds."""
    tokens = parse(formats.render(everywhere(text), "markdown"))
    assert tags(tokens) <= MEANT
    assert text_of(tokens).count(words(text)) >= 3
