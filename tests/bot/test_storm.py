"""2,000 deliveries, many twice and all out of order, while workers are killed and GitHub fails.

In the end each issue has exactly the labels of its plan, at most one comment of the bot, and no
delivery is lost. On SQLite with one worker in one process, on PostgreSQL with four.
"""

from __future__ import annotations

import json
import os
import random
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path

import orjson
import pytest

from tests.github_server import Fault, GitHubServer, World
from tests.postgres import backends
from triage.bot.comment import digest_of
from triage.bot.config_file import load_config
from triage.bot.model import Situation
from triage.bot.plan import plan
from triage.bot.signature import sign
from triage.config import snapshot_path
from triage.pipeline.bot_judge import make_judge
from triage.records import Issue
from triage.store import open_store

SECRET, BOT = "a-secret-for-the-storm", "triage-bot[bot]"
DELIVERIES, ISSUES, SENDERS = 2_000, 30, 8
KILL_BEFORE = (300, 900, 1500)
"""Deliveries before which a process is killed: however fast the machine is, it happens."""
SETTLE_SECONDS = 90
CONFIG = """
site = "https://kb.example.org/en/latest"
[limits]
writes_per_run = 100000
writes_per_hour = 100000
[thresholds]
category = 0.8
type = 0.8
answer = 0.8
"""


