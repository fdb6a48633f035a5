"""Find the issues and comments that GitHub no longer has.

In: a client, a repository, the numbers and ids in the store. Out: which of them were deleted
or transferred. An update never tells of them, so everything is listed once more (as many
requests as a full sync), and each missing issue is asked for by itself: 410 says deleted, a
redirect says transferred.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from triage.errors import GitHubError
from triage.github.client import GitHubClient
from triage.github.model import START, Gone, OnProgress, Progress, Stream
from triage.github.plan import check_repo
from triage.github.walk import Walk, resolve

SPOT_CHECKS = 5
"""Missing comments to ask for by themselves, in case the list came back short."""

_PLACE = re.compile(r"/repos/([^/]{1,100}/[^/]{1,100})/issues/(\d{1,18})$")


def fetch_gone(
    client: GitHubClient,
    repo: str,
    known_numbers: Iterable[int],
    known_comment_ids: Iterable[int],
    *,
    max_checks: int = 1000,
    on_progress: OnProgress | None = None,
) -> Gone:
    """Which known rows are gone.

    Nothing is guessed: an error or the end of the budget leaves a row as it is. Once the caller
    has marked what was found, the next run has only the rest to ask for.

    Args:
        client: the connection.
        repo: ``owner/name``.
        known_numbers: issues and pull requests in the store.
        known_comment_ids: GitHub's ids of the comments in the store.
        max_checks: missing issues to ask for one by one.
        on_progress: hears of pages and waits.

    Raises:
        WrongUse: ``repo`` is not ``owner/name``.
        GitHubError: refused, or failed for good; nothing is known then.
    """
    client.on_progress = on_progress
    check_repo(repo)
    name = resolve(client, repo)
    missing = set(known_numbers) - _sweep(client, name, "issues", "number", on_progress)
    comments = set(known_comment_ids)
    if comments:
        comments -= _sweep(client, name, "comments", "id", on_progress)
        _spot_check(client, name, sorted(comments))
    deleted, transferred = [], {}
    asked = sorted(missing)[:max_checks]
    for number in asked:
        place = _place(client, name, number)
        if place is None:
            deleted.append(number)
        elif place.casefold() != f"{name}#{number}".casefold():
            transferred[number] = place
    return Gone(
        repo=name,
        deleted=tuple(deleted),
        transferred=transferred,
        deleted_comments=tuple(sorted(comments)),
        unchecked=tuple(sorted(missing)[max_checks:]),
    )


def _sweep(
    client: GitHubClient, repo: str, stream: Stream, key: str, on_progress: OnProgress | None
) -> set[int]:
    """Every number (or id) there is. A walk meets each row that exists from start to end."""
    seen: set[int] = set()
    for page in Walk(client, repo, stream).pages(START):
        seen.update(value for row in page.rows if isinstance(value := row.get(key), int))
        if on_progress:
            rows = len(page.rows)
            on_progress(Progress("page", stream=stream, rows=rows, requests=client.requests))
    return seen


def _spot_check(client: GitHubClient, repo: str, missing: list[int]) -> None:
    """Ask for a few of the comments that were not listed; none of them may answer."""
    for number in missing[:: max(1, len(missing) // SPOT_CHECKS)][:SPOT_CHECKS]:
        path = f"/repos/{repo}/issues/comments/{number}"
        if client.get(path, shape=dict, accept=(404, 410)).status == 200:
            raise GitHubError(
                f"GitHub's list of the comments of {repo} is not complete.", "Try again later."
            )


def _place(client: GitHubClient, repo: str, number: int) -> str | None:
    """Where an issue is now, as ``owner/name#7``; None when it is nowhere."""
    answer = client.get(
        f"/repos/{repo}/issues/{number}", shape=dict, accept=(404, 410), what=f"{repo}#{number}"
    )
    if answer.status in (404, 410):
        return None
    url = answer.data.get("url") if isinstance(answer.data, dict) else None
    found = _PLACE.search(url) if isinstance(url, str) else None
    if not found:
        raise GitHubError(
            f"GitHub does not say where {repo}#{number} is.", "Run the command again."
        )
    return f"{found[1]}#{found[2]}"
