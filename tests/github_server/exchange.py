"""One request and its answer, before and after HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    from .access import Access, Identity
    from .repo import Repo
    from .world import World


@dataclass(slots=True)
class Request:
    """What came in. ``path`` is without the prefix of an Enterprise server, not decoded."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes = b""
    base: str = ""
    raw_query: str = ""
    enterprise: bool = False


@dataclass(slots=True)
class Answer:
    """What goes out. ``operation`` is GitHub's name of what was asked (``issues/get``)."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    operation: str = ""
    path_values: dict[str, str] = field(default_factory=dict)
    free: bool = False

    @classmethod
    def of(
        cls, payload: object, status: int = 200, headers: dict[str, str] | None = None
    ) -> Answer:
        """An answer with a JSON body."""
        return cls(status, orjson.dumps(payload), headers or {})

    @classmethod
    def rows(cls, rows: list[bytes], headers: dict[str, str]) -> Answer:
        """A list of rows that are JSON already."""
        return cls(200, b"[" + b",".join(rows) + b"]", headers)


class Refusal(Exception):  # noqa: N818 - it is an answer, not a bug
    """GitHub says no: ends the handling of a request with that status and message."""

    def __init__(self, status: int, message: str, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.headers: dict[str, str] = more.pop("headers", {})
        self.more = more

    def answer(self) -> Answer:
        """The refusal as GitHub words it."""
        payload = {
            "message": self.message,
            **self.more,
            "documentation_url": "https://docs.github.com/rest",
            "status": str(self.status),
        }
        return Answer(self.status, orjson.dumps(payload), dict(self.headers))


@dataclass(slots=True)
class Context:
    """What a handler gets: the request, who asks, the repository and the path's values."""

    request: Request
    world: World
    who: Identity
    values: dict[str, str]
    comment_cap: int
    cursor_links: bool
    access: Access
    found: Repo | None = None

    @property
    def repo(self) -> Repo:
        """The repository of the path."""
        assert self.found is not None
        return self.found

    @property
    def base(self) -> str:
        """The address of the API as the client wrote it."""
        return self.request.base

    def rate(self) -> dict[str, int]:
        """The state of the asker's rate limit."""
        headers = self.access.headers(self.who)
        names = ("limit", "used", "remaining", "reset")
        return {name: int(headers[f"X-RateLimit-{name.title()}"]) for name in names}

    def number(self, name: str) -> int:
        """A whole number of the path; anything else is not found."""
        text = self.values[name]
        if not text.isdecimal():
            raise Refusal(404, "Not Found")
        return int(text)

    def payload(self) -> Any:
        """The JSON of the body; 400 when it is none."""
        try:
            return orjson.loads(self.request.body or b"{}")
        except ValueError:
            raise Refusal(400, "Problems parsing JSON") from None
