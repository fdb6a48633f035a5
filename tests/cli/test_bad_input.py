"""Each mistake a person can make: one clear line that says what to do next, never a traceback."""

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.conftest import SNAPSHOT

TOKEN = "ghp_" + "x" * 36


@pytest.mark.parametrize("command", ["classify", "match", "import", "evaluate"])
def test_missing_file(triage, command):
    assert "nowhere.jsonl" in triage.fails(command, "nowhere.jsonl")


@pytest.mark.parametrize("command", [["classify", "db"], ["match", "db"], ["export"]])
def test_no_database_yet(triage, command):
    line = triage.fails(*command)
    assert "triage import" in line
    assert not (triage.folder / "triage.db").exists()


def test_unknown_command_and_option_are_wrong_use(triage):
    assert triage("clasify", "x.jsonl").code == 2
    assert triage("classify", "--colour", "x.jsonl").code == 2
    assert triage("classify").code == 2


def test_bad_database_url(triage):
    assert "sqlite:///" in triage.fails("import", "-", "--db", "mydata", stdin="{}")


def test_file_that_is_no_database(triage):
    (triage.folder / "triage.db").write_text("hello " * 500, encoding="utf-8")
    assert "triage.db" in triage.fails("export")


def test_database_of_a_newer_version(triage, database):
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE triage_version SET version_num = '9999'")
    connection.close()
    assert "newer" in triage.fails("export")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder closed to root")
def test_unwritable_folder(triage):
    # /proc takes no new file from anybody, root included.
    row = '{"number": 1, "title": "x"}'
    assert "/proc" in triage.fails("import", "-", "--db", "sqlite:////proc/t.db", stdin=row)
    assert "/proc" in triage.fails("build", "--out", "/proc/kb")
    assert "/proc" in triage.fails("evaluate", SNAPSHOT, "--record", "/proc/quality.json", "--json")


def test_folder_that_is_a_file(triage):
    (triage.folder / "kb").write_text("", encoding="utf-8")
    assert "kb" in triage.fails("build", "--out", "kb/pages")


def test_table_without_the_label_column(triage):
    (triage.folder / "data.csv").write_text("title,label\na,b\n", encoding="utf-8")
    line = triage.fails("train", "data.csv", "--text", "title", "--target", "kind", "--out", "m")
    assert "label" in line


def test_model_folder_that_is_none(triage):
    (triage.folder / "data.csv").write_text("title\na\n", encoding="utf-8")
    assert "triage train" in triage.fails("predict", "nowhere", "data.csv")


def test_new_entry_with_words_for_numbers(triage, database):
    triage.fails("new-entry", "a-b", "--issues", "one,two", code=2)


def test_repository_name_that_is_none(triage):
    assert "OWNER/REPO" in triage.fails("sync", "tensorflow", code=2)


def test_no_network(triage):
    line = triage.fails("sync", "tensorflow/models", "--base-url", "http://127.0.0.1:9")
    assert "127.0.0.1:9" in line


def test_token_is_never_printed(triage):
    result = triage(
        "sync", "tensorflow/models", "--base-url", "http://127.0.0.1:9", GITHUB_TOKEN=TOKEN
    )
    assert result.code == 1
    assert TOKEN not in result.out + result.err


def test_date_that_is_none(triage):
    triage.fails("sync", "a/b", "--since", "yesterday", code=2)


def test_title_of_the_wrong_type_names_the_line(triage):
    result = triage("match", "-", "--json", stdin=json.dumps({"title": 5}))
    assert result.code == 1
    assert "line 1" in result.err
    assert "title" in result.err
