"""An issue as duplicates are looked for: its terms, its telling error lines, and rows of both.

Input: issues. Output: ``Reading``, and ``Block`` with the likeness of ``clusters`` to one other
issue. Less of an issue is read than for a cluster, so that ten thousand take seconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from triage.match.clusters import RARITY, weigh_likeness
from triage.match.signature import is_too_broad
from triage.match.terms import terms
from triage.match.vectors import Array, Matrix, TermSpace, presence, row_sums
from triage.match.views import MAX_ERRORS
from triage.records import Issue
from triage.text import error_lines, normalise_error, strip_template

BODY = 800
"""Characters of a body that are compared: what is asked stands at the beginning."""
Marks = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Reading:
    """What of an issue is compared: all terms (title twice), its telling error lines by shape."""

    full: list[str]
    error: list[str]
    lines: dict[str, str]


@dataclass(frozen=True, slots=True)
class Block:
    """Issues as vectors."""

    full: Matrix
    error: Matrix
    plain: Matrix
    names: Matrix
    has_line: Marks

    @classmethod
    def of(cls, space: TermSpace, is_name: Marks, readings: Sequence[Reading]) -> Block:
        """The vectors of some readings."""
        counts = space.count(reading.full for reading in readings)
        return cls(
            space.weigh(counts, RARITY),
            space.weigh(space.count(reading.error for reading in readings), RARITY),
            space.weigh(space.without(counts, is_name), RARITY),
            presence(space.without(counts, ~is_name)),
            np.array([bool(reading.lines) for reading in readings]),
        )

    def likeness(self, query: Block) -> Array:
        """How alike each issue is to the one of ``query``."""
        full, error, plain, common = (
            rows @ one.toarray().ravel()
            for rows, one in (
                (self.full, query.full), (self.error, query.error),
                (self.plain, query.plain), (self.names, query.names),
            )
        )  # fmt: skip
        own, theirs = np.asarray(query.names.sum()), row_sums(self.names)
        return weigh_likeness(full, error, plain, common, own, theirs)


def read_issue(issue: Issue) -> Reading:
    """The parts of an issue; a line that says next to nothing of its own is no telling one."""
    body = strip_template(issue.body[:BODY])
    title = terms(issue.title)
    lines = error_lines(f"{issue.title}\n{body}")[:MAX_ERRORS]
    shapes = {normalise_error(line): line for line in reversed(lines)}
    telling = {
        shape: line
        for shape, line in reversed(shapes.items())
        if not shape.startswith("file '") and not is_too_broad(shape)
    }
    error = [term for shape in map(normalise_error, lines) for term in terms(shape)]
    return Reading([*title, *title, *terms(body)], error, telling)
