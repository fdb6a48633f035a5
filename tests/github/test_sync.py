"""A sync gets every row with few requests, says what it will need, and asks conditionally."""

from __future__ import annotations

import math

import pytest

from tests.github.conftest import Connect, Serve
from tests.github.copy import REPO, Copy
from tests.github_server.changes import burst, busy, day
from tests.github_server.generate import make_world
from tests.github_server.world import World
from triage.errors import GitHubError, WrongUse
from triage.github.model import START


def budget(rows: int, comments: int) -> float:
    """The requests a full sync may take."""
    return 1.03 * (math.ceil(rows / 100) + math.ceil(comments / 100)) + 3


@pytest.mark.parametrize(
    ("issues", "prs", "comments"),
    [(0, 0, 0), (1, 0, 0), (60, 40, 100), (70, 30, 0), (101, 0, 101), (400, 100, 1000),
     (600, 200, 2000)],
)  # fmt: skip
def test_a_full_sync_gets_everything_within_the_budget(
    serve: Serve, client_of: Connect, issues: int, prs: int, comments: int
) -> None:
    world = make_world(issues, prs, comments)
    server = serve(world)
    copy = Copy()
    copy.sync(client_of(server))
    assert copy.missing(world.repo) == []
    assert (len(copy.issues), len(copy.comments)) == (issues + prs, comments)
    assert len(server.log) <= budget(issues + prs, comments)


def test_numbered_pages_of_an_enterprise_server_are_walked_the_same(
    serve: Serve, client_of: Connect
) -> None:
    world = make_world(300, 100, 900)
    server = serve(world, cursor_links=False)
    copy = Copy()
    copy.sync(client_of(server))
    assert copy.missing(world.repo) == []
    assert len(server.log) <= budget(400, 900)


def test_nothing_new_is_asked_conditionally_and_costs_no_quota(
    serve: Serve, client_of: Connect
) -> None:
    server = serve(make_world(250, 60, 700))
    copy = Copy()
    copy.sync(client_of(server))
    client = client_of(server)
    before = len(server.log)
    left = client.get("/rate_limit", shape=dict).headers["x-ratelimit-remaining"]
    plan = copy.sync(client)
    assert [entry.status for entry in server.log[before + 1 :]] == [304, 304]
    assert client.not_modified == 2
    assert all(stream.unchanged for stream in plan.streams)
    assert plan.requests <= 3
    assert client.get("/rate_limit", shape=dict).headers["x-ratelimit-remaining"] == left


def test_an_incremental_sync_takes_only_what_changed(serve: Serve, client_of: Connect) -> None:
    world = make_world(500, 200, 2000)
    server = serve(world)
    copy = Copy()
    copy.sync(client_of(server))
    day()(world)
    before = len(server.log)
    copy.sync(client_of(server))
    assert copy.missing(world.repo) == []
    assert len(server.log) - before <= 9


def test_a_new_row_in_the_very_last_second_is_not_overlooked(
    serve: Serve, client_of: Connect
) -> None:
    world = make_world(150, 0, 100)
    server = serve(world)
    copy = Copy()
    world.repo.add_issue(world.user("ann"), "first of this second")
    copy.sync(client_of(server))
    row = world.repo.add_issue(world.user("ann"), "second of this second")
    copy.sync(client_of(server))
    assert copy.issues[row.number].title == "second of this second"


@pytest.mark.parametrize("deletions", [False, True])
@pytest.mark.parametrize("cursor_links", [True, False])
def test_no_row_is_lost_while_the_repository_changes(
    serve: Serve, client_of: Connect, deletions: bool, cursor_links: bool
) -> None:
    world = make_world(700, 200, 3000)
    server = serve(world, cursor_links=cursor_links, strict=False)
    hook = world.on_request(busy(deletions=deletions), every=2)
    copy = Copy()
    copy.sync(client_of(server))
    world.hooks.remove(hook)
    assert hook.seen > 35
    copy.sync(client_of(server))
    assert copy.missing(world.repo) == []


@pytest.mark.parametrize("cursor_links", [True, False])
def test_bursts_that_share_a_second_are_not_lost(
    serve: Serve, client_of: Connect, cursor_links: bool
) -> None:
    world = make_world(600, 100, 1500)
    server = serve(world, cursor_links=cursor_links, strict=False)
    burst(450)(world)
    hook = world.on_request(busy(), every=1)
    copy = Copy()
    copy.sync(client_of(server))
    world.hooks.remove(hook)
    copy.sync(client_of(server))
    assert copy.missing(world.repo) == []


def crowded(rows: int) -> World:
    """Comments and issues that were all updated in one second, long ago."""
    world = make_world(rows, 0, rows)
    for issue in world.repo.issues.values():
        issue.updated_at = 1_700_000_000
    for comment in world.repo.comments.values():
        comment.updated_at = 1_700_000_000
    world.repo.changed(*world.repo.issues.values(), *world.repo.comments.values())
    return world


