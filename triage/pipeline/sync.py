"""Fetch a repository into the store: plan, fetch page by page, save each with its checkpoint."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from triage.config import Credentials
from triage.records import Checkpoint
from triage.store import SaveCounts, open_store

if TYPE_CHECKING:
    from triage.github.client import GitHubClient
    from triage.github.model import Progress, SyncPlan
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
    """What a sync did.

    ``issues`` are the issues GitHub sent, each counted once, pull requests not among them;
    ``comments`` are those on issues and on pull requests. ``created``, ``updated`` and
    ``deleted`` are rows of the store: issues, pull requests and comments.
    """

    issues: int
    comments: int
    created: int
    updated: int
    deleted: int
    requests: int
    not_modified: int
    seconds: float


def sync_repository(
    repo: str, db: str | None, sign_in: Credentials, options: SyncOptions, watcher: Watcher
) -> SyncReport:
    """Bring the store up to date with a repository; whatever stops it, the next run goes on.

    Raises:
        WrongUse: the repository's name or the date is not what it has to be.
        GitHubError: GitHub refused, or failed for good; what was saved stays saved.
        StoreError: the database cannot be written.
    """
    from triage.github.connect import connect, connect_app
    from triage.github.plan import check_repo

    check_repo(repo)
    if sign_in.app_id and sign_in.private_key:
        client = connect_app(sign_in.app_id, sign_in.private_key, repo, options.base_url)
    else:
        client = connect(sign_in.token, options.base_url)
    try:
        with open_store(db) as store:
            return sync(store, client, repo, options, watcher)
    finally:
        client.close()


def sync(
    store: Store, client: GitHubClient, repo: str, options: SyncOptions, watcher: Watcher
) -> SyncReport:
    """One pass of ``sync_repository`` with what is open already."""
    from triage.github.fetch import fetch_pages
    from triage.github.plan import plan_sync

    started = time.monotonic()
    plan = plan_sync(
        client, repo, _checkpoints(store, repo),
        full=options.full, since=options.since, on_progress=watcher.step,
    )  # fmt: skip
    if plan.renamed:
        store.rename_repo(repo, plan.repo)
    watcher.plan(plan)
    counts = SaveCounts()
    issues: set[int | None] = set()
    comments: set[int] = set()
    for page in fetch_pages(client, plan, watcher.step):
        counts += store.save_page(page)
        issues.update(issue.number for issue in page.issues if not issue.is_pull_request)
        comments.update(comment.github_id for comment in page.comments)
    deleted = _prune(store, client, plan.repo, watcher) if options.prune else 0
    return SyncReport(
        len(issues), len(comments), counts.created, counts.updated, deleted,
        client.requests, client.not_modified, round(time.monotonic() - started, 3),
    )  # fmt: skip


def _checkpoints(store: Store, repo: str) -> Mapping[str, Checkpoint]:
    found = {stream: store.checkpoint(repo, stream) for stream in ("issues", "comments")}
    return {stream: checkpoint for stream, checkpoint in found.items() if checkpoint}


def _prune(store: Store, client: GitHubClient, repo: str, watcher: Watcher) -> int:
    """Mark what GitHub no longer has; how many issues and comments that was news about."""
    from triage.github.gone import fetch_gone

    gone = fetch_gone(
        client, repo, store.known_numbers(repo), store.known_comment_ids(repo),
        on_progress=watcher.step,
    )  # fmt: skip
    marked = store.mark_gone(repo, gone.deleted, "deleted")
    marked += store.mark_gone(repo, tuple(gone.transferred), "transferred")
    return marked + store.mark_comments_gone(repo, gone.deleted_comments, "deleted")
