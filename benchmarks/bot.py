"""The bot on one core: webhook to plan, events planned a second, cold start of the Action.

The floor beside them in the same run: the requests that a look at an issue needs, sent bare to the
same server on loopback, and an interpreter that starts and does nothing.

    python -m benchmarks.bot --json bot.json
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import orjson  # noqa: E402

from tests.github_server import GitHubServer, World  # noqa: E402
from triage.bot.config_file import load_config  # noqa: E402
from triage.bot.model import Situation  # noqa: E402
from triage.bot.observe import Observer  # noqa: E402
from triage.bot.plan import plan  # noqa: E402
from triage.config import snapshot_path  # noqa: E402
from triage.github.connect import connect  # noqa: E402
from triage.pipeline.bot import Bot, utc_now  # noqa: E402
from triage.pipeline.bot_judge import make_judge  # noqa: E402
from triage.pipeline.bot_worker import Worker  # noqa: E402
from triage.records import Event, Issue  # noqa: E402
from triage.store import open_store  # noqa: E402

ISSUES = 100


def make_world() -> World:
    world = World()
    for label in load_config().managed():
        world.repo.label(label)
    for line in snapshot_path().read_bytes().splitlines()[:ISSUES]:
        row = orjson.loads(line)
        world.repo.add_issue(world.user("ann"), row["title"], row["body"] or "")
    return world


def milliseconds(work: object, count: int) -> list[float]:
    found = []
    for number in range(1, count + 1):
        started = time.perf_counter()
        work(number)  # type: ignore[operator]
        found.append((time.perf_counter() - started) * 1000)
    return found


def events(folder: Path) -> dict[str, float]:
    """Queue to plan over HTTP, the bare requests, and planning alone."""
    world, config = make_world(), load_config()
    with GitHubServer(world, strict=False, limit=10**7) as github:
        client = connect("bot-token", github.base_url)
        repo = world.repo.full_name
        with open_store(f"sqlite:///{folder / 'bot.db'}") as store:
            judge = make_judge(config)
            bot = Bot(store, Observer(client, "triage-bot[bot]"), judge, config)
            worker = Worker(store, lambda _repo: bot, "bench")

            def handle(number: int) -> None:
                store.memory.enqueue(
                    Event(str(number), "issues", "opened", repo, number), utc_now()
                )
                worker.step()

            handle(1)
            whole = milliseconds(handle, ISSUES)

        def bare(number: int) -> None:
            path = f"/repos/{repo}/issues/{number}"
            for address in (path, f"{path}/events", f"{path}/comments"):
                client.get(address, shape=object)

        floor = milliseconds(bare, ISSUES)
    issues = [Issue(n, r.title, r.body or "", repo=repo) for n, r in world.repo.issues.items()]

    def decide(number: int) -> None:
        issue = issues[number - 1]
        plan(Situation(issue, judge(issue), existing_labels=config.managed()), config)

    alone = milliseconds(decide, ISSUES)
    return {
        "webhook to plan, median ms": round(statistics.median(whole), 1),
        "webhook to plan, p95 ms": round(sorted(whole)[int(ISSUES * 0.95)], 1),
        "bare requests, median ms": round(statistics.median(floor), 1),
        "events planned a second, queue and HTTP included": round(1000 / statistics.mean(whole), 1),
        "planned a second, without HTTP": round(1000 / statistics.mean(alone), 1),
    }


def cold_start(folder: Path) -> dict[str, float]:
    """A process that plans for one event and ends, against one that does nothing."""
    world = make_world()
    payload = {
        "action": "opened", "issue": {"number": 1}, "sender": {"login": "ann", "type": "User"},
        "repository": {"full_name": world.repo.full_name},
    }  # fmt: skip
    (folder / "event.json").write_bytes(orjson.dumps(payload))
    with GitHubServer(world, strict=False) as github:
        command = [
            sys.executable, "-m", "triage", "bot", "--event", str(folder / "event.json"), "--json",
            "--base-url", github.base_url, "--db", f"sqlite:///{folder / 'cold.db'}",
        ]  # fmt: skip
        environment = os.environ | {"GITHUB_TOKEN": "bot-token"}
        times, floors = [], []
        for _ in range(5):
            for line, found in ((command, times), ([sys.executable, "-c", ""], floors)):
                started = time.perf_counter()
                subprocess.run(line, check=True, capture_output=True, env=environment)
                found.append(time.perf_counter() - started)
    return {
        "cold start, median s": round(statistics.median(times), 2),
        "empty interpreter, median s": round(statistics.median(floors), 2),
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--json")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        results = events(Path(folder)) | cold_start(Path(folder))
    for name, value in results.items():
        print(f"{name:50} {value}")
    if given.json:
        Path(given.json).write_text(json.dumps(results, indent=1) + "\n")


if __name__ == "__main__":
    main()
