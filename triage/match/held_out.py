"""What the matcher says of judged issues when it must not know them.

Input: entries and gold rows. Output: a ``MatchResult`` for each row. The row itself is taken out
of the index, issues with the same question that has no entry are hidden, and the weights are
fitted without any issue of the row's question. Temperature and threshold are the package's.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from triage.match.features import Evidence, gather
from triage.match.index import Index
from triage.match.matcher import Matcher
from triage.match.ranker import Ranker
from triage.match.train import folds_of, judged, novel, refit
from triage.records import Entry, GoldRow, MatchResult


def match_held_out(
    entries: Sequence[Entry], rows: Sequence[GoldRow], top: int = 5
) -> list[MatchResult]:
    """The ``top`` entries for each row, in their order.

    Raises:
        BadInput: the weights of the package cannot be read.
    """
    issues = [row.issue for row in rows]
    if not entries:
        return [MatchResult(issue.number, None, 0.0) for issue in issues]
    index, packaged = Index(entries, rows), Ranker.load()
    own = [index.find_known(issue) for issue in issues]
    evidence = gather(index, issues, own, novel(index, rows))
    sample = judged(index, rows, evidence)
    results: dict[int, MatchResult] = {}
    for inside in folds_of(sample.group):
        unseen = np.flatnonzero(~inside)
        matcher = Matcher(index, refit(sample.take(inside), packaged))
        found = matcher.match_evidence([issues[at] for at in unseen], _take(evidence, unseen), top)
        results.update(zip(unseen.tolist(), found, strict=True))
    return [results[at] for at in range(len(rows))]


def _take(evidence: Evidence, rows: npt.NDArray[np.int64]) -> Evidence:
    return Evidence(
        evidence.for_entry[rows],
        evidence.for_none[rows],
        [evidence.views[at] for at in rows],
        evidence.nearest[rows],
        [evidence.hits[at] for at in rows],
    )
