"""Records for the tests of the store."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from triage.records import Checkpoint, Comment, FetchedPage, Issue

REPO = "tensorflow/models"


def time_at(second: int) -> str:
    """A time, later for a larger number."""
    moment = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def issue(number: int | None, second: int = 0, **fields: Any) -> Issue:
    """A whole issue as the scraper makes it."""
    values: dict[str, Any] = {
        "title": f"Title {number}",
        "body": f"Body of {number}",
        "repo": REPO,
        "github_id": 1000 + (number or 0),
        "author": "ann",
        "labels": ("type:bug", "models:research"),
        "created_at": time_at(0),
        "updated_at": time_at(second),
        "raw": {"number": number, "second": second},
    }
    return Issue(number=number, **{**values, **fields})


def comment(key: int, number: int, second: int = 0, **fields: Any) -> Comment:
    """A whole comment as the scraper makes it."""
    values: dict[str, Any] = {
        "body": f"Comment {key}",
        "repo": REPO,
        "author": "bob",
        "created_at": time_at(0),
        "updated_at": time_at(second),
        "raw": {"id": key},
    }
    return Comment(github_id=key, number=number, **{**values, **fields})


def page(*issues: Issue, since: str = "2020", repo: str = REPO) -> FetchedPage:
    """A page of the issue stream."""
    return FetchedPage(Checkpoint(repo, "issues", since), issues=issues)


def comment_page(*comments: Comment, since: str = "2020", repo: str = REPO) -> FetchedPage:
    """A page of the comment stream."""
    return FetchedPage(Checkpoint(repo, "comments", since), comments=comments)
