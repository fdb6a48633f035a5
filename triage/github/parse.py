"""Read GitHub's REST payloads into records.

In: one item of ``/issues`` or ``/issues/comments``, as decoded JSON. Out: an ``Issue`` or a
``Comment``. Total: whatever the optional fields hold, nothing but ``GitHubError`` is raised,
and that only when a row cannot be told from others (no number, no id).

``raw`` keeps the payload except addresses that can be rebuilt (``url``, ``*_url``, apart from
``html_url`` and ``issue_url``), ``node_id``, nulls, reactions when there are none, what lies
deeper than eight levels, and text beyond a million characters. Parsing ``raw`` again gives an
equal record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

from triage.errors import GitHubError
from triage.records import Comment, Issue

MAX_TEXT = 1_000_000
"""Characters kept of a title or body; GitHub itself allows 65,536."""

MAX_ID = 2**63 - 1
MAX_DEPTH = 8
MOST_KEYS = 10_000
KEPT_URLS = frozenset({"html_url", "issue_url"})
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_PARENT = re.compile(r"/(?:issues|pull)/(\d{1,18})(?:$|[#?])")


def parse_issue(payload: Mapping[str, object], repo: str) -> Issue:
    """One item of ``/repos/{repo}/issues``, or the ``issue`` of an event.

    Raises:
        GitHubError: the payload has no usable number or no title.
    """
    raw = _slim(payload)
    number = _identity(raw, "number", "an issue", repo)
    if "title" not in raw:
        raise _incomplete("an issue", "title", repo)
    login, is_bot = _author(raw.get("user"))
    return Issue(
        number=number,
        title=_text(raw.get("title")),
        body=_text(raw.get("body")),
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
    raw = _slim(payload)
    login, is_bot = _author(raw.get("user"))
    return Comment(
        github_id=_identity(raw, "id", "a comment", repo),
        number=_parent(raw, repo),
        body=_text(raw.get("body")),
        repo=repo,
        author=login,
        author_is_bot=is_bot,
        on_pull_request="/pull/" in _text(raw.get("html_url")),
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


def _slim(payload: Mapping[str, object]) -> dict[str, object]:
    raw = _slim_dict(payload, MAX_DEPTH)
    reactions = raw.get("reactions")
    if isinstance(reactions, dict) and reactions.get("total_count") == 0:
        del raw["reactions"]
    for key in ("title", "body"):
        if key in payload:
            raw[key] = _text(payload[key])
    return raw


def _slim_dict(value: Mapping[str, object], depth: int) -> dict[str, object]:
    # Runs over every value of every payload: no call where a look-up does.
    kept = _KEPT
    return {
        key: _slim_nested(item, depth - 1) if type(item) in _NESTED else item
        for key, item in value.items()
        if item is not None and kept[key]
    }


def _slim_nested(value: object, depth: int) -> object:
    if depth == 0:
        return None
    if isinstance(value, dict):
        return _slim_dict(value, depth)
    if isinstance(value, list):
        return [_slim_nested(v, depth - 1) if type(v) in _NESTED else v for v in value]
    return value


class _Kept(dict[str, bool]):
    """Whether a key is worth keeping, worked out once for each."""

    def __missing__(self, key: str) -> bool:
        if len(self) > MOST_KEYS:
            self.clear()
        is_noise = key in ("url", "node_id") or (key.endswith("_url") and key not in KEPT_URLS)
        self[key] = not is_noise
        return not is_noise


_KEPT = _Kept()
_NESTED = (dict, list)


def _text(value: object) -> str:
    """The text, without the halves of characters that no encoding can write."""
    if not isinstance(value, str):
        return ""
    text = value[:MAX_TEXT]
    if text.isascii():
        return text
    return text.encode("utf-8", "replace").decode("utf-8")


def _word(value: object) -> str | None:
    return _text(value) or None


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
    return tuple(name for name in map(_text, names) if name)


def _parent(raw: Mapping[str, object], repo: str) -> int:
    for key in ("issue_url", "html_url"):
        found = _PARENT.search(_text(raw.get(key)))
        if found:
            return int(found[1])
    raise _incomplete("a comment", "issue_url", repo)
