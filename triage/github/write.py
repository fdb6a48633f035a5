"""Send what changes something on GitHub: slowly, and never twice.

In: one write at a time. Out: GitHub's answer. A rate limit means that nothing happened, so the
same is sent again after the wait GitHub asks for. An answer that did not come may hide a write
that took effect: before it is sent again, the caller's ``look`` says whether it did.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from triage.github.client import GitHubClient
from triage.github.model import Response
from triage.github.patience import patiently
from triage.github.refuse import refusal
from triage.github.retry import Trouble

Look = Callable[[], Response | None]
"""Whether the write took effect after all: its answer, or None."""
REFUSED_FOR_NOW = ("primary", "secondary")


@dataclass(slots=True)
class Pace:
    """GitHub asks for a second between writes, and for at most 80 in a minute.

    Args:
        seconds: between two writes.
        sleep, clock: what waits and what tells the time, in seconds; a test may move its own.
    """

    seconds: float = 1.0
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic
    _last: float | None = None

    def wait(self) -> None:
        """Until the next write is due."""
        if self._last is not None:
            left = self._last + self.seconds - self.clock()
            if left > 0:
                self.sleep(left)
        self._last = self.clock()


class Writer:
    """The writing side of a client."""

    def __init__(self, client: GitHubClient, pace: Pace | None = None) -> None:
        self.client = client
        self.pace = pace or Pace()

    def send(
        self,
        method: str,
        path: str,
        payload: object = None,
        *,
        accept: tuple[int, ...] = (),
        look: Look | None = None,
        what: str = "the change",
    ) -> Response:
        """One write.

        Args:
            method: of HTTP.
            path: starts with ``/``.
            payload: sent as JSON.
            accept: statuses beside 2xx that are as good.
            look: for a write that must not happen twice.
            what: names it in messages.

        Raises:
            GitHubError: refused, or failed for good.
        """

        def attempt() -> Response:
            self.pace.wait()
            try:
                return self._checked(method, path, payload, accept, what)
            except Trouble as trouble:
                done = look() if look and trouble.kind not in REFUSED_FOR_NOW else None
                if done is None:
                    raise
                return done

        return patiently(self.client, attempt)

    def _checked(
        self, method: str, path: str, payload: object, accept: tuple[int, ...], what: str
    ) -> Response:
        response = self.client.try_once(method, path, payload)
        if response.status // 100 == 2 or response.status in accept:
            return response
        data: Any = response.data
        raise refusal(response.status, data, what, authenticated=True)
