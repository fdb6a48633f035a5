"""Every page of the project with all that is known of its runs: what is fresh, and what is not.

Inputs: the folder of the project and its records. Output: ``PageReport`` values, judged against
a moment in time. The site's stamps and lists and ``triage status`` all say what this says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from triage.text.scope import Scope, read_scope
from triage.text.snippets import NotRun, digest_snippets, find_not_run, find_snippets
from triage.verify.record import BadRecord, Record, read_record, record_files
from triage.verify.sources import FOLDERS, list_pages, page_name, read_page

STALE_AFTER = timedelta(days=180)
CLOCK_SKEW = timedelta(days=1)
STATES = ("failed", "changed", "stale", "verified")
"""What a record can be worth, the worst first."""


@dataclass(frozen=True, slots=True)
class Run:
    """A record and what it is worth today: one of ``STATES``."""

    state: str
    record: Record


@dataclass(frozen=True, slots=True)
class PageReport:
    """A page: its snippets, what it does not run, and its runs by release, newest first."""

    page: str
    snippets: int
    not_run: tuple[NotRun, ...]
    scope: Scope
    runs: Mapping[str, Run]

    @property
    def state(self) -> str:
        """That of the newest release it ran on; ``none``: never run; ``empty``: no snippet."""
        if self.runs:
            return next(iter(self.runs.values())).state
        return "none" if self.snippets else "empty"

    def lacks(self, release: str) -> bool:
        """Whether a run on this release is missing.

        A page with an environment of its own is run there, on the one release it holds.
        """
        if not self.snippets or release in self.runs or not self.scope.covers(release):
            return False
        return not (self.scope.environment and self.runs)


def survey_pages(root: Path, records: Path, now: datetime) -> list[PageReport]:
    """Every page under ``docs`` and ``kb/entries``, in the order of names.

    Raises:
        BadInput: a page cannot be read.
        BadRecord: a record is malformed, about another page, or from the future.
    """
    files = sorted(file for name in FOLDERS for file in list_pages(root / name))
    names = ((page_name(file, root), file) for file in files)
    return [survey_page(name, read_page(file, name), records, now) for name, file in names]


def survey_page(page: str, text: str, records: Path, now: datetime) -> PageReport:
    """One page, given its text."""
    snippets = find_snippets(text)
    digest = digest_snippets(snippets)
    runs = {
        record.release: Run(judge(record, digest, now), record)
        for record in read_records(records, page, now)
    }
    return PageReport(page, len(snippets), find_not_run(text), read_scope(text, page), runs)


def judge(record: Record, digest: str, now: datetime) -> str:
    """The worst that is true of a record: failed, changed since, stale; else verified."""
    if record.failed:
        return "failed"
    if record.digest != digest:
        return "changed"
    return "stale" if now - record.date > STALE_AFTER else "verified"


def read_records(root: Path, page: str, now: datetime) -> list[Record]:
    """The records of a page, newest release first, each checked against its place and the clock.

    Raises:
        BadRecord: a record is malformed, about another page, or from the future.
    """
    records = [read_record(p, p.relative_to(root).parts[0]) for p in record_files(root, page)]
    for record in records:
        where = f"{root.name}/{record.release}/{page}.json"
        if record.page != page:
            raise BadRecord(f"{where} says it is about {record.page}")
        if record.date > now + CLOCK_SKEW:
            raise BadRecord(f"{where} is from the future ({record.date:%Y-%m-%d})")
    return records
