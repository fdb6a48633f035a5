"""Learn the weights of the matcher's judge from issues that people matched to entries.

Input: entries and gold rows. Output: a ``Ranker``, or out-of-fold probabilities to measure one.
The evidence of every row is gathered with the row itself left out of the index; folds keep all
issues of one entry together, so nothing is learned about an entry from its own issues.
The same input gives the same weights.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from triage.match.features import FOR_ENTRY, FOR_NONE, Evidence, gather
from triage.match.index import BACKGROUND, Index
from triage.match.ranker import SECOND_LOOK, Ranker, look_again, soft_max
from triage.match.vectors import Array
from triage.records import Entry, GoldRow, Issue

PENALTY = 0.1
"""Weight of the squared weights: keeps a small sample from being learned by heart."""
FOLDS = 5
LOOK_PENALTY = 0.3
"""The inverse strength of the penalty on the second look (scikit-learn's ``C``)."""
MIN_PRECISION = 0.97
MAX_FALSE = 0.03
"""What the threshold must reach out of fold: right answers, and answers where there is none."""
TEMPERATURES = np.round(np.arange(1.0, 3.01, 0.1), 1)
THRESHOLDS = np.round(np.arange(0.50, 0.991, 0.01), 2)
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Sample:
    """Evidence with its truth: the row of the right entry (the last one is *none*) and a group."""

    for_entry: Array
    for_none: Array
    truth: Ints
    group: tuple[str, ...]

    def take(self, rows: npt.NDArray[np.bool_]) -> Sample:
        """Some of the rows."""
        group = tuple(name for name, kept in zip(self.group, rows, strict=True) if kept)
        return Sample(self.for_entry[rows], self.for_none[rows], self.truth[rows], group)


def train(entries: Sequence[Entry], rows: Sequence[GoldRow]) -> Ranker:
    """Weights, temperature and threshold from all rows."""
    return fit(novel_sample_of(Index(entries, rows), rows))


def sample_of(
    index: Index, rows: Sequence[GoldRow], hide: Sequence[Sequence[int]] | None = None
) -> Sample:
    """The evidence of every row, the row itself left out of the index."""
    issues = [row.issue for row in rows]
    evidence = gather(index, issues, [index.find_known(issue) for issue in issues], hide)
    return judged(index, rows, evidence)


def judged(index: Index, rows: Sequence[GoldRow], evidence: Evidence) -> Sample:
    """Evidence of rows with what people decided about them."""
    row_of = {entry: at for at, entry in enumerate(index.ids)}
    truth = np.array([row_of.get(row.faq or "", len(index.ids)) for row in rows], dtype=np.int64)
    group = tuple(row.faq or f"#{row.issue.number}" for row in rows)
    return Sample(evidence.for_entry, evidence.for_none, truth, group)


def novel_sample_of(index: Index, rows: Sequence[GoldRow]) -> Sample:
    """The same, with questions that have no entry looked up as if they never came up before.

    Issues of the future ask what nobody asked yet; otherwise the ranker would learn that the
    background always holds the like of a question that has no entry.
    """
    return sample_of(index, rows, novel(index, rows))


def novel(index: Index, rows: Sequence[GoldRow]) -> list[list[int]]:
    """Per row the background that asks the same, to be hidden from it."""
    places: dict[str, list[int]] = {}
    for row in rows:
        at = index.find_known(row.issue)
        if row.faq and at is not None and index.owner[at] == BACKGROUND:
            places.setdefault(row.faq, []).append(at)
    return [places.get(row.faq or "", []) for row in rows]


def fit(sample: Sample) -> Ranker:
    """A ranker whose temperature, second look and threshold come from inner out-of-fold guesses."""
    weights = _fit_weights(sample)
    utility = np.zeros((len(sample.truth), sample.for_entry.shape[1] + 1))
    for inside in folds_of(sample.group):
        utility[~inside] = _utility(_fit_weights(sample.take(inside)), sample.take(~inside))
    temperature = min(TEMPERATURES, key=lambda heat: _surprise(utility / heat, sample.truth))
    chances = soft_max(utility / temperature)
    seen = look_again(sample.for_entry, sample.for_none, chances)
    right = chances[:, :-1].argmax(axis=1) == sample.truth
    sure = np.zeros(len(right))
    for inside in folds_of(sample.group):
        sure[~inside] = _sigmoid(seen[~inside], *_fit_look(seen[inside], right[inside]))
    none = sample.truth == chances.shape[1] - 1
    threshold = choose_threshold(sure, right, none)
    return _ranker(weights, _fit_look(seen, right), float(temperature), threshold)


def _ranker(
    weights: Array, look: tuple[Array, float], temperature: float, threshold: float
) -> Ranker:
    rounded = [round(float(weight), 4) for weight in weights]
    return Ranker(
        dict(zip(FOR_ENTRY, rounded, strict=False)),
        dict(zip(FOR_NONE, rounded[len(FOR_ENTRY) :], strict=False)),
        rounded[-1],
        {name: round(float(weight), 4) for name, weight in zip(SECOND_LOOK, look[0], strict=True)},
        round(look[1], 4),
        temperature,
        threshold,
    )


def _fit_look(seen: Array, right: npt.NDArray[np.bool_]) -> tuple[Array, float]:
    """Weights and intercept of the second look, for evidence as it is."""
    from sklearn.linear_model import LogisticRegression

    if right.all() or not right.any():
        return np.zeros(seen.shape[1]), 4.0 if right.all() else -4.0
    middle, spread = seen.mean(axis=0), np.maximum(seen.std(axis=0), 1e-9)
    model = LogisticRegression(C=LOOK_PENALTY).fit((seen - middle) / spread, right)
    weights = model.coef_[0] / spread
    return weights, float(model.intercept_[0] - middle @ weights)


def _sigmoid(seen: Array, weights: Array, doubt: float) -> Array:
    return np.asarray(1.0 / (1.0 + np.exp(-(seen @ weights + doubt))))


def cross_fit(sample: Sample) -> list[tuple[npt.NDArray[np.int64], Ranker]]:
    """Per fold the rows it holds out, and the ranker fitted on the others."""
    return [
        (np.flatnonzero(~inside), fit(sample.take(inside))) for inside in folds_of(sample.group)
    ]


def folds_of(groups: Sequence[str]) -> list[npt.NDArray[np.bool_]]:
    """Per fold the mask of the rows to learn from; a group is never on both sides."""
    names = sorted(set(groups))
    order = np.random.default_rng(0).permutation(len(names))
    fold = {names[at]: place % FOLDS for place, at in enumerate(order)}
    of_row = np.array([fold[name] for name in groups])
    return [of_row != number for number in range(FOLDS)]


def choose_threshold(
    sure: Array, right: npt.NDArray[np.bool_], none: npt.NDArray[np.bool_]
) -> float:
    """The least threshold at which answers are as right as they must be.

    A few hundred issues hold a handful of wrong answers, so where they happen to fall says little:
    what the confidences themselves expect to be wrong is averaged with what was wrong.
    """
    wrong = ((1.0 - sure) + ~right) / 2
    for threshold in THRESHOLDS:
        said = sure >= threshold
        correct = 1.0 - float(wrong[said].sum()) / max(int(said.sum()), 1)
        false = float((said & none).sum()) / max(int(none.sum()), 1)
        if correct >= MIN_PRECISION and false <= MAX_FALSE:
            return float(threshold)
    return float(THRESHOLDS[-1])


def _surprise(utility: Array, truth: Ints) -> float:
    right = soft_max(utility)[np.arange(len(truth)), truth]
    return float(-np.log(right + 1e-12).sum())


def _utility(weights: Array, sample: Sample) -> Array:
    split = len(FOR_ENTRY)
    none = sample.for_none @ weights[split:-1] + weights[-1]
    return np.column_stack([sample.for_entry @ weights[:split], none])


def _fit_weights(sample: Sample) -> Array:
    """Maximum likelihood of the right choice among the entries and none, with a penalty."""
    from scipy.optimize import minimize

    rows, split = np.arange(len(sample.truth)), len(FOR_ENTRY)

    def loss(weights: Array) -> tuple[float, Array]:
        chance = soft_max(_utility(weights, sample))
        surprise = -np.log(chance[rows, sample.truth] + 1e-12).sum()
        chance[rows, sample.truth] -= 1.0
        slope = np.concatenate(
            [
                np.tensordot(chance[:, :-1], sample.for_entry, axes=([0, 1], [0, 1])),
                chance[:, -1] @ sample.for_none,
                [chance[:, -1].sum()],
            ]
        )
        held = np.append(weights[:-1], 0.0)
        return float(surprise + PENALTY * held @ held), slope + 2 * PENALTY * held

    start = np.zeros(split + len(FOR_NONE) + 1)
    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B", options={"ftol": 1e-7}).x)


def read_rows(path: Path) -> list[GoldRow]:
    """The gold rows of the bundled snapshot (a file of ours: anything wrong in it is a bug)."""
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        issue = Issue(row["number"], row["title"], row["body"] or "")
        rows.append(GoldRow(issue, row["category"], row["type"], row["faq"]))
    return rows


def main() -> None:
    """Learn the package's own weights again: ``python -m triage.match.train``."""
    from triage.config import entries_dir, snapshot_path
    from triage.match.entries import load_entries
    from triage.match.ranker import DEFAULT_RANKER

    train(load_entries(entries_dir()), read_rows(snapshot_path())).save(DEFAULT_RANKER)


if __name__ == "__main__":
    main()
