"""Learn the classifier from gold rows. The only module beside ``generic`` that needs
scikit-learn.

In: gold rows. Out: a ``Classifier``, the same for the same rows (fixed seed, rounded weights).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from triage.classify.features import Featuriser, Floats
from triage.classify.linear import (
    LinearModel,
    Vectors,
    compact,
    matrix_of,
    probabilities,
    products_of,
)
from triage.classify.model import DEFAULT_MODEL, UNSURE_BELOW, Classifier
from triage.classify.signals import Document, read_document
from triage.classify.storage import ModelFiles
from triage.errors import BadInput
from triage.records import CATEGORIES, ISSUE_TYPES, OTHER, GoldRow

SEED = 0
INNER_FOLDS = 5
LEAST = {"words": 2, "letters": 2, "title": 2, "signals": 2}
"""A feature of fewer training issues than this is not learned."""
LEAST_TABLE = {**LEAST, "opening": 2, "measures": 0}
"""The same for any table: what is left out is not looked at."""

Labels = list[str]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a question is learned: kinds' shares, strength, and class balance.

    A feature of a ``telling`` kind counts by how unevenly the classes use it.
    """

    shares: dict[str, float]
    strength: float
    balance: float
    telling: tuple[str, ...] = ()


RECIPES = {
    "category": Recipe({"words": 1.0, "letters": 1.0, "title": 1.0, "signals": 0.2}, 8.0, 0.2),
    "type": Recipe({"words": 1.0, "letters": 1.4, "title": 0.7, "signals": 0.3}, 3.0, 1.0),
    "table": Recipe(
        {
            "words": 1.7,
            "letters": 1.0,
            "title": 0.6,
            "opening": 1.5,
            "signals": 0.2,
            "measures": 1.0,
        },
        strength=2.0,
        balance=0.0,
        telling=("opening",),
    ),
}


def category_label(row: GoldRow) -> str:
    """The class a row trains: its category, or ``other`` for none of the three."""
    return row.category if row.category in CATEGORIES else OTHER


def type_label(row: GoldRow) -> str:
    """The type a row trains."""
    return row.type if row.type in ISSUE_TYPES else "other"


def train(rows: Sequence[GoldRow]) -> Classifier:
    """A classifier of category and type. Raises BadInput when the rows cannot teach one."""
    documents = [read_document(row.issue.title, row.issue.body) for row in rows]
    return train_documents(documents, list(map(category_label, rows)), list(map(type_label, rows)))


def train_documents(documents: Sequence[Document], categories: Labels, types: Labels) -> Classifier:
    """``train`` on what was read already."""
    missing = {*CATEGORIES, OTHER} - set(categories)
    if missing or len(set(types)) < 2:
        raise BadInput(
            "The gold rows cannot teach a classifier: "
            + (
                f"no row of category {', '.join(sorted(missing))}." if missing else "one type only."
            ),
            "Give rows of every category (null counts as one) and of more than one type.",
        )
    features = Featuriser.fit(documents, least=LEAST)
    vectors = [features.transform(document) for document in documents]
    category = fit_linear(vectors, features, categories, RECIPES["category"])
    kind = fit_linear(vectors, features, types, RECIPES["type"])
    return _rounded(Classifier(features, category, kind, UNSURE_BELOW))


def _rounded(classifier: Classifier) -> Classifier:
    """The classifier as it will be read back: what is saved is what was measured."""
    files: ModelFiles = classifier._files()
    models = {m["task"]: m for m in files.info["models"]}
    return Classifier(
        files.featuriser(),
        files.linear(models["category"]),
        files.linear(models["type"]),
        classifier.unsure_below,
    )


def fit_linear(
    vectors: Vectors, features: Featuriser, labels: Labels, recipe: Recipe
) -> LinearModel:
    """Logistic regression with its temperature fitted on issues held out in turn.

    There are far fewer issues than features, so the work is done in the space the issues
    span (``compact``): the same model, many times sooner. One thread: on matrices this small
    more of them cost time, and one gives the same bytes everywhere.
    """
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(1):
        plain = matrix_of(vectors, features.size)
        answers = np.array(labels)
        every = np.arange(len(answers))
        scales = _scales(plain, answers, every, features, recipe)
        matrix = plain.multiply(scales).tocsr()
        products = products_of(matrix)
        places, back = compact(products)
        classes, weights, bias = _fit(places, answers, recipe)
        coordinates = _coordinates(plain, scales, products, answers, features, recipe)
        temperature = _held_out_temperature(coordinates or (lambda _: places), answers, recipe)
        full = np.asarray(matrix.T @ (back @ weights)) * scales[:, None]
    return LinearModel(classes, full.astype(np.float32), bias.astype(np.float32), temperature)


