"""What the matcher says of judged issues when it must not know them.

Input: entries and gold rows. Output: a ``MatchResult`` for any issue. An issue that is one of the
rows is taken out of the index, issues with the same question that has no entry are hidden from it,
and it is judged by a ranker fitted without any issue of its question. Any other issue is judged by
the packaged ranker.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from triage.match.features import Evidence, gather
from triage.match.index import Index
from triage.match.matcher import Matcher
from triage.match.ranker import Ranker
from triage.match.train import cross_fit, novel, novel_sample_of
from triage.records import Entry, GoldRow, Issue, MatchResult

Rows = npt.NDArray[np.int64]


class HeldOutMatcher:
    """A matcher that forgets the issue it is asked about. Issues are known by their number."""

    def __init__(self, entries: Sequence[Entry], rows: Sequence[GoldRow]) -> None:
        """Make the index; rankers are fitted when the first of the rows is asked about.

        Raises:
            BadInput: the weights of the package cannot be read.
        """
        self._index, self._rows = Index(entries, rows), rows
        self._own = [self._index.find_known(row.issue) for row in rows]
        hidden = zip(self._own, novel(self._index, rows), strict=True)
        self._hidden = {at: hide for at, hide in hidden if at is not None}
        self._packaged = Matcher(self._index, Ranker.load())

    @cached_property
    def _judges(self) -> list[tuple[set[int | None], Matcher]]:
        """Per fold the issues it holds out, as rows of the index, and their matcher."""
        return [
            ({self._own[at] for at in unseen}, Matcher(self._index, ranker))
            for unseen, ranker in _fit_folds(self._index, self._rows)
        ]

    def knows(self, issue: Issue) -> bool:
        """Whether the issue is one of the rows."""
        return self._index.find_known(issue) in self._hidden

    def match_many(self, issues: Sequence[Issue], top: int = 5) -> list[MatchResult]:
        """The ``top`` entries for each issue, in input order; some hundred at a time are quick."""
        if not self._index.entries:
            return [MatchResult(issue.number, None, 0.0) for issue in issues]
        rows = [self._index.find_known(issue) for issue in issues]
        hide = [self._hidden.get(at, []) if at is not None else [] for at in rows]
        evidence = gather(self._index, issues, rows, hide)
        known = any(at in self._hidden for at in rows)
        results: dict[int, MatchResult] = {}
        for members, judge in [*(self._judges if known else ()), (None, self._packaged)]:
            own = [
                at for at, row in enumerate(rows)
                if (row in members if members is not None else row not in self._hidden)
            ]  # fmt: skip
            found = judge.match_evidence([issues[at] for at in own], _take(evidence, own), top)
            results.update(zip(own, found, strict=True))
        return [results[at] for at in range(len(issues))]


def _fit_folds(index: Index, rows: Sequence[GoldRow]) -> list[tuple[Rows, Ranker]]:
    """On matrices this small more threads than one cost time: ten times as much."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(1):
        return cross_fit(novel_sample_of(index, rows))


def _take(evidence: Evidence, rows: list[int]) -> Evidence:
    return Evidence(
        evidence.for_entry[rows],
        evidence.for_none[rows],
        [evidence.views[at] for at in rows],
        evidence.nearest[rows],
        [evidence.hits[at] for at in rows],
    )


def match_held_out(
    entries: Sequence[Entry], rows: Sequence[GoldRow], top: int = 5
) -> list[MatchResult]:
    """The ``top`` entries for each row, in their order, each as if nobody had judged it."""
    return HeldOutMatcher(entries, rows).match_many([row.issue for row in rows], top)
