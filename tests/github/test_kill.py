"""A sync that is killed at any moment goes on where it was, with whole pages in the store."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from tests.github.conftest import Serve
from tests.github.copy import REPO, Copy
from tests.github_server.changes import busy
from tests.github_server.generate import make_world
from tests.github_server.server import GitHubServer
from triage.store import open_store

ROOT = Path(__file__).parents[2]


class Syncer:
    """Syncs in processes of their own, to be killed."""

    def __init__(self, server: GitHubServer, db: str) -> None:
        self.server = server
        self.order = f"{server.base_url} {server.token} {db}\n"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.github.syncer"],
            cwd=ROOT,
            text=True,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def __enter__(self) -> Syncer:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.communicate()

    def start(self) -> int:
        """The process id of a new sync."""
        assert self.process.stdin
        self.process.stdin.write(self.order)
        self.process.stdin.flush()
        return self._answer()

    def run(self) -> int:
        """The exit code of a sync that nobody kills."""
        self.start()
        return self._answer()

    def kill(self, requests: int, delay: float) -> int:
        """Start one; kill -9 once GitHub has answered so many requests, and a moment later."""
        goal = len(self.server.log) + requests
        child = self.start()
        deadline = time.monotonic() + 60
        while len(self.server.log) < goal and time.monotonic() < deadline:
            time.sleep(0.001)
        time.sleep(delay)
        os.kill(child, signal.SIGKILL)
        return self._answer()

    def _answer(self) -> int:
        assert self.process.stdout
        return int(self.process.stdout.readline())


def stored(db: str) -> Copy:
    """What the store holds, to compare with the world."""
    copy = Copy()
    with open_store(db) as store:
        for issue in store.issues(REPO, pull_requests=True):
            copy.issues[issue.number or 0] = issue
        for comment in store.comments(REPO):
            copy.comments[comment.github_id] = comment
        for stream in ("issues", "comments"):
            checkpoint = store.checkpoint(REPO, stream)
            if checkpoint:
                copy.checkpoints[stream] = checkpoint
    return copy


def test_a_sync_killed_again_and_again_ends_equal_to_github(serve: Serve, tmp_path: Path) -> None:
    rng = random.Random(11)
    world = make_world(900, 150, 3000)
    server = serve(world, strict=False)
    db = f"sqlite:///{tmp_path / 'killed.db'}"
    kills = 5
    with Syncer(server, db) as syncer:
        for _ in range(kills):
            assert syncer.kill(rng.randint(3, 7), rng.random() * 0.03) == -signal.SIGKILL
            copy = stored(db)
            # Whole pages were kept, and no checkpoint ran ahead of its rows.
            for stream, checkpoint in copy.checkpoints.items():
                lost = _before(server, stream, checkpoint.since or "") & {*copy.missing(world.repo)}
                assert lost == set()
        assert syncer.run() == 0
    assert stored(db).missing(world.repo) == []
    # Undisturbed it takes 43; each kill costs the page in flight and the three of a new plan.
    assert len(server.log) <= 43 + kills * 4


def _before(server: GitHubServer, stream: str, since: str) -> set[str]:
    repo = server.world.repo
    if stream == "issues":
        return {f"issue {n}" for n, row in repo.issues.items() if _iso(row.updated_at) < since}
    return {f"comment {n}" for n, row in repo.comments.items() if _iso(row.updated_at) < since}


def _iso(seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))


def test_killed_while_the_repository_changes_nothing_is_lost(serve: Serve, tmp_path: Path) -> None:
    rng = random.Random(5)
    world = make_world(600, 100, 1500)
    server = serve(world, strict=False)
    world.on_request(busy(), every=2)
    db = f"sqlite:///{tmp_path / 'killed.db'}"
    with Syncer(server, db) as syncer:
        for _ in range(3):
            assert syncer.kill(rng.randint(3, 7), rng.random() * 0.03) == -signal.SIGKILL
        assert syncer.run() == 0
        world.hooks.clear()
        assert syncer.run() == 0
    assert stored(db).missing(world.repo) == []
