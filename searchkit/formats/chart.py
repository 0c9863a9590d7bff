"""A chart of trends as SVG 1.1: bars over time, a panel for each series, all on one scale.

The picture stands by itself: it loads nothing and runs nothing, and says what it shows in `<title>` and `<desc>`, of
each bar too. Its colours follow the reader's light or dark scheme (CSS Media Queries 5), and panels are told
apart by their headings, not by colour. Text from the corpus is escaped, and what XML 1.0 cannot hold is replaced.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from searchkit.formats.parts import clean, counted, percent
from searchkit.formats.periods import highest, panels, title, values
from searchkit.trends import Series, Trends

_WIDTH = 800
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 48, 12  # margins of the picture
_HEIGHT = {True: 240, False: 110}  # of the bars' area: alone, or one of several panels
_HEADING, _AXIS = 26, 24  # above the bars of a panel, and below them for the periods
_PLOT = _WIDTH - _LEFT - _RIGHT
_LABEL_WIDTH = 62  # of a period below the axis, with room beside it
_GAP = 0.2  # of the width of a bar, left free
_TITLE_LENGTH = 80  # characters of a heading that fit
# What XML 1.0 (section 2.2) does not take beside what `visible` replaces.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_SVG = "http://www.w3.org/2000/svg"
_NAMED = 'role="img" aria-labelledby="title desc"'
_STYLE = """
svg { color-scheme: light dark; }
text { font: 12px system-ui, sans-serif; fill: #222; }
.title { font-size: 16px; font-weight: bold; }
.heading { font-weight: bold; }
.page { fill: #fff; }
.bar { fill: #33699c; }
.line { stroke: #bbb; stroke-width: 1; }
@media (prefers-color-scheme: dark) {
  text { fill: #ddd; }
  .page { fill: #181a1b; }
  .bar { fill: #7fb2e5; }
  .line { stroke: #555; }
}
"""


def chart(trends: Trends, *, by_share: bool = False) -> str:
    """Return a chart as a whole SVG document.

    Args:
        trends: what to draw.
        by_share: draw the share of the passages that match, not their number.
    """
    drawn = list(panels(trends))
    tall = _HEIGHT[len(drawn) == 1]
    each = _HEADING + tall + _AXIS
    height = _TOP + each * len(drawn) + _BOTTOM
    top = _scale(highest(trends, by_share=by_share), by_share=by_share)
    name = f"{title(trends)}: {'share' if by_share else 'number'} of passages"
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="{_SVG}" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}" {_NAMED}>',
        f'<title id="title">{_text(name)}</title>',
        f'<desc id="desc">{_text(_described(trends))}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="page" width="{_WIDTH}" height="{height}"/>',
        f'<text class="title" x="{_LEFT}" y="28">{_text(_short(name))}</text>',
    ]
    for number, (label, series) in enumerate(drawn):
        lines += _panel(trends, label, series, _Frame(_TOP + number * each, tall, top, by_share))
    return "\n".join([*lines, "</svg>"]) + "\n"


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a panel lies: the top of its heading, the height of its bars, the value at their top, and what that is."""

    above: int
    tall: int
    top: float
    by_share: bool

    @property
    def floor(self) -> int:
        return self.above + _HEADING + self.tall


def _panel(trends: Trends, label: str, series: Series, frame: _Frame) -> Iterator[str]:
    heading = f"{_short(label)} ({series.total:,})" if label else counted(series.total, "passage")
    yield f'<text class="heading" x="{_LEFT}" y="{frame.above + 12}">{_text(heading)}</text>'
    yield from _grid(frame)
    step = _PLOT / max(len(trends.periods), 1)
    every = max(1, math.ceil(_LABEL_WIDTH / step))
    lengths = values(series, by_share=frame.by_share)
    rows = zip(trends.periods, series.counts, series.of, series.shares, lengths, strict=True)
    for number, (period, count, of, share, value) in enumerate(rows):
        left = _LEFT + number * step
        if value:
            high = max(frame.tall * value / frame.top, 1.0)
            yield (
                f'<rect class="bar" x="{left + step * _GAP / 2:.2f}" y="{frame.floor - high:.2f}"'
                f' width="{step * (1 - _GAP):.2f}" height="{high:.2f}">'
                f"<title>{period}: {count:,} of {of:,} ({percent(share)})</title></rect>"
            )
        if number % every == 0:
            yield f'<text x="{left + step / 2:.2f}" y="{frame.floor + 16}" text-anchor="middle">{period}</text>'


def _grid(frame: _Frame) -> Iterator[str]:
    """Yield the lines at nothing, half and the whole of the scale, with their values where those are counts."""
    for part in (0.0, 0.5, 1.0):
        y, value = frame.floor - frame.tall * part, frame.top * part
        yield f'<line class="line" x1="{_LEFT}" y1="{y:g}" x2="{_WIDTH - _RIGHT}" y2="{y:g}"/>'
        if frame.by_share or value == int(value):
            shown = f"{100 * value:g} %" if frame.by_share else f"{int(value):,}"
            yield f'<text x="{_LEFT - 8}" y="{y + 4:g}" text-anchor="end">{shown}</text>'


def _scale(highest_value: float, *, by_share: bool) -> float:
    """Return a round number for the top of the scale: 1, 2 or 5 times a power of ten, whole for counts."""
    least = highest_value or 1.0
    power: float = 10.0 ** math.floor(math.log10(least))
    top = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= least * (1 - 1e-9))
    return min(round(top, 6), 1.0) if by_share else float(max(round(top), 1))


def _described(trends: Trends) -> str:
    counts = [(count, period) for count, period in zip(trends.whole.counts, trends.periods, strict=True) if count]
    if not counts:
        return "Nothing was found."
    count, period = max(counts, key=lambda item: (item[0], item[1]))
    undated = f" {trends.undated:,} more without a {trends.by}." if trends.undated else ""
    span = f"{trends.whole.total:,} passages from {trends.periods[0]} to {trends.periods[-1]}"
    return f"{span}, most in {period} ({count:,}).{undated}"


def _short(text: str) -> str:
    return text if len(text) <= _TITLE_LENGTH else text[: _TITLE_LENGTH - 1] + "…"


def _text(text: str) -> str:
    """Return text as XML without a tag."""
    return escape(_NOT_XML.sub("\ufffd", clean(text)))
