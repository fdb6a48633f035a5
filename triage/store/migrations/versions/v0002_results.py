"""What people decided and what was worked out: gold labels, predictions, matches.

Also the two indexes that incremental reads and the comments of one issue want.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the three tables and the two indexes; rows there are stay as they are."""
    _table("gold", [sa.Column(name, sa.Text()) for name in GOLD_COLUMNS])
    for name in ("predictions", "matches"):
        _table(
            name,
            [
                sa.Column("version", sa.Text(), nullable=False),
                sa.Column("digest", sa.Text(), nullable=False),
                sa.Column("result", sa.Text(), nullable=False),
            ],
        )
    op.create_index("issues_updated", "issues", ["repo_id", "updated_at"])
    op.create_index("comments_number", "comments", ["repo_id", "number", "github_id"])


GOLD_COLUMNS = ("category", "type", "faq", "error", "resolution")


def _table(name: str, columns: list[sa.Column[str]]) -> None:
    op.create_table(
        name,
        sa.Column("repo_id", BIG, sa.ForeignKey("repos.id"), primary_key=True),
        sa.Column("number", BIG, primary_key=True, autoincrement=False),
        *columns,
    )
