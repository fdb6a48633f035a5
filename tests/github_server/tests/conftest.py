"""The server's fixtures, and a real PyGithub that does not throttle itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from github import Auth, Github
from github.Repository import Repository

from tests.github_server import GitHubServer

Client = Callable[..., Repository]


@pytest.fixture
def client() -> Iterator[Callable[..., Github]]:
    """Makes a PyGithub for a server; ``token=None`` asks without one."""
    opened: list[Github] = []

    def connect(server: GitHubServer, token: str | None = "admin-token", **options: Any) -> Github:
        settings = {
            "base_url": server.base_url, "per_page": 100, "timeout": 5,
            "seconds_between_requests": 0, "seconds_between_writes": 0,
        }  # fmt: skip
        auth = Auth.Token(token) if token else None
        opened.append(Github(auth=auth, **{**settings, **options}))
        return opened[-1]

    yield connect
    for made in opened:
        made.close()


@pytest.fixture
def repo(github_server: GitHubServer, client: Callable[..., Github]) -> Repository:
    """The repository of ``github_world`` through PyGithub, as its maintainer."""
    name = github_server.world.repo.full_name
    return client(github_server).get_repo(name)
