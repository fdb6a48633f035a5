"""Pages onto the disk: only those that changed, each in one step, and none that is left over.

Inputs: pages and the output folder. Outputs: files and a ``BuildReport``. Only files whose
first line is the marker are ever replaced or removed; ``entries/`` and ``data/`` are not
looked into.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from triage.errors import TriageError
from triage.files import replace_file
from triage.pages.model import MARKER, BuildReport, Page

HAND_WRITTEN = frozenset({"entries", "data"})
_MARK = MARKER.encode()


def write_pages(pages: Iterable[Page], out: Path) -> BuildReport:
    """Make ``out`` hold exactly these generated pages, beside whatever is not ours.

    Raises:
        TriageError: the folder cannot be written, or a page would replace a file that was
            not generated.
    """
    kept: set[Path] = set()
    written = 0
    try:
        for page in pages:
            target = _target(page.path, out)
            kept.add(target)
            written += _write(target, page.text.encode("utf-8"))
        removed = _remove_all(path for path in _generated(out) if path not in kept)
    except OSError as error:
        raise TriageError(
            f"Cannot write pages to {out}: {error.strerror or error}.",
            "Choose another folder with --out, or change its permissions.",
        ) from error
    return BuildReport(len(kept), written, len(kept) - written, removed)


def _target(path: str, out: Path) -> Path:
    parts = path.split("/")
    if parts[0] in HAND_WRITTEN or any(part in ("", ".", "..") for part in parts):
        raise ValueError(f"not a path for a generated page: {path!r}")
    return out.joinpath(*parts)


def _write(target: Path, data: bytes) -> bool:
    """Write unless the file holds the same; a reader sees the old or the new, never half."""
    try:
        old = target.read_bytes()
    except FileNotFoundError:
        pass
    else:
        if old == data:
            return False
        if not old.startswith(_MARK + b"\n"):
            raise TriageError(
                f"{target} was not written by triage build; it is left as it is.",
                "Move it away, or choose another folder with --out.",
            )
    replace_file(target, data)
    return True


def _generated(out: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(out):
        if Path(folder) == out:
            folders[:] = [name for name in folders if name not in HAND_WRITTEN]
        paths = (Path(folder, name) for name in files if name.endswith(".md"))
        yield from (path for path in paths if not path.is_symlink() and _is_marked(path))


def _is_marked(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.readline(len(_MARK) + 1).rstrip() == _MARK


def _remove_all(paths: Iterable[Path]) -> int:
    """Remove files, and the folders this leaves empty."""
    removed = 0
    for path in list(paths):
        path.unlink()
        removed += 1
        with contextlib.suppress(OSError):  # not empty: something else lives there
            path.parent.rmdir()
    return removed
