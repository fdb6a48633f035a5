"""Fetch a repository into the store: plan, fetch page by page, save each with its checkpoint."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from triage.store import open_store
from triage.store.counts import SaveCounts

if TYPE_CHECKING:
    from triage.github.client import GitHubClient
    from triage.github.model import Progress, SyncPlan
    from triage.records import FetchedPage
    from triage.store import Store


class Watcher(Protocol):
    """Whoever shows a sync to people."""

    def plan(self, plan: SyncPlan) -> None:
        """Called once, before the first page."""

    def step(self, progress: Progress) -> None:
        """Called for each page, wait and note."""


@dataclass(frozen=True, slots=True)
class SyncOptions:
    """What to fetch: everything again, or since a date; ``prune`` also looks for what is gone."""

    full: bool = False
    since: str | None = None
    prune: bool = False
    base_url: str | None = None


@dataclass(frozen=True, slots=True)
class SyncReport:
    """What a sync did. ``issues`` and ``comments`` are rows received, pull requests included."""

    issues: int
    comments: int
    created: int
    updated: int
    deleted: int
    requests: int
    not_modified: int
    seconds: float