def texts() -> list[tuple[str, str]]:
    rows = [orjson.loads(line) for line in snapshot_path().read_bytes().splitlines()]
    return [(row["title"], row["body"] or "") for row in rows[:: len(rows) // ISSUES][:ISSUES]]


@pytest.fixture
def world() -> World:
    made = World()
    made.permissions[BOT] = "triage"
    for label in load_config(None).managed():
        made.repo.label(label)
    for number, (title, body) in enumerate(texts()):
        made.repo.add_issue(made.user(f"user-{number % 7}"), title, body)
    return made


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "triage.toml"
    path.write_text(CONFIG)
    return path


class Herd:
    """Receivers on ports of their own over one database, some of which die now and then."""

    def __init__(self, db: str, github: GitHubServer, config: Path, size: int) -> None:
        self.command = [db, github.base_url, "0", "1", str(config)]
        self.ports = [_free_port() for _ in range(size)]
        self.processes: list[subprocess.Popen[bytes]] = []
        self.kills = 0
        self.log = (config.parent / "log.jsonl").open("ab")
        for port in self.ports:
            self.processes.append(self._start(port))

    def _start(self, port: int) -> subprocess.Popen[bytes]:
        db, base_url, _, workers, config = self.command
        environment = os.environ | {
            "GITHUB_TOKEN": "bot-token", "TRIAGE_WEBHOOK_SECRET": SECRET,
        }  # fmt: skip
        return subprocess.Popen(
            [sys.executable, "-m", "tests.bot.storm", db, base_url, str(port), workers, config],
            env=environment, stdout=self.log, stderr=self.log,
        )  # fmt: skip

    def kill_one(self, at: int) -> None:
        self.processes[at].kill()
        self.processes[at].wait()
        self.kills += 1
        self.processes[at] = self._start(self.ports[at])

    def wait_until_up(self, deadline: float) -> None:
        """A process that was just started again ends well only once it runs."""
        for port in self.ports:
            while not _is_up(port):
                assert time.monotonic() < deadline, f"nobody answers on port {port}"
                time.sleep(0.1)

    def stop(self) -> list[int]:
        for process in self.processes:
            process.terminate()
        codes = [process.wait(40) for process in self.processes]
        self.log.close()
        return codes


def _is_up(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=10) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError, HTTPException):
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def deliveries(world: World) -> list[tuple[str, str, bytes]]:
    """(id, event, body): several events an issue, a third of them delivered twice, shuffled."""
    rng, made = random.Random(7), []
    numbers = sorted(world.repo.issues)
    for at in range(DELIVERIES * 3 // 4):
        number = numbers[at % len(numbers)]
        issue = world.repo.issues[number]
        body = {
            "action": rng.choice(["opened", "edited", "reopened", "labeled"]),
            "issue": {"number": number, "title": issue.title, "body": issue.body},
            "repository": {"full_name": world.repo.full_name},
            "sender": {"login": "user-1", "type": "User"},
        }
        made.append((f"delivery-{at}", "issues", orjson.dumps(body)))
    made += rng.sample(made, DELIVERIES - len(made))
    rng.shuffle(made)
    return made


def send(ports: list[int], delivery: tuple[str, str, bytes], deadline: float) -> str:
    """Deliver as GitHub does, and again by hand until somebody took it."""
    name, event, body = delivery
    headers = {
        "content-type": "application/json", "x-github-event": event,
        "x-github-delivery": name, "x-hub-signature-256": sign(body, SECRET),
    }  # fmt: skip
    attempt = 0
    while time.monotonic() < deadline:
        port = ports[(hash(name) + attempt) % len(ports)]
        attempt += 1
        request = urllib.request.Request(f"http://127.0.0.1:{port}/webhook", body, headers)
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return str(json.load(answer)["result"])
        except (urllib.error.URLError, OSError, ValueError, HTTPException):
            time.sleep(0.1)
    return "never taken"


def faults() -> list[Fault]:
    """GitHub at its worst, for as long as the storm lasts."""
    return [
        Fault("lost", times=None, every=5, method="POST", contains="/comments"),
        Fault("lost", times=None, every=7, method="POST", contains="/labels"),
        Fault("status", times=None, every=13, status=502),
        Fault("secondary", times=None, every=41, retry_after=1),
        Fault("reset", times=None, every=61),
        Fault("truncate", times=None, every=71, method="GET"),
    ]


def settle(url: str, deadline: float) -> dict[str, int]:
    with open_store(url) as store:
        while True:
            counts = store.memory.queue_counts()
            if counts["queued"] + counts["working"] == 0 or time.monotonic() > deadline:
                return counts
            time.sleep(0.2)


def wanted_labels(world: World, config: Path) -> dict[int, set[str]]:
    """What the plan says of each issue when nothing has happened to it yet."""
    settings = load_config(config)
    judge = make_judge(settings)
    found = {}
    for number, (title, body) in enumerate(texts(), 1):
        issue = Issue(number, title, body, repo=world.repo.full_name, author="user-1")
        situation = Situation(issue, judge(issue), existing_labels=settings.managed())
        actions = plan(situation, settings, "apply").actions
        found[number] = {action.label for action in actions if action.kind == "add_label"}
    return found


@pytest.fixture(params=backends())
def storm(request, tmp_path) -> tuple[str, int]:
    """(database URL, processes)."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'storm.db'}", 1
    url = request.getfixturevalue("postgres_server").create()
    request.addfinalizer(lambda: request.getfixturevalue("postgres_server").drop(url))
    return url, 4


@pytest.mark.timeout(280)
def test_after_the_storm_everything_is_as_planned(storm, world, config):
    url, size = storm
    limits = {"writes_per_minute": 10**6, "writes_per_hour": 10**6, "limit": 10**7}
    with GitHubServer(world, **limits) as github:
        open_store(url).close()
        herd = Herd(url, github, config, size)
        github.faults += faults()
        deadline = time.monotonic() + 120

        def deliver(numbered: tuple[int, tuple[str, str, bytes]]) -> str:
            at, delivery = numbered
            if at in KILL_BEFORE:
                herd.kill_one(at % size)
            return send(herd.ports, delivery, deadline)

        with ThreadPoolExecutor(SENDERS) as pool:
            results = list(pool.map(deliver, enumerate(deliveries(world))))
        github.faults.clear()
        counts = settle(url, time.monotonic() + SETTLE_SECONDS)
        herd.wait_until_up(time.monotonic() + SETTLE_SECONDS)
        codes = herd.stop()
        assert github.violations == []
    assert set(results) <= {"queued", "known"} and len(results) == DELIVERIES
    assert herd.kills == len(KILL_BEFORE) and codes == [0] * size
    assert counts == {"queued": 0, "working": 0, "failed": 0, "done": DELIVERIES * 3 // 4}
    check(world, wanted_labels(world, config))
    log = (config.parent / "log.jsonl").read_text()
    assert SECRET not in log and "bot-token" not in log


def check(world: World, wanted: dict[int, set[str]]) -> None:
    assert sum(map(len, wanted.values())) > ISSUES / 2, "the storm must have something to do"
    comments = 0
    for number, row in world.repo.issues.items():
        own = [world.repo.comments[at] for at in row.comment_ids]
        assert all(one.user.login == BOT and digest_of(one.body) for one in own)
        assert len(own) <= 1, f"#{number} has {len(own)} comments"
        assert set(row.labels) == wanted[number], f"#{number}"
        touched = [(event.kind, event.label.name) for event in row.events if event.label]
        assert len(touched) == len(set(touched)), f"#{number}: a label went back and forth"
        comments += len(own)
    assert comments > ISSUES / 4
