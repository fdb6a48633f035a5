"""What the server holds: users, labels, issues, comments, events, reactions.

Times are whole seconds since 1970 (GitHub shows no more), turned into text by ``stamp``.
``cache`` keeps the rendered JSON of a row; every change of the row empties it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime


def stamp(seconds: int) -> str:
    """The seconds as GitHub writes them: ``2019-08-01T12:00:00Z``."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds(text: str) -> int:
    """The seconds of an ISO 8601 text; without an offset it is UTC. ValueError if it is none."""
    moment = datetime.fromisoformat(text)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())


@dataclass(slots=True)
class User:
    """An account; ``kind`` is GitHub's ``type`` (User, Bot, Organization)."""

    id: int
    login: str
    kind: str = "User"


@dataclass(slots=True)
class Label:
    """A label of a repository."""

    id: int
    name: str
    color: str = "ededed"
    description: str | None = None
    default: bool = False


@dataclass(slots=True)
class Reaction:
    """One user's reaction to a comment or an issue."""

    id: int
    user: User
    content: str
    created_at: int


@dataclass(slots=True)
class Event:
    """Something that happened to an issue: labeled, unlabeled, renamed, closed, reopened, …"""

    id: int
    kind: str
    actor: User
    created_at: int
    label: Label | None = None
    rename: tuple[str, str] | None = None
    lock_reason: str | None = None
    state_reason: str | None = None


@dataclass(slots=True)
class Suggestion:
    """A label proposed for an issue; ``state`` is pending, approved, dismissed or replaced."""

    id: int
    label: Label
    actor: User
    rationale: str | None
    confidence: str | None
    created_at: int
    updated_at: int
    state: str = "pending"
    event: int | None = None
    resolved_by: User | None = None


@dataclass(slots=True)
class IssueRow:
    """An issue or a pull request. ``user`` is None for an account that was deleted."""

    id: int
    number: int
    title: str
    body: str | None
    user: User | None
    created_at: int
    updated_at: int
    pull_request: bool = False
    draft: bool = False
    state: str = "open"
    state_reason: str | None = None
    closed_at: int | None = None
    closed_by: User | None = None
    locked: bool = False
    lock_reason: str | None = None
    labels: list[str] = field(default_factory=list)
    comment_ids: list[int] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    reactions: list[Reaction] = field(default_factory=list)
    cache: dict[str, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class CommentRow:
    """A comment on the issue ``number``; ``minimized`` is why it is hidden, if it is."""

    id: int
    number: int
    body: str
    user: User | None
    created_at: int
    updated_at: int
    minimized: str | None = None
    reactions: list[Reaction] = field(default_factory=list)
    cache: dict[str, bytes] = field(default_factory=dict)
