"""The lines of a figure, read and checked: CSV in, numbers with their words out.

The first line is the header. The first column holds numbers, or words (months, versions,
questions in quotes) in any line; then it counts the lines. ``-`` in ``lines`` says that nothing
is known.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from chart_parts import Value

MAX_ROWS = 500


@dataclass(frozen=True, slots=True)
class Lines:
    """The header, and each line as numbers; ``labels`` where the first column holds words."""

    header: tuple[str, ...]
    labels: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


def read_lines(content: Iterable[str], kind: str) -> Lines:
    """The lines of a figure of a kind.

    Raises:
        ValueError: they are no figure; the message says what one is.
    """
    try:
        header, *lines = csv.reader(content, skipinitialspace=True, strict=True)
        firsts = tuple(line[0].strip() for line in lines)
        words = kind == "rows" or not all(_is_number(first) for first in firsts)
        starts = [float(at) if words else float(first) for at, first in enumerate(firsts)]
        rows = tuple(
            (start, *(_value(cell, kind) for cell in line[1:]))
            for start, line in zip(starts, lines, strict=True)
        )
    except (ValueError, IndexError, csv.Error):
        raise ValueError(
            "A chart is a header line and lines of numbers, the first of each may be words."
        ) from None
    if not all(isfinite(cell) and cell >= 0 for row in rows for cell in row if cell is not None):
        raise ValueError("A chart shows numbers that are finite and not negative.")
    fits = len(header) > 1 and all(len(row) == len(header) for row in rows)
    if not rows or len(rows) > MAX_ROWS or not fits:
        raise ValueError(f"A chart has 1 to {MAX_ROWS} lines, each as long as its header.")
    names = tuple(name.strip() for name in header)
    return Lines(names, firsts if words else (), rows)


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _value(cell: str, kind: str) -> Value:
    return None if kind == "lines" and cell.strip() == "-" else float(cell)
