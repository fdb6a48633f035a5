"""The server: HTTP on loopback around ``App``, with faults, a log and the check of honesty."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from functools import cache
from types import TracebackType
from typing import TYPE_CHECKING

from .access import Access
from .app import LISTS, App
from .clock import Clock
from .exchange import Answer, Request
from .faults import Fault
from .log import Log
from .wire import Wire
from .world import World

if TYPE_CHECKING:
    from .honesty import Checker

TOKENS = (("admin-token", "maintainer", "admin"), ("bot-token", "triage-bot[bot]", "triage"),
          ("reader-token", "reader", "read"))  # fmt: skip


class GitHubServer:
    """GitHub on loopback while the ``with`` block runs.

    Args:
        world: what it shows.
        faults: what goes wrong (also ``server.faults.append``).
        strict: check every request and answer against GitHub's description; what does not
            fit is collected in ``violations``.
        comment_cap: rows of ``/issues/comments`` reachable by page number.
        cursor_links: ``/issues`` links as github.com (True), as Enterprise (False), or by the
            address: cursors at the root, numbers under ``/api/v3`` (None).
        latency: seconds each answer takes at least.
        gzip: compress for clients that ask for it.
        clock: time of the headers.
        port: 0 takes a free one.
        **limits: of ``Access``: limit, anonymous_limit, window, writes_per_minute,
            writes_per_hour.
    """

    def __init__(
        self, world: World, faults: Iterable[Fault] = (), *, strict: bool = True,
        comment_cap: int = 40_000, cursor_links: bool | None = None, latency: float = 0.0,
        gzip: bool = True, clock: Clock | None = None, port: int = 0, **limits: float,
    ) -> None:  # fmt: skip
        self.world, self.faults = world, list(faults)
        self.clock = clock or Clock()
        self.access = Access(world, self.clock, **limits)  # type: ignore[arg-type]
        for token, login, role in TOKENS:
            self.access.add_token(token, login, role)
        self.app = App(world, self.access, comment_cap, cursor_links)
        self.latency, self.gzip = latency, gzip
        self.log = Log()
        self.violations: list[str] = []
        self.checker = _checker() if strict else None
        self.stopping = threading.Event()
        self._wire = Wire(self, port)
        self._thread = threading.Thread(target=self._wire.serve_forever, args=(0.05,))

    @property
    def token(self) -> str:
        """A token that may do everything in the repository."""
        return TOKENS[0][0]

    @property
    def base_url(self) -> str:
        """The address of the API, as ``Github(base_url=…)`` takes it."""
        return f"http://127.0.0.1:{self._wire.server_address[1]}"

    @property
    def enterprise_url(self) -> str:
        """The same as an Enterprise server has it."""
        return f"{self.base_url}/api/v3"

    def __enter__(self) -> GitHubServer:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.stopping.set()
        self._wire.shutdown()
        self._wire.server_close()
        self._thread.join()

    def respond(self, request: Request) -> Answer:
        """The honest answer; lets the world change after a page was read."""
        answer = self.app.respond(request)
        if self.checker is not None:
            self.violations += self.checker.check(request, answer)
        if answer.operation in LISTS and request.method == "GET" and answer.status == 200:
            with self.world.lock:
                self.world.page_was_read()
        return answer


@cache
def _checker() -> Checker:
    """Made only when wanted, and once: GitHub's description takes a second to import."""
    from .honesty import Checker

    return Checker()
