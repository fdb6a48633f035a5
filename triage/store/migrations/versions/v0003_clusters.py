"""Clusters, worked out from all open issues at once: too dear to do again when nothing changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table; a cluster is kept under the lowest number of its issues."""
    op.create_table(
        "clusters",
        sa.Column("repo_id", BIG, sa.ForeignKey("repos.id"), primary_key=True),
        sa.Column("number", BIG, primary_key=True, autoincrement=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
    )
