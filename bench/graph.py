"""The cost of questions against the number of passages, as an SVG: a panel a class, a line a contestant.

Both axes are logarithmic. The colours follow the viewer's scheme, light or dark; on the ground of either they differ in
lightness too, and each line ends in a mark of its own shape.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from bench.contestants import LABELS
from bench.questions import CLASSES

Figures = Mapping[str, Mapping[str, float]]

_HEADING = "Median CPU ms of a question against the number of passages, both logarithmic"
_COLUMNS = 3
_PANEL = (300, 190)  # of the drawing, without its labels
_GAP = (64, 62)
_TOP, _EDGE = 74, 12
_MARK = 3.6
_LIGHT = ("#0b57d0", "#0b57d0", "#b3261e", "#8a6100", "#146c2e", "#7b2d8b")
_DARK = ("#8ab4f8", "#8ab4f8", "#f28b82", "#fdd663", "#81c995", "#d7aefb")
_DASHED = frozenset({"searchkit-tantivy"})
_SHAPES = ("circle", "square", "diamond", "triangle", "cross", "plus")


def draw(answers: Mapping[int, Mapping[str, Figures]]) -> str:
    """Return the SVG.

    Args:
        answers: by number of passages, class and contestant: `p50` in CPU milliseconds.
    """
    sizes = sorted(answers)
    names = [name for name in CLASSES if any(name in answers[size] for size in sizes)]
    there = [
        who for who in LABELS if any("p50" in answers[n].get(name, {}).get(who, {}) for n in sizes for name in names)
    ]
    values = [
        answers[size][name][who]["p50"]
        for size in sizes
        for name in names
        for who in there
        if "p50" in answers[size].get(name, {}).get(who, {})
    ]
    scale = _Scale(sizes, values)
    rows = -(-len(names) // _COLUMNS)
    width = _EDGE * 2 + _COLUMNS * (_PANEL[0] + _GAP[0])
    height = _TOP + rows * (_PANEL[1] + _GAP[1]) + _EDGE
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" role="img">',
        "<title>CPU milliseconds of a question against the number of passages</title>",
        f"<style>{_style(there)}</style>",
        f'<rect class="ground" width="{width}" height="{height}"/>',
        f'<text x="{_EDGE}" y="24" font-size="15">{_HEADING}</text>',
        *_legend(there),
    ]
    for number, name in enumerate(names):
        x = _EDGE + 44 + number % _COLUMNS * (_PANEL[0] + _GAP[0])
        y = _TOP + 22 + number // _COLUMNS * (_PANEL[1] + _GAP[1])
        lines.append(f'<g transform="translate({x} {y})">')
        lines += _panel(CLASSES[name], scale)
        for who in there:
            points = [
                (size, answers[size][name][who]["p50"])
                for size in sizes
                if "p50" in answers[size].get(name, {}).get(who, {})
            ]
            lines += _line(who, there.index(who), [(scale.x(size), scale.y(value)) for size, value in points])
        lines.append("</g>")
    return "\n".join((*lines, "</svg>", ""))


class _Scale:
    """Where numbers of passages and milliseconds lie in a panel."""

    def __init__(self, sizes: Sequence[int], values: Sequence[float]) -> None:
        self.sizes = sizes
        self._across = (math.log10(min(sizes)), max(math.log10(max(sizes)), math.log10(min(sizes)) + 1))
        positive = [value for value in values if value > 0] or [1.0]
        low, high = math.floor(math.log10(min(positive))), math.ceil(math.log10(max(positive)))
        self._up = (low, max(high, low + 1))

    @property
    def decades(self) -> list[int]:
        return list(range(self._up[0], self._up[1] + 1))

    def x(self, size: float) -> float:
        low, high = self._across
        return (math.log10(size) - low) / (high - low) * _PANEL[0]

    def y(self, value: float) -> float:
        low, high = self._up
        return (1 - (math.log10(max(value, 10**low)) - low) / (high - low)) * _PANEL[1]


def _style(there: Sequence[str]) -> str:
    colours = [list(LABELS).index(who) for who in there]
    light = "".join(_coloured(number, _LIGHT[of]) for number, of in enumerate(colours))
    dark = "".join(_coloured(number, _DARK[of]) for number, of in enumerate(colours))
    return (
        ".ground{fill:#fff}text{fill:#1f1f1f}.grid{stroke:#d5d5d5}.line{fill:none;stroke-width:2}"
        f".mark{{stroke-width:1.6}}.dashed{{stroke-dasharray:6 4}}{light}"
        "@media (prefers-color-scheme: dark){"
        f".ground{{fill:#121212}}text{{fill:#e8e8e8}}.grid{{stroke:#3c3c3c}}{dark}}}"
    )


def _coloured(number: int, colour: str) -> str:
    return f".l{number}{{stroke:{colour}}}.m{number}{{stroke:{colour};fill:{colour}}}"


def _legend(there: Sequence[str]) -> Iterator[str]:
    for number, who in enumerate(there):
        x = _EDGE + number * 168
        yield from _line(who, number, [(x, 48), (x + 34, 48)])
        yield f'<text x="{x + 42}" y="52" font-size="12">{escape(LABELS[who])}</text>'


def _panel(title: str, scale: _Scale) -> Iterator[str]:
    width, height = _PANEL
    yield f'<text y="-8" font-size="13" font-weight="bold">{escape(title)}</text>'
    for decade in scale.decades:
        y = scale.y(10.0**decade)
        yield f'<line class="grid" x2="{width}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="-6" y="{y + 4:.1f}" font-size="11" text-anchor="end">{10.0**decade:g}</text>'
    for size in scale.sizes:
        x = scale.x(size)
        yield f'<line class="grid" y2="{height}" x1="{x:.1f}" x2="{x:.1f}"/>'
        yield f'<text x="{x:.1f}" y="{height + 16}" font-size="11" text-anchor="middle">{size:,}</text>'


def _line(who: str, number: int, points: Sequence[tuple[float, float]]) -> Iterator[str]:
    if not points:
        return
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashed = " dashed" if who in _DASHED else ""
    yield f'<polyline class="line l{number}{dashed}" points="{path}"/>'
    shape = _SHAPES[list(LABELS).index(who)]
    for x, y in points:
        yield f'<path class="mark m{number}" d="{_mark(shape, x, y)}"/>'


def _mark(shape: str, x: float, y: float) -> str:
    r = _MARK
    start = f"M{x:.1f} {y:.1f}"
    return (
        start
        + {
            "circle": f"m{-r} 0a{r} {r} 0 1 0 {2 * r} 0a{r} {r} 0 1 0 {-2 * r} 0",
            "square": f"m{-r} {-r}h{2 * r}v{2 * r}h{-2 * r}z",
            "diamond": f"m0 {-r - 1}l{r + 1} {r + 1}l{-r - 1} {r + 1}l{-r - 1} {-r - 1}z",
            "triangle": f"m0 {-r - 1}l{r + 1} {2 * r}h{-2 * r - 2}z",
            "cross": f"m{-r} {-r}l{2 * r} {2 * r}m{-2 * r} 0l{2 * r} {-2 * r}",
            "plus": f"m0 {-r - 1}v{2 * r + 2}m{-r - 1} {-r - 1}h{2 * r + 2}",
        }[shape]
    )
