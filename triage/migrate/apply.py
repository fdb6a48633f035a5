"""Write the safe renames into the files, and nothing else.

Input: a path in a clean git tree, and the findings of a scan. Output: how many names were written
in which files. LibCST keeps formatting, comments, line ends and encoding as they are; what it
cannot parse, and notebooks, are left alone. A file is replaced as a whole or not at all.
"""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from triage.errors import TriageError
from triage.files import replace_file
from triage.migrate.model import Finding

if TYPE_CHECKING:
    import libcst

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Applied:
    """What was written: renames by file, and the files that were left alone with the reason."""

    renamed: Mapping[str, int]
    left: Mapping[str, str]


def require_clean_tree(path: Path) -> None:
    """See that git can undo what is about to be written.

    Raises:
        TriageError: there is no git tree, or it holds changes that are not committed.
    """
    folder = path if path.is_dir() else path.parent
    command = ["git", "-C", str(folder), "status", "--porcelain", "--", "."]
    try:
        status = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    except FileNotFoundError:
        raise TriageError(
            "git is not installed.", "Install it: --apply wants a way back."
        ) from None
    if status.returncode:
        raise TriageError(f"{folder} is in no git repository.", "git init, git add and git commit.")
    if status.stdout.strip():
        raise TriageError(f"{folder} has changes that are not committed.", "Commit or stash them.")


def apply_renames(root: Path, findings: Iterable[Finding]) -> Applied:
    """Write every safe rename; ``root``: what the paths of the findings start from."""
    by_file: dict[str, dict[Place, str]] = {}
    for finding in findings:
        if finding.safe and finding.replacement:
            places = by_file.setdefault(finding.path, {})
            places[finding.line, finding.column - 1] = finding.replacement
    renamed: dict[str, int] = {}
    left: dict[str, str] = {}
    for name, places in sorted(by_file.items()):
        try:
            renamed[name] = _rewrite(root / name, places)
        except _CannotRewrite as reason:
            left[name] = str(reason)
    return Applied(renamed, left)


class _CannotRewrite(Exception):  # noqa: N818 - as in triage.errors
    """The file stays as it is; args: why."""


def _rewrite(path: Path, places: Mapping[Place, str]) -> int:
    import libcst

    if path.suffix != ".py":
        raise _CannotRewrite("a notebook: rename by hand")
    try:
        module = libcst.parse_module(path.read_bytes())
    except (libcst.ParserSyntaxError, UnicodeDecodeError):
        raise _CannotRewrite("not Python 3: convert it first") from None
    code, count = rename_at(module, places)
    ast.parse(code)
    if count:
        replace_file(path, code)
    return count


def rename_at(module: libcst.Module, places: Mapping[Place, str]) -> tuple[bytes, int]:
    """The bytes of a module with the dotted names at these places replaced, and how many were."""
    from libcst import metadata

    from triage.migrate.rename import Renamer

    wrapper = metadata.MetadataWrapper(module, unsafe_skip_copy=True)
    renamer = Renamer(places)
    return wrapper.visit(renamer).bytes, renamer.count
