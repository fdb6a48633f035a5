"""Walk one stream of a repository, oldest update first, so that nothing can slip through.

In: a client, where to start. Out: pages of payloads, each with the ``since`` from which a walk
that ends right after it can go on.

Each request asks for page 1 of what was updated at or after the last row seen. A row that is
edited meanwhile moves to the end, where the walk will meet it again. Page numbers would lose
the row that slips from the next page onto the last one; and they end at 10,000 or 40,000 rows.
Only when more rows than a page holds share one second, pages are followed, and then read once
more backwards if they are numbered: rows only ever slip forwards, so the way back meets them.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from triage.errors import GitHubError
from triage.github.client import GitHubClient
from triage.github.model import PER_PAGE, REPO_NAME, Response, Stream
from triage.github.parse import parse_time
from triage.github.refuse import TooHeavy
from triage.github.retry import server_time

LIGHT_PAGE = 20
"""Rows to ask for when the server fails on a full page (some pages are megabytes)."""

_PATHS: Mapping[Stream, str] = {"issues": "issues", "comments": "issues/comments"}


@dataclass(frozen=True, slots=True)
class WalkedPage:
    """Payloads, and the state to go on from once they are safe."""

    rows: list[dict[str, object]]
    since: str
    etag: str | None = None
    complete: bool = False


def first_page(
    client: GitHubClient,
    repo: str,
    stream: Stream,
    since: str,
    etag: str | None = None,
    *,
    sort: str = "updated",
    direction: str = "asc",
) -> Response:
    """Page 1 of what was updated at or after ``since``; 304 if ``etag`` still holds."""
    params: dict[str, str | int] = {
        "since": since, "sort": sort, "direction": direction, "per_page": PER_PAGE,
    }  # fmt: skip
    if stream == "issues":
        params["state"] = "all"
    path = f"/repos/{repo}/{_PATHS[stream]}"
    what = f"{stream} of {repo}"
    try:
        return client.get(path, params, etag=etag, what=what)
    except TooHeavy:
        return client.get(path, params | {"per_page": LIGHT_PAGE}, what=what)


class Walk:
    """A walk along one stream.

    Args:
        client: the connection.
        repo: its name on GitHub today; a rename on the way is followed.
        stream: issues (with pull requests) or comments.
    """

    def __init__(self, client: GitHubClient, repo: str, stream: Stream) -> None:
        self.client = client
        self.repo = repo
        self.stream = stream

    def pages(self, since: str, first: Response | None = None) -> Iterator[WalkedPage]:
        """Every row updated at or after ``since``; rows of a page's last second come twice.

        Args:
            since: UTC, inclusive.
            first: the answer to the first request, when it was made before.

        Raises:
            GitHubError: refused or failed for good; what was yielded stays valid.
        """
        while True:
            answer = first or self._first_page(since)
            first = None
            if answer.status == 304:
                return
            if not answer.link("next"):
                yield _last_page(answer, since)
                return
            last = last_update(answer.rows, since)
            if last > since:
                yield WalkedPage(answer.rows, last)
                since = last
                continue
            page = yield from self._one_second(since, answer)
            yield page
            if page.complete:
                return
            since = page.since

    def _first_page(self, since: str) -> Response:
        """Page 1, asked again under the new name if the repository was renamed meanwhile.

        The redirect loses the query, so the page that comes through it is not the one asked
        for; it shows the new name in its rows, or, without rows, has to be asked for.
        """
        for _ in range(3):
            answer = first_page(self.client, self.repo, self.stream, since)
            name = name_in(answer.rows)
            if not answer.rows:
                name = resolve(self.client, self.repo)
            if name is None or name.casefold() == self.repo.casefold():
                return answer
            self.repo = name
        raise GitHubError(f"Repository {self.repo} keeps changing its name.", "Try later.")

    def _one_second(self, since: str, answer: Response) -> Generator[WalkedPage, None, WalkedPage]:
        """The pages of a second with more rows than a page holds; returns the one after it."""
        seen: list[tuple[str | None, str | None]] = [(None, answer.etag)]
        yield WalkedPage(answer.rows, since)
        while True:
            address = answer.link("next") or ""
            if not address or any(address == earlier for earlier, _ in seen):
                raise GitHubError("The server's pages lead in a circle.", "Check --base-url.")
            answer = self.client.get(address, accept=(422,), what=f"{self.stream} of {self.repo}")
            if answer.status == 422:
                return (yield from self._beyond_cap(since))
            last = last_update(answer.rows, since) if answer.rows else since
            if last > since or not answer.link("next"):
                break
            seen.append((address, answer.etag))
            yield WalkedPage(answer.rows, since)
        if "after=" not in address:
            yield from self._way_back(since, seen)
        if answer.link("next"):
            return WalkedPage(answer.rows, last)
        return WalkedPage(answer.rows, _after_second(answer, last), complete=True)

    def _way_back(
        self, since: str, seen: list[tuple[str | None, str | None]]
    ) -> Iterator[WalkedPage]:
        """Numbered pages once more, last first; unchanged ones (304) cost no quota."""
        for address, etag in reversed(seen):
            if address is None:
                again = first_page(self.client, self.repo, self.stream, since, etag)
            else:
                again = self.client.get(address, etag=etag)
            if again.rows:
                yield WalkedPage(again.rows, since)

    def _beyond_cap(self, since: str) -> Generator[WalkedPage, None, WalkedPage]:
        """A second with more rows than GitHub lets one page through: by creation, both ways."""
        reached = {"asc": "", "desc": "~"}
        for direction in reached:
            answer = first_page(
                self.client, self.repo, self.stream, since, sort="created", direction=direction
            )
            while answer.rows:
                yield WalkedPage(answer.rows, since)
                reached[direction] = str(answer.rows[-1].get("created_at"))
                address = answer.link("next")
                if not address:
                    return WalkedPage([], _next_second(since))
                answer = self.client.get(address, accept=(422,))
        if reached["asc"] < reached["desc"]:
            raise GitHubError(
                f"Too many {self.stream} of {self.repo} share one second ({since}).",
                "Load them from GH Archive (triage import), then sync --since a later date.",
            )
        return WalkedPage([], _next_second(since))


def last_update(rows: list[dict[str, object]], since: str) -> str:
    """When the last row was updated.

    Raises:
        GitHubError: the rows are not in order, so nothing can be concluded from it.
    """
    last = parse_time(rows[-1].get("updated_at")) if rows else None
    if last is None or last < since:
        raise GitHubError(
            "The server does not list rows by the time of their update.",
            "Check that --base-url is a GitHub API.",
        )
    return last


def name_in(rows: list[dict[str, object]]) -> str | None:
    """The repository's name as the rows' own addresses give it."""
    for row in rows[:1]:
        for key in ("repository_url", "issue_url"):
            address = row.get(key)
            if isinstance(address, str) and "/repos/" in address:
                name = "/".join(address.partition("/repos/")[2].split("/", 2)[:2])
                return name if REPO_NAME.fullmatch(name) else None
    return None


def resolve(client: GitHubClient, repo: str) -> str:
    """The name of a repository today; GitHub redirects from former names."""
    answer = client.get(f"/repos/{repo}", shape=dict, what=f"repository {repo}")
    name = answer.data.get("full_name") if isinstance(answer.data, dict) else None
    return name if isinstance(name, str) and REPO_NAME.fullmatch(name) else repo


def _last_page(answer: Response, since: str) -> WalkedPage:
    """The end of a walk. The same request tells the next walk whether anything is new.

    A full page cannot tell: what comes later does not change it.
    """
    if len(answer.rows) < PER_PAGE:
        return WalkedPage(answer.rows, since, answer.etag, complete=True)
    last = last_update(answer.rows, since)
    return WalkedPage(answer.rows, _after_second(answer, last), complete=True)


def _after_second(answer: Response, last: str) -> str:
    """Where to go on after a crowded second: behind it, once it is surely over."""
    moment = datetime.fromisoformat(last).timestamp()
    return _next_second(last) if server_time(answer.headers) > moment + 60 else last


def _next_second(moment: str) -> str:
    later = datetime.fromisoformat(moment) + timedelta(seconds=1)
    return later.strftime("%Y-%m-%dT%H:%M:%SZ")
