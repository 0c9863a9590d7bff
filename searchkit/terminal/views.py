"""What a terminal shows of passages, episodes and lists: Rich renderables, every text of the corpus a `Text`.

Styles are chosen to read on light and dark backgrounds alike: weight and a marker's yellow, no pale colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.panel import Panel
from rich.style import Style
from rich.table import Table
from rich.text import Text

from searchkit.catalog import EpisodeEntry
from searchkit.formats.parts import date_words, moment_url, short_clock, web_url
from searchkit.library import WholeEpisode
from searchkit.model import EpisodeRef, Facets, Hit, Passage, Results, Span
from searchkit.names import Name
from searchkit.text import one_line, visible

MARK = Style(color="black", bgcolor="yellow", bold=True)
LABEL = Style(color="magenta")
STRONG = Style(bold=True)
FAINT = Style(dim=True)
_KIND_TITLES = {"point": "point", "idea": "idea", "quote": "quote", "segment": "moment"}
_FACETS_SHOWN = 5
_AROUND_LENGTH = 240  # characters of a neighbour that are shown


def results(found: Results, first: int = 1) -> Iterable[RenderableType]:
    """Yield the cards of some results, then what there is besides."""
    for number, hit in enumerate(found.hits, start=first):
        yield card(hit, number)
    if found.facets != Facets():
        yield facets(found.facets)


def card(hit: Hit, number: int | None = None) -> RenderableType:
    """Return a passage in a frame: its words, who said it and where, and what stands around it."""
    passage = hit.passage
    parts: list[RenderableType] = []
    if passage.heading:
        parts.append(marked(passage.heading, hit.highlights, "heading", STRONG))
    if passage.text:
        parts.append(_words(passage, hit.highlights))
    parts.append(Padding(_source(passage), (1, 0, 0, 0)))
    parts += _context(hit)
    parts += [_part(part.what, part.value) for part in hit.explanation]
    if hit.explanation:
        parts.append(_part("in all", hit.score))
    label = _KIND_TITLES[passage.kind]
    return _Framed(Group(*parts), Text(f"{number} · {label}" if number else label, LABEL), visible(passage.id))


class _Framed:
    """Parts in a frame whose lower edge carries an id, or whose last line does where the edge is too short."""

    def __init__(self, body: RenderableType, title: Text, id_: str) -> None:
        self.body = body
        self.title = title
        self.id = id_

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        below = Text(self.id, FAINT)
        fits = below.cell_len + 6 <= options.max_width
        yield Panel(
            self.body if fits else Group(self.body, below),
            title=self.title or None,
            title_align="left",
            subtitle=below if fits else None,
            subtitle_align="right",
            box=box.ROUNDED,
            border_style=FAINT,
            padding=(0, 1),
        )


def _words(passage: Passage, highlights: Sequence[Span]) -> Text:
    text = marked(passage.text, highlights, "text")
    return Text.assemble("“", text, "”") if passage.kind in ("quote", "segment") else text


def marked(text: str, highlights: Iterable[Span], field: str, style: Style | str = "") -> Text:
    """Return a text of the corpus with what matched marked in it."""
    shown = Text(visible(text), style)
    for span in highlights:
        if span.field == field:
            shown.stylize(MARK, span.start, span.end)
    return shown


def _source(passage: Passage) -> Text:
    episode = passage.episode
    line = Text()
    if passage.speaker:
        line.append("— ")
        line.append(one_line(visible(passage.speaker)), STRONG)
        line.append("\n")
    line.append_text(episode_line(episode, passage.at))
    if episode.headline:
        line.append("\n")
        line.append(one_line(visible(episode.headline)), Style(italic=True))
    return line


def episode_line(episode: EpisodeRef | EpisodeEntry, at: float | None = None) -> Text:
    """Return show, number, title, date and moment; the title links to the recording where it has an address."""
    link = moment_url(episode.url, at) if episode.url else ""
    parts = [Text(one_line(visible(" ".join(filter(None, (episode.show, episode.number))))))]
    parts.append(Text(one_line(visible(episode.title)), Style(link=link) if link else ""))
    if episode.published:
        parts.append(Text(date_words(episode.published)))
    if at is not None:
        parts.append(Text(short_clock(at)))
    return Text(" · ").join(parts)


def _context(hit: Hit) -> Iterable[RenderableType]:
    context = hit.context
    if context.idea is not None:
        yield _labelled("idea", context.idea.heading)
    for quote in context.quotes:
        yield _labelled("quote", _short(quote))
    for label, passages in (("before", context.before), ("after", context.after)):
        for passage in passages:
            yield _labelled(label, _short(passage))


def _short(passage: Passage) -> str:
    text = one_line(f"{passage.heading} {passage.text}" if passage.heading else passage.text)
    if len(text) > _AROUND_LENGTH:
        text = text[:_AROUND_LENGTH].rsplit(" ", 1)[0] + " …"
    if passage.kind in ("quote", "segment"):
        return f"“{text}” — {passage.speaker}" if passage.speaker else f"“{text}”"
    return text


def _labelled(label: str, text: str) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=max(len(label), 6), no_wrap=True)
    grid.add_column()
    grid.add_row(Text(label, LABEL), Text(one_line(visible(text))))
    return grid


def _part(what: str, value: float) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=8, justify="right", no_wrap=True)
    grid.add_column()
    grid.add_row(Text(f"{value:.4f}", STRONG), Text(visible(what), FAINT))
    return grid


def facets(counts: Facets) -> RenderableType:
    """Return a line for each facet: its most frequent values with their counts."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column()
    for label, values in (("speakers", counts.speakers), ("shows", counts.shows), ("kinds", counts.kinds)):
        if values:
            shown = [f"{one_line(visible(name))} {count:,}" for name, count in values[:_FACETS_SHOWN]]
            more = len(values) - _FACETS_SHOWN
            grid.add_row(Text(label, LABEL), Text(" · ".join(shown) + (f" · {more} more" if more > 0 else "")))
    return grid


