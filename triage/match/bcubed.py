"""B-cubed: how well groups agree with classes, seen from each item (Bagga and Baldwin 1998).

Input: groups of item numbers and the class of every item. Output: precision, recall and F1.
Of the measures for groupings it is the one that satisfies all of Amigó et al. (2009): it punishes
mixed groups, torn classes and a bin for everything else, and leaves large groups no extra say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BCubed:
    """Means over the items, from 0 to 1; ``f1`` is the harmonic mean of the two."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """2PR / (P + R); an item always shares with itself, so neither is zero."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def b_cubed(
    groups: Sequence[Collection[int]],
    classes: Sequence[Hashable | None],
    counted: Collection[int] | None = None,
) -> BCubed:
    """Precision: the share of an item's group that has its class. Recall: the share of its class
    that is in its group. The item itself belongs to both.

    Args:
        groups: every item in exactly one, as its position in ``classes``.
        classes: the class of each item; one without (None) is a class of its own.
        counted: the items the means are taken over; all when left out.

    Raises:
        ValueError: an item is in no group or in two, or no item is counted.
    """
    if sorted(item for group in groups for item in group) != list(range(len(classes))):
        raise ValueError("each item must be in exactly one group")
    chosen = range(len(classes)) if counted is None else sorted(set(counted))
    if not chosen:
        raise ValueError("there is no item to count")
    truth = [(item, None) if name is None else (None, name) for item, name in enumerate(classes)]
    size = Counter(truth)
    precision, recall = [0.0] * len(truth), [0.0] * len(truth)
    for group in groups:
        shared = Counter(truth[item] for item in group)
        for item in group:
            precision[item] = shared[truth[item]] / len(group)
            recall[item] = shared[truth[item]] / size[truth[item]]
    return BCubed(
        *(sum(part[item] for item in chosen) / len(chosen) for part in (precision, recall))
    )
