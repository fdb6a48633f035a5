"""Duplicates from the store: known once, kept up with what comes, apart by repository."""

from __future__ import annotations

from dataclasses import replace

import pytest

from triage import config
from triage.pipeline.duplicates import GROWTH, Duplicates
from triage.pipeline.judge import read_gold
from triage.records import Issue, Match, MatchResult
from triage.store import open_store

NOTHING = MatchResult(None, None, 0.0)


@pytest.fixture(scope="module")
def issues() -> list[Issue]:
    return [row.issue for row in read_gold(config.snapshot_path())]


@pytest.fixture
def store(issues):
    with open_store("sqlite://") as opened:
        opened.save_issues(issues[:200])
        yield opened


def test_what_the_store_gains_is_found_and_the_index_is_kept(store, issues):
    find = Duplicates(store, {}, 0.5)
    twin = replace(issues[250], number=99_999)
    assert issues[250].number not in [one.number for one in find(twin, NOTHING)]
    made = find._known["tensorflow/models"].index
    store.save_issues(issues[250:251])
    assert find(twin, NOTHING)[0].number == issues[250].number
    assert find._known["tensorflow/models"].index is made
    store.save_issues(issues[200 : 252 + GROWTH[0]])
    find(twin, NOTHING)
    assert find._known["tensorflow/models"].index is not made


def test_an_entry_speaks_for_its_issues_in_its_own_repository_only(store, issues):
    listed = {issues[3].number: "an-entry"}
    store.save_issues([replace(one, repo="o/other") for one in issues[:200]])
    find = Duplicates(store, listed, 0.9)
    found = MatchResult(None, "an-entry", 0.97, (Match("an-entry", 0.97),))
    new = Issue(99_999, "Nothing like it", "")
    assert [one.number for one in find(new, found)] == [issues[3].number]
    assert find(replace(new, repo="o/other"), found) == ()


def test_an_empty_store_has_no_duplicates(issues):
    with open_store("sqlite://") as empty:
        assert Duplicates(empty, {}, 0.0)(issues[0], NOTHING) == ()


def test_pull_requests_are_no_duplicates(store, issues):
    find = Duplicates(store, {}, 0.5)
    find(issues[0], NOTHING)
    store.save_issues([replace(issues[300], is_pull_request=True)])
    twin = replace(issues[300], number=99_999)
    assert issues[300].number not in [one.number for one in find(twin, NOTHING)]
