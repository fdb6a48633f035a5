"""What a scan passes around: a source, a finding, a report."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field

STAGES = ("prepare", "automatic", "manual", "native", "test")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a source with a word for what is there; line and column from 1."""

    line: int
    column: int
    symbol: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """One file as it was read: its name for people, its syntax tree, and what reading met.

    ``tree`` is None if the file could not be parsed; ``problem`` then says where and why.
    ``python2``: syntax that Python 3 refuses. ``cells``: of a notebook, the cell and the line in
    it for each line of ``text``.
    """

    path: str
    text: str
    lines: int
    tree: ast.Module | None = None
    problem: Mark | None = None
    python2: tuple[Mark, ...] = ()
    cells: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One construct a migration must deal with, at its place (line and column from 1).

    ``symbol``: the name as TensorFlow 1 has it (``tf.contrib.rnn.LSTMCell``), ``*.name`` for a
    method whose object is not known. ``replacement``: what to write instead, None if unknown.
    ``safe``: ``triage migrate --apply`` writes the replacement. ``cell``: of a notebook, from 1.
    """

    path: str
    line: int
    column: int
    symbol: str
    kind: str
    replacement: str | None
    advice: str
    url: str
    stage: str
    safe: bool = False
    cell: int | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """How a scan went: files and lines read, and what was found, in the order of the files."""

    files: int
    lines: int
    seconds: float
    findings: tuple[Finding, ...]
    summary: Mapping[str, object] = field(default_factory=dict)
