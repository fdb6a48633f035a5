"""The classifier: issues to predictions.

In: issues (title and body only: the same text gives the same answer whoever asks). Out:
``Prediction``s. It reads a folder of data written by ``training``; no pickle, no scikit-learn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import cast

import numpy as np

from triage.classify.features import Featuriser, Floats, Ints
from triage.classify.linear import LinearModel, Matrix, probabilities, spoke_for
from triage.classify.reasons import reasons_for
from triage.classify.signals import Document, read_document
from triage.classify.storage import ModelFiles, digest_of, read_model, write_model
from triage.records import CATEGORIES, OTHER, Category, Issue, IssueType, Prediction

DEFAULT_MODEL = Path(__file__).with_name("model")

PATH_SAYS = 4.0
"""Added to the score of the category that all repository paths of an issue agree on: such a
path decides alone unless everything else speaks against it."""

UNSURE_BELOW = 0.40
"""A category less likely than this is not named."""


@dataclass(frozen=True, slots=True)
class Classifier:
    """Category and type of issues. Make one with ``load_default``, ``load`` or ``train``."""

    features: Featuriser
    category: LinearModel
    type: LinearModel
    unsure_below: float = UNSURE_BELOW
    _both: Matrix = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put the weights of both questions side by side: half the look-ups."""
        both = np.hstack([self.category.weights, self.type.weights])
        object.__setattr__(self, "_both", both)

    @property
    def version(self) -> str:
        """Digest of the model's content: equal versions answer equally."""
        return digest_of(self._files())

    def classify(self, issue: Issue) -> Prediction:
        """The prediction for one issue."""
        document = read_document(issue.title, issue.body)
        ids, values = self.features.transform(document)
        rows = self._both[ids]
        raw = values.astype(np.float32) @ rows
        split = len(self.category.classes)
        scores = category_scores(self.category, document, raw[:split])
        types = probabilities(self.type.calibrate(raw[split:]))
        spoke = spoke_for(rows[:, :split], values, int(scores.argmax()))
        return self._prediction(issue.number, document, scores, types, (ids, spoke))

    def classify_many(self, issues: Sequence[Issue]) -> list[Prediction]:
        """The predictions for many issues, in their order; each as ``classify`` gives it."""
        return [self.classify(issue) for issue in issues]

    def _prediction(
        self,
        number: int | None,
        document: Document,
        scores: Floats,
        types: Floats,
        spoke: tuple[Ints, Floats],
    ) -> Prediction:
        best, kind = int(scores.argmax()), int(types.argmax())
        name = self.category.classes[best]
        sure = name in CATEGORIES and scores[best] >= self.unsure_below
        return Prediction(
            number=number,
            category=cast(Category, name) if sure else None,
            confidence=round(float(scores[best] if sure else _none(self.category, scores)), 4),
            scores=MappingProxyType(
                {c: round(float(s), 4) for c, s in zip(self.category.classes, scores, strict=True)}
            ),
            type=cast(IssueType, self.type.classes[kind]),
            type_confidence=round(float(types[kind]), 4),
            reasons=reasons_for(document, name, self.features, *spoke),
        )

    def save(self, directory: Path) -> None:
        """Write the model into a folder (made when missing): the same bytes for the same model."""
        write_model(directory, self._files())

    @classmethod
    def load(cls, directory: Path) -> Classifier:
        """Read a model that ``save`` wrote. Raises BadInput when the folder holds none."""
        files = read_model(directory, "classifier")
        models = {m["task"]: m for m in files.info["models"]}
        return cls(
            features=files.featuriser(),
            category=files.linear(models["category"]),
            type=files.linear(models["type"]),
            unsure_below=float(files.info["unsure_below"]),
        )

    def _files(self) -> ModelFiles:
        return ModelFiles.pack(
            "classifier",
            self.features,
            {"category": self.category, "type": self.type},
            {"unsure_below": self.unsure_below},
        )


def category_scores(model: LinearModel, document: Document, raw: Matrix) -> Floats:
    """Probabilities of the categories, with what explicit paths say added."""
    logits = model.calibrate(raw)
    said = {category for _, category in document.paths}
    if len(said) == 1:
        logits[model.classes.index(said.pop())] += PATH_SAYS
    return probabilities(logits)


def _none(model: LinearModel, scores: Floats) -> float:
    """How sure it is that no category can be named: the share of ``other``, or of doubt."""
    other = float(scores[model.classes.index(OTHER)])
    return max(other, 1.0 - float(np.max(scores)))


def load_default() -> Classifier:
    """The classifier that travels with the package."""
    return Classifier.load(DEFAULT_MODEL)
