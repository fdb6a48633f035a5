"""What GitHub holds: repositories, issues, comments, and how far each stream was read."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the four tables."""
    op.create_table(
        "repos",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False, unique=True),
    )
    _issues()
    _comments()
    op.create_table(
        "checkpoints",
        _repo(),
        sa.Column("stream", sa.Text(), primary_key=True),
        sa.Column("since", TIME),
        sa.Column("etag", sa.Text()),
        sa.Column("complete", sa.Boolean(), nullable=False),
    )


def _repo() -> sa.Column[Any]:
    return sa.Column("repo_id", BIG, sa.ForeignKey("repos.id"), primary_key=True)


def _tail() -> list[sa.Column[Any]]:
    return [
        sa.Column("gone_at", TIME),
        sa.Column("gone_kind", sa.Text()),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("raw", sa.Text()),
    ]


def _issues() -> None:
    op.create_table(
        "issues",
        _repo(),
        sa.Column("number", BIG, primary_key=True, autoincrement=False),
        sa.Column("github_id", BIG),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_reason", sa.Text()),
        sa.Column("labels", sa.Text(), nullable=False),
        sa.Column("author", sa.Text()),
        sa.Column("author_is_bot", sa.Boolean(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("is_pull_request", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME),
        sa.Column("updated_at", TIME),
        sa.Column("closed_at", TIME),
        *_tail(),
    )


def _comments() -> None:
    op.create_table(
        "comments",
        _repo(),
        sa.Column("github_id", BIG, primary_key=True, autoincrement=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("author", sa.Text()),
        sa.Column("author_is_bot", sa.Boolean(), nullable=False),
        sa.Column("on_pull_request", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME),
        sa.Column("updated_at", TIME),
        *_tail(),
    )
