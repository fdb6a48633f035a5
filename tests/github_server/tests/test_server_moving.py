"""A repository that changes: renamed, issues deleted and transferred, and crawls meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
import requests
from github import Github, GithubException, UnknownObjectException
from github.Repository import Repository

from tests.github_server import GitHubServer, World, burst, busy, day, make_world, rename

Connect = Callable[..., Github]
Rows = dict[int, dict[str, Any]]


class Reader:
    """Reads the lists of a repository as a crawler does, in the order it is told."""

    def __init__(self, github: Github, name: str = "octo-org/models") -> None:
        self.requester, self.name = github.requester, name

    def page(self, stream: str, **parameters: object) -> list[dict[str, Any]]:
        """One page of ``issues`` or ``issues/comments``."""
        parameters |= {"per_page": 100, "sort": "updated", "direction": "asc"}
        if stream == "issues":
            parameters["state"] = "all"
        path = f"/repos/{self.name}/{stream}"
        status, _, body = self.requester.requestJson("GET", path, parameters=parameters)
        assert status == 200, body
        rows: list[dict[str, Any]] = json.loads(body)
        return rows

    def by_number(self, stream: str) -> Rows:
        """All rows by page numbers, which move while the repository does."""
        found: Rows = {}
        page = 1
        while rows := self.page(stream, page=page):
            found |= {row["id"]: row for row in rows}
            page += 1
        return found

    def by_key(self, stream: str, since: str = "1980-01-01T00:00:00Z") -> Rows:
        """All rows, each request starting at the last update seen."""
        found: Rows = {}
        page = 1
        while rows := self.page(stream, since=since, page=page):
            found |= {row["id"]: row for row in rows}
            if len(rows) < 100:
                break
            last = rows[-1]["updated_at"]
            page, since = (page + 1, since) if last == since else (1, last)
        return found


def missing(found: Rows, world: World, stream: str) -> int:
    """How many rows of the world were not found as they are now."""
    rows = world.repo.issues if stream == "issues" else world.repo.comments
    seen = {(row["id"], row.get("title"), row["body"]) for row in found.values()}
    return sum((row.id, getattr(row, "title", None), row.body) not in seen for row in rows.values())


def plain(server: GitHubServer, path: str) -> requests.Response:
    """The answer itself, not where it redirects to."""
    headers = {"Authorization": f"token {server.token}"}
    return requests.get(server.base_url + path, headers=headers, timeout=5, allow_redirects=False)


@pytest.fixture
def moving() -> World:
    """A world of 1,500 rows and 2,000 comments that changes with every second page."""
    world = make_world(1_000, 500, 2_000, seed=5)
    world.on_request(busy(), every=2)
    return world


@pytest.mark.parametrize("stream", ["issues", "issues/comments"])
def test_keyset_crawl_of_a_changing_repository_sees_every_row(
    moving: World, client: Connect, stream: str
) -> None:
    with GitHubServer(moving) as server:
        reader = Reader(client(server))
        found = reader.by_key(stream)
        moving.hooks.clear()
        newest = max(row["updated_at"] for row in found.values())
        found |= reader.by_key(stream, newest)
        assert missing(found, moving, stream) == 0
        assert server.violations == []


@pytest.mark.parametrize("stream", ["issues", "issues/comments"])
def test_crawl_by_page_number_loses_rows_for_good(
    moving: World, client: Connect, stream: str
) -> None:
    with GitHubServer(moving, cursor_links=False) as server:
        reader = Reader(client(server))
        found = reader.by_number(stream)
        moving.hooks.clear()
        newest = max(row["updated_at"] for row in found.values())
        found |= reader.by_key(stream, newest)
        assert missing(found, moving, stream) > 5


def test_crawl_by_cursor_loses_at_most_what_changed_last(moving: World, client: Connect) -> None:
    with GitHubServer(moving) as server:
        repo = client(server).get_repo("octo-org/models")
        listed = repo.get_issues(state="all", sort="updated", direction="asc")
        found = {issue.id: issue._rawData for issue in listed}
        moving.hooks.clear()
        newest = max(row["updated_at"] for row in found.values())
        found |= Reader(client(server)).by_key("issues", newest)
        assert missing(found, moving, "issues") == 0


def test_more_rows_than_a_page_can_share_one_second(
    github_server: GitHubServer, client: Connect
) -> None:
    world = github_server.world
    burst(150)(world)
    moments = [row.updated_at for row in world.repo.issues.values()]
    assert moments.count(max(moments)) == 150
    reader = Reader(client(github_server))
    for stream in ("issues", "issues/comments"):
        assert missing(reader.by_key(stream), world, stream) == 0


def test_a_day_of_changes_shows_in_what_since_finds_but_not_what_is_gone(
    github_server: GitHubServer, client: Connect
) -> None:
    world, reader = github_server.world, Reader(client(github_server))
    before = reader.by_key("issues")
    newest = max(row["updated_at"] for row in before.values())
    day()(world)
    after = before | reader.by_key("issues", newest)
    assert missing(after, world, "issues") == 0
    gone = world.repo.gone | set(world.repo.moved)
    assert len(gone) == 7
    assert gone & {row["number"] for row in before.values()} <= {
        row["number"] for row in after.values()
    }


def test_deleted_issue_is_410(repo: Repository, github_world: World) -> None:
    github_world.repo.delete_issue(7)
    with pytest.raises(GithubException, match="This issue was deleted") as caught:
        repo.get_issue(7)
    assert caught.value.status == 410
    assert 7 not in [issue.number for issue in repo.get_issues(state="all")]
    assert repo.create_issue("next").number == 401


def test_transferred_issue_redirects_to_where_it_went(
    repo: Repository, github_world: World, github_server: GitHubServer
) -> None:
    row = max(github_world.repo.issues.values(), key=lambda row: len(row.comment_ids))
    number, comments = row.number, len(row.comment_ids)
    github_world.repo.transfer_issue(number, github_world.other)
    answer = plain(github_server, f"/repositories/{repo.id}/issues/{number}")
    target = f"/repositories/{github_world.other.id}/issues/{row.number}"
    assert (answer.status_code, answer.json()["message"]) == (301, "Moved Permanently")
    assert answer.headers["location"] == github_server.base_url + target
    path = f"/repos/{repo.full_name}/issues/{number}"
    _, followed = repo.requester.requestJsonAndCheck("GET", path)
    assert followed["repository_url"].endswith("/elsewhere")
    assert len(list(repo.get_issue(number).get_comments())) == comments


def test_renamed_repository_answers_under_its_old_name(
    repo: Repository, github_server: GitHubServer, client: Connect
) -> None:
    rename("octo-org/garden")(github_server.world)
    moved = client(github_server).get_repo("octo-org/models")
    assert (moved.full_name, moved.id) == ("octo-org/garden", repo.id)
    assert len(list(moved.get_issues(state="all"))) == 400
    assert github_server.log.statuses()[301] == 1


def test_pygithub_forgets_the_query_when_it_follows_a_rename(
    repo: Repository, github_server: GitHubServer
) -> None:
    """Whoever lists under the old name gets other rows than asked for: resolve the name first."""
    rename("octo-org/garden")(github_server.world)
    rows = list(repo.get_issues(state="all"))
    assert {row.state for row in rows} == {"open"}
    assert github_server.log[-1].params["page"] != "1"
    first = next(github_server.log.select(contains="/repositories/"))
    assert first.params == {}


def test_write_under_the_old_name_is_redirected_as_a_write(
    repo: Repository, github_server: GitHubServer
) -> None:
    issue = repo.get_issue(5)
    rename()(github_server.world)
    status, headers, _ = issue.requester.requestJson(
        "POST", f"/repos/octo-org/models/issues/{issue.number}/comments", input={"body": "x"}
    )
    assert status == 307
    assert f"/repositories/{repo.id}/issues/5/comments" in headers["location"]


def test_redirect_of_a_renamed_repository_keeps_the_query(
    repo: Repository, github_server: GitHubServer
) -> None:
    rename()(github_server.world)
    answer = plain(github_server, "/repos/octo-org/models/issues?state=all&per_page=7")
    target = f"/repositories/{repo.id}/issues?state=all&per_page=7"
    assert (answer.status_code, answer.headers["location"]) == (
        301,
        github_server.base_url + target,
    )


def test_deleted_comment_is_gone_without_a_trace(repo: Repository, github_world: World) -> None:
    comment_id, row = next(iter(github_world.repo.comments.items()))
    before = github_world.repo.issues[row.number].updated_at
    github_world.repo.delete_comment(comment_id)
    assert github_world.repo.issues[row.number].updated_at == before
    with pytest.raises(UnknownObjectException):
        repo.get_issue(row.number).get_comment(comment_id)
