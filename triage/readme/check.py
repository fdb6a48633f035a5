"""Say everything that is wrong with the README of a model folder, with stable codes.

In: a folder, or its README. Out: ``Problem`` records by line. What the folder holds is looked at,
never run, and a link is followed no further than to see whether its file is there.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from triage.readme.check_content import check_content
from triage.readme.check_links import check_links
from triage.readme.check_sections import check_sections
from triage.readme.document import read_document
from triage.readme.problems import ProblemCode
from triage.readme.requirements import check_requirements
from triage.records import Problem

MAX_BYTES = 128 * 1024


def check_readme(path: Path, root: Path | None = None) -> list[Problem]:
    """Every problem of one README, ordered by line and code.

    Args:
        path: the model folder, or the README itself.
        root: the repository that links must not leave; by default the nearest folder upwards
            that holds ``.git``, and without one the model folder.
    """
    folder = path if path.is_dir() else path.parent
    readme = _find(folder) if path.is_dir() else path
    if readme is None:
        code = ProblemCode.MISSING_FILE
        return [Problem(code.code, str(folder), "The folder has no README.md.")]
    text = _read(readme)
    if text is None:
        code = ProblemCode.UNREADABLE
        message = f"It is not UTF-8 text of at most {MAX_BYTES // 1024} kB."
        return [Problem(code.code, str(readme), message, 1)]
    found = {
        Problem(code.code, str(readme), message, line)
        for code, message, line in _check(text, folder, root or _repository(folder))
    }
    return sorted(found, key=lambda item: (item.line or 0, item.code, item.message))


def _check(text: str, folder: Path, root: Path) -> Iterator[tuple[ProblemCode, str, int]]:
    document = read_document(text)
    yield from check_sections(document)
    yield from check_content(document)
    yield from check_requirements(document, folder)
    yield from check_links(document, folder, root)


def _find(folder: Path) -> Path | None:
    """The README as GitHub finds it, whatever its case."""
    names = sorted(item.name for item in folder.iterdir() if item.name.lower() == "readme.md")
    return next((folder / name for name in names if (folder / name).is_file()), None)


def _read(path: Path) -> str | None:
    """The text, with lines that end in a line feed; None where it is no text."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        text = data.decode("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    if len(data) > MAX_BYTES or "\0" in text:
        return None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _repository(folder: Path) -> Path:
    place = folder.resolve()
    return next((p for p in (place, *place.parents) if (p / ".git").exists()), place)
