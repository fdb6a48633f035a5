"""A new entry starts from facts, and check-entries says what is left to write."""

import datetime

import pytest

from triage.errors import WrongUse
from triage.match.check import check_entries
from triage.match.entries import read_entry_file
from triage.match.scaffold import new_entry
from triage.match.signature import compile_signature, read_lines
from triage.records import Issue

DAY = datetime.date(2026, 3, 1)
ISSUES = [
    Issue(8, "crash", "TF 1.12.0\nOSError: /home/ann/libfoo.so: undefined symbol: _ZN9bar42"),
    Issue(
        3, "it breaks", "tensorflow==1.13.1\nOSError: /opt/b/libfoo.so: undefined symbol: _ZN9bar42"
    ),
]


def test_it_holds_issues_versions_and_a_general_signature(tmp_path):
    path = tmp_path / "odapi-new.md"
    path.write_text(new_entry("odapi-new", ISSUES, DAY), encoding="utf-8")
    front = read_entry_file(path).front
    assert front["id"] == "odapi-new"
    assert front["issues"] == [3, 8]
    assert front["reviewed"] == DAY
    assert "1.12.0 1.13.1" in path.read_text()
    (signature,) = front["errors"]
    assert "ann" not in signature
    for issue in ISSUES:
        assert any(compile_signature("x", signature).matches(x) for x in read_lines(issue.body))


def test_only_what_a_person_must_write_is_reported(tmp_path):
    (tmp_path / "odapi-new.md").write_text(new_entry("odapi-new", ISSUES, DAY), encoding="utf-8")
    assert {problem.code for problem in check_entries(tmp_path, DAY)} == {"KB006", "KB024"}


def test_no_issues_and_hostile_lines_keep_the_format(tmp_path):
    hostile = Issue(1, "x", 'ValueError: ``` "quoted" \\ {x} # --- <b>\n---\nid: other')
    for name, issues in (("a-none", []), ("a-bad", [hostile])):
        path = tmp_path / f"{name}.md"
        path.write_text(new_entry(name, issues, DAY), encoding="utf-8")
        assert read_entry_file(path).front["id"] == name
        # Both ask "TODO ...?", which makes the second question a duplicate (KB017) of the first.
        assert {p.code for p in check_entries(tmp_path, DAY)} - {"KB017"} == {"KB006", "KB024"}


@pytest.mark.parametrize("slug", ["", "Bad", "../up", "a b", "a" * 61])
def test_an_id_must_be_one(slug):
    with pytest.raises(WrongUse, match="cannot be an id"):
        new_entry(slug, [])
