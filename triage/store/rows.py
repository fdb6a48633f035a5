"""Records to database rows and back. Nothing here talks to a database.

The title and body of a payload are kept once, in their columns; in the payload beside them
``true`` stands in their place. (Payloads that were saved by an earlier version hold the texts.)
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import orjson
from sqlalchemy import Row

from triage.records import Comment, GoldRow, Issue
from triage.store.redact import clean_json, clean_text, is_clean

Values = dict[str, Any]


def issue_values(issue: Issue, repo_id: int) -> Values:
    """The columns of an issue; ``gone_at`` is empty, since a row that is given is there."""
    raw = dump_raw(issue.raw, title=issue.title, body=issue.body)
    clean = _cleaner(
        raw, issue.title, issue.body, issue.state, issue.state_reason, issue.author, *issue.labels
    )
    return {
        "repo_id": repo_id,
        "number": issue.number,
        "github_id": issue.github_id,
        "title": clean(issue.title),
        "state": clean(issue.state),
        "state_reason": clean(issue.state_reason),
        "labels": _dump_labels([clean(label) for label in issue.labels]),
        "author": clean(issue.author),
        "author_is_bot": issue.author_is_bot,
        "locked": issue.locked,
        "is_pull_request": issue.is_pull_request,
        "created_at": issue.created_at,
        "updated_at": issue.updated_at,
        "closed_at": issue.closed_at,
        "gone_at": None,
        "gone_kind": None,
        "body": clean(issue.body),
        "raw": clean(raw),
    }


def comment_values(comment: Comment, repo_id: int) -> Values:
    """The columns of a comment."""
    raw = dump_raw(comment.raw, body=comment.body)
    clean = _cleaner(raw, comment.body, comment.author)
    return {
        "repo_id": repo_id,
        "github_id": comment.github_id,
        "number": comment.number,
        "author": clean(comment.author),
        "author_is_bot": comment.author_is_bot,
        "on_pull_request": comment.on_pull_request,
        "created_at": comment.created_at,
        "updated_at": comment.updated_at,
        "gone_at": None,
        "gone_kind": None,
        "body": clean(comment.body),
        "raw": clean(raw),
    }


def gold_values(row: GoldRow, repo_id: int) -> Values | None:
    """The columns of gold labels; None for a row without any label or without a number."""
    labels = {
        "category": _optional(row.category),
        "type": _optional(row.type),
        "faq": _optional(row.faq),
        "error": _optional(row.error),
        "resolution": _optional(row.resolution),
    }
    if row.issue.number is None or all(label is None for label in labels.values()):
        return None
    return {"repo_id": repo_id, "number": row.issue.number, **labels}


def issue_record(row: Row[Any], repo: str) -> Issue:
    """The issue of a row; its payload is there only if the row was read with ``raw``."""
    return Issue(
        number=row.number,
        title=row.title,
        body=row.body,
        repo=repo,
        github_id=row.github_id,
        state=row.state,
        state_reason=row.state_reason,
        labels=tuple(orjson.loads(row.labels)) if row.labels != "[]" else (),
        author=row.author,
        author_is_bot=row.author_is_bot,
        locked=row.locked,
        is_pull_request=row.is_pull_request,
        created_at=row.created_at,
        updated_at=row.updated_at,
        closed_at=row.closed_at,
        raw=load_raw(getattr(row, "raw", None), title=row.title, body=row.body),
    )


def comment_record(row: Row[Any], repo: str) -> Comment:
    """The comment of a row; its payload is there only if the row was read with ``raw``."""
    return Comment(
        github_id=row.github_id,
        number=row.number,
        body=row.body,
        repo=repo,
        author=row.author,
        author_is_bot=row.author_is_bot,
        on_pull_request=row.on_pull_request,
        created_at=row.created_at,
        updated_at=row.updated_at,
        raw=load_raw(getattr(row, "raw", None), body=row.body),
    )


def _dump_labels(labels: list[str | None]) -> str:
    return orjson.dumps(labels).decode() if labels else "[]"


def dump_raw(raw: Mapping[str, object], **columns: str) -> str | None:
    """A payload as compact JSON text; None for none. What ``columns`` hold is left out.

    A payload that orjson refuses (a lone surrogate, a number of more than 64 bits) or that
    holds NUL takes the slow way; one nested too deep for either is not kept.
    """
    if not raw:
        return None
    short = dict(raw)
    for name, value in columns.items():
        if short.get(name) == value:
            short[name] = True
    try:
        text = orjson.dumps(short, default=dict).decode()
    except TypeError:
        return _dump_odd(short)
    return _dump_odd(short) if "\\u0000" in text else text


def _dump_odd(raw: Mapping[str, object]) -> str | None:
    try:
        return json.dumps(clean_json(raw), ensure_ascii=False, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError):
        return None


def load_raw(text: str | None, **columns: str) -> Mapping[str, object]:
    """The payload of a JSON text, with what ``columns`` hold; an empty one for None."""
    if text is None:
        return {}
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:  # a number of more than 64 bits
        value = json.loads(text)
    if not isinstance(value, dict):
        return {}
    for name, column in columns.items():
        if value.get(name) is True:
            value[name] = column
    return value


def _cleaner(*texts: str | None) -> Callable[[Any], Any]:
    """What makes each text of a row fit to be kept: mostly nothing has to be done."""
    return _as_it_is if is_clean(texts) else _optional


def _as_it_is(text: str | None) -> str | None:
    return text


def _optional(text: str | None) -> str | None:
    return None if text is None else clean_text(text)
