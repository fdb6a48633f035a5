"""Cached predictions and matches: only what belongs to the version, and fast to read."""

from __future__ import annotations

import time

from tests.store.make import REPO, issue
from triage.records import Cluster, Match, MatchResult, Prediction
from triage.store import Store
from triage.text.digest import issue_digest

PREDICTION = Prediction(
    7, "odapi", 0.1 + 0.2, {"odapi": 0.3, "other": 1e-17}, "build_install", 1.0, ("a path", "ü")
)
RESULT = MatchResult(7, "pb2-missing", 0.9, (Match("pb2-missing", 0.9, ("x",)), Match("y", 0.0)))
SILENT = MatchResult(8, None, 0.0)


def test_predictions_come_back_as_they_were(store: Store) -> None:
    assert store.save_predictions("m1", [(REPO, 7, "abc", PREDICTION)]) == 1
    assert store.predictions("m1", REPO) == {7: ("abc", PREDICTION)}


def test_match_results_come_back_as_they_were(store: Store) -> None:
    store.save_matches("v1", [(REPO, 7, "abc", RESULT), (REPO, 8, "def", SILENT)])
    assert store.matches("v1", REPO) == {7: ("abc", RESULT), 8: ("def", SILENT)}


def test_another_version_or_repository_sees_nothing(store: Store) -> None:
    store.save_predictions("m1", [(REPO, 7, "abc", PREDICTION)])
    assert store.predictions("m2", REPO) == {}
    assert store.predictions("m1", "no/such") == {}
    assert store.matches("m1", REPO) == {}


def test_only_the_last_version_is_kept(store: Store) -> None:
    store.save_predictions("m1", [(REPO, 7, "abc", PREDICTION), (REPO, 8, "x", PREDICTION)])
    store.save_predictions("m2", [(REPO, 7, "new", PREDICTION)])
    assert store.predictions("m2", REPO) == {7: ("new", PREDICTION)}
    assert store.predictions("m1", REPO) == {8: ("x", PREDICTION)}


def test_ten_thousand_results_are_read_in_less_than_a_second(store: Store) -> None:
    rows = ((REPO, n, "d" * 64, PREDICTION) for n in range(1, 10_001))
    assert store.save_predictions("m1", rows) == 10_000
    start = time.process_time()
    assert len(store.predictions("m1", REPO)) == 10_000
    assert time.process_time() - start < 1


def test_the_digest_is_of_the_text_and_of_nothing_else() -> None:
    digest = issue_digest(issue(1, title="ab", body="c"))
    assert digest == issue_digest(issue(2, title="ab", body="c", labels=(), author="x"))
    assert digest != issue_digest(issue(1, title="a", body="bc"))
    assert digest != issue_digest(issue(1, title="ab", body="d"))
    assert len(digest) == 64


FIRST = Cluster((3, 9), "Big \u00fc", ("a", "b"), "odapi", "Error: x")
SECOND = Cluster((1, 2), "Small", (), None)


def test_clusters_come_back_in_their_order(store: Store) -> None:
    store.save_clusters("v1", REPO, [FIRST, SECOND])
    assert store.clusters("v1", REPO) == [FIRST, SECOND]
    assert store.clusters("v2", REPO) == []


def test_new_clusters_replace_all_old_ones(store: Store) -> None:
    store.save_clusters("v1", REPO, [FIRST, SECOND])
    store.save_clusters("v2", REPO, [SECOND])
    assert store.clusters("v1", REPO) == []
    assert store.clusters("v2", REPO) == [SECOND]


def test_clusters_of_two_names_of_one_repository_are_found_again(store: Store) -> None:
    store.save_issues([issue(1)])
    store.save_clusters("v1", REPO, [FIRST])
    store.save_clusters("v1", "old/name", [SECOND])
    store.rename_repo("old/name", REPO)
    assert store.clusters("v1", REPO) == [FIRST]
