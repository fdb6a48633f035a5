"""Say everything that is wrong with the entries of a folder, with stable codes.

Input: a folder of entry files. Output: ``Problem`` records, by file and line. Nothing is changed,
and a file that cannot be read does not keep the others from being checked.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator
from pathlib import Path

from triage.errors import BadInput
from triage.match.check_front import check_front
from triage.match.check_text import check_text
from triage.match.entries import (
    EntryFile,
    build_entry,
    cut_sections,
    entry_files,
    read_entry_file,
)
from triage.match.problems import ProblemCode
from triage.match.signature import Signature, compile_signature, is_too_broad, read_lines
from triage.records import Problem


def check_entries(
    folder: Path, today: datetime.date | None = None, only: Collection[str] | None = None
) -> list[Problem]:
    """Every problem of every entry, ordered by file, line and code.

    Args:
        folder: where the entry files are.
        today: the day ``reviewed`` must not lie after; the present day (UTC) by default.
        only: names of entry files: report what concerns one of them, which includes signatures
            of others that match its symptom. All are read in any case.

    Raises:
        BadInput: the folder does not exist.
    """
    day = today or datetime.datetime.now(datetime.UTC).date()
    problems: list[Problem] = []
    shared: list[tuple[Problem, str]] = []
    files: list[EntryFile] = []
    paths = entry_files(folder)
    known = {path.name for path in paths}
    for path in paths:
        try:
            file = read_entry_file(path)
        except BadInput as error:
            problems.append(_unreadable(path, error))
            continue
        files.append(file)
        found = [*check_front(file, day), *check_text(file, known)]
        problems += found or _last_resort(file)
    shared += _check_signatures(files)
    shared += _check_duplicates(files)
    chosen = {
        problem
        for problem, other in [*((problem, problem.path) for problem in problems), *shared]
        if only is None or {Path(problem.path).name, Path(other).name} & set(only)
    }
    return sorted(chosen, key=lambda item: (item.path, item.line or 0, item.code))


def _unreadable(path: Path, error: BadInput) -> Problem:
    front = "front matter" in error.message or "first line" in error.message
    code = ProblemCode.FRONT_MATTER if front else ProblemCode.UNREADABLE
    return Problem(code.code, str(path), error.message, 1)


def _last_resort(file: EntryFile) -> list[Problem]:
    """What the loader refuses must never pass the check, whatever the rules above say."""
    try:
        build_entry(file)
    except BadInput as error:
        return [Problem(ProblemCode.WRONG_VALUE.code, str(file.path), error.message, 1)]
    return []


def _signatures(file: EntryFile) -> list[Signature]:
    errors = file.front.get("errors")
    sources = errors if isinstance(errors, list) else []
    return [compile_signature(str(file.path), item) for item in sources if isinstance(item, str)]


def _symptom(file: EntryFile) -> str:
    sections = dict(cut_sections(file.text)[1])
    return sections.get("Symptom", "")


def _check_signatures(files: list[EntryFile]) -> Iterator[tuple[Problem, str]]:
    """Each problem with the path of the other entry it concerns, or of its own."""
    symptoms = {str(file.path): read_lines(_symptom(file)) for file in files}
    for file in files:
        for item in _signatures(file):
            quoted = f'"{item.source}"'
            if is_too_broad(item.source):
                code = ProblemCode.BROAD_SIGNATURE.code
                message = f"The signature {quoted} is too broad."
                yield Problem(code, item.entry, message, 1), item.entry
                continue
            hits = [path for path, lines in symptoms.items() if any(map(item.matches, lines))]
            if item.entry not in hits:
                code = ProblemCode.SIGNATURE_MISSES.code
                message = f"No Symptom line matches {quoted}."
                yield Problem(code, item.entry, message, 1), item.entry
            for other in hits:
                if other != item.entry:
                    code = ProblemCode.SIGNATURE_CLASH.code
                    message = f"The signature {quoted} also matches {Path(other).stem}."
                    yield Problem(code, item.entry, message, 1), other


def _check_duplicates(files: list[EntryFile]) -> Iterator[tuple[Problem, str]]:
    """The same for what two entries have alike."""
    first: dict[tuple[str, str], str] = {}
    for file in files:
        values = [("id", file.front.get("id")), ("question", file.front.get("question"))]
        values += [("signature", item.source) for item in _signatures(file)]
        for kind, value in values:
            key = (kind, " ".join(str(value).casefold().split()))
            if value and first.setdefault(key, file.path.name) != file.path.name:
                message = f"The {kind} is also that of {first[key]}."
                yield Problem(ProblemCode.DUPLICATE.code, str(file.path), message, 1), first[key]
