"""Every fault, and what an unmodified PyGithub 2.10 makes of it."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest
import requests
from github import BadCredentialsException, Github, GithubException, GithubRetry

from tests.github_server import Fault, GitHubServer

Connect = Callable[..., Github]
NAME = "octo-org/models"


def count(github: Github) -> int:
    """How many issues and pull requests a listing gives."""
    return len(list(github.get_repo(NAME).get_issues(state="all")))


@pytest.mark.parametrize("status", [500, 502, 503])
def test_server_error_is_retried(github_server: GitHubServer, client: Connect, status: int) -> None:
    github_server.faults.append(Fault("status", status=status, every=2, times=2))
    assert count(client(github_server)) == 400
    assert github_server.log.statuses()[status] == 2


@pytest.mark.parametrize("kind", ["secondary", "status"])
def test_retry_after_is_honoured(github_server: GitHubServer, client: Connect, kind: str) -> None:
    github_server.faults.append(Fault(kind, status=429, retry_after=1, after=1))
    started = time.monotonic()
    assert count(client(github_server)) == 400
    assert time.monotonic() - started >= 1
    assert github_server.log.statuses()[429] == 1


def test_secondary_limit_as_403_with_retry_after_is_retried(
    github_server: GitHubServer, client: Connect
) -> None:
    github_server.faults.append(Fault("secondary", retry_after=0))
    assert count(client(github_server)) == 400
    assert github_server.log.statuses()[403] == 1


def test_secondary_limit_without_retry_after_waits_what_pygithub_was_told(
    github_server: GitHubServer, client: Connect
) -> None:
    github_server.faults.append(Fault("secondary"))
    started = time.monotonic()
    assert count(client(github_server, retry=GithubRetry(secondary_rate_wait=0.3))) == 400
    assert time.monotonic() - started >= 0.3


def test_primary_limit_ends_with_its_window(github_server: GitHubServer, client: Connect) -> None:
    github_server.faults.append(Fault("primary", after=2, reset_in=0.2))
    assert count(client(github_server)) == 400
    assert github_server.log.statuses()[403] == 1


def test_token_expires_midway(github_server: GitHubServer, client: Connect) -> None:
    github_server.faults.append(Fault("expire", after=3))
    with pytest.raises(BadCredentialsException):
        count(client(github_server))
    assert github_server.log.statuses() == {200: 3, 401: 1}


def test_reset_connection_is_retried_but_not_for_ever(
    github_server: GitHubServer, client: Connect
) -> None:
    github_server.faults.append(Fault("reset", times=2, after=1))
    assert count(client(github_server)) == 400
    github_server.faults.append(Fault("reset", times=None))
    with pytest.raises(requests.exceptions.ConnectionError):
        count(client(github_server, retry=GithubRetry(total=2)))


def test_hang_after_the_headers_ends_in_a_timeout(
    github_server: GitHubServer, client: Connect
) -> None:
    github_server.faults.append(Fault("hang", seconds=30))
    with pytest.raises(requests.exceptions.ConnectionError, match="timed out"):
        count(client(github_server, timeout=1))


def test_truncated_body_is_not_retried(github_server: GitHubServer, client: Connect) -> None:
    github_server.faults.append(Fault("truncate", after=2))
    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        count(client(github_server))


def test_broken_json_is_not_retried(github_server: GitHubServer, client: Connect) -> None:
    github_server.faults.append(Fault("broken_json", after=2))
    with pytest.raises(json.JSONDecodeError):
        count(client(github_server))
    assert github_server.log[-1].status == 200


def test_html_in_place_of_json_is_refused(github_server: GitHubServer, client: Connect) -> None:
    github_server.faults.append(Fault("html", after=1))
    repo = client(github_server).get_repo(NAME)
    status, headers, body = repo.requester.requestJson("GET", f"/repos/{NAME}/issues")
    assert (status, headers["content-type"].split(";")[0]) == (200, "text/html")
    assert body.startswith("<!DOCTYPE html>")


def test_slow_answer_arrives_whole(github_server: GitHubServer, client: Connect) -> None:
    github_server.faults.append(Fault("slow", seconds=0.3))
    started = time.monotonic()
    assert count(client(github_server)) == 400
    assert time.monotonic() - started >= 0.3


def test_lost_answer_of_a_write_doubles_the_comment_when_pygithub_retries(
    github_server: GitHubServer, client: Connect
) -> None:
    issue = client(github_server).get_repo(NAME).get_issue(5)
    before = len(github_server.world.repo.issues[5].comment_ids)
    github_server.faults.append(Fault("lost", method="POST"))
    issue.create_comment("once")
    assert len(github_server.world.repo.issues[5].comment_ids) == before + 2


def test_write_whose_answer_is_an_error_took_no_effect(
    github_server: GitHubServer, client: Connect
) -> None:
    issue = client(github_server, retry=None).get_repo(NAME).get_issue(5)
    before = len(github_server.world.repo.issues[5].comment_ids)
    github_server.faults.append(Fault("status", status=502, method="POST"))
    with pytest.raises(GithubException):
        issue.create_comment("never")
    assert len(github_server.world.repo.issues[5].comment_ids) == before


def test_fault_hits_only_the_paths_and_the_times_it_names(
    github_server: GitHubServer, client: Connect
) -> None:
    fault = Fault("status", contains="/comments", every=3, times=2, status=500)
    github_server.faults.append(fault)
    github = client(github_server)
    assert count(github) == 400
    assert len(list(github.get_repo(NAME).get_issues_comments())) == 900
    hit = [entry for entry in github_server.log if entry.fault]
    assert [entry.status for entry in hit] == [500, 500]
    assert {entry.path.endswith("/comments") for entry in hit} == {True}
    assert (fault.hits, github_server.log.statuses()[500]) == (2, 2)


def test_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="no such fault: thunder"):
        Fault("thunder")
