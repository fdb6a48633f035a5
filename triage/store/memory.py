"""The bot's memory: its queue, what it did, and what it was told. Reached as ``store.memory``.

Every method is one transaction, as of the store itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol

from triage.records import Action, ActionStatus, Correction, DoneAction, Event, Job, Mode
from triage.store import audit, queue

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine


class Begin(Protocol):
    """Starts a transaction of the store."""

    def __call__(self, *, write: bool = False) -> AbstractContextManager[Connection]:
        """Of a reader, or of a writer."""
        ...


class Memory:
    """What the bot keeps in the store."""

    def __init__(self, begin: Begin, engine: Engine) -> None:
        self._begin = begin
        self._engine = engine

    # The queue

    def enqueue(self, event: Event, received_at: str) -> bool:
        """Queue an event; False when its delivery was queued before."""
        with self._begin(write=True) as connection:
            return queue.enqueue(connection, event, received_at)

    def claim(self, worker: str, now: str, lease_until: str) -> Job | None:
        """Take the oldest job that is due, of an issue nobody works on; see ``queue.claim``."""
        with self._begin(write=True) as connection:
            return queue.claim(connection, worker, now, lease_until)

    def renew(self, job: Job, lease_until: str) -> bool:
        """Hold a job for longer; False when another worker has taken it meanwhile."""
        with self._begin(write=True) as connection:
            return queue.renew(connection, job.id, job.attempts, lease_until)

    def finish(self, job: int) -> None:
        """A job is done."""
        with self._begin(write=True) as connection:
            queue.settle(connection, job, queue.DONE)

    def fail(self, job: int, error: str) -> None:
        """A job cannot be done; it stays in the queue for people to look at."""
        with self._begin(write=True) as connection:
            queue.settle(connection, job, queue.FAILED, error)

    def retry(self, job: int, due_at: str, error: str) -> None:
        """A job is to be done again, not before ``due_at``."""
        with self._begin(write=True) as connection:
            queue.put_back(connection, job, due_at, error)

    def queue_counts(self) -> dict[str, int]:
        """How many deliveries are ``queued``, ``working``, ``done``, ``failed``."""
        with self._begin() as connection:
            return queue.counts(connection)

    def oldest_wait(self) -> str | None:
        """When the delivery that waits longest was received."""
        with self._begin() as connection:
            return queue.oldest_wait(connection)

    # The audit

    def record(
        self,
        actions: Sequence[Action],
        mode: Mode,
        status: ActionStatus,
        planned_at: str,
        delivery: str = "",
    ) -> list[int]:
        """Write actions down before they are done; their ids."""
        if not actions:
            return []
        with self._begin(write=True) as connection:
            return audit.record(connection, actions, mode, status, planned_at, delivery)

    def mark(
        self,
        action: int,
        status: ActionStatus,
        at: str,
        github_id: int | None = None,
        error: str | None = None,
    ) -> None:
        """Say what became of an action."""
        with self._begin(write=True) as connection:
            audit.mark(connection, [action], status, at, github_id, error)

    def done(self, repo: str, number: int) -> list[DoneAction]:
        """Everything that was planned for an issue, oldest first."""
        return list(audit.read(self._engine, repo, None, number))

    def log(
        self, repo: str | None = None, since: str | None = None, number: int | None = None
    ) -> Iterator[DoneAction]:
        """Stream what was planned and done, oldest first."""
        return audit.read(self._engine, repo, since, number)

    def writes_since(self, moment: str) -> int:
        """How many actions were carried out since then."""
        with self._begin() as connection:
            return audit.writes_since(connection, moment)

    # What people said

    def save_corrections(self, rows: Collection[Correction]) -> None:
        """Keep corrections; the later one about the same field stays."""
        if not rows:
            return
        with self._begin(write=True) as connection:
            audit.save_corrections(connection, rows)

    def corrections(self, repo: str) -> list[Correction]:
        """The corrections of a repository."""
        with self._begin() as connection:
            return audit.load_corrections(connection, repo)
