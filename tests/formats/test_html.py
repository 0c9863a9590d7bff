from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchkit import formats
from searchkit.model import Span
from searchkit.text import one_line, visible

from .conftest import HOSTILE, QUOTE, everywhere, hit, results

VOID = {"meta", "br"}
MEANT = {
    *(
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "h1",
        "h2",
        "p",
        "article",
        "blockquote",
        "cite",
        "mark",
    ),
    *("time", "a"),
}


class Page(HTMLParser):
    """Collects the tags, attributes and texts of a page and checks that tags close in order."""

    def __init__(self, made: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[tuple[str, str]] = []
        self.open: list[str] = []
        self.feed(made)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep the tag and its attributes."""
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)
            self.texts.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        """Check that it closes the innermost element."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Add the text to the innermost element."""
        for at in range(len(self.texts) - 1, -1, -1):
            if self.open and self.texts[at][0] == self.open[-1]:
                self.texts[at] = (self.texts[at][0], self.texts[at][1] + data)
                return

    def text(self, tag: str) -> list[str]:
        """Return the texts of the elements with a tag, in order."""
        return [text for name, text in self.texts if name == tag]


def test_the_page_needs_nothing_else(full):
    """A doctype, language, character set and title; no script, no image, and links to http and https only."""
    made = formats.render(full, "html")
    page = Page(made)
    assert made.startswith('<!doctype html>\n<html lang="en">')
    assert ("meta", "charset", "utf-8") in page.attributes
    assert page.text("title") == ["broken chair"]
    assert set(page.tags) <= MEANT
    assert {
        name for _, name, _ in page.attributes if name in {"src", "srcset", "style"} or name.startswith("on")
    } == set()
    assert all(value.startswith("https://") for _, name, value in page.attributes if name == "href")


def test_the_policy_allows_the_style_sheet_alone(full):
    """The digest in the Content-Security-Policy is that of the style sheet, and all else is refused."""
    made = formats.render(full, "html")
    [policy] = [value for _, name, value in Page(made).attributes if name == "content" and "default-src" in value]
    style = re.search("<style>(.*?)</style>", made, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_every_hit_is_an_article(full):
    """One article a hit, quotes in block quotes, what matched in marks."""
    page = Page(formats.render(full, "html"))
    assert page.tags.count("article") == len(full)
    assert page.text("mark") == ["broken chair", "Repair"]
    assert "The Workbench" in page.text("cite")


def test_marks_that_make_no_sense_do_no_harm():
    """Marks outside the text or over one another are cut to what is there."""
    spans = (Span(60, 900), Span(0, 1), Span(0, 8), Span(8, 8), Span(-4, -1))
    page = Page(formats.render(results(hit(highlights=spans)), "html"))
    assert page.text("mark") == ["A", " broken", "it."]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_shows_as_text(text: str):
    """No tag, attribute or link but ours, and the words as they were."""
    page = Page(formats.render(everywhere(text), "html"))
    assert set(page.tags) <= MEANT
    assert not [value for _, name, value in page.attributes if name == "href"]
    assert page.text("cite") == [one_line(visible(text))] * 3 or not one_line(visible(text))
    assert page.text("h1") == [one_line(visible(text)) or "All passages"]


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_shows_as_text(text: str):
    """The same for whatever Hypothesis finds, with line ends kept."""
    page = Page(formats.render(results(replace(QUOTE, text=text, speaker="")), "html"))
    assert page.text("blockquote") == [visible(text)]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " JavaScript:x", "data:,x", "https://a b", "https://a\u202eb", "http:x"]
)
def test_only_http_becomes_a_link(url: str):
    """Another scheme, a blank or a control in it, or no host: no link."""
    passage = replace(QUOTE, episode=replace(QUOTE.episode, url=url))
    assert "a" not in Page(formats.render(results(passage), "html")).tags
