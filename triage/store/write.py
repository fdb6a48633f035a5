"""Upserts: rows in, counts out, inside a transaction the caller holds.

Which of two rows with the same key stays is decided in one place, ``_supersedes``. The
caller's transaction holds the writer's lock, so what is read here cannot change before it
is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib import import_module
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import ClauseElement, Connection, Table, bindparam, select, update

from triage.records import Checkpoint, Comment, GoldRow, Issue
from triage.store import prepared
from triage.store.counts import SaveCounts
from triage.store.repos import repo_id
from triage.store.rows import Values, comment_values, gold_values, issue_values
from triage.store.schema import checkpoints, comments, gold, issues

CHUNK = 500
"""Rows of one statement: far below every database's limit on parameters."""

SLOTS = 100
"""Keys that one look-up asks for, or a multiple: a page of GitHub has as many rows."""

T = TypeVar("T")


def chunks(rows: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The rows in lists of at most ``size``."""
    iterator = iter(rows)
    while part := list(islice(iterator, size)):
        yield part


def upsert(connection: Connection, table: Table, rows: Sequence[Values]) -> None:
    """Insert rows; where the primary key is there already, overwrite."""
    if rows:
        prepared.run(connection, _upsert(table, connection.dialect.name), rows)


@cache
def _upsert(table: Table, dialect: str) -> ClauseElement:
    module = import_module(f"sqlalchemy.dialects.{dialect}")  # only the one in use is loaded
    statement: Any = module.insert(table)
    keys = [column.name for column in table.primary_key]
    changed = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column.name not in keys
    }
    done: ClauseElement = statement.on_conflict_do_update(index_elements=keys, set_=changed)
    return done


def save_issues(connection: Connection, rows: Iterable[Issue], *, live: bool) -> SaveCounts:
    """Upsert issues; ``live`` says that GitHub has just shown them, so they are not gone."""
    skipped = 0
    groups: dict[str, list[Issue]] = {}
    for issue in rows:
        if issue.number is None:
            skipped += 1
        else:
            groups.setdefault(issue.repo, []).append(issue)
    counts = SaveCounts(skipped=skipped)
    for repo, members in groups.items():
        counts += _save(connection, issues, "number", repo, members, issue_values, live)
    return counts


def save_comments(connection: Connection, rows: Iterable[Comment], *, live: bool) -> SaveCounts:
    """Upsert comments; ``live`` as for issues."""
    groups: dict[str, list[Comment]] = {}
    for comment in rows:
        groups.setdefault(comment.repo, []).append(comment)
    counts = SaveCounts()
    for repo, members in groups.items():
        counts += _save(connection, comments, "github_id", repo, members, comment_values, live)
    return counts


def save_gold(connection: Connection, rows: Sequence[GoldRow]) -> SaveCounts:
    """Upsert gold rows and their issues; a row without any label is only an issue."""
    counts = save_issues(connection, (row.issue for row in rows), live=False)
    owners = {
        repo: repo_id(connection, repo)
        for repo in {row.issue.repo for row in rows if row.issue.number is not None}
    }
    labels = {
        (values["repo_id"], values["number"]): values
        for row in rows
        if (values := gold_values(row, owners.get(row.issue.repo, 0))) is not None
    }
    upsert(connection, gold, list(labels.values()))
    return counts


def save_checkpoint(connection: Connection, checkpoint: Checkpoint) -> None:
    """Record how far a stream of a repository was read."""
    values = {
        "repo_id": repo_id(connection, checkpoint.repo),
        "stream": checkpoint.stream,
        "since": checkpoint.since,
        "etag": checkpoint.etag,
        "complete": checkpoint.complete,
    }
    upsert(connection, checkpoints, [values])


def _save(
    connection: Connection,
    table: Table,
    key: str,
    repo: str,
    members: list[T],
    to_values: Callable[[T, int], Values],
    live: bool,
) -> SaveCounts:
    owner = repo_id(connection, repo)
    given = [to_values(member, owner) for member in members]
    stored = _stored(connection, table, key, owner, [row[key] for row in given])
    result: dict[int, Values] = {}
    created: set[int] = set()
    for row in given:
        old = result.get(row[key]) or stored.get(row[key])
        if old is None:
            created.add(row[key])
            result[row[key]] = row
        elif (new := _supersedes(row, old, live)) is not None:
            result[row[key]] = new
    upsert(connection, table, list(result.values()))
    back = [row for row in stored.values() if row["gone_at"] and row[key] in result]
    if table is issues and back:
        _comments_back(connection, owner, back)
    updated = len(result) - len(created)
    return SaveCounts(len(created), updated, len(given) - len(created) - updated)


def _stored(
    connection: Connection, table: Table, key: str, owner: int, keys: list[int]
) -> dict[int, Values]:
    stored: dict[int, Values] = {}
    for part in chunks(keys):
        # Filled up with the last key to a round number: few statements are compiled.
        slots = -(-len(part) // SLOTS) * SLOTS
        filled = part + part[-1:] * (slots - len(part))
        given = {f"key{slot}": value for slot, value in enumerate(filled)}
        query = _by_keys(table, key, slots)
        found = prepared.run(connection, query, [{"owner": owner, **given}])
        stored.update((row[key], dict(row)) for row in found.mappings())
    return stored


@lru_cache(maxsize=16)
def _by_keys(table: Table, key: str, slots: int) -> ClauseElement:
    """The rows of a repository with any of so many keys."""
    wanted: list[Any] = [bindparam(f"key{slot}") for slot in range(slots)]
    return select(table).where(table.c.repo_id == bindparam("owner"), table.c[key].in_(wanted))


def _supersedes(new: Values, old: Values, live: bool) -> Values | None:
    """The row to write over a stored one; None to leave it.

    The later ``updated_at`` wins, and an unknown one is earlier than any. At the same time
    (GitHub counts in seconds) what comes last wins, but a row without its payload, from an
    import, never replaces one that has it. Only a live row, or a later one, brings back a
    row that is gone.
    """
    now, then = new["updated_at"] or "", old["updated_at"] or ""
    if now < then or (now == then and new["raw"] is None and old["raw"] is not None):
        return {**old, "gone_at": None, "gone_kind": None} if live and old["gone_at"] else None
    if new["raw"] is None:
        new = _keep_known(new, old)
    if not live and now == then:
        new = {**new, "gone_at": old["gone_at"], "gone_kind": old["gone_kind"]}
    return None if new == old else new


def _keep_known(new: Values, old: Values) -> Values:
    """A row of a format that has no author and ids keeps those that are known."""
    kept: Values = {
        name: old[name]
        for name in ("github_id", "created_at", "author")
        if name in new and new[name] is None
    }
    if "author" in kept:
        kept["author_is_bot"] = old["author_is_bot"]
    return {**new, **kept}


def _comments_back(connection: Connection, owner: int, rows: list[Values]) -> None:
    """Comments that went with their issue come back with it."""
    for row in rows:
        connection.execute(
            update(comments)
            .where(
                comments.c.repo_id == owner,
                comments.c.number == row["number"],
                comments.c.gone_at == row["gone_at"],
            )
            .values(gone_at=None, gone_kind=None)
        )