def _scales(
    matrix: Any, answers: npt.NDArray[Any], known: Any, features: Featuriser, recipe: Recipe
) -> Floats:
    """What each feature is multiplied by: its kind's share and, of a telling kind, how far
    apart the classes are in using it, as the ``known`` rows have it.

    The spread of the log shares of documents with the feature, as in NB-SVM (Wang and Manning,
    2012); half a document of a class of mean size is added, so that a class of few rows does
    not make every feature look telling.
    """
    scales = np.repeat(
        [recipe.shares[kind] for kind in features.names], [len(i) for i in features.names.values()]
    )
    classes, counts = np.unique(answers[known], return_counts=True)
    for kind in recipe.telling:
        if not features.names[kind]:
            continue
        start = min(features.names[kind].values())
        used = matrix[known, start : start + len(features.names[kind])] > 0
        shares = [
            (used[answers[known] == c].sum(axis=0).A1 / n + 0.5 / counts.mean())
            for c, n in zip(classes, counts, strict=True)
        ]
        scales[start : start + used.shape[1]] *= np.log(shares).std(axis=0)
    return np.asarray(scales)


def _held_out_temperature(
    coordinates: Callable[[npt.NDArray[Any]], Floats], answers: npt.NDArray[Any], recipe: Recipe
) -> float:
    """The temperature that fits issues the model has not seen; 1 when a class has one issue."""
    from sklearn.model_selection import StratifiedKFold

    classes, counts = np.unique(answers, return_counts=True)
    if counts.min() < 2:
        return 1.0
    held_out = np.zeros((len(answers), len(classes)))
    folds = StratifiedKFold(min(INNER_FOLDS, counts.min()), shuffle=True, random_state=SEED)
    for known, unseen in folds.split(answers, answers):
        places = coordinates(known)
        _, weights, bias = _fit(places[known], answers[known], recipe)
        held_out[unseen] = places[unseen] @ weights + bias
    return _temperature(held_out, answers)


def _coordinates(
    plain: Any,
    scales: Floats,
    products: Floats,
    answers: npt.NDArray[Any],
    features: Featuriser,
    recipe: Recipe,
) -> Callable[[npt.NDArray[Any]], Floats] | None:
    """The rows' coordinates as some ``known`` rows alone would have them, or None when the
    labels have no part in them.

    Only the products of telling features change with the rows that are known.
    """
    if not recipe.telling:
        return None
    at = np.array([i for kind in recipe.telling for i in features.names[kind].values()], dtype=int)
    telling = plain[:, at].tocsr()
    fixed = products - products_of(telling.multiply(scales[at]).tocsr())

    def coordinates(known: npt.NDArray[Any]) -> Floats:
        again = _scales(plain, answers, known, features, recipe)[at]
        found = fixed + products_of(telling.multiply(again).tocsr())
        _, back = compact(found[np.ix_(known, known)])
        return np.asarray(found[:, known] @ back)

    return coordinates


def _fit(
    matrix: Any, answers: npt.NDArray[Any], recipe: Recipe
) -> tuple[tuple[str, ...], Floats, Floats]:
    """Classes, weights (a column each) and biases."""
    from sklearn.linear_model import LogisticRegression

    classes, counts = np.unique(answers, return_counts=True)
    weigh = {c: (counts.mean() / n) ** recipe.balance for c, n in zip(classes, counts, strict=True)}
    learner = LogisticRegression(C=recipe.strength, class_weight=weigh, max_iter=1000, tol=1e-5)
    learner.fit(matrix, answers)
    weights, bias = learner.coef_.T, learner.intercept_
    if len(classes) == 2:
        weights, bias = np.hstack([-weights, weights]) / 2, np.hstack([-bias, bias]) / 2
    return tuple(map(str, learner.classes_)), weights, bias


def _temperature(logits: Floats, answers: npt.NDArray[Any]) -> float:
    """The temperature of least log loss, among even steps: fitted by trying, so reproducible."""
    right = np.searchsorted(np.unique(answers), answers)
    steps = np.round(np.geomspace(0.2, 4.0, 61), 4)

    def loss(step: float) -> float:
        shares = probabilities(logits / step)[np.arange(len(right)), right]
        return float(-np.log(np.maximum(shares, 1e-12)).mean())

    return float(min(steps, key=loss))


def train_default(rows: Sequence[GoldRow], directory: Path = DEFAULT_MODEL) -> Classifier:
    """Train on a snapshot's rows and write the model that travels with the package."""
    classifier = train(rows)
    classifier.save(directory)
    return classifier
