"""The bot's queue of deliveries, what it planned and did, and what maintainers said instead."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the three tables."""
    _deliveries()
    _actions()
    op.create_table(
        "corrections",
        sa.Column("repo_id", BIG, sa.ForeignKey("repos.id"), primary_key=True),
        sa.Column("number", BIG, primary_key=True, autoincrement=False),
        sa.Column("field", sa.Text(), primary_key=True),
        sa.Column("value", sa.Text()),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
    )


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("delivery", sa.Text(), unique=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("repo_id", BIG, sa.ForeignKey("repos.id"), nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("sender", sa.Text()),
        sa.Column("sender_is_bot", sa.Boolean(), nullable=False),
        sa.Column("is_pull_request", sa.Boolean(), nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("lease_until", TIME),
        sa.Column("worker", sa.Text()),
        sa.Column("error", sa.Text()),
    )
    op.create_index("deliveries_due", "deliveries", ["status", "due_at"])
    op.create_index("deliveries_issue", "deliveries", ["repo_id", "number", "status"])


def _actions() -> None:
    op.create_table(
        "actions",
        sa.Column("id", BIG, primary_key=True),
        sa.Column("repo_id", BIG, sa.ForeignKey("repos.id"), nullable=False),
        sa.Column("number", BIG, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("planned_at", TIME, nullable=False),
        sa.Column("applied_at", TIME),
        sa.Column("github_id", BIG),
        sa.Column("delivery", sa.Text(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.Column("action", sa.Text(), nullable=False),
    )
    op.create_index("actions_issue", "actions", ["repo_id", "number"])
    op.create_index("actions_planned", "actions", ["planned_at"])
    op.create_index("actions_applied", "actions", ["applied_at"])
