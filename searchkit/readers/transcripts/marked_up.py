"""Transcripts as HTML: Podcasting 2.0 writes `<cite>` for a name, `<time>` for a moment and `<p>` for what is said."""

from __future__ import annotations

from html.parser import HTMLParser

from searchkit.captions.stamps import moment
from searchkit.model import Segment

_SILENT = frozenset(("script", "style", "head", "template", "noscript", "nav", "button"))
_BLOCKS = frozenset(
    ("p", "div", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "tr", "blockquote")
)
_HEADS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


class Page(HTMLParser):
    """Gathers the cues of a page.

    Attributes:
        cues: what was said.
        title: of the page.
        url: the address that the page says is its own.
        language: that the page says it has.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.cues: list[Segment] = []
        self.title = self.url = self.language = ""
        self._silent: list[str] = []
        self._inside = ""  # cite, time, title or a heading
        self._name = ""
        self._start: float | None = None
        self._text: list[str] = []
        self._aside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        given = {name: value or "" for name, value in attrs}
        if tag == "link" and given.get("rel", "").lower() == "canonical":
            self.url = given.get("href", "")
        if tag == "html":
            self.language = given.get("lang", "")
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag in ("cite", "time", "title") or tag in _HEADS:
            self._say()
            self._inside, self._aside = tag, []
        elif tag in _BLOCKS:
            self._say()

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if tag in self._silent:
            while self._silent and self._silent.pop() != tag:
                pass
        elif tag == self._inside:
            self._end_aside(" ".join("".join(self._aside).split()))
            self._inside = ""
        elif tag in _BLOCKS:
            self._say()

    def _end_aside(self, text: str) -> None:
        if self._inside == "cite":
            self._name, self._start = text.rstrip(": "), None
        elif self._inside == "time":
            try:
                self._start = moment(text.strip("[]() "))
            except ValueError:
                self._start = None
        elif not self.title:
            self.title = text

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self._inside:
            self._aside.append(data)
        elif not self._silent:
            self._text.append(data)

    def close(self) -> None:
        """End the page."""
        super().close()
        self._say()

    def _say(self) -> None:
        text = " ".join("".join(self._text).split())
        self._text.clear()
        if text:
            self.cues.append(Segment(text, self._name, self._start))
            self._start = None
