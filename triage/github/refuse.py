"""Turn refusals into errors a person can act on: one line, a next step, never a secret.

In: the answer that stands, or the trouble that did not pass. Out: ``GitHubError``.
"""

from __future__ import annotations

import re

from triage.errors import GitHubError
from triage.github.retry import RetryPolicy, Trouble

_SECRET = re.compile(r"\b(?:gh[a-z]_|github_pat_)\w{1,255}|\bBearer \S{1,255}", re.IGNORECASE)
SAVED = "What was fetched is saved: run the command again to go on."


class TooHeavy(GitHubError):  # noqa: N818 - says what to do about it
    """The server failed on this page each time; it may manage a smaller one."""


def refusal(status: int, data: object, what: str, *, authenticated: bool) -> GitHubError:
    """The error for an answer that trying again would not change."""
    said = _said(data)
    if status == 401:
        return GitHubError(
            "GitHub does not accept the token (or the App's key): wrong, expired or revoked.",
            f"Give a valid one (GITHUB_TOKEN). {SAVED}",
        )
    if status in (404, 451):
        hint = (
            "Check the spelling, and that the token may read it."
            if authenticated
            else "Check the spelling; a private one needs GITHUB_TOKEN."
        )
        return GitHubError(f"GitHub does not show {what} (answer {status}{said}).", hint)
    if status == 403:
        return GitHubError(
            f"GitHub refuses {what}{said}.",
            "Give the token read access to issues"
            " (an organisation with single sign-on must authorise it).",
        )
    if status == 410:
        return GitHubError(f"{what} is gone{said}.", "Issues may be switched off there.")
    return GitHubError(
        f"GitHub answered {status} for {what}{said}.", "Check OWNER/REPO and --base-url."
    )


def gave_up(
    trouble: Trouble, host: str, policy: RetryPolicy, *, authenticated: bool
) -> GitHubError:
    """The error for trouble that outlasted every try."""
    if trouble.kind in ("primary", "secondary"):
        wait = trouble.seconds(policy, 1)
        when = f", for another {wait:,.0f} seconds" if wait > policy.longest_wait else ""
        more = "" if authenticated else " A GITHUB_TOKEN allows 5,000 requests an hour, not 60."
        return GitHubError(f"{trouble.message}{when}.", f"{SAVED}{more}")
    if trouble.kind == "unreachable":
        return GitHubError(
            f"Cannot reach {host}: {trouble.message}.",
            f"Check the network, the proxy and --base-url. {SAVED}",
        )
    if trouble.kind == "broken":
        return TooHeavy(
            f"{host} keeps sending answers that cannot be read: {trouble.message}.",
            f"Check that --base-url is a GitHub API. {SAVED}",
        )
    return TooHeavy(f"{host} keeps failing: {trouble.message}.", f"Try later. {SAVED}")


def one_line(text: str, limit: int = 160) -> str:
    """Text of a server, fit to be shown: one line, no control characters, no token."""
    shown = "".join(c if c.isprintable() else " " for c in text[: 4 * limit])
    return _SECRET.sub("[secret]", " ".join(shown.split()))[:limit]


def _said(data: object) -> str:
    message = data.get("message") if isinstance(data, dict) else None
    return f": {one_line(message)}" if isinstance(message, str) and message else ""
