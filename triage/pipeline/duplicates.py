"""Likely duplicates of an issue among those in the store.

In: an issue and its match. Out: the bot's ``Duplicate``s. One index a repository is made when it
is first asked about, takes in what the store gains, and is made anew when that has become much.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from triage.bot.model import Duplicate
from triage.records import DEFAULT_REPO, Entry, Issue, MatchResult

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from triage.match.duplicates import DuplicateIndex
    from triage.store import Store

GROWTH = (50, 0.2)
"""An index is made anew when more than this number and this share of its issues came since."""


def listed_issues(entries: Iterable[Entry]) -> dict[int, str]:
    """By number the entry that lists an issue of ``DEFAULT_REPO``."""
    return {number: entry.id for entry in entries for number in entry.issues}


@dataclass(slots=True)
class Duplicates:
    """Finds duplicates for the issues of any repository in a store; threads may share it.

    Args:
        store: the issues known so far.
        listed: see ``listed_issues``.
        least: duplicates with a lower score are left out.
    """

    store: Store
    listed: Mapping[int, str]
    least: float
    _known: dict[str, _Known] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, issue: Issue, found: MatchResult) -> Sequence[Duplicate]:
        """Older issues that likely ask the same, the likeliest first."""
        with self._lock:
            known = self._known.setdefault(issue.repo.lower(), _Known())
            index = known.refresh(self.store, issue.repo, self.listed)
            chances = {match.entry: match.score for match in found.matches}
            alike = index.find(issue, chances, self.least)
        return tuple(Duplicate(one.number, one.title, one.score, one.reason) for one in alike)


@dataclass(slots=True)
class _Known:
    """What is known of one repository: its index, and how many rows the store had for it."""

    index: DuplicateIndex | None = None
    size: int = -1

    def refresh(self, store: Store, repo: str, listed: Mapping[int, str]) -> DuplicateIndex:
        """The index with what the store has gained."""
        size = store.size(repo)
        if self.index is not None and size != self.size:
            new = store.known_numbers(repo) - {issue.number for issue in self.index.issues}
            if len(new) > max(GROWTH[0], GROWTH[1] * self.index.made_of):
                self.index = None
            else:
                self.index.add(list(store.issues(repo, numbers=new)))
        self.size = size
        self.index = self.index or _make(store, repo, listed)
        return self.index


def _make(store: Store, repo: str, listed: Mapping[int, str]) -> DuplicateIndex:
    from triage.match.duplicates import DuplicateIndex

    of_repo = listed if repo.lower() == DEFAULT_REPO else {}
    return DuplicateIndex(list(store.issues(repo)), of_repo)
