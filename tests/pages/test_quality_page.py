"""The page of figures: what was measured, when and how; never more."""

from triage.classify.evaluation import score
from triage.match.evaluate_clusters import evaluate_clusters
from triage.pages.quality import render_quality
from triage.records import CATEGORIES, GoldRow, Issue, Prediction

CLASS = {"precision": 0.9, "recall": 0.8, "f1": 0.847, "support": 1184}


def test_nothing_recorded_is_said_for_every_part():
    assert render_quality({}).count("Not measured yet.") == 5


def test_figures_come_with_day_command_and_number_of_issues():
    text = render_quality(
        {
            "date": "2026-11-22",
            "command": "triage evaluate x --cv 5",
            "type": {"macro_f1": 0.75, "per_class": {"a": {"support": 300}, "b": {"support": 7}}},
            "match": {"hit@1": 0.9, "with_entry": 200, "without_entry": 20},
        }
    )
    assert "Measured 2026\\-11\\-22 on 307 issues by `triage evaluate x --cv 5`." in text
    assert "Measured 2026\\-11\\-22 on 220 issues by" in text
    assert "Macro-F1 0.750." in text
    assert text.count("Not measured yet.") == 3


def test_figures_of_a_real_evaluation_find_their_place():
    """The shape is that of the classifier, not one made up here."""
    rows = [GoldRow(Issue(n, "x"), c, "bug") for n, c in enumerate((*CATEGORIES, "other"))]
    said = [Prediction(n, "odapi", 0.7, dict.fromkeys(CATEGORIES, 0.2), "bug", 0.9)
            for n in range(4)]  # fmt: skip
    text = render_quality(score(said, rows).to_dict())
    assert "| odapi | 0.250 | 1.000 | 0.400 | 1 |" in text
    assert "| none of the three | 0.000 | 0.000 | 0.000 | 1 |" in text
    assert "Confidence, Right\n0.700, 0.250\n```" in text
    assert "0.700, 1.000, 0.250\n0.800, 0.000, 0.000" in text


def test_part_may_have_a_day_and_a_command_of_its_own():
    text = render_quality(
        {
            "date": "2026-01-01",
            "nlbse24_train": {"date": "2026-02-02", "command": "bench", "macro_f1": 0.8},
        }
    )
    assert "Measured 2026\\-02\\-02 by `bench`." in text


def test_classes_are_a_table():
    text = render_quality({"category": {"macro_f1": 0.95, "per_class": {"odapi": CLASS}}})
    assert "| odapi | 0.900 | 0.800 | 0.847 | 1,184 |" in text


def test_reliability_and_coverage_are_figures():
    text = render_quality(
        {
            "category": {
                "reliability": [
                    {"confidence": 0.85, "accuracy": 0.9, "count": 3},
                    {"confidence": 0.15, "accuracy": 0.0, "count": 0},
                ],
                "coverage": [{"threshold": 0.5, "coverage": 0.8, "precision": 0.97}],
            }
        }
    )
    assert ":diagonal:\n:xmax: 1\n:ymax: 1\nConfidence, Right\n0.850, 0.900\n```" in text
    assert "Least confidence, Share judged, Right among them\n0.500, 0.800, 0.970\n```" in text


def test_matcher_figures_are_named_in_words():
    text = render_quality({"match": {"hit@1": 0.91, "answered": 0.5, "unknown": 1}})
    assert "| The right answer is the first one found | 0.910 |" in text
    assert "unknown" not in text


def test_figures_of_clusters_come_with_the_rule_and_with_what_no_grouping_gives():
    """The shape is that of the measurement, on two questions and one issue without one."""
    rows = [
        GoldRow(Issue(n, title, ""), "odapi", "bug", faq)
        for n, (title, faq) in enumerate(
            [("yolo loss nan on tpu", "a"), ("loss nan with yolo on tpu", "a"), ("licence", None)]
        )
    ]
    text = render_quality({"cluster": evaluate_clusters(rows)})
    assert "on 3 issues." in text and "2 questions, 2 groups." in text
    assert "| F1 if nothing was grouped at all | 0.800 |" in text
    assert "people made | 1.000 |" in text
    assert "people made | 0.250 |" in render_quality({"cluster": {"f1": 0.25}})


def test_damaged_figures_do_not_stop_the_build():
    text = render_quality(
        {
            "category": {"per_class": {"a|b": "x"}, "reliability": "x", "coverage": [1]},
            "match": [],
            "type": {"macro_f1": "`x`", "per_class": 3},
            "nlbse24_train": {"per_group": {"r": None, "s": {"macro_f1": 0.5}, "t": 0.25}},
        }
    )
    assert "| a\\|b | - | - | - | - |" in text
    assert "Macro-F1 -." in text
    assert "| r | - |\n| s | 0.500 |\n| t | 0.250 |" in text
