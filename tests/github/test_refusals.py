"""What GitHub refuses ends in one line and a next step, and never shows the token."""

from __future__ import annotations

import socket
import traceback

import pytest

from tests.github.conftest import Connect, Serve
from tests.github.copy import REPO, Copy
from tests.github_server.faults import Fault
from tests.github_server.generate import make_world
from triage.errors import GitHubError, WrongUse
from triage.github.connect import connect, connect_app
from triage.github.plan import plan_sync
from triage.github.refuse import one_line, refusal
from triage.github.retry import RetryPolicy

SECRET = "ghp_" + "a1B2" * 9


def test_a_wrong_token_is_said_to_be_wrong_and_not_shown(serve: Serve, client_of: Connect) -> None:
    server = serve(make_world(5, 0, 0))
    with pytest.raises(GitHubError) as caught:
        Copy().sync(client_of(server, SECRET))
    assert "does not accept the token" in caught.value.message
    assert "GITHUB_TOKEN" in caught.value.hint
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert len(server.log) == 1


def test_a_token_that_expires_midway_keeps_what_was_fetched(
    serve: Serve, client_of: Connect
) -> None:
    world = make_world(450, 50, 900)
    server = serve(world, faults=[Fault("expire", after=6)])
    copy = Copy()
    with pytest.raises(GitHubError, match="expired"):
        copy.sync(client_of(server))
    assert copy.rows >= 300
    server.faults.clear()
    server.access.add_token("fresh", "maintainer", "admin")
    copy.sync(client_of(server, "fresh"))
    assert copy.missing(world.repo) == []


def test_an_unknown_repository_is_named(serve: Serve, client_of: Connect) -> None:
    server = serve(make_world(5, 0, 0))
    with pytest.raises(GitHubError) as caught:
        Copy().sync(client_of(server), "octo-org/nothing")
    assert "octo-org/nothing" in caught.value.message
    assert "spelling" in caught.value.hint
    assert len(server.log) == 1


def test_a_public_repository_needs_no_token(serve: Serve, client_of: Connect) -> None:
    world = make_world(50, 0, 50)
    copy = Copy()
    copy.sync(client_of(serve(world), None))
    assert copy.missing(world.repo) == []


def test_no_network_is_said_after_few_tries() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        waits: list[float] = []
        address = f"http://127.0.0.1:{unused.getsockname()[1]}"
        client = connect(SECRET, address, policy=RetryPolicy(sleep=waits.append))
        with pytest.raises(GitHubError, match=r"Cannot reach 127\.0\.0\.1:.* connection refused"):
            plan_sync(client, REPO, {})
        client.close()
    assert waits == [1, 2]


@pytest.mark.parametrize(
    "address",
    ["github.example.com", "ftp://x/", "http://", "https://user:pw@host/", "https://h:99999999/",
     "file:///etc/passwd", "https://host/?a=b"],
)  # fmt: skip
def test_what_is_no_address_is_wrong_use(address: str) -> None:
    with pytest.raises(WrongUse) as caught:
        connect(None, address)
    assert "pw" not in str(caught.value)


def test_a_token_does_not_travel_unencrypted() -> None:
    with pytest.raises(WrongUse, match=r"unencrypted to github\.example\.com"):
        connect(SECRET, "http://github.example.com/api/v3")


@pytest.mark.parametrize("token", ["two words", "line\nbreak", "ünïcode"])
def test_what_is_no_token_is_wrong_use_and_not_shown(token: str) -> None:
    with pytest.raises(WrongUse) as caught:
        connect(token)
    assert token not in str(caught.value)


def test_a_key_that_is_none_is_wrong_use_and_not_shown() -> None:
    with pytest.raises(WrongUse) as caught:
        connect_app("1", "my secret key", REPO)
    assert "my secret" not in str(caught.value)


def test_words_of_a_server_are_shown_as_one_line_without_secrets() -> None:
    shown = one_line(f"no\n\x1b[31m {SECRET} Bearer abc.def.ghi\u202e end" + "x" * 999)
    assert "\n" not in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert SECRET not in shown
    assert "abc.def" not in shown
    assert len(shown) <= 160


@pytest.mark.parametrize("status", [400, 403, 410, 418, 422, 451])
@pytest.mark.parametrize("data", [None, [], "text", {"message": None}, {"message": "why\nnot"}])
def test_every_refusal_is_one_line_with_a_next_step(status: int, data: object) -> None:
    error = refusal(status, data, "issues of a/b", authenticated=True)
    assert "\n" not in str(error)
    assert error.hint
