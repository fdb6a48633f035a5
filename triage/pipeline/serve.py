"""``triage bot --serve``: the receiver and its workers in one process, over one queue.

Several processes may share a PostgreSQL database. A process that is told to stop takes no more
requests, lets each worker finish its job, and leaves the rest in the queue.
"""

from __future__ import annotations

import logging
import os
import signal
import socket
import threading
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import orjson
import uvicorn

from triage.bot.metrics import Metrics
from triage.bot.signature import MIN_SECRET
from triage.bot.webhook import Receiver
from triage.errors import StoreError, WrongUse
from triage.pipeline.bot import utc_now
from triage.pipeline.bot_setup import Bots
from triage.pipeline.bot_worker import FIRST_WAIT, LEASE_SECONDS, Worker
from triage.records import Event

if TYPE_CHECKING:
    from triage.store import Store

log = logging.getLogger("triage.bot")
STOP_SECONDS = 30


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """Where to listen, how many workers, and whose events to take (all, if none is named).

    ``lease_seconds`` is how long a job may take before another worker takes it over;
    ``first_wait`` how long, in seconds, a job waits after its first failure.
    """

    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 1
    repos: tuple[str, ...] = ()
    lease_seconds: float = LEASE_SECONDS
    first_wait: float = FIRST_WAIT


def webhook_secrets() -> tuple[str, ...]:
    """The secrets of the webhook: ``TRIAGE_WEBHOOK_SECRET`` and, while it is changed, ``…_OLD``.

    Raises:
        WrongUse: there is none, or it is too short to be one.
    """
    names = ("TRIAGE_WEBHOOK_SECRET", "TRIAGE_WEBHOOK_SECRET_OLD")
    found = tuple(value for name in names if (value := os.environ.get(name, "").strip()))
    if not found:
        raise WrongUse(
            "TRIAGE_WEBHOOK_SECRET is not set.", "Set it to the secret of the webhook on GitHub."
        )
    if any(len(secret) < MIN_SECRET for secret in found):
        raise WrongUse(
            f"A webhook secret has less than {MIN_SECRET} characters.", "Make a longer one."
        )
    return found


def serve(store: Store, bots: Bots, options: ServeOptions, secrets: tuple[str, ...]) -> None:
    """Serve until SIGTERM or Ctrl-C; the models are loaded before the first delivery comes."""
    bots.load()
    stop, metrics = threading.Event(), Metrics(store.memory.queue_counts)
    workers = [
        threading.Thread(target=_worker(store, bots, metrics, options, number).run, args=(stop,))
        for number in range(options.workers)
    ]
    receiver = Receiver(
        secrets,
        lambda event: _enqueue(store, event),
        lambda: _is_alive(store),
        metrics,
        frozenset(repo.lower() for repo in options.repos),
    )
    config = uvicorn.Config(
        receiver.app(), host=options.host, port=options.port, log_config=None, access_log=False,
        timeout_graceful_shutdown=STOP_SECONDS, server_header=False, lifespan="off",
    )  # fmt: skip
    # uvicorn raises the signal again when it has stopped; without a handler the process would
    # end there, before its workers have finished.
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    for worker in workers:
        worker.start()
    try:
        uvicorn.Server(config).run()
    finally:
        log.info("stopping: the jobs in hand are finished, the rest waits in the queue")
        stop.set()
        for worker in workers:
            worker.join(STOP_SECONDS)


def _worker(
    store: Store, bots: Bots, metrics: Metrics, options: ServeOptions, number: int
) -> Worker:
    return Worker(
        store, bots.of, f"{socket.gethostname()}-{os.getpid()}-{number}", metrics,
        lease_seconds=options.lease_seconds, first_wait=options.first_wait,
    )  # fmt: skip


def _enqueue(store: Store, event: Event) -> bool:
    is_new = store.memory.enqueue(event, utc_now())
    log.info("%s.%s %s#%s", event.name, event.action, event.repo, event.number)
    return is_new


def _is_alive(store: Store) -> bool:
    try:
        store.memory.oldest_wait()
    except StoreError:
        return False
    return True


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message. Messages are ours, without secrets."""

    def format(self, record: logging.LogRecord) -> str:
        """A line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {
            "at": at, "level": record.levelname.lower(), "logger": record.name,
            "message": record.getMessage(),
        }  # fmt: skip
        return orjson.dumps(line).decode()


def log_as_json() -> None:
    """Logs of the bot and of the server go to stderr, as JSON lines."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in ("triage", "uvicorn.error"):
        logging.getLogger(name).setLevel(logging.INFO)
