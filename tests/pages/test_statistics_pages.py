"""Statistics: what is counted, from how many issues, and what is not known."""

import csv
import re

import pytest

from tests.pages.hostile import build, with_secret
from tests.pages.page_inputs import entry, issue, pages
from tests.pages.payloads import BODIES, LARGE, TITLES
from tests.site.test_charts import read_lines
from triage.pages import IssueFacts
from triage.pages.escape import plain, quoted
from triage.pages.markdown import chart, page_text
from triage.records import Cluster, MatchResult, Prediction

NAMES = ("index", "questions", "answers", "versions", "missing")
CHART = re.compile(r"```\{chart\} (.*)\n((?::.*\n)*)((?:.*\n)*?)```")


def statistics(*entries, **fields) -> dict[str, str]:
    found = pages(*entries, **fields)
    return {name: found[f"statistics/{name}.md"] for name in NAMES}


def charts(text: str) -> dict[str, list[list[str]]]:
    """The lines of each figure of a page, by title."""
    return {
        title: list(csv.reader(body.splitlines(), skipinitialspace=True))
        for title, _, body in CHART.findall(text)
    }


def about(number, category="odapi", kind="bug") -> Prediction:
    return Prediction(number, category, 0.9, {}, kind, 0.9)


def replied(number, opened, first) -> IssueFacts:
    return IssueFacts(number, "A title", opened, first_reply=first)


def test_nothing_known_is_said_on_every_page():
    for text in statistics().values():
        assert "{chart}" not in text
    assert "Not known: the 0 issues of tensorflow\\/models" in statistics()["answers"]


def test_months_from_first_to_last_by_category():
    text = statistics(
        issues=(issue(1, "2019-11"), issue(2, "2020-01-31"), issue(3, "2020-01-01T00:00:00Z")),
        predictions=(about(1), about(2, "research"), about(3, None)),
    )["index"]
    assert charts(text)["Issues opened per month, by category"] == [
        ["Month", "Object Detection API", "Official models", "Research models", "None or unsure"],
        ["2019-11", "1", "0", "0", "0"],
        ["2019-12", "0", "0", "0", "0"],
        ["2020-01", "0", "0", "1", "1"],
    ]


@pytest.mark.parametrize("date", [None, "", "2019", "2019-13", "2019-00", "9999-01-01", "x"])
def test_issue_without_a_month_is_left_out_and_counted(date):
    text = statistics(issues=(issue(1, "2019-11"), issue(2, date)))["index"]
    assert "From 1 of 2 issues of tensorflow\\/models (1 without a known month)." in text


def test_wrong_date_makes_years_not_a_thousand_months():
    text = statistics(issues=(issue(1, "2008-01"), issue(2, "2099-01")))["index"]
    ((title, lines),) = charts(text).items()
    assert title == "Issues opened per year, by category"
    assert len(lines) == 1 + 2099 - 2008 + 1


def test_every_figure_can_be_drawn():
    numbers = range(1, 60)
    found = statistics(
        entry("a", issues=tuple(numbers[::2])), entry("b", question='Why "x, y"?', issues=(1, 2)),
        issues=tuple(
            IssueFacts(n, "t", f"{2015 + n % 5}-0{1 + n % 9}-01T00:00:00Z",
                       tensorflow=("2", "2.16", "1.15", None)[n % 4],
                       first_reply=f"{2015 + n % 5}-0{1 + n % 9}-02T00:00:00Z" if n % 2 else None)
            for n in numbers
        ),
        predictions=tuple(about(n, ("odapi", "research", None)[n % 3]) for n in numbers),
        clusters=(Cluster((1, 2), "x", (), None),), unverified={"a": "none", "b": "empty"},
        comments=30,
    )  # fmt: skip
    total = 0
    for text in found.values():
        for _, options, body in CHART.findall(text):
            kind = re.search(":kind: (.*)", options)[1]
            assert read_lines(body.splitlines(), kind).rows
            total += 1
    assert total == 9


def test_questions_asked_most_come_first_and_their_years_follow():
    text = statistics(
        entry("a", issues=(1,)), entry("b", issues=(1, 2, 3)), entry("never"),
        issues=(issue(1, "2018"), issue(2, "2020-05")),
        results=(MatchResult(2, "a", 0.9),),
    )["questions"]  # fmt: skip
    assert "From 3 issues of tensorflow\\/models that ask one of 2 questions" in text
    assert "When 1 of them were opened is not known" in text
    drawn = charts(text)
    assert drawn["Issues that ask each question"][1:] == [["Why b?", "3"], ["Why a?", "2"]]
    assert drawn["Issues per year of the questions asked most"][1:] == [
        ["2018", "1", "1"], ["2019", "0", "0"], ["2020", "1", "1"],
    ]  # fmt: skip
    assert "| [Why b\\?](../odapi/b.md) | 3 | 0 | 2 |" in text


