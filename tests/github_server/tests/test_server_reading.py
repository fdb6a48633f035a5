"""Reading through an unmodified PyGithub: pages, filters, orders, caps."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from github import Github, GithubException
from github.Repository import Repository

from tests.github_server import GitHubServer, World, load_world, make_world
from tests.github_server.rows import stamp

Connect = Callable[..., Github]


def ask(
    repo: Repository, path: str, **parameters: object
) -> tuple[int, dict[str, Any], list[dict[str, Any]]]:
    """One page as it came, without PyGithub's objects."""
    status, headers, body = repo.requester.requestJson(
        "GET", f"/repos/{repo.full_name}{path}", parameters=parameters
    )
    return status, headers, json.loads(body)


def test_all_issues_and_pull_requests_come_once_over_cursor_pages(
    repo: Repository, github_server: GitHubServer
) -> None:
    listed = list(repo.get_issues(state="all", sort="updated", direction="asc"))
    assert [issue.number for issue in listed] == [
        row.number
        for row in sorted(
            github_server.world.repo.issues.values(), key=lambda row: (row.updated_at, row.id)
        )
    ]
    assert sum("/pull/" in issue.html_url for issue in listed) == 100
    assert github_server.log.count(contains="/issues") == 4


def test_newest_created_comes_first_and_only_open_ones_unless_told(
    repo: Repository, github_world: World
) -> None:
    numbers = [issue.number for issue in repo.get_issues()]
    assert numbers == sorted(
        (row.number for row in github_world.repo.issues.values() if row.state == "open"),
        reverse=True,
    )


def test_link_of_issues_has_an_opaque_cursor_and_no_last(repo: Repository) -> None:
    _, headers, rows = ask(repo, "/issues", state="all", per_page=100)
    assert len(rows) == 100
    assert 'rel="next"' in headers["link"]
    assert "after=" in headers["link"]
    assert "/repositories/" in headers["link"]
    assert 'rel="last"' not in headers["link"]


def test_decorative_page_number_beside_a_cursor_means_nothing(repo: Repository) -> None:
    _, headers, _ = ask(repo, "/issues", state="all", per_page=100)
    cursor = headers["link"].split("after=")[1].split("&")[0].replace("%3D", "=")
    pages = [
        [
            row["number"]
            for row in ask(repo, "/issues", state="all", per_page=100, after=cursor, page=page)[2]
        ]
        for page in (2, 77)
    ]
    assert pages[0] == pages[1]
    assert len(pages[0]) == 100


def test_issues_can_be_read_by_page_number_too(repo: Repository) -> None:
    numbers = [
        row["number"]
        for page in (1, 2, 3, 4, 5)
        for row in ask(repo, "/issues", state="all", per_page=100, page=page)[2]
    ]
    assert sorted(numbers) == list(range(1, 401))


def test_enterprise_address_counts_pages_of_issues(
    github_server: GitHubServer, client: Connect
) -> None:
    github = client(github_server, base_url=github_server.enterprise_url)
    listed = github.get_repo("octo-org/models").get_issues(state="all")
    assert listed.totalCount == 400
    assert len(list(listed)) == 400


def test_total_count_is_one_where_there_is_no_last_page(repo: Repository) -> None:
    assert repo.get_issues(state="all").totalCount == 1


def test_since_is_inclusive(repo: Repository, github_world: World) -> None:
    moments = sorted(row.updated_at for row in github_world.repo.issues.values())
    start = datetime.fromtimestamp(moments[-50], UTC)
    listed = list(repo.get_issues(state="all", since=start, sort="updated", direction="asc"))
    assert len(listed) == sum(moment >= moments[-50] for moment in moments)
    assert listed[0].updated_at == start


def test_since_before_1980_finds_nothing_among_issues_but_all_comments(repo: Repository) -> None:
    epoch = datetime(1970, 1, 1, tzinfo=UTC)
    assert list(repo.get_issues(state="all", since=epoch)) == []
    assert len(list(repo.get_issues_comments(since=epoch))) == 900


def test_labels_creator_and_state_filter(repo: Repository, github_world: World) -> None:
    rows = github_world.repo.issues.values()
    by_label = list(repo.get_issues(state="closed", labels=["type:bug"]))
    assert len(by_label) == sum(r.state == "closed" and "type:bug" in r.labels for r in rows)
    assert by_label
    login = next(row.user.login for row in rows if row.user)
    listed = repo.get_issues(state="all", creator=login)  # type: ignore[arg-type]
    assert {issue.user.login for issue in listed} == {login}


