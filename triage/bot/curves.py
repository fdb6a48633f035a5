"""Thresholds by evidence: what is left, and how right it is, when only the sure is said.

In: points (how sure, whether it was right). Out: a curve over thresholds; and what a threshold
chosen on one half of the issues gives on the other, so that nobody takes a choice for a test.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

STEPS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95, 0.97, 0.98, 0.99)
Z = 1.96
"""Of an interval that holds the true share 19 times of 20."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that could be said of an issue: how sure, and whether people agree."""

    number: int
    sure: float
    right: bool


def curve(points: Sequence[Point], issues: int) -> list[dict[str, float]]:
    """By threshold: how much is said, its share of the issues, and which share of it is right."""
    found = []
    for step in STEPS:
        said = [point for point in points if point.sure >= step]
        if said:
            right = sum(point.right for point in said)
            share = len(said) / max(issues, 1)
            found.append({"threshold": step, "said": len(said), "share": round(share, 4),
                          "precision": round(right / len(said), 4)})  # fmt: skip
    return found


def cross_check(points: Sequence[Point], target: float) -> dict[str, object]:
    """The least threshold that reaches a precision on one half, measured on the other, both ways.

    Returns:
        ``thresholds`` (None where no threshold of ``STEPS`` reaches it: then nothing is said),
        ``said``, and ``precision`` over both halves (None if nothing is said).
    """
    halves = [[p for p in points if _half(p.number) == half] for half in (0, 1)]
    chosen, said = [], []
    for known, unseen in (halves, halves[::-1]):
        threshold = least_threshold(known, target)
        chosen.append(threshold)
        said += [p for p in unseen if threshold is not None and p.sure >= threshold]
    right = sum(point.right for point in said)
    precision = round(right / len(said), 4) if said else None
    return {"target": target, "thresholds": chosen, "said": len(said), "precision": precision}


def least_threshold(points: Sequence[Point], target: float) -> float | None:
    """The least of ``STEPS`` from which on the points are right often enough."""
    for step in STEPS:
        said = [point.right for point in points if point.sure >= step]
        if said and sum(said) >= target * len(said):
            return step
    return None


def precision_of(right: int, judged: int) -> dict[str, float | int | None]:
    """Counts, their share, and its interval (Wilson); no share of nothing."""
    if not judged:
        return {"judged": 0, "right": 0, "precision": None, "low": None, "high": None}
    share, n = right / judged, judged
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    reach = Z / (1 + Z * Z / n) * sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    low, high = max(middle - reach, 0.0), min(middle + reach, 1.0)
    return {"judged": judged, "right": right, "precision": round(share, 4),
            "low": round(low, 4), "high": round(high, 4)}  # fmt: skip


def _half(number: int) -> int:
    return zlib.crc32(str(number).encode()) % 2
