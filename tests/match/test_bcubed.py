"""B-cubed: worked out by hand, by its definition, and the floor of the clusters on real issues."""

import itertools
import random
from dataclasses import replace

import pytest

from triage.match import evaluate_clusters as measured
from triage.match.bcubed import b_cubed
from triage.match.evaluate_clusters import evaluate_clusters


def test_a_worked_example():
    """Five items of a and two of b in three groups: per item, then the means."""
    score = b_cubed([[0, 1, 2, 3], [4, 5], [6]], ["a", "a", "a", "b", "a", "b", "a"])
    assert score.precision == pytest.approx((3 * 3 / 4 + 1 / 4 + 2 * 1 / 2 + 1) / 7)
    assert score.recall == pytest.approx((3 * 3 / 5 + 2 * 1 / 2 + 2 * 1 / 5) / 7)


def by_definition(groups, classes):
    """Pairs of items, as Amigó et al. write it down: slow, and without any counting."""
    group_of = {item: at for at, group in enumerate(groups) for item in group}

    def same_class(one, other):
        return one == other or (classes[one] is not None and classes[one] == classes[other])

    def mean(condition, given):
        shares = []
        for one in group_of:
            near = [other for other in group_of if given(one, other)]
            shares.append(sum(condition(one, other) for other in near) / len(near))
        return sum(shares) / len(shares)

    def same_group(one, other):
        return group_of[one] == group_of[other]

    return mean(same_class, same_group), mean(same_group, same_class)


@pytest.mark.parametrize("seed", range(20))
def test_it_is_the_definition(seed):
    draw = random.Random(seed)
    classes = [draw.choice(["a", "b", "c", None]) for _ in range(30)]
    items = draw.sample(range(30), 30)
    cuts = sorted({0, 30, *draw.choices(range(30), k=9)})
    groups = [items[start:end] for start, end in itertools.pairwise(cuts)]
    score = b_cubed(groups, classes)
    assert (score.precision, score.recall) == pytest.approx(by_definition(groups, classes))


def test_extremes():
    classes = ["a", "a", None, None]
    assert b_cubed([[0, 1], [2], [3]], classes).f1 == 1
    assert b_cubed([[0], [1], [2], [3]], classes).precision == 1
    assert b_cubed([[0, 1, 2, 3]], classes).recall == 1
    # Two items without a class are two classes.
    assert b_cubed([[0, 1], [2, 3]], classes).precision == 0.75


def test_only_the_counted_items_count():
    assert b_cubed([[0, 1], [2, 3]], ["a", "a", "b", "c"], counted=[0, 1]).f1 == 1
    assert b_cubed([[0, 1], [2, 3]], ["a", "a", "b", "c"], counted=[2]).precision == 0.5


@pytest.mark.parametrize("groups", [[[0]], [[0, 1], [1]], [[0], [1], [2]]])
def test_each_item_is_in_one_group(groups):
    with pytest.raises(ValueError, match="exactly one group"):
        b_cubed(groups, ["a", "b"])


def test_nothing_to_count_is_no_score():
    with pytest.raises(ValueError, match="no item"):
        b_cubed([[0]], ["a"], counted=[])


def test_clusters_agree_with_what_people_grouped(rows):
    """All issues with every answer hidden; an issue without a question is a group of its own."""
    found = evaluate_clusters(rows)
    assert found["rows"] == 507
    assert found["f1"] >= 0.70
    assert found["f1"] > found["alone_f1"] + 0.04
    assert found["cross_checked_f1"] >= 0.70


def test_clusters_agree_on_the_issues_that_have_a_question(rows):
    """Without those that count as one group each, which half of the score is made of."""
    asked = evaluate_clusters([row for row in rows if row.faq])
    assert asked["f1"] >= 0.70
    assert asked["f1"] > asked["alone_f1"] + 0.15


def test_the_threshold_is_checked_on_issues_it_was_not_chosen_on(rows, monkeypatch):
    """With one threshold there is no choice: the cross-check is then the score itself."""
    monkeypatch.setattr(measured, "CHOICES", (measured.THRESHOLD,))
    found = evaluate_clusters(rows[:200])
    assert found["cross_checked_f1"] == pytest.approx(found["f1"], abs=1e-4)
    first, second = measured._halves([row.faq for row in rows])
    assert sorted(first + second) == list(range(len(rows)))
    names = [{rows[at].faq for at in half} - {None} for half in (first, second)]
    assert not names[0] & names[1] and abs(len(names[0]) - len(names[1])) < 40


def test_rows_without_any_question_are_not_measured(rows):
    assert evaluate_clusters([replace(row, faq=None) for row in rows[:20]]) == {}
