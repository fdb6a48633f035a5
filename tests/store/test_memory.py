"""The bot's memory on either database: a queue that loses and repeats nothing, and an audit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from triage.records import Action, Correction, Event
from triage.store import Store

REPO = "tensorflow/models"
NOW, LATER, LEASE = "2026-01-01T00:00:00Z", "2026-01-01T00:05:00Z", "2026-01-01T00:01:00Z"
LABEL = Action("add_label", REPO, 7, "0.99 sure", label="models:official", confidence=0.99)


def event(number: int = 7, delivery: str = "a", action: str = "opened") -> Event:
    return Event(delivery, "issues", action, REPO, number, "ann")


def test_a_delivery_is_queued_once_even_after_it_was_done(store: Store):
    memory = store.memory
    assert memory.enqueue(event(), NOW)
    assert not memory.enqueue(event(), NOW)
    job = memory.claim("w", NOW, LEASE)
    assert job and (job.event, job.attempts) == (event(), 1)
    memory.finish(job.id)
    assert not memory.enqueue(event(), LATER)
    assert memory.claim("w", LATER, LEASE) is None
    assert memory.queue_counts() == {"queued": 0, "working": 0, "done": 1, "failed": 0}


def test_events_without_a_delivery_are_all_queued(store: Store):
    assert store.memory.enqueue(event(delivery=""), NOW)
    assert store.memory.enqueue(event(8, delivery=""), NOW)
    assert store.memory.queue_counts()["queued"] == 2


def test_two_workers_never_have_the_same_issue(store: Store):
    memory = store.memory
    memory.enqueue(event(delivery="a"), NOW)
    first = memory.claim("w1", NOW, LEASE)
    memory.enqueue(event(delivery="b", action="edited"), NOW)
    memory.enqueue(event(8, delivery="c"), NOW)
    second = memory.claim("w2", NOW, LEASE)
    assert first and second and second.event.number == 8
    assert memory.claim("w3", NOW, LEASE) is None
    memory.finish(first.id)
    third = memory.claim("w3", NOW, LEASE)
    assert third and third.event.delivery == "b"


def test_what_waits_for_the_same_issue_is_done_with_it(store: Store):
    memory = store.memory
    for delivery in "abc":
        memory.enqueue(event(delivery=delivery), NOW)
    job = memory.claim("w", NOW, LEASE)
    assert job and memory.claim("w", NOW, LEASE) is None
    assert memory.queue_counts() == {"queued": 0, "working": 1, "done": 2, "failed": 0}


def test_the_job_of_a_dead_worker_is_taken_again(store: Store):
    memory = store.memory
    memory.enqueue(event(), NOW)
    memory.claim("dead", NOW, LEASE)
    assert memory.claim("w", LEASE, LATER) is None  # the lease holds to its end
    again = memory.claim("w", LATER, LATER)
    assert again and again.attempts == 2


def test_a_worker_that_was_too_slow_is_told_that_its_job_is_taken(store: Store):
    memory = store.memory
    memory.enqueue(event(), NOW)
    slow = memory.claim("slow", NOW, LEASE)
    assert slow and memory.renew(slow, LEASE)
    other = memory.claim("other", LATER, LATER)
    assert other and not memory.renew(slow, LATER) and memory.renew(other, LATER)


def test_a_job_waits_until_it_is_due(store: Store):
    memory = store.memory
    memory.enqueue(event(), NOW)
    job = memory.claim("w", NOW, LEASE)
    assert job and memory.oldest_wait() is None
    memory.retry(job.id, LATER, "GitHub asks to slow down")
    assert memory.oldest_wait() == NOW
    assert memory.claim("w", LEASE, LATER) is None
    again = memory.claim("w", LATER, LATER)
    assert again
    memory.fail(again.id, "gone")
    assert memory.queue_counts()["failed"] == 1


def test_many_workers_take_each_job_once(store: Store):
    memory = store.memory
    for number in range(40):
        memory.enqueue(event(number, delivery=str(number)), NOW)

    def work(name: int) -> list[int]:
        taken = []
        while job := memory.claim(f"w{name}", NOW, LEASE):
            taken.append(job.id)
        return taken

    with ThreadPoolExecutor(4) as pool:
        taken = [job for jobs in pool.map(work, range(4)) for job in jobs]
    assert len(taken) == 40 == len(set(taken))


def test_actions_are_remembered_with_all_they_say(store: Store):
    memory = store.memory
    first, second = memory.record([LABEL, replace(LABEL, label="b")], "apply", "planned", NOW, "d")
    memory.mark(first, "applied", LATER, github_id=5)
    memory.mark(second, "failed", LATER, error="403")
    done = memory.done(REPO, 7)
    assert [(row.status, row.github_id, row.error) for row in done] == [
        ("applied", 5, None), ("failed", None, "403"),
    ]  # fmt: skip
    assert done[0].action == LABEL and done[0].delivery == "d" and done[0].planned_at == NOW
    memory.mark(first, "undone", "2026-01-02")
    assert memory.done(REPO, 7)[0].applied_at == LATER
    assert [row.id for row in memory.log(since=LATER)] == []
    assert [row.id for row in memory.log(repo=REPO)] == [first, second]
    assert memory.done(REPO, 8) == []


def test_only_what_was_carried_out_counts_as_a_write(store: Store):
    memory = store.memory
    ids = memory.record([LABEL] * 3, "apply", "planned", NOW)
    memory.mark(ids[0], "applied", NOW)
    memory.mark(ids[1], "applied", LATER)
    assert [memory.writes_since(moment) for moment in (NOW, LEASE, "2027")] == [2, 1, 0]


def test_the_later_correction_stays(store: Store):
    memory = store.memory
    late = Correction(REPO, 7, "category", "research", "ann", LATER)
    early = Correction(REPO, 7, "category", "odapi", "bob", NOW)
    memory.save_corrections([late, early])
    memory.save_corrections([early])
    assert memory.corrections(REPO) == [late]


def test_a_renamed_repository_keeps_its_memory(store: Store):
    memory = store.memory
    memory.enqueue(event(), NOW)
    memory.record([LABEL], "shadow", "shadow", NOW)
    memory.save_corrections([Correction(REPO, 7, "type", "bug", "ann", NOW)])
    assert store.rename_repo(REPO, "tensorflow/garden")
    assert [row.action.repo for row in memory.log()] == ["tensorflow/garden"]
    assert [row.repo for row in memory.corrections("tensorflow/garden")] == ["tensorflow/garden"]
    job = memory.claim("w", NOW, LEASE)
    assert job and job.event.repo == "tensorflow/garden"


def test_an_event_without_an_issue_is_refused(store: Store):
    with pytest.raises(ValueError, match="without an issue"):
        store.memory.enqueue(replace(event(), number=None), NOW)
