"""Measure the matcher on gold rows.

Input: entries and gold rows (``faq`` is the entry's id). Output: the numbers of the command's
contract. With nothing else given this is leave-one-out: each issue is taken out of the index it
is looked up in, and is judged by a ranker (weights, temperature, threshold) that was fitted
without any issue of its entry.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from triage.match.features import Evidence
from triage.match.index import Index
from triage.match.ranker import Ranker
from triage.match.train import Sample, cross_fit, novel_sample_of, sample_of
from triage.match.vectors import Array
from triage.records import Entry, GoldRow

RANKS = (1, 3, 5)


def evaluate_matches(
    entries: Sequence[Entry],
    rows: Sequence[GoldRow],
    known: Sequence[GoldRow] | None = None,
    ranker: Ranker | None = None,
) -> dict[str, float]:
    """How often the right entry comes first, and how right the answers are.

    Args:
        entries: the entries to choose from.
        rows: issues with the id of the entry that answers them (another id or None: no entry).
        known: judged issues for the index; ``rows`` themselves when left out. An issue that is in
            both is left out of the index while it is looked up.
        ranker: fixed weights; when left out they are fitted on ``rows`` in grouped folds.

    Returns:
        ``hit@1``, ``hit@3``, ``hit@5`` over rows that have an entry; ``answered``: share of those
        that get an answer; ``answer_precision``: right ones of all answers given, to any row;
        ``false_answers``: share of the rows without an entry that get an answer; and counts.
    """
    index = Index(entries, rows if known is None else known)
    sample = sample_of(index, rows)
    probability = np.zeros((len(rows), sample.for_entry.shape[1] + 1))
    sure, threshold = np.zeros(len(rows)), np.ones(len(rows))
    fitted = [(np.arange(len(rows)), ranker)] if ranker else cross_fit(novel_sample_of(index, rows))
    for held_out, judge in fitted:
        evidence = evidence_of(sample, held_out)
        probability[held_out] = judge.probabilities(evidence)
        sure[held_out] = judge.confidences(evidence, probability[held_out])
        threshold[held_out] = judge.threshold
    return _score(probability, sure, threshold, sample)


def evidence_of(sample: Sample, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Evidence:
    """What the ranker wants of some rows of a sample."""
    nothing = np.zeros((0, 0))
    return Evidence(sample.for_entry[rows], sample.for_none[rows], [], nothing, [])


def _score(probability: Array, sure: Array, threshold: Array, sample: Sample) -> dict[str, float]:
    truth, entry = sample.truth, probability[:, :-1]
    has_entry = truth < entry.shape[1]
    order = np.argsort(-entry, axis=1, kind="stable")
    place = (order == truth[:, None]).argmax(axis=1)
    best = order[:, 0]
    said = sure >= threshold
    right = said & (best == truth)
    scores = {f"hit@{rank}": _share(has_entry & (place < rank), has_entry) for rank in RANKS}
    return scores | {
        "answered": _share(said & has_entry, has_entry),
        "answer_precision": _share(right, said),
        "false_answers": _share(said & ~has_entry, ~has_entry),
        "with_entry": int(has_entry.sum()),
        "without_entry": int((~has_entry).sum()),
    }


def _share(part: np.ndarray, whole: np.ndarray) -> float:
    return round(float(part.sum()) / max(int(whole.sum()), 1), 4)