def episode(whole: WholeEpisode) -> Iterable[RenderableType]:
    """Yield an episode whole: what it is, its overview, ideas, quotes and chapters."""
    entry = whole.entry
    head = Text(one_line(visible(entry.title)), STRONG)
    head.append("\n")
    head.append_text(episode_line(entry))
    if entry.speakers:
        head.append("\n" + one_line(visible(", ".join(entry.speakers))))
    if web_url(entry.url):
        head.append("\n")
        head.append(web_url(entry.url), Style(link=web_url(entry.url)))
    if entry.headline:
        head.append("\n")
        head.append(one_line(visible(entry.headline)), Style(italic=True))
    yield _Framed(head, Text(), visible(entry.id))
    for label, kind in (("Overview", "point"), ("Ideas", "idea"), ("Quotes", "quote"), ("Transcript", "segment")):
        passages = [passage for passage in whole.passages if passage.kind == kind]
        if passages:
            yield Text("\n" + label, LABEL)
            for passage in passages:
                yield _listed(passage)
    if entry.chapters:
        yield Text("\nChapters", LABEL)
        for chapter in entry.chapters:
            yield Text(f"  {short_clock(chapter.at):>8}  {one_line(visible(chapter.title))}")


def _listed(passage: Passage) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=4, justify="right", no_wrap=True)
    grid.add_column()
    text = Text()
    if passage.heading:
        text.append(one_line(visible(passage.heading)), STRONG)
        text.append("\n" if passage.text else "")
    text.append_text(_words(passage, ()))
    if passage.speaker or passage.at is not None:
        moment = "" if passage.at is None else short_clock(passage.at)
        text.append("\n— " + ", ".join(filter(None, (one_line(visible(passage.speaker)), moment))), FAINT)
    grid.add_row(Text(passage.id.rpartition("-")[2], FAINT), text)
    return Padding(grid, (0, 0, 1, 0))


def episodes(entries: Sequence[EpisodeEntry]) -> RenderableType:
    """Return a table of episodes."""
    table = _table("published", "episode", "no", "title", "ideas", "quotes")
    for entry in entries:
        cells = (entry.published, entry.id, entry.number, entry.title, f"{entry.ideas:,}", f"{entry.quotes:,}")
        row = [Text(one_line(visible(cell))) for cell in cells]
        row[1].overflow = "fold"
        if link := web_url(entry.url):
            row[3].stylize(Style(link=link))
        table.add_row(*row)
    return table


def names(listed: Sequence[Name], sort: str) -> RenderableType:
    """Return a table of speakers or shows, with the other spellings of each."""
    counted = "quotes" if sort == "speaker" else "passages"
    table = _table(sort, "episodes", counted)
    for name in listed:
        shown = Text(one_line(visible(name.name)))
        if len(name.spellings) > 1:
            shown.append(" also " + one_line(visible(", ".join(name.spellings[1:]))), FAINT)
        table.add_row(shown, Text(f"{name.episodes:,}"), Text(f"{name.passages:,}"))
    return table


def _table(*columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style=LABEL)
    for column in columns:
        number = column in ("ideas", "quotes", "episodes", "passages")
        table.add_column(column, justify="right" if number else "left", no_wrap=number or column in ("published", "no"))
    return table
