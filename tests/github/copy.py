"""The simplest store there is, and its comparison with the world it was filled from."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.github_server.rows import IssueRow
from tests.github_server.world import Repo
from triage.github.client import GitHubClient
from triage.github.fetch import fetch_pages
from triage.github.model import Progress, SyncPlan
from triage.github.plan import plan_sync
from triage.records import Checkpoint, Comment, FetchedPage, Issue

REPO = "octo-org/models"


class Copy:
    """Issues by number, comments by id, and the checkpoints; saving is an upsert."""

    def __init__(self) -> None:
        self.issues: dict[int, Issue] = {}
        self.comments: dict[int, Comment] = {}
        self.checkpoints: dict[str, Checkpoint] = {}
        self.heard: list[Progress] = []
        self.rows = 0

    def save(self, page: FetchedPage) -> None:
        self.issues.update((issue.number or 0, issue) for issue in page.issues)
        self.comments.update((comment.github_id, comment) for comment in page.comments)
        self.checkpoints[page.checkpoint.stream] = page.checkpoint
        self.rows += len(page.issues) + len(page.comments)

    def sync(
        self, client: GitHubClient, repo: str = REPO, *, pages: int | None = None, **options: object
    ) -> SyncPlan:
        """One pass, stopped dead after ``pages`` pages if given."""
        plan = plan_sync(client, repo, self.checkpoints, on_progress=self.heard.append, **options)  # type: ignore[arg-type]
        for count, page in enumerate(fetch_pages(client, plan, self.heard.append), start=1):
            self.save(page)
            if count == pages:
                break
        return plan

    def missing(self, repo: Repo) -> list[str]:
        """Rows of the world that are not here as they are there."""
        wrong = [
            f"issue {row.number}" for row in repo.issues.values()
            if _issue(self.issues.get(row.number)) != _there(row)
        ]  # fmt: skip
        wrong += [
            f"comment {row.id}" for row in repo.comments.values()
            if _comment(self.comments.get(row.id)) != (row.number, row.body, _time(row.updated_at))
        ]  # fmt: skip
        return wrong

    def waits(self) -> list[float]:
        """The waits that were announced, in seconds."""
        return [event.seconds for event in self.heard if event.kind == "wait"]


def _issue(row: Issue | None) -> object:
    return row and (row.title, row.body, row.updated_at, row.is_pull_request, row.labels)


def _there(row: IssueRow) -> object:
    moment = _time(row.updated_at)
    return (row.title, row.body or "", moment, row.pull_request, tuple(row.labels))


def _comment(row: Comment | None) -> object:
    return row and (row.number, row.body, row.updated_at)


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
