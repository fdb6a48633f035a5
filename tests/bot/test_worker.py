"""A worker over a queue: what the limit of writes holds back is done later, and only once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.bot.make import CONFIG
from tests.bot.run import ODAPI
from tests.bot.work import make_bot
from tests.github_server import World
from triage.bot.config import BotConfig, Limits
from triage.bot.plan import AT_LIMIT
from triage.pipeline.bot import shift
from triage.pipeline.bot_worker import LIMIT_WAIT, Worker
from triage.records import Event
from triage.store import Store, open_store


@dataclass
class Clock:
    """A time that moves when told."""

    now: str = "2026-11-01T12:00:00.000000Z"

    def __call__(self) -> str:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now = shift(self.now, seconds)


@pytest.fixture
def world() -> World:
    made = World()
    for label in CONFIG.managed():
        made.repo.label(label)
    made.repo.add_issue(made.user("ann"), "cannot import name 'string_int_label_map_pb2'", "")
    return made


@pytest.fixture
def store(tmp_path) -> Iterator[Store]:
    with open_store(f"sqlite:///{tmp_path / 'bot.db'}") as opened:
        yield opened


def test_what_the_limit_holds_back_waits_in_the_queue(github, store, world):
    clock = Clock()
    config = BotConfig(site=CONFIG.site, limits=Limits(writes_per_hour=1))
    bot = make_bot(github, store, config, clock)
    worker = Worker(store, lambda _repo: bot, "one", now=clock)
    store.memory.enqueue(Event("d1", "issues", "opened", world.repo.full_name, 1), clock())
    row = world.repo.issues[1]

    first = worker.step()
    assert first is not None and (first.applied, first.plan.silence) == (1, AT_LIMIT)
    assert row.labels == [ODAPI] and row.comment_ids == []
    assert worker.step() is None, "not due yet"
    for _ in range(4):
        clock.pass_(LIMIT_WAIT)
        worker.step()
    clock.pass_(LIMIT_WAIT)
    worker.step()
    assert row.labels == [ODAPI] and len(row.comment_ids) == 1
    counts = store.memory.queue_counts()
    assert counts == {"queued": 0, "working": 0, "failed": 0, "done": 1}
    bot.observer.client.close()


def test_a_process_that_serves_counts_its_run_anew_each_day(github, store, world):
    clock = Clock()
    config = BotConfig(site=CONFIG.site, limits=Limits(writes_per_run=1))
    bot = make_bot(github, store, config, clock)
    repo, row = world.repo.full_name, world.repo.issues[1]

    assert bot.handle(repo, 1).applied == 1
    clock.pass_(11 * 3600)
    assert bot.handle(repo, 1).plan.silence == AT_LIMIT and row.comment_ids == []
    clock.pass_(3600)
    assert bot.handle(repo, 1).applied == 1 and len(row.comment_ids) == 1
    bot.observer.client.close()


def test_comments_are_read_where_there_are_some_or_the_bot_was_before(github, store, world):
    bot = make_bot(github, store, CONFIG)
    repo = world.repo.full_name

    def reads_of_comments() -> int:
        return github.log.count("GET", contains="/issues/1/comments")

    bot.observer.observe(repo, 1, met=False)
    assert reads_of_comments() == 0, "the issue says that it has none"
    bot.observer.observe(repo, 1, met=True)
    assert reads_of_comments() == 1, "the count may be older than the bot's own comment"
    bot.handle(repo, 1)
    before = reads_of_comments()
    assert world.repo.issues[1].comment_ids
    bot.handle(repo, 1)
    assert reads_of_comments() == before + 1
    assert len(world.repo.issues[1].comment_ids) == 1