def test_numbers_that_entries_name_are_those_of_one_repository():
    issues = (issue(1, "2020-01-01"), issue(2, "2020-01-02"))
    named = entry(issues=(1, 2))
    here = pages(named, issues=issues)["odapi/odapi-x.md"]
    elsewhere = pages(named, issues=issues, repo="someone/else")["odapi/odapi-x.md"]
    assert "Not seen in an issue yet." not in here
    assert "Not seen in an issue yet." in elsewhere


def test_share_answered_counts_named_and_matched_issues():
    text = statistics(
        entry("a", issues=(1,)),
        issues=tuple(issue(n, "2019" if n < 6 else "2020-01") for n in range(1, 8)),
        predictions=tuple(about(n) for n in range(1, 8)),
        results=(MatchResult(2, "a", 0.9), MatchResult(3, None, 0.4)),
    )["answers"]
    assert "| 2019 | 5 | 2 | 40 |\n| 2020 | 2 | 0 | 0 |" in text
    (lines,) = charts(text).values()
    # Two issues say nothing about a year: not drawn, but in the table.
    assert lines[1:] == [["2019", "40", "-", "-", "-"], ["2020", "-", "-", "-", "-"]]


def test_time_to_first_answer_has_median_and_quartiles_by_month():
    opened = "2020-01-10T00:00:00Z"
    hours = (1, 2, 3, 4, 5)
    issues = [replied(h, opened, f"2020-01-10T0{h}:00:00Z") for h in hours]
    issues += [replied(6, "2020-02-01T00:00:00Z", None), replied(7, "2020-03", "2020-03-02")]
    text = statistics(issues=tuple(issues), comments=5)["answers"]
    assert "From 6 of 7 issues of tensorflow\\/models (1 without a known time of opening)" in text
    assert "5 of them have such a comment: a quarter within 2 h, half within 3 h, three" in text
    assert "1 have none; they count in no time." in text
    assert "| 2020-01 | 5 | 5 | 2 h | 3 h | 4 h |\n| 2020-02 | 1 | 0 | - | - | - |" in text
    assert charts(text)["Hours to the first answer by somebody else, by month opened"][1:] == [
        ["2020-01", "2.0", "3.0", "4.0"], ["2020-02", "-", "-", "-"],
    ]  # fmt: skip


def test_times_of_many_years_are_told_by_year_and_in_days():
    issues = (
        replied(1, "2015-01-01T00:00:00Z", "2015-01-11T00:00:00Z"),
        replied(2, "2019-01-01T00:00:00Z", "2019-01-01T00:30:00Z"),
    )
    text = statistics(issues=issues, comments=2)["answers"]
    assert "| 2015 | 1 | 1 | 10 days | 10 days | 10 days |" in text
    assert "| 2019 | 1 | 1 | 30 min | 30 min | 30 min |" in text
    assert "Days to the first answer by somebody else, by year opened" in text


@pytest.mark.parametrize("first", ["2019-12-31T00:00:00Z", "2020-01-10", "soon", ""])
def test_reply_that_cannot_be_timed_is_none(first):
    text = statistics(issues=(replied(1, "2020-01-01T00:00:00Z", first),), comments=1)["answers"]
    assert "Not known: 1 comment on 1 issue of tensorflow\\/models are here" in text


def test_versions_are_in_their_order_by_category():
    versions = ("2", "1.9", "2.10", "1.10", "2.9", None)
    text = statistics(
        issues=tuple(IssueFacts(n, "t", "2020", tensorflow=v) for n, v in enumerate(versions)),
        predictions=(about(0, "official"),),
    )["versions"]
    (lines,) = charts(text).values()
    assert [line[0] for line in lines[1:]] == ["1.9", "1.10", "2.9", "2.10", "2.x"]
    assert lines[-1][1:] == ["0", "1", "0", "0"]
    assert "From 5 of 6 issues of tensorflow\\/models (1 name no version)." in text


