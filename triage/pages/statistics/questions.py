"""The questions asked most, and in which years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from triage.pages.escape import inline, quoted
from triage.pages.markdown import chart, count, page_text, table
from triage.pages.statistics.facts import Facts
from triage.records import Entry

DRAWN, TRENDS, LISTED = 12, 4, 40
RECENT = 3
"""Years at the end of what is known that count as recent."""


def render_questions(facts: Facts) -> str:
    """``statistics/questions.md``."""
    asked = most_asked(facts)
    if not asked:
        return page_text("Questions asked most", facts.note, facts.source(facts.rows),
                         "None of them asks a question that has an answer here.")  # fmt: skip
    return page_text(
        "Questions asked most",
        facts.note,
        _source(facts, asked),
        chart(
            "rows", "Issues that ask each question",
            ("Question", "Issues"),
            [(quoted(entry.question), str(_times(facts, entry))) for entry in asked[:DRAWN]],
        ),
        *_trends(facts, asked),
        *_all(facts, asked),
    )  # fmt: skip


def most_asked(facts: Facts) -> list[Entry]:
    """The entries that some issue asks, most asked first."""
    asked = [entry for entry in facts.entries if _times(facts, entry)]
    return sorted(asked, key=lambda entry: (-_times(facts, entry), entry.id))


def link(entry: Entry) -> str:
    """The question as a link, from a page of statistics."""
    return f"[{inline(entry.question)}](../{entry.category}/{entry.id}.md)"


def _times(facts: Facts, entry: Entry) -> int:
    return len(facts.histories[entry.id].numbers)


def _source(facts: Facts, asked: Sequence[Entry]) -> str:
    numbers = {n for entry in asked for n in facts.histories[entry.id].numbers}
    dated = numbers & {row.number for row in facts.rows if row.year}
    return (
        f"From {count(len(numbers), 'issue')} of {facts.repo} that ask one of "
        f"{count(len(asked), 'question')}: an answer names them, or the tool matches them "
        f"to it. When {len(numbers) - len(dated):,} of them were opened is not known here: they "
        "count in the totals, and in no year."
    )


def _years(facts: Facts, entry: Entry) -> Counter[int]:
    return Counter(int(day[:4]) for day in facts.histories[entry.id].days)


def _span(facts: Facts, entries: Sequence[Entry]) -> range:
    years = [year for entry in entries for year in _years(facts, entry)]
    return range(min(years), max(years) + 1) if years else range(0)


def _trends(facts: Facts, asked: Sequence[Entry]) -> list[str]:
    """The years of the questions asked most; nothing where two points would make no trend."""
    shown = asked[:TRENDS]
    span = _span(facts, shown)
    if len(span) < 2:
        return []
    per_year = [_years(facts, entry) for entry in shown]
    header = ("Year", *(f"Question {at}" for at in range(1, len(shown) + 1)))
    cells = [(str(year), *(str(found[year]) for found in per_year)) for year in span]
    numbers = sum(sum(found.values()) for found in per_year)
    return [
        f"## Trend of the {len(shown)} asked most",
        "\n".join(f"{at}. {link(entry)}" for at, entry in enumerate(shown, 1)),
        f"From {count(numbers, 'issue')} of {facts.repo} with a known year.",
        chart("lines", "Issues per year of the questions asked most", header, cells),
    ]


def _all(facts: Facts, asked: Sequence[Entry]) -> list[str]:
    span = _span(facts, asked)
    recent = span[-RECENT:]
    late = f"{recent[0]} to {recent[-1]}" if len(recent) > 1 else "Newest year"
    cells = []
    for entry in asked[:LISTED]:
        years = _years(facts, entry)
        now = sum(years[year] for year in recent)
        cells.append(
            (link(entry), f"{_times(facts, entry):,}", f"{sum(years.values()) - now:,}", f"{now:,}")
        )
    more = len(asked) - len(cells)
    return [
        "## Earlier and lately",
        table(("Question", "Issues", "Earlier", late), cells),
        f"{count(more, 'question')} more, each asked less often." if more else "",
    ]
