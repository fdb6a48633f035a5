"""The check against GitHub's description finds what does not fit, on both sides."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import orjson
import pytest
import requests
from github import Github

from tests.github_server import GitHubServer, World, graph, make_world
from tests.github_server.exchange import Answer, Request
from tests.github_server.honesty import ANYWHERE, EXCEPTIONS, Checker
from tests.github_server.routes import TABLE

Connect = Callable[..., Github]
Spoil = Callable[[dict[str, Any]], object]


BODIES = {
    "issues/create": {"title": "x"},
    "issues/create-comment": {"body": "x"},
    "issues/update-comment": {"body": "x"},
    "issues/create-label": {"name": "x"},
    "issues/set-labels": ["x"],
    "issues/add-labels": ["x"],
    "reactions/create-for-issue-comment": {"content": "+1"},
}


@pytest.fixture
def server(github_world: World) -> Iterator[GitHubServer]:
    """A server whose violations the test reads itself."""
    with GitHubServer(github_world) as made:
        yield made


def ask(server: GitHubServer, method: str, path: str, **more: Any) -> requests.Response:
    """Plain HTTP, free to be wrong."""
    url = f"{server.base_url}/repos/octo-org/models{path}"
    headers = {"Authorization": f"token {server.token}"}
    return requests.request(method, url, headers=headers, timeout=5, **more)


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("/issues?state=everything", "state=everything"),
        ("/issues?sort=votes", "sort=votes"),
        ("/issues?since=yesterday", "since=yesterday"),
        ("/issues?page=first", "page=first"),
        ("/issues?per_page=500", "at most 100"),
        ("/issues?order=asc", "parameter order is not in the description"),
        ("/issues/comments?state=all", "parameter state is not in the description"),
        ("/issues/comments?after=x", "parameter after is not in the description"),
        ("/issues/5?per_page=5", "parameter per_page is not in the description"),
        ("/isues", "path is not in the description"),
    ],
)
def test_wrong_reads_are_noticed(server: GitHubServer, path: str, problem: str) -> None:
    ask(server, "GET", path)
    assert len(server.violations) == 1
    assert problem in server.violations[0]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/issues/5/comments", {}, 422),
        ("POST", "/issues/5/comments", {"body": 5}, 422),
        ("PATCH", "/issues/5", {"state": "gone"}, 422),
        ("POST", "/labels", {"color": "ffffff"}, 422),
        ("POST", "/issues/5/labels", {"labels": [5]}, 422),
        ("PUT", "/issues/5/lock", {"lock_reason": "boring"}, 204),
    ],
)
def test_wrong_writes_are_noticed(
    server: GitHubServer, method: str, path: str, body: object, status: int
) -> None:
    assert ask(server, method, path, json=body).status_code == status
    assert any("request:" in line for line in server.violations)


def test_body_that_is_no_json_is_refused_and_noticed(server: GitHubServer) -> None:
    assert ask(server, "POST", "/issues/5/comments", data=b"{").status_code == 400
    assert len(server.violations) == 1


def put(key: str, value: object) -> Spoil:
    """A row with another value under the key."""
    return lambda row: row.__setitem__(key, value)


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (put("number", "5"), "number"),
        (put("created_at", "last week"), "created_at"),
        (put("state_reason", "bored"), "state_reason"),
        (put("votes", 3), "not in the description: .votes"),
        (lambda row: row.pop("comments"), "comments"),
        (lambda row: row.pop("user"), "user"),
        (lambda row: row["reactions"].pop("heart"), "heart"),
        (lambda row: row["reactions"].update(wow=1), "not in the description: .reactions.wow"),
    ],
)
def test_wrong_rows_are_noticed(server: GitHubServer, spoil: Spoil, problem: str) -> None:
    row = ask(server, "GET", "/issues/5").json()
    spoil(row)
    path = "/repos/octo-org/models/issues"
    request = Request("GET", path, {}, {})
    values = {"owner": "octo-org", "repo": "models"}
    answer = Answer(200, orjson.dumps([row]), {}, "issues/list-for-repo", values)
    found = Checker().check(request, answer)
    assert found
    assert problem in found[0]


def test_unknown_status_and_wrong_error_body_are_noticed() -> None:
    request = Request("GET", "/repos/a/b/issues/5", {}, {})
    values = {"owner": "a", "repo": "b", "issue_number": "5"}
    for status, body in ((418, b"{}"), (404, b"[]"), (404, b"<html>"), (410, b'{"message":5}')):
        assert Checker().check(request, Answer(status, body, {}, "issues/get", values))


def test_every_route_is_an_operation_of_the_description() -> None:
    checker = Checker()
    for method, template, operation, _ in TABLE:
        if operation == graph.OPERATION:
            continue  # it has a schema of its own
        values = dict.fromkeys(
            (part[1:-1] for part in template.split("/") if part.startswith("{")), "1"
        )
        filled = template.format(**values)
        more = {"data": BODIES[operation]} if operation in BODIES else {}
        call = checker.recorded(operation, {**values, **more})
        assert (call.method, call.url) == (method, filled), operation


def test_every_exception_says_why_and_belongs_to_a_route() -> None:
    operations = {line[2] for line in TABLE} | {"any"}
    assert all(len(reason) > 10 for reason in [*ANYWHERE.values(), *EXCEPTIONS.values()])
    assert {operation for operation, _ in EXCEPTIONS} <= operations


def test_checking_a_page_of_a_hundred_issues_is_quick() -> None:
    with GitHubServer(make_world(100, 0, 0)) as server:
        url = f"{server.base_url}/repos/octo-org/models/issues?per_page=100&state=all"
        body = requests.get(url, timeout=5).content
        values = {"owner": "octo-org", "repo": "models"}
        answer = Answer(200, body, {}, "issues/list-for-repo", values)
        request = Request("GET", "/repos/octo-org/models/issues", {}, {})
        checker = Checker()
        checker.check(request, Answer(200, b"[]", {}, "issues/list-for-repo", values))
        spent = []
        for _ in range(2):
            started = time.process_time()
            assert checker.check(request, answer) == []
            spent.append(time.process_time() - started)
    assert len(orjson.loads(body)) == 100
    assert spent[1] < 0.05, "rows that were right once are not checked again"


def test_check_can_be_switched_off(github_world: World) -> None:
    with GitHubServer(github_world, strict=False) as server:
        ask(server, "GET", "/issues?order=asc")
        assert server.violations == []
