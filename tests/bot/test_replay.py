"""One issue replayed: what would have been said, and right only as people decided."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.bot.make import CONFIG, LABELS, PATH, PB2, matches, prediction
from triage.bot.backtest import add_up
from triage.bot.curves import Point, cross_check, curve, least_threshold, precision_of
from triage.bot.model import Duplicate, Verdict
from triage.bot.replay import History, agree, replay
from triage.records import GoldRow, Issue

ISSUE = Issue(7, "cannot import name 'string_int_label_map_pb2'", "On TensorFlow 2.20.",
              labels=("models:official",), state="closed", locked=True, author="ann")  # fmt: skip
ODAPI = "models:research:odapi"


def outcome(category="odapi", kind="bug", faq="odapi-pb2-missing", labels=(), **verdict):
    said = {"prediction": prediction(), "matches": matches(), "entries": (PB2, PATH)} | verdict
    gold = GoldRow(ISSUE, category, kind, faq)
    history = History(gold, labels, {3: "odapi-pb2-missing", 7: faq})
    return replay(ISSUE, Verdict(**said), history, CONFIG, LABELS)


def test_a_closed_issue_with_labels_is_met_as_if_it_had_just_been_opened():
    found = outcome()
    assert [(said.what, said.right) for said in found.labels] == [(ODAPI, True)]
    assert (found.answer.what, found.answer.right) == ("odapi-pb2-missing", True)
    assert not found.is_silent


def test_what_people_decided_decides():
    assert [said.right for said in outcome(category="official").labels] == [False]
    assert [said.right for said in outcome(category="other").labels] == [False]
    assert [said.right for said in outcome(category=None).labels] == [None]
    assert outcome(faq=None).answer.right is False
    assert outcome(faq="odapi-slim-path").answer.truth == "odapi-slim-path"


def test_without_gold_nothing_is_right_or_wrong():
    verdict = Verdict(prediction(), matches(), (Duplicate(3, "t", 0.99, "r"),), (PB2, PATH))
    found = replay(ISSUE, verdict, History(None, (ODAPI,), {}), CONFIG, LABELS)
    assert found.answer.right is None and found.labels[0].right is None
    assert found.labels[0].agreement == "same" and found.duplicates[0].right is None
    figures = add_up([found], CONFIG)
    assert figures["labels"]["gold"]["precision"] is None and figures["answers"]["said"] == 1


@pytest.mark.parametrize(
    ("theirs", "expected"),
    [
        ((ODAPI.upper(),), "same"),
        (("models:research",), "finer"),
        (("models:official",), "other"),
        (("models:official", ODAPI), "same"),
        (("stat:awaiting response",), None),
    ],
)
def test_labels_of_maintainers_are_compared_within_the_group(theirs, expected):
    group = (ODAPI, "models:research", "models:official")
    assert agree(ODAPI, theirs, group) == expected


def test_a_wider_label_of_ours_is_not_finer():
    assert agree("models:research", (ODAPI,), (ODAPI, "models:research")) == "other"


def test_duplicates_are_right_when_both_ask_the_same():
    same = outcome(duplicates=(Duplicate(3, "t", 0.99, "r"), Duplicate(4, "t", 0.99, "r")))
    assert [said.right for said in same.duplicates] == [True, None]
    other = outcome(faq=None, duplicates=(Duplicate(3, "t", 0.99, "r"),))
    assert [said.right for said in other.duplicates] == [False]
    assert outcome(duplicates=(Duplicate(3, "t", 0.5, "r"),)).duplicates == ()


def test_silence_is_counted_with_its_reason():
    quiet = outcome(prediction=prediction(confidence=0.1), matches=matches(None, 0.1))
    figures = add_up([quiet, outcome()], CONFIG)
    assert figures["silent"] == 1 == sum(figures["silence"].values())
    assert figures["labels"]["share"] == 0.5


def test_the_surest_mistake_comes_first():
    wrong = outcome(category="official", faq=None)
    surer = replace(wrong, issue=replace(ISSUE, number=8, title="<b>@x</b>"))
    figures = add_up([wrong, surer, outcome()], CONFIG)
    kinds = [(row["kind"], row["number"]) for row in figures["mistakes"]]
    assert kinds == [("label", 7), ("label", 8), ("answer", 7), ("answer", 8)]


def test_a_curve_counts_what_is_left_and_how_right_it_is():
    points = [Point(n, n / 10, n > 5) for n in range(10)]
    rows = {row["threshold"]: row for row in curve(points, 20)}
    assert rows[0.6] == {"threshold": 0.6, "said": 4, "share": 0.2, "precision": 1.0}
    assert rows[0.4]["precision"] == round(4 / 6, 4) and 0.95 not in rows
    assert least_threshold(points, 1.0) == 0.6 and least_threshold(points[:5], 0.5) is None


def test_a_threshold_is_measured_where_it_was_not_chosen():
    right = [Point(n, 0.95, True) for n in range(100)]
    wrong = [Point(n, 0.6, False) for n in range(100, 200)]
    found = cross_check(right + wrong, 0.97)
    assert found["precision"] == 1.0 and found["said"] == 100
    nothing = cross_check(wrong, 0.97)
    assert nothing["thresholds"] == [None, None] and nothing["precision"] is None


def test_an_interval_holds_the_share_and_narrows_with_more():
    few, many = precision_of(9, 10), precision_of(900, 1000)
    assert few["low"] < 0.9 < few["high"] and many["high"] - many["low"] < 0.05
    assert precision_of(0, 0)["precision"] is None
    assert 0 < precision_of(3, 3)["low"] < precision_of(3, 3)["high"] == 1.0
