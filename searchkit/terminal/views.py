"""What a terminal shows of passages, episodes and lists: Rich renderables, every text of the corpus a `Text`.

Styles are chosen to read on light and dark backgrounds alike: weight and a marker's yellow, no pale colours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console, ConsoleOptions, Group, JustifyMethod, RenderableType, RenderResult
from rich.padding import Padding
from rich.panel import Panel
from rich.style import Style
from rich.table import Table
from rich.text import Text

from searchkit.catalog import EpisodeEntry
from searchkit.formats.parts import alsos, around, counted, date_words, moment_url, short_clock, web_url
from searchkit.library import WholeEpisode
from searchkit.model import EpisodeRef, Facets, Hit, Passage, Results, Span
from searchkit.names import Name
from searchkit.text import one_line, visible

MARK = Style(color="black", bgcolor="yellow", bold=True)
LABEL = Style(color="magenta")
STRONG = Style(bold=True)
FAINT = Style(dim=True)
_KIND_TITLES = {"point": "point", "idea": "idea", "quote": "quote", "segment": "moment"}
BADGES = {"verbatim": "✓", "near": "≈", "elsewhere": "≠", "not found": "✗"}
_FACETS_SHOWN = 5
_LONGEST = 5000  # characters of a text that are drawn: Rich takes seconds for a hundred thousand
_LABEL_WIDTH = 6  # columns
_QUOTES_SHOWN = 3  # of an idea: a page of sixty quotes has ideas to which twenty belong
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
    parts += [_labelled("also", place) for place in alsos(hit)]
    parts += [_part(part.what, part.value) for part in hit.explanation]
    if hit.explanation:
        parts.append(_part("in all", hit.score))
    label = _KIND_TITLES[passage.kind]
    if passage.verified:
        label += f" · {BADGES[passage.verified]} {passage.verified}"
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
    shown = Text(visible(text[:_LONGEST]), style)
    for span in highlights:
        if span.field == field and span.start < _LONGEST:
            shown.stylize(MARK, span.start, min(span.end, _LONGEST))
    if len(text) > _LONGEST:
        shown.append(f" … {len(text) - _LONGEST:,} characters more; --format plain has them", FAINT)
    return shown


def _source(passage: Passage) -> Text:
    episode = passage.episode
    line = Text()
    if passage.speaker:
        line.append("— ")
        line.append(one_line(visible(passage.speaker)), STRONG)
        line.append("\n")
    line.append_text(_dotted(_show(episode), _title(episode, passage.at), *_when(episode.published, passage.at)))
    if episode.headline:
        line.append("\n")
        line.append(one_line(visible(episode.headline)), Style(italic=True))
    return line


def _show(episode: EpisodeRef | EpisodeEntry) -> str:
    return " ".join(filter(None, (episode.show, episode.number)))


def _title(episode: EpisodeRef | EpisodeEntry, at: float | None = None, style: Style | None = None) -> Text:
    """Return the title, which links to the recording where that has an address, and to the moment in it."""
    link = moment_url(episode.url, at)
    return Text(one_line(visible(episode.title)), (style or Style()) + Style(link=link or None))


def _when(published: str, at: float | None = None) -> Iterable[str]:
    yield date_words(published) or published
    yield "" if at is None else short_clock(at)


def _dotted(*parts: Text | str) -> Text:
    """Return those parts that hold anything, in one line with dots between them."""
    shown = [part if isinstance(part, Text) else Text(one_line(visible(part))) for part in parts]
    return Text(" · ").join(part for part in shown if part)


def _context(hit: Hit) -> Iterable[RenderableType]:
    context = hit.context
    neighbours = list(around(context))
    width = max((len(label) for label, _ in neighbours), default=_LABEL_WIDTH)
    if context.idea is not None:
        yield _labelled("idea", context.idea.heading, width)
    for quote in context.quotes[:_QUOTES_SHOWN]:
        yield _labelled("quote", _short(quote), width)
    if len(context.quotes) > _QUOTES_SHOWN:
        yield _labelled(
            "", f"and {counted(len(context.quotes) - _QUOTES_SHOWN, 'more quote')}; --format plain has them", width
        )
    for label, passage in neighbours:
        moment = "" if passage.at is None or passage.kind != "segment" else f"{short_clock(passage.at)}  "
        yield _labelled(label, moment + _short(passage), width)


def _short(passage: Passage) -> str:
    text = one_line(f"{passage.heading} {passage.text}" if passage.heading else passage.text)
    if len(text) > _AROUND_LENGTH:
        text = text[:_AROUND_LENGTH].rsplit(" ", 1)[0] + " …"
    if passage.kind in ("quote", "segment"):
        return f"“{text}” — {passage.speaker}" if passage.speaker else f"“{text}”"
    return text


def _labelled(label: str, text: str, width: int = _LABEL_WIDTH) -> RenderableType:
    return _beside(Text(label, LABEL), Text(one_line(visible(text))), width=width, justify="left")


def _part(what: str, value: float) -> RenderableType:
    return _beside(Text(f"{value:.4f}", STRONG), Text(one_line(visible(what)), FAINT), width=8)


def facets(counts: Facets) -> RenderableType:
    """Return a line for each facet: its most frequent values with their counts."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for label, values in (("speakers", counts.speakers), ("shows", counts.shows), ("kinds", counts.kinds)):
        if values:
            shown = [f"{one_line(visible(name))} {count:,}" for name, count in values[:_FACETS_SHOWN]]
            more = len(values) - _FACETS_SHOWN
            grid.add_row(Text(label, LABEL), Text(" · ".join(shown) + (f" · {more} more" if more > 0 else "")))
    return grid


