"""Things that go wrong on purpose, for a number of requests or by schedule.

kinds
    status       an error status (``status``), with ``retry_after`` when given
    secondary    403 secondary rate limit, with or without ``retry_after``
    primary      the whole quota is used up; it comes back in ``reset_in`` seconds
    expire       every token is refused from now on
    reset        the connection is reset instead of an answer
    hang         the headers, then nothing for ``seconds``
    slow         the answer comes after ``seconds``
    truncate     the body ends in the middle
    broken_json  200 with half a JSON document, complete as HTTP
    html         200 with a page of HTML
    lost         the request takes effect, then the connection is reset without an answer
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, fields

from .exchange import Request

KINDS = frozenset({
    "status", "secondary", "primary", "expire", "reset", "hang", "slow", "truncate",
    "broken_json", "html", "lost",
})  # fmt: skip


@dataclass(slots=True)
class Fault:
    """What goes wrong, for which requests, and how often.

    Attributes:
        kind: see the module.
        times: how many requests it hits; None is without end.
        every: hits every n-th of the requests it applies to.
        after: lets that many of them pass first.
        contains: only paths with this text.
        method: only this method.
        status: of ``status``; 429 makes ``secondary`` answer that instead of 403.
        retry_after: whole seconds of the ``Retry-After`` header; None sends none.
        reset_in: seconds until a ``primary`` limit ends.
        seconds: how long ``hang`` and ``slow`` take.
    """

    kind: str
    times: int | None = 1
    every: int = 1
    after: int = 0
    contains: str = ""
    method: str | None = None
    status: int = 502
    retry_after: int | None = None
    reset_in: float = 1.0
    seconds: float = 1.0
    seen: int = field(default=0, compare=False)
    hits: int = field(default=0, compare=False)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such fault: {self.kind}")

    def applies(self, request: Request) -> bool:
        """Whether this request is hit; counts it."""
        if self.contains not in request.path or self.method not in (None, request.method):
            return False
        self.seen += 1
        due = self.seen > self.after and (self.seen - self.after) % self.every == 0
        if not due or (self.times is not None and self.hits >= self.times):
            return False
        self.hits += 1
        return True

    @classmethod
    def from_json(cls, values: dict[str, object]) -> Fault:
        """A fault as the control address gets it. ValueError for unknown names."""
        unknown = set(values) - {item.name for item in fields(cls)}
        if unknown:
            raise ValueError(f"a fault has no {', '.join(sorted(unknown))}")
        return cls(**values)  # type: ignore[arg-type]

    def as_dict(self) -> dict[str, object]:
        """The fault with its counts, for JSON."""
        return asdict(self)


def pick(faults: list[Fault], request: Request) -> Fault | None:
    """The first fault that hits this request."""
    return next((fault for fault in faults if fault.applies(request)), None)
