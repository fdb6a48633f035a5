"""Any table, any label column."""

import csv
import json
from pathlib import Path

import pytest

from triage.classify.generic import (
    cross_validate_table,
    load_table_model,
    predict_table,
    train_table,
)
from triage.errors import BadInput

COLOURS = {"red": "rose tomato ruby fire", "blue": "sky sea sapphire ice"}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "data.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["title", "body", "colour"])
        for at in range(40):
            for colour, names in COLOURS.items():
                name = names.split()[at % 4]
                writer.writerow([f"the {name}", f"about a {name} number {at}", colour])
    return path


def test_trains_predicts_in_order_and_repeats_itself(table: Path, tmp_path: Path) -> None:
    found = train_table(table, ["title", "body"], "colour", tmp_path / "a")
    train_table(table, ["title", "body"], "colour", tmp_path / "b")
    assert (found.rows, found.classes) == (80, {"blue": 40, "red": 40})
    for name in ("model.json", "weights.npz"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()
    new = tmp_path / "new.jsonl"
    titles = ("a ruby", "the sea", "tomato")
    new.write_text("".join(json.dumps({"title": x, "body": None}) + "\n" for x in titles))
    labels = [row["label"] for row in predict_table(tmp_path / "a", new)]
    assert labels == ["red", "blue", "red"]


def test_cross_validation(table: Path) -> None:
    assert cross_validate_table(table, ["title", "body"], "colour").macro_f1 == 1.0


@pytest.mark.parametrize(
    ("name", "content", "columns", "target", "message"),
    [
        ("a.csv", "title,kind\nx,y\nz,w\n", ["titel"], "kind", "columns are: kind, title"),
        ("a.csv", "title,kind\nx,y\nz,y\n", ["title"], "kind", "two are the least"),
        ("a.csv", "", ["title"], "kind", "no rows"),
        ("a.txt", "x", ["title"], "kind", "neither"),
        ("a.jsonl", '{"title": "x"}\n{oops\n', ["title"], "kind", "Line 2"),
        ("a.csv", None, ["title"], "kind", "cannot be read"),
    ],
)
def test_bad_input_is_one_clear_line(
    tmp_path: Path, name: str, content: str | None, columns: list[str], target: str, message: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_text(content)
    with pytest.raises(BadInput) as caught:
        train_table(path, columns, target, tmp_path / "m")
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_comment_of_a_template_and_the_code_count(tmp_path: Path) -> None:
    rows = [
        {"title": "It stops", "body": f"<!-- {kind}_template -->\nSince {at}:\n```\n{code}\n```"}
        | {"kind": kind}
        for at in range(12)
        for kind, code in (("bug", "segfault at main"), ("feature", "make it faster"))
    ]
    table = tmp_path / "a.jsonl"
    table.write_text("".join(json.dumps(row) + "\n" for row in rows))
    train_table(table, ["title", "body"], "kind", tmp_path / "m")
    new = tmp_path / "b.jsonl"
    bodies = ("<!-- feature_template -->", "```\nsegfault at main\n```")
    new.write_text("".join(json.dumps({"title": "", "body": body}) + "\n" for body in bodies))
    labels = [row["label"] for row in predict_table(tmp_path / "m", new)]
    assert labels == ["feature", "bug"]


def test_a_title_alone_is_enough(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    lines = (
        f"{name} {at},{kind}\n" for at in range(9) for name, kind in (("sea", "b"), ("red", "r"))
    )
    table.write_text("title,kind\n" + "".join(lines))
    train_table(table, ["title"], "kind", tmp_path / "m")
    found = list(predict_table(tmp_path / "m", table))
    assert [row["label"] for row in found] == ["b", "r"] * 9
    assert all(0.5 <= row["confidence"] <= 1 for row in found)
    model = load_table_model(tmp_path / "m")
    assert model.words_known("Sea, sea and red", "sky") == 2


def test_hostile_cells_are_measured_in_linear_time(tmp_path: Path) -> None:
    table = tmp_path / "a.jsonl"
    cells = ("a" * 200_000, "[" * 90_000, "propos" * 20_000, "\x00\ud800 `", "# " * 50_000)
    rows = [{"title": cell, "body": cell, "kind": "ab"[at % 2]} for at, cell in enumerate(cells)]
    table.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert train_table(table, ["title", "body"], "kind", tmp_path / "m").rows == len(cells)
