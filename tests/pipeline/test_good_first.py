"""Good first tasks: what becomes one, in which order, and with which command."""

import csv
from datetime import UTC, datetime, timedelta

import pytest

from triage.errors import BadInput
from triage.pipeline.good_first import MOST, good_first
from triage.pipeline.research_models import read_models
from triage.records import Cluster, Entry
from triage.text.scope import Scope
from triage.verify.record import Record
from triage.verify.survey import PageReport, Run

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ROW = {
    "folder": "research/marco", "model": "MARCO", "paper": "arXiv:1803.10342", "state": "tf1",
    "tf1": "1", "tf1_compat": "0", "tf2": "2", "evidence": "a.py: tf.contrib", "issues": "1 22",
    "successor": "", "commit": "abc", "committed": "2024-10-14", "checked": "2026-11-27",
}  # fmt: skip


def entry(name, issues=(), **changes):
    values = {
        "category": "odapi", "topic": "install", "kind": "fix", "evidence": "users",
        "reviewed": "2026-01-01", "answer": "", "sections": (), "errors": ("x *",),
    } | changes  # fmt: skip
    return Entry(id=name, question="Why?", issues=issues, **values)


def report(page, state=None, release="2.20.0", snippets=1, environment=None):
    date = NOW - timedelta(days=200)
    record = Record(release, page, "0" * 64, date, "3.11", {}, snippets, snippets, (), 1.0)
    runs = {release: Run(state, record)} if state else {}
    return PageReport(page, snippets, (), Scope(environment=environment), runs)


def tasks(clusters=(), entries=(), reports=(), models=(), release="2.20.0"):
    return good_first(clusters, entries, reports, models, release)


@pytest.fixture
def models(tmp_path):
    """Reads a table of rows, each given by what differs from ``ROW``."""

    def read(*rows):
        path = tmp_path / "models.csv"
        with path.open("w", newline="") as file:
            table = csv.DictWriter(file, list(ROW))
            table.writeheader()
            table.writerows(ROW | row for row in rows)
        return read_models(path)

    return read


def test_a_question_of_few_issues_is_a_task_and_a_big_one_is_not():
    found = tasks([
        Cluster((9, 7), "B", (), None), Cluster(tuple(range(1, 7)), "A", (), None),
        Cluster((3, 1, 2), "C", (), None),
    ])  # fmt: skip
    assert [(task.about, task.command) for task in found] == [
        ("C", "triage new-entry SLUG --issues 1,2,3"),
        ("B", "triage new-entry SLUG --issues 7,9"),
    ]


def test_entries_that_a_run_could_decide_today():
    found = tasks(
        entries=[
            entry("b"), entry("a"), entry("often", (1, 2)), entry("done", evidence="reproduced"),
            entry("howto", kind="howto"), entry("quiet", errors=()),
            entry("old", applies_to={"tensorflow": "<2"}),
            entry("now", applies_to={"tensorflow": ">=2.4", "protobuf": "<4"}),
        ]
    )  # fmt: skip
    assert [task.about for task in found] == [f"kb/entries/{n}" for n in ("often", "a", "b", "now")]
    assert found[0].command == "make entry ENTRY=kb/entries/often.md"


def test_pages_that_are_due_say_how_to_run_them():
    found = tasks(
        reports=[
            report("docs/old", "stale"), report("docs/new"), report("docs/long", snippets=9),
            report("docs/fine", "verified"), report("docs/words", snippets=0),
            report("docs/changed", "changed", environment="odapi"),
            report("docs/elsewhere", "verified", "2.16.0"),
            report("docs/tutorials/x", environment="tutorials"),
        ]
    )  # fmt: skip
    assert [(task.kind, task.about, task.command) for task in found] == [
        ("verify", "docs/old", "make verify RELEASE=2.20.0 PAGES=docs/old.md"),
        ("verify", "docs/changed", "make verify ENVIRONMENT=odapi PAGES=docs/changed.md"),
        ("run", "docs/elsewhere", "make verify RELEASE=2.20.0 PAGES=docs/elsewhere.md"),
        ("run", "docs/new", "make verify RELEASE=2.20.0 PAGES=docs/new.md"),
        ("run", "docs/tutorials/x", "make tutorials TUTORIALS=docs/tutorials/x.md"),
        ("run", "docs/long", "make verify RELEASE=2.20.0 PAGES=docs/long.md"),
    ]


def test_models_that_nobody_has_migrated_the_smallest_first(models):
    found = tasks(
        models=models(
            {"folder": "research/more", "state": "tf1-compat", "tf1_compat": "5"},
            {"folder": "research/taken", "successor": "docs/tutorials/taken"},
            {"folder": "research/native", "state": "tf2"},
            {"folder": "research/gone", "state": "archived"},
            {"folder": "research/huge", "tf1": "300"},
            {"folder": "official/legacy/xlnet"},
            {},
        )
    )
    assert [task.about for task in found] == ["research/marco", "research/more"]
    assert found[0].command == "triage migrate models/research/marco"
    assert found[0].what == "1 of its 3 TensorFlow files are not native (a.py: tf.contrib)"


def test_without_a_release_no_page_is_due_and_a_list_stays_short(models):
    many = [entry(f"e{number:02}") for number in range(30)]
    assert len(tasks(entries=many)) == MOST
    found = tasks(entries=many, reports=[report("docs/new")], release=None)
    assert {task.kind for task in found} == {"reproduce"}
    assert tasks(entries=[entry("x", applies_to={"tensorflow": ">=2"})], release=None) == ()


@pytest.mark.parametrize(
    "change", [{"state": "tf3"}, {"tf1": "many"}, {"issues": "#7"}], ids=lambda c: next(iter(c))
)
def test_a_row_that_cannot_be_read_is_named(models, change):
    with pytest.raises(BadInput, match=r"models\.csv, line 3"):
        models({}, change)


def test_a_table_that_is_not_one(tmp_path):
    path = tmp_path / "models.csv"
    assert read_models(path) == ()
    path.write_bytes(b"folder,model\n\xff\n")
    with pytest.raises(BadInput, match="not a CSV"):
        read_models(path)
    path.write_text("folder,model\nresearch/x\n")
    with pytest.raises(BadInput, match="line 2"):
        read_models(path)
