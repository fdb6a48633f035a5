"""What is stale, failing, never verified or unanswered, and what to do next.

Inputs: the folder of the project (pages, records), the store, and the package index through
pip. Output: ``Status``, lists in the order in which to work. Writes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from triage.errors import TriageError
from triage.pipeline.build import unanswered
from triage.pipeline.good_first import Task, good_first
from triage.pipeline.judge import read_entries
from triage.pipeline.research_models import TABLE, read_models
from triage.records import Cluster
from triage.verify.package_index import list_releases, newer_releases
from triage.verify.record import BadRecord, releases
from triage.verify.survey import PageReport, survey_pages


@dataclass(frozen=True, slots=True)
class OldRun:
    """A page and what its record on a release says; ``error`` is the first one, if any."""

    page: str
    release: str
    date: str
    failed: int = 0
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Unrun:
    """A block that a page shows without running it: its line, and the reason given there."""

    page: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Status:
    """Lists to work through. ``failing`` holds every release, the others the newest only."""

    release: str | None
    new_releases: tuple[str, ...]
    failing: tuple[OldRun, ...]
    changed: tuple[OldRun, ...]
    stale: tuple[OldRun, ...]
    unverified: tuple[str, ...]
    not_run: tuple[Unrun, ...]
    unanswered: tuple[Cluster, ...]
    good_first: tuple[Task, ...]
    next: tuple[str, ...]


def read_status(
    root: Path, records: Path, db: str | None, entries: str | None, *, offline: bool,
    on_note: Callable[[str], None],
) -> Status:  # fmt: skip
    """All lists at this moment.

    Raises:
        TriageError: a page or a record cannot be read.
    """
    try:
        reports = survey_pages(root, records, datetime.now(UTC))
    except BadRecord as error:
        raise TriageError(f"Verification record: {error}.", "Run the page again.") from None
    known = releases(records)
    newest = known[0] if known else None
    new = () if offline else tuple(_new_releases(known, on_note))
    lists = {state: tuple(_runs(reports, state, newest)) for state in ("changed", "stale")}
    failing = tuple(_runs(reports, "failed", None))
    unverified = tuple(report.page for report in reports if newest and report.lacks(newest))
    not_run = tuple(Unrun(r.page, b.line, b.reason) for r in reports for b in r.not_run)
    clusters = unanswered(db, entries, None)
    models = read_models(root / TABLE)
    tasks = good_first(clusters, read_entries(entries), reports, models, newest)
    status = Status(
        newest, new, failing, lists["changed"], lists["stale"], unverified, not_run, clusters,
        tasks, (),
    )  # fmt: skip
    return _with_next(status)


def _runs(reports: list[PageReport], state: str, release: str | None) -> Iterator[OldRun]:
    for report in reports:
        for name, run in report.runs.items():
            if run.state == state and release in (None, name):
                failed = run.record.failed
                error = failed[0].error if failed else None
                date = f"{run.record.date:%Y-%m-%d}"
                yield OldRun(report.page, name, date, len(failed), error)


def _new_releases(known: list[str], on_note: Callable[[str], None]) -> list[str]:
    try:
        return newer_releases(known, list_releases())
    except TriageError as error:
        on_note(str(error))
        return []


def _with_next(status: Status) -> Status:
    fields = {name: getattr(status, name) for name in Status.__slots__}
    return Status(**fields | {"next": tuple(_next(status))})


def _next(status: Status) -> Iterator[str]:
    """What to do, the most useful first; each a command or a page to open."""
    for name in status.new_releases:
        yield f"python docs/constraints/prove.py {name} --lock: release {name} is new"
    broken = [run for run in status.failing if run.release == status.release]
    if broken:
        yield f"mend {broken[0].page}.md: {broken[0].error} ({_count(broken)} failing)"
    waiting = [*status.changed, *status.stale, *status.unverified]
    if waiting:
        yield f"make verify RELEASE={status.release}: {_count(waiting)} changed, stale or never run"
    for cluster in status.unanswered[:3]:
        numbers = ",".join(str(number) for number in cluster.numbers)
        yield f"triage new-entry SLUG --issues {numbers}: {_count(cluster.numbers, 'issue')} ask it"


def _count(things: tuple[object, ...] | list[object] | list[OldRun], noun: str = "page") -> str:
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"
