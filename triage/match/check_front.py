"""Check the front matter of one entry file. Input: ``EntryFile``. Output: problems."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from triage.errors import BadInput
from triage.match.entries import CHOICES, KEYS, REQUIRED_KEYS, EntryFile
from triage.match.problems import ProblemCode
from triage.records import Problem
from triage.text.scope import parse_scope

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
PACKAGE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
TODO_LEFT = "A TODO marker is left."
MAX_ID = 60
MAX_QUESTION = 160


def check_front(file: EntryFile, today: datetime.date) -> Iterator[Problem]:
    """The problems of one file's front matter; ``today`` is the last allowed ``reviewed``."""
    lines = file.path.read_text(encoding="utf-8").splitlines()[: file.first_line - 1]
    for code, message, key in _problems(file, today):
        at = next((at for at, line in enumerate(lines, 1) if line.startswith(f"{key}:")), 1)
        yield Problem(code.code, str(file.path), message, at)
    for at, line in enumerate(lines, 1):
        # In a comment too: there a scaffold says what its author has to decide.
        if "TODO" in line:
            yield Problem(ProblemCode.TODO.code, str(file.path), TODO_LEFT, at)


_Found = Iterator[tuple[ProblemCode, str, str]]


def _problems(file: EntryFile, today: datetime.date) -> _Found:
    for key in REQUIRED_KEYS:
        if key not in file.front:
            yield ProblemCode.MISSING_KEY, f"The key {key} is missing.", key
    for key in file.front:
        if key not in KEYS:
            yield ProblemCode.UNKNOWN_KEY, f"The key {key} is unknown.", key
    checks = {
        "id": _check_id,
        "question": _check_question,
        "applies_to": _check_applies_to,
        "errors": _check_errors,
        "issues": _check_issues,
        "verify": _check_verify,
    }
    for key, check in checks.items():
        if key in file.front:
            yield from check(file, file.front[key])
    for key, allowed in CHOICES.items():
        if key in file.front and file.front[key] not in allowed:
            yield ProblemCode.WRONG_VALUE, f"{key} is not one of {', '.join(allowed)}.", key
    if "reviewed" in file.front:
        yield from _check_reviewed(file.front["reviewed"], today)


def _check_id(file: EntryFile, value: object) -> _Found:
    if not isinstance(value, str) or not ID.fullmatch(value) or len(value) > MAX_ID:
        yield ProblemCode.WRONG_ID, "The id is not lower-case words joined by -.", "id"
    elif value != file.path.stem:
        yield ProblemCode.WRONG_ID, f"The id {value} is not the name of the file.", "id"


def _check_question(_: EntryFile, value: object) -> _Found:
    if isinstance(value, str) and "TODO" in value:
        return
    if not isinstance(value, str) or not value.strip().endswith("?"):
        yield ProblemCode.QUESTION, "The question does not end in ?.", "question"
    elif len(value) > MAX_QUESTION or "\n" in value.strip():
        message = f"The question is not one line of at most {MAX_QUESTION} characters."
        yield ProblemCode.QUESTION, message, "question"


def _check_applies_to(_: EntryFile, value: object) -> _Found:
    if value is not None and not isinstance(value, dict):
        yield (
            ProblemCode.WRONG_VALUE,
            "applies_to is not a list of package: specifier.",
            "applies_to",
        )
        return
    for package, specifier in (value or {}).items():
        if not PACKAGE.fullmatch(str(package)):
            yield ProblemCode.SPECIFIER, f"{package} is not the name of a package.", "applies_to"
        try:
            if not isinstance(specifier, str):
                raise InvalidSpecifier
            SpecifierSet(specifier)
        except InvalidSpecifier:
            message = f"{package}: {specifier} is not a PEP 440 specifier."
            yield ProblemCode.SPECIFIER, message, "applies_to"


def _check_errors(_: EntryFile, value: object) -> _Found:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        yield ProblemCode.WRONG_VALUE, "errors is not a list of texts ([] for none).", "errors"


def _check_issues(_: EntryFile, value: object) -> _Found:
    if not isinstance(value, list):
        yield ProblemCode.ISSUES, "issues is not a list of numbers ([] for none).", "issues"
        return
    wrong = [n for n in value if not isinstance(n, int) or isinstance(n, bool) or n < 1]
    if wrong:
        yield ProblemCode.ISSUES, f"{wrong[0]!r} is not the number of an issue.", "issues"
    elif value != sorted(set(value)):
        yield ProblemCode.ISSUES, "issues is not ascending, or holds a number twice.", "issues"


def _check_verify(file: EntryFile, value: object) -> _Found:
    try:
        parse_scope(value, file.path.stem)
    except BadInput as error:
        yield ProblemCode.WRONG_VALUE, error.message.partition(": ")[2], "verify"


def _check_reviewed(value: object, today: datetime.date) -> _Found:
    try:
        # YAML reads a bare date as one; a quoted one arrives as text.
        day = datetime.date.fromisoformat(str(value))
    except ValueError:
        yield ProblemCode.REVIEWED, "reviewed is not a date such as 2026-11-22.", "reviewed"
        return
    if day > today:
        yield ProblemCode.REVIEWED, f"reviewed ({day}) lies in the future.", "reviewed"
