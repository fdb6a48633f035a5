"""Lengths of time as people say them, and their quartiles.

Inputs: hours. Outputs: words, and three numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import quantiles

HOURS_A_DAY = 24
DAYS_FROM = 48
"""From so many hours on, days are said."""
Quartiles = tuple[float, float, float]


def say_span(hours: float) -> str:
    """``12 min``, ``3.5 h``, ``12 days``."""
    if hours < 1:
        return f"{hours * 60:.0f} min"
    if hours < DAYS_FROM:
        return f"{hours:.3g} h"
    return f"{hours / HOURS_A_DAY:,.0f} days"


def quartiles(hours: Sequence[float]) -> Quartiles:
    """A quarter, a half and three quarters of the values are not above these.

    Raises:
        ValueError: there is no value.
    """
    if len(hours) == 1:
        return (hours[0],) * 3
    first, half, third = quantiles(hours, n=4, method="inclusive")
    return first, half, third
