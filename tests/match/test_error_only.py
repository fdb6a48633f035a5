"""Somebody who pastes nothing but the error line finds the entry all the same."""

from __future__ import annotations

import json

import numpy as np

from triage.config import snapshot_path
from triage.match.evaluate import evidence_of
from triage.match.features import gather
from triage.match.index import Index
from triage.match.query import issue_of_query
from triage.match.train import cross_fit, judged, novel_sample_of


def test_the_error_line_alone_finds_its_entry(entries, rows):
    lines = snapshot_path().read_text(encoding="utf-8").splitlines()
    errors = {row["number"]: row["error"] for row in map(json.loads, lines)}
    index = Index(entries, rows)
    ids = set(index.ids)
    asked = [at for at, row in enumerate(rows) if errors[row.issue.number] and row.faq in ids]
    assert len(asked) > 120
    queries = [issue_of_query(errors[rows[at].issue.number]) for at in asked]
    own = [index.find_known(rows[at].issue) for at in asked]
    sample = judged(index, [rows[at] for at in asked], gather(index, queries, own))
    first = np.zeros(len(asked), dtype=bool)
    for held_out, ranker in cross_fit(novel_sample_of(index, rows)):
        mine = np.flatnonzero(np.isin(asked, held_out))
        chances = ranker.probabilities(evidence_of(sample, mine))
        first[mine] = chances[:, :-1].argmax(axis=1) == sample.truth[mine]
    assert first.mean() >= 0.85
