"""What comes back, in which order, and in how much memory."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.make import REPO, comment, comment_page, issue, page, time_at
from triage.records import GoldRow, Issue
from triage.store import Counts, SaveCounts, Store


def numbers(store: Store, *args: str, **options: object) -> list[int | None]:
    return [found.number for found in store.issues(*args, **options)]  # type: ignore[arg-type]


def test_issues_come_by_repository_and_number(store: Store) -> None:
    store.save_issues([issue(3), issue(2, repo="b/b"), issue(1), issue(9, repo="a/a")])
    assert [(found.repo, found.number) for found in store.issues()] == [
        ("a/a", 9),
        ("b/b", 2),
        (REPO, 1),
        (REPO, 3),
    ]
    assert store.repos() == ["a/a", "b/b", REPO]


def test_issues_can_be_chosen(store: Store) -> None:
    store.save_issues([issue(n, n, is_pull_request=n == 4) for n in range(1, 7)])
    assert numbers(store, REPO) == [1, 2, 3, 5, 6]
    assert numbers(store, REPO, pull_requests=True) == [1, 2, 3, 4, 5, 6]
    assert numbers(store, REPO, numbers=[6, 2, 2, 77]) == [2, 6]
    assert numbers(store, REPO, numbers=[]) == []
    assert numbers(store, REPO, updated_since=time_at(5)) == [5, 6]
    assert numbers(store, "no/such") == []
    store.save_issues([issue(7, author="bob"), issue(8, author="bob", repo="a/a")])
    assert numbers(store, REPO, author="bob") == [7]


def test_times_of_less_precision_are_compared_as_text(store: Store) -> None:
    times = ["2016", "2016-05", "2016-05-23", "2016-05-23T01:02:03Z"]
    store.save_issues(issue(n, updated_at=time) for n, time in enumerate(times, 1))
    for n, time in enumerate(times, 1):
        assert numbers(store, updated_since=time) == list(range(n, 5))


def test_more_issues_than_one_step_come_once_each(store: Store) -> None:
    store.save_issues(issue(n) for n in range(1, 1201))
    assert numbers(store) == list(range(1, 1201))
    assert numbers(store, numbers=range(2, 1200)) == list(range(2, 1200))


def test_comments_come_by_issue_and_id(store: Store) -> None:
    many = [comment(key, key % 3) for key in range(1, 1300)]
    store.save_comments(reversed(many))
    assert list(store.comments(REPO)) == sorted(many, key=lambda c: (c.number, c.github_id))
    assert list(store.comments(REPO, 2)) == [found for found in many if found.number == 2]
    assert list(store.comments(REPO, 55)) == []


def test_a_stream_left_half_way_does_not_block_a_writer(store: Store) -> None:
    store.save_issues(issue(n) for n in range(1, 1101))
    stream = store.issues()
    next(stream)
    assert store.save_page(page(issue(2000))) == SaveCounts(created=1)
    assert [found.number for found in stream][-1] == 2000


def test_a_stream_takes_flat_memory(store: Store) -> None:
    body = "x" * 4000
    store.save_issues(issue(n, body=body) for n in range(1, 6001))
    tracemalloc.start()
    try:
        total = sum(len(found.body) for found in store.issues())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert total == 24_000_000
    assert peak < 8_000_000


def test_counts_tell_issues_from_pull_requests(store: Store) -> None:
    store.save_page(page(issue(1), issue(2), issue(3, is_pull_request=True)))
    store.save_page(comment_page(comment(1, 1)))
    assert store.counts(REPO) == Counts(issues=2, pull_requests=1, comments=1)
    assert store.counts("no/such") == Counts()


@pytest.mark.parametrize(
    ("given_text", "kept"),
    [
        ("a\0b", "a\ufffdb"),
        ("half \ud83d a character", "half \ufffd a character"),
        ("\udfff", "\ufffd"),
        ("whole \U0001f600 \u202e \u200b \ufeff", "whole \U0001f600 \u202e \u200b \ufeff"),
        ("'; DROP TABLE issues; --", "'; DROP TABLE issues; --"),
        ("line\r\nline\u2028line\x85", "line\r\nline\u2028line\x85"),
        (r"\u0000 as it is written", r"\u0000 as it is written"),
    ],
)
def test_text_that_a_database_cannot_hold_is_replaced(
    store: Store, given_text: str, kept: str
) -> None:
    odd = issue(1, title=given_text, body=given_text, labels=(given_text,), author=given_text)
    store.save_page(page(Issue(**{**fields(odd), "raw": {"deep": [{given_text: given_text}]}})))
    store.save_page(comment_page(comment(1, 1, body=given_text)))
    (back,) = store.issues(raw=True)
    assert (back.title, back.body, back.labels, back.author) == (kept, kept, (kept,), kept)
    assert back.raw == {"deep": [{kept: kept}]}
    assert [found.body for found in store.comments()] == [kept]
    store.save_gold([GoldRow(back, given_text, given_text, given_text, given_text, given_text)])
    assert list(store.gold()) == [GoldRow(back, kept, kept, kept, kept, kept)]


def fields(row: Issue) -> dict[str, object]:
    return {name: getattr(row, name) for name in Issue.__dataclass_fields__}


@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.text(st.characters(codec=None), max_size=30), number=st.integers(1, 2**63 - 1))
def test_whatever_was_saved_is_the_same_when_saved_again(
    store: Store, text: str, number: int
) -> None:
    row = issue(number, title=text, body=text, labels=(text,), github_id=number, raw={"t": text})
    store.save_page(page(row))
    (once,) = store.issues(numbers=[number], raw=True)
    assert store.save_page(page(once)) == SaveCounts(unchanged=1)
    assert list(store.issues(numbers=[number])) == [once]


def test_payloads_that_json_writers_refuse_are_kept_as_far_as_possible(store: Store) -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    store.save_page(page(issue(1, raw={"big": 2**80}), issue(2, raw={"deep": deep})))
    assert [found.raw for found in store.issues(raw=True)] == [{"big": 2**80}, {}]
