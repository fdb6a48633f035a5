"""Find out what a sync will have to ask for, before it starts.

In: a client, a repository, the checkpoints of earlier syncs. Out: a ``SyncPlan``: today's name
of the repository, the requests to expect and the quota left. The first page of each stream
is asked for here (conditionally where a checkpoint has an ETag) and used by ``fetch_pages``,
so planning costs at most two requests more than the sync itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

from triage.errors import WrongUse
from triage.github.client import GitHubClient
from triage.github.model import (
    PER_PAGE,
    REPO_NAME,
    START,
    STREAMS,
    OnProgress,
    Response,
    Stream,
    StreamPlan,
    SyncPlan,
)
from triage.github.parse import parse_time
from triage.github.walk import first_page, name_in, resolve
from triage.records import Checkpoint


def plan_sync(
    client: GitHubClient,
    repo: str,
    checkpoints: Mapping[str, Checkpoint],
    *,
    full: bool = False,
    since: str | None = None,
    on_progress: OnProgress | None = None,
) -> SyncPlan:
    """Plan one pass over a repository.

    Args:
        client: the connection.
        repo: ``owner/name``.
        checkpoints: by stream, as the store holds them; empty for the first sync.
        full: begin at the beginning whatever the checkpoints say.
        since: take nothing updated before this date (ISO 8601, UTC unless it says otherwise).
            It never opens a gap: an older checkpoint goes before it.
        on_progress: hears of waits.

    Raises:
        WrongUse: ``repo`` or ``since`` is not what it has to be.
        GitHubError: GitHub refused, or failed for good.
    """
    client.on_progress = on_progress
    check_repo(repo)
    begin = _date(since) if since else START
    starts = {stream: _start(checkpoints.get(stream), begin, full, since) for stream in STREAMS}
    name, answers = _first_pages(client, repo, starts)
    highest: int | None = None
    plans = []
    for stream in STREAMS:
        answer, (moment, etag) = answers[stream], starts[stream]
        requests = _pages(answer)
        if requests is None and not _is_incremental(checkpoints.get(stream), full):
            highest = highest or _highest_number(client, name)
            requests = -(-highest // (PER_PAGE - 1)) or 1
        plans.append(StreamPlan(stream, moment, etag, requests, answer))
    return SyncPlan(name, repo, tuple(plans), client.quota, at_most=highest is not None)


def check_repo(repo: str) -> None:
    """Refuse what cannot be a repository's name, before it becomes part of an address.

    Raises:
        WrongUse: not ``owner/name``.
    """
    if not REPO_NAME.fullmatch(repo):
        raise WrongUse("The repository must be given as OWNER/REPO.", "Like tensorflow/models")


def _date(since: str) -> str:
    moment = parse_time(since)
    if moment is None:
        raise WrongUse(f"'{since[:40]}' is not a date.", "Give it like 2024-01-31")
    return max(moment, START)


def _start(
    checkpoint: Checkpoint | None, begin: str, full: bool, since: str | None
) -> tuple[str, str | None]:
    if full or checkpoint is None or checkpoint.since is None:
        return begin, None
    if since and begin < checkpoint.since:
        return begin, None
    return checkpoint.since, checkpoint.etag


def _is_incremental(checkpoint: Checkpoint | None, full: bool) -> bool:
    return checkpoint is not None and checkpoint.complete and not full


def _first_pages(
    client: GitHubClient, repo: str, starts: Mapping[Stream, tuple[str, str | None]]
) -> tuple[str, dict[Stream, Response]]:
    """The first page of each stream, under the name the repository has today."""
    name, answers = repo, {}
    is_sure = False
    for stream, (moment, etag) in starts.items():
        answer = first_page(client, name, stream, moment, etag)
        if not is_sure:
            today = name_in(answer.rows) or (
                name if answer.status == 304 else resolve(client, name)
            )
            is_sure = True
            if today.casefold() != name.casefold():
                # The redirect lost the query: what came is another page.
                answer = first_page(client, today, stream, moment)
            name = today
        answers[stream] = answer
    return name, answers


def _pages(answer: Response) -> int | None:
    """How many pages there are from this one on, as far as its links tell."""
    if answer.status == 304 or not answer.link("next"):
        return 1
    last = answer.link("last")
    values = parse_qs(urlsplit(last).query).get("page", []) if last else []
    if not values or not values[0].isdecimal() or len(values[0]) > 9:
        return None
    # Pages share at least one row with the next.
    return -(-int(values[0]) * PER_PAGE // (PER_PAGE - 1))


def _highest_number(client: GitHubClient, repo: str) -> int:
    """The newest issue or pull request: there cannot be more than its number."""
    answer = client.get(
        f"/repos/{repo}/issues",
        {"state": "all", "sort": "created", "direction": "desc", "per_page": 1},
    )
    value = answer.rows[0].get("number") if answer.rows else 0
    return value if isinstance(value, int) else 0
