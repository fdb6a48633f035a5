"""Issue to prediction: category and type, with confidence and reasons.

In: issues, gold rows, or any table with a label column. Out: predictions, models as data,
evaluations. Nothing heavy is imported before it is needed: numpy with the classifier,
scikit-learn only to train and to cross-validate.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from triage.classify.evaluation import Evaluation
    from triage.classify.model import Classifier
    from triage.records import GoldRow


def load_default() -> Classifier:
    """The classifier that travels with the package."""
    from triage.classify.model import load_default as load

    return load()


def train(rows: Sequence[GoldRow]) -> Classifier:
    """A classifier learned from gold rows; BadInput when they cannot teach one."""
    from triage.classify.training import train as learn

    return learn(rows)


def cross_validate(rows: Sequence[GoldRow], folds: int = 5, seed: int = 0) -> Evaluation:
    """How good classifiers trained on the other folds are on each fold, all together."""
    from triage.classify.evaluation import cross_validate as measure

    return measure(rows, folds=folds, seed=seed)


def evaluate(classifier: Classifier, rows: Sequence[GoldRow]) -> Evaluation:
    """How good a classifier is on gold rows it should not have been trained on."""
    from triage.classify.evaluation import evaluate as measure

    return measure(classifier, rows)


__all__ = ["cross_validate", "evaluate", "load_default", "train"]
