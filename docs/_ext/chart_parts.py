"""What every figure is made of: its data, its measures, and shapes that differ without colour.

The drawing is as wide as the smallest screen, so that its words can be read there; on larger
ones the style sheet makes the figure wider and the words, in its units, smaller.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDTH = 340
LEFT, RIGHT, TOP, BOTTOM = 44, 18, 12, 30
DASHES = ("none", "6 4", "2 3", "10 3 2 3")
TICKS = 7
"""Most words under the x axis that stand beside each other on a small screen."""

_MONTH = re.compile(r"\d{4}-\d{2}")
Value = float | None


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures to draw: ``rows`` under ``header``, the first column being the x axis.

    With ``labels``, one for each row, the first column counts the rows and the labels say what
    they are: months, versions, questions. A value may be None in ``lines``: nothing is known.
    """

    kind: str
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    xmax: float | None = None
    ymax: float | None = None
    diagonal: bool = False
    labels: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What each row is called."""
        return self.labels or tuple(number(row[0]) for row in self.rows)

    @property
    def xs(self) -> list[float]:
        """Where each row lies on the x axis."""
        return [float(row[0] or 0) for row in self.rows]

    def column(self, at: int) -> list[Value]:
        """The values of a series, from 1."""
        return [row[at] for row in self.rows]

    @property
    def highest(self) -> float:
        """The largest value of any series."""
        return max((v for row in self.rows for v in row[1:] if v is not None), default=0.0)


def number(value: Value) -> str:
    """A value as people write it; a dash where there is none."""
    return "-" if value is None else f"{value:.10g}"


def round_up(value: float) -> float:
    """The next round number whose half is one too: 4, 6, 12, 30, 160."""
    if value <= 1:
        return 1.0
    power = 10.0 ** (len(str(int(value))) - 1)
    steps = (1, 1.2, 1.6, 2, 3, 4, 6, 8, 10) if power > 1 else (1, 2, 4, 6, 8, 10)
    return next(step * power for step in steps if step * power >= value)


def ticks(chart: Chart) -> Iterator[tuple[int, str]]:
    """(row, word) for the x axis, as many as have room; of many months the years only."""
    names = list(enumerate(chart.names))
    if all(_MONTH.fullmatch(name) for _, name in names):
        years = [(at, name[:4]) for at, name in names if name.endswith("-01")]
        names = years if len(years) > 1 else names
    room = TICKS * 4 // max([4, *(len(name) for _, name in names)])
    yield from names[:: -(-len(names) // max(1, room))]


def marker(column: int, x: float, y: float) -> str:
    """A point of a series: circle, square, triangle or diamond, in turn."""
    name = f"mark series-{(column - 1) % 4 + 1}"
    if column % 4 == 1:
        return f'<circle class="{name}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>'
    if column % 4 == 2:
        return f'<rect class="{name}" x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6"/>'
    low = "l3.5 6h-7z" if column % 4 == 3 else "l4 4-4 4-4-4z"
    return f'<path class="{name}" d="M{x:.1f} {y - 4:.1f}{low}"/>'


def dash(column: int) -> str:
    """The dashes of a series' line."""
    return DASHES[(column - 1) % len(DASHES)]


def fills(ident: str, columns: int) -> str:
    """Patterns for the areas of several series: full, hatched, dotted, lined."""
    shapes = ("", "M0 6L6 0", "M2 3h2", "M0 3h6")
    made = [
        f'<pattern id="{ident}-fill-{at}" patternUnits="userSpaceOnUse" width="6" height="6">'
        f'<rect class="tint series-{at}" width="6" height="6"/>'
        f'<path class="series series-{at}" d="{shapes[at - 1]}"/></pattern>'
        for at in range(2, min(columns, 4) + 1)
    ]
    return f"<defs>{''.join(made)}</defs>" if made else ""


def area(ident: str, column: int, box: Sequence[float]) -> str:
    """A part of a bar, in the fill of its series; ``box`` is x, y, width, height."""
    at = (column - 1) % 4 + 1
    fill = f' style="fill:url(#{ident}-fill-{at})"' if at > 1 else ""
    x, y, width, height = box
    return (
        f'<rect class="part series-{at}"{fill} x="{x:.1f}" y="{y:.1f}" '
        f'width="{width:.1f}" height="{height:.1f}"/>'
    )
