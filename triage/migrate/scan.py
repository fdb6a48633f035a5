"""Find the constructs of TensorFlow 1 in sources, without importing or changing any.

Input: a path, or ``Source`` values. Output: a ``Report``. Every file is walked once; names are
resolved through imports and assignments, then judged.

    report = scan(Path("research/attention_ocr"))
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from triage.migrate.judge import Draft
from triage.migrate.kinds import kinds
from triage.migrate.model import Finding, Mark, Report, Source
from triage.migrate.sources import find_sources, read_source
from triage.migrate.todo import summarize
from triage.migrate.walk import Placed, walk


def scan(path: Path) -> Report:
    """Read every Python file and notebook under a path.

    Raises:
        BadInput: there is no such path, or no Python under it.
    """
    start = time.perf_counter()
    files = find_sources(path)
    root = path if path.is_dir() else path.parent
    local = local_modules(files)
    findings: list[Finding] = []
    lines = 0
    for file in files:
        source = read_source(file, file.relative_to(root).as_posix())
        lines += source.lines
        findings += scan_source(source, local)
    seconds = round(time.perf_counter() - start, 3)
    return Report(len(files), lines, seconds, tuple(findings), summarize(findings, lines))


def scan_source(source: Source, local: frozenset[str] = frozenset()) -> list[Finding]:
    """The findings of one file in the order of its lines; ``local``: modules of the same tree."""
    placed = list(walk(source.tree, local)) if source.tree else []
    traces = any(draft.trace for _, _, draft in placed)
    found = [item for item in placed if traces or not item[2].beside]
    found += _marks(source)
    findings = dict.fromkeys(_finding(source, *item) for item in found)
    return sorted(findings, key=_place)


def local_modules(files: Iterable[Path]) -> frozenset[str]:
    """The names that the tree itself can be imported by: its modules and folders."""
    names = {file.stem for file in files}
    return frozenset(names.union(*(file.parent.parts for file in files)))


def _place(one: Finding) -> tuple[int, int, int, str, str]:
    return one.cell or 0, one.line, one.column, one.symbol, one.kind


def _marks(source: Source) -> Iterator[Placed]:
    for mark in source.python2:
        yield mark.line, mark.column, Draft(mark.symbol, "python2", mark.advice or None)
    if source.problem:
        yield _problem(source.problem)


def _problem(mark: Mark) -> Placed:
    advice = f"It stops here: {mark.advice}. " + kinds()["unparsable"].advice
    return mark.line, mark.column, Draft(mark.symbol, "unparsable", None, advice)


def _finding(source: Source, line: int, column: int, draft: Draft) -> Finding:
    kind = kinds()[draft.kind]
    cell = None
    column = _in_characters(source, line, column)
    if source.cells:
        cell, line = source.cells[min(line, len(source.cells)) - 1]
    advice = draft.advice or kind.advice
    return Finding(
        source.path, line, column, draft.symbol, draft.kind, draft.to, advice, kind.url, kind.stage,
        draft.safe, cell,
    )  # fmt: skip


def _in_characters(source: Source, line: int, column: int) -> int:
    """The column as people count it; the parser counts bytes."""
    if source.text.isascii() or source.python2:
        return column
    text = source.text.splitlines()[line - 1].encode()
    return len(text[: column - 1].decode("utf-8", "ignore")) + 1
