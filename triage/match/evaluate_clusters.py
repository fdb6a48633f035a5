"""Measure the clusters on gold rows, with every entry hidden.

Input: gold rows. Output: the numbers of ``triage evaluate``. The issues are grouped by their text
alone, as if there were no entry; then the groups are compared with what people decided: issues
with the same ``faq`` ask the same question, and an issue without one is a question of its own.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from triage.match.bcubed import BCubed, b_cubed
from triage.match.clusters import THRESHOLD, compare_issues
from triage.match.linkage import link
from triage.records import GoldRow

CHOICES = tuple(step / 100 for step in range(14, 33))
"""Thresholds to choose from in the cross-check."""


def evaluate_clusters(rows: Sequence[GoldRow]) -> dict[str, float]:
    """How well the clusters agree with the questions of the rows; empty if no row has one.

    Returns:
        ``precision``, ``recall``, ``f1``: B-cubed over all rows. ``cross_checked_f1``: the same
        with the threshold that is best for the issues of the one half of the questions, counted
        over the issues of the other half, both ways. ``alone_f1``: what it would be with every
        issue in a group of its own, so that nobody reads ``f1`` as a distance from zero. And
        counts: ``rows``, ``questions`` (those without one included), ``groups``.
    """
    classes = [row.faq for row in rows]
    if not any(classes):
        return {}
    likeness, _ = compare_issues([row.issue for row in rows])
    found = link(len(rows), likeness, THRESHOLD)
    score = b_cubed(found, classes)
    groupings = [link(len(rows), likeness, threshold) for threshold in CHOICES]
    return {
        "precision": round(score.precision, 4),
        "recall": round(score.recall, 4),
        "f1": round(score.f1, 4),
        "cross_checked_f1": round(_cross_check(groupings, classes).f1, 4),
        "alone_f1": round(b_cubed([[item] for item in range(len(rows))], classes).f1, 4),
        "rows": len(rows),
        "questions": len(set(classes) - {None}) + classes.count(None),
        "groups": len(found),
    }


def _cross_check(groupings: Sequence[list[list[int]]], classes: Sequence[str | None]) -> BCubed:
    """Each half of the questions judged by the grouping that is best for the other half."""
    halves = _halves(classes)
    scores = []
    for chosen_on, measured_on in (halves, halves[::-1]):
        best = max(groupings, key=lambda groups: b_cubed(groups, classes, chosen_on).f1)
        scores.append((len(measured_on), b_cubed(best, classes, measured_on)))
    return BCubed(
        sum(count * score.precision for count, score in scores) / len(classes),
        sum(count * score.recall for count, score in scores) / len(classes),
    )


def _halves(classes: Sequence[str | None]) -> tuple[list[int], list[int]]:
    """The items of every second question, in an order that says nothing about them."""
    names = {name if name is not None else f"#{item}" for item, name in enumerate(classes)}
    order = sorted(names, key=lambda name: (zlib.crc32(name.encode()), name))
    first = set(order[::2])
    sides: tuple[list[int], list[int]] = ([], [])
    for item, name in enumerate(classes):
        sides[(name if name is not None else f"#{item}") not in first].append(item)
    return sides
