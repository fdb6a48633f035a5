"""The tables of this version, as SQLAlchemy sees them.

The migrations make them; a test compares the two. ``raw`` is the last column on purpose:
SQLite keeps long values on overflow pages, and a read that stops before it skips them.
Times are text (see ``triage.records``), compared byte by byte on either database.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

HEAD = "0004"
"""The revision these tables belong to; a database of another one is migrated or refused."""

VERSION_TABLE = "triage_version"

BigId = BigInteger().with_variant(Integer(), "sqlite")
Time = String().with_variant(String(collation="C"), "postgresql")

metadata = MetaData()

version = Table(
    VERSION_TABLE,
    MetaData(),  # not one of ours: as Alembic makes it, which reads and writes it
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name=f"{VERSION_TABLE}_pkc"),
)


def _repo() -> Column[Any]:
    return Column("repo_id", BigId, ForeignKey("repos.id"), primary_key=True)


def _number(*, key: bool = True) -> Column[Any]:
    return Column("number", BigId, primary_key=key, nullable=False, autoincrement=False)


repos = Table(
    "repos",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("name", Text, nullable=False),
    Column("key", Text, nullable=False, unique=True),  # GitHub ignores case in names
)

issues = Table(
    "issues",
    metadata,
    _repo(),
    _number(),
    Column("github_id", BigId),
    Column("title", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("state_reason", Text),
    Column("labels", Text, nullable=False),
    Column("author", Text),
    Column("author_is_bot", Boolean, nullable=False),
    Column("locked", Boolean, nullable=False),
    Column("is_pull_request", Boolean, nullable=False),
    Column("created_at", Time),
    Column("updated_at", Time),
    Column("closed_at", Time),
    Column("gone_at", Time),
    Column("gone_kind", Text),
    Column("body", Text, nullable=False),
    Column("raw", Text),
    Index("issues_updated", "repo_id", "updated_at"),
)

comments = Table(
    "comments",
    metadata,
    _repo(),
    Column("github_id", BigId, primary_key=True, autoincrement=False),
    _number(key=False),
    Column("author", Text),
    Column("author_is_bot", Boolean, nullable=False),
    Column("on_pull_request", Boolean, nullable=False),
    Column("created_at", Time),
    Column("updated_at", Time),
    Column("gone_at", Time),
    Column("gone_kind", Text),
    Column("body", Text, nullable=False),
    Column("raw", Text),
    Index("comments_number", "repo_id", "number", "github_id"),
)

checkpoints = Table(
    "checkpoints",
    metadata,
    _repo(),
    Column("stream", Text, primary_key=True),
    Column("since", Time),
    Column("etag", Text),
    Column("complete", Boolean, nullable=False),
)

gold = Table(
    "gold",
    metadata,
    _repo(),
    _number(),
    Column("category", Text),
    Column("type", Text),
    Column("faq", Text),
    Column("error", Text),
    Column("resolution", Text),
)


def _results(name: str) -> Table:
    return Table(
        name,
        metadata,
        _repo(),
        _number(),
        Column("version", Text, nullable=False),
        Column("digest", Text, nullable=False),
        Column("result", Text, nullable=False),
    )


predictions = _results("predictions")
matches = _results("matches")
clusters = _results("clusters")

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("delivery", Text, unique=True),  # none when it came by polling
    Column("name", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("repo_id", BigId, ForeignKey("repos.id"), nullable=False),
    Column("number", BigId, nullable=False),
    Column("sender", Text),
    Column("sender_is_bot", Boolean, nullable=False),
    Column("is_pull_request", Boolean, nullable=False),
    Column("received_at", Time, nullable=False),
    Column("status", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Time, nullable=False),
    Column("lease_until", Time),
    Column("worker", Text),
    Column("error", Text),
    Index("deliveries_due", "status", "due_at"),
    Index("deliveries_issue", "repo_id", "number", "status"),
)

actions = Table(
    "actions",
    metadata,
    Column("id", BigId, primary_key=True),
    Column("repo_id", BigId, ForeignKey("repos.id"), nullable=False),
    Column("number", BigId, nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("planned_at", Time, nullable=False),
    Column("applied_at", Time),
    Column("github_id", BigId),
    Column("delivery", Text, nullable=False),
    Column("error", Text),
    Column("action", Text, nullable=False),
    Index("actions_issue", "repo_id", "number"),
    Index("actions_planned", "planned_at"),
    Index("actions_applied", "applied_at"),
)

corrections = Table(
    "corrections",
    metadata,
    _repo(),
    _number(),
    Column("field", Text, primary_key=True),
    Column("value", Text),
    Column("author", Text, nullable=False),
    Column("created_at", Time, nullable=False),
)
