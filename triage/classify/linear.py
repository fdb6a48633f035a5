"""A linear model over named features: probabilities, and which features spoke for a class.

In: the indexes and weights of one document's features. Out: probabilities of the classes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from triage.classify.features import Floats, Ints

Matrix = npt.NDArray[np.float32]
Vectors = Sequence[tuple[Ints, Floats]]


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Weights by feature and class, biases, and the temperature that calibrates them.

    A temperature above 1 makes the model less sure of itself; it was fitted on issues the
    model had not seen.
    """

    classes: tuple[str, ...]
    weights: Matrix
    bias: Matrix
    temperature: float = 1.0

    def logits(self, ids: Ints, values: Floats) -> Floats:
        """Calibrated scores, one a class; ``probabilities`` turns them into shares."""
        return self.calibrate(values.astype(np.float32) @ self.weights[ids])

    def calibrate(self, raw: Matrix) -> Floats:
        """``logits`` from the sum of the weighted weights."""
        return np.asarray(raw + self.bias, dtype=np.float64) / self.temperature


def spoke_for(rows: Matrix, values: Floats, winner: int) -> Floats:
    """How much each feature spoke for the winner against the mean of the other classes.

    ``rows`` are the weights of the features, a column a class.
    """
    others = (rows.sum(axis=1) - rows[:, winner]) / max(1, rows.shape[1] - 1)
    return np.asarray(values * (rows[:, winner] - others))


def probabilities(logits: Floats) -> Floats:
    """Softmax."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def matrix_of(vectors: Vectors, size: int) -> Any:
    """Documents' features as a sparse matrix, a row a document; needs SciPy."""
    from scipy.sparse import csr_matrix

    ends = np.cumsum([0, *(len(ids) for ids, _ in vectors)])
    ids = np.concatenate([ids for ids, _ in vectors])
    values = np.concatenate([values for _, values in vectors])
    return csr_matrix((values, ids, ends), shape=(len(vectors), size))


def products_of(matrix: Any) -> Floats:
    """Inner products of all pairs of rows."""
    return np.asarray((matrix @ matrix.T).toarray())


def compact(products: Floats) -> tuple[Floats, Floats]:
    """Coordinates of the rows in the space they span, and the way back to feature weights.

    With the rows' inner products = U L U', coordinates U sqrt(L) keep every inner product,
    which is all that a model with squared-length regularisation depends on.
    """
    values, vectors = np.linalg.eigh(products)
    kept = values > values[-1] * 1e-10
    roots = np.sqrt(values[kept])
    return vectors[:, kept] * roots, vectors[:, kept] / roots
