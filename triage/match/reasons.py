"""Say in words why an entry was chosen for an issue.

Input: the evidence of a block. Output: a few short sentences: the error line that matches, the
words both use, the issues it is like. Error lines are the reporter's own text: whoever shows them
must escape them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from triage.match.features import Evidence
from triage.match.index import Index
from triage.match.terms import TOKEN, terms_of_token
from triage.match.views import IssueView

MAX_WORDS = 5
MAX_LINE = 120
MIN_COSINE = 0.15
MAX_ISSUES = 2


@dataclass(frozen=True, slots=True)
class _Words:
    """The terms of one issue, the rarest first: their columns, and how the issue writes them."""

    columns: npt.NDArray[np.int64]
    written: list[str]


class Reasons:
    """The reasons for one index."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._numbers = [issue.number for issue in index.issues]

    def explain(self, evidence: Evidence, at: int, entries: Sequence[int]) -> list[tuple[str, ...]]:
        """Why each of the entries (rows) was chosen for issue ``at`` of the block."""
        words = self._words(evidence.views[at])
        return [self._explain(evidence, at, entry, words) for entry in entries]

    def _explain(self, evidence: Evidence, at: int, entry: int, words: _Words) -> tuple[str, ...]:
        reasons = []
        line = evidence.hits[at].get(self._index.ids[entry])
        if line is not None:
            shown = line if len(line) <= MAX_LINE else f"{line[: MAX_LINE - 1]}…"
            reasons.append(f"error line matches the signature: {shown}")
        held = np.flatnonzero(self._index.entry_presence[entry][words.columns])[:MAX_WORDS]
        if len(held):
            same = dict.fromkeys(words.written[place] for place in held)
            reasons.append(f"same words: {', '.join(same)}")
        alike = self._alike(evidence.nearest[at], entry)
        if alike:
            reasons.append(f"like {', '.join(f'#{number}' for number in alike)}")
        return tuple(reasons)

    def _words(self, view: IssueView) -> _Words:
        column, rarity = self._index.space.column, self._index.space.rarity
        written: dict[str, str] = {}
        for token in TOKEN.findall(view.text):
            for term in terms_of_token(token)[:1]:
                written.setdefault(term, token)
        known = [term for term in written if term in column]
        known.sort(key=lambda term: (-rarity[column[term]], term))
        columns = np.array([column[term] for term in known], dtype=np.int64)
        return _Words(columns, [written[term] for term in known])

    def _alike(self, nearest: np.ndarray, entry: int) -> list[int]:
        columns = self._index.columns[entry]
        order = columns[np.argsort(-nearest[columns], kind="stable")][:MAX_ISSUES]
        numbers = (self._numbers[row] for row in order if nearest[row] >= MIN_COSINE)
        return [number for number in numbers if number is not None]
