"""Read the hand-written answers: front matter and text of ``kb/entries/<id>.md``.

Input: a folder of entry files. Output: ``Entry`` records, ordered by id. Reading is strict: the
first thing that does not follow the format is an error that names the file and the line. To see
everything that is wrong at once, use ``triage.match.check``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from triage.errors import BadInput
from triage.records import CATEGORIES, Entry

TOPICS = (
    "install", "data", "training", "evaluation", "export", "inference", "performance", "docs",
    "migration",
)  # fmt: skip
KINDS = ("fix", "howto", "limitation", "explanation")
EVIDENCE = ("reproduced", "maintainer", "users", "inferred")
CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"category": CATEGORIES, "topic": TOPICS, "kind": KINDS, "evidence": EVIDENCE}
)
REQUIRED_KEYS = (
    "id", "question", "category", "topic", "kind", "applies_to", "errors", "issues", "evidence",
    "reviewed",
)  # fmt: skip
KEYS = (*REQUIRED_KEYS, "verify")
HINT = "Run `triage check-entries` to see everything that is wrong."
FENCES = ("```", "~~~")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class EntryFile:
    """One file cut into front matter and text, not yet judged.

    ``first_line`` is the line number (from 1) at which ``text`` begins.
    """

    path: Path
    front: Mapping[str, object]
    text: str
    first_line: int


def entry_files(folder: Path) -> list[Path]:
    """The entry files of a folder by name; names with a leading ``_`` or ``.`` are left out.

    Raises:
        BadInput: the folder does not exist.
    """
    if not folder.is_dir():
        raise BadInput(f"There is no folder {folder}.", "Run this where kb/entries is.")
    return sorted(path for path in folder.glob("*.md") if path.name[0] not in "_.")


def load_entries(folder: Path) -> list[Entry]:
    """All entries of a folder, ordered by id.

    Raises:
        BadInput: a file cannot be read, does not follow the format, or repeats an id.
    """
    entries: dict[str, Entry] = {}
    for path in entry_files(folder):
        entry = build_entry(read_entry_file(path))
        if entry.id in entries:
            raise BadInput(f"{path}: the id {entry.id} is taken by another entry.", HINT)
        entries[entry.id] = entry
    return [entries[key] for key in sorted(entries)]


def read_entry_file(path: Path) -> EntryFile:
    """One file, cut into front matter and text.

    Raises:
        BadInput: not UTF-8, no front matter between ``---`` lines, or no valid YAML in it.
    """
    try:
        source = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8 (byte {error.start}).", "Save it as UTF-8.") from None
    except OSError as error:
        raise BadInput(f"{path} cannot be read: {error.strerror}.") from None
    return cut_front_matter(source, path)


def cut_front_matter(source: str, path: Path) -> EntryFile:
    """Front matter and text of a file's source; errors as for ``read_entry_file``."""
    import yaml

    lines = source.splitlines()
    if not lines or lines[0].rstrip() != "---":
        raise BadInput(f"{path}:1: the first line is not ---.", HINT)
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        raise BadInput(f"{path}: the front matter has no closing --- line.", HINT)
    try:
        front = yaml.safe_load("\n".join(lines[1:end]))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 2 if mark else 1
        what = getattr(error, "problem", None) or "cannot be parsed"
        raise BadInput(f"{path}:{line}: the front matter is not YAML: {what}.", HINT) from None
    if not isinstance(front, dict):
        raise BadInput(f"{path}:2: the front matter is not a list of keys.", HINT)
    front = {str(key): value for key, value in front.items()}
    return EntryFile(path, front, "\n".join(lines[end + 1 :]) + "\n", end + 2)


def build_entry(file: EntryFile) -> Entry:
    """The record of a file.

    Raises:
        BadInput: a key is missing or unknown, or a value is of the wrong kind.
    """
    _check_keys(file)
    answer, sections = cut_sections(file.text)
    return Entry(
        **{key: _one_of(file, key) for key in CHOICES},  # type: ignore[arg-type]
        id=_text(file, "id"),
        question=_text(file, "question"),
        reviewed=_date(file),
        answer=answer,
        sections=sections,
        applies_to=MappingProxyType(_specifiers(file)),
        errors=tuple(_list_of(file, "errors", str)),
        issues=tuple(_list_of(file, "issues", int)),
        path=str(file.path),
    )


def cut_sections(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The text before the first ``##`` heading, and (heading, text) of each section."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    for _, line, in_fence in walk_lines(text):
        if not in_fence and line.startswith("## "):
            parts.append((line[3:].strip().rstrip("#").rstrip(), []))
        else:
            parts[-1][1].append(line)
    bodies = [(heading, "\n".join(lines).strip()) for heading, lines in parts]
    return bodies[0][1], tuple(bodies[1:])


def walk_lines(text: str, first: int = 1) -> Iterator[tuple[int, str, bool]]:
    """Each line with its number and whether it belongs to a fenced code block."""
    fence = ""
    for number, line in enumerate(text.splitlines(), first):
        stripped = line.lstrip()
        if not fence and stripped.startswith(FENCES):
            fence = stripped[: len(stripped) - len(stripped.lstrip(stripped[0]))]
            yield number, line, True
            continue
        yield number, line, bool(fence)
        if fence and stripped.startswith(fence) and not stripped.strip(fence[0] + " \t"):
            fence = ""


def _bad(file: EntryFile, what: str) -> BadInput:
    return BadInput(f"{file.path}: {what}.", HINT)


def _check_keys(file: EntryFile) -> None:
    missing = [key for key in REQUIRED_KEYS if key not in file.front]
    unknown = [key for key in file.front if key not in KEYS]
    if missing or unknown:
        kind, keys = ("missing", missing) if missing else ("unknown", unknown)
        raise _bad(file, f"{kind} key {', '.join(keys)}")


def _text(file: EntryFile, key: str) -> str:
    value = file.front[key]
    if not isinstance(value, str) or not value.strip():
        raise _bad(file, f"{key} is not a text")
    return value.strip()


def _one_of(file: EntryFile, key: str) -> str:
    value = file.front[key]
    if value not in CHOICES[key]:
        raise _bad(file, f"{key} is not one of {', '.join(CHOICES[key])}")
    return str(value)


def _date(file: EntryFile) -> str:
    value = file.front["reviewed"]
    if isinstance(value, datetime.date):
        return value.strftime("%Y-%m-%d")
    try:
        return datetime.date.fromisoformat(str(value)).isoformat()
    except ValueError:
        raise _bad(file, "reviewed is not a date such as 2026-11-22") from None


def _specifiers(file: EntryFile) -> dict[str, str]:
    value = file.front["applies_to"] or {}
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise _bad(file, "applies_to is not a list of package: specifier")
    return {str(key): item for key, item in value.items()}


def _list_of(file: EntryFile, key: str, kind: type[_T]) -> list[_T]:
    value = file.front[key] or []
    # bool is an int to Python, but "issues: [yes]" is a slip.
    if not isinstance(value, list) or any(
        not isinstance(item, kind) or isinstance(item, bool) for item in value
    ):
        raise _bad(file, f"{key} is not a list of {kind.__name__}")
    return value
