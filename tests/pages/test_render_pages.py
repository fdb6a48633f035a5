"""Which pages there are, what stands on them, and that they are the same every time."""

import pytest

from tests.pages.page_inputs import entry, issue, pages
from triage.config import HOME
from triage.pages.feedback import CORRECTION, feedback_url
from triage.pages.model import MARKER
from triage.records import Cluster, MatchResult, Prediction

MINIMAL = {
    "index.md", "odapi/index.md", "official/index.md", "research/index.md", "unanswered.md",
    "quality.md", "backtest.md", "statistics/index.md", "statistics/questions.md",
    "statistics/answers.md",
    "statistics/versions.md", "statistics/missing.md",
}  # fmt: skip


def test_pages_of_an_empty_knowledge_base():
    assert set(pages()) == MINIMAL


def test_one_page_an_entry_and_one_a_topic():
    found = pages(entry("a"), entry("b", category="official", topic="data"))
    assert set(found) - MINIMAL == {
        "odapi/a.md", "official/b.md", "topics/install.md", "topics/data.md",
    }  # fmt: skip


def test_every_page_begins_with_the_marker_and_has_one_title():
    for text in pages(entry(), issues=(issue(1),)).values():
        assert text.startswith(MARKER + "\n\n# ")
        assert text.count("\n# ") == 1
        assert text.endswith("\n") and not text.endswith("\n\n")


def test_order_of_the_input_changes_nothing():
    entries = [entry("a", issues=(2, 1)), entry("b", category="research")]
    issues = [issue(1, "2019-01-01"), issue(2, "2018-05")]
    clusters = [Cluster((3, 4), "x", (), None), Cluster((5, 6), "y", (), None)]
    assert pages(*entries, issues=tuple(issues), clusters=tuple(clusters)) == pages(
        *entries[::-1], issues=tuple(issues[::-1]), clusters=tuple(clusters[::-1])
    )


def test_entry_page_puts_the_answer_first_then_its_sections():
    text = pages(entry(sections=(("Symptom", "Red."), ("Fix", "Green."))))["odapi/odapi-x.md"]
    order = ["# Why odapi\\-x\\?", "Short answer", "Run protoc.", "applies to any version",
             "## Symptom\n\nRed.", "## Fix\n\nGreen.", "## In the issues"]  # fmt: skip
    assert sorted(order, key=text.index) == order


def test_entry_page_says_versions_evidence_and_review():
    text = pages(entry(applies_to={"tensorflow": ">=2.4,<3"}, evidence="inferred"))[
        "odapi/odapi-x.md"
    ]
    assert "applies to tensorflow \\>\\=2\\.4\\,\\<3" in text
    assert "nobody has confirmed it" in text
    assert "reviewed 2026\\-11\\-22" in text


def test_entry_is_seen_in_its_own_issues_and_in_those_it_answers():
    results = (
        MatchResult(3, "odapi-x", 0.9),
        MatchResult(4, None, 0.3),
        MatchResult(2, "odapi-x", 1.0),
    )
    text = pages(
        entry(issues=(1, 2)),
        issues=(issue(1, "2017-03"), issue(3, "2019-08-01T12:00:00Z"), issue(4, "2020-01-01")),
        results=results,
    )["odapi/odapi-x.md"]
    assert "Seen in 3 issues, first 2017-03, last 2019-08-01 (1 without a known date)." in text
    assert "Year, Issues\n2017, 1\n2018, 0\n2019, 1\n```" in text
    assert "[\\#3](https://github.com/tensorflow/models/issues/3)" in text
    assert "issues/4)" not in text


def test_one_date_makes_no_trend():
    assert (
        "{chart}"
        not in pages(entry(issues=(1,)), issues=(issue(1, "2017-03"),))["odapi/odapi-x.md"]
    )


def test_dates_that_are_none_are_left_out():
    found = pages(
        entry(issues=(1, 2, 3)),
        issues=(issue(1, "2017-03```{include} x"), issue(2, "9999-01-01"), issue(3, "")),
    )["odapi/odapi-x.md"]
    assert "Seen in 3 issues." in found
    assert "include" not in found


def test_long_lists_of_issues_are_cut_and_counted():
    text = pages(entry(issues=tuple(range(1, 1001))))["odapi/odapi-x.md"]
    assert text.count("/issues/") == 200 + 2  # and the links to open one
    assert "and 800 more" in text


