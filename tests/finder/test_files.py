"""The two files of the finder: their size, and what they say of each entry."""

import gzip
import re
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.site.site_build import ROOT
from triage.match.entries import load_entries

sys.path.insert(0, str(ROOT / "docs" / "_ext"))
from finder_facts import MAX_ANSWER, WORDS, applies_to, short_answer, stamp_of
from finder_files import index_data, index_script, page_script

NOW = datetime.now(UTC)
LIMIT = 100_000
"""Bytes of code and index together after gzip: what a phone loads once."""


@pytest.fixture(scope="module")
def entries():
    return load_entries(ROOT / "kb" / "entries")


@pytest.fixture(scope="module")
def data():
    return index_data(ROOT / "kb", ROOT / "docs" / "records", NOW)


def test_code_and_index_of_all_entries_are_small(data):
    index = index_script(data)
    parts = {name: len(gzip.compress(text.encode(), 9)) for name, text in
             (("code", page_script(index)), ("index", index))}  # fmt: skip
    assert sum(parts.values()) < LIMIT, parts


def test_every_entry_has_its_facts(data, entries):
    assert data["ids"] == [entry.id for entry in entries]
    columns = ("questions", "answers", "categories", "evidence", "versions", "stamps")
    assert {len(data["facts"][name]) for name in columns} == {len(entries)}
    for entry, at in zip(entries, data["facts"]["categories"], strict=True):
        assert data["facts"]["categoryKeys"][at] == entry.category


def test_the_same_entries_give_the_same_files(data):
    again = index_data(ROOT / "kb", ROOT / "docs" / "records", NOW)
    assert index_script(again) == index_script(data)
    assert page_script(index_script(again)) == page_script(index_script(data))


def test_script_names_its_index():
    assert page_script("a") != page_script("b")
    assert "INDEX_DIGEST" not in page_script("a")


def test_nothing_in_an_entry_can_end_the_script():
    text = index_script({"question": "a</script>\u2028\u2029b"})
    assert "</" not in text and "\u2028" not in text and "\u2029" not in text


@pytest.mark.parametrize(
    ("answer", "shown"),
    [
        ("Run it. Then stop.", "Run it. Then stop."),
        ("See [the other one](odapi-loss-nan.md#fix) and *do* **it** now.",
         "See the other one and do it now."),
        ("Use `*_pb2.py`, not `a*b*c`.", "Use `*_pb2.py`, not `a*b*c`."),
        ("Short one. " + "x" * MAX_ANSWER + ".", "Short one."),
        ("word " * 60, ("word " * 32).strip() + "…"),
        ("word " * 30 + "`some code here that is cut` off " + "x" * 90, "word " * 29 + "word…"),
        ("Say `first. Then` it. " + "x" * MAX_ANSWER, "Say `first. Then` it."),
        ("Version 2.20.0 of it.\nNext line.", "Version 2.20.0 of it. Next line."),
    ],
)  # fmt: skip
def test_answer_is_cut_where_a_sentence_ends(answer, shown):
    assert short_answer(answer) == shown


def test_answers_fit(entries):
    for entry in entries:
        shown = short_answer(entry.answer)
        assert 0 < len(shown) <= MAX_ANSWER + 1
        assert shown.count("`") % 2 == 0, entry.id


def test_versions_are_said_by_package(entries):
    entry = replace(entries[0], applies_to={"tensorflow": "<2", "numpy": ">=1.2"})
    assert applies_to(entry) == "numpy >=1.2, tensorflow <2"
    assert applies_to(replace(entry, applies_to={})) == ""


def test_entry_without_a_run_does_not_claim_one(tmp_path, entries):
    path = tmp_path / "a.md"
    path.write_text("---\nid: a\n---\nText.\n\n```python\n1\n```\n", encoding="utf-8")
    entry = replace(entries[0], id="a", path=str(path))
    assert stamp_of(entry, Path(tmp_path), NOW) == ("none", "○ never run")
    path.write_text("---\nid: a\n---\nText.\n", encoding="utf-8")
    assert stamp_of(entry, Path(tmp_path), NOW) == ("empty", "– no snippet to run")


def test_stamps_name_the_day_and_the_release(data):
    run = [text for state, text in data["facts"]["stamps"] if state in WORDS]
    assert run and all(re.search(r" 20\d\d-\d\d-\d\d on 2\.\d+\.\d+$", text) for text in run), run
