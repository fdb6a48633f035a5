"""The server as a process of its own, and its switches over ``/_control``."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from tests.github_server import GitHubServer


def control(url: str, name: str, values: Any = None) -> Any:
    """Read or set a switch."""
    method = "GET" if values is None else "POST"
    answer = requests.request(method, f"{url}/_control/{name}", json=values, timeout=10)
    return answer.json()


@pytest.fixture(scope="module")
def process() -> Iterator[dict[str, str]]:
    """What the process prints when it is ready."""
    arguments = ["--issues", "60", "--prs", "20", "--comments", "100", "--strict"]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.github_server", *arguments],
        stdout=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        assert running.stdout is not None
        yield json.loads(running.stdout.readline())
        running.send_signal(signal.SIGTERM)
        assert running.wait(10) == 0


def test_process_prints_its_address_and_serves(process: dict[str, str]) -> None:
    control(process["url"], "reset", {})
    for base in (process["url"], process["enterprise_url"]):
        url = f"{base}/repos/{process['repo']}/issues?state=all&per_page=100"
        assert len(requests.get(url, timeout=10).json()) == 80
    log = control(process["url"], "log")
    assert (log["requests"], log["statuses"]) == (2, {"200": 2})
    assert log["sent"] > 1_000
    assert control(process["url"], "violations") == []


def test_world_can_be_compared_with_and_changed(process: dict[str, str]) -> None:
    url = process["url"]
    before = control(url, "world")
    assert (len(before["issues"]), len(before["pull_requests"]), len(before["comments"])) == (
        60, 20, 100,
    )  # fmt: skip
    control(url, "change", {"name": "day", "seed": 3})
    after = control(url, "world")
    assert after["now"] > before["now"]
    assert len(after["comments"]) > 200
    assert set(before["issues"]) - set(after["issues"])


def test_faults_and_changes_are_switched_from_outside(github_server: GitHubServer) -> None:
    url = github_server.base_url
    shown = control(url, "faults", {"kind": "status", "status": 503, "times": 1})
    assert shown[0]["status"] == 503
    issues = f"{url}/repos/octo-org/models/issues"
    assert [requests.get(issues, timeout=5).status_code for _ in range(2)] == [503, 200]
    assert control(url, "faults", []) == []
    control(url, "change", {"name": "busy", "every": 1})
    requests.get(issues, timeout=5)
    assert len(github_server.world.repo.issues) == 401
    control(url, "reset", {})
    requests.get(issues, timeout=5)
    assert len(github_server.world.repo.issues) == 401
    assert len(control(url, "log?full=1")) == 1


def test_limits_and_clock_are_switched_from_outside(github_server: GitHubServer) -> None:
    url = github_server.base_url
    issues = f"{url}/repos/octo-org/models/issues"
    control(url, "limits", {"exhaust": 600})
    assert requests.get(issues, timeout=5).status_code == 403
    control(url, "clock", {"advance": 601})
    assert requests.get(issues, timeout=5).status_code == 200
    control(url, "limits", {"expire": True})
    headers = {"Authorization": "Bearer admin-token"}
    assert requests.get(issues, headers=headers, timeout=5).status_code == 401


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("faults", {"kind": "thunder"}),
        ("faults", {"kind": "slow", "hard": 1}),
        ("change", {"name": "x"}),
    ],
)
def test_wrong_switches_are_refused(github_server: GitHubServer, name: str, values: Any) -> None:
    url = f"{github_server.base_url}/_control/{name}"
    assert requests.post(url, json=values, timeout=5).status_code == 400
    assert requests.post(url + "x", json=values, timeout=5).status_code == 404
