"""Rows by month or by year, the periods without any included.

Inputs: rows of the statistics. Outputs: periods in order with their rows; years where months
would be too many.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from triage.pages.statistics.facts import Row

MOST_MONTHS = 240
"""Twenty years; more months than that would not be seen, and a wrong date may make them."""


def by_month(rows: Iterable[Row], most: int = MOST_MONTHS) -> dict[str, list[Row]]:
    """Rows by month (``2019-08``), or by year (``2019``) where there are more than ``most``."""
    dated = [row for row in rows if row.month]
    months = [row.month for row in dated if row.month]
    if not months:
        return {}
    names = list(_months(min(months), max(months)))
    if len(names) > most:
        return {str(year): found for year, found in by_year(dated).items()}
    periods: dict[str, list[Row]] = {name: [] for name in names}
    for row in dated:
        periods[row.month or ""].append(row)
    return periods


def by_year(rows: Iterable[Row]) -> dict[int, list[Row]]:
    """Rows by year, from the first to the last."""
    dated = [(row.year, row) for row in rows if row.year]
    if not dated:
        return {}
    years = [year for year, _ in dated]
    periods: dict[int, list[Row]] = {year: [] for year in range(min(years), max(years) + 1)}
    for year, row in dated:
        periods[year].append(row)
    return periods


def _months(first: str, last: str) -> Iterator[str]:
    start, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    yield from (f"{at // 12}-{at % 12 + 1:02}" for at in range(start, end + 1))
