"""What goes wrong on the way is waited out, announced, and costs no row."""

from __future__ import annotations

import time

import pytest

from tests.github.conftest import Connect, Serve
from tests.github.copy import Copy
from tests.github_server.clock import Clock
from tests.github_server.faults import Fault
from tests.github_server.generate import make_world
from triage.errors import GitHubError

PASSING = {
    "500": Fault("status", status=500, every=3, times=None),
    "502": Fault("status", status=502, every=3, times=None),
    "503 with Retry-After": Fault("status", status=503, retry_after=7, every=3, times=None),
    "reset": Fault("reset", every=4, times=None),
    "truncated": Fault("truncate", every=3, times=None),
    "broken JSON": Fault("broken_json", every=3, times=None),
    "HTML": Fault("html", every=3, times=None),
    "hang": Fault("hang", seconds=3, after=4),
    "slow": Fault("slow", seconds=3, after=4),
    "secondary with Retry-After": Fault("secondary", retry_after=30, every=5, times=None),
    "secondary": Fault("secondary", every=5, times=None),
    "429": Fault("status", status=429, retry_after=30, every=5, times=None),
    "primary": Fault("primary", reset_in=1800, after=4),
}


@pytest.mark.parametrize("name", PASSING)
def test_trouble_that_passes_loses_nothing(serve: Serve, client_of: Connect, name: str) -> None:
    world = make_world(250, 50, 600)
    server = serve(world, faults=[Fault(**_fields(PASSING[name]))], strict=False)
    copy = Copy()
    copy.sync(client_of(server))
    assert copy.missing(world.repo) == []
    assert server.faults[0].hits > 0
    assert copy.waits()


def _fields(fault: Fault) -> dict[str, object]:
    return {k: v for k, v in fault.as_dict().items() if k not in ("seen", "hits")}


@pytest.mark.parametrize(("retry_after", "least"), [(30, 30), (None, 60)])
def test_a_secondary_limit_is_waited_for_as_long_as_asked(
    serve: Serve, client_of: Connect, retry_after: float | None, least: float
) -> None:
    server = serve(make_world(150, 0, 0), faults=[Fault("secondary", retry_after=retry_after)])
    copy = Copy()
    copy.sync(client_of(server))
    assert copy.waits() == [least]
    assert copy.heard[0].message == f"GitHub asks to slow down; going on in {least} s"


def test_a_secondary_limit_that_stays_is_waited_for_longer_and_longer(
    serve: Serve, client_of: Connect
) -> None:
    server = serve(make_world(150, 0, 0), faults=[Fault("secondary", times=3)])
    copy = Copy()
    copy.sync(client_of(server))
    assert copy.waits() == [60, 120, 240]


@pytest.mark.parametrize("offset", [-7200, 0, 7200])
def test_the_reset_of_the_limit_is_measured_with_githubs_clock(
    serve: Serve, client_of: Connect, offset: float
) -> None:
    """A client whose clock is wrong by hours neither hammers nor oversleeps."""
    world = make_world(350, 0, 500)
    fault = Fault("primary", reset_in=1800, after=3)
    server = serve(world, faults=[fault], clock=Clock(offset=offset))
    copy = Copy()
    copy.sync(client_of(server))
    assert copy.missing(world.repo) == []
    assert len(copy.waits()) == 1
    assert 1795 <= copy.waits()[0] <= 1803
    assert server.log.count(status=403) == 1


def test_a_limit_further_away_than_wanted_ends_with_one_line(
    serve: Serve, client_of: Connect
) -> None:
    server = serve(make_world(350, 0, 500), faults=[Fault("primary", reset_in=1800, after=3)])
    copy = Copy()
    with pytest.raises(GitHubError) as caught:
        copy.sync(client_of(server, longest_wait=60))
    assert caught.value.message.startswith("GitHub's rate limit is used up, for another 1,8")
    assert "saved" in caught.value.hint
    assert copy.waits() == []


def test_without_a_token_the_hint_speaks_of_one(serve: Serve, client_of: Connect) -> None:
    server = serve(make_world(350, 0, 500))
    server.access.anonymous_limit = 5
    copy = Copy()
    with pytest.raises(GitHubError) as caught:
        copy.sync(client_of(server, None, longest_wait=60))
    assert "GITHUB_TOKEN" in caught.value.hint
    server.clock.advance(3700)
    server.access.anonymous_limit = 60
    copy.sync(client_of(server, None))
    assert copy.missing(server.world.repo) == []


def test_waits_between_failures_double(serve: Serve, client_of: Connect) -> None:
    server = serve(make_world(50, 0, 0), faults=[Fault("status", status=500, times=4)])
    copy = Copy()
    copy.sync(client_of(server))
    assert copy.waits() == [1, 2, 4, 8]


def test_a_server_that_never_recovers_is_given_up(serve: Serve, client_of: Connect) -> None:
    server = serve(
        make_world(50, 0, 0), faults=[Fault("status", status=502, times=None)], strict=False
    )
    with pytest.raises(GitHubError, match="keeps failing: GitHub answered 502"):
        Copy().sync(client_of(server, attempts=3))
    # Three tries of the full page, three of a smaller one, which some servers manage.
    assert len(server.log) == 6


def test_a_page_too_heavy_for_the_server_is_asked_for_in_smaller_parts(
    serve: Serve, client_of: Connect
) -> None:
    world = make_world(250, 50, 600)
    server = serve(world, faults=[Fault("status", status=502, times=3, after=3)], strict=False)
    copy = Copy()
    copy.sync(client_of(server, attempts=3))
    assert {"100", "20"} <= {entry.params.get("per_page") for entry in server.log}
    assert copy.missing(world.repo) == []


def test_what_is_not_github_is_named_as_such(serve: Serve, client_of: Connect) -> None:
    server = serve(make_world(5, 0, 0), faults=[Fault("html", times=None)], strict=False)
    with pytest.raises(GitHubError) as caught:
        Copy().sync(client_of(server, attempts=2))
    assert "HTML instead of JSON" in str(caught.value)
    assert "--base-url" in caught.value.hint
    assert "\n" not in str(caught.value)


def test_a_hang_ends_with_the_timeout(serve: Serve, client_of: Connect) -> None:
    server = serve(make_world(5, 0, 0), faults=[Fault("hang", seconds=8)], strict=False)
    start = time.monotonic()
    copy = Copy()
    copy.sync(client_of(server))
    assert time.monotonic() - start < 5
    assert copy.heard[0].message == "no answer in time; going on in 1 s"


def test_a_run_that_ends_in_trouble_is_continued_by_the_next(
    serve: Serve, client_of: Connect
) -> None:
    world = make_world(450, 50, 900)
    server = serve(world, faults=[Fault("status", times=None, after=8)], strict=False)
    copy = Copy()
    with pytest.raises(GitHubError):
        copy.sync(client_of(server, attempts=2))
    server.faults.clear()
    before = copy.rows
    copy.sync(client_of(server))
    assert copy.missing(world.repo) == []
    assert before > 0
    assert copy.rows < 1400 + 2 * 100 + len(server.log)
