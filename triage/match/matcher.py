"""Find the entries that answer an issue, and say so only when it is safe.

Input: issues (title and body; nothing else is looked at). Output: ``MatchResult``: entries with
probability and reasons, best first, and the answer where the best one is probable enough. The
same text gives the same result, alone or among others.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from triage.match.features import Evidence, gather
from triage.match.index import Index
from triage.match.ranker import Ranker
from triage.match.reasons import Reasons
from triage.records import DEFAULT_REPO, Entry, GoldRow, Issue, Match, MatchResult

BLOCK = 256
"""Issues compared at a time: large enough for speed, small enough for memory."""


class Matcher:
    """Entries and the judged issues behind them, ready to be asked."""

    def __init__(self, index: Index, ranker: Ranker) -> None:
        self.index = index
        self.ranker = ranker
        self._reasons = Reasons(index)

    @classmethod
    def build(
        cls,
        entries: Sequence[Entry],
        known: Sequence[GoldRow | Issue] = (),
        ranker: Ranker | None = None,
        repo: str = DEFAULT_REPO,
    ) -> Matcher:
        """A matcher over entries.

        Args:
            entries: the answers.
            known: judged issues. A ``GoldRow`` speaks for its entry, or as background against an
                answer when it has none; an ``Issue`` counts only if an entry lists its number.
            ranker: weights; those of the package when left out.
            repo: the repository the issue numbers of the entries belong to.

        Raises:
            BadInput: the weights of the package cannot be read.
        """
        return cls(Index(entries, known, repo), ranker or Ranker.load())

    def match(self, issue: Issue, top: int = 5) -> MatchResult:
        """The entries for one issue; see ``match_many``."""
        return self.match_many([issue], top)[0]

    def match_many(self, issues: Sequence[Issue], top: int = 5) -> list[MatchResult]:
        """The ``top`` entries for each issue, in input order; equal scores are ordered by id."""
        if not self.index.entries:
            return [MatchResult(issue.number, None, 0.0) for issue in issues]
        results: list[MatchResult] = []
        for start in range(0, len(issues), BLOCK):
            block = issues[start : start + BLOCK]
            results += self.match_evidence(block, gather(self.index, block), top)
        return results

    def match_evidence(
        self, issues: Sequence[Issue], evidence: Evidence, top: int = 5
    ) -> list[MatchResult]:
        """The same from evidence that was gathered before, in the order of the issues."""
        # Rounding keeps the last bits, which depend on the block, out of order and output.
        chances = np.round(self.ranker.probabilities(evidence), 6)
        sure = np.round(self.ranker.confidences(evidence, chances), 6)
        return [
            self._result(issue, evidence, at, chances[at, :-1], float(sure[at]), top)
            for at, issue in enumerate(issues)
        ]

    def _result(
        self,
        issue: Issue,
        evidence: Evidence,
        at: int,
        chances: np.ndarray,
        sure: float,
        top: int,
    ) -> MatchResult:
        # Entries are in id order, so a stable sort breaks ties by id.
        order = np.argsort(-chances, kind="stable")
        shown = order[: max(top, 0)].tolist()
        reasons = self._reasons.explain(evidence, at, shown)
        matches = tuple(
            Match(self.index.ids[row], round(float(chances[row]), 4), why)
            for row, why in zip(shown, reasons, strict=True)
        )
        answer = self.index.ids[order[0]] if sure >= self.ranker.threshold else None
        return MatchResult(issue.number, answer, round(sure, 4), matches)
