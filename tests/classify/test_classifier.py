"""The classifier that travels with the package, its floors, and its files."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from triage.classify import cross_validate, evaluate, load_default, train
from triage.classify.model import DEFAULT_MODEL, Classifier
from triage.classify.training import train_default
from triage.errors import BadInput
from triage.records import GoldRow, Issue

SNAPSHOT = Path(__file__).parents[2] / "kb" / "data" / "issues.jsonl"


@pytest.fixture(scope="module")
def rows() -> list[GoldRow]:
    found = map(json.loads, SNAPSHOT.read_text("utf-8").splitlines())
    return [
        GoldRow(
            Issue(row["number"], row["title"], row["body"] or ""),
            category=row["category"],
            type=row["type"],
        )
        for row in found
    ]


@pytest.fixture(scope="module")
def classifier() -> Classifier:
    return load_default()


def test_cross_validated_quality_stays_above_the_floors(rows: list[GoldRow]) -> None:
    found = cross_validate(rows)
    assert found.category.macro_f1 >= 0.92
    assert found.real_macro_f1 >= 0.96
    assert found.type.macro_f1 >= 0.72
    assert found.category.calibration_error < 0.05
    data = found.to_dict()
    assert set(data["category"]["per_class"]) == {"odapi", "official", "research", "null"}
    json.dumps(data)


def test_training_again_writes_the_same_bytes(rows: list[GoldRow], tmp_path: Path) -> None:
    train_default(rows, tmp_path)
    for file in DEFAULT_MODEL.iterdir():
        assert (tmp_path / file.name).read_bytes() == file.read_bytes(), file.name
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 3_000_000


@pytest.mark.parametrize(
    ("title", "body", "category"),
    [
        ("Error", "models/research/object_detection/builders fails", "odapi"),
        ("Question", "see official/nlp/bert/run_squad.py", "official"),
        ("lm_1b: where is the vocabulary?", "", "research"),
        ("translate.py", "tutorials/rnn/translate/translate.py stops", None),
        ("", "", None),
        ("asdf", "", None),
    ],
)
def test_categories(classifier: Classifier, title: str, body: str, category: str | None) -> None:
    assert classifier.classify(Issue(1, title, body)).category == category


def test_same_text_same_answer_whoever_asks(classifier: Classifier) -> None:
    plain = Issue(None, "NaN loss in ssd_mobilenet", "train.py gives NaN")
    other = Issue(7, plain.title, plain.body, labels=("models:official",), author="x")
    first, second = classifier.classify_many([plain, other])
    assert (first.category, first.confidence, first.scores, first.reasons) == (
        second.category, second.confidence, second.scores, second.reasons,
    )  # fmt: skip


def test_reasons_name_the_path_first(classifier: Classifier) -> None:
    issue = Issue(1, "fails", "in research/object_detection/protos/x.proto ImportError: no name")
    assert classifier.classify(issue).reasons[0] == (
        "mentions research/object_detection/protos/x.proto"
    )


def test_scores_are_probabilities(classifier: Classifier, rows: list[GoldRow]) -> None:
    for found in classifier.classify_many([row.issue for row in rows[:50]]):
        assert sum(found.scores.values()) == pytest.approx(1, abs=1e-3)
        assert set(found.scores) == {"odapi", "official", "research", "other"}
        assert 0 <= found.confidence <= 1


def test_saved_and_loaded_is_the_same(classifier: Classifier, tmp_path: Path) -> None:
    classifier.save(tmp_path / "m")
    again = Classifier.load(tmp_path / "m")
    assert again.version == classifier.version
    issue = Issue(1, "deeplab mIOU", "")
    assert again.classify(issue) == classifier.classify(issue)


def test_evaluation_on_rows(classifier: Classifier, rows: list[GoldRow]) -> None:
    assert evaluate(classifier, rows[:100]).rows == 100


def test_no_model_and_too_few_categories_are_said(tmp_path: Path, rows: list[GoldRow]) -> None:
    with pytest.raises(BadInput, match="holds no model"):
        Classifier.load(tmp_path)
    with pytest.raises(BadInput, match="no row of category"):
        train([row for row in rows if row.category == "odapi"])


def test_hostile_text_is_read(classifier: Classifier) -> None:
    for text in ("\x00\ud800\u202e", "`" * 70_000, "{{ x }}" * 9_000, "a" * 200_000):
        assert classifier.classify(Issue(1, text, text)).type


def test_prediction_needs_no_scikit_learn() -> None:
    code = (
        "import sys; from triage.classify import load_default; from triage.records import Issue;"
        "load_default().classify(Issue(1, 'x', 'y'));"
        "print([m for m in ('sklearn', 'scipy', 'tensorflow') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
