"""The same event 1,000 times, at once and out of order with others: one comment, one set of labels.

Half of them are the same delivery sent again, half are deliveries of their own. Receiver, queue,
workers and GitHub are the real ones; two bots over one database stand for two processes.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import orjson
import pytest
from starlette.testclient import TestClient

from tests.bot.make import CONFIG
from tests.bot.run import BOT, ODAPI, PB2
from tests.bot.work import make_bot
from tests.github_server import GitHubServer, World
from triage.bot.config import BotConfig, Limits
from triage.bot.metrics import Metrics
from triage.bot.signature import sign
from triage.bot.webhook import Receiver
from triage.pipeline.bot import utc_now
from triage.pipeline.bot_worker import Worker
from triage.store import Store, open_store

ISSUES, SENDERS = 3, 8
SECRET = "a-secret-for-a-thousand"
SECONDS = 60
WITHOUT_END = BotConfig(site=CONFIG.site, limits=Limits(10**6, 10**6))
Delivery = tuple[str, str, bytes]
"""Id, event, body."""


@pytest.fixture
def world() -> World:
    made = World()
    for label in CONFIG.managed():
        made.repo.label(label)
    for number in range(ISSUES):
        made.repo.add_issue(made.user(f"user-{number}"), *PB2)
    return made


def payload(world: World, number: int, action: str) -> bytes:
    return orjson.dumps({
        "action": action, "issue": {"number": number, "title": f"{action} before it was edited"},
        "repository": {"full_name": world.repo.full_name},
        "sender": {"login": "ann", "type": "User"},
    })  # fmt: skip


def deliveries(world: World, run: int, times: int, others: int) -> list[Delivery]:
    rng = random.Random(run)
    same = payload(world, 1, "opened")
    made = [("the-same" if at % 2 else f"run-{run}-{at}", "issues", same) for at in range(times)]
    for at in range(others):
        number, action = rng.randint(1, ISSUES), rng.choice(["edited", "labeled", "reopened"])
        made.append((f"run-{run}-other-{at}", "issues", payload(world, number, action)))
    rng.shuffle(made)
    return made


def post(client: TestClient, delivery: Delivery) -> str:
    name, event, body = delivery
    headers = {
        "content-type": "application/json", "x-github-event": event,
        "x-github-delivery": name, "x-hub-signature-256": sign(body, SECRET),
    }  # fmt: skip
    answer = client.post("/webhook", content=body, headers=headers)
    assert answer.status_code == 202, answer.text
    return str(answer.json()["result"])


@contextmanager
def working(github: GitHubServer, url: str) -> Iterator[Store]:
    """Two bots with two workers each, over one database."""
    stop = threading.Event()
    with open_store(url) as store, open_store(url) as another:
        bots = [make_bot(github, one, WITHOUT_END) for one in (store, another)]
        threads = [
            threading.Thread(target=_worker(bot, f"{at}-{n}").run, args=(stop, 0.05))
            for at, bot in enumerate(bots)
            for n in range(2)
        ]
        for thread in threads:
            thread.start()
        try:
            yield store
        finally:
            stop.set()
            for thread in threads:
                thread.join()
            for bot in bots:
                bot.observer.client.close()


def _worker(bot, name: str) -> Worker:
    return Worker(bot.store, lambda _repo: bot, name)


def deliver(store: Store, events: list[Delivery]) -> Counter[str]:
    """Deliver all at once, and wait for the workers; how often which was answered."""
    receiver = Receiver(
        (SECRET,), lambda event: store.memory.enqueue(event, utc_now()), lambda: True,
        Metrics(store.memory.queue_counts),
    )  # fmt: skip
    with TestClient(receiver.app()) as client, ThreadPoolExecutor(SENDERS) as pool:
        results = Counter(pool.map(lambda one: post(client, one), events))
    deadline = time.monotonic() + SECONDS
    while (counts := store.memory.queue_counts())["queued"] + counts["working"]:
        assert time.monotonic() < deadline, counts
        time.sleep(0.05)
    assert counts["failed"] == 0
    return results


def check(world: World) -> None:
    for row in world.repo.issues.values():
        (comment,) = [world.repo.comments[at] for at in row.comment_ids]
        assert comment.user.login == BOT and comment.created_at == comment.updated_at
        assert row.labels == [ODAPI]
        touched = [(event.kind, event.label.name) for event in row.events if event.label]
        assert touched == [("labeled", ODAPI)]


@pytest.mark.timeout(2 * SECONDS)
def test_a_thousand_times_the_same_is_once(world, tmp_path: Path):
    limits = {"writes_per_minute": 10**6, "writes_per_hour": 10**6, "limit": 10**7}
    url = f"sqlite:///{tmp_path / 'bot.db'}"
    with GitHubServer(world, **limits) as github:
        with working(github, url) as store:
            first = deliver(store, deliveries(world, 1, 1_000, 200))
            assert first == {"queued": 500 + 200 + 1, "known": 499}
            check(world)
            writes = Counter(entry.operation for entry in github.log.writes())
            assert writes == {"issues/add-labels": ISSUES, "issues/create-comment": ISSUES}

            again = deliver(store, deliveries(world, 2, 100, 20))
            assert again == {"queued": 50 + 20, "known": 50}
        check(world)
        assert len(github.log.writes()) == 2 * ISSUES, "no request that writes any more"
        assert github.violations == []