def test_links_between_entries_find_the_page_in_its_category():
    body = (
        "[a](b.md), [b](c.md#fix), [gone](d.md), [web](https://x.org/b.md)\n```text\n[a](b.md)\n```"
    )
    found = pages(
        entry("a", sections=(("See also", body),)),
        entry("b"),
        entry("c", category="research"),
    )["odapi/a.md"]
    assert "[a](b.md), [b](../research/c.md#fix), gone, [web](https://x.org/b.md)" in found
    assert "```text\n[a](b.md)\n```" in found


def test_answer_with_colon_fences_stays_inside_its_box():
    text = pages(entry(answer=":::{note}\nx\n:::"))["odapi/odapi-x.md"]
    assert "::::{admonition} Short answer\n\n:::{note}\nx\n:::\n::::\n" in text


def test_feedback_goes_to_the_knowledge_base_and_names_the_entry():
    text = pages(entry(), repo="somebody/else", feedback_repo="me/kb")["odapi/odapi-x.md"]
    start = "(<https://github.com/me/kb/issues/new?template="
    assert f"[This did not help]{start}kb.yml&title=Did+not+help%3A+Why+odapi-x%3F&" in text
    assert "&entry=odapi-x>)" in text
    assert f"[Ask another question]{start}new-question.yml&" in text
    assert f"https://github.com/{HOME}/issues/new?" in pages(entry())["odapi/odapi-x.md"]


def test_feedback_fills_in_only_what_the_form_asks():
    with pytest.raises(ValueError, match="colour"):
        feedback_url("https://github.com/me/kb", CORRECTION, "x", colour="red")


def test_front_page_lists_what_is_asked_most_first():
    text = pages(entry("a", issues=(1,)), entry("b", issues=(1, 2, 3)), entry("c"))["index.md"]
    assert text.index("odapi/b.md") < text.index("odapi/a.md") < text.index("odapi/c.md")
    assert "3 answers" in text


def test_category_page_counts_what_its_issues_are_about():
    predictions = (
        *tuple(Prediction(n, "odapi", 0.9, {}, "bug", 0.9) for n in (1, 2)),
        Prediction(3, None, 0.9, {}, "bug", 0.9),
    )
    text = pages(entry(), predictions=predictions, issues=(issue(1, "2018"), issue(2, "2019")))[
        "odapi/index.md"
    ]
    assert "Seen in 2 issues, first 2018, last 2019." in text
    assert "| bug | 2 |" in text


def test_category_page_does_not_grow_with_the_issues():
    predictions = tuple(Prediction(n, "odapi", 0.9, {}, "bug", 0.9) for n in range(5000))
    issues = tuple(issue(n, f"{2015 + n % 10}-01-01") for n in range(5000))
    assert len(pages(entry(), predictions=predictions, issues=issues)["odapi/index.md"]) < 3000


def test_open_questions_come_biggest_first_and_end_somewhere():
    clusters = tuple(
        Cluster(tuple(range(10 * n, 10 * n + 2 + n % 3)), f"t{n}", (), None) for n in range(200)
    )
    text = pages(clusters=clusters)["unanswered.md"]
    sizes = [int(line.split(" · ")[1].split()[0]) for line in text.split("\n") if " · " in line]
    assert sizes == sorted(sizes, reverse=True)
    assert f"{200 - len(sizes)} smaller groups more" in text


def test_open_question_shows_its_issues_with_state_and_title():
    cluster = Cluster((1, 9), "OOM on *TPU*", ("tpu",), "odapi", "RESOURCE_EXHAUSTED: ```")
    text = pages(issues=(issue(1, "2018", "`x`", "closed"),), clusters=(cluster,))["unanswered.md"]
    assert "## OOM on \\*TPU\\*" in text
    assert "````text\nRESOURCE_EXHAUSTED: ```\n````" in text
    assert "issues/1) (closed) \\`x\\`" in text
    assert "- [\\#9](https://github.com/tensorflow/models/issues/9)\n" in text


def test_repository_that_is_none_is_refused():
    with pytest.raises(ValueError, match="repository"):
        pages(entry("a"), results=(MatchResult(1, "a", 0.9),), repo="o/r?x")
