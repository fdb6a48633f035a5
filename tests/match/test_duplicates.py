"""Likely duplicates: older ones only, with a reason, right nine times of ten where it is sure."""

import time
from dataclasses import replace

import pytest

from triage.bot.config import Thresholds
from triage.match.duplicates import LEAST_KNOWN, DuplicateIndex
from triage.match.evaluate_duplicates import name_duplicates, score_duplicates
from triage.match.held_out import match_held_out
from triage.records import Issue

SURE = Thresholds().duplicate
PB2 = "ImportError: cannot import name 'string_int_label_map_pb2'"


@pytest.fixture(scope="module")
def index(rows):
    return DuplicateIndex([row.issue for row in rows])


def test_named_duplicates_are_right_with_entries_and_with_every_entry_hidden(entries, rows):
    listed = {number: entry.id for entry in entries for number in entry.issues}
    results = match_held_out(entries, rows, top=3)
    known = score_duplicates(name_duplicates(rows, listed, results), rows, SURE)
    assert known["precision"] >= 0.9 and known["recall"] >= 0.35, known
    hidden = score_duplicates(name_duplicates(rows), rows, SURE)
    assert hidden["precision"] >= 0.9 and hidden["recall"] >= 0.04, hidden


def test_only_older_issues_and_never_itself(index, rows):
    for row in rows[::25]:
        assert all(one.number < row.issue.number for one in index.find(row.issue, least=0.0))
    assert index.find(replace(rows[0].issue, number=None)) == []


def test_the_same_error_line_is_the_reason(index):
    found = index.find(Issue(99_999, "Cannot train", f"on my data\n{PB2}"), least=0.3)
    assert found and all(one.reason == f"the same error line: {PB2}" for one in found)
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True) and scores[0] <= 1


def test_another_error_line_speaks_against_it(index):
    alike = Issue(99_999, "Training with pb2 fails", PB2)
    other = replace(alike, body="ImportError: cannot import name 'other_thing_pb2'")
    assert index.find(alike)[0].score > index.find(other)[0].score


def test_an_issue_that_an_entry_lists_is_as_sure_as_the_entry(rows):
    issues = [row.issue for row in rows]
    index = DuplicateIndex(issues, {issues[3].number: "an-entry"})
    new = Issue(99_999, "Something else altogether", "")
    (found, *_) = index.find(new, {"an-entry": 0.97}, least=0.9)
    assert (found.number, found.score) == (issues[3].number, 0.97)
    assert found.reason == "the same answer: an-entry"
    assert index.find(new, {"another": 0.97}, least=0.9) == []
    twin = replace(issues[3], number=99_999)
    assert issues[3].number not in [one.number for one in index.find(twin, {}, least=0.01)]


def test_issues_added_later_are_found_without_making_the_index_again(rows):
    issues = [row.issue for row in rows]
    index = DuplicateIndex(issues[:-1])
    twin = replace(issues[-1], number=99_999)
    assert issues[-1].number not in [one.number for one in index.find(twin)]
    index.add(issues[-1:])
    assert index.find(twin)[0].number == issues[-1].number


def test_of_few_issues_texts_say_nothing(rows):
    few = [row.issue for row in rows[: LEAST_KNOWN - 1]]
    assert DuplicateIndex(few).find(replace(few[0], number=99_999), least=0.01) == []
    assert DuplicateIndex([]).find(few[0]) == []


@pytest.mark.parametrize(
    "text", ["", "\0" * 50, "a" * 100_000, "```\n" * 5_000, "\u202e*@x*\ud800"]
)
def test_no_text_breaks_it(index, text):
    assert isinstance(index.find(Issue(99_999, text, text)), list)


def test_an_issue_costs_less_than_thirty_milliseconds_of_thousands(rows):
    issues = [replace(rows[at % len(rows)].issue, number=at + 1) for at in range(10_000)]
    started = time.process_time()
    index = DuplicateIndex(issues)
    assert time.process_time() - started < 10
    new = [replace(row.issue, number=99_999) for row in rows[:40]]
    started = time.process_time()
    for issue in new:
        index.find(issue, least=0.5)
    assert (time.process_time() - started) / len(new) < 0.03
