"""What the fetching modules hand to each other and to the caller.

Plain frozen records; no network, no store.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Stream = Literal["issues", "comments"]
STREAMS: tuple[Stream, ...] = ("issues", "comments")

START = "1980-01-01T00:00:00Z"
"""Where a full sync begins. GitHub answers ``since=1970-01-01`` with an empty list."""

PER_PAGE = 100
"""The most rows GitHub puts on a page."""

REPO_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,98}/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}")
"""``owner/name``; anything else never becomes part of an address, whoever says it."""


@dataclass(frozen=True, slots=True)
class Quota:
    """GitHub's primary rate limit as its last answer told it; ``reset`` is UTC, ISO 8601."""

    limit: int
    remaining: int
    reset: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """Something to show while a sync runs.

    ``page``: ``rows`` more rows of ``stream`` arrived. ``wait``: nothing will happen for
    ``seconds``, because of ``message``. ``note``: ``message`` is worth a line.
    """

    kind: Literal["page", "wait", "note"]
    message: str = ""
    stream: Stream | None = None
    rows: int = 0
    requests: int = 0
    seconds: float = 0.0


OnProgress = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class Response:
    """One answer: status, headers with lower-case names, and the decoded JSON."""

    status: int
    headers: Mapping[str, str]
    data: object = None

    @property
    def rows(self) -> list[dict[str, object]]:
        """The items of a list answer; items that are not objects are left out."""
        if not isinstance(self.data, list):
            return []
        return [item for item in self.data if isinstance(item, dict)]

    @property
    def etag(self) -> str | None:
        """What to send to be told whether this answer still holds."""
        return self.headers.get("etag")

    def link(self, rel: str) -> str | None:
        """The address behind ``rel`` ("next", "last") of the Link header."""
        for part in self.headers.get("link", "").split(","):
            address, _, attributes = part.partition(">")
            if f'rel="{rel}"' in attributes and "<" in address:
                return address.partition("<")[2]
        return None


@dataclass(frozen=True, slots=True)
class StreamPlan:
    """Where one stream starts, and how many requests it will take.

    ``requests`` counts the first one, which planning has made (``first``); None where GitHub
    does not tell how much has changed.
    """

    stream: Stream
    since: str
    etag: str | None
    requests: int | None
    first: Response = field(repr=False, compare=False)

    @property
    def unchanged(self) -> bool:
        """GitHub answered 304: nothing new."""
        return self.first.status == 304


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """What a sync is going to ask for.

    ``repo`` is the name GitHub uses today; it differs from ``requested`` after a rename.
    ``at_most`` is True when ``requests`` is an upper bound taken from the highest issue number.
    """

    repo: str
    requested: str
    streams: tuple[StreamPlan, ...]
    quota: Quota | None = None
    at_most: bool = False

    @property
    def renamed(self) -> bool:
        """The repository has another name (or owner) than the one asked for; case is no matter."""
        return self.repo.casefold() != self.requested.casefold()

    @property
    def requests(self) -> int:
        """Requests of the whole pass, as far as they can be foreseen."""
        return sum(stream.requests or 2 for stream in self.streams)

    @property
    def exceeds_quota(self) -> bool:
        """The pass will have to wait for the rate limit to reset."""
        if self.quota is None:
            return False
        return self.requests - len(self.streams) > self.quota.remaining


@dataclass(frozen=True, slots=True)
class Gone:
    """Known rows that GitHub no longer has.

    ``transferred`` maps an issue number to where it went (``owner/name#7``), as far as GitHub
    says. ``unchecked`` issues are missing too, but the budget ended before they were asked
    for one by one; the next sweep takes them up.
    """

    repo: str
    deleted: tuple[int, ...] = ()
    transferred: Mapping[int, str] = field(default_factory=dict)
    deleted_comments: tuple[int, ...] = ()
    unchecked: tuple[int, ...] = ()
