"""The command-line contract that other programs rely on: names, options, JSON, exit codes."""

import json
import subprocess
import sys

import pytest

from tests.cli.conftest import SNAPSHOT
from triage.cli import triage as group

COMMANDS = [
    "sync", "import", "export", "classify", "match", "evaluate", "train", "predict", "build",
    "clusters", "new-entry", "check-entries", "verify", "status",
]  # fmt: skip
ROW = {"number": 7, "title": "Cannot import string_int_label_map_pb2", "body": (
    "from object_detection.protos import string_int_label_map_pb2\n"
    "ImportError: cannot import name 'string_int_label_map_pb2' from 'object_detection.protos'"
)}  # fmt: skip


def test_every_command_of_the_contract_exists():
    assert set(COMMANDS) <= set(group.commands)


@pytest.mark.parametrize("name", sorted(group.commands))
def test_help_has_an_example_and_json(triage, name):
    result = triage(name, "--help")
    assert result.code == 0
    assert "Example: " in result.out
    assert "--json" in result.out


def test_import_counts_and_is_idempotent(triage):
    first = triage("import", SNAPSHOT, "--json").value
    assert first == {"read": 507, "created": 507, "updated": 0, "skipped": 0}
    again = triage("import", SNAPSHOT, "--json").value
    assert again == {"read": 507, "created": 0, "updated": 0, "skipped": 507}


def test_export_is_the_reverse_of_import(triage, database):
    first = triage("export").out
    rows = [json.loads(line) for line in first.splitlines()]
    assert len(rows) == 507
    assert set(rows[0]) == {
        "number", "state", "title", "body", "labels", "created_at", "updated_at", "comments",
    }  # fmt: skip
    copy = triage.folder / "copy.jsonl"
    assert triage("export", "--out", copy).code == 0
    assert copy.read_text("utf-8") == first
    other = "sqlite:///other.db"
    assert triage("import", copy, "--db", other).code == 0
    assert triage("export", "--db", other).out == first


def test_classify_answers_each_line_in_order(triage):
    rows = [dict(ROW, number=9), {"title": "Hello"}, dict(ROW, number=3)]
    result = triage("classify", "-", "--json", stdin="\n".join(map(json.dumps, rows)))
    assert result.code == 0
    assert [row["number"] for row in result.rows] == [9, None, 3]
    for row in result.rows:
        assert set(row) == {
            "number", "category", "confidence", "scores", "type", "type_confidence", "reasons",
        }  # fmt: skip
        assert set(row["scores"]) == {"odapi", "official", "research", "other"}
        assert 0 <= row["confidence"] <= 1
    assert result.rows[0]["category"] == "odapi"


def test_same_text_gives_the_same_result_whoever_asks(triage):
    other = ROW | {
        "number": 1,
        "labels": ["models:official"],
        "created_at": "2024-01-01",
        "user": "x",
    }
    lines = "\n".join(map(json.dumps, [ROW, other]))
    for command in ("classify", "match"):
        one, two = triage(command, "-", "--json", stdin=lines).rows
        assert one | {"number": 1} == two


def test_match_names_entries_with_reasons(triage):
    result = triage("match", "-", "--json", "--top", 2, stdin=json.dumps(ROW)).value
    assert set(result) == {"number", "answer", "confidence", "matches"}
    assert result["answer"] == "odapi-pb2-missing"
    assert len(result["matches"]) == 2
    assert set(result["matches"][0]) == {"entry", "score", "reasons"}
    assert result["matches"][0]["reasons"]


def test_source_db_is_the_database(triage, database):
    result = triage("classify", "db", "--json")
    assert len(result.rows) == 507
    numbers = [row["number"] for row in result.rows]
    assert numbers == sorted(numbers)


def test_broken_line_is_named_others_go_on_exit_1(triage):
    lines = "\n".join(
        [json.dumps(ROW), "{broken", json.dumps({"body": "no title"}), json.dumps(ROW)]
    )
    result = triage("classify", "-", "--json", stdin=lines)
    assert result.code == 1
    assert [row["number"] for row in result.rows] == [7, 7]
    assert "line 2" in result.err
    assert "line 3" in result.err


def test_json_is_alone_on_stdout(triage, database):
    for command in (["build"], ["clusters"], ["check-entries"]):
        result = triage(*command, "--json")
        json.loads(result.out)


def test_build_writes_once_and_then_nothing(triage, database):
    first = triage("build", "--json").value
    assert set(first) == {"pages", "written", "unchanged", "removed", "seconds"}
    assert first["written"] == first["pages"] > 60
    again = triage("build", "--json").value
    assert (again["written"], again["unchanged"]) == (0, first["pages"])


def test_build_without_a_database_uses_the_bundled_issues(triage):
    result = triage("build", "--json")
    assert result.value["pages"] > 60
    assert not (triage.folder / "triage.db").exists()


def test_train_and_predict_any_label_column(triage):
    data = triage.folder / "data.csv"
    lines = ["text,kind"]
    lines += [f'"apples and pears {n}",fruit\n"hammer with nails {n}",tool' for n in range(20)]
    data.write_text("\n".join(lines) + "\n", encoding="utf-8")
    report = triage(
        "train", data, "--text", "text", "--target", "kind", "--out", "model", "--json"
    ).value
    assert (report["rows"], list(report["classes"])) == (40, ["fruit", "tool"])
    assert set(report) == {"rows", "classes", "seconds"}
    rows = triage("predict", "model", data, "--json").rows
    assert [row["label"] for row in rows[:2]] == ["fruit", "tool"]
    assert all(set(row) == {"label", "confidence"} for row in rows)


def test_closed_pipe_is_no_error(tmp_path):
    done = subprocess.run(
        f"{sys.executable} -m triage classify {SNAPSHOT} --json | head -1",
        shell=True, capture_output=True, text=True, cwd=tmp_path, timeout=60, check=False,
    )  # fmt: skip
    assert json.loads(done.stdout)["number"] == 11
    assert done.stderr == ""
