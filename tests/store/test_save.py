"""What a save keeps, what it leaves, and what it counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.store.make import REPO, comment, comment_page, issue, page, time_at
from triage.errors import StoreError
from triage.records import Checkpoint, FetchedPage, GoldRow, Issue
from triage.store import Counts, SaveCounts, Store


def test_a_page_is_saved_with_its_checkpoint(store: Store) -> None:
    saved = store.save_page(page(issue(1), issue(2, is_pull_request=True), since="2020-02"))
    assert saved == SaveCounts(created=2)
    assert list(store.issues(REPO, pull_requests=True)) == [
        issue(1),
        issue(2, is_pull_request=True),
    ]
    assert store.checkpoint(REPO, "issues") == Checkpoint(REPO, "issues", "2020-02")
    assert store.checkpoint(REPO, "comments") is None


def test_saving_twice_changes_nothing(store: Store) -> None:
    store.save_page(page(issue(1), issue(2)))
    assert store.save_page(page(issue(1), issue(2))) == SaveCounts(unchanged=2)
    store.save_page(comment_page(comment(7, 1)))
    assert store.save_page(comment_page(comment(7, 1))) == SaveCounts(unchanged=1)


def test_an_older_row_never_overwrites_a_newer_one(store: Store) -> None:
    new = issue(1, 60, title="new")
    store.save_page(page(new))
    assert store.save_page(page(issue(1, 59, title="old"))) == SaveCounts(unchanged=1)
    assert list(store.issues()) == [new]


def test_in_the_same_second_what_comes_last_stays(store: Store) -> None:
    store.save_page(page(issue(1, labels=("a",))))
    assert store.save_page(page(issue(1, labels=("a", "b")))) == SaveCounts(updated=1)
    assert [found.labels for found in store.issues()] == [("a", "b")]


def test_a_row_twice_in_one_page_is_one_row(store: Store) -> None:
    counts = store.save_page(page(issue(1, 5, title="a"), issue(1, 9, title="b"), issue(1, 7)))
    assert counts == SaveCounts(created=1, unchanged=2)
    assert [found.title for found in store.issues()] == ["b"]


def test_every_field_and_the_payload_come_back(store: Store) -> None:
    whole = issue(
        2**40, 5, state="closed", state_reason="not_planned", author="dependabot[bot]",
        author_is_bot=True, locked=True, closed_at=time_at(4), github_id=2**62,
    )  # fmt: skip
    said = comment(2**62, 2**40, 8, author=None, author_is_bot=True, on_pull_request=True)
    store.save_page(replace(page(whole), comments=(said,)))
    (back,) = store.issues(raw=True)
    (answer,) = store.comments(raw=True)
    assert (back, back.raw) == (whole, whole.raw)
    assert (answer, answer.raw) == (said, said.raw)
    assert next(store.issues()).raw == {}


def test_texts_are_kept_once_and_the_payload_still_has_them(store: Store) -> None:
    raw = {"title": "Title 1", "number": 1, "body": "Body of 1", "labels": []}
    store.save_page(page(issue(1, raw=raw)))
    store.save_page(comment_page(comment(7, 1, raw={"body": "Comment 7", "title": "Title 1"})))
    (back,) = store.issues(raw=True)
    (answer,) = store.comments(raw=True)
    assert list(back.raw.items()) == list(raw.items())
    assert answer.raw == {"body": "Comment 7", "title": "Title 1"}
    with store._begin() as connection:
        kept = connection.exec_driver_sql("SELECT raw FROM issues").scalar_one()
    assert "Body of 1" not in kept


def test_a_payload_with_other_texts_than_its_record_keeps_them(store: Store) -> None:
    raw = {"title": "another", "body": None}
    store.save_page(page(issue(1, raw=raw)))
    (back,) = store.issues(raw=True)
    assert (back, back.raw) == (issue(1), raw)


def test_a_payload_that_was_saved_with_its_texts_reads_as_before(store: Store) -> None:
    store.save_page(page(issue(1)))
    raw = '{"number":1,"title":"Title 1","body":"Body of 1"}'
    with store._begin(write=True) as connection:
        connection.exec_driver_sql(f"UPDATE issues SET raw = '{raw}'")  # as version 0003 began
    (back,) = store.issues(raw=True)
    assert back.raw == {"number": 1, "title": "Title 1", "body": "Body of 1"}


def test_pages_of_any_size_are_compared_with_what_is_stored(store: Store) -> None:
    for size in (1, 99, 100, 101, 700):
        rows = [issue(number) for number in range(1, size + 1)]
        store.save_page(page(*rows))
        assert store.save_page(page(*rows)) == SaveCounts(unchanged=size)


def test_an_import_neither_blanks_nor_replaces_what_was_synced(store: Store) -> None:
    store.save_page(page(issue(1, 5)))
    thin = Issue(number=1, title="from a file", repo=REPO)
    assert store.save_issues([thin, replace(thin, updated_at=time_at(5))]) == SaveCounts(
        unchanged=2
    )
    later = replace(thin, updated_at=time_at(6))
    assert store.save_issues([later]) == SaveCounts(updated=1)
    (kept,) = store.issues()
    assert (kept.title, kept.author, kept.github_id) == ("from a file", "ann", 1001)


def test_a_row_without_a_time_is_replaced_by_the_next_one(store: Store) -> None:
    thin = Issue(number=1, title="first")
    assert store.save_issues([thin]) == SaveCounts(created=1)
    assert store.save_issues([replace(thin, title="second")]) == SaveCounts(updated=1)


def test_rows_without_a_number_are_skipped_and_counted(store: Store) -> None:
    assert store.save_issues([issue(None), issue(3)]) == SaveCounts(created=1, skipped=1)


def test_an_import_larger_than_a_batch_is_saved_whole(store: Store) -> None:
    assert store.save_issues(issue(n) for n in range(1, 1201)) == SaveCounts(created=1200)
    assert store.save_comments(comment(n, 1) for n in range(700)) == SaveCounts(created=700)
    assert store.counts(REPO) == Counts(issues=1200, comments=700)


def test_a_page_that_fails_leaves_nothing_behind(store: Store) -> None:
    store.save_page(page(issue(1), since="2020"))
    bad = replace(page(issue(2), since="2021"), comments=(comment(2**70, 2),))
    with pytest.raises(StoreError, match="64 bits"):
        store.save_page(bad)
    assert store.known_numbers(REPO) == {1}
    assert store.checkpoint(REPO, "issues") == Checkpoint(REPO, "issues", "2020")


def test_checkpoints_are_kept_by_repository_and_stream(store: Store) -> None:
    first = Checkpoint(REPO, "issues", "2020", 'W/"x"', True)
    second = Checkpoint("a/b", "comments", None, None, False)
    for checkpoint in (replace(first, complete=False), second, first):
        store.save_checkpoint(checkpoint)
    assert store.checkpoint(REPO, "issues") == first
    assert store.checkpoint("a/b", "comments") == second
    assert store.checkpoint("no/such", "issues") is None


def test_names_of_repositories_are_compared_as_github_compares_them(store: Store) -> None:
    store.save_page(page(issue(1)))
    other = "TensorFlow/Models"
    store.save_page(page(issue(2, repo=other), repo=other))
    assert store.repos() == [REPO]
    assert store.known_numbers("tensorflow/MODELS") == {1, 2}


def test_gold_labels_are_kept_with_their_issues(store: Store) -> None:
    rows = [
        GoldRow(issue(2), "odapi", "bug", "some-entry", "KeyError: 'x'", "upgrade"),
        GoldRow(issue(1), "other", "support"),
        GoldRow(issue(3)),
    ]
    assert store.save_gold(rows) == SaveCounts(created=3)
    assert list(store.gold(REPO)) == [rows[1], rows[0]]
    assert store.save_gold([replace(rows[1], category="research")]) == SaveCounts(unchanged=1)
    assert [row.category for row in store.gold()] == ["research", "odapi"]
    assert list(store.gold("no/such")) == []


def test_an_empty_page_still_moves_the_checkpoint(store: Store) -> None:
    done = Checkpoint(REPO, "comments", "2021", 'W/"e"', True)
    assert store.save_page(FetchedPage(done)) == SaveCounts()
    assert store.checkpoint(REPO, "comments") == done
