"""What the bot counts while it serves, for Prometheus.

In: calls as things happen. Out: the text of ``/metrics``. Labels hold only words of ours: no
repository, login or text of an issue.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

BUCKETS = (0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60)


class Metrics:
    """The counters of one process.

    Args:
        queue: how many deliveries have which status, asked when somebody looks.
    """

    def __init__(self, queue: Callable[[], Mapping[str, int]]) -> None:
        self._queue = queue
        self.registry = CollectorRegistry()
        self._deliveries = Counter(
            "triage_deliveries", "Deliveries by result", ["result"], registry=self.registry
        )
        self._actions = Counter(
            "triage_actions", "Planned actions by kind and mode", ["kind", "mode"],
            registry=self.registry,
        )  # fmt: skip
        self._jobs = Counter("triage_jobs", "Jobs by result", ["result"], registry=self.registry)
        self._seconds = Histogram(
            "triage_job_seconds", "From taking a job to its end", buckets=BUCKETS,
            registry=self.registry,
        )  # fmt: skip
        self._waiting = Gauge(
            "triage_queue", "Deliveries by status", ["status"], registry=self.registry
        )

    def delivery(self, result: str) -> None:
        """A delivery was answered."""
        self._deliveries.labels(result).inc()

    def action(self, kind: str, mode: str) -> None:
        """An action was planned."""
        self._actions.labels(kind, mode).inc()

    def job(self, result: str, seconds: float) -> None:
        """A job ended."""
        self._jobs.labels(result).inc()
        self._seconds.observe(seconds)

    def render(self) -> bytes:
        """The text that Prometheus reads."""
        for status, count in self._queue().items():
            self._waiting.labels(status).set(count)
        return generate_latest(self.registry)
