"""The kinds of findings: when to deal with one, what to do, how long it takes, where to read on.

Input: ``tables/kinds.toml``. The section of a kind in the migration guide is its ``url``.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from triage.config import SITE

TABLES = Path(__file__).resolve().parent / "tables"
GUIDE = f"{SITE}/docs/guides/migrate-to-tf2"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind; ``effort`` in minutes, of the first finding and of each further one."""

    name: str
    stage: str
    title: str
    advice: str
    effort: tuple[float, float]

    @property
    def anchor(self) -> str:
        """The section in the guide."""
        return f"migrate-{self.name}"

    @property
    def url(self) -> str:
        """Where the guide shows the executed replacement."""
        return f"{GUIDE}/{self.stage}.html#{self.anchor}"

    def minutes(self, findings: int) -> float:
        """A rule of thumb for so many findings."""
        first, further = self.effort
        return first + further * (findings - 1) if findings else 0.0


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by name, in the order to work."""
    with (TABLES / "kinds.toml").open("rb") as file:
        found = tomllib.load(file)
    return {
        name: Kind(name, row["stage"], row["title"], row["advice"], tuple(row["effort"]))
        for name, row in found.items()
    }
