"""Issues as JSON lines: read what people and programs write, write what ``export`` prints.

In: export lines, shared issue rows with gold labels, or as little as ``{"title": …}``; see
``docs/reference/file-formats.md``. Out: a ``Row`` for every good line and a ``LineError`` for
every other one, in order. Writing and reading again gives the same issues and comments.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, BinaryIO, Final

import orjson

from triage.errors import BadInput
from triage.github import fields
from triage.github.lines import LineError, Source, open_source, read_lines
from triage.records import DEFAULT_REPO, Comment, GoldRow, Issue

__all__ = [
    "LineError", "Row", "export_row", "gold_row", "join_comments", "read_jsonl", "write_jsonl",
]  # fmt: skip

_BOM: Final = b"\xef\xbb\xbf"
_UTF16: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Row:
    """One good line: its issue with gold labels if it has any, its comments, and notes.

    ``notes`` say what was changed on the way in, such as a text that was cut.
    """

    line: int
    gold: GoldRow
    comments: tuple[Comment, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def issue(self) -> Issue:
        """The issue of the line."""
        return self.gold.issue


def read_jsonl(source: Source, repo: str = DEFAULT_REPO) -> Iterator[Row | LineError]:
    """Read JSON lines, one row at a time.

    Args:
        source: a path, ``-`` for standard input, or a binary stream.
        repo: of rows whose ``url`` does not say.

    Raises:
        BadInput: the file is not there, cannot be read, or is not UTF-8 at all.
    """
    with open_source(source) as stream:
        for number, line in read_lines(stream):
            if number == 1 and line is not None:
                line = _first(line, source)
            if line is None:
                yield LineError(number, "the line is too long to be an issue")
            elif line.strip():
                yield _read_line(number, line, repo)


def _first(line: bytes, source: Source) -> bytes:
    if line.startswith(_UTF16):
        name = source if isinstance(source, str) else "The file"
        raise BadInput(f"{name} is in UTF-16.", "Save it as UTF-8.")
    return line.removeprefix(_BOM)


def _read_line(number: int, line: bytes, repo: str) -> Row | LineError:
    notes: list[str] = []
    try:
        value = _decode(line, notes)
        if not isinstance(value, dict):
            raise fields.wrong_type("the line", "a JSON object", value)
        return _row(number, value, repo, notes)
    except fields.FieldError as error:
        return LineError(number, str(error))


def _decode(line: bytes, notes: list[str]) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        pass
    # What orjson refuses may still be meant well: bytes of another encoding, or half of a
    # character written as an escape. Deep nesting it refuses for good reason.
    text = line.decode("utf-8", "replace")
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise fields.FieldError(f"not JSON ({error.msg}, column {error.colno})") from None
    except (RecursionError, ValueError):
        raise fields.FieldError("not usable JSON (nested too deep, or a huge number)") from None
    if "\ufffd" in text:
        notes.append("bytes that are not UTF-8 were replaced")
    return value


def _row(line: int, value: dict[str, Any], repo: str, notes: list[str]) -> Row:
    place = fields.address(value)
    number = fields.whole_number(value, "number")
    if place is not None:
        repo, number = place[0], number or place[1]
    issue = Issue(
        number=number,
        title=fields.text(value, "title", notes),
        body=fields.optional_text(value, "body", notes) or "",
        repo=repo,
        state=fields.state(value, notes),
        labels=fields.labels(value),
        created_at=fields.time(value, "created_at", "created"),
        updated_at=fields.time(value, "updated_at"),
    )
    gold = GoldRow(
        issue,
        category=fields.optional_text(value, "category", notes),
        type=fields.optional_text(value, "type", notes),
        faq=fields.optional_text(value, "faq", notes),
        error=fields.optional_text(value, "error", notes),
        resolution=fields.optional_text(value, "resolution", notes),
    )
    return Row(line, gold, _comments(value, issue, notes), tuple(notes))


def _comments(value: dict[str, Any], issue: Issue, notes: list[str]) -> tuple[Comment, ...]:
    found = fields.objects(value, "comments")
    if found and issue.number is None:
        notes.append("comments of an issue without a number were left out")
        return ()
    return tuple(_comment(item, issue, notes) for item in found)


def _comment(item: dict[str, Any], issue: Issue, notes: list[str]) -> Comment:
    try:
        key = fields.whole_number(item, "id")
        if key is None or issue.number is None:
            raise fields.FieldError("id is missing")
        return Comment(
            github_id=key,
            number=issue.number,
            body=fields.optional_text(item, "body", notes) or "",
            repo=issue.repo,
            created_at=fields.time(item, "created_at"),
            updated_at=fields.time(item, "updated_at"),
        )
    except fields.FieldError as error:
        raise fields.FieldError(f"in a comment, {error}") from None


def export_row(issue: Issue, comments: Iterable[Comment] = ()) -> dict[str, object]:
    """The export line of an issue, as a JSON object.

    A repository other than the default one is told by ``url``, since reading the line again
    must not move the issue.
    """
    row: dict[str, object] = {
        "number": issue.number,
        "state": issue.state,
        "title": issue.title,
        "body": issue.body,
        "labels": list(issue.labels),
        "created_at": issue.created_at,
        "updated_at": issue.updated_at,
        "comments": [
            {
                "id": comment.github_id,
                "created_at": comment.created_at,
                "updated_at": comment.updated_at,
                "body": comment.body,
            }
            for comment in comments
        ],
    }
    if issue.repo != DEFAULT_REPO and issue.number is not None:
        row["url"] = f"https://github.com/{issue.repo}/issues/{issue.number}"
    return row


def gold_row(row: GoldRow) -> dict[str, object]:
    """The export line of an issue with the labels that people gave it; others are ``null``."""
    labels = ("category", "type", "faq", "error", "resolution")
    return {**export_row(row.issue), **{name: getattr(row, name) for name in labels}}


def write_jsonl(stream: BinaryIO, rows: Iterable[tuple[Issue, Iterable[Comment]]]) -> int:
    """Write export lines; how many there were. Memory stays flat if ``rows`` is a stream."""
    total = 0
    for issue, comments in rows:
        stream.write(orjson.dumps(export_row(issue, comments), option=orjson.OPT_APPEND_NEWLINE))
        total += 1
    return total


def join_comments(
    issues: Iterable[Issue], comments: Iterable[Comment]
) -> Iterator[tuple[Issue, Sequence[Comment]]]:
    """Give each issue its comments; both come in the order of repository and number."""
    groups = groupby(comments, key=lambda comment: (comment.repo, comment.number))
    ahead = next(groups, None)
    for issue in issues:
        key = (issue.repo, issue.number or 0)
        while ahead is not None and ahead[0] < key:
            ahead = next(groups, None)
        if ahead is not None and ahead[0] == key:
            yield issue, list(ahead[1])
            ahead = next(groups, None)
        else:
            yield issue, ()
