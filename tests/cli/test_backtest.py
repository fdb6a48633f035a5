"""``triage bot backtest`` as people run it: JSON alone on stdout, a record, one line when wrong."""

import json

import pytest

ROWS = [
    {"number": n, "title": "research/object_detection/x.py fails \x1b[31m", "labels": [label],
     "created_at": f"2020-0{n}-01T00:00:00Z", "url": f"https://github.com/o/r/issues/{n}"}
    for n, label in enumerate(("models:research:odapi", "models:official"), 1)
]  # fmt: skip


@pytest.fixture
def filled(triage):
    lines = "\n".join(json.dumps(row) for row in ROWS)
    assert triage("import", "-", stdin=lines).code == 0
    return triage


def test_json_record_and_terminal_say_the_same(filled):
    record = filled.folder / "out" / "backtest.json"
    result = filled("bot", "backtest", "--from", "2020", "--json", "--record", record)
    value = result.value
    assert (value["repo"], value["issues"], value["from"]) == ("o/r", 2, "2020")
    assert value["labels"]["maintainers"]["same"] == value["labels"]["maintainers"]["other"] == 1
    kept = json.loads(record.read_text())["backtest"]
    assert kept["command"] == "triage bot backtest --from 2020"
    assert {key: kept[key] for key in value} == value
    shown = filled("bot", "backtest", "--to", "2020-01")
    assert shown.out.startswith("1 of o/r replayed") and "\x1b" not in shown.out


def test_what_cannot_be_meant_is_one_line(filled):
    assert "is no date" in filled.fails("bot", "backtest", "--from", "x", code=2)
    assert "is after" in filled.fails("bot", "backtest", "--from", "2021", "--to", "2020", code=2)
    assert "has no repository" in filled.fails("bot", "backtest", "--repo", "a/b", code=2)
    assert "was opened then" in filled.fails("bot", "backtest", "--from", "2030")
    assert "There is no database" in filled.fails("bot", "backtest", "--db", "sqlite:///no.db")
    assert "Cannot write" in filled.fails("bot", "backtest", "--record", "/proc/x.json")
