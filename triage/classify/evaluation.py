"""How good the classifier is: per class, by confidence, cross-validated.

In: gold rows, and a classifier or the wish to cross-validate. Out: an ``Evaluation``, whose
``to_dict`` is the answer of ``triage evaluate --json``.

Figures: ``macro_f1`` of category is the mean of the F1 of ``odapi``, ``official``,
``research`` and ``null``, the prediction being what ``classify`` answers (abstentions are
``null``). ``real_macro_f1`` looks only at rows whose gold is one of the three real categories
and takes the best scoring of the three as the answer; ``real_macro_f1_strict`` looks at the
same rows but an abstention counts as a miss.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from triage.classify.model import Classifier
from triage.records import CATEGORIES, ISSUE_TYPES, GoldRow, Prediction

NULL = "null"
THRESHOLDS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
BINS = 10


@dataclass(frozen=True, slots=True)
class ClassScore:
    """How one class fares; ``support`` is the number of gold rows."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class ReliabilityBin:
    """Predictions of similar confidence: how sure they were, and how many were right."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """Naming a category only from this confidence on: share named, and share of it right."""

    threshold: float
    coverage: float
    precision: float


@dataclass(frozen=True, slots=True)
class TaskScore:
    """One question (category or type) over all rows."""

    macro_f1: float
    accuracy: float
    per_class: dict[str, ClassScore]
    calibration_error: float
    reliability: tuple[ReliabilityBin, ...]
    confusion: dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Category and type over the same rows."""

    rows: int
    folds: int
    seed: int
    category: TaskScore
    type: TaskScore
    real_macro_f1: float
    real_macro_f1_strict: float
    coverage: tuple[Coverage, ...]

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON: ``category`` and ``type`` with ``macro_f1`` and ``per_class``."""
        data = asdict(self)
        for key in ("real_macro_f1", "real_macro_f1_strict", "coverage"):
            data["category"][key] = data.pop(key)
        return data


def evaluate(classifier: Classifier, rows: Sequence[GoldRow]) -> Evaluation:
    """Score a classifier on gold rows."""
    return score(classifier.classify_many([row.issue for row in rows]), rows)


def cross_validate(rows: Sequence[GoldRow], *, folds: int = 5, seed: int = 0) -> Evaluation:
    """Train on all folds but one, classify that one, in turn; score them all together."""
    return score(cross_predict(rows, folds=folds, seed=seed), rows, folds=folds, seed=seed)


def cross_predict(rows: Sequence[GoldRow], *, folds: int = 5, seed: int = 0) -> list[Prediction]:
    """What classifiers say that were trained on all folds but the row's own, row by row."""
    classifiers, fold_of = cross_train(rows, folds=folds, seed=seed)
    return [classifiers[fold].classify(row.issue) for row, fold in zip(rows, fold_of, strict=True)]


def cross_train(
    rows: Sequence[GoldRow], *, folds: int = 5, seed: int = 0
) -> tuple[list[Classifier], list[int]]:
    """One classifier a fold, trained on all the others; and the fold of each row.

    Folds are stratified by category and type. A row's own label is never seen by its
    classifier.
    """
    from triage.classify.signals import read_document
    from triage.classify.training import category_label, train_documents, type_label

    documents = [read_document(row.issue.title, row.issue.body) for row in rows]
    categories = [category_label(row) for row in rows]
    types = [type_label(row) for row in rows]
    fold_of = _deal(list(zip(categories, types, strict=True)), folds, seed)
    classifiers = []
    for fold in range(folds):
        known = [at for at in range(len(rows)) if fold_of[at] != fold]
        classifiers.append(
            train_documents(
                [documents[at] for at in known],
                [categories[at] for at in known],
                [types[at] for at in known],
            )
        )
    return classifiers, fold_of


