"""The bot on one core: webhook to plan, events planned a second, cold start of the Action.

GitHub's part is a process of its own on another core. The floor beside them in the same run: the
requests that a look at an issue needs, sent bare to the same server on loopback, and an interpreter
that starts and does nothing.

    python -m benchmarks.bot --json bot.json
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
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
from triage.store import Store, open_store  # noqa: E402

ISSUES = 100
CORES = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else []


def make_world() -> World:
    world = World()
    for label in load_config().managed():
        world.repo.label(label)
    for line in snapshot_path().read_bytes().splitlines()[:ISSUES]:
        row = orjson.loads(line)
        world.repo.add_issue(world.user("ann"), row["title"], row["body"] or "")
    return world


def stay_on(core: int) -> None:
    """Keep this process on one core; the bot's is the first, GitHub's the last."""
    if CORES:
        os.sched_setaffinity(0, {CORES[core]})


def serve(world: World, pipe: Connection) -> None:
    """GitHub's process: tells its address, and ends when told to."""
    stay_on(-1)
    with GitHubServer(world, strict=False, limit=10**7) as github:
        pipe.send(github.base_url)
        pipe.recv()


@contextmanager
def github_of(world: World) -> Iterator[str]:
    """The address of a GitHub that runs in a process of its own."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=serve, args=(world, theirs))
    process.start()
    try:
        yield ours.recv()
    finally:
        ours.send("end")
        process.join()


def milliseconds(work: object, count: int) -> list[float]:
    found = []
    for number in range(1, count + 1):
        started = time.perf_counter()
        work(number)  # type: ignore[operator]
        found.append((time.perf_counter() - started) * 1000)
    return found


def queued(number: int, repo: str, round_: int = 0) -> Event:
    """The event of an issue."""
    return Event(f"{round_}-{number}", "issues", "opened", repo, number)


def at_once(make_bot: Callable[[], Bot], store: Store, repo: str, workers: int) -> float:
    """Events a second, from the first one queued to the last plan written down."""

    def work(worker: Worker) -> None:
        while worker.step():
            pass

    bots = [make_bot() for _ in range(workers)]
    for bot in bots:
        bot.observer.observe(repo, 1)  # a connection, and the labels
    threads = [
        threading.Thread(
            target=work, args=(Worker(store, lambda _, bot=bot: bot, f"{workers}-{at}"),)
        )
        for at, bot in enumerate(bots)
    ]
    started = time.perf_counter()
    for number in range(1, ISSUES + 1):
        store.memory.enqueue(queued(number, repo, workers), utc_now())
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ISSUES / (time.perf_counter() - started)


def events(folder: Path) -> dict[str, float]:
    """Queue to plan over HTTP, the bare requests, and planning alone."""
    world, config = make_world(), load_config()
    judge, repo = make_judge(config), world.repo.full_name
    with github_of(world) as address:
        stay_on(0)
        client = connect("bot-token", address)
        with open_store(f"sqlite:///{folder / 'bot.db'}") as store:

            def make_bot() -> Bot:
                observer = Observer(connect("bot-token", address), "triage-bot[bot]")
                return Bot(store, observer, judge, config)

            bot = make_bot()
            worker = Worker(store, lambda _repo: bot, "bench")

            def handle(number: int) -> None:
                store.memory.enqueue(queued(number, repo), utc_now())
                worker.step()

            handle(1)
            whole = milliseconds(handle, ISSUES)
        rates = {}
        for workers in (1, 2):
            with open_store(f"sqlite:///{folder / f'{workers}.db'}") as store:
                rates[workers] = at_once(make_bot, store, repo, workers)

        def bare(number: int) -> None:
            path = f"/repos/{repo}/issues/{number}"
            for part in (path, f"{path}/events"):
                client.get(part, shape=object)

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
        "events a second with queue and HTTP, one worker": round(rates[1], 1),
        "events a second with queue and HTTP, two workers": round(rates[2], 1),
        "events a second, judging and planning alone": round(1000 / statistics.mean(alone), 1),
    }


def cold_start(folder: Path) -> dict[str, float]:
    """A process that plans for one event and ends, against one that does nothing."""
    world = make_world()
    payload = {
        "action": "opened", "issue": {"number": 1}, "sender": {"login": "ann", "type": "User"},
        "repository": {"full_name": world.repo.full_name},
    }  # fmt: skip
    (folder / "event.json").write_bytes(orjson.dumps(payload))
    with github_of(world) as address:
        command = [
            sys.executable, "-m", "triage", "bot", "--event", str(folder / "event.json"), "--json",
            "--base-url", address, "--db", f"sqlite:///{folder / 'cold.db'}",
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
