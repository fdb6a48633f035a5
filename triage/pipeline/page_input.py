"""All that pages are made from: what was judged, joined with comments, records and figures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from triage import config
from triage.errors import BadInput, TriageError
from triage.pages.figures import part
from triage.pages.model import IssueFacts, PageInput
from triage.records import DEFAULT_REPO, Entry, Issue
from triage.text.tensorflow import tensorflow_version

if TYPE_CHECKING:
    from triage.pipeline.build import Judged
    from triage.store import Store

PROVED = ("verified", "stale")
"""States of a record that verified a page, lately or a while ago: pages never ask the clock."""


def make_input(store: Store, judged: Judged) -> PageInput:
    """The input of the pages for the judged issues of one repository.

    Raises:
        TriageError: a record of an entry's page, or of the quality, cannot be read.
    """
    replies = store.replies(judged.repo)
    return PageInput(
        entries=judged.entries,
        issues=tuple(_facts(issue, replies.first) for issue in judged.issues),
        predictions=judged.predictions,
        results=judged.results,
        clusters=judged.clusters,
        quality=_recorded(config.quality_path(), "triage evaluate GOLD --cv 5"),
        backtest=part(_recorded(config.backtest_path(), "triage bot backtest"), "backtest"),
        unverified=find_unverified(judged.entries, config.records_dir()),
        comments=replies.comments,
        sample=_is_snapshot(judged),
        repo=judged.repo,
    )


def _facts(issue: Issue, replies: Mapping[int, str]) -> IssueFacts:
    number = issue.number or 0
    version = tensorflow_version(f"{issue.title}\n{issue.body}")
    return IssueFacts(
        number, issue.title, issue.created_at, issue.state, version, replies.get(number)
    )


def find_unverified(entries: Iterable[Entry], records: Path) -> dict[str, str]:
    """By id, the entries whose page no record verified, with the state of the newest run.

    Raises:
        TriageError: a record is malformed, about another page, or from the future.
    """
    from triage.verify.record import BadRecord
    from triage.verify.sources import read_page
    from triage.verify.survey import survey_page

    found = {}
    now = datetime.now(UTC)
    for entry in entries:
        page = f"kb/entries/{entry.id}"
        try:
            report = survey_page(page, read_page(Path(entry.path), page), records, now)
        except BadRecord as error:
            raise TriageError(f"Verification record: {error}.", "Run the page again.") from None
        if not any(run.state in PROVED for run in report.runs.values()):
            found[entry.id] = report.state
    return found


def _is_snapshot(judged: Judged) -> bool:
    """Whether these are the bundled issues and no others."""
    if judged.repo != DEFAULT_REPO or not config.snapshot_path().is_file():
        return False
    lines = config.snapshot_path().read_bytes().splitlines()
    if len(lines) != len(judged.issues):
        return False
    return {json.loads(line).get("number") for line in lines} == {i.number for i in judged.issues}


def _recorded(path: Path, command: str) -> Mapping[str, object]:
    """The recorded figures; empty where nothing was recorded."""
    if not path.exists():
        return {}
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except ValueError:
        hint = f"Write it again: {command} --record FILE"
        raise BadInput(f"{path} is not JSON.", hint) from None
