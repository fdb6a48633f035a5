"""Verification records: what a run wrote about a page, read and checked.

Input: ``<records>/<release>/<page>.json``, where ``page`` is the source file without ``.md``
(``docs/models/official/resnet``, ``kb/entries/<id>``). Output: ``Record`` values; anything
malformed or contradictory is a ``BadRecord``, which stops the build of the site.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from packaging.version import InvalidVersion, Version

KEYS: dict[str, type | tuple[type, ...]] = {
    "page": str, "digest": str, "date": str, "python": str, "platform": str, "packages": dict,
    "snippets": int, "passed": int, "failed": list, "seconds": (int, float),
}  # fmt: skip
DIGEST = re.compile(r"[0-9a-f]{64}\Z")


class BadRecord(ValueError):  # noqa: N818 - as in triage.errors
    """A record that cannot be shown: malformed, or claiming what it does not show."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One snippet that failed: its place in the page, from 1, and its first error line."""

    snippet: int
    error: str


@dataclass(frozen=True, slots=True)
class Record:
    """One run of one page on one release; ``date`` in UTC, ``seconds`` of wall time."""

    release: str
    page: str
    digest: str
    date: datetime
    python: str
    packages: Mapping[str, str]
    snippets: int
    passed: int
    failed: tuple[Failure, ...]
    seconds: float


def record_files(root: Path, page: str) -> list[Path]:
    """The records of a page, newest release first."""
    paths = (folder / f"{page}.json" for folder in _folders(root))
    return [path for path in paths if path.is_file()]


def releases(root: Path) -> list[str]:
    """Every release that some page was run on, newest first."""
    pages = ("docs", "kb")
    return [path.name for path in _folders(root) if any((path / name).is_dir() for name in pages)]


def _folders(root: Path) -> list[Path]:
    if not root.is_dir():
        return []
    return sorted((path for path in root.iterdir() if path.is_dir()), key=_release, reverse=True)


def read_record(path: Path, release: str) -> Record:
    """One record, checked.

    Raises:
        BadRecord: not JSON, a key missing or of the wrong kind, or figures that contradict.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        return _checked(_typed(found), release)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BadRecord(f"{path}: {error}") from None


def _typed(found: dict[str, object]) -> dict[str, object]:
    if not isinstance(found, dict):
        raise BadRecord("a record is an object")
    for key, kind in KEYS.items():
        if key not in found:
            raise BadRecord(f"the key {key} is missing")
        if not isinstance(found[key], kind) or isinstance(found[key], bool):
            raise BadRecord(f"the value of {key} is of the wrong kind")
    if not DIGEST.match(str(found["digest"])):
        raise BadRecord("digest is not a SHA-256 in hexadecimal")
    return found


def _checked(found: dict, release: str) -> Record:  # type: ignore[type-arg]
    date = datetime.fromisoformat(found["date"])
    if date.tzinfo is None:
        raise BadRecord("date says no time zone; records are in UTC")
    failed = tuple(Failure(int(item["snippet"]), str(item["error"])) for item in found["failed"])
    counted = found["passed"] + len(failed)
    if counted != found["snippets"] or found["passed"] < 0:
        raise BadRecord(f"{found['snippets']} snippets, but {counted} passed or failed")
    if len({failure.snippet for failure in failed}) != len(failed) or not all(
        1 <= failure.snippet <= found["snippets"] for failure in failed
    ):
        raise BadRecord("a failed snippet is named twice or does not exist")
    if found["seconds"] < 0:
        raise BadRecord("seconds is negative")
    return Record(
        release=release,
        page=found["page"],
        digest=found["digest"],
        date=date.astimezone(UTC),
        python=found["python"],
        packages={str(name): str(version) for name, version in found["packages"].items()},
        snippets=found["snippets"],
        passed=found["passed"],
        failed=failed,
        seconds=float(found["seconds"]),
    )


def _release(folder: Path) -> tuple[bool, Version, str]:
    try:
        return True, Version(folder.name), folder.name
    except InvalidVersion:
        return False, Version("0"), folder.name
