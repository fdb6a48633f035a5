"""A renamed repository keeps its rows, and the caller hears its new name."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.github.conftest import Connect, Serve
from tests.github.copy import REPO, Copy
from tests.github_server.generate import make_world
from tests.github_server.world import World
from triage.github.client import GitHubClient
from triage.github.fetch import fetch_pages
from triage.github.gone import fetch_gone
from triage.github.model import STREAMS
from triage.github.plan import plan_sync
from triage.github.walk import name_in
from triage.store import Counts, Store, open_store

NEW = "octo-org/garden"


def test_the_plan_reports_the_new_name_before_the_first_sync(
    serve: Serve, client_of: Connect
) -> None:
    world = make_world(150, 50, 300)
    server = serve(world)
    world.rename(world.repo, NEW)
    copy = Copy()
    plan = copy.sync(client_of(server), REPO)
    assert (plan.repo, plan.requested, plan.renamed) == (NEW, REPO, True)
    assert copy.missing(world.repo) == []
    assert {issue.repo for issue in copy.issues.values()} == {NEW}


def test_an_incremental_sync_follows_the_rename(serve: Serve, client_of: Connect) -> None:
    world = make_world(150, 50, 300)
    server = serve(world)
    copy = Copy()
    copy.sync(client_of(server))
    world.rename(world.repo, NEW)
    world.tick()
    world.repo.add_comment(3, world.user("ann"), "after the rename")
    before = copy.rows
    plan = copy.sync(client_of(server), REPO)
    assert plan.repo == NEW
    assert copy.rows - before < 200
    assert copy.missing(world.repo) == []


def test_a_rename_in_the_middle_of_a_sync_loses_nothing(serve: Serve, client_of: Connect) -> None:
    """The redirect loses the query: what comes through it must not be taken for the page."""
    world = make_world(350, 50, 900)
    server = serve(world)

    def rename(changed: World) -> None:
        if changed.repo.full_name == REPO:
            changed.rename(changed.repo, NEW)

    world.on_request(rename, every=4)
    copy = Copy()
    copy.sync(client_of(server), REPO)
    assert copy.missing(world.repo) == []
    assert copy.sync(client_of(server), REPO).repo == NEW


def test_an_empty_repository_is_renamed_too(serve: Serve, client_of: Connect) -> None:
    world = make_world(0, 0, 0)
    server = serve(world)
    world.rename(world.repo, NEW)
    assert Copy().sync(client_of(server), REPO).repo == NEW


def test_nothing_is_gone_because_of_a_rename(serve: Serve, client_of: Connect) -> None:
    world = make_world(50, 0, 80)
    server = serve(world)
    copy = Copy()
    copy.sync(client_of(server))
    world.rename(world.repo, NEW)
    world.repo.delete_issue(4)
    gone = fetch_gone(client_of(server), REPO, copy.issues, copy.comments)
    assert gone.repo == NEW
    assert gone.deleted == (4,)
    assert gone.transferred == {}


def test_another_letter_case_is_no_rename(serve: Serve, client_of: Connect, tmp_path: Path) -> None:
    """The store knows the repository by either spelling, so later syncs are incremental."""
    world = make_world(150, 50, 300)
    server = serve(world)
    with open_store(f"sqlite:///{tmp_path / 'triage.db'}") as store:
        assert _sync(store, client_of(server), REPO) > 3
        assert _sync(store, client_of(server), REPO.upper()) <= 3
        world.tick()
        world.repo.add_comment(3, world.user("ann"), "asked in capitals")
        assert _sync(store, client_of(server), REPO.upper()) <= 3
        assert _sync(store, client_of(server), REPO) <= 3
        assert store.repos() == [REPO]
        assert store.counts(REPO.upper()) == Counts(issues=150, pull_requests=50, comments=301)


def _sync(store: Store, client: GitHubClient, repo: str) -> int:
    found = {stream: store.checkpoint(repo, stream) for stream in STREAMS}
    plan = plan_sync(client, repo, {name: at for name, at in found.items() if at})
    assert not plan.renamed
    for page in fetch_pages(client, plan):
        store.save_page(page)
    return client.requests


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://api.github.com/repos/a/b", "a/b"),
        ("https://host/api/v3/repos/a/b.c/issues/5", "a/b.c"),
        ("https://host/repos/../..", None),
        ("https://host/repos/a/..", None),
        ("https://host/repos/a/b?x=1", None),
        ("https://host/repos/a", None),
        ("https://host/a/b", None),
        (5, None),
    ],
)
def test_a_name_out_of_an_address_is_one_or_nothing(address: object, name: str | None) -> None:
    assert name_in([{"repository_url": address}]) == name
