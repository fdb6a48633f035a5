"""How long the first comment by somebody else took, in the thread of an issue.

Inputs: ``Facts``. Outputs: blocks of ``statistics/answers.md``; where the comments are not known
they say so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from triage.pages.escape import quoted
from triage.pages.markdown import chart, count, table
from triage.pages.statistics.facts import Facts, Row
from triage.pages.statistics.periods import by_month
from triage.pages.statistics.spans import DAYS_FROM, HOURS_A_DAY, Quartiles, quartiles, say_span

MONTHS = 24
"""Times are told by month up to so many months, by year beyond."""


def say_times(facts: Facts) -> list[str]:
    """What the section says: how long, or why that is not known."""
    meaning = (
        "The time from the opening of an issue to the first comment below it by somebody who is "
        "known to be neither its author nor a bot. Whether that comment solved it, nobody judged."
    )
    timed = [row for row in facts.rows if row.timed]
    replied = [row for row in timed if row.hours is not None]
    if not facts.data.comments:
        return [meaning, (
            f"Not known: the {count(len(facts.rows), 'issue')} of {facts.repo} are here without "
            "their comments. `triage sync OWNER/REPO` reads them; then this page shows the "
            "median and the quartiles."
        )]  # fmt: skip
    if not replied:
        return [meaning, (
            f"Not known: {count(facts.data.comments, 'comment')} on "
            f"{count(len(facts.rows), 'issue')} of {facts.repo} are here, but none by somebody "
            "who is known to be another person, on an issue whose time of opening is known."
        )]  # fmt: skip
    return [meaning, _said(facts, timed, replied), *_periods(timed)]


def _said(facts: Facts, timed: Sequence[Row], replied: Sequence[Row]) -> str:
    first, half, third = quartiles([row.hours for row in replied if row.hours is not None])
    left = "without a known time of opening"
    return (
        f"{facts.source(timed, left)} {len(replied):,} of them have such a comment: a quarter "
        f"within {say_span(first)}, half within {say_span(half)}, three quarters within "
        f"{say_span(third)}. {len(timed) - len(replied):,} have none; they count in no time. "
        "Those opened last have had less time to get one."
    )


def _periods(timed: Sequence[Row]) -> list[str]:
    periods = by_month(timed, MONTHS)
    found = {
        name: [row.hours for row in rows if row.hours is not None] for name, rows in periods.items()
    }
    known = {name: quartiles(hours) for name, hours in found.items() if hours}
    unit = "Month" if "-" in next(iter(periods)) else "Year"
    cells = [
        (name, f"{len(periods[name]):,}", f"{len(hours):,}", *_cells(known.get(name), say_span))
        for name, hours in found.items()
    ]
    header = (unit, "Issues", "With a reply", "A quarter within", "Half within",
              "Three quarters within")  # fmt: skip
    return [_figure(unit, list(found), known), table(header, cells)]


def _figure(unit: str, names: Sequence[str], known: Mapping[str, Quartiles]) -> str:
    """The quartiles as lines; nothing where two points would not make a trend."""
    if len(names) < 2:
        return ""
    days = max(third for _, _, third in known.values()) >= DAYS_FROM
    scale, word = (HOURS_A_DAY, "Days") if days else (1, "Hours")
    cells = [
        (quoted(name), *_cells(known.get(name), lambda hours: f"{hours / scale:.1f}"))
        for name in names
    ]
    header = (unit, "A quarter within", "Half within", "Three quarters within")
    title = f"{word} to the first answer by somebody else, by {unit.lower()} opened"
    return chart("lines", title, header, cells)


def _cells(quarters: Quartiles | None, say: Callable[[float], str]) -> tuple[str, ...]:
    return tuple(say(hours) for hours in quarters) if quarters else ("-",) * 3
