"""GH Archive files: which events count, and what a damaged or hostile file does."""

from __future__ import annotations

import gzip
import io
import json
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from triage.errors import BadInput
from triage.github.archive import read_archive
from triage.github.lines import LineError
from triage.records import Comment, Issue
from triage.store import open_store

REPO = "tensorflow/models"


def issue_of(number: int, updated: str = "2020-01-01T10:00:00Z", **more: Any) -> dict[str, Any]:
    return {
        "number": number, "id": 100 + number, "title": f"T{number}", "body": "B", "state": "open",
        "user": {"login": "ann", "type": "User"}, "labels": [{"name": "bug"}],
        "created_at": "2020-01-01T09:00:00Z", "updated_at": updated, "closed_at": None,
        "html_url": f"https://github.com/{REPO}/issues/{number}", **more,
    }  # fmt: skip


def comment_of(key: int, number: int) -> dict[str, Any]:
    return {
        "id": key, "body": "C", "user": {"login": "bob", "type": "User"},
        "issue_url": f"https://api.github.com/repos/{REPO}/issues/{number}",
        "created_at": "2020-01-01T10:00:00Z", "updated_at": "2020-01-01T10:00:00Z",
    }  # fmt: skip


def event(kind: str, action: str = "opened", repo: str = REPO, **payload: Any) -> dict[str, Any]:
    return {"type": kind, "repo": {"name": repo}, "payload": {"action": action, **payload}}


def packed(*events: object) -> bytes:
    lines = [x if isinstance(x, bytes) else json.dumps(x).encode() for x in events]
    return gzip.compress(b"\n".join(lines) + b"\n")


def read(data: bytes, *repos: str, **options: Any) -> list[Issue | Comment | LineError]:
    return list(read_archive(io.BytesIO(data), repos or None, **options))


def told(data: bytes, *repos: str) -> list[tuple[str, int]]:
    return [
        ("issue", found.number or 0) if isinstance(found, Issue) else ("comment", found.github_id)
        for found in read(data, *repos)
        if not isinstance(found, LineError)
    ]


def test_issue_and_comment_events_count_and_others_do_not() -> None:
    data = packed(
        event("IssuesEvent", issue=issue_of(1)),
        event("PullRequestEvent", pull_request={"number": 2, "title": "x"}),
        event("PushEvent", commits=['"IssuesEvent"']),
        event("IssueCommentEvent", "created", issue=issue_of(3), comment=comment_of(9, 3)),
    )
    assert told(data) == [("issue", 1), ("issue", 3), ("comment", 9)]
    found = read(data)[0]
    assert isinstance(found, Issue)
    assert (found.repo, found.author, found.labels) == (REPO, "ann", ("bug",))


def test_only_the_wanted_repositories_are_read() -> None:
    data = packed(
        event("IssuesEvent", issue=issue_of(1)),
        event("IssuesEvent", repo="a/b", issue=issue_of(2)),
        event("IssuesEvent", repo="c/d", issue=issue_of(3)),
    )
    assert told(data, "A/B", "c/d") == [("issue", 2), ("issue", 3)]


def test_what_an_event_took_away_is_not_read() -> None:
    data = packed(
        event("IssuesEvent", "deleted", issue=issue_of(1)),
        event("IssueCommentEvent", "deleted", issue=issue_of(2), comment=comment_of(9, 2)),
    )
    assert told(data) == [("issue", 2)]


def test_the_later_state_of_an_issue_stays_whatever_the_order(tmp_path: Path) -> None:
    late = event("IssuesEvent", "closed", issue=issue_of(1, "2020-01-02T00:00:00Z", state="closed"))
    early = event("IssuesEvent", issue=issue_of(1))
    for number, order in enumerate([(late, early), (early, late)]):
        with open_store(f"sqlite:///{tmp_path / str(number)}.db") as store:
            store.save_issues(row for row in read(packed(*order)) if isinstance(row, Issue))
            assert [issue.state for issue in store.issues()] == ["closed"]


def test_broken_lines_are_named_and_the_others_are_read() -> None:
    data = packed(
        b'{"type":"IssuesEvent",',
        event("IssuesEvent", issue={"title": "no number"}),
        {"type": "IssuesEvent", "repo": {"name": "../.."}, "payload": {"issue": issue_of(5)}},
        b"[" * 100_000 + b'"IssuesEvent"',
        event("IssuesEvent", issue=issue_of(6)),
    )
    found = read(data)
    assert [line.line for line in found if isinstance(line, LineError)] == [1, 2, 3, 4]
    assert isinstance(found[-1], Issue)


def test_a_file_that_is_cut_short_gives_what_it_holds_and_says_so() -> None:
    events = [event("IssuesEvent", issue=issue_of(n, body="%x" % n**40)) for n in range(1, 3000)]
    data = packed(*events)
    found = read(data[: len(data) // 2])
    assert sum(isinstance(row, Issue) for row in found) > 500
    assert isinstance(found[-1], LineError)
    assert "cut short" in found[-1].message


def test_a_bomb_is_stopped_at_the_ceiling_in_little_memory() -> None:
    bomb = gzip.compress(b"0" * 300_000_000, compresslevel=1)
    tracemalloc.start()
    try:
        found = read(bomb, max_bytes=50_000_000)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert [str(line) for line in found] == [
        "line 1: the file unfolds to more than 50,000,000 bytes"
    ]
    assert peak < 90_000_000


def test_a_file_that_is_not_gzip_is_one_clear_line() -> None:
    with pytest.raises(BadInput, match="not compressed by gzip"):
        read(b'{"title": "x"}')


def test_events_from_before_2015_are_refused() -> None:
    old = {
        "type": "IssuesEvent", "repository": {"name": "models", "owner": "tensorflow"},
        "payload": {"action": "opened", "issue": 55, "number": 5},
    }  # fmt: skip
    with pytest.raises(BadInput, match="2015"):
        read(packed(old))


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        list(read_archive(tmp_path / "2020-01-01-1.json.gz"))
