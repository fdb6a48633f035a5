"""Likely duplicates of a new issue: older issues of its repository that ask the same.

Input: known issues, and which of them an entry lists. Output: for one issue the older ones that
are alike enough, with a score that is a probability and a reason. An older issue that an entry
lists is a duplicate as surely as that entry answers the new one. For any other the texts decide:
the likeness of ``clusters``, held down where both have error lines and none in common.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from triage.match.common import common_terms
from triage.match.names import NAMES
from triage.match.readings import BODY, Block, Reading, read_issue
from triage.match.vectors import Array, Matrix, TermSpace
from triage.records import Issue

OTHER_LINE = 0.1
"""Taken off a likeness when both have error lines that tell something, and none in common."""
SLOPE, OFFSET = 9.0, 4.2
"""Likeness to probability: a logistic curve fitted on the bundled issues, every entry hidden."""
LEAST_KNOWN = 50
"""With fewer issues it cannot be told which words are rare, so texts decide nothing."""
TOP = 3


@dataclass(frozen=True, slots=True)
class Alike:
    """An older issue, how likely it is the same question, and why. Title and reason are hostile."""

    number: int
    title: str
    score: float
    reason: str


class DuplicateIndex:
    """Known issues of one repository, ready to be compared with new ones.

    Issues may be added later; how rare a word is stays as it was when the index was made.
    """

    def __init__(self, issues: Sequence[Issue], listed: Mapping[int, str] | None = None) -> None:
        """Read the issues (those without a number are left out).

        Args:
            issues: all of one repository.
            listed: id of the entry by the number of an issue that it lists.
        """
        self._listed = listed or {}
        readings = [read_issue(issue) for issue in issues]
        self._space = TermSpace([reading.full for reading in readings])
        self._is_name = self._space.mark(NAMES)
        self._blocks: list[Block] = []
        self.issues: list[Issue] = []
        self._holders: dict[str, list[int]] = {}
        self._extend(issues, readings)
        self.made_of = len(self.issues)

    def add(self, issues: Sequence[Issue]) -> None:
        """Take in issues that came since."""
        self._extend(issues, [read_issue(issue) for issue in issues])

    def find(
        self,
        issue: Issue,
        chances: Mapping[str, float] | None = None,
        least: float = 0.0,
        top: int = TOP,
    ) -> list[Alike]:
        """Older issues that likely ask the same, the likeliest first.

        Args:
            issue: with its number; only lower numbers are older.
            chances: by id, how likely each entry answers it; None: nothing is known of entries.
            least: the least score that is returned.
            top: at most so many.
        """
        if issue.number is None or not self.issues:
            return []
        reading = read_issue(issue)
        query = Block.of(self._space, self._is_name, [reading])
        same = sorted({at for shape in reading.lines for at in self._holders.get(shape, ())})
        likeness = self._likeness(query, reading, same)
        numbers = np.array([known.number for known in self.issues])
        score = self._score(likeness, chances)
        score[numbers >= issue.number] = -1.0
        order = np.lexsort((-numbers, -likeness, -score))[:top].tolist()
        return [
            self._alike(at, issue, reading, query, float(score[at]), chances or {})
            for at in order
            if score[at] >= max(least, 0.0)
        ]

    def _extend(self, issues: Sequence[Issue], readings: Sequence[Reading]) -> None:
        kept = [pair for pair in zip(issues, readings, strict=True) if pair[0].number is not None]
        if not kept:
            return
        self._blocks.append(Block.of(self._space, self._is_name, [read for _, read in kept]))
        for issue, reading in kept:
            for shape in reading.lines:
                self._holders.setdefault(shape, []).append(len(self.issues))
            self.issues.append(replace(issue, body=issue.body[:BODY]))

    def _likeness(self, query: Block, reading: Reading, same: list[int]) -> Array:
        if len(self.issues) < LEAST_KNOWN:
            return np.zeros(len(self.issues))
        likeness = np.concatenate([block.likeness(query) for block in self._blocks])
        if reading.lines:
            other = np.concatenate([block.has_line for block in self._blocks])
            other[same] = False
            likeness = likeness - OTHER_LINE * other
        return np.round(likeness, 9)

    def _score(self, likeness: Array, chances: Mapping[str, float] | None) -> Array:
        score = np.where(likeness > 0, 1 / (1 + np.exp(OFFSET - SLOPE * likeness)), 0.0)
        if chances is not None and self._listed:
            for at, known in enumerate(self.issues):
                entry = self._listed.get(known.number or 0)
                if entry is not None:
                    score[at] = chances.get(entry, 0.0)
        return np.asarray(score)

    def _alike(
        self, at: int, issue: Issue, reading: Reading, query: Block, score: float,
        chances: Mapping[str, float],
    ) -> Alike:  # fmt: skip
        known = self.issues[at]
        assert known.number is not None
        shared = [s for s in reading.lines if at in self._holders.get(s, ())]
        entry = self._listed.get(known.number) if chances else None
        if shared:
            reason = f"the same error line: {reading.lines[shared[0]]}"
        elif entry in chances:
            reason = f"the same answer: {entry}"
        else:
            words = common_terms(self._space, self._row(at, query), [issue, known])
            reason = f"much the same words: {', '.join(words)}"
        return Alike(known.number, known.title, round(score, 4), reason)

    def _row(self, at: int, query: Block) -> Matrix:
        """The weighed terms of the new issue and of a known one, below each other."""
        from scipy import sparse

        for block in self._blocks:
            if at < len(block.has_line):
                return sparse.vstack([query.full, block.full[at]]).tocsr()
            at -= len(block.has_line)
        raise IndexError(at)
