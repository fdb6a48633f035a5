"""Average linkage over a sparse graph of similarities.

Input: similarities of the pairs that are worth a look (all others count as zero). Output: groups.
Unlike the usual routine it needs no n × n table, so ten thousand issues are no trouble.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping

Pairs = Mapping[tuple[int, int], float]


def link(count: int, pairs: Pairs, threshold: float) -> list[list[int]]:
    """Join the two groups with the highest mean similarity while it reaches the threshold.

    Args:
        count: how many items there are, numbered from 0.
        pairs: similarity by (lower, higher) item.
        threshold: the least mean similarity of two groups that are joined.

    Returns:
        The groups, each ascending, ordered by their first item; an item alone is a group. Equal
        similarities are joined in the order of the items, so the result does not vary.
    """
    near: dict[int, dict[int, float]] = {item: {} for item in range(count)}
    heap: list[tuple[float, int, int]] = []
    for (left, right), value in sorted(pairs.items()):
        near[left][right] = near[right][left] = value
        if value >= threshold:
            heap.append((-value, left, right))
    heapq.heapify(heap)
    members = {item: [item] for item in range(count)}
    while heap:
        value, left, right = heapq.heappop(heap)
        if left not in members or right not in members:
            continue
        # Sums are kept instead of means; an outdated mean is recognised by comparing.
        if -value != _mean(near, members, left, right):
            continue
        _join(near, members, left, right)
        for other in near[left]:
            mean = _mean(near, members, left, other)
            if mean >= threshold:
                heapq.heappush(heap, (-mean, min(left, other), max(left, other)))
    return sorted(sorted(group) for group in members.values())


def _mean(
    near: dict[int, dict[int, float]], members: dict[int, list[int]], left: int, right: int
) -> float:
    return near[left].get(right, 0.0) / (len(members[left]) * len(members[right]))


def _join(
    near: dict[int, dict[int, float]], members: dict[int, list[int]], left: int, right: int
) -> None:
    """Move the members and the similarities of ``right`` to ``left``."""
    members[left] += members.pop(right)
    gone = near.pop(right)
    near[left].pop(right, None)
    for other, value in gone.items():
        if other != left:
            total = near[left].get(other, 0.0) + value
            near[left][other] = near[other][left] = total
            near[other].pop(right, None)