def _deal(labels: Sequence[tuple[str, str]], folds: int, seed: int) -> list[int]:
    """A fold for each row: rows shuffled, sorted by label, dealt like cards."""
    order = list(range(len(labels)))
    random.Random(seed).shuffle(order)  # noqa: S311 - a fixed split, nothing secret
    order.sort(key=lambda at: labels[at])
    fold_of = [0] * len(labels)
    for turn, at in enumerate(order):
        fold_of[at] = turn % folds
    return fold_of


def score(
    predictions: Sequence[Prediction], rows: Sequence[GoldRow], *, folds: int = 0, seed: int = 0
) -> Evaluation:
    """Compare predictions with gold rows, one to one."""
    gold = [row.category if row.category in CATEGORIES else NULL for row in rows]
    said = [p.category or NULL for p in predictions]
    best = [max(CATEGORIES, key=lambda c: p.scores[c]) for p in predictions]
    real = [at for at, label in enumerate(gold) if label != NULL]
    real_gold = [gold[at] for at in real]
    types = [row.type if row.type in ISSUE_TYPES else "other" for row in rows]
    return Evaluation(
        rows=len(rows),
        folds=folds,
        seed=seed,
        category=_task(gold, said, [p.confidence for p in predictions], (*CATEGORIES, NULL)),
        type=_task(
            types,
            [p.type for p in predictions],
            [p.type_confidence for p in predictions],
            ISSUE_TYPES,
        ),
        real_macro_f1=_macro(real_gold, [best[at] for at in real], CATEGORIES),
        real_macro_f1_strict=_macro(real_gold, [said[at] for at in real], CATEGORIES),
        coverage=_coverage(gold, predictions),
    )


def _task(
    gold: Sequence[str], said: Sequence[str], sure: Sequence[float], classes: Sequence[str]
) -> TaskScore:
    bins = _reliability(gold, said, sure)
    right = sum(a == b for a, b in zip(gold, said, strict=True))
    error = sum(b.count * abs(b.confidence - b.accuracy) for b in bins) / max(1, len(gold))
    return TaskScore(
        macro_f1=_macro(gold, said, classes),
        accuracy=right / max(1, len(gold)),
        per_class={name: _class(gold, said, name) for name in classes},
        calibration_error=error,
        reliability=bins,
        confusion={
            a: {b: sum(pair == (a, b) for pair in zip(gold, said, strict=True)) for b in classes}
            for a in classes
        },
    )


def _class(gold: Sequence[str], said: Sequence[str], name: str) -> ClassScore:
    both = sum(a == b == name for a, b in zip(gold, said, strict=True))
    support, named = sum(a == name for a in gold), sum(b == name for b in said)
    precision, recall = both / max(1, named), both / max(1, support)
    f1 = 2 * both / max(1, support + named)
    return ClassScore(precision, recall, f1, support)


def _macro(gold: Sequence[str], said: Sequence[str], classes: Sequence[str]) -> float:
    return sum(_class(gold, said, name).f1 for name in classes) / len(classes)


def _reliability(
    gold: Sequence[str], said: Sequence[str], sure: Sequence[float]
) -> tuple[ReliabilityBin, ...]:
    bins = []
    for at in range(BINS):
        members = [i for i, c in enumerate(sure) if min(int(c * BINS), BINS - 1) == at]
        count = max(1, len(members))
        confidence = sum(sure[i] for i in members) / count
        accuracy = sum(gold[i] == said[i] for i in members) / count
        bins.append(ReliabilityBin(at / BINS, (at + 1) / BINS, len(members), confidence, accuracy))
    return tuple(bins)


def _coverage(gold: Sequence[str], predictions: Sequence[Prediction]) -> tuple[Coverage, ...]:
    found = []
    for threshold in THRESHOLDS:
        named = [
            (label, p)
            for label, p in zip(gold, predictions, strict=True)
            if p.category and p.confidence >= threshold
        ]
        right = sum(label == p.category for label, p in named)
        found.append(
            Coverage(threshold, len(named) / max(1, len(gold)), right / max(1, len(named)))
        )
    return tuple(found)
