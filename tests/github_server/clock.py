"""The time the server shows in ``Date`` and ``x-ratelimit-reset``: it can run fast, or jump.

It starts at the real time, because clients compare ``x-ratelimit-reset`` with their own
clock. The rows have a time of their own (``World.now``), which only changes move.
"""

from __future__ import annotations

import time
from email.utils import formatdate


class Clock:
    """A clock that runs ``scale`` times as fast as the real one."""

    def __init__(self, scale: float = 1.0, offset: float = 0.0) -> None:
        self._start = time.time()
        self._ticks = time.monotonic()
        self._offset = offset
        self.scale = scale

    def now(self) -> float:
        """Seconds since 1970 as the server sees them."""
        return self._start + (time.monotonic() - self._ticks) * self.scale + self._offset

    def advance(self, seconds: float) -> None:
        """Let ``seconds`` pass at once (an hour of a rate limit, in no time)."""
        self._offset += seconds

    def http_date(self) -> str:
        """The time for the ``Date`` header."""
        return formatdate(self.now(), usegmt=True)
