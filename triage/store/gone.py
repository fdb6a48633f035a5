"""Mark what GitHub no longer has. The rows stay; reads no longer return them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Connection, Table, update

from triage.store.repos import find_repo
from triage.store.schema import comments, issues
from triage.store.write import chunks

GoneKind = Literal["deleted", "transferred", "missing"]
"""GitHub's answer for a row: 410, 301 (moved to another repository), 404."""


def mark_issues(connection: Connection, repo: str, numbers: Collection[int], kind: str) -> int:
    """Mark issues, and their comments with them; how many were not marked before."""
    return _mark(connection, repo, numbers, kind, [(comments, "number"), (issues, "number")])


def mark_comments(connection: Connection, repo: str, ids: Collection[int], kind: str) -> int:
    """Mark comments by GitHub id; how many were not marked before."""
    return _mark(connection, repo, ids, kind, [(comments, "github_id")])


def _mark(
    connection: Connection,
    repo: str,
    keys: Collection[int],
    kind: str,
    tables: list[tuple[Table, str]],
) -> int:
    """Mark rows of several tables at one time; the count is of the last table."""
    owner = find_repo(connection, repo)
    now = datetime.now(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
    total = 0
    for part in chunks(sorted(keys)):
        for table, key in tables:
            marked = connection.execute(
                update(table)
                .where(table.c.repo_id == owner, table.c[key].in_(part), table.c.gone_at.is_(None))
                .values(gone_at=now, gone_kind=kind)
            ).rowcount
        total += marked
    return total
