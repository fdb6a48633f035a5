"""The share of issues with an answer here, and how long the first answer took in the thread."""

from __future__ import annotations

from collections.abc import Sequence

from triage.pages.markdown import chart, page_text, table
from triage.pages.statistics.facts import SERIES, SERIES_NAMES, Facts, Row, percent
from triage.pages.statistics.periods import by_year
from triage.pages.statistics.times import say_times

LEAST = 5
"""Issues that a share must be from to be drawn; of fewer it says nothing."""


def render_answers(facts: Facts) -> str:
    """``statistics/answers.md``."""
    return page_text(
        "Answered, and how soon",
        facts.note,
        "## Share answered",
        *_shares(facts),
        "## Time to first answer",
        *say_times(facts),
    )


def _shares(facts: Facts) -> list[str]:
    dated = [row for row in facts.rows if row.year]
    years = by_year(dated)
    cells = [
        (str(year), f"{len(rows):,}", f"{sum(row.answered for row in rows):,}", _share(rows, 1))
        for year, rows in years.items()
    ]
    undated = len(facts.rows) - len(dated)
    said = (
        f"An issue counts as answered when an answer here names it, or when the tool is sure "
        f"enough of a match to say it in public. {facts.source(dated, 'without a known year')}"
    )
    blocks = [said]
    if len(years) > 1:
        blocks += [
            f"The figure leaves out what fewer than {LEAST} issues of a year would say.",
            chart(
                "lines", "Percent of issues with an answer here, by year opened",
                ("Year", *SERIES_NAMES),
                [(str(year), *_series(rows)) for year, rows in years.items()], ":ymax: 100",
            ),
        ]  # fmt: skip
    if undated:
        rows = [row for row in facts.rows if not row.year]
        cells.append(("Year not known", f"{undated:,}", f"{sum(r.answered for r in rows):,}",
                      _share(rows, 1)))  # fmt: skip
    return [*blocks, table(("Opened in", "Issues", "Answered", "Percent"), cells) if cells else ""]


def _series(rows: Sequence[Row]) -> list[str]:
    return [_share([row for row in rows if row.category == key], LEAST) for key in SERIES]


def _share(rows: Sequence[Row], least: int) -> str:
    return percent(sum(row.answered for row in rows), len(rows)) if len(rows) >= least else "-"
