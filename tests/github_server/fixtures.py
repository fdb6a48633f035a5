"""Fixtures: ``github_world``, a small world, and ``github_server``, which shows it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .generate import make_world
from .server import GitHubServer
from .world import World


@pytest.fixture
def github_world() -> World:
    """300 issues, 100 pull requests, 900 comments; the same every time."""
    return make_world(issues=300, prs=100, comments=900, seed=1)


@pytest.fixture
def github_server(github_world: World) -> Iterator[GitHubServer]:
    """The server over ``github_world``; the test fails when anybody broke the description."""
    with GitHubServer(github_world) as server:
        yield server
    assert server.violations == []
