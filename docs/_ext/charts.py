"""Drawing: numbers in, one inline SVG with its alternative text out. No Sphinx in here.

Inputs: a ``Chart``. Outputs: SVG source, and the same facts as a sentence. Colours come from
the style sheet (custom properties), so that light and dark both work; series differ in dash,
marker, fill or place as well, never by colour alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from chart_lines import draw_bars, draw_lines, draw_panels
from chart_parts import WIDTH, Chart, area, dash, marker, number
from chart_rows import draw_rows

__all__ = ["KINDS", "Chart", "describe", "draw", "legend"]

KINDS = ("bars", "lines", "panels", "rows")
NAMED = 5
"""Rows of a figure of words that its description names."""


def describe(chart: Chart) -> str:
    """The figures in words, for whoever cannot see them: where they start, peak and end."""
    if chart.kind == "rows":
        return _describe_rows(chart)
    return " ".join(
        _describe_series(chart, column, name) for column, name in enumerate(chart.header[1:], 1)
    )


def _describe_series(chart: Chart, column: int, name: str) -> str:
    known = [
        (value, at)
        for value, at in zip(chart.column(column), chart.names, strict=True)
        if value is not None
    ]
    if not known:
        return f"{name}: nothing known."
    (first, start), (last, end) = known[0], known[-1]
    top, peak = max(known, key=lambda pair: pair[0])
    return (
        f"{name}: {number(first)} at {start}, highest {number(top)} at {peak}, "
        f"{number(last)} at {end}."
    )


def _describe_rows(chart: Chart) -> str:
    """The longest bars with their parts; how many there are."""
    totals = [sum(value or 0 for value in row[1:]) for row in chart.rows]
    order = sorted(range(len(totals)), key=lambda at: -totals[at])[:NAMED]
    named = ", ".join(f"{chart.names[at]}: {number(totals[at])}" for at in order)
    bars = f"{len(totals)} bar{'' if len(totals) == 1 else 's'}"
    return f"{bars}; longest {named}."


def draw(chart: Chart, ident: str) -> str:
    """The SVG. ``ident`` is unique in the page; it ties title and description to the figure."""
    if chart.kind == "rows":
        height, body = draw_rows(chart, ident)
    else:
        kinds = {"bars": draw_bars, "lines": draw_lines, "panels": draw_panels}
        height, body = kinds[chart.kind](chart)
    return "\n".join(
        [
            f'<svg class="chart chart-{chart.kind}" role="img" '
            f'viewBox="0 0 {WIDTH} {height}" '
            f'aria-labelledby="{ident}-title {ident}-desc">',
            f'<title id="{ident}-title">{escape(chart.title)}</title>',
            f'<desc id="{ident}-desc">{escape(describe(chart))}</desc>',
            *(element for element in body if element),
            "</svg>",
        ]
    )


def legend(names: Sequence[str], filled: str = "") -> list[tuple[str, str]]:
    """(series name, SVG sample), for charts of several series: line and marker, or fill.

    ``filled`` is the identity of the figure whose fills the samples show.
    """
    size = 'width="36" height="12" viewBox="0 0 36 12"'
    found = []
    for column, name in enumerate(names, 1):
        sample = (
            area(filled, column, (6, 0, 24, 12))
            if filled
            else f'<path class="series series-{(column - 1) % 4 + 1}" stroke-dasharray='
            f'"{dash(column)}" d="M0 6H36"/>{marker(column, 18, 6)}'
        )
        found.append((name, f'<svg class="chart-key" {size} aria-hidden="true">{sample}</svg>'))
    return found
