"""What a terminal shows of a comparison: a column a voice, year by year, or one below the other where it is narrow.

As in `views`, every text of the corpus is a Rich `Text`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.rule import Rule
from rich.style import Style
from rich.table import Table
from rich.text import Text

from searchkit.comparing import Comparison, Voice
from searchkit.formats.comparison import summary
from searchkit.formats.parts import clean, date_words, is_spoken, moment_url, short_clock
from searchkit.model import Hit
from searchkit.terminal.views import FAINT, LABEL, STRONG, marked

WIDEST = 160  # columns that a comparison may take: each of its own is still easy to read
_LEAST = 40  # columns that a voice needs beside another
_GAP = 3
_UNDATED = "no date"


class SideBySide:
    """A comparison, laid out for the width that there is.

    Args:
        comparison: what to show.
    """

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        voices = self.comparison.voices
        if options.max_width >= len(voices) * (_LEAST + _GAP) - _GAP:
            yield from self._beside()
        else:
            yield from self._stacked()

    def _beside(self) -> Iterable[RenderableType]:
        voices = self.comparison.voices
        yield _row([self._head(voice) for voice in voices])
        years = dict.fromkeys(sorted({_year(hit) for voice in voices for hit in voice.hits}, key=_order))
        for year in years:
            yield Rule(Text(year, LABEL), style=FAINT, align="left")
            yield _row([_cell([hit for hit in voice.hits if _year(hit) == year]) for voice in voices])

    def _stacked(self) -> Iterable[RenderableType]:
        for number, voice in enumerate(self.comparison):
            if number:
                yield Text()
            yield self._head(voice)
            yield Rule(style=FAINT)
            yield _cell(voice.hits)

    def _head(self, voice: Voice) -> Text:
        return Text.assemble((clean(voice.name), STRONG), "\n", summary(self.comparison, voice))


def _row(cells: Sequence[RenderableType]) -> Table:
    grid = Table.grid(padding=(0, _GAP, 0, 0), expand=True)
    for _ in cells:
        grid.add_column(ratio=1, overflow="fold")
    grid.add_row(*cells)
    return grid


def _cell(hits: Sequence[Hit]) -> RenderableType:
    shown: list[RenderableType] = [Padding(_shown(hit), (0, 0, 1, 0)) for hit in hits[:-1]]
    return Group(*shown, *(_shown(hit) for hit in hits[-1:]))


def _shown(hit: Hit) -> Text:
    """Return the words of a hit with what matched marked, when and where they were said, and their id."""
    passage, episode = hit.passage, hit.passage.episode
    text = Text(overflow="fold")
    if passage.heading:
        text.append_text(marked(passage.heading, hit.highlights, "heading", STRONG))
        text.append("\n" if passage.text else "")
    words = marked(passage.text, hit.highlights, "text")
    text.append_text(Text.assemble("“", words, "”") if is_spoken(passage) else words)
    when = date_words(episode.published) or clean(episode.published)
    place = " ".join(filter(None, (clean(episode.show), clean(episode.number))))
    moment = "" if passage.at is None else short_clock(passage.at)
    title = Text(clean(episode.title), Style(link=moment_url(episode.url, passage.at) or None))
    parts = [Text(when), Text(place), title, Text(moment)]
    text.append("\n")
    text.append_text(Text(" · ").join(part for part in parts if part))
    text.append("\n" + clean(passage.id), FAINT)
    return text


def _year(hit: Hit) -> str:
    return clean(hit.passage.episode.published[:4]) or _UNDATED


def _order(year: str) -> tuple[bool, str]:
    return year == _UNDATED, year
