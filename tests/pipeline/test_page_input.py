"""What the pages are made from: which entries no record verifies, and whose issues these are."""

import json
from datetime import UTC, datetime

import pytest

from tests.cli.conftest import SNAPSHOT
from triage.errors import TriageError
from triage.pipeline.build import Judged
from triage.pipeline.page_input import find_unverified, make_input
from triage.pipeline.sources import open_or_snapshot
from triage.records import Entry, Issue
from triage.store import open_store
from triage.text.snippets import digest_snippets, find_snippets

SOURCE = "---\nid: e\n---\nRun it.\n\n```python\nprint(1)\n```\n"


@pytest.fixture
def page(tmp_path):
    """An entry with one snippet, and what writes its records."""

    def write(source=SOURCE):
        path = tmp_path / "e.md"
        path.write_text(source)
        return Entry("e", "Q?", "odapi", "data", "fix", "users", "", "", (), path=str(path))

    return write


def record(folder, release="2.20.0", date="2020-01-01T00:00:00Z", **changes):
    path = folder / "records" / release / "kb" / "entries" / "e.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({
        "page": "kb/entries/e", "digest": digest_snippets(find_snippets(SOURCE)), "date": date,
        "python": "3.11", "platform": "linux", "packages": {}, "snippets": 1, "passed": 1,
        "failed": [], "seconds": 1,
    } | changes))  # fmt: skip


def states(folder, entry):
    return find_unverified([entry], folder / "records")


def test_page_that_never_ran_or_has_nothing_to_run(tmp_path, page):
    assert states(tmp_path, page()) == {"e": "none"}
    assert states(tmp_path, page("Text alone.\n")) == {"e": "empty"}


@pytest.mark.parametrize(
    "when", ["2020-01-01T00:00:00Z", f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"], ids=["old", "now"]
)
def test_record_verifies_whatever_day_it_is(tmp_path, page, when):
    record(tmp_path, date=when)
    assert states(tmp_path, page()) == {}


def test_changed_or_failing_page_is_verified_by_no_record(tmp_path, page):
    record(tmp_path)
    assert states(tmp_path, page(SOURCE.replace("print(1)", "print(2)"))) == {"e": "changed"}
    failed = [{"snippet": 1, "error": "E"}]
    record(tmp_path, "2.21.0", passed=0, failed=failed)
    assert states(tmp_path, page()) == {}  # an older release still does
    record(tmp_path, "2.22.0", passed=0, failed=failed)
    assert states(tmp_path, page(SOURCE.replace("print(1)", "print(2)"))) == {"e": "failed"}


def test_damaged_record_is_named_with_what_to_do(tmp_path, page):
    record(tmp_path, passed=7)
    with pytest.raises(TriageError, match="Verification record"):
        states(tmp_path, page())


def test_bundled_issues_are_a_sample_and_others_are_not(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    store, bundled = open_or_snapshot(None)
    assert bundled
    with store:
        found = list(store.issues())
        assert make_input(store, judged(found)).sample
        assert not make_input(store, judged(found[1:])).sample
        other = Issue(999_999, "x")
        assert not make_input(store, judged([*found[1:], other])).sample
        assert not make_input(store, judged(found, "o/r")).sample
    assert len(found) == len(SNAPSHOT.read_text("utf-8").splitlines())


def judged(issues, repo="tensorflow/models"):
    return Judged(repo, (), tuple(issues), (), ())


def test_issue_brings_its_version_and_first_reply():
    with open_store("sqlite://") as store:
        issue = Issue(1, "Fails", "TF 2.16.1", repo="o/r", author="ann", created_at="2020-01-01")
        store.save_issues([issue])
        (facts,) = make_input(store, judged([issue], "o/r")).issues
    assert (facts.tensorflow, facts.first_reply) == ("2.16", None)
