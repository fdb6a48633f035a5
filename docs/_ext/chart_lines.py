"""Figures over an x axis: upright bars, lines, and one strip of bars below the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from chart_parts import (
    BOTTOM,
    LEFT,
    RIGHT,
    TOP,
    WIDTH,
    Chart,
    Value,
    dash,
    marker,
    number,
    round_up,
    ticks,
)  # fmt: skip

HEIGHTS = {"bars": 130, "lines": 190}
STRIP, NAME = 46, 24
"""Height of a strip of bars, and of its name above it."""


class _Scale:
    """Where a value lies in the drawing, in its units."""

    def __init__(self, chart: Chart, top: float, bottom: float) -> None:
        xs = chart.xs
        self.lines = chart.kind == "lines"
        self.low, self.high = bottom, top
        self.step = (WIDTH - LEFT - RIGHT) / len(xs)
        self.first = 0.0 if self.lines and chart.xmax is not None else xs[0]
        self.last = chart.xmax if chart.xmax is not None else max(xs)
        self.top = chart.ymax if chart.ymax is not None else round_up(chart.highest)

    def x(self, value: float, index: int) -> float:
        if not self.lines:
            return LEFT + (index + 0.5) * self.step
        span = (self.last - self.first) or 1.0
        return LEFT + (value - self.first) / span * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        return self.high + (1 - value / self.top) * (self.low - self.high)

    def levels(self) -> list[float]:
        """None, half and full; a half of a count only where there is one."""
        half = self.top / 2
        return [0.0, half, self.top] if half.is_integer() or self.lines else [0.0, self.top]


def draw_bars(chart: Chart) -> tuple[int, list[str]]:
    """Height and elements of upright bars, of the first series."""
    height = HEIGHTS["bars"]
    scale = _Scale(chart, TOP, height - BOTTOM)
    return height, [*_grid(scale), *_axis(chart, scale, height), *_bars(chart, scale, 1)]


def draw_lines(chart: Chart) -> tuple[int, list[str]]:
    """Height and elements of lines, each series with dashes and markers of its own."""
    height = HEIGHTS["lines"]
    scale = _Scale(chart, TOP, height - BOTTOM)
    body = [*_grid(scale), *_axis(chart, scale, height)]
    if chart.diagonal:
        d = f"M{LEFT} {scale.y(0):.1f}L{WIDTH - RIGHT} {scale.y(scale.top):.1f}"
        body.append(f'<path class="diagonal" d="{d}"/>')
    return height, [*body, *_lines(chart, scale)]


def draw_panels(chart: Chart) -> tuple[int, list[str]]:
    """Height and elements of a strip of bars for each series; name and place tell them apart."""
    body: list[str] = []
    low = TOP
    for column, name in enumerate(chart.header[1:], 1):
        top = low + NAME
        low = top + STRIP
        scale = _Scale(chart, top, low)
        body.append(f'<text class="name" x="{LEFT}" y="{top - 5}">{escape(name)}</text>')
        body += [*_grid(scale, [0.0, scale.top]), *_bars(chart, scale, column)]
    height = low + BOTTOM
    return height, [*body, *_axis(chart, scale, height)]


def _grid(scale: _Scale, levels: Sequence[float] = ()) -> Iterator[str]:
    """Lines across, with their values."""
    for level in levels or scale.levels():
        y = scale.y(level)
        yield f'<path class="grid" d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}"/>'
        yield f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{number(level)}</text>'


def _axis(chart: Chart, scale: _Scale, height: int) -> Iterator[str]:
    if scale.lines and chart.xmax is not None:
        values = [chart.xmax * part / 4 for part in range(5)]
        found = [(scale.x(value, 0), number(value)) for value in values]
    else:
        found = [(scale.x(chart.xs[at], at), word) for at, word in ticks(chart)]
    for x, word in found:
        yield (
            f'<text class="tick" x="{x:.1f}" y="{height - 10}" text-anchor="middle">'
            f"{escape(word)}</text>"
        )


def _bars(chart: Chart, scale: _Scale, column: int) -> Iterator[str]:
    width = min(30.0, scale.step * 0.7)
    for index, value in enumerate(chart.column(column)):
        top = scale.y(value or 0)
        yield (
            f'<rect class="bar" x="{scale.x(0, index) - width / 2:.1f}" y="{top:.1f}" '
            f'width="{width:.1f}" height="{scale.y(0) - top:.1f}"/>'
        )


def _lines(chart: Chart, scale: _Scale) -> Iterator[str]:
    for column in range(1, len(chart.header)):
        values: list[tuple[int, Value]] = list(enumerate(chart.column(column)))
        name = f"series series-{(column - 1) % 4 + 1}"
        # A line ends where nothing is known and begins again after it.
        for known, run in groupby(values, key=lambda pair: pair[1] is not None):
            points = [(scale.x(chart.xs[at], at), scale.y(value or 0)) for at, value in run]
            if not known:
                continue
            path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
            yield f'<path class="{name}" stroke-dasharray="{dash(column)}" d="M{path}"/>'
            yield from (marker(column, x, y) for x, y in points)
