"""The backtest on the bundled issues holds its floors, and counts nothing that nobody decided."""

from __future__ import annotations

import time

import pytest

from triage import config
from triage.bot.config import BotConfig
from triage.errors import BadInput, WrongUse
from triage.pipeline.backtest import Window, backtest
from triage.pipeline.judge import read_gold
from triage.pipeline.sources import export_gold
from triage.records import Action, Correction, Issue
from triage.store import open_store

NOW = "2026-11-01T00:00:00Z"


def fill(path, rows):
    url = f"sqlite:///{path}"
    with open_store(url) as store:
        store.save_gold(rows)
    return url


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    rows = read_gold(config.snapshot_path())
    url = fill(tmp_path_factory.mktemp("backtest") / "t.db", rows)
    started = time.process_time()
    found = backtest(url, None, Window(), BotConfig())
    assert time.process_time() - started < 60
    return found


def test_labels_and_answers_hold_the_floors_at_the_default_thresholds(result):
    assert result["cross_validated"] == result["issues"] == result["gold"] == 507
    labels = result["labels"]
    assert labels["gold"]["judged"] == labels["said"]
    assert labels["gold"]["precision"] >= 0.97 and labels["share"] >= 0.70, labels["gold"]
    assert labels["gold_category"]["precision"] >= 0.97
    assert labels["gold_type"]["precision"] >= 0.85, "weaker: few, and a matter of judgement"
    answers = result["answers"]
    assert answers["precision"] >= 0.95 and answers["said"] >= 60, answers
    assert result["duplicates"]["precision"] >= 0.9


def test_thresholds_chosen_on_one_half_hold_on_the_other(result):
    checked = result["cross_checked"]
    assert checked["category"]["precision"] >= 0.96
    assert checked["answer"]["precision"] >= 0.93
    assert checked["duplicate"]["precision"] >= 0.88


def test_every_part_adds_up(result):
    for parts in (result["per_category"], result["per_type"]):
        assert sum(part["issues"] for part in parts.values()) == result["issues"]
        assert sum(part["silent"] for part in parts.values()) == result["silent"]
        assert sum(part["labels"]["judged"] for part in parts.values()) == result["labels"]["said"]
    assert result["silent"] == sum(result["silence"].values()) > 0
    theirs = result["labels"]["maintainers"]
    assert theirs["judged"] == theirs["same"] + theirs["finer"] + theirs["other"] > 100


def test_mistakes_are_wrong_and_the_surest_first(result):
    sure = [row["confidence"] for row in result["mistakes"]]
    assert sure == sorted(sure, reverse=True) and len(sure) >= 5
    for row in result["mistakes"]:
        assert row["said"] != row["truth"]


def test_another_repository_without_gold_is_measured_by_its_maintainers_alone(tmp_path):
    url = f"sqlite:///{tmp_path / 'o.db'}"
    path = "research/object_detection/builders/model_builder.py fails"
    issues = [
        Issue(n, path, "", "o/r", labels=(label,), created_at=f"2020-0{n}-01T00:00:00Z")
        for n, label in enumerate(("models:research:odapi", "models:research", "models:official"),
                                  1)
    ]  # fmt: skip
    with open_store(url) as store:
        store.save_issues(issues)
        ours = Action("add_label", "o/r", 3, "sure", label="models:official")
        store.memory.record([ours], "apply", "applied", NOW)
    found = backtest(url, "o/r", Window(), BotConfig())
    assert found["gold"] == found["cross_validated"] == 0
    assert found["labels"]["gold"]["precision"] is None
    assert found["labels"]["maintainers"] == {"judged": 2, "same": 1, "finer": 1, "other": 0}
    assert "type:bug" in found["missing_labels"]


def test_only_issues_opened_within_the_window(tmp_path):
    days = ("2016-04-30T23:59:59Z", "2016-05-01", "2016-05", "2016-06", None)
    url = f"sqlite:///{tmp_path / 'w.db'}"
    with open_store(url) as store:
        store.save_issues(Issue(n, "x", "", "o/r", created_at=d) for n, d in enumerate(days, 1))
    may = backtest(url, "o/r", Window("2016-05", "2016-05"), BotConfig())
    assert (may["issues"], may["undated"]) == (2, 1)
    with pytest.raises(BadInput, match="was opened then"):
        backtest(url, None, Window("2030"), BotConfig())


@pytest.mark.parametrize("bounds", [("yesterday", None), ("2020-1", None), ("2021", "2020")])
def test_dates_that_cannot_be_meant_are_refused(bounds):
    with pytest.raises(WrongUse):
        Window(*bounds)


def test_dates_of_reduced_precision_count_when_they_may_lie_within():
    window = Window("2019-06-15", "2019-12")
    assert window.holds("2019-06") and window.holds("2019") and window.holds("2019-12-31T23:59:59Z")
    assert not window.holds("2019-05") and not window.holds("2020-01-01") and not window.holds(None)


def test_corrections_are_labels_to_train_with(tmp_path):
    row = read_gold(config.snapshot_path())[0]
    url = fill(tmp_path / "c.db", [row])
    with open_store(url) as store:
        store.save_issues([Issue(90_000, "Later", "text", created_at=NOW)])
        store.memory.save_corrections(
            [Correction("tensorflow/models", row.issue.number, "faq", None, "ann", NOW),
             Correction("tensorflow/models", 90_000, "category", "odapi", "ann", NOW)]
        )  # fmt: skip
    old, new = export_gold(url, None)
    assert old["number"] == row.issue.number and old["category"] == row.category
    assert old["faq"] is None
    assert (new["number"], new["category"], new["type"]) == (90_000, "odapi", None)
