"""Check the fields of a row that people or other programs wrote.

In: a decoded JSON object. Out: values of the right type, or ``FieldError`` with a message
such as *title must be text, not a number*. What is too long is cut, with a note.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from triage.github.parse import MAX_ID, MAX_TEXT, parse_time

_PARTIAL_TIME: Final = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
_TIME: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d.{0,20}")
_REPO: Final = r"(?!\.\.?/)[\w.-]{1,100}/(?!\.\.?(?:/|$))[\w.-]{1,100}"
_REPO_NAME: Final = re.compile(_REPO, re.ASCII)
_ADDRESS: Final = re.compile(
    rf"https?://[^/\s]{{1,255}}/(?:api/v3/)?(?:repos/)?({_REPO})"
    r"/(?:issues|pull|pulls)/(\d{1,19})(?:[/#?].*)?",
    re.ASCII | re.DOTALL,
)
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_NAMES: Final = {
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    list: "a list",
    dict: "an object",
    type(None): "null",
}


class FieldError(ValueError):
    """A field is of the wrong type or out of range; the message says which and how."""


def wrong_type(name: str, wanted: str, value: object) -> FieldError:
    """The error for a value of another type than wanted."""
    return FieldError(f"{name} must be {wanted}, not {_NAMES.get(type(value), 'this')}")


def text(row: Mapping[str, Any], name: str, notes: list[str]) -> str:
    """A text that has to be there."""
    value = row.get(name)
    if not isinstance(value, str):
        if name not in row:
            raise FieldError(f"{name} is missing")
        raise wrong_type(name, "text", value)
    return _fit(value, name, notes)


def optional_text(row: Mapping[str, Any], name: str, notes: list[str]) -> str | None:
    """A text, or None where it is null or not there."""
    return None if row.get(name) is None else text(row, name, notes)


def state(row: Mapping[str, Any], notes: list[str]) -> str:
    """``open`` or ``closed``, in any case; open where it is null or not there."""
    found = (optional_text(row, "state", notes) or "open").lower()
    if found not in ("open", "closed"):
        raise FieldError("state must be open or closed")
    return found


def whole_number(row: Mapping[str, Any], name: str) -> int | None:
    """A number from 1 to 2^63-1, or None where it is null or not there."""
    value = row.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        if isinstance(value, float):
            raise FieldError(f"{name} must be a whole number of at most 63 bits, not {value:g}")
        raise wrong_type(name, "a number", value)
    if not 0 < value <= MAX_ID:
        raise FieldError(f"{name} must be from 1 to {MAX_ID}")
    return value


def time(row: Mapping[str, Any], *names: str) -> str | None:
    """The first of the named times that is there; ``2019`` and ``2019-08`` stay as they are."""
    name = next((name for name in names if row.get(name) is not None), None)
    if name is None:
        return None
    value = row[name]
    if not isinstance(value, str):
        raise wrong_type(name, "a date", value)
    if _PARTIAL_TIME.fullmatch(value):
        return value
    found = parse_time(value) if _TIME.fullmatch(value) else None
    if found is None:
        raise FieldError(f"{name} must be a date such as 2019-08-01T12:00:00Z")
    return found


def labels(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Label names, given as texts or as GitHub's objects."""
    value = row.get("labels")
    if value is None:
        return ()
    if not isinstance(value, list):
        raise wrong_type("labels", "a list", value)
    names = [item.get("name") if isinstance(item, dict) else item for item in value]
    return tuple(_label(name) for name in names)


def _label(name: object) -> str:
    if not isinstance(name, str):
        raise wrong_type("each label", "text or an object with a name", name)
    return _SURROGATES.sub("\ufffd", name)


def objects(row: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """A list of objects; empty where it is null or not there."""
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise wrong_type(name, "a list", value)
    for item in value:
        if not isinstance(item, dict):
            raise wrong_type(f"each of {name}", "an object", item)
    return value


def address(row: Mapping[str, Any]) -> tuple[str, int] | None:
    """The repository and number in ``url``; None where it is no address of an issue."""
    value = row.get("url")
    if value is not None and not isinstance(value, str):
        raise wrong_type("url", "text", value)
    found = _ADDRESS.fullmatch(value or "")
    if found is None or not 0 < int(found[2]) <= MAX_ID:
        return None
    return found[1], int(found[2])


def is_repo(name: object) -> bool:
    """Whether this is the name of a repository, which may become part of a path."""
    return isinstance(name, str) and _REPO_NAME.fullmatch(name) is not None


def _fit(value: str, name: str, notes: list[str]) -> str:
    if len(value) > MAX_TEXT:
        notes.append(f"{name} was cut to {MAX_TEXT:,} characters")
        value = value[:MAX_TEXT]
    return value if value.isascii() else _SURROGATES.sub("\ufffd", value)
