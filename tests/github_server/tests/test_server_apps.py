"""A GitHub App signs in through an unmodified PyGithub and gets a token for an hour."""

from __future__ import annotations

from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from github import Auth, BadCredentialsException, Github, GithubException, GithubIntegration

from tests.github_server import GitHubServer, make_world

FAST: dict[str, Any] = {"seconds_between_requests": 0, "seconds_between_writes": 0}


def pair() -> tuple[str, str]:
    """A private and a public key."""
    key = rsa.generate_private_key(65_537, 2_048)
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return private.decode(), public.decode()


def test_app_finds_its_installation_and_labels_with_its_token(github_server: GitHubServer) -> None:
    private, public = pair()
    github_server.access.add_app(7, public)
    auth = Auth.AppAuth(7, private)
    with GithubIntegration(auth=auth, base_url=github_server.base_url, **FAST) as integration:
        assert integration.get_app().slug == "triage-app"
        installation = integration.get_repo_installation("octo-org", "models")
        token = integration.get_access_token(installation.id)
    with Github(auth=Auth.Token(token.token), base_url=github_server.base_url, **FAST) as github:
        issue = github.get_repo("octo-org/models").get_issue(5)
        assert issue.create_comment("from the app").user.type == "Bot"
        github_server.clock.advance(3_601)
        with pytest.raises(BadCredentialsException):
            issue.update()


def test_key_the_server_does_not_know_is_refused(github_server: GitHubServer) -> None:
    github_server.access.add_app(7, pair()[1])
    auth = Auth.AppAuth(7, pair()[0])
    with GithubIntegration(auth=auth, base_url=github_server.base_url, **FAST) as integration:
        with pytest.raises(GithubException) as caught:
            integration.get_app()
        assert caught.value.status == 401


def test_world_can_begin_with_deleted_and_transferred_issues() -> None:
    world = make_world(50, 10, 80, deleted=4, transferred=3)
    assert (len(world.repo.issues), len(world.repo.comments)) == (60, 80)
    assert (len(world.repo.gone), len(world.repo.moved), len(world.other.issues)) == (4, 3, 3)
    numbers = {*world.repo.issues, *world.repo.gone, *world.repo.moved}
    assert numbers == set(range(1, 68))