def episode(whole: WholeEpisode) -> Iterable[RenderableType]:
    """Yield an episode whole: what it is, its overview, ideas, quotes and chapters."""
    entry = whole.entry
    address = web_url(entry.url)
    head = [
        _title(entry, style=STRONG),
        _dotted(_show(entry), *_when(entry.published)),
        Text(one_line(visible(", ".join(entry.speakers)))),
        Text(address, Style(link=address or None)),
        Text(one_line(visible(entry.headline)), Style(italic=True)),
    ]
    yield _Framed(Group(*(line for line in head if line)), Text(), visible(entry.id))
    for label, kind in (("Overview", "point"), ("Ideas", "idea"), ("Quotes", "quote"), ("Transcript", "segment")):
        passages = [passage for passage in whole.passages if passage.kind == kind]
        for number, passage in enumerate(passages):
            yield Text() if number else Text(f"\n{label}", LABEL)
            yield _listed(passage)
    if entry.chapters:
        yield Text("\nChapters", LABEL)
        for chapter in entry.chapters:
            yield _beside(Text(short_clock(chapter.at)), Text(one_line(visible(chapter.title))), width=8)


def _listed(passage: Passage) -> RenderableType:
    text = Text()
    if passage.heading:
        text.append(one_line(visible(passage.heading)), STRONG)
        text.append("\n" if passage.text else "")
    text.append_text(_words(passage, ()))
    moment = "" if passage.at is None else short_clock(passage.at)
    verdict = f"{BADGES[passage.verified]} {passage.verified}" if passage.verified else ""
    if about := ", ".join(filter(None, (one_line(visible(passage.speaker)), moment, verdict))):
        text.append("\n— " + about, FAINT)
    return _beside(Text(visible(passage.id.rpartition("-")[2]), FAINT), text, width=4)


def _beside(label: Text, what: Text, width: int, justify: JustifyMethod = "right") -> RenderableType:
    """Return a label in a column of its own, and beside it what it belongs to."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=width, justify=justify, no_wrap=True)
    grid.add_column(overflow="fold")  # a word that does not fit is broken, not cut
    grid.add_row(label, what)
    return grid


def episodes(entries: Sequence[EpisodeEntry], words: str = "") -> RenderableType:
    """Return a list of episodes: date, title, show, what each holds, chapters that hold one of some words, id."""
    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for entry in entries:
        held = ((entry.ideas, "idea"), (entry.quotes, "quote"), (entry.segments, "segment"))
        counts = ", ".join(counted(count, kind) for count, kind in held if count)
        line = _dotted(_title(entry, style=STRONG), _show(entry), counts)
        id_ = Text(visible(entry.id), FAINT, overflow="fold")
        chapters = [
            Text(f"{short_clock(chapter.at)}  {one_line(visible(chapter.title))}")
            for chapter in entry.chapters_with(words)
        ]
        grid.add_row(Text(one_line(visible(entry.published))), Group(line, *chapters, id_))
    return grid


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
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style=LABEL)
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=bool(number), overflow="fold")
    return table
