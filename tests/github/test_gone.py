"""Deleted and transferred rows are found, and only those."""

from __future__ import annotations

import pytest

from tests.github.conftest import Connect, Serve
from tests.github.copy import REPO, Copy
from tests.github_server.changes import busy
from tests.github_server.exchange import Answer
from tests.github_server.generate import make_world
from triage.errors import GitHubError
from triage.github.gone import fetch_gone


def test_deleted_and_transferred_issues_are_told_apart(serve: Serve, client_of: Connect) -> None:
    world = make_world(150, 50, 400)
    server = serve(world)
    copy = Copy()
    copy.sync(client_of(server))
    known = set(copy.comments)
    world.repo.delete_issue(5)
    world.repo.delete_issue(77)
    world.repo.transfer_issue(9, world.other)
    world.repo.delete_comment(next(iter(world.repo.comments)))
    gone = fetch_gone(client_of(server), REPO, copy.issues, known)
    assert gone.deleted == (5, 77)
    assert gone.transferred == {9: "octo-org/elsewhere#1"}
    assert set(gone.deleted_comments) == known - set(world.repo.comments)
    assert gone.unchecked == ()


def test_nothing_is_gone_from_a_repository_that_only_changes(
    serve: Serve, client_of: Connect
) -> None:
    world = make_world(500, 100, 1500)
    server = serve(world, strict=False)
    copy = Copy()
    copy.sync(client_of(server))
    world.on_request(busy(), every=1)
    gone = fetch_gone(client_of(server), REPO, copy.issues, copy.comments)
    assert (gone.deleted, gone.transferred, gone.deleted_comments) == ((), {}, ())


def test_the_budget_leaves_the_rest_for_the_next_run(serve: Serve, client_of: Connect) -> None:
    world = make_world(50, 0, 0)
    server = serve(world)
    copy = Copy()
    copy.sync(client_of(server))
    for number in range(1, 11):
        world.repo.delete_issue(number)
    known = set(copy.issues)
    gone = fetch_gone(client_of(server), REPO, known, [], max_checks=4)
    assert gone.deleted == (1, 2, 3, 4)
    assert gone.unchecked == (5, 6, 7, 8, 9, 10)
    known -= set(gone.deleted)
    gone = fetch_gone(client_of(server), REPO, known, [], max_checks=100)
    assert gone.deleted == (5, 6, 7, 8, 9, 10)


def test_a_list_that_comes_back_short_deletes_nothing(serve: Serve, client_of: Connect) -> None:
    world = make_world(20, 0, 40)
    server = serve(world)
    copy = Copy()
    copy.sync(client_of(server))
    honest = server.app.respond

    def forgetful(request: object) -> Answer:
        answer = honest(request)  # type: ignore[arg-type]
        if answer.operation == "issues/list-comments-for-repo":
            answer.body = b"[]"
        return answer

    server.app.respond = forgetful  # type: ignore[assignment,method-assign]
    with pytest.raises(GitHubError, match="not complete"):
        fetch_gone(client_of(server), REPO, copy.issues, copy.comments)
