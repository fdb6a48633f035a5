"""Read GitHub's REST payloads into records.

In: one item of ``/issues`` or ``/issues/comments``, as decoded JSON. Out: an ``Issue`` or a
``Comment``. Total: whatever the optional fields hold, nothing but ``GitHubError`` is raised,
and that only when a row cannot be told from others (no number, no id).

Parsing ``raw``, the part of the payload that is kept (see ``slim``), again gives an equal record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from triage.errors import GitHubError
from triage.github.slim import MAX_TEXT, slim, text_of
from triage.records import Comment, Issue

__all__ = ["MAX_ID", "MAX_TEXT", "parse_comment", "parse_issue", "parse_time"]

MAX_ID = 2**63 - 1
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_PARENT = re.compile(r"/(?:issues|pull)/(\d{1,18})(?:$|[#?])")


def parse_issue(payload: Mapping[str, object], repo: str) -> Issue:
    """One item of ``/repos/{repo}/issues``, or the ``issue`` of an event.

    Raises:
        GitHubError: the payload has no usable number or no title.
    """
    raw = slim(payload)
    number = _identity(raw, "number", "an issue", repo)
    if "title" not in raw:
        raise _incomplete("an issue", "title", repo)
    login, is_bot = _author(raw.get("user"))
    return Issue(
        number=number,
        title=text_of(raw.get("title")),
        body=text_of(raw.get("body")),
        repo=repo,
        github_id=_integer(raw.get("id")),
        state="closed" if raw.get("state") == "closed" else "open",
        state_reason=_word(raw.get("state_reason")),
        labels=_labels(raw.get("labels")),
        author=login,
        author_is_bot=is_bot,
        locked=raw.get("locked") is True,
        is_pull_request=raw.get("pull_request") is not None,
        created_at=parse_time(raw.get("created_at")),
        updated_at=parse_time(raw.get("updated_at")),
        closed_at=parse_time(raw.get("closed_at")),
        raw=raw,
    )


def parse_comment(payload: Mapping[str, object], repo: str) -> Comment:
    """One item of ``/repos/{repo}/issues/comments``, or the ``comment`` of an event.

    Raises:
        GitHubError: the payload has no id, or does not say which issue it belongs to.
    """
    raw = slim(payload)
    login, is_bot = _author(raw.get("user"))
    return Comment(
        github_id=_identity(raw, "id", "a comment", repo),
        number=_parent(raw, repo),
        body=text_of(raw.get("body")),
        repo=repo,
        author=login,
        author_is_bot=is_bot,
        on_pull_request="/pull/" in text_of(raw.get("html_url")),
        created_at=parse_time(raw.get("created_at")),
        updated_at=parse_time(raw.get("updated_at")),
        raw=raw,
    )


def parse_time(value: object) -> str | None:
    """A time as ``2019-08-01T12:00:00Z`` (UTC, whole seconds), None when it is none."""
    if not isinstance(value, str):
        return None
    if _TIME.fullmatch(value):
        return value
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return None


def _word(value: object) -> str | None:
    return text_of(value) or None


def _integer(value: object) -> int | None:
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MAX_ID:
        return value
    return None


def _identity(raw: Mapping[str, object], key: str, what: str, repo: str) -> int:
    number = _integer(raw.get(key))
    if number is None:
        raise _incomplete(what, key, repo)
    return number


def _incomplete(what: str, key: str, repo: str) -> GitHubError:
    return GitHubError(
        f"GitHub sent {what} of {repo} without a usable '{key}'.",
        "Run the command again; if it stays, check that --base-url is a GitHub API.",
    )


def _author(user: object) -> tuple[str | None, bool]:
    """The login and whether it is a bot; a deleted account has none."""
    if not isinstance(user, dict):
        return None, False
    login = _word(user.get("login"))
    return login, user.get("type") == "Bot" or (login or "").endswith("[bot]")


def _labels(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    names = (item.get("name") if isinstance(item, dict) else item for item in value)
    return tuple(name for name in map(text_of, names) if name)


def _parent(raw: Mapping[str, object], repo: str) -> int:
    for key in ("issue_url", "html_url"):
        found = _PARENT.search(text_of(raw.get(key)))
        if found:
            return int(found[1])
    raise _incomplete("a comment", "issue_url", repo)
