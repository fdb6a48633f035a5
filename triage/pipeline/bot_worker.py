"""Take jobs from the queue, one after the other, until told to stop.

A job that fails for a while is put back and waits longer each time; one that fails for good, or
too often, stays in the queue as failed, where ``/metrics`` and ``triage bot log`` show it.
"""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from triage.bot.plan import AT_LIMIT
from triage.errors import GitHubError, StoreError, TriageError
from triage.pipeline.bot import Bot, Handled, Taken, shift, utc_now
from triage.records import Job

if TYPE_CHECKING:
    from triage.bot.metrics import Metrics
    from triage.store import Store

log = logging.getLogger("triage.bot")
LEASE_SECONDS = 300.0
IDLE_SECONDS = 0.5
FIRST_WAIT, LONGEST_WAIT = 30.0, 3600.0
LIMIT_WAIT = 900.0
MAX_ATTEMPTS = 12


@dataclass(slots=True)
class Worker:
    """One worker; any number may share a store.

    Args:
        store: with the queue.
        bot_for: the bot of a repository.
        name: tells workers apart in the queue.
        lease_seconds: how long a job may take before another worker takes it.
    """

    store: Store
    bot_for: Callable[[str], Bot]
    name: str
    metrics: Metrics | None = None
    now: Callable[[], str] = utc_now
    lease_seconds: float = LEASE_SECONDS
    first_wait: float = FIRST_WAIT

    def run(self, stop: threading.Event, idle: float = IDLE_SECONDS) -> None:
        """Work until ``stop`` is set; the job in hand is finished first."""
        while not stop.is_set():
            try:
                busy = self.step() is not None
            except StoreError as error:
                log.warning("the store is out of reach: %s", error.message)
                busy = False
            if not busy:
                stop.wait(idle)

    def step(self) -> Handled | None:
        """Do one job; None when there is none to do."""
        now = self.now()
        job = self.store.memory.claim(self.name, now, shift(now, self.lease_seconds))
        if job is None:
            return None
        started = time.monotonic()
        result, handled = self._do(job)
        if self.metrics:
            self.metrics.job(result, time.monotonic() - started)
            for action in handled.plan.actions if handled else ():
                self.metrics.action(action.kind, self.bot_for(job.event.repo).mode)
        return handled or Handled.nothing(job.event.repo, job.event.number or 0, result)

    def _do(self, job: Job) -> tuple[str, Handled | None]:
        event, memory = job.event, self.store.memory
        assert event.number is not None
        try:
            bot = self.bot_for(event.repo)
            handled = bot.handle(event.repo, event.number, event.delivery, lambda: self._keep(job))
        except Taken:
            return "taken", None
        except GitHubError as error:
            return self._put_back(job, error), None
        except TriageError as error:
            memory.fail(job.id, str(error))
            return "failed", None
        except Exception as error:
            # Never the message: it may quote an issue.
            log.error("job %d failed: %s at %s", job.id, type(error).__name__, _place(error))
            memory.fail(job.id, "a fault of the bot; its log has the place")
            return "failed", None
        if handled.plan.silence == AT_LIMIT:
            memory.retry(job.id, shift(self.now(), LIMIT_WAIT), AT_LIMIT)
            return "limited", handled
        memory.finish(job.id)
        return "done", handled

    def _keep(self, job: Job) -> bool:
        """Before a write: the lease starts anew, so that it outlasts the write."""
        return self.store.memory.renew(job, shift(self.now(), self.lease_seconds))

    def _put_back(self, job: Job, error: GitHubError) -> str:
        if job.attempts >= MAX_ATTEMPTS:
            self.store.memory.fail(job.id, str(error))
            return "failed"
        wait = min(self.first_wait * 2 ** (job.attempts - 1), LONGEST_WAIT)
        self.store.memory.retry(job.id, shift(self.now(), wait), str(error))
        log.warning("job %d waits %.0f s: %s", job.id, wait, error.message)
        return "retried"


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "?"
