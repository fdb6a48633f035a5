"""When somebody else first wrote below an issue."""

from __future__ import annotations

from tests.store.make import REPO, comment, issue, time_at
from triage.store import Store


def test_first_comment_of_somebody_else_counts(store: Store) -> None:
    store.save_issues([issue(1), issue(2)])
    store.save_comments([
        comment(1, 1, author="ann", created_at=time_at(1)),
        comment(2, 1, author="stale[bot]", author_is_bot=True, created_at=time_at(2)),
        comment(3, 1, author=None, created_at=time_at(3)),
        comment(4, 1, created_at=time_at(9)),
        comment(5, 1, created_at=time_at(5)),
    ])  # fmt: skip
    found = store.replies(REPO)
    assert dict(found.first) == {1: time_at(5)}
    assert found.comments == 5


def test_unknown_author_of_an_issue_could_be_anybody(store: Store) -> None:
    store.save_issues([issue(1, author=None)])
    store.save_comments([comment(1, 1, created_at=time_at(5))])
    assert dict(store.replies(REPO).first) == {}
    assert store.replies(REPO).comments == 1


def test_what_is_gone_older_or_on_a_pull_request_does_not_count(store: Store) -> None:
    store.save_issues([issue(1, created_at=time_at(50)), issue(2, is_pull_request=True), issue(3)])
    store.save_comments([
        comment(1, 1, created_at=time_at(5)),
        comment(2, 2, on_pull_request=True, created_at=time_at(5)),
        comment(3, 3, created_at=time_at(5)),
        comment(4, 3, created_at=time_at(7)),
    ])  # fmt: skip
    store.mark_comments_gone(REPO, [3])
    found = store.replies(REPO)
    assert dict(found.first) == {3: time_at(7)}
    assert found.comments == 2


def test_other_repositories_have_replies_of_their_own(store: Store) -> None:
    store.save_issues([issue(1), issue(1, repo="o/r", github_id=7)])
    store.save_comments([comment(1, 1, repo="o/r", created_at=time_at(5))])
    assert dict(store.replies("o/r").first) == {1: time_at(5)}
    assert dict(store.replies(REPO).first) == {}
    assert store.replies("no/such").comments == 0
