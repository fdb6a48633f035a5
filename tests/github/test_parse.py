"""Payloads become records whatever they hold; a record read back from its payload is equal."""

from __future__ import annotations

from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.github.conftest import Connect, Serve
from tests.github.copy import Copy
from tests.github_server.generate import make_world
from triage.errors import GitHubError
from triage.github.decode import decode
from triage.github.parse import parse_comment, parse_issue, parse_time
from triage.github.retry import Trouble

REPO = "a/b"
ISSUE = {"number": 7, "title": "T"}
COMMENT = {"id": 9, "issue_url": "https://api.github.com/repos/a/b/issues/7"}


def test_a_whole_issue_is_read(serve: Serve, client_of: Connect) -> None:
    """Real payloads, as far as GitHub's description can say what they are."""
    world = make_world(120, 40, 300)
    copy = Copy()
    copy.sync(client_of(serve(world)))
    for number, row in world.repo.issues.items():
        issue = copy.issues[number]
        login = row.user.login if row.user else None
        assert issue.github_id == row.id
        assert issue.state == row.state
        assert issue.state_reason == row.state_reason
        assert issue.locked == row.locked
        assert issue.labels == tuple(row.labels)
        assert (issue.closed_at is None) == (row.closed_at is None)
        assert issue.author in (login, "ghost")
        assert issue.author_is_bot == (login or "").endswith("[bot]")
    for comment_id, said in world.repo.comments.items():
        comment = copy.comments[comment_id]
        assert comment.on_pull_request == world.repo.issues[said.number].pull_request
        assert comment.author_is_bot == bool(said.user and said.user.kind == "Bot")


def test_what_is_replayed_equals_what_was_fetched(serve: Serve, client_of: Connect) -> None:
    copy = Copy()
    copy.sync(client_of(serve(make_world(120, 40, 300))))
    for issue in copy.issues.values():
        again = parse_issue(orjson.loads(orjson.dumps(issue.raw)), issue.repo)
        assert (again, again.raw) == (issue, issue.raw)
    for comment in copy.comments.values():
        replayed = parse_comment(orjson.loads(orjson.dumps(comment.raw)), comment.repo)
        assert (replayed, replayed.raw) == (comment, comment.raw)


def test_the_payload_is_kept_without_addresses_that_can_be_rebuilt() -> None:
    user = {"login": "ann", "id": 3, "avatar_url": "x", "url": "y", "node_id": "z"}
    issue = parse_issue(ISSUE | {"user": user, "events_url": "e", "html_url": "h"}, REPO)
    assert issue.raw == ISSUE | {"user": {"login": "ann", "id": 3}, "html_url": "h"}


@pytest.mark.parametrize(
    ("field", "value", "attribute", "expected"),
    [
        ("body", None, "body", ""),
        ("user", None, "author", None),
        ("user", {"login": "x[bot]"}, "author_is_bot", True),
        ("user", {"login": "x", "type": "Bot"}, "author_is_bot", True),
        ("user", ["x"], "author", None),
        ("title", None, "title", ""),
        ("labels", ["bug", {"name": "b"}, {"name": None}, 3, None], "labels", ("bug", "b")),
        ("labels", "bug", "labels", ()),
        ("state", "merged", "state", "open"),
        ("pull_request", {"url": "x"}, "is_pull_request", True),
        ("pull_request", None, "is_pull_request", False),
        ("created_at", "2019-08-01T12:00:00+09:00", "created_at", "2019-08-01T03:00:00Z"),
        ("created_at", "yesterday", "created_at", None),
        ("created_at", 5, "created_at", None),
        ("id", 2**63, "github_id", None),
        ("id", True, "github_id", None),
        ("body", "x" * 1_000_001, "body", "x" * 1_000_000),
        ("body", "\ud800half", "body", "?half"),
    ],
)  # fmt: skip
def test_odd_fields_are_read_as_far_as_they_go(
    field: str, value: object, attribute: str, expected: object
) -> None:
    assert getattr(parse_issue(ISSUE | {field: value}, REPO), attribute) == expected


@pytest.mark.parametrize("number", [None, "7", 0, -1, 1.5, True, 2**63, [], {}])
def test_an_issue_without_a_number_is_an_error_that_says_so(number: object) -> None:
    with pytest.raises(GitHubError, match="without a usable 'number'"):
        parse_issue(ISSUE | {"number": number}, REPO)


@pytest.mark.parametrize("missing", ["number", "title"])
def test_an_issue_that_lacks_what_it_needs_is_an_error(missing: str) -> None:
    with pytest.raises(GitHubError, match=missing):
        parse_issue({k: v for k, v in ISSUE.items() if k != missing}, REPO)


@pytest.mark.parametrize("url", [None, 3, "", "x/issues/", "x/issues/abc", "x/issues/" + "9" * 99])
def test_a_comment_of_no_issue_is_an_error(url: object) -> None:
    with pytest.raises(GitHubError, match="issue_url"):
        parse_comment({"id": 9, "issue_url": url}, REPO)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
FIELDS = [
    "body", "user", "labels", "state", "state_reason", "locked", "pull_request", "created_at",
    "updated_at", "closed_at", "id", "html_url", "reactions", "performed_via_github_app",
]  # fmt: skip


@given(st.dictionaries(st.sampled_from(FIELDS), json_values))
def test_any_payload_is_read_and_replayed(fields: dict[str, Any]) -> None:
    issue = parse_issue(fields | ISSUE, REPO)
    assert parse_issue(issue.raw, REPO) == issue
    comment = parse_comment(fields | COMMENT, REPO)
    assert parse_comment(comment.raw, REPO) == comment
    assert (issue.number, comment.github_id, comment.number) == (7, 9, 7)


@given(st.text())
def test_any_text_is_a_time_or_none(text: str) -> None:
    moment = parse_time(text)
    assert moment is None or (len(moment) >= 20 and moment.endswith("Z"))


def test_halves_of_characters_are_replaced_when_decoding() -> None:
    assert decode('{"a": "x\\ud800y"}') == {"a": "x?y"}


@pytest.mark.parametrize("text", ["", "<html>", "{", "[1,", "NaN", "[" * 100_000])
def test_what_is_no_json_is_trouble(text: str) -> None:
    with pytest.raises(Trouble):
        decode(text)
    assert decode(text, 502) is None
