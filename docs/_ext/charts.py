"""Drawing: numbers in, one inline SVG with its alternative text out. No Sphinx in here.

Inputs: a ``Chart``. Outputs: SVG source, and the same facts as a sentence. Colours come from
the style sheet (``currentColor`` and custom properties), so that light and dark both work;
series differ in dash and marker as well, never by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

WIDTH = 480
LEFT, RIGHT, TOP, BOTTOM = 48, 12, 12, 34
HEIGHTS = {"bars": 160, "lines": 240}
DASHES = ("none", "6 4", "2 3", "10 3 2 3")


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures to draw: ``rows`` of numbers under ``header``; the first column is the x axis."""

    kind: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[float, ...], ...]
    xmax: float | None = None
    ymax: float | None = None
    diagonal: bool = False


def describe(chart: Chart) -> str:
    """The figures in words, for whoever cannot see them: where they start, peak and end."""
    parts = []
    for column, name in enumerate(chart.header[1:], 1):
        top = max(chart.rows, key=lambda row: row[column])
        first, last = chart.rows[0], chart.rows[-1]
        parts.append(
            f"{name}: {_n(first[column])} at {_n(first[0])}, highest {_n(top[column])} at "
            f"{_n(top[0])}, {_n(last[column])} at {_n(last[0])}."
        )
    return " ".join(parts)


def draw(chart: Chart, ident: str) -> str:
    """The SVG. ``ident`` is unique in the page; it ties title and description to the figure."""
    scale = _Scale(chart)
    marks = _bars if chart.kind == "bars" else _lines
    body = [*_grid(chart, scale), *marks(chart, scale)]
    return "\n".join(
        [
            f'<svg class="chart chart-{chart.kind}" role="img" '
            f'viewBox="0 0 {WIDTH} {scale.height}" '
            f'aria-labelledby="{ident}-title {ident}-desc">',
            f'<title id="{ident}-title">{escape(chart.title)}</title>',
            f'<desc id="{ident}-desc">{escape(describe(chart))}</desc>',
            *body,
            "</svg>",
        ]
    )


class _Scale:
    """Where a value lies in the drawing, in its units."""

    def __init__(self, chart: Chart) -> None:
        xs = [row[0] for row in chart.rows]
        values = [value for row in chart.rows for value in row[1:]]
        self.bars = chart.kind == "bars"
        self.height = HEIGHTS[chart.kind]
        self.step = (WIDTH - LEFT - RIGHT) / len(xs)
        self.first = xs[0] if self.bars or chart.xmax is None else 0.0
        self.last = chart.xmax if chart.xmax is not None else max(xs)
        self.top = chart.ymax if chart.ymax is not None else _round_up(max(values))

    def x(self, value: float, index: int) -> float:
        if self.bars:
            return LEFT + (index + 0.5) * self.step
        span = (self.last - self.first) or 1.0
        return LEFT + (value - self.first) / span * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        return TOP + (1 - value / self.top) * (self.height - TOP - BOTTOM)


def _grid(chart: Chart, scale: _Scale) -> Iterator[str]:
    """Three levels with their values, the x axis, and the diagonal where asked for."""
    for level in _levels(scale):
        y = scale.y(level)
        yield f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{_n(level)}</text>'
    for x, label in _ticks(chart, scale):
        yield f'<text x="{x:.1f}" y="{scale.height - 12}" text-anchor="middle">{label}</text>'
    if chart.diagonal:
        d = f"M{LEFT} {scale.y(0):.1f}L{WIDTH - RIGHT} {scale.y(scale.top):.1f}"
        yield f'<path class="diagonal" d="{d}"/>'


def _ticks(chart: Chart, scale: _Scale) -> Iterator[tuple[float, str]]:
    if not scale.bars and chart.xmax is not None:
        values = [chart.xmax * part / 4 for part in range(5)]
        yield from ((scale.x(value, 0), _n(value)) for value in values)
        return
    every = -(-len(chart.rows) // 12)
    for index, row in enumerate(chart.rows):
        if index % every == 0:
            yield scale.x(row[0], index), _n(row[0])


def _bars(chart: Chart, scale: _Scale) -> Iterator[str]:
    width = min(40.0, scale.step * 0.7)
    for index, (x, value) in enumerate(row[:2] for row in chart.rows):
        top = scale.y(value)
        yield (
            f'<rect class="bar" x="{scale.x(x, index) - width / 2:.1f}" y="{top:.1f}" '
            f'width="{width:.1f}" height="{scale.y(0) - top:.1f}"/>'
        )


def _lines(chart: Chart, scale: _Scale) -> Iterator[str]:
    for column in range(1, len(chart.header)):
        points = [
            (scale.x(row[0], index), scale.y(row[column])) for index, row in enumerate(chart.rows)
        ]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        dash = DASHES[(column - 1) % len(DASHES)]
        name = f"series series-{column}"
        yield f'<path class="{name}" stroke-dasharray="{dash}" d="M{path}"/>'
        yield from (_marker(column, x, y) for x, y in points)


def _marker(column: int, x: float, y: float) -> str:
    if column % 2:
        return f'<circle class="mark series-{column}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'
    return (
        f'<rect class="mark series-{column}" x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6"/>'
    )


def legend(names: Sequence[str]) -> list[tuple[str, str]]:
    """(series name, SVG sample of its line and marker), for charts of several series."""
    size = 'width="36" height="12" viewBox="0 0 36 12"'
    return [
        (
            name,
            f'<svg class="chart-key" {size} aria-hidden="true">'
            f'<path class="series series-{column}" stroke-dasharray='
            f'"{DASHES[(column - 1) % len(DASHES)]}" d="M0 6H36"/>{_marker(column, 18, 6)}</svg>',
        )
        for column, name in enumerate(names, 1)
    ]


def _round_up(value: float) -> float:
    """The next 1, 2, 4, 6, 8 or 10 of a power of ten, so that the half is a round number."""
    if value <= 0:
        return 1.0
    if value <= 1:
        return 1.0
    power = 10.0 ** (len(str(int(value))) - 1)
    return next(step * power for step in (1, 2, 4, 6, 8, 10) if step * power >= value)


def _levels(scale: _Scale) -> list[float]:
    """None, half and full; a half of a count only where there is one."""
    half = scale.top / 2
    whole = half.is_integer() or not scale.bars
    return [0.0, half, scale.top] if whole else [0.0, scale.top]


def _n(value: float) -> str:
    return f"{value:g}"
