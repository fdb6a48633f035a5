"""The queue of deliveries: each is handled once, and never two of one issue at the same time.

In: events; out: jobs. Every function runs in a transaction of the caller that holds the writer's
lock, which orders workers of any number of processes. A worker that dies leaves a lease behind;
when it runs out, the job is taken again.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Connection,
    Row,
    and_,
    bindparam,
    func,
    or_,
    select,
    update,
)

from triage.records import Event, Job
from triage.store import prepared
from triage.store.repos import repo_id
from triage.store.schema import deliveries, repos

QUEUED, WORKING, DONE, FAILED = "queued", "working", "done", "failed"
_COLUMNS = (deliveries, repos.c.name.label("repo"))


def enqueue(connection: Connection, event: Event, received_at: str) -> bool:
    """Queue an event; False when a delivery of that id is or was in the queue."""
    if event.number is None:
        raise ValueError("an event without an issue has nothing to do")
    if event.delivery and _is_known(connection, event.delivery):
        return False
    values = {
        "delivery": event.delivery or None,
        "name": event.name,
        "action": event.action,
        "repo_id": repo_id(connection, event.repo),
        "number": event.number,
        "sender": event.sender,
        "sender_is_bot": event.sender_is_bot,
        "is_pull_request": event.is_pull_request,
        "received_at": received_at,
        "status": QUEUED,
        "attempts": 0,
        "due_at": received_at,
    }
    prepared.run(connection, prepared.insertion(deliveries, tuple(values)), [values])
    return True


_KNOWN = select(deliveries.c.id).where(deliveries.c.delivery == bindparam("delivery"))


def _is_known(connection: Connection, delivery: str) -> bool:
    return prepared.run(connection, _KNOWN, [{"delivery": delivery}]).first() is not None


def claim(connection: Connection, worker: str, now: str, lease_until: str) -> Job | None:
    """The oldest job that is due, of an issue on which nobody works; None if there is none.

    What else waits for the same issue is done with it: the issue is looked at as it is now, and
    a plan does not depend on what woke the bot.
    """
    row = connection.execute(_OLDEST, {"now": now}).first()
    if row is None:
        return None
    job = {"job": row.id, "lease_until": lease_until, "worker": worker}
    prepared.run(connection, _TAKE, [job])
    issue = {"job": row.id, "repo_id": row.repo_id, "number": row.number}
    prepared.run(connection, _FOLD, [issue | {"error": f"done with job {row.id}"}])
    return Job(row.id, _event(row), row.received_at, row.attempts + 1)


def _oldest() -> Any:
    now: Any = bindparam("now")
    other = deliveries.alias()
    busy = and_(
        other.c.repo_id == deliveries.c.repo_id,
        other.c.number == deliveries.c.number,
        other.c.status == WORKING,
        other.c.lease_until >= now,
    )
    due = and_(deliveries.c.status == QUEUED, deliveries.c.due_at <= now)
    orphaned = and_(deliveries.c.status == WORKING, deliveries.c.lease_until < now)
    return (
        select(*_COLUMNS)
        .join(repos, repos.c.id == deliveries.c.repo_id)
        .where(or_(due, orphaned), ~select(other.c.id).where(busy).exists())
        .order_by(deliveries.c.id)
        .limit(1)
    )


# Made once: SQLAlchemy needs longer to put a statement together than SQLite to run it.
_OLDEST = _oldest()
_TAKE = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("job"))
    .values(
        status=WORKING,
        lease_until=bindparam("lease_until"),
        worker=bindparam("worker"),
        attempts=deliveries.c.attempts + 1,
    )
)
_FOLD = (
    update(deliveries)
    .where(
        deliveries.c.repo_id == bindparam("repo_id"),
        deliveries.c.number == bindparam("number"),
        deliveries.c.status == QUEUED,
        deliveries.c.id != bindparam("job"),
    )
    .values(status=DONE, error=bindparam("error"))
)


def _event(row: Row[Any]) -> Event:
    return Event(
        delivery=row.delivery or "",
        name=row.name,
        action=row.action,
        repo=row.repo,
        number=row.number,
        sender=row.sender,
        sender_is_bot=row.sender_is_bot,
        is_pull_request=row.is_pull_request,
    )


def renew(connection: Connection, job: int, attempt: int, lease_until: str) -> bool:
    """Hold a job for longer; False when its lease had run out and another worker has taken it."""
    mine = and_(
        deliveries.c.id == job, deliveries.c.status == WORKING, deliveries.c.attempts == attempt
    )
    done = connection.execute(update(deliveries).where(mine).values(lease_until=lease_until))
    return done.rowcount == 1


def settle(connection: Connection, job: int, status: str, error: str | None = None) -> None:
    """End a job: ``done`` or ``failed``."""
    prepared.run(connection, _SETTLE, [{"job": job, "to": status, "why": error}])


_SETTLE = (
    update(deliveries)
    .where(deliveries.c.id == bindparam("job"))
    .values(status=bindparam("to"), error=bindparam("why"), lease_until=None)
)


def put_back(connection: Connection, job: int, due_at: str, error: str) -> None:
    """Queue a job again, not before ``due_at``."""
    values = {"status": QUEUED, "due_at": due_at, "error": error, "lease_until": None}
    connection.execute(update(deliveries).where(deliveries.c.id == job).values(values))


def counts(connection: Connection) -> dict[str, int]:
    """How many deliveries have which status."""
    query = select(deliveries.c.status, func.count()).group_by(deliveries.c.status)
    found = {QUEUED: 0, WORKING: 0, DONE: 0, FAILED: 0}
    return found | {row.status: row[1] for row in connection.execute(query)}


def oldest_wait(connection: Connection) -> str | None:
    """When the delivery that has waited longest was received; None if none waits."""
    query = select(func.min(deliveries.c.received_at)).where(deliveries.c.status == QUEUED)
    return connection.execute(query).scalar()
