"""What a terminal shows of trends: a line a period with counts and a bar of blocks, which reads without any colour."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.table import Table
from rich.text import Text

from searchkit.formats.parts import percent
from searchkit.formats.periods import bar, highest, panels, title, values
from searchkit.terminal.views import LABEL, STRONG
from searchkit.trends import Series, Trends

_LONGEST = 60  # columns of a bar
_SHORTEST = 4  # columns of the longest bar below which none is drawn
_LONG_GAP = 4  # periods without any passage from which they are told in one line
_PADDING = 2  # columns behind each

_Row: TypeAlias = tuple[str, str, str, float]


class Chart:
    """Trends as bars, laid out for the width that there is.

    Args:
        trends: what to show.
        by_share: make bars as long as the share of the passages that match, not as their number.
    """

    def __init__(self, trends: Trends, *, by_share: bool = False) -> None:
        self.trends = trends
        self.by_share = by_share
        self.most = highest(trends, by_share=by_share)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text(title(self.trends) + (": share of passages" if self.by_share else ": passages"), LABEL)
        drawn = [(label, series.total, self._rows(series)) for label, series in panels(self.trends)]
        widths = [
            max((cell_len(str(row[place])) for _, _, rows in drawn for row in rows), default=0) for place in range(3)
        ]
        if sum(widths) + 2 * _PADDING > options.max_width:  # the shares follow from the counts
            widths.pop()
        room = min(options.max_width - sum(widths) - len(widths) * _PADDING, _LONGEST)
        for label, total, rows in drawn:
            if label:
                yield Text()
                yield Text.assemble((label, STRONG), f"  {total:,}")
            yield self._bars(rows, widths, room if room >= _SHORTEST else 0)

    def _rows(self, series: Series) -> list[_Row]:
        return list(_rows(self.trends.periods, series, values(series, by_share=self.by_share)))

    def _bars(self, rows: Sequence[_Row], widths: Sequence[int], room: int) -> RenderableType:
        grid = Table.grid(padding=(0, _PADDING, 0, 0), pad_edge=False)
        for place, width in enumerate(widths):
            grid.add_column(justify="right" if place else "left", min_width=width, overflow="fold")
        if room:
            grid.add_column(no_wrap=True)
        for period, counts, share, value in rows:
            texts = [Text(period, LABEL), Text(counts, STRONG if value else ""), Text(share)][: len(widths)]
            grid.add_row(*texts, *([Text(bar(value, self.most, room))] if room else []))
        return grid


def _rows(periods: Sequence[str], series: Series, lengths: Sequence[float]) -> Iterator[_Row]:
    """Yield period, counts, share and length of the bar; a long time without any passage is one row."""
    wide = len(f"{max(series.of, default=0):,}")
    start = 0
    while start < len(periods):
        end = start
        while end < len(periods) and not series.of[end]:
            end += 1
        if end - start >= _LONG_GAP:
            yield f"{periods[start]} to {periods[end - 1]}", f"0 of {0:>{wide}}", "", 0.0
            start = end
            continue
        count, of = series.counts[start], series.of[start]
        yield periods[start], f"{count:,} of {of:>{wide},}", percent(series.shares[start]) if of else "", lengths[start]
        start += 1