@pytest.mark.parametrize("rows", [99, 100, 101, 350])
def test_one_second_may_hold_more_rows_than_a_page(
    serve: Serve, client_of: Connect, rows: int
) -> None:
    world = crowded(rows)
    server = serve(world)
    copy = Copy()
    copy.sync(client_of(server))
    assert copy.missing(world.repo) == []
    before = len(server.log)
    copy.sync(client_of(server))
    copy.sync(client_of(server))
    assert len(server.log) - before <= 6
    assert server.log[-1].status == server.log[-2].status == 304
    world.repo.add_comment(1, world.user("ann"), "later")
    copy.sync(client_of(server))
    assert copy.missing(world.repo) == []


def test_a_cap_on_page_numbers_is_walked_around(serve: Serve, client_of: Connect) -> None:
    """GitHub answers 422 to comment pages beyond some 40,000 rows."""
    world = make_world(200, 0, 1500)
    server = serve(world, comment_cap=400)
    copy = Copy()
    copy.sync(client_of(server))
    assert copy.missing(world.repo) == []
    assert server.log.count(status=422) == 0


def test_a_cap_within_one_second_is_walked_around(serve: Serve, client_of: Connect) -> None:
    world = crowded(700)
    world.repo.add_comment(1, world.user("ann"), "later")
    server = serve(world, comment_cap=400)
    copy = Copy()
    copy.sync(client_of(server))
    assert server.log.count(status=422) > 0
    assert copy.missing(world.repo) == []


@pytest.mark.parametrize("pages", [1, 2, 5, 9])
def test_a_stopped_sync_goes_on_where_it_was(serve: Serve, client_of: Connect, pages: int) -> None:
    world = make_world(350, 50, 800)
    server = serve(world)
    copy = Copy()
    copy.sync(client_of(server), pages=pages)
    before = copy.rows
    copy.sync(client_of(server))
    assert copy.missing(world.repo) == []
    refetched = copy.rows - len(copy.issues) - len(copy.comments)
    assert before > 0
    assert refetched <= 100 + len(server.log)


def test_the_plan_announces_requests_and_quota(serve: Serve, client_of: Connect) -> None:
    server = serve(make_world(450, 100, 1200))
    copy = Copy()
    plan = copy.sync(client_of(server))
    assert plan.requests <= len(server.log) <= plan.requests + 2
    assert plan.quota is not None
    assert plan.quota.limit == 5000
    assert 4990 < plan.quota.remaining < 5000
    assert not plan.exceeds_quota


def test_the_plan_says_when_the_quota_will_not_do(serve: Serve, client_of: Connect) -> None:
    server = serve(make_world(450, 100, 1200))
    server.access.limit = 9
    copy = Copy()
    assert copy.sync(client_of(server), pages=1).exceeds_quota


def test_since_leaves_out_what_is_older_and_opens_no_gap(serve: Serve, client_of: Connect) -> None:
    world = make_world(200, 0, 300)
    server = serve(world)
    moments = sorted(row.updated_at for row in world.repo.issues.values())
    copy = Copy()
    plan = copy.sync(client_of(server), since="2025-01-01")
    assert plan.streams[0].since == "2025-01-01T00:00:00Z"
    assert all((issue.updated_at or "") >= "2025-01-01" for issue in copy.issues.values())
    assert len(copy.issues) == sum(moment >= 1_735_689_600 for moment in moments)
    stored = copy.checkpoints["issues"].since or ""
    later = copy.sync(client_of(server), since="2039-01-01T00:00:00+09:00")
    assert later.streams[0].since == stored
    earlier = copy.sync(client_of(server), since="2020-01-01T00:00:00+09:00")
    assert earlier.streams[0].since == "2019-12-31T15:00:00Z"


def test_full_begins_at_the_beginning(serve: Serve, client_of: Connect) -> None:
    server = serve(make_world(120, 0, 150))
    copy = Copy()
    copy.sync(client_of(server))
    before = copy.rows
    plan = copy.sync(client_of(server), full=True)
    assert plan.streams[0].since == START
    assert copy.rows - before >= 270


@pytest.mark.parametrize(
    "name", ["", "models", "a/b/c", "../x", "a/..", "a b/c", "a/b?x=1", "a/b\n"]
)
def test_what_is_no_repository_is_wrong_use(serve: Serve, client_of: Connect, name: str) -> None:
    server = serve(make_world(1, 0, 0))
    with pytest.raises(WrongUse):
        Copy().sync(client_of(server), name)
    assert len(server.log) == 0


def test_a_since_that_is_no_date_is_wrong_use(serve: Serve, client_of: Connect) -> None:
    server = serve(make_world(1, 0, 0))
    with pytest.raises(WrongUse, match="not a date"):
        Copy().sync(client_of(server), REPO, since="yesterday")


def test_pages_that_lead_in_a_circle_end_with_an_error(serve: Serve, client_of: Connect) -> None:
    server = serve(crowded(350), strict=False, cursor_links=False)
    honest = server.app.respond

    def circle(request: object) -> object:
        answer = honest(request)  # type: ignore[arg-type]
        if "Link" in answer.headers:
            answer.headers["Link"] = answer.headers["Link"].replace("page=3", "page=2")
        return answer

    server.app.respond = circle  # type: ignore[assignment,method-assign]
    with pytest.raises(GitHubError, match="in a circle"):
        Copy().sync(client_of(server))
