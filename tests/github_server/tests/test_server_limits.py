"""Rate limits, tokens, conditional requests and the clock, through an unmodified PyGithub."""

from __future__ import annotations

import time
from collections.abc import Callable
from email.utils import parsedate_to_datetime

import pytest
from github import (
    BadCredentialsException,
    Github,
    GithubRetry,
    RateLimitExceededException,
)
from github.GithubException import RateLimitExceededExceedsMaxWait

from tests.github_server import Clock, GitHubServer, World

Connect = Callable[..., Github]
PATH = "/repos/octo-org/models/issues"


def remaining(headers: dict[str, str]) -> int:
    """What is left of the quota, as the answer says."""
    return int(headers["x-ratelimit-remaining"])


def test_requests_count_down_from_five_thousand_with_a_token_and_sixty_without(
    github_server: GitHubServer, client: Connect
) -> None:
    for token, limit in (("admin-token", 5_000), (None, 60)):
        github = client(github_server, token)
        for used in (1, 2):
            _, headers, _ = github.requester.requestJson("GET", PATH)
            assert int(headers["x-ratelimit-limit"]) == limit
            assert remaining(headers) == limit - used
            assert int(headers["x-ratelimit-reset"]) > time.time() + 3_500


def test_asking_for_the_rate_limit_costs_nothing(
    github_server: GitHubServer, client: Connect
) -> None:
    github = client(github_server)
    assert [github.get_rate_limit().rate.remaining for _ in range(3)] == [5_000] * 3


def test_unchanged_page_is_304_and_costs_nothing_with_a_token(
    github_server: GitHubServer, client: Connect
) -> None:
    requester = client(github_server).requester
    _, first, _ = requester.requestJson("GET", PATH)
    again = {"If-None-Match": first["etag"]}
    status, second, body = requester.requestJson("GET", PATH, headers=again)
    assert (status, body) == (304, "")
    assert remaining(second) == remaining(first)
    github_server.world.tick()
    github_server.world.repo.add_issue(None, "new")
    status, third, _ = requester.requestJson("GET", PATH, headers=again)
    assert (status, remaining(third)) == (200, remaining(first) - 1)


def test_unchanged_page_costs_one_without_a_token(
    github_server: GitHubServer, client: Connect
) -> None:
    requester = client(github_server, None).requester
    _, first, _ = requester.requestJson("GET", PATH)
    again = {"If-None-Match": first["etag"]}
    status, second, _ = requester.requestJson("GET", PATH, headers=again)
    assert (status, remaining(second)) == (304, remaining(first) - 1)


def test_etag_of_one_token_is_nothing_to_another(
    github_server: GitHubServer, client: Connect
) -> None:
    _, first, _ = client(github_server).requester.requestJson("GET", PATH)
    status, second, _ = client(github_server, "bot-token").requester.requestJson(
        "GET", PATH, headers={"If-None-Match": first["etag"]}
    )
    assert (status, second["etag"] != first["etag"]) == (200, True)


def test_object_of_pygithub_sees_that_it_is_unchanged(
    github_server: GitHubServer, client: Connect
) -> None:
    issue = client(github_server).get_repo("octo-org/models").get_issue(5)
    assert issue.update() is False
    issue.create_comment("news")
    assert issue.update() is True


def test_used_up_quota_refuses_until_the_window_ends(github_world: World, client: Connect) -> None:
    with GitHubServer(github_world, limit=2) as server:
        requester = client(server, retry=None).requester
        for _ in range(2):
            requester.requestJsonAndCheck("GET", PATH)
        with pytest.raises(RateLimitExceededException, match="API rate limit exceeded"):
            requester.requestJsonAndCheck("GET", PATH)
        server.clock.advance(3_601)
        requester.requestJsonAndCheck("GET", PATH)
        assert server.violations == []


def test_anonymous_asker_is_refused_after_sixty(
    github_server: GitHubServer, client: Connect
) -> None:
    requester = client(github_server, None, retry=None).requester
    for _ in range(60):
        requester.requestJsonAndCheck("GET", "/repos/octo-org/models")
    with pytest.raises(RateLimitExceededException, match="Authenticated requests get a higher"):
        requester.requestJsonAndCheck("GET", "/repos/octo-org/models")


def test_pygithub_waits_for_a_window_that_ends_soon(
    github_server: GitHubServer, client: Connect
) -> None:
    github_server.access.exhaust(reset_in=0.2)
    started = time.monotonic()
    client(github_server, retry=GithubRetry()).get_repo("octo-org/models")
    assert 0.2 <= time.monotonic() - started < 4
    assert github_server.log.statuses() == {403: 1, 200: 1}


def test_pygithub_gives_up_on_a_window_that_ends_late(
    github_server: GitHubServer, client: Connect
) -> None:
    github_server.access.exhaust()
    github = client(github_server, retry=GithubRetry(max_rate_limit_wait=5))
    with pytest.raises(RateLimitExceededExceedsMaxWait):
        github.get_repo("octo-org/models")


def test_bad_and_expired_tokens_are_refused(github_server: GitHubServer, client: Connect) -> None:
    with pytest.raises(BadCredentialsException):
        client(github_server, "nobodys-token").get_repo("octo-org/models")
    github = client(github_server)
    github.get_repo("octo-org/models")
    github_server.access.expire("admin-token")
    with pytest.raises(BadCredentialsException):
        github.get_repo("octo-org/models")


def test_token_says_whose_it_is(github_server: GitHubServer, client: Connect) -> None:
    assert client(github_server).get_user().login == "maintainer"
    assert client(github_server, "reader-token").get_user().login == "reader"


def test_no_token_is_kept_anywhere_in_the_server(
    github_server: GitHubServer, client: Connect
) -> None:
    github_server.access.add_token("very-secret-token", "someone")
    client(github_server, "very-secret-token").get_repo("octo-org/models")
    kept = repr((vars(github_server.access), list(github_server.log), github_server.violations))
    assert "very-secret-token" not in kept
    assert github_server.log[0].authenticated


def test_clock_runs_at_its_scale_and_shows_in_the_date(
    github_world: World, client: Connect
) -> None:
    with GitHubServer(github_world, clock=Clock(scale=1_000, offset=-7_200)) as server:
        requester = client(server).requester
        dates = []
        for _ in range(2):
            _, headers, _ = requester.requestJson("GET", PATH)
            dates.append(parsedate_to_datetime(headers["date"]).timestamp())
            time.sleep(0.05)
        assert 40 < dates[1] - dates[0] < 5_000
        assert dates[0] < time.time() - 3_600


def test_unknown_api_version_is_refused(github_server: GitHubServer, client: Connect) -> None:
    requester = client(github_server, api_version="1999-01-01").requester
    assert requester.requestJson("GET", PATH)[0] == 400
