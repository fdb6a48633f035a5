"""Findings as a to-do list, in the order to work, with effort; and as counts.

Input: findings. Output: one ``Task`` a kind, by stage (prepare, automatic, manual, native, test).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from triage.migrate.kinds import Kind, kinds
from triage.migrate.model import STAGES, Finding


@dataclass(frozen=True, slots=True)
class Group:
    """The places of one symbol with one replacement."""

    symbol: str
    to: str | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """All findings of a kind: what to do about them, and about how long it takes in minutes."""

    kind: Kind
    findings: tuple[Finding, ...]

    @property
    def files(self) -> int:
        """In how many files they are."""
        return len({finding.path for finding in self.findings})

    @property
    def minutes(self) -> float:
        """A rule of thumb, to sort by; nobody measured it."""
        return self.kind.minutes(len(self.findings))

    def groups(self) -> list[Group]:
        """Its findings by symbol and replacement, the most frequent first."""
        found: dict[tuple[str, str | None], list[Finding]] = {}
        for one in self.findings:
            found.setdefault((one.symbol, one.replacement), []).append(one)
        groups = [Group(*key, tuple(places)) for key, places in found.items()]
        return sorted(groups, key=lambda group: (-len(group.findings), group.symbol))


def make_tasks(findings: Iterable[Finding]) -> list[Task]:
    """The tasks in the order to work; kinds without findings are left out."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.kind, []).append(finding)
    order = sorted(kinds().values(), key=lambda kind: STAGES.index(kind.stage))
    return [Task(kind, tuple(groups[kind.name])) for kind in order if kind.name in groups]


def summarize(findings: Sequence[Finding], lines: int) -> Mapping[str, object]:
    """Counts by stage, kind and symbol, lines read, and a rule of thumb of the effort in hours."""
    tasks = make_tasks(findings)
    stages = Counter(dict.fromkeys(STAGES, 0))
    for task in tasks:
        stages[task.kind.stage] += len(task.findings)
    return {
        "findings": len(findings),
        "lines": lines,
        "stages": dict(stages),
        "kinds": {task.kind.name: len(task.findings) for task in tasks},
        "symbols": dict(sorted(Counter(one.symbol for one in findings).items())),
        "files_with_findings": len({finding.path for finding in findings}),
        "safe": sum(finding.safe for finding in findings),
        "hours": round(sum(task.minutes for task in tasks) / 60, 1),
    }
