"""Tables: rows of text columns from a ``.csv`` or ``.jsonl`` file.

In: a path and the columns that must be there. Out: rows, every value a string.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from triage.errors import BadInput

Row = dict[str, str]
MAX_FIELD = 16 * 1024 * 1024
"""Characters a CSV field may have: issue bodies exceed the module's own limit."""


def read_table(path: Path, columns: Sequence[str]) -> list[Row]:
    """All rows. Raises BadInput naming the file, the line or the valid columns."""
    readers = {".csv": _csv_rows, ".jsonl": _jsonl_rows}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise BadInput(f"{path} is neither .csv nor .jsonl.", "Give a file of one of the two.")
    try:
        rows = list(reader(path))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise BadInput(f"{path} cannot be read: {reason}.", "Check the path.") from error
    if not rows:
        raise BadInput(f"{path} holds no rows.", "Give a file with at least one row.")
    _check_columns(path, rows, columns)
    return [{column: _text(row.get(column)) for column in columns} for row in rows]


def _check_columns(path: Path, rows: Sequence[dict[str, Any]], columns: Sequence[str]) -> None:
    known = {name for row in rows for name in row}
    for column in columns:
        if column not in known:
            raise BadInput(
                f"{path} has no column {column}.",
                f"Its columns are: {', '.join(sorted(map(str, known)))}.",
            )


def _csv_rows(path: Path) -> Iterator[dict[str, Any]]:
    before = csv.field_size_limit(MAX_FIELD)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restkey="")
            try:
                yield from reader
            except csv.Error as error:
                raise BadInput(
                    f"{path} is not CSV at line {reader.line_num}: {error}.", "Mend that line."
                ) from error
    finally:
        csv.field_size_limit(before)


def _jsonl_rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError:
                row = None
            if not isinstance(row, dict):
                raise BadInput(f"Line {number} of {path} is not a JSON object.", "Mend that line.")
            yield row


def _text(value: object) -> str:
    """A value as text; ``null`` is empty."""
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)
