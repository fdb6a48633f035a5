"""Measure the duplicates on gold rows: two issues with the same ``faq`` ask the same question.

Input: gold rows, and what the matcher says of each when it must not know it. Output: the numbers
of ``triage bot backtest``. Only older issues (lower numbers) can be named, as for the bot; how rare
a word is is counted over all rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from triage.match.duplicates import DuplicateIndex
from triage.records import GoldRow, MatchResult

LEAST = 0.3
THRESHOLDS = (0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.98)


@dataclass(frozen=True, slots=True)
class Named:
    """One older issue named for an issue, and whether people say they ask the same."""

    number: int
    older: int
    title: str
    score: float
    right: bool


def name_duplicates(
    rows: Sequence[GoldRow],
    listed: Mapping[int, str] | None = None,
    results: Sequence[MatchResult] | None = None,
) -> list[Named]:
    """What would be named for each row; without ``results`` as if there were no entries.

    Args:
        rows: issues with ``faq``.
        listed: entry by the number of an issue that it lists.
        results: held-out match results, in the order of the rows.
    """
    index = DuplicateIndex([row.issue for row in rows], listed)
    faq = {row.issue.number: row.faq for row in rows}
    found = []
    for at, row in enumerate(rows):
        chances = {m.entry: m.score for m in results[at].matches} if results else None
        for one in index.find(row.issue, chances, LEAST):
            right = row.faq is not None and row.faq == faq[one.number]
            found.append(Named(row.issue.number or 0, one.number, one.title, one.score, right))
    return found


def score_duplicates(
    named: Sequence[Named], rows: Sequence[GoldRow], threshold: float
) -> dict[str, float]:
    """Share of the named that are right (``precision``); of those with an older one, found."""
    first: dict[str, int] = {}
    for row in sorted(rows, key=lambda row: row.issue.number or 0):
        first.setdefault(row.faq or "", row.issue.number or 0)
    later = {row.issue.number for row in rows if row.faq and first[row.faq] != row.issue.number}
    said = [one for one in named if one.score >= threshold]
    right = [one for one in said if one.right]
    return {
        "threshold": threshold,
        "named": len(said),
        "right": len(right),
        "precision": round(len(right) / max(len(said), 1), 4),
        "issues": len({one.number for one in said}),
        "repeated": len(later),
        "recall": round(len({one.number for one in right}) / max(len(later), 1), 4),
    }
