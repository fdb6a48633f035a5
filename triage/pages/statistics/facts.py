"""What the statistics count: one row an issue, with all that was decided about it.

Inputs: ``PageInput`` with its histories. Outputs: ``Facts``, and the words that say from how
many issues of which repository a number is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from triage.pages.escape import inline
from triage.pages.history import History, day
from triage.pages.markdown import CATEGORY_NAMES, count
from triage.pages.model import IssueFacts, PageInput
from triage.records import CATEGORIES, Category, Entry

SERIES: tuple[Category | None, ...] = (*CATEGORIES, None)
SERIES_NAMES = (*(CATEGORY_NAMES[key] for key in CATEGORIES), "None or unsure")
"""The parts that every figure by category shows, in this order."""
TO_THE_SECOND = len("2019-08-01T12:00:00")


@dataclass(frozen=True, slots=True)
class Row:
    """One issue. ``month`` is ``2019-08``; ``hours`` until the first reply of somebody else.

    None: not known. ``timed`` says whether the moment it was opened is known to the second.
    """

    number: int
    category: Category | None
    type: str
    answered: bool
    year: int | None
    month: str | None
    timed: bool
    hours: float | None
    tensorflow: str | None


@dataclass(frozen=True, slots=True)
class Facts:
    """All rows, in the order of numbers, with what the stages before had to say."""

    data: PageInput
    entries: tuple[Entry, ...]
    histories: Mapping[str, History]
    rows: tuple[Row, ...]

    @property
    def repo(self) -> str:
        """The repository, as inline text."""
        return inline(self.data.repo)

    @property
    def note(self) -> str:
        """What a reader must know of a sample; nothing where all issues were read."""
        if not self.data.sample:
            return ""
        return (
            f"These are the {len(self.rows):,} issues that come with this project, chosen from "
            f"all of {self.repo}. Their numbers can be compared with each other; they "
            "do not say how much was asked in the whole repository."
        )

    def source(self, rows: Sequence[Row], rest: str = "") -> str:
        """``From 90 of the 100 issues of o/r (10 …).``; ``rest`` says why not from the others."""
        left = len(self.rows) - len(rows)
        why = f" ({left:,} {rest})" if left and rest else ""
        of = count(len(self.rows), "issue")
        number = f"all {of}" if not left else f"{len(rows):,} of {of}"
        return f"From {number} of {self.repo}{why}."


def gather(
    data: PageInput, known: Mapping[int, IssueFacts], histories: Mapping[str, History]
) -> Facts:
    """One row for each known issue."""
    categories = {p.number: p.category for p in data.predictions}
    types = {p.number: str(p.type) for p in data.predictions}
    answered = {number for history in histories.values() for number in history.numbers}
    rows = tuple(
        _row(known[n], categories.get(n), types.get(n, "other"), n in answered)
        for n in sorted(known)
    )
    entries = tuple(sorted(data.entries, key=lambda entry: entry.id))
    return Facts(data, entries, histories, rows)


def _row(issue: IssueFacts, category: Category | None, kind: str, answered: bool) -> Row:
    date = day(issue.created_at) or ""
    opened = _moment(issue.created_at) if date else None
    replied = _moment(issue.first_reply)
    hours = (replied - opened).total_seconds() / 3600 if opened and replied else None
    return Row(
        number=issue.number,
        category=category,
        type=kind,
        answered=answered,
        year=int(date[:4]) if date else None,
        month=date[:7] if len(date) >= 7 and 1 <= int(date[5:7]) <= 12 else None,
        timed=opened is not None,
        hours=hours if hours is not None and hours >= 0 else None,
        tensorflow=issue.tensorflow,
    )


def _moment(text: str | None) -> datetime | None:
    """A time known to the second, or None."""
    if not text or len(text) < TO_THE_SECOND:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def by_category(rows: Iterable[Row]) -> tuple[int, ...]:
    """How many rows each of ``SERIES`` has."""
    found = [row.category for row in rows]
    return tuple(found.count(key) for key in SERIES)


def percent(part: int, whole: int) -> str:
    """A share in whole percent, ``-`` of nothing."""
    return f"{100 * part / whole:.0f}" if whole else "-"
