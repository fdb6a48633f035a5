"""Rows that GitHub no longer has stay stored and are not shown, until they come back."""

from __future__ import annotations

from tests.store.make import REPO, comment, comment_page, issue, page
from triage.records import GoldRow
from triage.store import Counts, SaveCounts, Store


def full(store: Store) -> None:
    store.save_page(page(issue(1), issue(2), issue(3)))
    store.save_page(comment_page(comment(11, 1), comment(12, 1), comment(21, 2)))


def test_gone_issues_take_their_comments_with_them(store: Store) -> None:
    full(store)
    store.save_gold([GoldRow(issue(1), "odapi")])
    assert store.mark_gone(REPO, [1, 77], "transferred") == 1
    assert [found.number for found in store.issues(REPO)] == [2, 3]
    assert [found.github_id for found in store.comments(REPO)] == [21]
    assert list(store.gold()) == []
    assert store.known_numbers(REPO) == {2, 3}
    assert store.known_comment_ids(REPO) == {21}
    assert store.counts(REPO) == Counts(issues=2, comments=1, gone=1)


def test_marking_twice_is_no_news(store: Store) -> None:
    full(store)
    assert store.mark_gone(REPO, [1, 2]) == 2
    assert store.mark_gone(REPO, [1, 2, 3]) == 1
    assert store.mark_gone(REPO, []) == 0
    assert store.mark_gone("no/such", [1]) == 0


def test_gone_comments_leave_their_issue(store: Store) -> None:
    full(store)
    assert store.mark_comments_gone(REPO, {11, 21, 99}) == 2
    assert [found.github_id for found in store.comments(REPO)] == [12]
    assert store.known_numbers(REPO) == {1, 2, 3}


def test_an_issue_that_github_shows_again_is_back_with_its_comments(store: Store) -> None:
    full(store)
    store.mark_comments_gone(REPO, [12])
    store.mark_gone(REPO, [1])
    assert store.save_page(page(issue(1))) == SaveCounts(updated=1)
    assert store.known_numbers(REPO) == {1, 2, 3}
    assert store.known_comment_ids(REPO) == {11, 21}
    assert store.save_page(page(issue(1))) == SaveCounts(unchanged=1)


def test_even_an_older_page_shows_that_the_issue_is_there(store: Store) -> None:
    store.save_page(page(issue(1, 60, title="new")))
    store.mark_gone(REPO, [1])
    store.save_page(page(issue(1, 50, title="old")))
    assert [found.title for found in store.issues()] == ["new"]


def test_an_import_does_not_bring_back_what_is_gone(store: Store) -> None:
    full(store)
    store.mark_gone(REPO, [1])
    assert store.save_issues([issue(1)]) == SaveCounts(unchanged=1)
    assert store.save_issues([issue(1, title="same second")]) == SaveCounts(updated=1)
    assert store.known_numbers(REPO) == {2, 3}
    store.save_issues([issue(1, 60)])
    assert store.known_numbers(REPO) == {1, 2, 3}


def test_many_rows_are_marked_at_once(store: Store) -> None:
    store.save_issues(issue(n) for n in range(1, 1202))
    assert store.mark_gone(REPO, range(1, 1201)) == 1200
    assert store.known_numbers(REPO) == {1201}
