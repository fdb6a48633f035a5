"""What was asked and answered, without anything secret."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One request: ``sent`` counts the bytes of the body on the wire; ``fault`` names what
    was done to the answer on purpose."""

    method: str
    path: str
    params: dict[str, str]
    status: int
    sent: int
    authenticated: bool
    operation: str = ""
    fault: str = ""

    def as_dict(self) -> dict[str, object]:
        """The entry for JSON."""
        return asdict(self)


class Log(list[Entry]):
    """All requests in order, with ways to count them."""

    def select(
        self, method: str | None = None, *, contains: str = "", status: int | None = None
    ) -> Iterator[Entry]:
        """The requests of that method and status whose path contains the text."""
        for entry in self:
            right = method in (None, entry.method) and status in (None, entry.status)
            if right and contains in entry.path:
                yield entry

    def count(  # type: ignore[override]
        self, method: str | None = None, *, contains: str = "", status: int | None = None
    ) -> int:
        """How many requests ``select`` finds."""
        return sum(1 for _ in self.select(method, contains=contains, status=status))

    def statuses(self) -> Counter[int]:
        """How often each status was given."""
        return Counter(entry.status for entry in self)

    def sent(self) -> int:
        """Bytes of all bodies."""
        return sum(entry.sent for entry in self)

    def writes(self) -> list[Entry]:
        """The requests that were not reads."""
        return [entry for entry in self if entry.method != "GET"]
