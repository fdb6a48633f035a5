"""Records to database rows and back. Nothing here talks to a database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import orjson
from sqlalchemy import Row

from triage.records import Comment, GoldRow, Issue
from triage.store.redact import clean_json, clean_text, strip_secrets

Values = dict[str, Any]


def issue_values(issue: Issue, repo_id: int) -> Values:
    """The columns of an issue; ``gone_at`` is empty, since a row that is given is there."""
    return {
        "repo_id": repo_id,
        "number": issue.number,
        "github_id": issue.github_id,
        "title": clean_text(issue.title),
        "state": clean_text(issue.state),
        "state_reason": _optional(issue.state_reason),
        "labels": dump_labels(issue.labels),
        "author": _optional(issue.author),
        "author_is_bot": issue.author_is_bot,
        "locked": issue.locked,
        "is_pull_request": issue.is_pull_request,
        "created_at": issue.created_at,
        "updated_at": issue.updated_at,
        "closed_at": issue.closed_at,
        "gone_at": None,
        "gone_kind": None,
        "body": clean_text(issue.body),
        "raw": dump_raw(issue.raw),
    }


def comment_values(comment: Comment, repo_id: int) -> Values:
    """The columns of a comment."""
    return {
        "repo_id": repo_id,
        "github_id": comment.github_id,
        "number": comment.number,
        "author": _optional(comment.author),
        "author_is_bot": comment.author_is_bot,
        "on_pull_request": comment.on_pull_request,
        "created_at": comment.created_at,
        "updated_at": comment.updated_at,
        "gone_at": None,
        "gone_kind": None,
        "body": clean_text(comment.body),
        "raw": dump_raw(comment.raw),
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
        raw=load_raw(getattr(row, "raw", None)),
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
        raw=load_raw(getattr(row, "raw", None)),
    )


def dump_labels(labels: tuple[str, ...]) -> str:
    """Label names as a JSON list."""
    return orjson.dumps([clean_text(label) for label in labels]).decode() if labels else "[]"


def dump_raw(raw: Mapping[str, object]) -> str | None:
    """A payload as compact JSON text without secrets; None for none.

    A payload that orjson refuses (a lone surrogate, a number of more than 64 bits) or that
    holds NUL takes the slow way; one nested too deep for either is not kept.
    """
    if not raw:
        return None
    try:
        text = orjson.dumps(raw, default=dict).decode()
    except TypeError:
        return _dump_odd(raw)
    return _dump_odd(raw) if "\\u0000" in text else strip_secrets(text)


def _dump_odd(raw: Mapping[str, object]) -> str | None:
    try:
        text = json.dumps(clean_json(raw), ensure_ascii=False, separators=(",", ":"))
    except (TypeError, ValueError, RecursionError):
        return None
    return strip_secrets(text)


def load_raw(text: str | None) -> Mapping[str, object]:
    """The payload of a JSON text; an empty one for None."""
    if text is None:
        return {}
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:  # a number of more than 64 bits
        value = json.loads(text)
    return value if isinstance(value, dict) else {}


def _optional(text: str | None) -> str | None:
    return None if text is None else clean_text(text)
