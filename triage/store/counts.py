"""What a write or a repository amounts to: the two small records the store hands back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SaveCounts:
    """What a save did: rows new, rows changed, rows left as they were, rows without a number.

    A row that is older than the stored one, or the same, is ``unchanged``.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0

    def __add__(self, other: SaveCounts) -> SaveCounts:
        return SaveCounts(
            self.created + other.created,
            self.updated + other.updated,
            self.unchanged + other.unchanged,
            self.skipped + other.skipped,
        )


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of a repository that are still there, and ``gone``: issues marked as gone."""

    issues: int = 0
    pull_requests: int = 0
    comments: int = 0
    gone: int = 0
