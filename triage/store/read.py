"""Reads, a few hundred rows at a time, so that memory stays flat and no read lasts long.

A stream walks the primary key: each step asks for the rows after the last one seen. So it
holds no transaction open while its consumer works (a long read would keep SQLite's log from
being folded back), and a row that is there all along is seen exactly once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import Column, Connection, Engine, Row, Select, Table, func, select

from triage.records import Checkpoint, Comment, GoldRow, Issue
from triage.store.counts import Counts
from triage.store.repos import find_repo, repo_names
from triage.store.rows import comment_record, issue_record
from triage.store.schema import checkpoints, comments, gold, issues

STEP = 500


def _columns(table: Table, raw: bool) -> list[Column[Any]]:
    return [column for column in table.columns if raw or column.name != "raw"]


def _walk(engine: Engine, query: Select[Any], *keys: Column[Any]) -> Iterator[Row[Any]]:
    """The rows of a query in the order of ``keys``, which together are unique."""
    from sqlalchemy import tuple_

    step = query.order_by(*keys).limit(STEP)
    while True:
        with engine.connect() as connection, connection.begin():
            rows = connection.execute(step).all()
        yield from rows
        if len(rows) < STEP:
            return
        last = [getattr(rows[-1], key.name) for key in keys]
        after = keys[0] > last[0] if len(keys) == 1 else tuple_(*keys) > tuple_(*last)
        step = query.where(after).order_by(*keys).limit(STEP)


def owners(engine: Engine, repo: str | None) -> list[tuple[int, str]]:
    """(id, name) of one repository, or of all by name; none if it is not stored."""
    with engine.connect() as connection, connection.begin():
        known = repo_names(connection)
    return [pair for pair in known if repo is None or pair[1].lower() == repo.lower()]


def read_issues(
    engine: Engine,
    repo: str | None,
    numbers: Collection[int] | None,
    pull_requests: bool,
    updated_since: str | None,
    author: str | None,
    raw: bool,
) -> Iterator[Issue]:
    """Issues in the order of repository and number; see ``Store.issues``."""
    for owner, name in owners(engine, repo):
        query = select(*_columns(issues, raw)).where(
            issues.c.repo_id == owner, issues.c.gone_at.is_(None)
        )
        if not pull_requests:
            query = query.where(issues.c.is_pull_request.is_(False))
        if updated_since is not None:
            query = query.where(issues.c.updated_at >= updated_since)
        if author is not None:
            query = query.where(issues.c.author == author)
        for part in _parts(numbers):
            chosen = query if part is None else query.where(issues.c.number.in_(part))
            for row in _walk(engine, chosen, issues.c.number):
                yield issue_record(row, name)


def _parts(numbers: Collection[int] | None) -> Iterator[list[int] | None]:
    if numbers is None:
        yield None
        return
    ordered = sorted(set(numbers))
    for start in range(0, len(ordered), STEP):
        yield ordered[start : start + STEP]


def read_comments(
    engine: Engine, repo: str | None, number: int | None, raw: bool
) -> Iterator[Comment]:
    """Comments in the order of repository, number and id; see ``Store.comments``."""
    for owner, name in owners(engine, repo):
        query = select(*_columns(comments, raw)).where(
            comments.c.repo_id == owner, comments.c.gone_at.is_(None)
        )
        if number is not None:
            query = query.where(comments.c.number == number)
        for row in _walk(engine, query, comments.c.number, comments.c.github_id):
            yield comment_record(row, name)


def read_gold(engine: Engine, repo: str | None) -> Iterator[GoldRow]:
    """Gold rows with their issues, in the order of repository and number."""
    labels = [gold.c[name] for name in ("category", "type", "faq", "error", "resolution")]
    for owner, name in owners(engine, repo):
        query = (
            select(*_columns(issues, raw=False), *labels)
            .join(gold, (gold.c.repo_id == issues.c.repo_id) & (gold.c.number == issues.c.number))
            .where(issues.c.repo_id == owner, issues.c.gone_at.is_(None))
        )
        for row in _walk(engine, query, issues.c.number):
            issue = issue_record(row, name)
            yield GoldRow(issue, row.category, row.type, row.faq, row.error, row.resolution)


def read_checkpoint(connection: Connection, repo: str, stream: str) -> Checkpoint | None:
    """The checkpoint of a stream; None before its first page."""
    query = select(checkpoints).where(
        checkpoints.c.repo_id == find_repo(connection, repo), checkpoints.c.stream == stream
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    return Checkpoint(repo, row.stream, row.since, row.etag, row.complete)


def read_counts(connection: Connection, repo: str) -> Counts:
    """How many rows of a repository are there, and how many issues are gone."""
    owner = find_repo(connection, repo)
    query = (
        select(issues.c.is_pull_request, issues.c.gone_at.is_not(None), func.count())
        .where(issues.c.repo_id == owner)
        .group_by(issues.c.is_pull_request, issues.c.gone_at.is_not(None))
    )
    found = {(bool(pull), bool(gone)): n for pull, gone, n in connection.execute(query)}
    said = select(func.count()).where(comments.c.repo_id == owner, comments.c.gone_at.is_(None))
    return Counts(
        issues=found.get((False, False), 0),
        pull_requests=found.get((True, False), 0),
        comments=connection.execute(said).scalar_one(),
        gone=found.get((False, True), 0) + found.get((True, True), 0),
    )


def read_size(connection: Connection, repo: str) -> int:
    """How many rows the table of issues has for a repository; the index alone knows."""
    owner = find_repo(connection, repo)
    query = select(func.count()).select_from(issues).where(issues.c.repo_id == owner)
    return int(connection.execute(query).scalar_one())


def known_keys(connection: Connection, repo: str, column: Column[Any]) -> set[int]:
    """The values of a key column over the rows of a repository that are not gone."""
    table = column.table
    query = select(column).where(
        table.c.repo_id == find_repo(connection, repo), table.c.gone_at.is_(None)
    )
    return set(connection.execute(query).scalars())
