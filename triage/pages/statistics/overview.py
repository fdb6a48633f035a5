"""The first page of statistics: the figures in a row, and issues per category and month."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from triage.pages.escape import quoted
from triage.pages.markdown import chart, count, page_text, table, toctree
from triage.pages.statistics.facts import (
    SERIES,
    SERIES_NAMES,
    Facts,
    by_category,
    percent,
)
from triage.pages.statistics.periods import by_month
from triage.pages.statistics.spans import say_span

PAGES = {
    "questions": ("Questions asked most", "which come back, and whether they do so less"),
    "answers": ("Answered, and how soon", "the share with an answer here; time to a first answer"),
    "versions": ("Versions of TensorFlow", "which version the reports name"),
    "missing": ("Where documentation is missing", "asked often, and unverified or unanswered"),
}


def render_overview(facts: Facts) -> str:
    """``statistics/index.md``."""
    links = [f"- [{title}]({name}.md): {text}" for name, (title, text) in PAGES.items()]
    return page_text(
        "Statistics",
        f"What {count(len(facts.rows), 'issue')} of {facts.repo} say. Category and type are "
        "those the tool gives an issue; [how often it is right](../quality.md) was measured. "
        "The numbers behind each figure unfold below it.",
        facts.note,
        toctree(list(PAGES)),
        "\n".join(links),
        "## At a glance",
        table(("Figure", "Value", "From"), _figures(facts), words=3),
        "## Issues per category and month",
        *_months(facts),
        "## Issues by category",
        *_categories(facts),
    )


def _figures(facts: Facts) -> Iterator[tuple[str, str, str]]:
    rows = facts.rows
    of = f"{count(len(rows), 'issue')} of {facts.repo}"
    yield "Issues", f"{len(rows):,}", of
    answered = sum(row.answered for row in rows)
    yield "Issues with an answer here", f"{percent(answered, len(rows))} %", of
    times = [row.hours for row in rows if row.hours is not None]
    timed = f"{count(len(times), 'issue')} of {facts.repo} with a reply"
    yield "Half of the first answers within", say_span(median(times)) if times else "-", timed
    named = sum(row.tensorflow is not None for row in rows)
    yield "Issues that name a version of TensorFlow", f"{percent(named, len(rows))} %", of
    entries = len(facts.entries)
    proved = entries - sum(entry.id in facts.data.unverified for entry in facts.entries)
    yield "Answers that a record verifies", f"{proved:,}", count(entries, "answer")


def _months(facts: Facts) -> list[str]:
    dated = [row for row in facts.rows if row.month]
    periods = by_month(dated)
    source = facts.source(dated, "without a known month")
    if not periods:
        return [source]
    cells = [
        (quoted(name), *(str(number) for number in by_category(rows)))
        for name, rows in periods.items()
    ]
    unit = "Month" if "-" in next(iter(periods)) else "Year"
    title = f"Issues opened per {unit.lower()}, by category"
    return [source, chart("panels", title, (unit, *SERIES_NAMES), cells)]


def _categories(facts: Facts) -> list[str]:
    total = len(facts.rows)
    cells = []
    for key, name in zip(SERIES, SERIES_NAMES, strict=True):
        own = [row for row in facts.rows if row.category == key]
        answered = sum(row.answered for row in own)
        cells.append((name, f"{len(own):,}", percent(len(own), total), percent(answered, len(own))))
    header = ("Category", "Issues", "Percent of all", "Percent with an answer here")
    return [facts.source(facts.rows), table(header, cells)]
