"""How fast and how good the classifier is, against a plain scikit-learn pipeline in one run.

In: the snapshot of the project; optionally a table of issue reports of several repositories
(columns ``repo``, ``label``, ``title``, ``body``). Out: a table on stdout, JSON with --json.

    python benchmarks/classify.py --reports reports.csv --json classify.json
"""

from __future__ import annotations

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")  # one core, or the figures mean nothing
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

from triage.classify import cross_validate, load_default
from triage.classify.generic import cross_validate_rows
from triage.classify.signals import read_plain
from triage.classify.tables import read_table
from triage.records import GoldRow, Issue

SNAPSHOT = Path(__file__).parents[1] / "kb" / "data" / "issues.jsonl"


def gold_rows() -> list[GoldRow]:
    rows = map(json.loads, SNAPSHOT.read_text("utf-8").splitlines())
    return [
        GoldRow(Issue(r["number"], r["title"], r["body"] or ""), r["category"], r["type"])
        for r in rows
    ]


def long_issues(rows: list[GoldRow]) -> list[Issue]:
    """Issues of about 3 kB: the bodies of many in one."""
    text = "\n".join(row.issue.body for row in rows)
    return [
        Issue(at, row.issue.title, text[at * 150 : at * 150 + 3000])
        for at, row in enumerate(rows[:400])
    ]


def issues_per_second(classify: Any, issues: list[Any], repeats: int = 3) -> float:
    classify(issues[:20])
    best = min(_cpu(classify, issues) for _ in range(repeats))
    return len(issues) / best


def _cpu(classify: Any, issues: list[Any]) -> float:
    started = time.process_time()
    classify(issues)
    return time.process_time() - started


def plain_pipeline(rows: list[GoldRow]) -> tuple[Any, float]:
    """Words 1-2 and letters 3-5, TF-IDF, logistic regression: fitted, and its macro-F1."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import f1_score
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline, make_union

    union = make_union(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2, sublinear_tf=True),
    )
    pipeline = make_pipeline(union, LogisticRegression(C=10, class_weight="balanced", tol=1e-3))
    texts = [f"{row.issue.title}\n{row.issue.body}" for row in rows]
    labels = [row.category or "other" for row in rows]
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    said = cross_val_predict(pipeline, texts, labels, cv=folds)
    pipeline.fit(texts, labels)
    return pipeline, float(f1_score(labels, said, average="macro"))


def cold_command() -> float:
    """Wall seconds of one ``triage classify`` in a new process; the best of three."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "one.jsonl"
        file.write_text(json.dumps({"title": "deeplab: NaN loss", "body": "train.py"}) + "\n")
        command = [sys.executable, "-m", "triage.cli", "classify", str(file), "--json"]
        times = []
        for _ in range(3):
            started = time.monotonic()
            done = subprocess.run(command, capture_output=True, check=False)
            if done.returncode:
                return float("nan")
            times.append(time.monotonic() - started)
    return min(times)


def report_scores(path: Path) -> dict[str, float]:
    """Macro-F1 by repository, one model a repository, five folds inside it; and the mean."""
    groups: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in read_table(path, ["repo", "label", "title", "body"]):
        groups[row["repo"]].append(row)
    found = {
        repo: cross_validate_rows(
            [read_plain(row["title"], row["body"]) for row in rows],
            [row["label"] for row in rows],
        ).macro_f1
        for repo, rows in sorted(groups.items())
    }
    return {**found, "mean": sum(found.values()) / len(found)}


def measure(reports: Path | None) -> dict[str, Any]:
    rows = gold_rows()
    issues = [row.issue for row in rows]
    classifier = load_default()
    plain, plain_f1 = plain_pipeline(rows)
    quality = cross_validate(rows)

    def plain_classify(batch: list[Issue]) -> None:
        plain.predict_proba([f"{issue.title}\n{issue.body}" for issue in batch])

    return {
        "issues_per_second": issues_per_second(classifier.classify_many, issues),
        "issues_per_second_3kB": issues_per_second(classifier.classify_many, long_issues(rows)),
        "plain_issues_per_second": issues_per_second(plain_classify, issues),
        "plain_issues_per_second_3kB": issues_per_second(plain_classify, long_issues(rows)),
        "cold_command_seconds": cold_command(),
        "category_macro_f1": quality.category.macro_f1,
        "category_real_macro_f1": quality.real_macro_f1,
        "category_real_macro_f1_strict": quality.real_macro_f1_strict,
        "plain_category_macro_f1": plain_f1,
        "type_macro_f1": quality.type.macro_f1,
        "category_calibration_error": quality.category.calibration_error,
        "type_calibration_error": quality.type.calibration_error,
        "reports": report_scores(reports) if reports else None,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=Path, help="table of issue reports, not in the project")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    options = parser.parse_args()
    figures = measure(options.reports)
    for name, value in figures.items():
        shown = f"{value:12.3f}" if isinstance(value, float) else f"{value}"
        print(f"{name:32} {shown}")
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n")


if __name__ == "__main__":
    main()
