"""Every format of line that is accepted, every way in which one can be wrong, and back."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from triage.errors import BadInput
from triage.github.jsonl import (
    LineError,
    Row,
    export_row,
    join_comments,
    read_jsonl,
    write_jsonl,
)
from triage.records import Comment, GoldRow, Issue


def read(*lines: object) -> list[Row | LineError]:
    data = b"\n".join(x if isinstance(x, bytes) else json.dumps(x).encode() for x in lines)
    return list(read_jsonl(io.BytesIO(data)))


def one(line: object) -> Row:
    (row,) = read(line)
    assert isinstance(row, Row), row
    return row


def test_a_title_is_enough() -> None:
    assert one({"title": "T"}) == Row(1, GoldRow(Issue(number=None, title="T")))


def test_an_export_line_gives_issue_and_comments() -> None:
    row = one(
        {
            "number": 7, "state": "closed", "title": "T", "body": "B", "labels": ["a", "b"],
            "created_at": "2019-08-01T12:00:00Z", "updated_at": "2019-08-02T12:00:00Z",
            "comments": [{"id": 3, "created_at": "2019-08-02T00:00:00Z", "updated_at": None,
                          "body": "C"}],
        }
    )  # fmt: skip
    assert row.issue == Issue(
        7, "T", "B", state="closed", labels=("a", "b"),
        created_at="2019-08-01T12:00:00Z", updated_at="2019-08-02T12:00:00Z",
    )  # fmt: skip
    assert row.comments == (Comment(3, 7, "C", created_at="2019-08-02T00:00:00Z"),)


def test_a_shared_row_gives_gold_labels_its_repository_and_a_partial_date() -> None:
    row = one(
        {
            "number": 9, "url": "https://github.com/own.er/na-me/issues/9", "state": "open",
            "labels": [], "created": "2016-05", "category": "odapi", "category_from": "path",
            "type": "bug", "title": "T", "body": None, "error": "KeyError: 'x'",
            "resolution": None, "faq": "some-slug",
        }
    )  # fmt: skip
    issue = Issue(9, "T", repo="own.er/na-me", created_at="2016-05")
    assert row.gold == GoldRow(issue, "odapi", "bug", "some-slug", "KeyError: 'x'", None)


def test_labels_may_be_texts_or_objects() -> None:
    row = one({"title": "T", "labels": ["a", {"name": "b", "color": "fff"}]})
    assert row.issue.labels == ("a", "b")


def test_a_time_with_an_offset_becomes_utc() -> None:
    assert one({"title": "T", "created_at": "2019-08-01T02:00:00.5+09:00"}).issue.created_at == (
        "2019-07-31T17:00:00Z"
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"title": 5}, "title must be text, not a number"),
        ({"title": None}, "title must be text, not null"),
        ({"body": "b"}, "title is missing"),
        ({"title": "T", "body": ["b"]}, "body must be text, not a list"),
        ({"title": "T", "number": "5"}, "number must be a number, not text"),
        ({"title": "T", "number": True}, "number must be a number, not true or false"),
        ({"title": "T", "number": 1.5}, "number must be a whole number of at most 63 bits, not 1"),
        ({"title": "T", "number": 0}, "number must be from 1 to 9223372036854775807"),
        ({"title": "T", "number": 2**63}, "number must be from 1 to 9223372036854775807"),
        ({"title": "T", "number": 10**30}, "number must be a whole number of at most 63 bits"),
        ({"title": "T", "state": 1}, "state must be text, not a number"),
        ({"title": "T", "state": "gone"}, "state must be open or closed"),
        ({"title": "T", "labels": "bug"}, "labels must be a list, not text"),
        ({"title": "T", "labels": [1]}, "each label must be text or an object with a name, not"),
        ({"title": "T", "labels": [{}]}, "each label must be text or an object with a name, not"),
        ({"title": "T", "created": 5}, "created must be a date, not a number"),
        ({"title": "T", "created_at": "soon"}, "created_at must be a date such as 2019-08-01T12"),
        ({"title": "T", "updated_at": "2019-13"}, "updated_at must be a date such as"),
        ({"title": "T", "url": {}}, "url must be text, not an object"),
        ({"title": "T", "category": 3}, "category must be text, not a number"),
        ({"title": "T", "comments": 4}, "comments must be a list, not a number"),
        ({"title": "T", "comments": ["x"]}, "each of comments must be an object, not text"),
        ({"title": "T", "number": 1, "comments": [{}]}, "in a comment, id is missing"),
        ({"title": "T", "number": 1, "comments": [{"id": 1, "body": 2}]}, "in a comment, body"),
        ([{"title": "T"}], "the line must be a JSON object, not a list"),
        (b'{"title": "T"', "not JSON ("),
        (b"\xff\xff\xff", "not JSON ("),
        (b"[" * 200_000, "not usable JSON (nested too deep"),
        (b'{"title": ' * 50_000, "not usable JSON (nested too deep"),
        (b'{"title": "T", "n": ' + b"9" * 10_000 + b"}", "not usable JSON"),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_a_bad_line_is_named_and_the_others_are_read(line: object, message: str) -> None:
    before, error, after = read({"title": "before"}, line, {"title": "after"})
    assert isinstance(error, LineError)
    assert str(error).startswith(f"line 2: {message}")
    assert [row.issue.title for row in (before, after) if isinstance(row, Row)] == [
        "before",
        "after",
    ]


def test_bom_windows_line_ends_and_empty_lines_do_not_matter() -> None:
    data = b'\xef\xbb\xbf{"title": "a"}\r\n\r\n  \n{"title": "b"}'
    rows = list(read_jsonl(io.BytesIO(data)))
    assert [(row.line, row.issue.title) for row in rows if isinstance(row, Row)] == [
        (1, "a"),
        (4, "b"),
    ]


def test_bytes_that_are_not_utf8_are_replaced_with_a_note() -> None:
    row = one(b'{"title": "caf\xe9"}')
    assert row.issue.title == "caf\ufffd"
    assert row.notes == ("bytes that are not UTF-8 were replaced",)


def test_half_a_character_is_replaced_so_that_it_can_be_written() -> None:
    row = one(b'{"title": "a\\ud800", "labels": ["\\udfff"]}')
    assert (row.issue.title, row.issue.labels) == ("a\ufffd", ("\ufffd",))


def test_a_huge_body_is_cut_with_a_note() -> None:
    row = one({"title": "T", "body": "x" * 1_000_001})
    assert len(row.issue.body) == 1_000_000
    assert row.notes == ("body was cut to 1,000,000 characters",)


def test_comments_without_a_number_to_belong_to_are_left_out_with_a_note() -> None:
    row = one({"title": "T", "comments": [{"id": 1}]})
    assert (row.comments, len(row.notes)) == ((), 1)


@pytest.mark.parametrize("name", ["../..", "a/..", "./b", "a/b/../../c", "<x>/y"])
def test_an_address_never_gives_a_repository_that_is_a_path(name: str) -> None:
    row = one({"title": "T", "url": f"https://github.com/{name}/issues/1"})
    assert row.issue.repo == "tensorflow/models"


def test_a_line_without_end_is_an_error_and_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "long.jsonl"
    with path.open("wb") as stream:
        for _ in range(100):
            stream.write(b"x" * 1_000_000)
        stream.write(b'\n{"title": "after"}\n')
    tracemalloc.start()
    try:
        error, row = read_jsonl(path)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert str(error) == "line 1: the line is too long to be an issue"
    assert isinstance(row, Row)
    assert (row.line, row.issue.title) == (2, "after")
    assert peak < 80_000_000


@pytest.mark.parametrize(("name", "reason"), [("none.jsonl", "no such file"), (".", "directory")])
def test_a_file_that_cannot_be_read_is_one_clear_line(
    tmp_path: Path, name: str, reason: str
) -> None:
    with pytest.raises(BadInput, match=reason) as caught:
        next(read_jsonl(tmp_path / name))
    assert "\n" not in str(caught.value)


def test_utf16_is_told_at_once() -> None:
    with pytest.raises(BadInput, match="UTF-16"):
        list(read_jsonl(io.BytesIO('{"title": "a"}\n'.encode("utf-16"))))


def test_a_dash_reads_standard_input() -> None:
    code = "from triage.github.jsonl import read_jsonl\nfor r in read_jsonl('-'): print(r.issue)"
    done = subprocess.run(
        [sys.executable, "-c", code], input=b'{"title": "piped"}', capture_output=True, check=True
    )
    assert b"title='piped'" in done.stdout


def test_an_address_that_almost_fits_takes_linear_time() -> None:
    start = time.perf_counter()
    one({"title": "T", "url": "https://github.com/" + "a" * 900_000 + "/issues/"})
    one({"title": "T", "created_at": "2019-08-01"})
    assert time.perf_counter() - start < 1


def moments() -> st.SearchStrategy[str | None]:
    full = st.datetimes().map(lambda moment: moment.strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20))
    day = st.dates().map(lambda date: date.isoformat())
    return st.none() | full | day | day.map(lambda text: text[:7]) | day.map(lambda text: text[:4])


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
numbers = st.integers(1, 2**63 - 1)
repos = st.sampled_from(["tensorflow/models", "a/b.c", "A-1/_x"])


@st.composite
def exports(draw: st.DrawFn) -> tuple[Issue, list[Comment]]:
    number, repo = draw(numbers), draw(repos)
    issue = Issue(
        number, draw(texts), draw(texts), repo=repo,
        state=draw(st.sampled_from(["open", "closed"])),
        labels=tuple(draw(st.lists(texts, max_size=3))),
        created_at=draw(moments()), updated_at=draw(moments()),
    )  # fmt: skip
    comments = [
        Comment(
            key, number, draw(texts), repo=repo, created_at=draw(moments()),
            updated_at=draw(moments()),
        )
        for key in draw(st.lists(numbers, max_size=3, unique=True))
    ]  # fmt: skip
    return issue, comments


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.lists(exports(), max_size=4))
def test_importing_an_export_gives_the_same_back(pairs: list[tuple[Issue, list[Comment]]]) -> None:
    stream = io.BytesIO()
    assert write_jsonl(stream, pairs) == len(pairs)
    stream.seek(0)
    back = [(row.issue, list(row.comments)) for row in read_jsonl(stream) if isinstance(row, Row)]
    assert back == pairs


names = st.sampled_from(
    ["number", "title", "body", "labels", "name", "comments", "id", "url", "created", "state"]
)
json_values: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=4),
    max_leaves=8,
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.dictionaries(names, json_values) | st.binary(max_size=60).filter(lambda b: b.strip()))
def test_whatever_a_line_holds_it_is_a_row_or_an_error(line: object) -> None:
    for found in read(line):
        assert isinstance(found, Row | LineError)
        if isinstance(found, Row):
            write_jsonl(io.BytesIO(), [(found.issue, found.comments)])


def test_export_has_the_keys_of_the_contract() -> None:
    row = export_row(Issue(1, "T"), [Comment(2, 1)])
    assert list(row) == [
        "number", "state", "title", "body", "labels", "created_at", "updated_at", "comments",
    ]  # fmt: skip
    (comment,) = row["comments"]  # type: ignore[misc]
    assert list(comment) == ["id", "created_at", "updated_at", "body"]


def test_comments_join_their_issues_and_strangers_are_left_out() -> None:
    issues = [Issue(2, "a"), Issue(5, "b"), Issue(9, "c")]
    comments = [Comment(1, 1), Comment(2, 5), Comment(3, 5), Comment(4, 7), Comment(5, 9)]
    joined = [
        (issue.number, [comment.github_id for comment in said])
        for issue, said in join_comments(issues, comments)
    ]
    assert joined == [(2, []), (5, [2, 3]), (9, [5])]
