"""Decide what a bad answer means and how long to wait before asking again.

In: the status, headers and text of an answer, or the exception that came instead. Out: a
``Trouble`` (try again, after so many seconds) or nothing (the answer stands). The rules are
GitHub's own: ``retry-after`` first, then ``x-ratelimit-reset``, then a minute and doubling.

PyGithub's ``GithubRetry`` is switched off: it waits without a word, measures the reset with
the local clock, and does not cover broken bodies.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal

TroubleKind = Literal["primary", "secondary", "server", "unreachable", "broken"]


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """How patient to be; all times in seconds.

    Args:
        attempts: tries of one request before giving up.
        base_wait: wait after the first failure; doubles each time, up to ``backoff_limit``.
        secondary_wait: first wait when GitHub says "slow down" without saying for how long.
        longest_wait: a rate limit further away than this ends the run with an error. The
            default is a little more than GitHub's window of an hour.
        timeout: for the connection and between two bytes of an answer.
        per_minute: requests in any minute, below GitHub's 900 points.
        sleep: what waits; a test may move a clock instead.
    """

    attempts: int = 6
    unreachable_attempts: int = 3
    base_wait: float = 1.0
    backoff_limit: float = 60.0
    secondary_wait: float = 60.0
    longest_wait: float = 3900.0
    timeout: int = 30
    per_minute: int = 850
    sleep: Callable[[float], None] = time.sleep


class Trouble(Exception):  # noqa: N818 - not an error yet
    """One try failed in a way that may pass.

    Args:
        kind: what failed.
        message: for people, one line, without secrets.
        wait: seconds GitHub asks for; None leaves it to the policy.
    """

    def __init__(self, kind: TroubleKind, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.kind = kind
        self.message = message
        self.wait = wait

    def seconds(self, policy: RetryPolicy, attempt: int) -> float:
        """How long to wait after try number ``attempt`` (from 1)."""
        if self.wait is not None:
            return self.wait
        doubled = 2.0 ** (min(attempt, 30) - 1)
        if self.kind == "secondary":
            return policy.secondary_wait * doubled
        return min(policy.base_wait * doubled, policy.backoff_limit)


def trouble_of_answer(status: int, headers: Mapping[str, str], text: str) -> Trouble | None:
    """The trouble an answer tells of, or None when trying again would not change it."""
    if status in (403, 429):
        return _rate_limit(status, headers, text)
    if status >= 500 or status == 408:
        return Trouble("server", f"GitHub answered {status}", _retry_after(headers))
    return None


def _rate_limit(status: int, headers: Mapping[str, str], text: str) -> Trouble | None:
    pause = _retry_after(headers)
    if headers.get("x-ratelimit-remaining") == "0":
        reset = number(headers.get("x-ratelimit-reset"))
        # One second more: it is not said when within that second the window ends.
        left = None if reset is None else max(0.0, reset - server_time(headers)) + 1.0
        wait = max((seconds for seconds in (left, pause) if seconds is not None), default=None)
        return Trouble("primary", "GitHub's rate limit is used up", wait)
    words = text[:4096].casefold()
    if pause is not None or status == 429 or "rate limit" in words or "abuse" in words:
        return Trouble("secondary", "GitHub asks to slow down", pause)
    return None


def _retry_after(headers: Mapping[str, str]) -> float | None:
    value = headers.get("retry-after")
    seconds = number(value)
    if seconds is not None or value is None:
        return seconds
    moment = _http_date(value)
    return None if moment is None else max(0.0, moment - server_time(headers))


def server_time(headers: Mapping[str, str]) -> float:
    """The server's clock, seconds since 1970; ours may be wrong by hours."""
    moment = _http_date(headers.get("date", ""))
    return time.time() if moment is None else moment


def iso(seconds: float | None) -> str | None:
    """Seconds since 1970 as UTC text."""
    if seconds is None:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError, OSError):
        return None


def number(text: str | None) -> float | None:
    """A non-negative number of a header; None when it holds anything else."""
    if text is None or len(text) > 18:
        return None
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value < 1e15 else None


def _http_date(text: str) -> float | None:
    try:
        return parsedate_to_datetime(text).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None
