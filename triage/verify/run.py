"""Verify pages: run those that need it, write their records, say how it went.

Input: pages and the environment. Output: records on disk, and a ``VerifyReport``; each
result also goes to ``on_page`` as it comes. Prints nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from triage.errors import TriageError
from triage.verify.environment import count_workers
from triage.verify.model import Environment, PageResult, PageSource, VerifyReport
from triage.verify.pool import run_pages
from triage.verify.records import is_current, last_seconds, write_record

TIMEOUT = 600.0


def verify_pages(
    sources: Sequence[PageSource],
    environment: Environment,
    *,
    records: Path,
    force: bool = False,
    workers: int | None = None,
    timeout: float = TIMEOUT,
    on_page: Callable[[PageResult], None] = lambda result: None,
) -> VerifyReport:
    """Verify ``sources``; a page whose code and versions passed already is not run again.

    Args:
        sources: the pages, as ``find_pages`` finds them.
        environment: what is installed in this interpreter.
        records: the folder of records.
        force: run every page.
        workers: pages at once; by default what processors and memory allow.
        timeout: seconds after which a page is ended.
        on_page: told of every page when it is done.

    Raises:
        TriageError: a record cannot be written, or the run broke off.
    """
    started, now = time.monotonic(), datetime.now(UTC)
    results: list[PageResult] = []

    def done(result: PageResult) -> None:
        results.append(result)
        on_page(result)

    todo = []
    for source in sources:
        if not force and is_current(records, environment, source, now):
            done(PageResult(source, (), 0.0, cached=True))
        else:
            todo.append(source)
    # The slowest first, or the others would wait for it at the end.
    todo.sort(key=lambda source: -last_seconds(records, environment, source))
    if todo:
        for result in run_pages(todo, workers or count_workers(), timeout):
            _write(records, environment, result)
            done(result)
    snippets = sum(source.snippets for source in sources)
    failed = sum(len(result.failures) for result in results)
    seconds = round(time.monotonic() - started, 3)
    return VerifyReport(len(sources), snippets, snippets - failed, failed, seconds)


def _write(records: Path, environment: Environment, result: PageResult) -> None:
    try:
        write_record(records, environment, result, datetime.now(UTC))
    except OSError as error:
        raise TriageError(
            f"Cannot write a record to {records}: {error.strerror or error}.",
            "Choose another folder with --records, or change its permissions.",
        ) from error