def test_missing_documentation_lists_what_is_asked_and_unverified():
    text = statistics(
        entry("a", issues=(1, 2)), entry("b", issues=(1, 2, 3)), entry("c", issues=(4,)),
        entry("asked-by-nobody"),
        unverified={"a": "failed", "c": "empty", "asked-by-nobody": "none"},
        issues=tuple(issue(n) for n in (1, 2, 3, 4, 5)),
        predictions=tuple(about(n, kind="build_install") for n in (1, 2, 3, 4, 5)),
        clusters=(Cluster((5, 6), "a | b", (), "official"),),
    )["missing"]  # fmt: skip
    assert "Of 4 answers, 1 have a record" in text
    assert "The 3 others are asked in 3 issues of tensorflow\\/models." in text
    assert "| [Why a\\?](../odapi/a.md) | its last run failed | 2 |" in text
    assert "odapi/b.md" not in text
    assert "| a \\| b | Official models | 2 |" in text
    (lines,) = [v for k, v in charts(text).items() if k.startswith("Issues without an answer")]
    assert lines[1:] == [["build and install", "1", "0", "0", "0"]]


def test_sample_is_called_one_and_a_repository_is_named_everywhere():
    for text in statistics(entry(issues=(1,)), issues=(issue(1),), sample=True).values():
        assert "These are the 1 issues that come with this project" in text
    for text in statistics(entry(issues=(1,)), issues=(issue(1),), repo="o/r").values():
        assert "issue of o\\/r" in text and "come with this project" not in text


def test_order_of_the_input_changes_no_page():
    issues = [IssueFacts(n, "t", f"2019-0{n}-01", tensorflow=f"2.{n}") for n in range(1, 6)]
    clusters = [Cluster((1, 2), "a", (), None), Cluster((3, 4), "b", (), None)]
    entries = [entry("a", issues=(1,)), entry("b", issues=(2,))]
    there = statistics(*entries, issues=tuple(issues), clusters=tuple(clusters))
    back = statistics(*entries[::-1], issues=tuple(issues[::-1]), clusters=tuple(clusters[::-1]))
    assert there == back


def test_pages_do_not_grow_with_the_issues():
    numbers = range(1, 5001)
    found = statistics(
        *(entry(f"e{n}", issues=tuple(numbers[n::100])) for n in range(100)),
        issues=tuple(issue(n, f"{2015 + n % 10}-01-01") for n in numbers),
        clusters=tuple(Cluster((n, n + 1), f"t{n}", (), None) for n in range(1, 3000, 2)),
        unverified={f"e{n}": "none" for n in range(100)},
    )
    assert max(map(len, found.values())) < 20_000


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """Hostile titles as groups of issues, and hostile names in a figure, through Sphinx."""
    texts = [with_secret(text) for _, text in TITLES + BODIES + LARGE]
    clusters = tuple(
        Cluster((2 * n + 1, 2 * n + 2), text, (text,), None, text) for n, text in enumerate(texts)
    )
    issues = tuple(IssueFacts(n, text, text, text, None, text) for n, text in enumerate(texts))
    missing = statistics(clusters=clusters, issues=issues, repo="o/r")["missing"]
    rows = [(quoted(text), "1") for text in texts]
    return build(
        tmp_path_factory.mktemp("statistics") / "site",
        {
            "missing": missing.replace("../unanswered.md", "unanswered.md"),
            "figure": page_text("Figure", chart("rows", "Names", ("Name", "Issues"), rows)),
            "unanswered": page_text("Unanswered"),
        },
    ), [plain(text) for text in texts]


def soup(site, name):
    from bs4 import BeautifulSoup

    page = (site.html / "kb" / f"{name}.html").read_text("utf-8")
    return BeautifulSoup(page, "html.parser").select_one("[itemprop=articleBody]")


def test_hostile_titles_build_without_a_warning_and_act_nowhere(hostile):
    site, _ = hostile
    assert (site.code, site.log) == (0, "")
    active = ["script", "img", "iframe", "meta", "base", "form", "style", "object", "embed"]
    for name in ("missing", "figure"):
        body = soup(site, name)
        assert body.find_all(active) == []
        assert not [k for tag in body.find_all(True) for k in tag.attrs if k.startswith("on")]
        for link in body.find_all("a"):
            assert re.match(r"#|unanswered\.html\Z", link["href"]), link


def test_hostile_names_of_a_figure_are_shown_as_they_are(hostile):
    site, names = hostile
    cells = [" ".join(th.get_text().split()) for th in soup(site, "figure").select("tbody th")]
    assert cells == [" ".join(name.split()) for name in names]
