"""A GitHub on loopback and clients of it; a test ends with every answer having been honest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from tests.github_server.server import GitHubServer
from tests.github_server.world import World
from triage.github.client import GitHubClient
from triage.github.connect import connect
from triage.github.retry import RetryPolicy

Serve = Callable[..., GitHubServer]
Connect = Callable[..., GitHubClient]


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts servers; afterwards none may have seen or said what GitHub's description forbids."""
    with ExitStack() as stack:
        running: list[GitHubServer] = []

        def start(world: World, **options: Any) -> GitHubServer:
            server = stack.enter_context(GitHubServer(world, **options))
            running.append(server)
            return server

        yield start
        assert [line for server in running for line in server.violations] == []


@pytest.fixture
def client_of() -> Iterator[Connect]:
    """Makes clients; their waits move the server's clock instead of taking time."""
    with ExitStack() as stack:

        def make(
            server: GitHubServer, token: str | None = "admin-token", **policy: Any
        ) -> GitHubClient:
            patience = RetryPolicy(**{"sleep": server.clock.advance, "timeout": 1, **policy})
            client = connect(token, server.base_url, policy=patience)
            stack.callback(client.close)
            return client

        yield make
