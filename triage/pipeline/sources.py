"""Where issues come from and go to: databases, JSONL, GH Archive, the bundled snapshot."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from triage import config
from triage.errors import BadInput, WrongUse
from triage.records import DEFAULT_REPO, Correction, GoldRow, Issue

if TYPE_CHECKING:
    from triage.github.jsonl import Row
    from triage.store import SaveCounts, Store

T = TypeVar("T")
OnBadLine = Callable[[object], None]
"""Told of each line that cannot be used; the others go on."""


@dataclass
class ImportReport:
    """What an import did, in issues; ``skipped`` were unchanged or cannot be kept."""

    read: int = 0
    created: int = 0
    updated: int = 0
    skipped: int = 0

    def add(self, counts: SaveCounts) -> None:
        """Count what the store did with one group of issues."""
        self.created += counts.created
        self.updated += counts.updated
        self.skipped += counts.unchanged + counts.skipped


def open_existing(db: str | None) -> Store:
    """Open a database that must be there; a reading command never makes an empty one."""
    from triage.store import open_store

    url = db or os.environ.get("TRIAGE_DB") or config.DEFAULT_DATABASE
    file = url.removeprefix("sqlite:///")
    if file not in ("", ":memory:", url) and not Path(file.partition("?")[0]).exists():
        raise BadInput(
            f"There is no database {url}.",
            "Fill one with triage sync or triage import, or name another with --db.",
        )
    return open_store(url)


def choose_repo(store: Store, repo: str | None = None) -> str:
    """The repository to work on: the named one, the only one, or tensorflow/models."""
    repos = store.repos()
    if repo:
        if repo not in repos:
            known = f"It has: {', '.join(repos)}." if repos else "It is empty."
            raise WrongUse(f"The database has no repository {repo}.", known)
        return repo
    if len(repos) == 1:
        return repos[0]
    if not repos or DEFAULT_REPO in repos:
        return DEFAULT_REPO
    raise WrongUse("The database has several repositories.", f"Name one: --repo {repos[0]}")


def read_source(
    source: str, db: str | None, on_bad_line: OnBadLine, repo: str | None = None
) -> Iterator[Issue]:
    """Issues of a JSONL file, of standard input (``-``) or of the database (``db``)."""
    if source == "db":
        with open_existing(db) as store:
            yield from store.issues(choose_repo(store, repo))
    else:
        for row in _good_rows(source, repo, on_bad_line):
            yield row.issue


def _good_rows(source: str, repo: str | None, on_bad_line: OnBadLine) -> Iterator[Row]:
    from triage.github.jsonl import LineError, read_jsonl

    for row in read_jsonl(source, repo or DEFAULT_REPO):
        if isinstance(row, LineError):
            on_bad_line(row)
        else:
            yield row


def import_files(
    files: Sequence[str], db: str | None, repo: str | None, on_bad_line: OnBadLine
) -> ImportReport:
    """Load JSONL files and GH Archive hours (``.json.gz``) into the database."""
    from triage.store import open_store

    report = ImportReport()
    with open_store(db) as store:
        for file in files:
            if file.endswith(".gz"):
                _import_archive(store, file, repo, report, on_bad_line)
            else:
                import_rows(store, _good_rows(file, repo, on_bad_line), report)
    return report


def import_rows(store: Store, rows: Iterable[Row], report: ImportReport) -> None:
    """Save rows of JSONL with their comments and their gold labels, some hundred at a time."""
    for group in groups(rows):
        report.read += len(group)
        report.add(store.save_gold(row.gold for row in group))
        store.save_comments(chain.from_iterable(row.comments for row in group))


def _import_archive(
    store: Store, file: str, repo: str | None, report: ImportReport, on_bad_line: OnBadLine
) -> None:
    from triage.github.archive import read_archive
    from triage.github.lines import LineError

    for group in groups(read_archive(file, [repo] if repo else None)):
        issues = [item for item in group if isinstance(item, Issue)]
        report.read += len(issues)
        report.add(store.save_issues(issues))
        bad = [item for item in group if isinstance(item, LineError)]
        for line in bad:
            on_bad_line(line)
        store.save_comments(item for item in group if not isinstance(item, Issue | LineError))


def groups(rows: Iterable[T], size: int = 500) -> Iterator[list[T]]:
    """Lists of at most ``size`` rows: memory stays flat, and work on many at once is fast."""
    group: list[T] = []
    for row in rows:
        group.append(row)
        if len(group) == size:
            yield group
            group = []
    if group:
        yield group


def export_rows(db: str | None, repo: str | None) -> Iterator[dict[str, object]]:
    """The rows of an export, in the order of the issue numbers, in flat memory."""
    from triage.github.jsonl import export_row, join_comments

    with open_existing(db) as store:
        name = choose_repo(store, repo)
        for issue, comments in join_comments(store.issues(name), store.comments(name)):
            yield export_row(issue, comments)


def export_gold(db: str | None, repo: str | None) -> Iterator[dict[str, object]]:
    """The issues that people labelled, in the order of their numbers, to train and measure with.

    What maintainers told the bot instead (``store.memory.corrections``) stands above older labels.
    """
    from triage.github.jsonl import gold_row

    with open_existing(db) as store:
        name = choose_repo(store, repo)
        rows = {row.issue.number: row for row in store.gold(name)}
        said = store.memory.corrections(name)
        for issue in store.issues(name, numbers={one.number for one in said}):
            rows.setdefault(issue.number, GoldRow(issue))
        for one in said:
            if one.number in rows:
                rows[one.number] = _corrected(rows[one.number], one)
    for number in sorted(rows, key=lambda number: number or 0):
        yield gold_row(rows[number])


def _corrected(row: GoldRow, said: Correction) -> GoldRow:
    return GoldRow(
        row.issue,
        said.value if said.field == "category" else row.category,
        said.value if said.field == "type" else row.type,
        said.value if said.field == "faq" else row.faq,
        row.error,
        row.resolution,
    )


def open_or_snapshot(db: str | None) -> tuple[Store, bool]:
    """The database, or where none is named and none is here: the bundled issues in memory."""
    if (
        db
        or os.environ.get("TRIAGE_DB")
        or Path(config.DEFAULT_DATABASE.removeprefix("sqlite:///")).exists()
    ):
        return open_existing(db), False
    from triage.store import open_store

    store = open_store("sqlite://")
    import_rows(store, _good_rows(str(config.snapshot_path()), None, _never), ImportReport())
    return store, True


def _never(line: object) -> None:
    raise BadInput(f"The bundled issues are damaged: {line}.", "Install the project again.")
