"""Fetch what a plan foresees, page by page.

In: a client and a plan. Out: pages of records, each with the checkpoint to save with it in one
transaction. Holds one page at a time; knows nothing of the store.
"""

from __future__ import annotations

from collections.abc import Iterator

from triage.github.client import GitHubClient
from triage.github.model import OnProgress, Progress, Stream, SyncPlan
from triage.github.parse import parse_comment, parse_issue
from triage.github.walk import Walk, WalkedPage
from triage.records import Checkpoint, FetchedPage


def fetch_pages(
    client: GitHubClient, plan: SyncPlan, on_progress: OnProgress | None = None
) -> Iterator[FetchedPage]:
    """The issues (with pull requests), then the comments, oldest update first.

    Save each page with its checkpoint before taking the next: whoever stops in between goes on
    from there with nothing lost, and nothing doubled where saving is an upsert by id. Rows may
    come twice, in this order; the later one is the newer. A stream with nothing new has no page.

    Args:
        client: the connection the plan was made with.
        plan: what to fetch.
        on_progress: hears of every page, wait and note.

    Raises:
        GitHubError: refused, or failed for good; the pages before remain valid.
    """
    client.on_progress = on_progress
    for stream in plan.streams:
        walk = Walk(client, plan.repo, stream.stream)
        for walked in walk.pages(stream.since, stream.first):
            page = _page(plan.repo, stream.stream, walked)
            yield page
            if on_progress:
                rows = len(walked.rows)
                on_progress(
                    Progress("page", stream=stream.stream, rows=rows, requests=client.requests)
                )


def _page(repo: str, stream: Stream, walked: WalkedPage) -> FetchedPage:
    checkpoint = Checkpoint(repo, stream, walked.since, walked.etag, walked.complete)
    if stream == "issues":
        issues = tuple(parse_issue(row, repo) for row in walked.rows)
        return FetchedPage(checkpoint, issues=issues)
    return FetchedPage(checkpoint, comments=tuple(parse_comment(row, repo) for row in walked.rows))