def test_comments_of_the_repository_have_numbered_pages_with_a_last(repo: Repository) -> None:
    status, headers, rows = ask(repo, "/issues/comments", per_page=100, sort="updated")
    assert (status, len(rows)) == (200, 100)
    assert "page=9" in headers["link"].split('rel="next", ')[1]
    listed = list(repo.get_issues_comments(sort="updated", direction="asc"))
    assert len({comment.id for comment in listed}) == 900
    assert [c.updated_at for c in listed] == sorted(c.updated_at for c in listed)


def test_comments_of_one_issue(repo: Repository, github_world: World) -> None:
    row = max(github_world.repo.issues.values(), key=lambda row: len(row.comment_ids))
    listed = list(repo.get_issue(row.number).get_comments())
    assert [comment.id for comment in listed] == row.comment_ids


def test_page_beyond_ten_thousand_issues_is_refused(repo: Repository) -> None:
    with pytest.raises(GithubException, match="cursor based pagination") as caught:
        repo.requester.requestJsonAndCheck(
            "GET", f"/repos/{repo.full_name}/issues", parameters={"per_page": 100, "page": 100}
        )
    assert caught.value.status == 422


def test_comments_beyond_the_cap_are_refused(github_world: World, client: Connect) -> None:
    with GitHubServer(github_world, comment_cap=300) as server:
        repo = client(server).get_repo("octo-org/models")
        got: list[int] = []
        with pytest.raises(GithubException, match="pagination is limited") as caught:
            got.extend(comment.id for comment in repo.get_issues_comments())
        assert caught.value.status == 422
        assert server.log.count(contains="/issues/comments", status=200) == 3
        assert server.violations == []


def test_page_size_is_thirty_unless_told(github_server: GitHubServer, repo: Repository) -> None:
    assert len(ask(repo, "/issues", state="all")[2]) == 30
    assert len(ask(repo, "/issues/comments")[2]) == 30


def test_unknown_repository_and_issue_are_not_found(
    github_server: GitHubServer, client: Connect
) -> None:
    github = client(github_server)
    for ask_for in (
        lambda: github.get_repo("octo-org/nothing"),
        lambda: github.get_repo("octo-org/models").get_issue(9_999),
    ):
        with pytest.raises(GithubException) as caught:
            ask_for()
        assert caught.value.status == 404


def test_large_answers_are_compressed_for_who_asks(
    github_server: GitHubServer, repo: Repository
) -> None:
    def encoding(accepted: str) -> str | None:
        _, headers, _ = repo.requester.requestJson(
            "GET", f"/repos/{repo.full_name}/issues", headers={"Accept-Encoding": accepted}
        )
        return headers.get("content-encoding")

    assert (encoding("gzip, deflate"), encoding("identity")) == ("gzip", None)
    plain, compressed = github_server.log[-1], github_server.log[-2]
    assert compressed.sent < plain.sent / 2


def test_every_answer_says_date_request_id_and_version(repo: Repository) -> None:
    _, headers, _ = ask(repo, "/issues")
    assert {"date", "x-github-request-id", "x-github-api-version-selected", "etag"} <= set(headers)


def test_same_seed_gives_the_same_world_and_another_does_not() -> None:
    def shown(seed: int) -> list[tuple[object, ...]]:
        rows = make_world(30, 10, 60, seed=seed).repo.issues.values()
        return [(row.number, row.title, row.body, row.updated_at, row.state) for row in rows]

    assert shown(3) == shown(3)
    assert shown(3) != shown(4)


def test_large_world_has_the_size_asked_for_and_a_long_tail() -> None:
    world = make_world(5_000, 2_000, 20_000)
    counts = [len(row.comment_ids) for row in world.repo.issues.values()]
    assert (len(world.repo.issues), len(world.repo.comments)) == (7_000, 20_000)
    assert sum(counts) == 20_000
    assert max(counts) > 400
    assert sorted(counts)[3_500] <= 2


def test_world_can_be_filled_from_issue_rows(client: Connect) -> None:
    rows: list[dict[str, object]] = [
        {"number": 7, "title": "seven", "body": "b", "state": "closed", "created": "2019-08"},
        {"number": 9, "title": "nine", "labels": ["x"], "created_at": "2020-01-02T03:04:05Z",
         "comments": [{"id": 4, "created_at": "2020-01-03T00:00:00Z", "body": "c"}]},
    ]  # fmt: skip
    with GitHubServer(load_world(rows)) as server:
        repo = client(server).get_repo("tensorflow/models")
        seven, nine = repo.get_issue(7), repo.get_issue(9)
        assert (seven.title, seven.state, stamp(1564617600)) == (
            "seven", "closed", seven.created_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        )  # fmt: skip
        assert [label.name for label in nine.labels] == ["x"]
        assert [comment.id for comment in nine.get_comments()] == [4]
        assert server.violations == []
