"""Repositories in the store: their numbers, and what happens when one is renamed."""

from __future__ import annotations

from sqlalchemy import Connection, Table, bindparam, delete, func, insert, select, update

from triage.store import prepared
from triage.store.schema import (
    actions,
    checkpoints,
    clusters,
    comments,
    corrections,
    deliveries,
    gold,
    issues,
    matches,
    predictions,
    repos,
)

_FIND = select(repos.c.id).where(repos.c.key == bindparam("key"))


def find_repo(connection: Connection, name: str) -> int | None:
    """The id of a repository; None if the store has none of that name (case does not count)."""
    found = prepared.run(connection, _FIND, [{"key": name.lower()}]).scalar()
    return None if found is None else int(found)


def repo_id(connection: Connection, name: str) -> int:
    """The id of a repository, which is added if it is not there."""
    found = find_repo(connection, name)
    if found is not None:
        return found
    result = connection.execute(insert(repos).values(name=name, key=name.lower()))
    key = result.inserted_primary_key
    assert key is not None
    return int(key[0])


def repo_names(connection: Connection) -> list[tuple[int, str]]:
    """(id, name) of every repository, by name."""
    rows = connection.execute(select(repos.c.id, repos.c.name)).all()
    return sorted(((row.id, row.name) for row in rows), key=lambda pair: pair[1])


def rename(connection: Connection, old: str, new: str) -> bool:
    """Give a repository its new name; False if there is none of the old name.

    If the new name has rows already the two become one: of two rows that are the same
    issue or comment the one updated later stays.
    """
    source, target = find_repo(connection, old), find_repo(connection, new)
    if source is None:
        return False
    if target is None or target == source:
        values = {"name": new, "key": new.lower()}
        connection.execute(update(repos).where(repos.c.id == source).values(values))
        return True
    _drop_older(connection, issues, "number", source, target)
    _drop_older(connection, comments, "github_id", source, target)
    for table in (gold, predictions, matches):
        _drop_twins(connection, table, "number", source, target)
    for table in (checkpoints, clusters):
        connection.execute(delete(table).where(table.c.repo_id == source))
    _drop_twins(connection, corrections, "number", source, target)
    for table in (issues, comments, gold, predictions, matches, corrections, deliveries, actions):
        moved = update(table).where(table.c.repo_id == source).values(repo_id=target)
        connection.execute(moved)
    connection.execute(delete(repos).where(repos.c.id == source))
    return True


def _drop_older(connection: Connection, table: Table, key: str, source: int, target: int) -> None:
    """Of each pair with the same key in both repositories, delete the one updated first."""
    twin = table.alias()
    older = func.coalesce(table.c.updated_at, "") < func.coalesce(twin.c.updated_at, "")
    pair = (twin.c.repo_id == source) & (twin.c[key] == table.c[key]) & older
    connection.execute(
        delete(table).where(table.c.repo_id == target, select(twin.c[key]).where(pair).exists())
    )
    _drop_twins(connection, table, key, source, target)


def _drop_twins(connection: Connection, table: Table, key: str, source: int, target: int) -> None:
    twin = table.alias()
    same = (twin.c.repo_id == target) & (twin.c[key] == table.c[key])
    connection.execute(
        delete(table).where(table.c.repo_id == source, select(twin.c[key]).where(same).exists())
    )
