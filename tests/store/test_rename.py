"""A renamed repository keeps its rows, even when some came in under the new name."""

from __future__ import annotations

from tests.store.make import REPO, comment, issue, page
from triage.records import Checkpoint, GoldRow, Prediction
from triage.store import Store

NEW = "tensorflow/garden"


def guess(number: int) -> Prediction:
    return Prediction(number, None, 0.5, {}, "bug", 0.5)


def test_all_rows_follow_the_new_name(store: Store) -> None:
    store.save_page(page(issue(1), since="2020"))
    store.save_comments([comment(5, 1)])
    store.save_gold([GoldRow(issue(1), "odapi")])
    store.save_predictions("m", [(REPO, 1, "d", guess(1))])
    assert store.rename_repo(REPO, NEW)
    assert store.repos() == [NEW]
    assert [found.repo for found in store.issues()] == [NEW]
    assert [found.repo for found in store.comments(NEW)] == [NEW]
    assert [row.category for row in store.gold(NEW)] == ["odapi"]
    assert store.predictions("m", NEW) == {1: ("d", guess(1))}
    assert store.checkpoint(NEW, "issues") == Checkpoint(NEW, "issues", "2020")
    assert store.checkpoint(REPO, "issues") is None


def test_two_names_become_one_and_the_later_row_stays(store: Store) -> None:
    store.save_issues([issue(1, 5, title="old later"), issue(2, 5, title="old"), issue(3)])
    store.save_issues(
        [issue(1, 4, repo=NEW), issue(2, 6, repo=NEW, title="new later"), issue(4, repo=NEW)]
    )
    store.save_comments([comment(7, 1, 5, body="later"), comment(8, 1)])
    store.save_comments([comment(7, 1, 4, repo=NEW)])
    store.save_predictions("m", [(REPO, 1, "a", guess(1)), (NEW, 1, "b", guess(1))])
    assert store.rename_repo(REPO, NEW)
    assert [(found.number, found.title) for found in store.issues()] == [
        (1, "old later"),
        (2, "new later"),
        (3, "Title 3"),
        (4, "Title 4"),
    ]
    assert [(found.github_id, found.body) for found in store.comments(NEW)] == [
        (7, "later"),
        (8, "Comment 8"),
    ]
    assert store.predictions("m", NEW)[1][0] == "b"
    assert store.repos() == [NEW]


def test_when_two_become_one_the_later_name_says_how_far_it_was_read(store: Store) -> None:
    store.save_checkpoint(Checkpoint(REPO, "issues", "2021", None, True))
    store.save_checkpoint(Checkpoint(NEW, "issues", "2020"))
    store.rename_repo(REPO, NEW)
    assert store.checkpoint(NEW, "issues") == Checkpoint(NEW, "issues", "2020")


def test_only_the_case_of_a_name_can_change(store: Store) -> None:
    store.save_issues([issue(1)])
    assert store.rename_repo(REPO, "TensorFlow/models")
    assert store.repos() == ["TensorFlow/models"]


def test_a_name_that_is_not_stored_changes_nothing(store: Store) -> None:
    assert not store.rename_repo("no/such", NEW)
    assert store.repos() == []
