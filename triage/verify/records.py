"""Verification records: written by runs, and asked whether a run is needed at all.

Input: results. Output: ``<records>/<release>/<page>.json``; the format is described in
``docs/reference/file-formats.md`` and read by the site.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from triage.files import replace_file
from triage.verify.model import Environment, PageResult, PageSource

REFRESH_AFTER = timedelta(days=90)
"""A passing record of the same code and versions is believed this long."""


def record_path(records: Path, release: str, page: str) -> Path:
    """Where the record of a page on a release lies."""
    return records / release / f"{page}.json"


def is_current(records: Path, environment: Environment, source: PageSource, now: datetime) -> bool:
    """Whether a record shows that this very code passed with these very versions."""
    try:
        text = record_path(records, environment.release, source.page).read_text(encoding="utf-8")
        found = json.loads(text)
        age = now - datetime.fromisoformat(found.pop("date"))
        seconds = found.pop("seconds")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
    expected = _facts(environment, PageResult(source, (), seconds))
    return found == expected and timedelta(0) <= age < REFRESH_AFTER


def last_seconds(records: Path, environment: Environment, source: PageSource) -> float:
    """How long the page took when it was last run on this release; 0 if nothing is known."""
    try:
        text = record_path(records, environment.release, source.page).read_text(encoding="utf-8")
        return float(json.loads(text)["seconds"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0.0


def write_record(
    records: Path, environment: Environment, result: PageResult, now: datetime
) -> Path:
    """Write what a run found; its path."""
    path = record_path(records, environment.release, result.source.page)
    facts = _facts(environment, result)
    facts["date"] = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    facts["seconds"] = round(result.seconds, 2)
    write_json(path, facts)
    return path


def write_json(path: Path, facts: Mapping[str, object]) -> None:
    """Write a record in one step: a reader sees the old file or the new one."""
    text = json.dumps(facts, indent=2, sort_keys=True, ensure_ascii=False)
    replace_file(path, f"{text}\n".encode())


def _facts(environment: Environment, result: PageResult) -> dict[str, object]:
    """All of a record but its date and seconds."""
    source = result.source
    return {
        "page": source.page,
        "digest": source.digest,
        "python": environment.python,
        "platform": environment.platform,
        "packages": dict(environment.packages),
        "snippets": source.snippets,
        "passed": source.snippets - len(result.failures),
        "failed": [{"snippet": f.snippet, "error": f.error} for f in result.failures],
    }
