"""A classifier of any label column of any table: ``triage train`` and ``triage predict``.

In: a ``.csv`` (with a header) or ``.jsonl`` file, the columns that hold text (the first is the
title), the column that holds the label. Out: a folder of data (see ``storage``), and
predictions in input order. Knows nothing of any one repository.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from triage.classify.features import Featuriser
from triage.classify.linear import LinearModel, probabilities
from triage.classify.signals import Document, read_plain
from triage.classify.storage import ModelFiles, read_model, write_model
from triage.classify.tables import Row, read_table
from triage.errors import BadInput

KIND = "table"


@dataclass(frozen=True, slots=True)
class Trained:
    """What ``triage train`` reports; ``classes`` with the number of rows of each."""

    rows: int
    classes: dict[str, int]
    seconds: float


@dataclass(frozen=True, slots=True)
class TableScore:
    """How good a table's classifier is, cross-validated."""

    rows: int
    folds: int
    macro_f1: float
    accuracy: float
    per_class: dict[str, float]


@dataclass(frozen=True, slots=True)
class TableModel:
    """A trained classifier of one label column."""

    columns: tuple[str, ...]
    target: str
    features: Featuriser
    linear: LinearModel

    def predict(self, document: Document) -> tuple[str, float]:
        """(label, confidence) of one row."""
        shares = probabilities(self.linear.logits(*self.features.transform(document)))
        best = int(shares.argmax())
        return self.linear.classes[best], float(shares[best])

    def predict_text(self, title: str, body: str) -> tuple[str, float]:
        """(label, confidence) of an issue; for a model that learned from title and body."""
        return self.predict(read_plain(title, body))

    def words_known(self, title: str, body: str) -> int:
        """How many different words of an issue it has learned; of few it can tell nothing."""
        document, known = read_plain(title, body), self.features.names["words"]
        return len(known.keys() & {*document.title, *document.body})


def train_table(path: Path, columns: Sequence[str], target: str, out: Path) -> Trained:
    """Learn ``target`` from the text ``columns`` of a table and write the model to ``out``.

    Raises BadInput when the file or a column is missing, or there is one class only.
    """
    started = time.monotonic()
    documents, labels = _read(path, columns, target)
    model = _learn(documents, labels, columns, target)
    settings = {"columns": list(columns), "target": target}
    write_model(out, ModelFiles.pack(KIND, model.features, {"label": model.linear}, settings))
    return Trained(len(labels), dict(sorted(Counter(labels).items())), time.monotonic() - started)


def predict_table(directory: Path, path: Path) -> Iterator[dict[str, Any]]:
    """``{"label", "confidence"}`` of every row of a table, in order.

    Raises BadInput before the first row when the model or a text column is missing.
    """
    model = load_table_model(directory)
    for row in read_table(path, model.columns):
        label, confidence = model.predict(_document(row, model.columns))
        yield {"label": label, "confidence": round(confidence, 4)}


def load_table_model(directory: Path) -> TableModel:
    """A model of ``train_table``. Raises BadInput when the folder holds none."""
    files = read_model(directory, KIND)
    return TableModel(
        columns=tuple(files.info["columns"]),
        target=str(files.info["target"]),
        features=files.featuriser(),
        linear=files.linear(files.info["models"][0]),
    )


def cross_validate_table(
    path: Path, columns: Sequence[str], target: str, *, folds: int = 5, seed: int = 0
) -> TableScore:
    """Quality on rows the classifier was not trained on, all folds together."""
    return cross_validate_rows(*_read(path, columns, target), folds=folds, seed=seed)


def cross_validate_rows(
    documents: Sequence[Document], labels: Sequence[str], *, folds: int = 5, seed: int = 0
) -> TableScore:
    """``cross_validate_table`` on what was read already."""
    from sklearn.metrics import f1_score
    from sklearn.model_selection import StratifiedKFold

    said = [""] * len(labels)
    split = StratifiedKFold(folds, shuffle=True, random_state=seed).split(labels, labels)
    for known, unseen in split:
        model = _learn([documents[at] for at in known], [labels[at] for at in known], (), "")
        for at in unseen:
            said[at] = model.predict(documents[at])[0]
    classes = sorted(set(labels))
    scores = f1_score(labels, said, average=None, labels=classes)
    return TableScore(
        rows=len(labels),
        folds=folds,
        macro_f1=float(scores.mean()),
        accuracy=sum(a == b for a, b in zip(labels, said, strict=True)) / len(labels),
        per_class={name: float(s) for name, s in zip(classes, scores, strict=True)},
    )


def _learn(
    documents: Sequence[Document], labels: Sequence[str], columns: Sequence[str], target: str
) -> TableModel:
    from triage.classify.training import LEAST_TABLE, RECIPES, fit_linear

    features = Featuriser.fit(documents, least=LEAST_TABLE)
    vectors = [features.transform(document) for document in documents]
    linear = fit_linear(vectors, features, list(labels), RECIPES["table"])
    return TableModel(tuple(columns), target, features, linear)


def _read(path: Path, columns: Sequence[str], target: str) -> tuple[list[Document], list[str]]:
    """Documents and labels of a file; see ``documents_of``."""
    return documents_of(read_table(path, [*columns, target]), columns, target)


def documents_of(
    rows: Sequence[Row], columns: Sequence[str], target: str
) -> tuple[list[Document], list[str]]:
    """Documents and labels of the rows that have a label.

    Raises BadInput when they have one label only.
    """
    labelled = [row for row in rows if row[target]]
    labels = [row[target] for row in labelled]
    if len(set(labels)) < 2:
        raise BadInput(
            f"Column {target} holds {len(set(labels))} class(es); two are the least.",
            "Name another column with --target.",
        )
    return [_document(row, columns) for row in labelled], labels


def _document(row: Row, columns: Sequence[str]) -> Document:
    title, *others = (row[column] for column in columns)
    return read_plain(title, "\n".join(others))
