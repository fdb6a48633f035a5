"""What the bot planned and did, and what maintainers said instead.

In: actions; out: ``DoneAction``, in the order they were planned. Rows are never deleted: an undo
is one more status.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import orjson
from sqlalchemy import Connection, Engine, Row, bindparam, func, select, update

from triage.records import Action, ActionStatus, Correction, DoneAction, Mode
from triage.store import prepared
from triage.store.repos import find_repo, repo_id
from triage.store.schema import actions, corrections, repos
from triage.store.write import upsert


def record(
    connection: Connection,
    planned: Iterable[Action],
    mode: Mode,
    status: ActionStatus,
    planned_at: str,
    delivery: str,
) -> list[int]:
    """Write actions down before they are done; their ids in the same order."""
    ids = []
    for action in planned:
        values = {
            "repo_id": repo_id(connection, action.repo),
            "number": action.number,
            "kind": action.kind,
            "status": status,
            "mode": mode,
            "planned_at": planned_at,
            "delivery": delivery,
            "action": orjson.dumps(action).decode(),
        }
        statement = prepared.insertion(actions, tuple(values), "id")
        ids.append(int(prepared.run(connection, statement, [values]).scalar_one()))
    return ids


def mark(
    connection: Connection,
    ids: Sequence[int],
    status: ActionStatus,
    at: str,
    github_id: int | None = None,
    error: str | None = None,
) -> None:
    """Say what became of actions. ``applied_at`` stays what it was when they are undone."""
    values: dict[str, Any] = {"status": status, "error": error}
    if status == "applied":
        values["applied_at"] = at
    if github_id is not None:
        values["github_id"] = github_id
    connection.execute(update(actions).where(actions.c.id.in_(ids)).values(values))


def read(
    engine: Engine, repo: str | None, since: str | None, number: int | None
) -> Iterator[DoneAction]:
    """Stream the actions of a repository, of an issue, or since a time, oldest first."""
    with engine.connect() as connection:
        owner = None if repo is None else find_repo(connection, repo)
        if repo is not None and owner is None:
            return
        wanted = {"repo_id": owner, "since": since, "number": number}
        given = {name: value for name, value in wanted.items() if value is not None}
        with connection.execute(_query(frozenset(given)), given) as rows:
            for row in rows:
                yield _done(row)


@cache
def _query(by: frozenset[str]) -> Any:
    """The actions, oldest first; ``by`` names what they are chosen by."""
    ways = {
        "repo_id": actions.c.repo_id == bindparam("repo_id"),
        "since": actions.c.planned_at >= bindparam("since"),
        "number": actions.c.number == bindparam("number"),
    }
    return (
        select(actions, repos.c.name.label("repo"))
        .join(repos, repos.c.id == actions.c.repo_id)
        .where(*(ways[name] for name in sorted(by)))
        .order_by(actions.c.id)
        .execution_options(yield_per=500)
    )


def _done(row: Row[Any]) -> DoneAction:
    # The name as it is today: repositories are renamed.
    action = Action(**{**orjson.loads(row.action), "repo": row.repo})
    return DoneAction(
        row.id, action, row.mode, row.status, row.planned_at, row.applied_at, row.github_id,
        row.delivery, row.error,
    )  # fmt: skip


def writes_since(connection: Connection, moment: str) -> int:
    """How many actions were carried out since then, in all repositories."""
    query = select(func.count()).where(actions.c.applied_at >= moment)
    return int(connection.execute(query).scalar() or 0)


def save_corrections(connection: Connection, rows: Iterable[Correction]) -> None:
    """Keep what people said; of two about the same field of an issue the later one."""
    for row in sorted(rows, key=lambda row: row.created_at):
        values = {
            "repo_id": repo_id(connection, row.repo),
            "number": row.number,
            "field": row.field,
            "value": row.value,
            "author": row.author,
            "created_at": row.created_at,
        }
        kept = connection.execute(
            select(corrections.c.created_at).where(
                corrections.c.repo_id == values["repo_id"],
                corrections.c.number == row.number,
                corrections.c.field == row.field,
            )
        ).scalar()
        if kept is None or kept <= row.created_at:
            upsert(connection, corrections, [values])


def load_corrections(connection: Connection, repo: str) -> list[Correction]:
    """What people said about a repository's issues, by issue and field."""
    query = (
        select(corrections)
        .where(corrections.c.repo_id == find_repo(connection, repo))
        .order_by(corrections.c.number, corrections.c.field)
    )
    return [
        Correction(repo, row.number, row.field, row.value, row.author, row.created_at)
        for row in connection.execute(query)
    ]
