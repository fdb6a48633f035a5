"""Figures of lying bars, each with words: questions, versions, parts. Several series are stacked.

Short words stand before their bar, long ones above it, wrapped as the smallest screen needs.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from textwrap import wrap

from chart_parts import WIDTH, Chart, area, fills, number, round_up

SHORT, PER_LETTER = 12, 7.6
LETTERS, LINES = 42, 4
LINE, BAR, GAP = 16, 12, 10
END = 44
"""Room for the number at the end of a bar."""


def draw_rows(chart: Chart, ident: str) -> tuple[int, list[str]]:
    """Height and elements; ``ident`` keeps the fills of two figures of a page apart."""
    columns = len(chart.header) - 1
    totals = [sum(value or 0 for value in row[1:]) for row in chart.rows]
    top = chart.ymax if chart.ymax is not None else round_up(max(totals))
    longest = max(len(name) for name in chart.names)
    left = 8 + longest * PER_LETTER if longest <= SHORT else 0.0
    unit = (WIDTH - left - END) / top
    body, y = [fills(ident, columns)], 4.0
    for name, row, total in zip(chart.names, chart.rows, totals, strict=True):
        words = [name] if left else _lines(name)
        if left:
            body.append(_text(left - 8, y + BAR - 1, name, "end"))
        else:
            body += [_text(0, y + LINE * at + 11, word) for at, word in enumerate(words)]
            y += LINE * len(words)
        body += _parts(row, ident, left, y, unit)
        body.append(_text(left + total * unit + 6, y + BAR - 1, number(total)))
        y += BAR + GAP
    return int(y), body


def _parts(
    row: tuple[float | None, ...], ident: str, left: float, y: float, unit: float
) -> Iterator[str]:
    x = left
    for column, value in enumerate(row[1:], 1):
        width = (value or 0) * unit
        yield area(ident, column, (x, y, width, BAR))
        x += width


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _lines(words: str) -> list[str]:
    return wrap(words, LETTERS, max_lines=LINES, placeholder=" …") or [""]
