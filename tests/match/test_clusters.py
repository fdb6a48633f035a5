"""Clusters: what belongs together is found, in the same order every time."""

import random
import time
from dataclasses import replace

from triage.match.clusters import cluster
from triage.records import Issue, MatchResult

ISSUES = [
    Issue(5, "YOLO loss becomes nan on TPU", "loss: nan after 100 steps"),
    Issue(2, "yolo: nan loss with TPU training", "After 40 steps the loss is nan"),
    Issue(9, "Dead link in the swivel readme", "The wiki link of swivel gives 404"),
    Issue(7, "swivel readme has a broken link", "404 for the wiki page"),
    Issue(4, "Which licence has the bert vocabulary", ""),
]


def test_alike_issues_form_a_cluster():
    found = cluster(ISSUES, categories={2: "official", 5: "official", 7: "research"})
    assert [item.numbers for item in found] == [(2, 5), (7, 9)]
    assert [item.category for item in found] == ["official", None]
    assert {"yolo", "nan"} <= set(found[0].terms)
    assert found[0].title in {issue.title for issue in ISSUES}


def test_answered_issues_are_left_out():
    results = [
        MatchResult(issue.number, "x" if issue.number == 5 else None, 0.9) for issue in ISSUES
    ]
    assert [item.numbers for item in cluster(ISSUES, results)] == [(7, 9)]


def test_the_order_of_the_input_does_not_matter(rows):
    issues = [row.issue for row in rows[:200]]
    shuffled = random.Random(3).sample(issues, len(issues))
    assert cluster(shuffled) == cluster(issues)


def test_the_common_error_line_is_shown_as_written():
    line = "NotFoundError: /tmp/{}/frozen_thing.pb; No such file or directory"
    issues = [Issue(n, f"frozen thing {n}", f"It says\n{line.format(n)}") for n in (1, 2, 3)]
    (found,) = cluster(issues)
    assert found.error == line.format(1)


def test_nothing_in_nothing_out():
    assert cluster([]) == []
    assert cluster([replace(ISSUES[0], number=None)]) == []


def test_time_grows_gently(rows):
    """Thousands of issues in seconds: all pairs would be millions."""
    draw = random.Random(0)
    words = [word for row in rows for word in row.issue.body.split()]
    issues = [
        Issue(n, draw.choice(rows).issue.title, " ".join(draw.choices(words, k=60)))
        for n in range(1, 2501)
    ]
    started = time.perf_counter()
    cluster(issues)
    assert time.perf_counter() - started < 40
